import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.references import References
from bot.store import Store
from tests.store.samples import NOW, reference

T = TypeVar("T")
LATER = NOW + timedelta(days=1)


async def at_once(work: Callable[[], T]) -> T:
    return work()


@pytest.fixture
def references(store: Store) -> References:
    return References(store, at_once)


async def test_a_reference_is_found_as_it_was_kept(references: References) -> None:
    await references.keep(reference())
    assert await references.find("teams:ana") == reference()
    assert await references.find("teams:omar") is None


async def test_the_newest_one_counts(references: References) -> None:
    await references.keep(reference())
    moved = reference(service_url="https://smba/amer/", conversation="a:2", user="29:new", since=LATER)
    await references.keep(moved)
    assert await references.find("teams:ana") == moved


@pytest.mark.parametrize("field", ["tenant", "user", "bot", "service_url", "conversation", "zone", "locale", "name"])
async def test_whatever_is_new_of_it_is_kept(references: References, field: str) -> None:
    await references.keep(reference())
    changed = replace(reference(since=LATER), **{field: "new"})
    await references.keep(changed)
    assert await references.find("teams:ana") == changed


async def test_nothing_is_written_when_nothing_is_new(references: References) -> None:
    await references.keep(reference())
    await references.keep(reference(since=LATER))
    assert await references.find("teams:ana") == reference()


async def test_channels_are_found_by_the_beginning_of_their_addresses_as_long_as_they_are_live(
    references: References,
) -> None:
    there = {"user": "", "zone": "", "locale": ""}
    for address, name in (("teams:t1.19:b", "Plans"), ("teams:t1.19:a", "Numbers"), ("teams:t2.19:c", "Elsewhere")):
        await references.keep(reference(address=address, name=name, **there))
    await references.keep(reference(address="teams:t1.19:gone", name="Gone", **there))
    await references.keep(reference(address="teams:t1.ana"))
    await references.stop("teams:t1.19:gone")
    assert [one.name for one in await references.channels("teams:t1.19:")] == ["Numbers", "Plans"]
    assert await references.channels("teams:t3.19:") == []


async def test_a_stopped_one_stays_stopped_until_it_is_kept_again(references: References) -> None:
    await references.keep(reference())
    await references.stop("teams:ana")
    await references.stop("teams:ana")
    found = await references.find("teams:ana")
    assert found == reference(live=False)
    await references.keep(reference(since=LATER))
    assert await references.find("teams:ana") == reference(since=LATER)


async def test_what_was_kept_since_somebody_looked_is_not_stopped_by_them(references: References) -> None:
    await references.keep(reference())
    await references.keep(reference(since=LATER, conversation="a:2"))
    await references.stop("teams:ana", NOW)
    assert await references.find("teams:ana") == reference(since=LATER, conversation="a:2")
    await references.stop("teams:ana", LATER)
    assert await references.find("teams:ana") == reference(since=LATER, conversation="a:2", live=False)


async def test_stopping_one_that_is_not_known_is_nothing(references: References) -> None:
    await references.stop("teams:nobody")
    assert await references.find("teams:nobody") is None


async def test_many_are_found_at_once_each_for_whom_it_was_asked(store: Store) -> None:
    asked: list[None] = []

    async def run(work: Callable[[], T]) -> T:
        asked.append(None)
        await asyncio.sleep(0)
        return work()

    references = References(store, run)
    names = [f"teams:{number}" for number in range(100)]
    with store.begin() as unit:
        for name in names[::2]:
            unit.references.save(reference(name))
    found = await asyncio.gather(*map(references.find, [*names, *names]))
    assert [one.address if one else None for one in found[:100]] == [
        name if number % 2 == 0 else None for number, name in enumerate(names)
    ]
    assert found[100:] == found[:100]
    assert len(asked) < 10


async def test_one_persons_is_no_other_persons(references: References) -> None:
    await references.keep(reference())
    await references.keep(reference("teams:omar"))
    await references.stop("teams:ana")
    assert await references.find("teams:omar") == reference("teams:omar")


def test_several_processes_meet_somebody_at_the_same_time(store: Store) -> None:
    def keep(number: int) -> None:
        with store.begin() as unit:
            unit.references.save(reference(conversation=f"a:{number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(16)))
    with store.look() as unit:
        found = unit.references.find("teams:ana")
    assert found is not None
    assert found.conversation.startswith("a:")

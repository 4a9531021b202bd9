"""What is due is asked in batches, and one person's trouble stays their own."""

import asyncio
from typing import Any

import pytest

from bot import planning
from bot.errors import Stale, WrongKey
from bot.react import Play
from bot.react import react as really_react
from bot.store.people import People
from tests.service.stage import EVENING, MORNING, World

NAMES = ("ana", "ben", "cyn", "dan", "eva")


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> str:
    """Cyn's flow fails, whatever comes to her."""

    def react(play: Play, event: Any) -> Play:
        if play.facts.person.id == "cyn":
            raise ZeroDivisionError("a flow's own fault")
        return really_react(play, event)

    monkeypatch.setattr("bot.outcome.react", react)
    return "cyn"


async def test_a_flow_that_fails_sets_only_that_row_aside_with_an_id(
    world: World, logs: list[Any], poisoned: str
) -> None:
    await world.asks(*NAMES)
    assert {name for name in NAMES if world.platform.to(name)} == set(NAMES) - {poisoned}
    ((person, reason),) = world.rows("SELECT person, reason FROM follow_up WHERE state = 'aside'")
    assert person == poisoned
    aside = next(one for one in logs if one["event"] == "a follow-up is set aside")
    assert reason == f"{aside['id']}: ZeroDivisionError"
    assert world.rows("SELECT count(*) FROM follow_up WHERE state = 'open'") == [(len(NAMES) - 1,)]


async def test_nothing_of_the_failed_batch_is_left_half_written(world: World, poisoned: str) -> None:
    await world.asks(*NAMES)
    assert world.mark(poisoned) is None
    assert world.rows("SELECT * FROM conversation WHERE owner = 'cyn'") == []
    assert all(len(world.platform.to(name)) == 1 for name in NAMES if name != poisoned)


async def test_who_is_merely_in_the_way_is_asked_in_the_next_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [Stale(), Stale(), Stale()]

    def react(play: Play, event: Any) -> Play:
        if play.facts.person.id == "cyn" and failures:
            raise failures.pop()
        return really_react(play, event)

    monkeypatch.setattr("bot.outcome.react", react)
    await world.asks(*NAMES)
    assert all(len(world.platform.to(name)) == 1 for name in NAMES)
    assert world.rows("SELECT count(*) FROM follow_up WHERE state = 'aside'") == [(0,)]


async def test_somebody_sealed_with_a_lost_key_does_not_stop_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = People.facts

    def sealed(people: People, ids: Any, *more: Any, **named: Any) -> Any:
        if "cyn" in list(ids):
            raise WrongKey
        return facts(people, ids, *more, **named)

    monkeypatch.setattr(People, "facts", sealed)
    await world.asks(*NAMES)
    assert [name for name in NAMES if not world.platform.to(name)] == ["cyn"]


async def test_batches_are_asked_until_nothing_is_due(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "BATCH", 2)
    world.settle(*NAMES)
    assert await world.bot.tick(EVENING) == len(NAMES)
    assert await world.bot.tick(EVENING) == 0
    await world.bot.deliver(EVENING)
    assert all(len(world.platform.to(name)) == 1 for name in NAMES)


async def test_two_workers_ask_everybody_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "BATCH", 2)
    world.settle(*NAMES)
    other = world.another_bot()
    world.now = world.real = EVENING
    await asyncio.gather(world.bot.tick(EVENING), other.tick(EVENING))
    await asyncio.gather(world.bot.deliver(EVENING), other.deliver(EVENING))
    assert [len(world.platform.to(name)) for name in NAMES] == [1] * len(NAMES)
    await other.close()


async def test_people_who_act_while_they_are_being_asked_lose_nothing(world: World) -> None:
    world.settle(*NAMES)
    other = world.another_bot()
    world.now = world.real = EVENING
    lines = [world.line(f"note {number} of {name}", name) for number in range(3) for name in NAMES]
    await asyncio.gather(other.tick(EVENING), *(world.does(line) for line in lines))
    await world.bot.tick(EVENING)
    await world.bot.deliver(EVENING)
    assert world.rows("SELECT count(*) FROM capture") == [(len(lines),)]
    assert all(world.mark(name) == "" for name in NAMES)
    assert world.rows("SELECT count(*) FROM follow_up WHERE state = 'aside'") == [(0,)]
    await other.close()


async def test_the_next_moment_is_the_soonest_of_all(world: World) -> None:
    assert await world.bot.next_due() is None
    world.settle(*NAMES)
    assert await world.bot.next_due() == EVENING
    await world.at(EVENING)
    assert await world.bot.next_due() == EVENING.replace(day=24)


async def test_a_day_of_downtime_sends_no_burst(world: World) -> None:
    world.settle()
    await world.at(MORNING.replace(day=26))
    await world.at(EVENING.replace(day=26))
    assert len(world.platform.sent) == 1

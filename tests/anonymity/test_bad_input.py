"""Whatever people do with the form on a platform, they read a kind line, and nothing of it is kept."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.ballot.cells import FileCells
from bot.facts import Member, Round
from bot.flow import opaque
from tests.anonymity.front import PROMPTED, START, Front, answers, opens_round
from tests.anonymity.fronts import FRONTS
from tests.ballot.samples import inside
from tests.conftest import NewDatabase


@pytest.fixture(params=FRONTS)
async def front(
    request: pytest.FixtureRequest, new_database: NewDatabase, cells: FileCells
) -> AsyncIterator[tuple[Front, Round]]:
    """A team with the prompt of a round before it."""
    async with AsyncExitStack() as stack:
        database = stack.enter_context(new_database("sqlite"))
        one = await stack.enter_async_context(FRONTS[request.param](database, cells))
        round_ = opens_round(one, START)
        await one.goes_to(PROMPTED)
        yield one, round_


async def test_whatever_is_done_too_late_or_by_the_wrong_person_is_said_kindly_and_not_kept(
    front: tuple[Front, Round],
) -> None:
    one, round_ = front
    store = one.bot.store
    form = await one.opens(0)
    assert "5 of the 8 people asked must answer" in form
    assert "word for word" in form
    await one.opens(1)
    assert "Nothing was cut" in await one.forges(1, next="x" * 30_000, as_it_stands="yes")
    await one.opens(1)
    assert "can be given here" in await one.forges(1, say="nonsense", as_it_stands="yes")
    assert "Sealed." in await one.sends(1, "the first")
    assert "first answer stands" in await answers(one, 1, "the second")
    with store.begin() as unit:
        unit.people.save([Member(one.leader, one.people[0], "left")])
    assert "not in this team any more" in await one.sends(0, "from whoever has left")
    assert "not in this team any more" in await one.opens(0)
    await one.opens(2)
    await one.goes_to(round_.closes_at + timedelta(minutes=1))
    assert "is over" in await one.sends(2, "too late")
    assert "is over" in await one.opens(2)
    assert inside(store, round_.id) == ["the first"]


async def test_no_button_and_no_form_carries_whose_it_is(front: tuple[Front, Round]) -> None:
    """Neither what is pressed nor what a form brings back holds the id of a person."""
    one, _ = front
    await one.opens(0)
    carried = one.carried(0)
    assert opaque(one.people[0]) in carried, "nothing is seen of it"
    assert one.people[0] not in carried

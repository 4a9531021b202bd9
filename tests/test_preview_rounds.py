"""A leader's preview says nothing about a round that would not be true: the copy has no keys and no answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ballot.answer import Answer
from bot.ballot.asked import Open, Scale
from bot.ballot.cells import FileCells
from bot.due import plan
from bot.effects import FollowUp
from bot.facts import Person, Round
from bot.preview import Coming, preview
from bot.rules import calendar
from bot.store import Store, open_store
from tests.company import KEY, LEADERS, SETTINGS, Company
from tests.store.samples import person
from tests.store.test_circles import NAMES, ROUND, TEAM, Member

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
async def leading(cells: FileCells) -> Store:
    """Ana, in the middle of a round that closes in three days, with the next one planned."""
    store = open_store("sqlite://", (KEY,), cells)
    store.migrate()
    company = Company(store, START)
    await company.settle(LEADERS[:1])
    closes = START + timedelta(days=3)
    led = replace(ROUND, state="open", closes_at=closes, releases_at=closes + timedelta(days=1), replied_on=None,
                  unanswered_on=None, thanked_on=None, heard="", declined="")  # fmt: skip
    ana = _known(store)
    with store.begin() as unit:
        unit.people.save([person(name, homes=(f"x:{name}",)) for name in NAMES])
        unit.people.save([TEAM, led, *(Member("ana", name, "asked") for name in NAMES)])
        assert unit.ballots.open("r1", NAMES, (Scale("say", 1, 5),), 5, closes)
        at = calendar.local(closes, ana.zone)
        wishes = (
            FollowUp("close", at.date(), "closed", at=at.time(), flow="pulse", subject="r1"),
            FollowUp("open", at.date() + timedelta(days=4), "opened", at=at.time(), flow="pulse", subject=""),
        )
        unit.follow_ups.put([plan(ana, wish) for wish in wishes])
    return store


def _known(store: Store) -> Person:
    with store.look() as unit:
        found = unit.people.get("ana")
    assert found is not None
    return found


async def test_an_open_round_is_neither_lost_nor_closed_in_a_preview(leading: Store) -> None:
    told = [one async for one in preview(leading, SETTINGS, _known(leading), START, 21)]
    said = "\n".join(one.text for one in told if isinstance(one, Coming))
    assert "Did it" in said, "the days go on"
    for word in ("lost", "destroyed", "your team answered", "took part", "keys"):
        assert word not in said.lower(), said
    with leading.look() as unit:
        assert unit.ballots.open_rounds() == ["r1"]
        assert {one.kind for one in unit.follow_ups.waiting("ana")} >= {"close", "open"}


async def test_what_a_team_wrote_is_read_in_no_preview(leading: Store) -> None:
    """A round that asked for nothing but words has closed; its leader reads it tomorrow, and nobody before."""
    closes = START + timedelta(hours=1)
    round_ = Round("r9", "ana", 9, START.date(), closes, closes + timedelta(days=1), 5, 5, state="released")
    with leading.begin() as unit:
        unit.people.save([round_])
        assert unit.ballots.open("r9", NAMES, (Open("next"),), 5, closes)
    for name in NAMES:
        with leading.begin() as unit:
            assert unit.ballots.cast("r9", name, Answer({"next": f"an unmistakable wish of {name}"}), START) == "taken"
    ana = _known(leading)
    results = calendar.local(round_.releases_at, ana.zone)
    comes = FollowUp("results", results.date(), "shown", at=results.time(), flow="loop", subject="r9")
    with leading.begin() as unit:
        unit.ballots.close("r9", closes)
        unit.follow_ups.put([plan(ana, comes)])
    told = [one async for one in preview(leading, SETTINGS, ana, closes, 5)]
    said = "\n".join(one.text for one in told if isinstance(one, Coming))
    assert "What your team says" in said
    assert "unmistakable" not in said

"""Runs that differ in nothing but who answered and what they wrote: until the release nobody else can tell them apart,
neither leader nor coach nor channel nor whoever reads a log.

Ids and clocks are the same in all of them by themselves, and nothing is masked but the times that stand in a log. Boxes
and keys are random by nature: `tests/ballot` looks at them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from typing import Final

import pytest

from bot.ballot.cells import FileCells
from bot.events import Said
from bot.facts import Consent, Team
from bot.messages import Page
from tests.anonymity.front import PROMPTED, START, Front, answers, opens_round
from tests.anonymity.fronts import FRONTS
from tests.anonymity.team import somebody
from tests.conftest import NewDatabase

REMINDED: Final = datetime(2026, 11, 26, 16, 1, tzinfo=UTC)
BEFORE_THE_END: Final = datetime(2026, 11, 30, 8, 59, tzinfo=UTC)
RUNS: Final[tuple[Mapping[int, str], ...]] = (
    {0: "the pauses", 1: "more of the pauses", 2: "", 3: "nothing", 4: "a longer line about the pauses"},
    {7: "another thing 👍 " * 20, 5: "", 4: "short", 6: "x", 3: "y" * 600},
    {},
)
"""Who, by place, writes what: five, five others in another order and at other lengths, and nobody."""
COACH: Final = "coach"
LINES: Final = ("home", "my team", "privacy")
"""What the leader types meanwhile."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to see of one run."""

    sent: dict[str, list[str]]
    pages: tuple[Page, ...]
    log: str


async def run(front: Front, answered: Mapping[int, str], log: StringIO) -> Seen:
    """A round until just before its end: half of them answer on the first evening, the others after the reminder."""
    settles(front)
    opens_round(front, START)
    await front.goes_to(PROMPTED)
    pages = list(await looks(front, "first"))
    for place in list(answered)[:3]:
        assert "Sealed." in await answers(front, place, answered[place])
        assert "first answer stands" in await answers(front, place, "again")
    await front.goes_to(REMINDED)
    for place in list(answered)[3:]:
        assert "Sealed." in await answers(front, place, answered[place])
    pages += await looks(front, "second")
    await front.goes_to(BEFORE_THE_END)
    pages += await looks(front, "third")
    return Seen(front.sent(), tuple(pages), log.getvalue())


def settles(front: Front) -> None:
    """The leader has a coach who may see everything that there is to be seen, and a channel that may too."""
    with front.bot.store.begin() as unit:
        leader = unit.people.get(front.leader)
        assert leader is not None
        unit.people.save([somebody(COACH, "nowhere:coach"), replace(leader, coach=COACH)])
        unit.people.save([Consent("k", front.leader, COACH, "open", START)])
        team = unit.people.facts([front.leader], front.bot.words_for)[front.leader].teams[0]
        assert isinstance(team, Team)
        unit.people.save([replace(team, channel=front.channel, shows=bool(front.channel))])


async def looks(front: Front, when: str) -> tuple[Page, ...]:
    """Whoever has a page looks at it, and the leader asks whatever can be asked."""
    for line in LINES:
        await front.bot.receive(Said(f"{when}-{line}", front.leader, front.bot.clock(), line))
        await front.bot.replied()
    return tuple([await front.bot.view(who) for who in (front.leader, COACH, *front.people)])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("platform", FRONTS)
async def test_who_answered_and_what_is_seen_by_nobody_before_the_release(
    platform: str, kind: str, new_database: NewDatabase, cells: FileCells, own_log: StringIO
) -> None:
    found = []
    for answered in RUNS:
        own_log.seek(own_log.truncate(0))
        with new_database(kind) as database:
            async with FRONTS[platform](database, cells) as front:
                found.append(await run(front, answered, own_log))
    first = found[0]
    assert any(first.sent.values()), "nothing is seen to be sent"
    for other in found[1:]:
        assert other.sent == first.sent
        assert other.pages == first.pages
        assert other.log == first.log

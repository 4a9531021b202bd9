"""Pages of coaches, all due at one minute: with two weeks of lines and check-ins behind them, and with two years'."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Final

from sqlalchemy import Connection, text

from bot import due
from bot.coaching import Engagement, Line, Shown
from bot.events import Said
from bot.facts import Consent, Person, Practice
from bot.flows.digest import monday
from bot.rules import calendar
from bot.service import Bot
from bot.store import Store, open_store
from tests.bench.bots import KEY, bot_on
from tests.bench.clocks import timed
from tests.bench.databases import Kind
from tests.bench.filled import SERIES, multiply, tidy

COACHES: Final = 1_000
"""Whose pages are composed in one pass."""
LEADERS: Final = 20
"""Of each coach."""
WEEKS: Final = (2, 104)
BATCHES: Final = 10
BATCH: Final = 50
"""Pages that are composed before that, some with little history and some with much in turns."""
MONDAY: Final = date(2026, 11, 23)
ZONE: Final = "Europe/Berlin"
DUE: Final = calendar.instant(datetime.combine(MONDAY, time(9)), ZONE).astimezone(UTC)
EVERY: Final = 0.05
"""Seconds between two lines that somebody types while the pages are composed."""
_SHARING: Final = 3
"""Coaches who have the same leaders."""
_ALL: Final = COACHES + BATCHES * BATCH
_IDS: Final = {
    "person": ("id", "homes"),
    "practice": ("id", "owner"),
    "engagement": ("coach", "leader"),
    "consent": ("id", "owner", "audience"),
    "shown": ("leader", "coach", "consent"),
    "follow_up": ("key", "person"),
}


@dataclass(frozen=True, slots=True)
class Digests:
    """Seconds a page, with two weeks of history and with two years of it; and while a thousand are composed in one
    pass, the longest block of the event loop and the longest wait of a typed line, in seconds."""

    few: list[float]
    many: list[float]
    block: float
    wait: float


async def digests(kind: Kind) -> Digests:
    """Batches in turns, so that a noisy minute concerns both; then all that is left in one pass."""
    bots = {weeks: bot_on(_filled(kind, weeks), DUE) for weeks in WEEKS}
    seconds: dict[int, list[float]] = {weeks: [] for weeks in WEEKS}
    seen: dict[int, dict[str, int]] = {weeks: {} for weeks in WEEKS}
    for number in range(BATCHES):
        for weeks in WEEKS if number % 2 else reversed(WEEKS):
            begun = perf_counter()
            assert bots[weeks].planning.general(DUE, seen[weeks], BATCH) == BATCH
            seconds[weeks].append((perf_counter() - begun) / BATCH)
    few, many = bots.values()
    waits: list[float] = []
    typing = asyncio.create_task(_types_on(many, waits))
    took = await timed(many.tick(DUE))
    typing.cancel()
    with suppress(asyncio.CancelledError):
        await typing
    _see_that_all_were_composed(many.store)
    await few.close()
    await many.close()
    return Digests(*seconds.values(), took.block, max(waits))


async def _types_on(bot: Bot, waits: list[float]) -> None:
    while True:
        begun = perf_counter()
        await bot.receive(Said(f"typed-{len(waits)}", "typist", DUE, "help"))
        waits.append(perf_counter() - begun)
        await asyncio.sleep(EVERY)


def _filled(kind: Kind, weeks: int) -> str:
    url = kind.new(f"digests_{weeks}")
    store = open_store(url, [KEY])
    store.migrate()
    coaches = [_person(f"c{number}") for number in range(_SHARING)]
    leaders = [_person(f"l{number:02}") for number in range(LEADERS)]
    with store.begin() as unit:
        unit.people.save([_person("typist")])
        unit.people.save([*coaches, *leaders, *(_practice(one) for one in leaders)])
        unit.people.save([row for coach in coaches for leader in leaders for row in _between(coach, leader)])
        wish = due.FollowUp(
            "monday", MONDAY, monday.STOP, at=time(9), occasion=MONDAY, flow="digest", subject=monday.PAGE
        )
        unit.follow_ups.put([due.plan(coach, wish) for coach in coaches])
        multiply(unit.connection, _ALL // _SHARING, _IDS, but="typist")
        _add_weeks(unit.connection, store.dialect, weeks)
    tidy(store)
    store.close()
    return url


def _person(id_: str) -> Person:
    joined = MONDAY - timedelta(weeks=110)
    return Person(id_, f"Person {id_}", ZONE, state="active", joined_on=joined, homes=(f"bench:{id_}",))


def _practice(leader: Person) -> Practice:
    return Practice(f"q-{leader.id}", leader.id, act="wait two seconds", state="active", started_on=leader.joined_on)


def _between(coach: Person, leader: Person) -> Sequence[Engagement | Consent | Shown]:
    number = int(leader.id[1:])
    line = Line(
        practice="wait two seconds before I answer",
        done=number % 6,
        expected=5,
        usual_done=11,
        usual_expected=20,
        weeks=tuple(((number + week) % 6, 5) for week in range(12)),
        waits_since=MONDAY - timedelta(days=9) if number % 5 == 0 else None,
        due=number % 3,
        kept=number % 2,
        promised=number % 2,
        brings=("telling Sales that it slips",) if number % 7 == 0 else (),
    )
    consent = Consent(f"k-{coach.id}-{leader.id}", leader.id, coach.id, "together", DUE - timedelta(weeks=100))
    shown = Shown(leader.id, coach.id, MONDAY - timedelta(days=3), consent.id, line)
    return (Engagement(coach.id, leader.id, "accepted", since=MONDAY - timedelta(weeks=100)), consent, shown)


def _add_weeks(connection: Connection, dialect: str, weeks: int) -> None:
    """The weeks before: their lines, and a check-in on each of five days a week."""
    if dialect == "postgresql":
        week, day, no = "friday - n * 7", f"DATE '{MONDAY}' - n", "false"
    else:
        week, day, no = "date(friday, '-' || (n * 7) || ' days')", f"date('{MONDAY}', '-' || n || ' days')", "0"
    lines = "INSERT INTO shown (leader, coach, friday, consent, line, removed)"
    these = f"SELECT leader, coach, {week}, consent, line, removed FROM shown CROSS JOIN series"
    connection.execute(text(f"{lines} {SERIES} {these}"), {"times": weeks - 1})
    chances = "INSERT INTO chance (practice, day, owner, mark, effort, note, late, revision)"
    those = f"SELECT id, {day}, owner, 'did', 0, '', {no}, 0 FROM practice CROSS JOIN series"
    connection.execute(text(f"{chances} {SERIES} {those}"), {"times": weeks * 5})


def _see_that_all_were_composed(store: Store) -> None:
    """A quick bot that forgets a coach is no quicker."""
    with store.look() as unit:
        sent = unit.connection.execute(
            text("SELECT count(DISTINCT person) FROM outbox WHERE person LIKE 'c%' AND cls <> 'reply'")
        ).scalar()
    assert sent == _ALL, f"{sent} pages of {_ALL}"

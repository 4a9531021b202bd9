"""Files of weeks and of what was read, through the real bot: with consent as it was when each Monday came."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from bot.coaching import Engagement, Line, Shown
from bot.delivery import Later
from bot.facts import Capture, Chance, Consent
from bot.messages import Document
from tests.service.stage import MONDAY, World, leader, practice, practice_id

FRIDAYS = tuple(date(2026, 11, 20) - timedelta(weeks=n) for n in range(4))
"""The newest first."""
YES = datetime(2026, 10, 1, tzinfo=UTC)
LINE = Line(practice="wait two seconds", done=3, expected=4, weeks=((1, 2), (3, 4)), due=1, brings=("telling Sales",))


def files(world: World, person: str) -> dict[str, str]:
    """The newest of each name that this person was sent."""
    parts = (
        part
        for address, _, message, _ in world.platform.sent
        if address == f"x:{person}"
        for ask in message.asks
        for part in ask.parts
    )
    return {part.name: part.content for part in parts if isinstance(part, Document)}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


async def exported(world: World, person: str, kind: str = "csv") -> dict[str, str]:
    await world.does(world.line(f"export {kind}", person))
    return files(world, person)


@pytest.fixture
def coached(world: World) -> World:
    """Nora coaches Ana and Omar. It is Monday 23 November, after nine."""
    world.settle("ana", "omar", asked=False)
    with world.store.begin() as unit:
        unit.people.save([leader("nora")])
        for name in ("ana", "omar"):
            unit.people.save([Engagement("nora", name, "accepted"), Consent(f"k-{name}", name, "nora", "open", YES)])
    return world


def shown(world: World, *some: Shown | Consent) -> None:
    with world.store.begin() as unit:
        unit.people.save(some)


async def test_a_coach_is_handed_what_stood_on_each_page(coached: World) -> None:
    shown(coached, *(Shown(name, "nora", day, f"k-{name}", LINE) for name in ("omar", "ana") for day in FRIDAYS[:2]))
    rows = table((await exported(coached, "nora"))["followthrough-read.csv"])
    firsts = [(row["Monday"], row["Leader"]) for row in rows if row["About"] == "In short"]
    assert firsts == [("2026-11-16", "Ana"), ("2026-11-16", "Omar"), ("2026-11-23", "Ana"), ("2026-11-23", "Omar")]
    assert [(row["About"], row["In words"]) for row in rows[:6]] == [
        ("In short", "brings “telling Sales”; 1 promise due"),
        ("How it stands", "going"),
        ("Practises", "wait two seconds"),
        ("Chances taken", "3 of 4, the first weeks"),
        ("Brings", "“telling Sales”"),
        ("Promises", "1 promise due"),
    ]


async def test_what_was_read_while_a_choice_held_stays_and_what_was_not_is_not_there(coached: World) -> None:
    before, after, now, later = FRIDAYS[3], FRIDAYS[2], FRIDAYS[0], FRIDAYS[0] + timedelta(weeks=1)
    shown(
        coached,
        *(Shown("ana", "nora", day, "k-ana", LINE) for day in (before, after)),
        Shown("ana", "nora", now, "k2", LINE),
        Shown("omar", "nora", later, "k-omar", LINE),
        # Ended on the Saturday between: the Monday after it was not read any more.
        Consent("k-ana", "ana", "nora", "open", YES, datetime(2026, 11, 7, 12, tzinfo=UTC)),
        Consent("k2", "ana", "nora", "status", datetime(2026, 11, 14, tzinfo=UTC)),
    )
    rows = table((await exported(coached, "nora"))["followthrough-read.csv"])
    assert {(row["Monday"], row["Leader"]) for row in rows} == {("2026-11-02", "Ana"), ("2026-11-23", "Ana")}


async def test_what_was_taken_out_of_a_line_is_in_no_file(coached: World) -> None:
    less = replace(LINE, brings=(), due=0)
    shown(coached, Shown("ana", "nora", FRIDAYS[0], "k-ana", less, ("brings", "due", "kept", "promised")))
    text = (await exported(coached, "nora"))["followthrough-read.csv"]
    assert "Sales" not in text
    assert "promise" not in text.casefold()


async def test_of_two_lines_of_one_monday_the_newer_was_on_the_page(coached: World) -> None:
    thursday = FRIDAYS[0] - timedelta(days=1)
    shown(
        coached,
        Shown("ana", "nora", thursday, "k-ana", LINE),
        Shown("ana", "nora", FRIDAYS[0], "k-ana", Line(going=False)),
    )
    assert "Sales" not in (await exported(coached, "nora"))["followthrough-read.csv"]


async def test_a_history_is_a_year_long(coached: World) -> None:
    old, young = MONDAY - timedelta(days=366), MONDAY - timedelta(days=360)
    shown(coached, *(Shown("ana", "nora", day, "k-ana", LINE) for day in (old, young)),
          Consent("k-ana", "ana", "nora", "open", YES - timedelta(days=800)))  # fmt: skip
    rows = table((await exported(coached, "nora"))["followthrough-read.csv"])
    assert len({row["Monday"] for row in rows}) == 1


async def test_nobody_but_the_coach_of_then_reads_it(coached: World) -> None:
    with coached.store.begin() as unit:
        unit.people.save([leader("eve"), Engagement("eve", "ana", "accepted")])
    shown(coached, Shown("ana", "nora", FRIDAYS[0], "k-ana", LINE))
    assert table((await exported(coached, "eve"))["followthrough-read.csv"]) == []


async def test_a_coach_reads_on_where_they_worked_together_once(coached: World) -> None:
    shown(coached, Shown("ana", "nora", FRIDAYS[1], "k-ana", LINE),
          Consent("k-ana", "ana", "nora", "open", YES, datetime(2026, 11, 17, tzinfo=UTC)))  # fmt: skip
    with coached.store.begin() as unit:
        unit.people.save([Engagement("nora", name, "ended") for name in ("ana", "omar")])
    rows = table((await exported(coached, "nora"))["followthrough-read.csv"])
    assert {(row["Monday"], row["Leader"]) for row in rows} == {("2026-11-16", "Ana")}


async def test_a_leader_is_handed_their_weeks_with_what_each_coach_was_shown(coached: World) -> None:
    with coached.store.begin() as unit:
        marks = ("did", "partly", "not", "", "none")
        days = [date(2026, 11, 16) + timedelta(days=n) for n in range(5)]
        unit.people.save(
            [
                *(Chance(practice_id("ana"), day, "ana", mark) for day, mark in zip(days, marks, strict=True)),  # type: ignore[arg-type]  # all are marks
                Capture("c1", "ana", "promise", "=the numbers", "Omar", date(2026, 11, 19), state="kept"),
                Capture("c2", "ana", "thing", "ask Lea first", "Lea", date(2026, 11, 24)),
                Capture("c3", "ana", "promise", "half typed", state="draft"),
                Capture("c4", "ana", "note", "for me alone"),
            ]
        )
    shown(coached, Shown("ana", "nora", FRIDAYS[0], "k-ana", Line()), Shown("omar", "nora", FRIDAYS[0], "k-omar", LINE))
    rows = table((await exported(coached, "ana"))["followthrough-weeks.csv"])
    assert [tuple(row.values()) for row in rows] == [
        ("2026-11-16", "Practice", "wait two seconds", "", "2", "3", "", ""),
        ("2026-11-16", "Promise", "'=the numbers", "Omar", "", "", "2026-11-19", "kept"),
        ("2026-11-16", "Shown to a coach", "In short: going", "Nora", "", "", "2026-11-23", "read"),
        ("2026-11-16", "Shown to a coach", "How it stands: going", "Nora", "", "", "2026-11-23", "read"),
        ("2026-11-23", "Thing to act on", "ask Lea first", "Lea", "", "", "2026-11-24", "open"),
    ]


async def test_a_leader_sees_what_no_coach_has_read(coached: World) -> None:
    shown(coached, Shown("ana", "nora", FRIDAYS[0], "k-ana", Line()),
          Consent("k-ana", "ana", "nora", "open", YES, datetime(2026, 11, 22, tzinfo=UTC)))  # fmt: skip
    rows = table((await exported(coached, "ana"))["followthrough-weeks.csv"])
    assert {row["State"] for row in rows if row["What"] == "Shown to a coach"} == {"not read"}


async def test_a_milestone_stands_in_its_week_for_whoever_was_on_the_way(coached: World) -> None:
    started = date(2026, 10, 19)
    with coached.store.begin() as unit:
        for name in ("ana", "omar"):
            unit.people.save([replace(practice(name), started_on=started)])
        unit.people.save([Chance(practice_id("ana"), date(2026, 11, 10), "ana", "not")])
    for name, found in (("ana", ["four weeks in"]), ("omar", [])):
        rows = table((await exported(coached, name))["followthrough-weeks.csv"])
        assert [row["State"] for row in rows if row["What"] == "Milestone"] == found


async def test_whoever_leads_and_coaches_is_handed_both_each_in_a_message_of_its_own(coached: World) -> None:
    coached.settle("nora", asked=False)
    found = await exported(coached, "nora", "markdown")
    assert list(found) == ["followthrough-weeks.md", "followthrough-read.md"]
    keys = [key for key in coached.platform.sent_keys() if key.startswith("export/")]
    assert len(set(keys)) == 2
    for key, name in zip(keys, found, strict=True):
        file = await coached.bot.document("nora", key)
        assert file is not None
        assert file.name == name
        assert await coached.bot.document("ana", key) is None


async def test_markdown_holds_what_was_typed_as_it_was_typed(coached: World) -> None:
    with coached.store.begin() as unit:
        unit.people.save([Capture("c1", "ana", "promise", "*all* [here](http://x)\n# now", "Omar", MONDAY)])
    text = (await exported(coached, "ana", "markdown"))["followthrough-weeks.md"]
    assert "- **Promise**: \\*all\\* \\[here\\](http\\://x) \\# now · Omar · 2026-11-23 · open\n" in text


async def test_erasing_takes_the_files_that_wait_and_those_of_the_coach_who_was_shown_something(coached: World) -> None:
    shown(coached, Shown("ana", "nora", FRIDAYS[0], "k-ana", LINE))
    await exported(coached, "nora")

    def later(address: str, key: str) -> None:
        raise Later(30)

    coached.platform.fail = later
    for person in ("ana", "nora"):
        await coached.does(coached.line("export csv", person))
    waiting = "SELECT count(*) FROM outbox WHERE key LIKE 'export/%'"
    assert coached.rows(waiting) == [(3,)]
    with coached.store.begin() as unit:
        unit.erase("ana")
    assert coached.rows(waiting) == [(0,)]
    assert coached.rows("SELECT count(*) FROM shown") == [(0,)]

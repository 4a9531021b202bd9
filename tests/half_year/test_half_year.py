"""Half a year of one leader through the page, held against what the bot promises about its messages.

What is right is written out here by hand (holidays, days away, working hours) and not asked of the bot's own rules.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from sqlalchemy import Row, text

from tests.half_year.house import CHROMIUM, house
from tests.half_year.player import Seen
from tests.half_year.story import played

pytestmark = pytest.mark.asyncio(loop_scope="module")

TRANSCRIPT: Final = Path(__file__).with_name("transcript.txt")
HOLIDAYS: Final = {
    date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17),
}  # fmt: skip
"""Those of all Germany that fall on a weekday."""
AWAY: Final = ((date(2027, 2, 15), date(2027, 2, 26)), (date(2027, 4, 10), date(2027, 4, 18)))
"""Two weeks away, and a pause."""
ABROAD: Final = (datetime(2027, 3, 15, 9, tzinfo=ZoneInfo("UTC")), datetime(2027, 3, 18, 21, tzinfo=ZoneInfo("UTC")))
"""When Ana was in New York, up to the question whether she still was."""
OPENS, CLOSES = time(8, 30), time(17, 30)
BOOKED: Final = ("timed/", "behalf/")
"""How the keys of promises' questions begin, and of what other people did."""
HALF: Final = date(2027, 5, 24)
"""Twenty-six weeks after the first day."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What is left of the half-year: what the page showed, and what the database keeps."""

    transcript: str
    ana: list[Seen]
    omar: list[Seen]
    messages: list[str]  # keys of the messages that stand on Ana's page at the end
    outbox: list[Row[tuple[str, str, str, str, str, str, str]]]
    aside: list[str]
    practice: str
    ended_on: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path")
    async with house(tmp_path_factory.mktemp("half-year")) as here:
        story, transcript = await played(here)
        with here.bot.store.look() as unit:
            rows = unit.connection.execute(
                text("SELECT person, key, cls, day, state, sent_at, replaces FROM outbox ORDER BY id")
            ).all()
            aside = unit.connection.scalars(text("SELECT reason FROM follow_up WHERE state = 'aside'")).all()
            (practice,) = unit.connection.execute(text("SELECT state, ended_on FROM practice")).all()
        keys = [one["key"] for one in story.ana.drawn]
        yield Lived(
            transcript, story.ana.seen, story.omar.seen, keys, list(rows), list(aside), practice[0], practice[1]
        )


def local(moment: datetime) -> datetime:
    """Ana's wall time then."""
    zone = "America/New_York" if ABROAD[0] <= moment <= ABROAD[1] else "Europe/Berlin"
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def off(day: date) -> bool:
    """Whether Ana does not work that day."""
    return day.isoweekday() > 5 or day in HOLIDAYS or any(first <= day <= last for first, last in AWAY)


async def test_the_transcript_is_the_one_that_a_coach_has_read(lived: Lived) -> None:
    kept = TRANSCRIPT.read_text(encoding="utf-8")
    assert lived.transcript == kept, "if this is meant: `python -m tests.half_year`, and read what has changed"


async def test_every_message_came_once(lived: Lived) -> None:
    new = [row for row in lived.outbox if row.person == "ana" and not row.replaces]
    assert Counter(row.state for row in lived.outbox) == {"sent": len(lived.outbox)}
    assert sorted(row.key for row in new) == sorted(lived.messages)
    assert len(set(lived.messages)) == len(lived.messages)
    assert len(lived.ana) == len(new)
    assert lived.aside == []


async def test_nothing_that_nobody_asked_for_came_outside_working_hours(lived: Lived) -> None:
    unasked = [one for one in lived.ana if one.unasked]
    assert len(unasked) > 100
    assert [one for one in unasked if not OPENS <= local(one.at).time() <= CLOSES] == []


async def test_nothing_came_on_a_holiday_a_weekend_or_a_day_away(lived: Lived) -> None:
    assert [one for one in lived.ana if one.unasked and off(local(one.at).date())] == []


async def test_never_more_than_one_message_of_the_day_and_five_a_week(lived: Lived) -> None:
    """On the page whatever came by itself, was no promise and nobody else’s answer; in the store that class."""
    seen = Counter(local(one.at).date() for one in lived.ana if one.unasked and not one.key.startswith(BOOKED))
    kept = Counter(row.day for row in lived.outbox if row.person == "ana" and row.cls == "slot" and not row.replaces)
    for days in (seen, kept):
        assert max(days.values()) == 1
    weeks = Counter(day.isocalendar()[:2] for day in seen)
    assert max(weeks.values()) == 5
    timed = Counter(local(one.at).date() for one in lived.ana if one.key.startswith("timed/"))
    assert 1 <= max(timed.values()) <= 2


async def test_every_working_day_of_the_half_year_was_asked_about_or_its_pace_said_why_not(lived: Lived) -> None:
    came = {local(one.at).date() for one in lived.ana if one.unasked}
    first = date(2026, 11, 24)
    days = [first + timedelta(days=number) for number in range((HALF - first).days + 1)]
    assert [day for day in days if not off(day) and day not in came] == []


async def test_the_partner_got_one_line_a_week_within_hours_and_no_words_of_hers(lived: Lived) -> None:
    lines = [one for one in lived.omar if "[Ask one question]" in one.text]
    weeks = Counter(one.at.astimezone(ZoneInfo("Europe/Berlin")).date().isocalendar()[:2] for one in lines)
    assert 15 < len(lines) < 26
    assert max(weeks.values()) == 1
    assert all(OPENS <= one.at.astimezone(ZoneInfo("Europe/Berlin")).time() <= CLOSES for one in lines)
    assert not any("two seconds" in one.text for one in lived.omar)


async def test_at_week_26_there_was_a_choice_then_two_looks_then_nothing(lived: Lived) -> None:
    after = [one for one in lived.ana if local(one.at).date() >= HALF and one.unasked]
    assert [local(one.at).date() for one in after] == [HALF, date(2027, 6, 21), date(2027, 8, 16)]
    assert "[Keep quietly] [Deepen] [New one] [Stop]" in after[0].text
    assert (lived.practice, lived.ended_on) == ("kept", HALF.isoformat())

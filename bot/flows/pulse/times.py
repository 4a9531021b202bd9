"""When a round opens, closes and is released: wall times of the leader, fixed as it opens."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.facts import Person
from bot.rules import calendar

OPENS: Final = time(10, 0)
CLOSES: Final = time(17, 0)
RELEASES: Final = time(10, 0)
OPEN_DAYS: Final = 5
"""Working days that a round is open."""
RESTS: Final = timedelta(weeks=2)
"""Nobody is asked again before, whoever asks."""
RELEASE_DAYS: Final = (2, 3, 4)
"""Tuesday to Thursday, as ISO weekdays."""
_LOOK: Final = 28
"""Days among which one of these is looked for that is no holiday."""


def closing_day(person: Person, opened_on: date) -> date:
    """The last day of a round that opens on that day. A leave of the leader's makes no round longer."""
    return calendar.next_workday(replace(person, away=()), opened_on, OPEN_DAYS)


def release_day(person: Person, closed_on: date) -> date:
    """The first Tuesday to Thursday after, holidays left out; leave is not: then no round opens."""
    days = [closed_on + timedelta(days=n) for n in range(1, _LOOK)]
    fitting = [day for day in days if day.isoweekday() in RELEASE_DAYS]
    return next((day for day in fitting if calendar.day_off(person, day) not in ("holiday", "free")), fitting[0])


def at(person: Person, day: date, hour: time) -> datetime:
    """The instant of a wall time of theirs."""
    return calendar.instant(datetime.combine(day, hour), person.zone)


def day_of(person: Person, moment: datetime) -> date:
    """The leader's own date of an instant."""
    return calendar.local(moment, person.zone).date()


def is_away_at_release(person: Person, opened_on: date) -> bool:
    """Whether the results of a round that opens on that day would come while they are away."""
    return calendar.day_off(person, release_day(person, closing_day(person, opened_on))) == "away"

"""From when to when a line counts: made at the week's last working day, of days that are closed, read on Monday."""

from datetime import date, datetime, time, timedelta
from typing import Final

from bot.facts import Person
from bot.flows.checkin.days import closes_for
from bot.rules import calendar

MORNING: Final = time(9, 0)
"""When a coach reads."""
MONDAY: Final = 1
WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)
_LOOK: Final = 60
"""Days: how far back a closed day is looked for."""
_AHEAD: Final = 60
"""Weeks: how far ahead a week with a working day in it is."""


def next_line(person: Person, after: date) -> date | None:
    """The first last working day of a week after that day; None for somebody who never works again."""
    lasts = (calendar.last_workday_of_week(person, after + n * WEEK) for n in range(_AHEAD))
    return next((day for day in lasts if day is not None and day > after), None)


def line_before(person: Person, friday: date) -> date:
    """The last working day of the week before."""
    return calendar.last_workday_of_week(person, friday - WEEK) or friday - WEEK


def closed_until(person: Person, friday: date) -> date:
    """The newest day whose answer does not change any more when the line is made."""
    at = datetime.combine(friday, calendar.asks_at(person))
    past = (friday - n * _DAY for n in range(1, _LOOK))
    return next((day for day in past if closes_for(person, day) <= at), friday - WEEK)


def monday_after(friday: date) -> date:
    """The Monday on which it is read, and to which ages are counted."""
    return friday + timedelta(days=(MONDAY - friday.isoweekday()) % 7 or 7)


def monday_of(day: date) -> date:
    """The Monday of the week of a coach's day."""
    return day - timedelta(days=day.isoweekday() - MONDAY)


def reading(coach: Person, monday: date) -> date:
    """The first day of that week on which they work."""
    return calendar.workday_on_or_after(coach, monday)


def reading_hour(coach: Person) -> time:
    """Nine o'clock, or as they begin to work."""
    return max(MORNING, coach.opens) if coach.opens <= coach.closes else MORNING


def reads_on(coach: Person, monday: date) -> datetime:
    """The moment at which they read in the week of that Monday, aware."""
    return calendar.instant(datetime.combine(reading(coach, monday), reading_hour(coach)), coach.zone)


def read_by(coach: Person, now: datetime) -> date:
    """The Monday of the newest page that they have had to read by then."""
    monday = monday_of(calendar.local(now, coach.zone).date())
    return monday if now >= reads_on(coach, monday) else monday - WEEK


def read_at(coach: Person, friday: date) -> datetime:
    """The moment from which a line is read, aware."""
    return reads_on(coach, monday_after(friday))

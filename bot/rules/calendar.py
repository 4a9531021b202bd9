"""A person's own calendar: on which days they work, within which hours, and which instant a wall time is.

Days are dates of the person's own calendar. A search for a working day gives up after `LOOK` days off in a
row (years of leave, no workdays at all) and returns the day it stopped at: what is planned for it is looked
at again when it comes, and slides on.
"""

import re
import warnings
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import holidays

from bot.facts import Person

DayOff = Literal["", "weekend", "holiday", "free", "away"]

LOOK: Final = 800
"""Days: how far a search for a working day looks past the last one."""

MORNING: Final = time(9, 0)
"""When somebody is asked who answers for the day before."""

_DIGITS: Final = "01234567"
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


def day_off(person: Person, day: date) -> DayOff:
    """Why this is no working day, the most ordinary reason first; "" when it is one."""
    if _DIGITS[day.isoweekday()] not in person.workdays:
        return "weekend"
    if person.country and day in _holidays(person.country, day.year):
        return "holiday"
    if day in person.free_days:
        return "free"
    for first, last in person.away:
        if first <= day <= last:
            return "away"
    return ""


def is_workday(person: Person, day: date) -> bool:
    """Whether the person works on that day, as far as the bot knows."""
    return not day_off(person, day)


def next_workday(person: Person, after: date, n: int = 1) -> date:
    """The n-th working day strictly after a date; `after` itself when n is 0.

    After `LOOK` days off in a row, the last of these.
    """
    return _walk(person, after, n, _DAY)


def previous_workday(person: Person, before: date, n: int = 1) -> date:
    """The n-th working day strictly before a date; `before` itself when n is 0.

    After `LOOK` days off in a row, the earliest of these.
    """
    return _walk(person, before, n, -_DAY)


def workday_on_or_after(person: Person, day: date) -> date:
    """The day itself when it is a working day, otherwise the next one (see `next_workday`)."""
    return next_workday(person, day) if day_off(person, day) else day


def workdays_between(person: Person, first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`; 0 when `last` is not later.

    Of a longer span the first `LOOK` days are counted.
    """
    days = min((last - first).days, LOOK)
    return sum(not day_off(person, first + timedelta(days=n)) for n in range(1, days + 1))


def week_of(person: Person, day: date) -> tuple[date, date]:
    """First and last day, seven in all, of the person's work week around a day.

    It begins on the first workday after the longest run of days off in their pattern: Monday for Monday to
    Friday, Sunday for Sunday to Thursday. Of two equal runs the one that ends earlier in the week from Monday
    counts; who works on all days or none begins on Monday.
    """
    first = day - timedelta(days=(day.isoweekday() - first_workday(person.workdays)) % 7)
    return first, first + timedelta(days=6)


def last_workday_of_week(person: Person, day: date) -> date | None:
    """The last day of that work week on which the person really works; None when they work on none."""
    last = week_of(person, day)[1]
    return next((last - n * _DAY for n in range(7) if not day_off(person, last - n * _DAY)), None)


def local(now: datetime, zone: str) -> datetime:
    """The wall time of an instant, naive.

    Raises:
        ZoneInfoNotFoundError: no such IANA zone.
    """
    return now.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=8192)
def instant(wall: datetime, zone: str) -> datetime:
    """The instant, aware UTC, of a naive wall time.

    A time that the clocks leave out is the first valid minute after the gap; one that they show twice is the
    first of the two.

    Raises:
        ZoneInfoNotFoundError: no such IANA zone.
    """
    moment = _moment(wall, zone)
    if local(moment, zone) == wall.replace(fold=0):
        return moment
    minute = wall.replace(second=0, microsecond=0)
    # Read with the offset from before the gap, the time falls behind it by the gap's whole length.
    longest = int((local(_moment(minute, zone), zone) - minute) / _MINUTE) + 1
    steps = range(longest + 1)
    valid = bisect_left(steps, True, key=lambda n: _shown(minute + n * _MINUTE, zone))
    return _moment(minute + valid * _MINUTE, zone)


def asks_at(person: Person) -> time:
    """The wall time of the day's own message, never outside working hours."""
    at = MORNING if person.next_morning else person.asks_at
    if _within(person, at):
        return at
    return person.closes if person.opens <= person.closes < at else person.opens


def in_hours(person: Person, now: datetime) -> bool:
    """Whether a message may come now: a working day, within their hours, and no do-not-disturb."""
    if person.quiet_until is not None and person.quiet_until > now:
        return False
    wall = local(now, person.zone)
    return _within(person, wall.time()) and not day_off(person, wall.date())


def _within(person: Person, at: time) -> bool:
    if person.opens <= person.closes:
        return person.opens <= at <= person.closes
    return at >= person.opens or at <= person.closes  # hours over midnight


def _walk(person: Person, day: date, n: int, step: timedelta) -> date:
    for _ in range(n):
        for _ in range(LOOK):
            day += step
            if not day_off(person, day):
                break
        else:
            return day
    return day


def _moment(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC)


def _shown(wall: datetime, zone: str) -> bool:
    return local(_moment(wall, zone), zone) == wall


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=128)
def first_workday(workdays: str) -> int:
    """ISO weekday on which the work week of this pattern begins (see `week_of`)."""
    works = {int(digit) for digit in workdays}
    begins, longest = 1, 0
    for weekday in sorted(works):
        off = next((n for n in range(7) if (weekday - 2 - n) % 7 + 1 in works), 0)
        if off > longest:
            begins, longest = weekday, off
    return begins


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays by ISO 3166 code, with a subdivision ("GB-SCT") if there is one; unknown has none."""
    code = re.fullmatch(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?", country.upper())
    if code is None:
        return frozenset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a few countries warn of years whose lunar days are not published yet
        try:
            return frozenset(holidays.country_holidays(code[1], subdiv=code[2], years=year))
        except NotImplementedError:
            return frozenset()

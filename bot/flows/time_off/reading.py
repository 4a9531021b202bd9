"""Days off and pauses as people type them: "12 to 23 December", "since Tuesday", "2 weeks", "until Monday"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.facts import Person
from bot.rules import dates
from bot.rules.day_names import plain, weekdays

_DAY: Final = timedelta(days=1)
_COUNT: Final = r"(?:\d{1,2}|an?|one|two|three|four|five|six)"
_LAST: Final = re.compile(rf"(?:for )?(?:the next )?({_COUNT} (?:day|week|fortnight|month)s?)")
_SINCE: Final = re.compile(r"since (.+)")
_UNTIL: Final = re.compile(r"(?:until|till|til|through|to) (.+)")
_TO: Final = re.compile(r" (?:to|until|till|til|through|thru) ")
_AND: Final = re.compile(r" (?:and|&) ")
_DASH: Final = re.compile(r"\s*[–—]\s*|\s+-\s+")
_HYPHEN: Final = re.compile(r"(?<=[\w.])-(?=\w)")
_NUMBER: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_FIRST_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)(?:st|nd|rd|th)?")

Wrong = Literal["unreadable", "impossible", "order"]
"""No dates at all; a date that no calendar has; an end before its beginning."""


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both included."""

    first: date
    last: date


def read_days(text: str, today: date, person: Person, *, looks_back: bool = False) -> Days | Wrong:
    """The days that a line names. `looks_back`: a weekday is the last one, not the next ("I was sick Monday")."""
    line = re.sub(r"^(?:from|on) ", "", plain(_DASH.sub(" to ", text)))
    if found := _SINCE.fullmatch(line):
        first = _day(found[1], today, person, looks_back=True)
        return _span(first, today) if isinstance(first, date) else first
    if found := _UNTIL.fullmatch(line):
        last = _day(found[1], today, person)
        return _span(today, last) if isinstance(last, date) else last
    if found := _LAST.fullmatch(line):
        last = _day(f"in {found[1]}", today, person)
        return _span(today, last - _DAY) if isinstance(last, date) else last
    for between in (_HYPHEN, _TO):
        ends = between.split(line)
        if len(ends) == 2:  # three pieces are the year, month and day of one date
            return _from_to(*_completed(*ends), today, person, looks_back)
    both = _AND.split(line)
    if len(both) == 2:  # "Monday and Tuesday"; days that lie apart are two absences, and not one
        found_both = _from_to(*_completed(*both), today, person, looks_back)
        if isinstance(found_both, Days) and found_both.last - found_both.first == _DAY:
            return found_both
    return _whole(line, today, person, looks_back)


def read_until(text: str, today: date, person: Person) -> date | None:
    """The day on which a pause ends, later than today; None when the line names none."""
    line = plain(text)
    if not line:
        return None
    found = dates.read_date(f"in {last[1]}" if (last := _LAST.fullmatch(line)) else line, today, person.locale)
    match found:
        case dates.Date(on) if on > today:
            return on
        case dates.Several(several) if _in_a_row(several):
            return several[-1] + _DAY
        case dates.Several(several):
            return next((on for on in several if on > today), None)
        case _:
            return None


def _whole(line: str, today: date, person: Person, looks_back: bool) -> Days | Wrong:
    """One day, or the days of a week."""
    found = dates.read_date(line, today, person.locale, workdays=person.workdays)
    if isinstance(found, dates.Several) and _in_a_row(found.dates):
        return Days(found.dates[0], found.dates[-1])
    on = _day(line, today, person, looks_back=looks_back)
    return Days(on, on) if isinstance(on, date) else on


def _from_to(begins: str, ends: str, today: date, person: Person, looks_back: bool) -> Days | Wrong:
    """From one day to the next such day after it."""
    first = _day(begins, today, person, looks_back=looks_back)
    if not isinstance(first, date):
        return first
    last = _day(ends, first, person)
    return _span(first, last) if isinstance(last, date) else last


def _span(first: date, last: date) -> Days | Wrong:
    return Days(first, last) if first <= last else "order"


def _completed(begins: str, ends: str) -> tuple[str, str]:
    """Both ends in full: in "12 to 23 December" the first lacks its month, in "dec 12-23" the second."""
    first, last = _NUMBER.fullmatch(begins), _NUMBER.fullmatch(ends)
    if first and last:
        return f"{first[1]}th", f"{last[1]}th"
    if first:
        return _FIRST_NUMBER.sub(first[1], ends, count=1), ends
    if last:
        return begins, _FIRST_NUMBER.sub(last[1], begins, count=1)
    return begins, ends


def _day(phrase: str, today: date, person: Person, *, looks_back: bool = False) -> date | Wrong:
    """One day, seen from `today`."""
    weekday = weekdays(person.locale).get(phrase.removeprefix("on "))
    if weekday is not None:
        if looks_back:
            return today - timedelta(days=(today.isoweekday() - weekday) % 7)
        return today + timedelta(days=(weekday - today.isoweekday()) % 7)
    match dates.read_date(phrase, today, person.locale, workdays=person.workdays):
        case dates.Date(on) if looks_back and on > today + timedelta(days=300):
            return on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else "impossible"
        case dates.Date(on) | dates.Past(on):
            return on
        case dates.Several(several):
            return several[0]
        case dates.Impossible():
            return "impossible"
        case None:
            return "unreadable"


def _in_a_row(days: tuple[date, ...]) -> bool:
    """Whether these are the days of one week, and not one day in two readings."""
    return len(days) > 1 and (days[-1] - days[0]).days < 7 and days[1] - days[0] == _DAY

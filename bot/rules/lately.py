"""A day gone by as people type it: "last Tuesday", "12 November", "Monday", "two weeks ago". Today at the latest."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from bot.rules import dates
from bot.rules.day_names import months, plain, weekdays

_LED: Final = re.compile(r"^(?:(?:it was )?(?:on|around|about|maybe|probably) )+")
_OF_THE_MONTH: Final = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th|\.)")
_IN_NUMBERS: Final = re.compile(r"\d{1,2}[./-]\d{1,2}\.?")
_MONTH: Final = timedelta(days=30)


def read_lately(text: str, today: date, locale: str = "en") -> date | None:
    """The newest such day up to today; None where the text names none, or can mean more than one."""
    phrase = _LED.sub("", plain(text))
    weekday = weekdays(locale).get(phrase)
    if weekday is not None:
        return today - timedelta(days=(today.isoweekday() - weekday) % 7)
    if _OF_THE_MONTH.fullmatch(phrase):
        return _only(day for seen in (today, today - _MONTH) for day in _days(phrase, seen, locale) if day <= today)
    found = _days(phrase, today, locale)
    gone = [day for day in found if day <= today]
    if not gone and (_IN_NUMBERS.fullmatch(phrase) or set(phrase.split()) & set(months(locale))):
        gone = [day for one in found if (day := _year_before(one)) is not None and day <= today]
    return _only(gone)


def _days(phrase: str, today: date, locale: str) -> list[date]:
    match dates.read_date(phrase, today, locale):
        case dates.Date(on) | dates.Past(on):
            return [on]
        case dates.Several(several):
            return list(several)
        case dates.Impossible() | None:
            return []


def _only(days: Iterable[date]) -> date | None:
    found = set(days)
    return found.pop() if len(found) == 1 else None


def _year_before(day: date) -> date | None:
    return None if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)

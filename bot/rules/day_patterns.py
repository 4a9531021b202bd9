"""How people write a date phrase: one pattern for each kind, with the day's and month's names of a language."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from bot.rules.day_names import months, weekdays

NAMED: Final = {
    **dict.fromkeys(("today", "tonight", "now", "eod", "end of day", "end of the day", "close of business", "cob"), 0),
    **dict.fromkeys(("tomorrow", "tomorow", "tommorow", "tommorrow", "tmrw", "tmr"), 1),
    "day after tomorrow": 2,
    "yesterday": -1,
    "day before yesterday": -2,
}
"""Days from today, by name."""

ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)

_COUNTS: Final = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "": 1},
}


def number(said: str) -> int:
    """A count in digits or words; 1 when there is none."""
    return int(said) if said.isdecimal() else _COUNTS[said]


@lru_cache(maxsize=16)
def patterns(locale: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of phrase by name, in the order in which they are tried, each to match a whole phrase."""
    day, month = f"(?P<day>{_one_of(weekdays(locale))})", f"(?P<month>{_one_of(months(locale))})"
    named, which = f"(?:the )?(?P<name>{_one_of(NAMED)})", "(?P<which>this |next |the )?"
    n = rf"(?P<n>\d{{1,3}}|{_one_of(name for name in _COUNTS if name)})"
    unit = "(?P<unit>(?:day|week|fortnight|month|year)s?)"
    d, y, th = r"(?P<d>\d{1,2})", r"(?: (?P<y>\d{4}))?", "(?:st|nd|rd|th)"
    led = f"(?:{day} )?(?:the )?"
    kinds = (
        ("named", named),
        ("weekday", f"(?P<which>this |coming |this coming )?{day}"),
        ("next weekday", f"next {day}"),
        ("weekday next week", f"{day} (?:of )?next week"),
        ("weekday next week", f"next week (?:on )?{day}"),
        ("weekday this week", f"{day} (?:of )?this week"),
        ("last weekday", f"last {day}"),
        ("weekday week", f"(?:{day}|{named}) (?P<unit>week)"),
        ("weekday week", f"{n} (?P<unit>weeks?|fortnights?) (?:on|from) (?:{day}|{named})"),
        ("ahead", f"(?P<in>in |within )?{n} {unit}'?(?: time)?(?P<from> from now)?"),
        ("ago", f"{n} {unit} ago"),
        ("day and month", f"{led}{d}{th}?(?: of)? ?{month}{y}"),
        ("day and month", f"{led}{month} ?(?:the )?{d}{th}?{y}"),
        ("day and month", f"{led}(?P<nth>{_one_of(ORDINALS)}) of {month}{y}"),
        ("day of the month", f"{led}{d}{th}"),
        ("iso", r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
        ("numbers", rf"{led}(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d\d)"),
        ("numbers", rf"{led}(?P<a>\d{{1,2}})(?P<sep>[./])(?P<b>\d{{1,2}})"),
        ("week", "(?P<which>this|next) week|(?:the )?week after next"),
        ("end of week", f"(?:the )?end of {which}week|eow"),
        ("end of month", f"(?:the )?end of (?:{which}month|{month})|eom"),
    )
    return tuple((kind, re.compile(pattern)) for kind, pattern in kinds)


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

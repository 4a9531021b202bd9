"""A date as people type it, alone or at the end of a longer line. Never guessed silently.

English is read in full, other languages by the names of their days and months and, beyond these, by
dateparser. Where a phrase can mean more than one day the reading is `Several`, and the person chooses.
"""

import re
from datetime import date, datetime, time
from typing import Final

import dateparser

from bot.rules.day_names import language, plain
from bot.rules.day_phrases import Stands, meaning
from bot.rules.readings import Date, Impossible, Past, Reading, Several, reading

__all__ = ["Date", "Impossible", "Past", "Reading", "Several", "find_date", "read_date"]

WORDS: Final = 12
"""The longest date phrase in a line: "on Thursday the 26th of November 2026 in the morning" has eleven."""
TAIL: Final = 160
"""Characters of a line's end, and of its beginning, in which a date phrase is looked for."""
FREE_WORDS: Final = 4
"""The longest phrase of a line that dateparser is asked about."""

_LED: Final = re.compile(r"(?:(?:due )?(?:on|by|before|for)|due|(?:not|no) later than|latest(?: by)?) (?=.)")
_UNTIL: Final = re.compile(r"(?:until|till|til) (?=.)")
_LATEST: Final = re.compile(r" (?:at the )?latest$")
_PART_OF_DAY: Final = re.compile(
    r"(?: (?:early|late|first thing|sometime))?(?: in the| this)? (?:morning|afternoon|evening|night|lunchtime)$"
    r"|(?: early| late| first thing)$"
)
_CLOCK: Final = r"(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?|\d{1,2}[:h]\d\d|noon|midday)"
_HOUR: Final = re.compile(rf" (?:(?:at|by|before|around|about) )?{_CLOCK}$| (?:at|around) \d{{1,2}}$")
_HOUR_OF_LINE: Final = re.compile(
    rf"\s(?:(?:at|by|before|around|about)\s)?{_CLOCK}[\s.!]*$|\s(?:at|around)\s\d{{1,2}}[\s.!]*$", re.IGNORECASE
)
_NO_DEADLINE: Final = re.compile(
    r"every|each|other|alternate|last|past|previous|since|after|from|between|until|till?|through|about|of|than|via"
    r"|to|and|or|vs|per|the|a|this|next|any|most|some|no|[-–—/&+]"
)
"""A date after one of these belongs to the sentence: "every Thursday", "move it to Friday"."""


def read_date(text: str, today: date, locale: str = "en", *, workdays: str = "12345") -> Reading | None:
    """The day that a short text names; None when it names none ("soon").

    A weekday on that very day is `Several` (today or a week later), and so are "next Thursday" before
    Thursday, "3/4" in English, "next week" (the working days of it) and a weekday that contradicts its date.
    A date without a year that passed in the last 30 days is `Past`. A time of day is read over.
    """
    found = _understood(_LATEST.sub("", plain(text)), today, locale, workdays)
    return found[0] if found else None


def find_date(text: str, today: date, locale: str = "en", *, workdays: str = "12345") -> tuple[Reading, str] | None:
    """A date phrase at the end of a line, or at its beginning, and the line without it.

    "Omar the numbers by Thursday at 5pm" gives the day and "Omar the numbers at 5pm". Short names ("sat"),
    "the 3rd" and "3/4" are dates only after a preposition; days gone by, repetitions and spans are none.
    """
    line = text.strip()
    hour = _HOUR_OF_LINE.search(line[-TAIL:])
    if hour is not None:
        cut = max(len(line) - TAIL, 0) + hour.start()
        found = _at_the_end(line[:cut], today, locale, workdays)
        if found is not None:
            return found[0], f"{found[1]} {line[cut:].strip(' .!')}".strip()
    return _at_the_end(line, today, locale, workdays) or _at_the_beginning(line, today, locale, workdays)


def _at_the_end(line: str, today: date, locale: str, workdays: str) -> tuple[Reading, str] | None:
    begins = max(len(line) - TAIL, 0)
    words = [match for match in re.finditer(r"\S+", line[begins:]) if begins == 0 or match.start() > 0]
    for first in range(max(len(words) - WORDS, 0), len(words)):
        phrase = _LATEST.sub("", plain(line[begins + words[first].start() :]))
        led = _LED.match(phrase) is not None
        before = words[first - 1].group().lower() if first else ""
        if not led and _NO_DEADLINE.fullmatch(before):
            continue
        found = _understood(phrase, today, locale, workdays, alone=False)
        if found is not None and (found[1] == "bare" or (led and found[1] == "led")):
            return found[0], line[: begins + words[first].start()].rstrip(" \t\n,;:–—-(")
    return None


def _at_the_beginning(line: str, today: date, locale: str, workdays: str) -> tuple[Reading, str] | None:
    words = list(re.finditer(r"\S+", line[:TAIL]))[: WORDS + 1]
    for last in range(len(words) - 1, 0, -1):
        ends = words[last - 1].end()
        phrase = plain(line[:ends])
        led, marked = _LED.match(phrase) is not None, line[ends - 1] in ":,;" or words[last].group() in "–—-"
        if not led and not marked and phrase not in ("today", "tomorrow"):
            continue
        found = _understood(phrase, today, locale, workdays, alone=False)
        if found is not None and (found[1] == "bare" or (led and found[1] == "led")):
            return found[0], line[ends:].lstrip(" \t\n,;:–—-")
    return None


def _understood(
    phrase: str, today: date, locale: str, workdays: str, *, alone: bool = True
) -> tuple[Reading, Stands] | None:
    bare = _LED.sub("", phrase, count=1) if _LED.match(phrase) else phrase
    if alone:
        bare = _UNTIL.sub("", bare, count=1) if _UNTIL.match(bare) else bare
    if not bare:
        return None
    for one in (bare, _HOUR.sub("", bare), _PART_OF_DAY.sub("", bare)):
        found = meaning(one, today, locale, workdays)
        if found is not None:
            return found
    free = _in_free_form(bare, today, locale, alone=alone)
    return (free, "bare") if free is not None else None


def _in_free_form(phrase: str, today: date, locale: str, *, alone: bool) -> Reading | None:
    """What dateparser makes of it: a whole date in digits and letters, or words of another language.

    It reads "a", "may" and "1" as dates of its own making, so in English the phrase has to stand alone, with
    day, month and a digit.
    """
    known = language(locale)
    spoken = known.language if known is not None else "en"
    digits = any(char.isdecimal() for char in phrase)
    if not any(char.isalpha() for char in phrase) or (spoken == "en" and not (alone and digits)):
        return None
    if not alone and phrase.count(" ") >= FREE_WORDS:
        return None
    found = _parsed(phrase, today, spoken, digits)
    return reading([found], today, phrase) if found is not None else None


def _parsed(phrase: str, today: date, spoken: str, digits: bool) -> date | None:
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time()),
        "PREFER_DATES_FROM": "future",
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "REQUIRE_PARTS": ["day", "month"] if digits else [],
        "PARSERS": ["absolute-time"] if spoken == "en" else ["relative-time", "absolute-time"],
    }
    try:
        found = dateparser.parse(phrase, languages=[spoken], settings=settings)
    except (ValueError, OverflowError):
        return None
    return found.date() if found is not None else None

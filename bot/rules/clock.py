"""Times of day and days of the week as people type them: "16:30", "9 to 17", "Sunday to Thursday"."""

import re
from datetime import time
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import get_day_names

from bot.content.words import Words, fold
from bot.rules.day_names import plain, weekdays

_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m|p\.m|h|o'clock)?")


def read_time(text: str) -> time | None:
    """A time of day; None for what is none, and for one that no clock shows."""
    found = _TIME.fullmatch(fold(text).replace("a.m.", "am").replace("p.m.", "pm"))
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_hours(text: str, words: Words) -> tuple[time, time] | None:
    """From when to when, in the order typed; None when one of the two cannot be read.

    "9 to 5" is read as nine to five in the afternoon, because nobody works from nine to five in the morning.
    """
    pieces = _split(fold(text), words.list("hours.to_words"))
    if len(pieces) != 2:
        return None
    first, last = read_time(pieces[0]), read_time(pieces[1])
    if first is None or last is None:
        return None
    bare = pieces[1].replace(":", "").replace(".", "").isdigit()
    if bare and last <= first and last.hour < 8 and last.hour + 12 > first.hour:
        last = last.replace(last.hour + 12)
    return first, last


def read_days(text: str, words: Words) -> str | None:
    """Weekdays as ISO digits in order, "12345"; "" for none at all, None for what cannot be read."""
    typed = fold(text)
    if words.means("hours.weekdays_words", typed):
        return "12345"
    if words.means("hours.every_day_words", typed):
        return "1234567"
    if words.means("hours.no_days_words", typed):
        return ""
    found: set[int] = set()
    for part in re.split(rf"[,;&+]|\b(?:{_any(words.list('hours.and_words'))})\b|\s{{2,}}", typed):
        if part is None or not part.strip():
            continue
        ends = [_weekday(piece, words.locale) for piece in _split(part, words.list("hours.to_words"))]
        if len(ends) == 1:
            ends = [_weekday(piece, words.locale) for piece in part.split()]
            if any(day is None for day in ends):
                return None
            found.update(day for day in ends if day)
            continue
        if len(ends) != 2:
            return None  # nothing but dashes, or too many of them
        first, last = ends
        if first is None or last is None:
            return None
        found.update((first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1))
    return "".join(str(day) for day in sorted(found)) if found else None


def nearest(at: time, opens: time, closes: time) -> time:
    """The time within the hours that is nearest to this one; itself when it lies in them."""
    return min(max(at, opens), closes)


def run_of(workdays: str) -> tuple[int, int] | None:
    """First and last weekday when the days are three or more in one row, over the week's end too."""
    days = {int(digit) for digit in workdays}
    if len(days) == 7:
        return 1, 7
    begins = [day for day in sorted(days) if (day - 2) % 7 + 1 not in days]
    if len(begins) != 1 or len(days) < 3:
        return None
    return begins[0], (begins[0] + len(days) - 2) % 7 + 1


def weekday_name(day: int, locale: str) -> str:
    """What the language calls an ISO weekday."""
    return str(get_day_names("wide", "stand-alone", locale=_locale(locale))[day - 1])


def _weekday(text: str, locale: str) -> int | None:
    typed, known = plain(text), weekdays(locale)
    return known.get(typed) or known.get(typed.removesuffix("s"))


def _split(text: str, to: tuple[str, ...]) -> list[str]:
    bare = re.sub(rf"^(?:{_any(to)})\s+", "", text)
    return [piece.strip() for piece in re.split(rf"\s*[-–—]\s*|\s+(?:{_any(to)})\s+", bare) if piece.strip()]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


@lru_cache(maxsize=8)
def _locale(name: str) -> Locale:
    return Locale.parse(name.replace("-", "_"))

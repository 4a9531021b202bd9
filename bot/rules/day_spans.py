"""From when to when, as people type it: "12 to 23 December", "until Monday", "next week", "since Tuesday"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from bot.rules.calendar import first_workday
from bot.rules.dates import read_date
from bot.rules.day_names import LONGEST, plain
from bot.rules.readings import Date, Impossible, Past, Several


@dataclass(frozen=True, slots=True)
class Backwards:
    """The last day comes before the first."""

    first: date
    last: date


Span = tuple[date, date]
Trouble = Several | Impossible | Backwards

LONG: Final = 300
"""Days: a span over New Year that would be longer was meant backwards, "23 to 12 December"."""
YEAR: Final = 366

_DAY: Final = timedelta(days=1)
_DASH: Final = re.compile(r"\s*[–—]\s*|\s+-+\s+")
_SEPARATOR: Final = re.compile(r" (?:to|till?|until|through|thru|and) |-")
_LED: Final = re.compile(r"(?:from|between|starting|during|on) (?=.)")
_BACK: Final = re.compile(r"(?:until|till?|back(?: at work)?) (?!and including )(?:on )?(.+)")
_THROUGH: Final = re.compile(r"(?:to|through|thru|up to|(?:until|till) and including) (.+)")
_COUNT: Final = r"(?:\d{1,3}|an?|a couple of|one|two|three|four|five|six|seven|eight|nine|ten)"
_LENGTH: Final = rf"{_COUNT} (?:day|week|fortnight|month)s?"
_FOR: Final = re.compile(rf"(?:for )?({_LENGTH})(?: (?:from|starting)(?: on)? (.+))?")
_FROM_FOR: Final = re.compile(rf"(?:from )?(.+) for ({_LENGTH})")
_WEEK: Final = re.compile(r"(?:(?:all|(?:the )?rest) of )?(last|this|next|the) week|(?:the )?(week after next)")
_WEEKS: Final = {"last": -1, "this": 0, "the": 0, "next": 1, "week after next": 2}
_DAY_ONLY: Final = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?\.?")
_DAY_OF: Final = re.compile(r"(?<![\d/])\d{1,2}(?:st|nd|rd|th)?(?![\d/-])")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})((?:/\d{2,4})?)")
_FROM_TODAY: Final = re.compile(r"\b(?:today|tonight|tomorrow|in|next|this|from|week|now)\b")


def read_span(text: str, today: date, locale: str = "en", *, workdays: str = "12345") -> Span | Trouble | None:
    """First and last day, both included; None when the text names no span.

    "until Monday" and "back on Monday" end the day before, "through Friday" on Friday, and both begin today.
    "next week" is seven days, "3 days" begins today, "from Monday" is none. Days that have passed are
    allowed: "since Tuesday" ends today, "16 to 18 November" is what it says. Where an end can mean several
    days, these are returned as `Several`; only after "since" can they lie in the past.
    """
    phrase = plain(_DASH.sub(" to ", text.strip()[: 2 * LONGEST]))
    led = _LED.match(phrase)
    reader = _Reader(today, locale, workdays)
    return reader.span(phrase[led.end() :], led[0].strip()) if led else reader.span(phrase, "")


@dataclass(frozen=True, slots=True)
class _Reader:
    today: date
    locale: str
    workdays: str

    def span(self, phrase: str, led: str) -> Span | Trouble | None:
        if phrase.startswith("since "):
            since = self._latest(phrase.removeprefix("since "))
            return (since, self.today) if isinstance(since, date) else since
        if found := _BACK.fullmatch(phrase):
            return self._ending(found[1], timedelta())
        if found := _THROUGH.fullmatch(phrase):
            return self._ending(found[1], _DAY)
        if found := _WEEK.fullmatch(phrase):
            return self._week(_WEEKS[found[1] or found[2]])
        if found := _FOR.fullmatch(phrase):
            return self._lasting(found[2] or "today", found[1])
        if found := _FROM_FOR.fullmatch(phrase):
            return self._lasting(found[1], found[2])
        for left, right, both in _halves(phrase):
            span = self._slashed(left, right) or self._pair(left, right)
            if isinstance(span, tuple) and both and led != "between" and span[1] - span[0] != _DAY:
                continue
            if span is not None:
                return span
        if led in ("from", "starting", "between"):
            return None  # no end was said
        day = self._day(phrase, self.today)
        return (day, day) if isinstance(day, date) else day

    def _day(self, phrase: str, today: date) -> date | Several | Impossible | None:
        found = read_date(phrase, today, self.locale, workdays=self.workdays)
        match found:
            case Date() | Past():
                return found.on
            case Several() | Impossible() | None:
                return found
            case _:
                assert_never(found)

    def _ending(self, phrase: str, and_its_day: timedelta) -> Span | Trouble | None:
        last = self._day(phrase, self.today)
        if not isinstance(last, date):
            return last
        last += and_its_day - _DAY
        return (self.today, last) if last >= self.today else Backwards(self.today, last)

    def _lasting(self, start: str, length: str) -> Span | Trouble | None:
        first = self._day(start, self.today)
        if not isinstance(first, date):
            return first
        after = self._day(f"in {length}", first)
        if not isinstance(after, date):
            return after
        return (first, after - _DAY) if after > first else None

    def _week(self, weeks: int) -> Span:
        """The person's own work week, seven days; of the present one what is left."""
        first = self.today - timedelta(days=(self.today.isoweekday() - first_workday(self.workdays)) % 7 - 7 * weeks)
        return (first if weeks else self.today), first + timedelta(days=6)

    def _latest(self, phrase: str) -> date | Several | Impossible | None:
        """The newest day, up to today, on which the phrase would have meant that same day."""
        slashed = _SLASHED.fullmatch(phrase)
        if slashed is not None:
            either = [self._latest(_dotted(slashed, swap)) for swap in (False, True)]
            days = sorted({day for day in either if isinstance(day, date)})
            return Several(tuple(days)) if len(days) > 1 else days[0] if days else either[0]
        now = read_date(phrase, self.today, self.locale, workdays=self.workdays)
        if isinstance(now, Past):
            return now.on
        if now is None or isinstance(now, Impossible):
            return now
        if now == Several((self.today, self.today + 7 * _DAY)):
            return Several((self.today - 7 * _DAY, self.today))  # "since Thursday", said on a Thursday
        for n in range(YEAR):
            day = self.today - n * _DAY
            then = read_date(phrase, day, self.locale, workdays=self.workdays)
            if then == Date(day) or (isinstance(then, Several) and day == then.dates[0]):
                return day
        return None

    def _slashed(self, left: str, right: str) -> Span | Trouble | None:
        """Two dates in numbers are in the same order, day first or month first; often only one makes sense."""
        first, last = _SLASHED.fullmatch(left), _SLASHED.fullmatch(right)
        if first is None or last is None:
            return None
        pairs = [(_dotted(first, swap), _dotted(last, swap)) for swap in (False, True)]
        spans = [span for one, other in pairs if isinstance(span := self._pair(one, other), tuple)]
        if len(set(spans)) < 2:
            return spans[0] if spans else self._pair(*pairs[0])
        firsts, lasts = ({span[n] for span in spans} for n in (0, 1))
        return Several(tuple(sorted(firsts if len(firsts) > 1 else lasts)))

    def _pair(self, left: str, right: str) -> Span | Trouble | None:
        left, right = _lent(left, right), _lent(right, left)
        if re.fullmatch(_LENGTH, left) or re.fullmatch(_LENGTH, right):
            return None
        first, last = self._day(left, self.today), self._day(right, self.today)
        if first is None or last is None:
            return None
        if not isinstance(first, date):
            return first
        if (left == right or not isinstance(last, date) or last < first) and not _FROM_TODAY.search(right):
            last = self._day(right, first)
            if isinstance(last, Several) and first in last.dates:
                last = last.dates[-1]  # from Monday to Monday
        if not isinstance(last, date):
            return last
        if last.year > first.year and (last - first).days > LONG and str(last.year) not in right:
            year = last.year - 1
            last = last.replace(year=year, day=min(last.day, monthrange(year, last.month)[1]))
        return (first, last) if last >= first else Backwards(first, last)


def _halves(phrase: str) -> Iterator[tuple[str, str, bool]]:
    """What stands before and after each separator, and whether that is the "and" of two days in a row."""
    for found in _SEPARATOR.finditer(phrase):
        yield phrase[: found.start()].strip(), phrase[found.end() :].strip(), found[0] == " and "


def _lent(phrase: str, other: str) -> str:
    """A day alone borrows month and year: "12" beside "23 December 2026" is "12 December 2026"."""
    day = _DAY_ONLY.fullmatch(phrase)
    if day is None or _DAY_ONLY.fullmatch(other) or not re.search(r"[^\W\d]{3}|\d\.\d", other):
        return phrase
    lent, count = _DAY_OF.subn(day[1], other, count=1)
    return lent if count else phrase


def _dotted(numbers: re.Match[str], swap: bool) -> str:
    """The same date with dots, which are read day first: "3/12" as "3.12", or swapped as "12.3"."""
    a, b, year = numbers.groups()
    return ".".join((b, a) if swap else (a, b)) + year.replace("/", ".")

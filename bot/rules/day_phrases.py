"""What each kind of date phrase means: "Thursday", "in 3 days", "the 3rd", "3/4".

A phrase arrives as `day_names.plain` makes it, without a preposition before it. One that can be read in more
than one way gives all of its days, and the person chooses.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.rules.calendar import first_workday
from bot.rules.day_names import language, months, weekdays
from bot.rules.day_patterns import NAMED, ORDINALS, number, patterns
from bot.rules.readings import FAR, Reading, reading

Stands = Literal["bare", "led", "alone"]
"""Where a phrase is a date: anywhere, only after a preposition, or only when nothing else was typed."""

JUST_PASSED: Final = 30
"""Days: a date without a year that passed so recently is not meant for next year."""

_WEEKS_AHEAD: Final = {"": 2, "this": 0, "next": 1}
_UNITS: Final = {"day": 1, "week": 7, "fortnight": 14}


def meaning(phrase: str, today: date, locale: str, workdays: str) -> tuple[Reading, Stands] | None:
    """What a phrase says, and where it may stand; None when it is of no kind that is known here."""
    for kind, pattern in patterns(locale):
        found = pattern.fullmatch(phrase)
        if found is not None:
            parts = {name: value.strip() for name, value in found.groupdict("").items()}
            days, stands = _Phrase(parts, today, locale, workdays).days(kind)
            return reading(days, today, phrase), stands
    return None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that has been matched: its parts by name, and what they are read against."""

    parts: dict[str, str]
    today: date
    locale: str
    workdays: str

    def days(self, kind: str) -> tuple[Iterable[date | None], Stands]:
        today, said = self.today, self._said
        match kind:
            case "named":
                days = NAMED[said("name")]
                return [_after(today, days)], "alone" if days < 0 or said("name") == "now" else "bare"
            case "weekday":
                short = len(said("day")) <= 3 and said("day") not in ("mon", "tue", "thu", "fri")
                return self._coming(), "led" if short and not said("which") else "bare"
            case "next weekday":
                return [self._coming()[-1 if self._is_today() else 0], *self._next_week()], "bare"
            case "weekday next week":
                return self._next_week(), "bare"
            case "weekday this week":
                return [_after(_monday(today), self._weekday() - 1)], "bare"
            case "last weekday":
                return [_after(self._coming()[0], -7)], "alone"
            case "weekday week":
                days = NAMED[said("name")] if said("name") else (self._coming()[0] - today).days
                return [_after(today, days + number(said("n")) * _UNITS[said("unit").rstrip("s")])], "bare"
            case "ahead":
                return [self._moved(1)], "bare" if said("in") or said("from") else "alone"
            case "ago":
                return [self._moved(-1)], "alone"
            case "day and month":
                day = int(said("d")) if said("d") else ORDINALS.index(said("nth")) + 1
                return self._dated([(months(self.locale)[said("month")], day)]), "bare"
            case "day of the month":
                return self._on_weekday(self._day_of_month()), "bare" if said("day") else "led"
            case "iso":
                return self._dated([(int(said("m")), int(said("d")))]), "bare"
            case "numbers":
                a, b = int(said("a")), int(said("b"))
                orders = "d" if said("sep") == "." else _orders(self.locale)
                dated = self._dated([(b, a) if order == "d" else (a, b) for order in orders])
                return dated, "bare" if said("day") or said("y") else "led"
            case "week":
                return self._workdays_of_week(_WEEKS_AHEAD[said("which")]), "bare"
            case "end of week":
                return self._workdays_of_week(1 if said("which") == "next" else 0)[-1:], "bare"
            case _:
                return [self._end_of_month()], "bare"

    def _said(self, name: str) -> str:
        return self.parts.get(name, "")

    def _weekday(self) -> int:
        return weekdays(self.locale)[self._said("day")]

    def _is_today(self) -> bool:
        return self._weekday() == self.today.isoweekday()

    def _coming(self) -> list[date]:
        """The next such weekday; on the day itself, that day and a week later."""
        first = _after(self.today, (self._weekday() - self.today.isoweekday()) % 7)
        return [first, _after(first, 7)] if self._is_today() else [first]

    def _next_week(self) -> list[date]:
        """That weekday of next week: weeks begin on Monday for some people, and on Sunday for others."""
        monday, weekday = _after(_monday(self.today), 7), self._weekday()
        sunday = _after(self.today, 7 - self.today.isoweekday() % 7)
        return [_after(monday, weekday - 1), _after(sunday, weekday % 7)]

    def _workdays_of_week(self, weeks: int) -> list[date]:
        """The working days that are left of the person's own week; its last days when none of them is."""
        first = _after(self.today, 7 * weeks - (self.today.isoweekday() - first_workday(self.workdays)) % 7)
        days = [day for n in range(7) if (day := _after(first, n)) >= self.today]
        return [day for day in days if str(day.isoweekday()) in self.workdays] or days

    def _moved(self, sign: int) -> date | None:
        n, unit = number(self._said("n")), self._said("unit").rstrip("s")
        if unit in _UNITS:
            return _after(self.today, sign * n * _UNITS[unit])
        return _months_on(self.today, sign * n * (12 if unit == "year" else 1))

    def _day_of_month(self) -> list[date]:
        """The next month that has such a day; on the day itself, that day and the one after it."""
        year, month, day = self.today.year, self.today.month, int(self._said("d"))
        ahead = [one for n in range(14) if (one := _day_in(year, month + n, day)) and one >= self.today]
        return ahead[: 2 if self.today in ahead else 1]

    def _dated(self, months_and_days: Iterable[tuple[int, int]]) -> list[date]:
        """Dates of the year that was typed, or the next such days."""
        year = self._said("y")
        found = [
            _day_in(int(year) + (2000 if len(year) == 2 else 0), month, day) if year else self._next(month, day)
            for month, day in months_and_days
            if 1 <= month <= 12
        ]
        return self._on_weekday([one for one in found if one is not None])

    def _next(self, month: int, day: int) -> date | None:
        years = (self.today.year - 1, self.today.year, self.today.year + 1)
        found = (_day_in(year, month, day) for year in years)
        return next((one for one in found if one and one >= _after(self.today, -JUST_PASSED)), None)

    def _on_weekday(self, found: list[date]) -> list[date]:
        """Of several, those on the weekday that was typed; where it contradicts the date, either is meant."""
        if not self._said("day") or any(abs(one.year - self.today.year) > FAR for one in found):
            return found
        weekday = self._weekday()
        nearest = [_after(one, (weekday - one.isoweekday() + 3) % 7 - 3) for one in found]
        return [one for one in found if one in nearest] or found + nearest

    def _end_of_month(self) -> date | None:
        if self._said("month"):
            month = months(self.locale)[self._said("month")]
            first = date(self.today.year + (month < self.today.month), month, 1)
        else:
            first = _months_on(self.today.replace(day=1), 1 if self._said("which") == "next" else 0)
        return first.replace(day=monthrange(first.year, first.month)[1])


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day_in(year: int, month: int, day: int) -> date | None:
    """A day of a month that is counted on over the end of the year; None when there is no such day."""
    years, month = divmod(month - 1, 12)
    try:
        return date(year + years, month + 1, day)
    except ValueError:
        return None


def _months_on(day: date, n: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _orders(locale: str) -> str:
    """Day first, month first, or, in English, either."""
    known = language(locale)
    if known is None or known.language == "en":
        return "dm"
    short = known.date_formats["short"].pattern
    return "d" if short.find("d") < short.find("M") else "m"

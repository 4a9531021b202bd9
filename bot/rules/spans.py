"""Spans of days off: joined where they touch, cut where a day is taken out. First and last day included."""

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date]
_DAY = timedelta(days=1)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in as few spans as can be, the earliest first."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def without(spans: Iterable[Span], first: date, last: date) -> tuple[Span, ...]:
    """The spans with these days taken out."""
    left: list[Span] = []
    for begins, ends in spans:
        if ends < first or begins > last:
            left.append((begins, ends))
            continue
        if begins < first:
            left.append((begins, first - _DAY))
        if ends > last:
            left.append((last + _DAY, ends))
    return tuple(left)


def covers(spans: Iterable[Span], day: date) -> bool:
    """Whether one of them holds that day."""
    return any(first <= day <= last for first, last in spans)

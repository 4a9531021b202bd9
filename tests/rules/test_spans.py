"""Spans of days off."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.spans import covers, merged, without

DAYS = st.integers(0, 40).map(lambda n: date(2026, 12, 1) + timedelta(days=n))
SPAN = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
SPANS = st.lists(SPAN, max_size=6)


def days(spans: object) -> set[date]:
    return {
        first + timedelta(days=n)
        for first, last in spans  # type: ignore[attr-defined]  # any spans
        for n in range((last - first).days + 1)
    }


def december(*pairs: tuple[int, int]) -> tuple[tuple[date, date], ...]:
    return tuple((date(2026, 12, first), date(2026, 12, last)) for first, last in pairs)


def test_overlapping_and_touching_spans_become_one() -> None:
    assert merged(december((10, 12), (1, 3), (4, 5), (11, 11))) == december((1, 5), (10, 12))


def test_a_hole_splits_a_span() -> None:
    assert without(december((1, 10), (20, 22)), date(2026, 12, 4), date(2026, 12, 5)) == december(
        (1, 3), (6, 10), (20, 22)
    )


@given(SPANS)
def test_merging_keeps_the_days_and_leaves_gaps_between(spans: list[tuple[date, date]]) -> None:
    found = merged(spans)
    assert days(found) == days(spans)
    assert all((later[0] - earlier[1]).days > 1 for earlier, later in pairwise(found))


@given(SPANS, SPAN)
def test_taking_out_leaves_exactly_the_other_days(spans: list[tuple[date, date]], out: tuple[date, date]) -> None:
    assert days(without(spans, *out)) == days(spans) - days([out])
    assert not covers(without(spans, *out), out[0])

"""A day gone by as people type it, seen from Wednesday 25 November 2026."""

from datetime import date

import pytest

from bot.rules.lately import read_lately

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", "2026-11-24"),
        ("today", "2026-11-25"),
        ("Tuesday", "2026-11-24"),
        ("on Monday", "2026-11-23"),
        ("Wednesday", "2026-11-25"),
        ("last Friday", "2026-11-20"),
        ("two weeks ago", "2026-11-11"),
        ("it was around 12 November", "2026-11-12"),
        ("3 March", "2026-03-03"),
        ("December 1st", "2025-12-01"),
        ("the 3rd", "2026-11-03"),
        ("the 27th", "2026-10-27"),
        ("12.11.2026", "2026-11-12"),
        ("12 November 2025", "2025-11-12"),
    ],
)
def test_the_newest_such_day_is_meant(typed: str, day: str) -> None:
    assert read_lately(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "in 3 days", "next Friday", "3/4", "29 February", "soon", "when Omar came", "x" * 5000]
)
def test_what_names_no_day_gone_by_or_more_than_one_is_not_guessed(typed: str) -> None:
    assert read_lately(typed, TODAY) is None


def test_other_languages_name_their_days_too() -> None:
    assert read_lately("Dienstag", TODAY, "de") == date(2026, 11, 24)

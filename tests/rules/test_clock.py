"""Times of day and days of the week as people type them."""

from datetime import time

import pytest

from bot.content.loader import load_words
from bot.rules.clock import nearest, read_days, read_hours, read_time, run_of, weekday_name

WORDS = load_words()


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("16:30", time(16, 30)),
        ("16.30", time(16, 30)),
        ("17h30", time(17, 30)),
        ("9", time(9)),
        ("4pm", time(16)),
        ("4:30 p.m.", time(16, 30)),
        ("12am", time(0)),
        ("12 PM", time(12)),
        ("25:00", None),
        ("16:75", None),
        ("13pm", None),
        ("half past four", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_or_it_is_none(typed: str, at: time | None) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9 to 17", (time(9), time(17))),
        ("9-17", (time(9), time(17))),
        ("from 8:30 until 16:30", (time(8, 30), time(16, 30))),
        ("9am–5pm", (time(9), time(17))),
        ("9 to 5", (time(9), time(17))),
        ("10 to 6", (time(10), time(18))),
        ("17 to 9", (time(17), time(9))),
        ("9", None),
        ("9 to late", None),
        ("early to 17", None),
        ("9 to 12 to 17", None),
    ],
)
def test_work_hours_are_two_times(typed: str, hours: tuple[time, time] | None) -> None:
    assert read_hours(typed, WORDS) == hours


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Sunday to Thursday", "12347"),
        ("mon-fri", "12345"),
        ("sun–thu", "12347"),
        ("from Monday to Friday", "12345"),
        ("fri to mon", "1567"),
        ("Mon, Wed and Fri", "135"),
        ("mon tue thu", "124"),
        ("Mondays & Fridays", "15"),
        ("monday through wednesday, friday", "1235"),
        ("weekdays", "12345"),
        ("every day", "1234567"),
        ("none", ""),
        ("m", None),
        ("mon to", None),
        ("mon to tue to wed", None),
        ("whenever", None),
        ("mon and whenever", None),
        ("whenever to friday", None),
        (",", None),
        ("-", None),
        ("– –", None),
    ],
)
def test_days_are_read_as_a_pattern(typed: str, days: str | None) -> None:
    assert read_days(typed, WORDS) == days


def test_the_nearest_time_lies_within_the_hours() -> None:
    opens, closes = time(9), time(17)
    assert [nearest(time(hour), opens, closes) for hour in (7, 12, 19)] == [time(9), time(12), time(17)]


@pytest.mark.parametrize(
    ("workdays", "run"),
    [("12345", (1, 5)), ("12347", (7, 4)), ("1234567", (1, 7)), ("123", (1, 3)), ("135", None), ("12", None)],
)
def test_days_in_one_row_are_said_from_first_to_last(workdays: str, run: tuple[int, int] | None) -> None:
    assert run_of(workdays) == run


def test_a_weekday_has_the_name_of_the_language() -> None:
    assert [weekday_name(1, "en"), weekday_name(7, "de"), weekday_name(3, "pt-BR")] == [
        "Monday",
        "Sonntag",
        "quarta-feira",
    ]

"""The first weeks, day by day: never more than two questions in one message, and everything gets its turn."""

from datetime import date, datetime, timedelta

import pytest

from bot.rules import calendar
from tests.stage import ANA, Stage

MONDAY = date(2026, 11, 23)
WEEKS = 4


def begun(on: date, coach: str = "nora") -> Stage:
    """The first practice is chosen on that day."""
    stage = Stage(calendar.instant(datetime(on.year, on.month, on.day, 9), ANA.zone))
    stage.people["ana"] = stage.people["ana"].__class__(**{**_fields(stage), "coach": coach})
    stage.says("hi").presses("Start").says("stop interrupting").presses("Any meeting").presses("Wait two seconds")
    return stage.presses("That’s it").presses("Good")


def _fields(stage: Stage) -> dict[str, object]:
    return {name: getattr(stage.people["ana"], name) for name in ANA.__slots__}


def days(stage: Stage, answer: str) -> list[list[str]]:
    """The questions of each day's message; every check-in is answered so, or with "" not at all."""
    found = []
    for _ in range(WEEKS * 7):
        sent = stage.said_count()
        stage.next_day()
        asked = [ask.ref for key in stage.order[sent:] for ask in stage.messages[key].message.asks if ask.ref]
        found.append([f"{ref.flow}/{ref.step}" for ref in asked if ref.flow != "waiting"])
        if answer and "checkin/asked" in found[-1]:
            stage.presses(answer)
    return [one for one in found if one]


@pytest.mark.parametrize("answer", ["Did it", "Not today", ""])
@pytest.mark.parametrize("first", range(7))
def test_nobody_gets_more_than_two_questions_in_one_message(first: int, answer: str) -> None:
    for asked in days(begun(MONDAY + timedelta(days=first)), answer):
        assert len(asked) <= 2, asked


@pytest.mark.parametrize("first", range(7))
def test_everything_gets_its_turn_within_four_weeks(first: int) -> None:
    stage = begun(MONDAY + timedelta(days=first))
    asked = [one for day in days(stage, "Did it") for one in day]
    for one in ("often", "proof", "sure", "obstacle", "rehearse", "yes_or_no"):
        assert asked.count(f"sharpen/{one}") == 1, one
    for one in ("change", "thank", "partner", "team"):
        assert asked.count(f"first_days/{one}") == 1, one
    assert asked.count("consent/choose") == 1
    assert asked.count("lookback/asked") == 3
    assert "Your first week." in stage.all_seen()


def test_what_the_bot_would_ask_on_any_other_day_as_well_is_not_counted_as_waiting() -> None:
    stage = begun(MONDAY)
    days(stage, "Did it")
    assert "waiting" not in stage.all_seen()


def test_the_first_week_of_somebody_who_begins_on_a_monday() -> None:
    assert days(begun(MONDAY), "Did it")[:8] == [
        ["checkin/asked", "sharpen/often"],
        ["checkin/asked", "first_days/change"],
        ["checkin/asked", "sharpen/proof"],
        ["checkin/asked", "lookback/asked"],
        ["checkin/asked", "consent/choose"],
        ["checkin/asked", "first_days/thank"],
        ["checkin/asked", "sharpen/sure"],
        ["checkin/asked", "sharpen/yes_or_no"],
    ]

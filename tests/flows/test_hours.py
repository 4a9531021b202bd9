"""Hours and days: one tap, one typed line, or one form; what is wrong is said, with an example."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.facts import Chance, Practice
from bot.flow import STAY, Filled, State, Wrote
from bot.flows.hours import FLOW
from bot.messages import FieldErrors, Form
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait", state="active", started_on=date(2026, 11, 2))
FORM = {
    "opens": "9:00",
    "closes": "17:00",
    "days": "1,2,3,4",
    "at": "16:00",
    "when": "same",
    "country": "Germany",
    "pace": "gentle",
    "lookback": "monthly",
    "extras": "effort,energy",
}


def leading(**changes: object) -> Stage:
    ana = replace(ANA, state="active", joined_on=date(2026, 11, 2), **changes)  # type: ignore[arg-type]  # any field
    return Stage().saves(ana, PRACTICE)


def test_the_page_shows_what_stands() -> None:
    seen = leading(country="DE", workdays="12347", next_morning=True).says("hours").seen()
    for row in ("08:30 to 17:30", "Sunday to Thursday", "at 09:00, the next working morning", "Germany", "Weekly"):
        assert row in seen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ask me at 16:30", "From now on I ask at 16:30."),
        ("ask me at noon", "From now on I ask at 12:00."),
        ("ask me in the mornings", "From now on I ask the next working morning at 09:00, about the day before."),
        ("ask me in the afternoon", "From now on I ask at 17:00."),
        ("hours 9 to 17", "Your work hours are 09:00 to 17:00 now. Nothing comes outside of them."),
        ("days Sunday to Thursday", "Your working days are Sunday to Thursday now."),
        ("days mon, wed", "Your working days are Monday, Wednesday now."),
        ("holidays DE", "Nothing comes on the public holidays of Germany."),
        ("holidays none", "I keep no public holidays for you."),
        ("effort on", "I now ask how hard you tried, from 1 to 10."),
        ("effort off", "I now ask whether it happened, without a number."),
        ("effort", "I now ask how hard you tried, from 1 to 10."),
        ("energy on", "The look-back has an energy tap now. Only you see it, and it is kept for three weeks."),
        ("energy off", "The energy tap is off."),
        ("energy", "The look-back has an energy tap now. Only you see it, and it is kept for three weeks."),
    ],
)
def test_a_typed_line_changes_one_thing_and_says_so(typed: str, said: str) -> None:
    assert leading().says(typed).seen() == said


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("ask me at 25:00", "“25:00” is no time of day that I can read. It could look like “16:30” or “4.30 pm”."),
        ("hours 17 to 9", "A day from 17:00 to 09:00 ends before it begins. It could look like “9 to 17”."),
        ("hours 9 to 9", "A day from 09:00 to 09:00 ends before it begins. It could look like “9 to 17”."),
        (
            "hours 25:00 to 9",
            "I can’t read “25:00 to 9” as work hours. They could look like “9 to 17” or “8:30–16:30”.",
        ),
        (
            "holidays Atlantis",
            "I know no public holidays for “Atlantis”. A country’s name or its code works, such as “Portugal” or “PT”.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_an_example_and_asked_again(typed: str, problem: str) -> None:
    stage = leading().says(typed)
    assert stage.seen().startswith(problem)
    assert stage.state("hours").step in ("ask_at", "hours", "country")
    assert stage.leader.person == leading().leader.person


def test_days_that_are_none_or_cannot_be_read_are_asked_again() -> None:
    stage = leading().says("days").says("none")
    assert stage.seen().startswith("Without a working day I would never write.")
    assert stage.says("whenever").seen().startswith("I can’t read “whenever” as days.")
    assert stage.says("mon-thu").leader.person.workdays == "1234"


@pytest.mark.parametrize(("typed", "near"), [("19:00", time(17, 30)), ("7:00", time(8, 30))])
def test_an_asking_hour_outside_the_day_is_offered_the_nearest_one(typed: str, near: time) -> None:
    stage = leading().says(f"ask me at {typed}")
    assert "is outside your work hours, 08:30 to 17:30." in stage.seen()
    assert stage.leader.person.asks_at == time(17)
    assert stage.presses(f"Ask at {near:%H:%M}").leader.person.asks_at == near


def test_the_nearest_hour_may_be_left_or_another_one_typed() -> None:
    assert leading().says("ask me at 19:00").presses("Stay with 17:00").seen().endswith("It stays 17:00.")
    stage = leading().says("ask me at 19:00").says("17:15")
    assert stage.leader.person.asks_at == time(17, 15)


def test_an_asking_hour_left_outside_by_new_hours_moves_to_the_end_and_that_is_said() -> None:
    stage = leading().says("hours 9 to 16")
    assert stage.seen().endswith("The hour I ask at moves along, to 16:00.")
    assert stage.leader.person.asks_at == time(16)


def test_who_is_asked_in_the_morning_hears_nothing_of_the_evenings_hour() -> None:
    stage = leading(next_morning=True).says("hours 9 to 16")
    assert "moves along" not in stage.seen()


def test_a_change_moves_what_is_planned() -> None:
    stage = leading().starts("checkin", "p1")
    assert stage.waiting() == ["checkin/asked 2026-11-24 17:00"]
    assert stage.says("ask me at 16:30").waiting() == ["checkin/asked 2026-11-23 16:30"]
    assert stage.says("days tuesday to friday").waiting() == ["checkin/asked 2026-11-24 16:30"]


def test_a_day_that_was_asked_is_not_asked_again() -> None:
    stage = leading().saves(Chance("p1", date(2026, 11, 23), "ana"))
    assert stage.says("ask me at 16:30").waiting() == ["checkin/asked 2026-11-24 16:30"]


def test_an_hour_that_has_gone_by_today_counts_from_tomorrow() -> None:
    stage = leading().goes_to(datetime(2026, 11, 23, 12, 0))
    assert stage.says("ask me at 10:00").waiting() == ["checkin/asked 2026-11-24 10:00"]


def test_a_switch_on_the_page_turns_where_it_stands() -> None:
    stage = leading().says("hours").presses("Effort on")
    assert stage.said_count() == 1
    assert stage.leader.person.effort
    assert "[Effort off]" in stage.seen()
    stage.presses("Energy on").presses("Ask the next morning")
    assert stage.leader.person.energy
    assert stage.leader.person.next_morning
    assert not stage.presses("Ask on the day").leader.person.next_morning


@pytest.mark.parametrize(
    ("button", "answer", "field", "value"),
    [
        ("Asking hour", "16:30", "asks_at", time(16, 30)),
        ("Asking hour", "The next morning", "next_morning", True),
        ("hours", "09:00 to 18:00", "closes", time(18)),
        ("days", "Sunday to Thursday", "workdays", "12347"),
        ("country", "None", "country", ""),
        ("pace", "Gentle", "pace", "gentle"),
        ("lookback", "Off", "lookback", "off"),
    ],
)
def test_each_setting_is_two_taps_away_from_the_page_and_leads_back_to_it(
    button: str, answer: str, field: str, value: object
) -> None:
    stage = leading(country="DE").says("hours").presses(button)
    if answer == "Off":
        answer = "off"
    stage.presses(answer)
    assert getattr(stage.leader.person, field) == value
    assert stage.said_count() == 1
    assert "Your hours and days, as I keep them:" in stage.seen()


def test_a_misspelt_country_is_one_tap() -> None:
    stage = leading().says("holidays Germny").presses("Germany")
    assert stage.leader.person.country == "DE"


def test_the_questions_can_be_asked_for_by_name() -> None:
    assert leading().says("ask me").says("16:30").leader.person.asks_at == time(16, 30)
    assert leading().says("holidays").says("Portugal").leader.person.country == "PT"


def test_a_line_that_fits_no_button_gets_the_hint() -> None:
    stage = leading().says("hours").presses("pace").says("as fast as it goes")
    assert stage.seen() == "Press the one you mean."


def test_one_form_changes_everything() -> None:
    stage = leading().says("hours").presses("All in one form")
    assert isinstance(stage.reply, Form)
    stage.sends(**FORM)
    ana = stage.leader.person
    assert (ana.opens, ana.closes, ana.asks_at) == (time(9), time(17), time(16))
    assert (ana.workdays, ana.country, ana.pace, ana.lookback) == ("1234", "DE", "gentle", "monthly")
    assert ana.effort
    assert ana.energy
    assert "Taken over, from now on." in stage.all_seen()


def test_empty_fields_of_the_form_mean_none() -> None:
    ana = (
        leading(country="DE", effort=True).says("hours").presses("form").sends(**{**FORM, "country": "", "extras": ""})
    )
    assert ana.leader.person.country == ""
    assert not ana.leader.person.effort


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"opens": "25:00"}, "opens"),
        ({"closes": "8:00"}, "closes"),
        ({"at": "19:00"}, "at"),
        ({"at": ""}, "at"),
        ({"days": ""}, "days"),
        ({"country": "Atlantis"}, "country"),
    ],
)
def test_a_wrong_field_says_so_where_it_stands_and_changes_nothing(wrong: dict[str, str], at: str) -> None:
    stage = leading().says("hours").presses("form").sends(**{**FORM, **wrong})
    assert isinstance(stage.errors, FieldErrors)
    assert [name for name, _ in stage.errors.errors] == [at]
    assert stage.leader.person == leading().leader.person


def test_a_list_that_sends_something_else_changes_nothing() -> None:
    stage = leading(pace="brisk").says("hours").presses("form").sends(**{**FORM, "pace": "", "lookback": "never"})
    assert (stage.leader.person.pace, stage.leader.person.lookback) == ("brisk", "weekly")


@pytest.mark.parametrize("step", [step.name for step in FLOW.steps if step.name != "shown"])
def test_a_stray_form_changes_no_question(step: str) -> None:
    assert FLOW.step(step).take(scene_of(State("hours", "ana", "", step)), Filled({})).to == STAY


@pytest.mark.parametrize("step", ["shown", "pace", "lookback"])
def test_words_are_no_answer_where_only_buttons_are(step: str) -> None:
    assert FLOW.step(step).take(scene_of(State("hours", "ana", "", step)), Wrote("hm")).to == STAY


def test_a_short_day_offers_only_hours_within_it() -> None:
    stage = leading(opens=time(9), closes=time(9, 30), asks_at=time(9, 30)).says("ask me")
    assert stage.buttons() == ["09:00", "09:30", "The next morning"]

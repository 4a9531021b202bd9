"""The time zone: one line at once, a question on the third day, and no two check-ins too close."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.events import Due
from bot.facts import Chance, Practice
from bot.flow import DONE, STAY, Filled, State, Wrote
from bot.flows.zone import FLOW
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait", state="active", started_on=date(2026, 11, 2))
ASKED_TODAY = Chance("p1", date(2026, 11, 23), "ana", "did")


def leading(**changes: object) -> Stage:
    ana = replace(ANA, state="active", joined_on=date(2026, 11, 2), **changes)  # type: ignore[arg-type]  # any field
    return Stage().saves(ana, PRACTICE).starts("checkin", "p1")


def test_a_move_the_platform_reports_is_one_line_and_asks_on_the_third_day() -> None:
    stage = leading().moves_to("Europe/Lisbon")
    assert stage.seen() == "Your clock is on Lisbon time now, so mine is too. I ask at 17:00 there."
    assert stage.leader.person.zone == "Europe/Lisbon"
    assert stage.waiting() == ["checkin/asked 2026-11-23 17:00", "zone/settled 2026-11-26 17:00"]


def test_the_third_day_asks_and_staying_settles_it() -> None:
    stage = leading().moves_to("Europe/Lisbon").goes_to(datetime(2026, 11, 26, 17, 0))
    assert "Are you still on Lisbon time?" in stage.seen()
    stage.says("still there")
    assert stage.seen().endswith("Lisbon time it is.")
    assert not any("settled" in one for one in stage.waiting())


def test_who_is_back_goes_by_the_clock_of_home_again() -> None:
    stage = leading().moves_to("Europe/Lisbon").goes_to(datetime(2026, 11, 26, 17, 0)).presses("Back to Berlin")
    assert stage.leader.person.zone == "Europe/Berlin"
    assert not any("settled" in one for one in stage.waiting())


def test_the_question_is_asked_twice_at_most() -> None:
    stage = leading().moves_to("Europe/Lisbon").goes_to(datetime(2026, 12, 31, 17, 0))
    assert stage.all_seen().count("Are you still on Lisbon time?") == 2
    assert not any("settled" in one for one in stage.waiting())


def test_coming_home_before_the_third_day_needs_no_question() -> None:
    stage = leading().moves_to("Europe/Lisbon").next_day().moves_to("Europe/Berlin")
    assert stage.seen() == "Your clock is on Berlin time now, so mine is too. I ask at 17:00 there."
    assert not any("settled" in one for one in stage.waiting())


def test_home_is_where_a_journey_with_two_stops_began() -> None:
    stage = leading().moves_to("Europe/Lisbon").next_day().moves_to("Europe/Athens").says("zone Oslo")
    assert "How long will you be on Oslo time?" in stage.seen()
    stage.presses("A few days").next_day(4)
    assert "[Back to Berlin]" in stage.seen()


def test_the_same_zone_or_one_that_nobody_knows_changes_nothing() -> None:
    assert leading().moves_to("Europe/Berlin").said_count() == 0
    assert leading().moves_to("Mars/Olympus").leader.person.zone == "Europe/Berlin"


def test_a_typed_city_is_taken_over_and_asked_for_how_long() -> None:
    stage = leading().says("zone Lisbon")
    assert stage.seen().startswith("Lisbon time from now on. I ask at 17:00 there.")
    assert stage.says("a few days").seen() == "Then I ask in three days whether you are still on Lisbon time."
    assert "zone/settled 2026-11-26 17:00" in stage.waiting()


def test_a_longer_stay_is_asked_no_more_and_the_holidays_are_mentioned() -> None:
    stage = leading(country="DE").says("zone Lisbon").presses("Longer")
    assert stage.seen() == "Lisbon time it is. Your public holidays stay as they were; “holidays” changes them."
    assert not any("settled" in one for one in stage.waiting())


def test_typing_home_again_settles_it() -> None:
    stage = leading().says("zone Lisbon").presses("A few days").says("zone Berlin")
    assert stage.seen() == "Berlin time from now on. I ask at 17:00 there."
    assert not any("settled" in one for one in stage.waiting())


def test_an_unknown_place_has_suggestions_as_buttons() -> None:
    stage = leading().says("zone Lissabon")
    assert stage.buttons() == ["Lisbon"]
    assert stage.presses("Lisbon").leader.person.zone == "Europe/Lisbon"


def test_a_place_like_no_other_asks_for_a_larger_city() -> None:
    stage = leading().says("zone Xyzzy")
    assert stage.seen().startswith("I don’t know a place called Xyzzy. A large city")
    assert stage.says("new york").leader.person.zone == "America/New_York"


def test_without_a_place_the_present_clock_is_shown() -> None:
    stage = leading().says("zone")
    assert stage.seen() == "You are on Berlin time, where it is 09:00 now. Which city’s clock do you go by?"
    assert stage.says("berlin").seen() == "You are on Berlin time already. I ask at 17:00."


def test_todays_question_is_not_asked_again_to_the_west() -> None:
    stage = leading().saves(ASKED_TODAY).moves_to("America/New_York")
    assert stage.waiting()[0] == "checkin/asked 2026-11-24 17:00"


def test_a_check_in_less_than_sixteen_hours_after_the_last_is_left_out() -> None:
    stage = leading(zone="America/Los_Angeles").saves(ASKED_TODAY).moves_to("Asia/Tokyo")
    assert stage.waiting()[0] == "checkin/asked 2026-11-25 17:00"


def test_the_morning_after_is_far_enough_from_the_morning_before() -> None:
    friday = replace(ASKED_TODAY, day=date(2026, 11, 20))
    stage = leading(next_morning=True).saves(friday).moves_to("Europe/Lisbon")
    assert stage.waiting()[0] == "checkin/asked 2026-11-24 09:00"


@pytest.mark.parametrize("step", [step.name for step in FLOW.steps])
def test_a_stray_form_changes_nothing(step: str) -> None:
    assert FLOW.step(step).take(scene_of(State("zone", "ana", "Europe/Berlin", step)), Filled({})).to == STAY


@pytest.mark.parametrize("step", ["how_long", "settled"])
def test_words_that_are_no_answer_change_nothing(step: str) -> None:
    assert FLOW.step(step).take(scene_of(State("zone", "ana", "Europe/Berlin", step)), Wrote("hm")).to == STAY


def test_a_question_of_the_third_day_that_is_answered_by_being_home_is_not_asked() -> None:
    scene = scene_of(State("zone", "ana", "Europe/Berlin", DONE))
    due = Due("d", "ana", scene.now, "zone", "Europe/Berlin", "settled", date(2026, 11, 26))
    found = FLOW.due["settled"](scene, due)
    assert (found.to, found.because) == (STAY, "home again")

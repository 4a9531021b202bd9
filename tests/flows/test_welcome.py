"""The welcome, and the answer to "hi" on any other day."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.drawn import drawn
from bot.events import Joined, Left, Pressed
from bot.facts import Practice
from bot.flow import STAY, Filled, Scene, State
from bot.flows.welcome import FLOW
from bot.home import home
from bot.messages import Message
from tests.flows.test_session import coaching
from tests.stage import ANA, Stage

PRACTICE = Practice(
    "p1", "ana", wish="listen", situation="any meeting", act="wait two seconds", started_on=date(2026, 11, 2)
)


def begun() -> Stage:
    stage = Stage().says("hi").presses("Start").says("stop interrupting")
    return stage.presses("Any meeting").presses("Wait two seconds").presses("That’s it").presses("Good")


def test_whoever_is_invited_hears_from_whom_how_often_and_for_whom() -> None:
    stage = Stage().says("hi")
    assert stage.seen() == "Nora said I would write. One question a day, for you alone.\n[Start] [Who sees what]"


def test_without_a_coach_the_bot_speaks_for_itself() -> None:
    stage = Stage(people={"ana": replace(ANA, coach="")}).says("good morning")
    assert stage.seen().startswith("I ask one question a day")
    assert stage.presses("Start").waiting()[0].startswith("practice/unfinished")
    assert not any("consent" in line for line in stage.waiting())


def test_who_sees_what_is_told_and_the_question_stays_open() -> None:
    stage = Stage().says("hi").presses("Who sees what")
    assert "Nora: only that you have joined" in stage.seen()
    stage.says("start")
    assert "What should people see you do differently?" in stage.seen() or "would you like people" in stage.seen()


def test_a_typed_start_answers_the_welcome_and_a_first_start_shows_it() -> None:
    stage = Stage().says("start")
    assert "[Who sees what]" in stage.seen()
    assert stage.says("start").leader.person.state == "active"


def test_hi_again_shows_the_welcome_again() -> None:
    stage = Stage().says("hi").says("hello")
    assert "[Who sees what]" in stage.seen()
    assert stage.leader.person.state == "new"


def test_starting_makes_the_person_active_from_today() -> None:
    person = Stage().says("hi").presses("Start").leader.person
    assert (person.state, person.joined_on) == ("active", date(2026, 11, 23))


def test_an_unanswered_welcome_is_repeated_on_the_next_and_the_fifth_working_day_and_then_never() -> None:
    stage = Stage().says("hi")
    assert stage.waiting() == ["welcome/unfinished 2026-11-24 17:00"]
    stage.goes_to(datetime(2026, 11, 24, 17, 1))
    assert stage.said_count() == 2
    assert "Nora said I would write" in stage.seen()
    assert stage.waiting() == ["welcome/unfinished 2026-11-30 17:00"]
    stage.goes_to(datetime(2026, 12, 24, 12, 0))
    assert stage.said_count() == 3
    assert stage.waiting() == []


def test_a_reminder_that_comes_too_late_says_nothing() -> None:
    stage = Stage().says("hi")
    stage.saves(replace(stage.leader.person, state="active"))
    stage.goes_to(datetime(2026, 11, 24, 17, 1))
    assert stage.said_count() == 1


def test_a_coach_is_not_reminded_to_begin_a_practice() -> None:
    stage = coaching()
    stage.saves(replace(stage.leader.person, state="new")).says("hi")
    assert stage.waiting() == []
    stage.goes_to(datetime(2026, 12, 1, 18, 0))
    assert "I wrote the other day" not in stage.all_seen()
    assert "[Listening]" in stage.says("start").seen()


def test_no_thanks_ends_it() -> None:
    stage = Stage().says("hi").says("no thanks")
    assert "I will not write again" in stage.seen()
    assert stage.waiting() == []


def test_other_words_get_a_hint() -> None:
    assert "“start”" in Stage().says("hi").says("what is this about").seen()


def test_hi_later_greets_and_starts_nothing_over() -> None:
    stage = begun()
    before = stage.waiting()
    seen = stage.says("hi").seen()
    assert "When somebody talks in a meeting, I wait two seconds." in seen
    assert "The next question comes Tuesday 24 November at 17:00." in seen
    assert "“promise Omar the numbers Thursday”" in seen
    assert stage.waiting() == before


def test_hi_in_the_middle_of_building_says_so() -> None:
    assert "still being put together" in Stage().says("hi").presses("Start").says("hi").seen()


def test_hi_with_nothing_going_on_offers_a_practice() -> None:
    stage = Stage(people={"ana": replace(ANA, state="active")}).says("hi")
    assert "nothing I ask you about" in stage.seen()
    stage.says("why is the sky blue")
    stage.presses("New practice")
    assert "differently?" in stage.seen()


def test_hi_with_a_practice_and_nothing_planned_says_so() -> None:
    stage = Stage(people={"ana": replace(ANA, state="active")}).saves(PRACTICE).says("hi")
    assert "Nothing is asked at the moment" in stage.seen()


def test_hi_on_a_pause_says_until_when() -> None:
    paused = replace(ANA, state="paused", paused_until=date(2026, 12, 1))
    assert "until Tuesday 1 December" in Stage(people={"ana": paused}).says("hi").seen()
    assert "until you type “resume”" in Stage(people={"ana": replace(paused, paused_until=None)}).says("hi").seen()


def test_somebody_who_had_ended_it_is_asked_whether_to_begin_again() -> None:
    stage = Stage(people={"ana": replace(ANA, state="stopped")}).says("hi")
    assert "[Ask again] [Not now]" in stage.seen()
    stage.says("perhaps")
    assert "“not now”" in stage.seen()
    stage.presses("Not now")
    assert stage.leader.person.state == "stopped"
    assert stage.waiting() == []


def test_coming_back_goes_on_with_what_there_was() -> None:
    stage = Stage(people={"ana": replace(ANA, state="stopped")}).saves(PRACTICE).says("hi").presses("Ask again")
    assert stage.leader.person.state == "active"
    kinds = {line.split()[0] for line in stage.waiting()}
    assert kinds == {"checkin/asked", "milestone/reached", "lookback/weekly", "consent/again"}


def test_coming_back_with_nothing_begins_a_practice() -> None:
    stage = Stage(people={"ana": replace(ANA, state="stopped", coach="")}).says("start")
    assert stage.leader.person.state == "active"
    assert "differently?" in stage.seen()


@pytest.mark.parametrize("step", ["welcome", "back", "ready"])
def test_a_form_answers_none_of_it(step: str) -> None:
    scene = Scene(Stage().leader, State("welcome", "ana", "", step), Stage().now)
    assert FLOW.step(step).take(scene, Filled({})).to == STAY


def test_a_practice_in_the_making_ends_with_everything_else_and_asking_again_begins_one_and_not_two() -> None:
    stage = Stage().says("hi").presses("Start").presses("Listening").says("stop").says("hi").presses("Ask again")
    assert page(stage).count("Begun: A new practice") == 1
    stage.says("be more present with people")
    assert "Which did you mean?" not in stage.seen()
    assert "When?" in stage.seen()


def test_a_button_of_what_was_in_the_making_before_the_end_has_passed() -> None:
    stage = Stage().says("hi").presses("Start").says("stop").presses("Listening")
    assert "question has passed" in stage.seen()


def test_whoever_left_and_came_back_makes_one_practice_and_not_two() -> None:
    stage = Stage().says("hi").presses("Start")
    stage.undergoes(Left("left", "ana", stage.now))
    stage.undergoes(Joined("back", "ana", stage.now, "Ana", "stage:ana")).says("start")
    assert page(stage).count("Begun: A new practice") == 1


def test_the_first_message_can_still_be_pressed_when_a_reminder_has_come() -> None:
    stage = Stage().says("hi")
    first = stage.order[-1]
    stage.goes_to(datetime(2026, 12, 1, 18, 0))
    assert stage.all_seen().count("[Start]") == 3
    late = Pressed("late", "ana", stage.now, stage.messages[first].message.asks[0].ref, "start", first)  # type: ignore[arg-type]  # it has one
    assert "[Listening]" in stage.undergoes(late).seen()


def test_a_reminder_can_be_pressed_when_the_welcome_was_asked_for_once_more() -> None:
    stage = Stage().says("hi").goes_to(datetime(2026, 11, 24, 17, 1))
    reminder = stage.order[-1]
    stage.says("hi")
    late = Pressed("late", "ana", stage.now, stage.messages[reminder].message.asks[0].ref, "start", reminder)  # type: ignore[arg-type]  # it has one
    assert "[Listening]" in stage.undergoes(late).seen()


def page(stage: Stage) -> str:
    return drawn(Message(home(stage.leader, stage.states["ana"], stage.now).asks))

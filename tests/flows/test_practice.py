"""The practice builder: from "hi" to a first practice in six taps and two short sentences, or otherwise."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Practice
from bot.flow import STAY, Filled, Scene, State
from bot.flows.practice import FLOW
from bot.messages import Form
from tests.stage import ANA, Stage

FIRST = Practice(
    "p1", "ana", "listen", "listening", "any meeting", act="wait two seconds", started_on=date(2026, 11, 2)
)
SECOND = replace(FIRST, id="p2", act="ask one question first")


def building(*typed: str) -> Stage:
    """In the builder, with these lines typed."""
    stage = Stage().says("hi").presses("Start")
    for line in typed:
        stage.says(line)
    return stage


def active(*records: Practice) -> Stage:
    return Stage(people={"ana": replace(ANA, state="active")}).saves(*records)


def the_practice(stage: Stage) -> Practice:
    return stage.leader.practices[-1]


def test_the_first_ten_minutes_go_as_one_leader_lives_them() -> None:
    stage = Stage().says("hi")
    assert stage.seen() == "Nora said I would write. One question a day, for you alone.\n[Start] [Who sees what]"
    stage.presses("Start")
    assert "people" in stage.seen()
    stage.says("stop interrupting")
    assert stage.seen().startswith("When?\n[Any meeting]")
    stage.presses("Any meeting")
    assert stage.seen().startswith("And what instead?\n[Wait two seconds]")
    stage.presses("Wait two seconds")
    assert stage.seen() == "When somebody talks in a meeting, I wait two seconds.\n[That’s it] [Change]"
    stage.presses("That’s it")
    assert stage.seen() == "I’ll ask at 17:00, Monday to Friday.\n[Good] [Change]"
    stage.presses("Good")
    assert "The first question comes Tuesday 24 November at 17:00." in stage.seen()
    assert "· · · · · · · · · ·" in stage.seen()


def test_without_typing_a_word_the_practice_stands_after_six_taps() -> None:
    stage = Stage().says("hi").presses("Start").presses("Listening").presses("Let people finish")
    stage.presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    assert the_practice(stage).state == "draft"


def test_what_begins_is_a_draft_that_is_asked_about_from_the_next_working_day() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    practice = the_practice(stage)
    assert (practice.wish, practice.theme, practice.state) == ("stop interrupting", "listening", "draft")
    assert (practice.started_on, practice.began_on, practice.level) == (date(2026, 11, 23), date(2026, 11, 24), 0)
    assert {line.split()[0] for line in stage.waiting()} == {
        "checkin/asked",
        "sharpen/next",
        "sharpen/trial",
        "milestone/reached",
        "lookback/weekly",
        "first_days/next",
        "first_days/picture",
        "consent/again",
    }


def test_a_gentle_pace_begins_at_three_a_week() -> None:
    stage = Stage(people={"ana": replace(ANA, pace="gentle")}).says("hi").presses("Start").says("stop interrupting")
    assert the_practice(stage.presses("Any meeting").presses("Wait two seconds").presses("That’s it")).level == 1


def test_the_practice_runs_even_when_the_hour_is_never_confirmed() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    stage.goes_to(datetime(2026, 11, 24, 17, 1))
    assert "wait two seconds" in stage.seen()
    assert "[Did it]" in stage.seen()


@pytest.mark.parametrize("typed", ["16:30", "at 16:30", "4:30 pm"])
def test_another_hour_can_be_typed(typed: str) -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    stage.says(typed)
    assert "checkin/asked 2026-11-24 16:30" in stage.waiting()


def test_an_hour_that_does_not_exist_is_refused_with_an_example() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    stage.says("25:00")
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()
    assert ":" in stage.seen()


def test_another_hour_can_be_chosen_and_other_days_typed() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    stage.presses("Change")
    assert "[16:00] [16:30] [17:00] [17:30] [The next morning]" in stage.seen()
    stage.presses("16:00").says("days Sunday to Thursday")
    assert stage.leader.person.asks_at.hour == 16
    assert sorted(stage.leader.person.workdays) == ["1", "2", "3", "4", "7"]


def test_who_answers_in_the_morning_hears_when_the_first_question_comes() -> None:
    morning = replace(ANA, next_morning=True)
    stage = Stage(people={"ana": morning}).says("hi").presses("Start").says("stop interrupting")
    stage.presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    assert "at 09:00 the next morning" in stage.seen()
    assert "Wednesday 25 November at 09:00" in stage.presses("Good").seen()


def test_the_hour_takes_no_form() -> None:
    scene = Scene(Stage().leader, State("practice", "ana", "p1", "hour"), Stage().now)
    assert FLOW.step("hour").take(scene, Filled({})).to == STAY


def test_other_words_at_the_hour_get_a_hint() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("That’s it")
    assert "such as “16:30”" in stage.says("whenever it suits").seen()


# the wish


def test_all_twelve_themes_are_one_tap_away() -> None:
    stage = building().presses("More themes")
    assert len(stage.buttons()) == 13
    stage.presses("Disagreement")
    assert "Which part of it?" in stage.seen()


def test_a_theme_can_be_answered_in_own_words() -> None:
    stage = building().presses("Meetings").presses("In my own words")
    stage.says("fewer slides")
    assert stage.seen().startswith("When?")
    assert stage.presses("Any meeting").presses("Ask the quietest person first").seen() == (
        "In any meeting, I ask the quietest person first.\n[That’s it] [Change]"
    )


def test_a_wish_without_a_theme_still_brings_examples() -> None:
    stage = building("zigzag")
    assert "[Any meeting] [A one-to-one begins]" in stage.seen()
    stage.presses("A one-to-one begins")
    assert stage.seen().startswith("And what do you do then?\n[Ask one question first]")


def test_a_wish_that_another_flow_brings_is_not_asked_again() -> None:
    stage = active().starts("practice", "p9", wish="stop interrupting")
    assert stage.seen().startswith("When?\n[Any meeting]")


# the gates


def test_a_moment_of_one_word_is_asked_about_once_more_and_then_taken() -> None:
    stage = building("stop interrupting", "Mondays")
    assert "What happens just before it?" in stage.seen()
    assert stage.says("Mondays").seen().startswith("And what instead?")


def test_a_typed_moment_and_act_make_the_sentence() -> None:
    stage = building("stop interrupting", "in the Monday staff meeting", "count to two before I speak")
    assert stage.seen().startswith("In the Monday staff meeting, I count to two before I speak.")


@pytest.mark.parametrize(
    ("act", "asks"),
    [
        ("stop talking over people", "What will you do in that second?"),
        ("be a better listener", "What would people see you do?"),
        ("support the whole team", "what would be on the film?"),
        ("run the meeting better", "Compared with what?"),
        ("wait", "in three words or more?"),
        ("ask " + "one two three four five six seven eight nine ten eleven twelve", "up to twelve?"),
    ],
)
def test_an_act_is_asked_about_once_more_at_most(act: str, asks: str) -> None:
    stage = building("stop interrupting", "in any meeting", act)
    assert asks in stage.seen()
    assert act in stage.seen()
    assert "[That’s it]" in stage.says(act).seen()


def test_the_second_asking_brings_fresh_examples() -> None:
    stage = building("stop interrupting", "in any meeting", "be a better listener")
    assert "[Wait two seconds]" not in stage.seen()
    stage.presses("Count to three before my first word")
    assert "I count to three before my first word." in stage.seen()


def test_two_acts_are_asked_about_and_one_is_kept() -> None:
    stage = building("stop interrupting", "in any meeting", "ask one question and wait for the answer")
    assert "Two acts in there?" in stage.seen()
    assert "“it is one”" in stage.says("hmm hmm").seen()
    stage.presses("Keep one").presses("Ask one question")
    assert "In any meeting, I ask one question." in stage.seen()


def test_the_half_that_is_kept_can_be_typed() -> None:
    stage = building("stop interrupting", "in any meeting", "ask one question and wait for the answer")
    stage.says("keep one").says("ask a short question")
    assert "I ask a short question." in stage.seen()


def test_two_acts_can_be_one() -> None:
    stage = building("stop interrupting", "in any meeting", "ask one question and wait for the answer")
    assert "I ask one question and wait for the answer." in stage.presses("It is one").seen()


@pytest.mark.parametrize("step", ["narrow", "situation", "act", "two", "half", "read_back", "who", "cap"])
def test_a_form_answers_no_single_question(step: str) -> None:
    scene = Scene(Stage().leader, State("practice", "ana", "p1", step, {"theme": "listening"}), Stage().now)
    assert FLOW.step(step).take(scene, Filled({})).to == STAY


# changing it


@pytest.mark.parametrize(
    ("part", "typed", "line"),
    [
        ("When", "in the Monday meeting", "In the Monday meeting, I wait two seconds."),
        ("What I do", "count to ten slowly", "When somebody talks in a meeting, I count to ten slowly."),
        ("With whom", "Omar", "When somebody talks in a meeting with Omar, I wait two seconds."),
        ("The wish", "listen to the end", "When somebody talks in a meeting, I wait two seconds."),
    ],
)
def test_any_part_can_be_changed_before_it_begins(part: str, typed: str, line: str) -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("Change")
    assert "“with whom”" in stage.says("the other one").seen()
    stage.presses(part).says(typed)
    assert stage.seen() == f"{line}\n[That’s it] [Change]"


def test_changing_can_be_given_up() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").says("no")
    stage.presses("Leave it")
    assert "[That’s it]" in stage.seen()


def test_everybody_is_asked_about_once_more() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("Change")
    stage.presses("With whom").says("everybody")
    assert "Who of them" in stage.seen()
    assert "with everybody" in stage.says("everybody").seen()


def test_whoever_is_there_is_left_unsaid() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("Change")
    stage.presses("With whom").presses("Whoever is there")
    assert stage.seen().startswith("When somebody talks in a meeting, I wait two seconds.")


def test_the_words_of_a_practice_that_goes_on_can_be_changed() -> None:
    stage = active(FIRST).starts("practice", "p1", change="words")
    assert "Which part?" in stage.seen()
    stage.presses("What I do").presses("Repeat in one sentence what was said").presses("That’s it")
    changed = the_practice(stage)
    assert (changed.act, changed.started_on) == ("repeat in one sentence what was said", date(2026, 11, 2))
    assert "From now on I ask about it in these words." in stage.seen()
    assert stage.waiting() == []


def test_one_part_can_be_asked_for_directly() -> None:
    assert "With whom?" in active(FIRST).starts("practice", "p1", change="who").seen()


def test_leaving_a_practice_as_it_is_changes_nothing() -> None:
    stage = active(FIRST).starts("practice", "p1").presses("Leave it")
    assert "It stays as it is." in stage.seen()
    assert the_practice(stage) == FIRST


def test_a_practice_that_had_ended_begins_again_as_a_draft() -> None:
    ended = replace(FIRST, state="let_go", ended_on=date(2026, 11, 10))
    stage = active(ended).starts("practice", "p1", change="act").presses("Wait two seconds").presses("That’s it")
    again = the_practice(stage)
    assert (again.state, again.generation, again.ended_on) == ("draft", 1, None)
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()
    assert not any("first_days" in line for line in stage.waiting())


# all in one form


FIELDS = {"wish": "stop interrupting", "situation": "somebody talks in a meeting", "act": "wait two seconds"}


def test_everything_can_be_given_in_one_form() -> None:
    stage = building().presses("All in one form")
    assert isinstance(stage.reply, Form)
    more = {"who": "Omar", "dose": "daily", "proof_kind": "gap", "proof": "two seconds", "often": "5+"}
    rest = {"matters": "4", "sure": "8", "obstacle": "I am in a hurry", "then": "I count"}
    stage.sends(**FIELDS, **more, **rest)
    assert stage.seen().startswith("When somebody talks in a meeting with Omar, I wait two seconds, once a day.")
    practice = the_practice(stage.presses("That’s it"))
    assert (practice.who, practice.dose, practice.proof_kind, practice.proof) == ("Omar", "daily", "gap", "two seconds")
    assert (practice.often, practice.matters, practice.sure) == ("5+", 4, 8)
    assert (practice.obstacle, practice.then) == ("I am in a hurry", "I count")


def test_what_is_missing_in_the_form_is_said_at_its_field() -> None:
    stage = building().presses("All in one form").sends(wish="", situation=" ", act="", proof_kind="hear", proof="")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["wish", "situation", "act", "proof"]
    stage.sends(**FIELDS)
    assert "[That’s it]" in stage.seen()


def test_the_act_of_a_form_is_asked_about_once_more_like_any_other() -> None:
    stage = building().presses("All in one form").sends(**{**FIELDS, "act": "be a better listener"})
    assert "What would people see you do?" in stage.seen()
    assert "[That’s it]" in stage.says("be a better listener").seen()


def test_nobody_could_needs_no_words() -> None:
    stage = building().presses("All in one form").sends(**FIELDS, proof_kind="nobody", proof="")
    assert "[That’s it]" in stage.seen()


def test_the_form_is_filled_with_what_is_known_when_something_is_changed() -> None:
    stage = active(FIRST).starts("practice", "p1").presses("All in one form")
    assert isinstance(stage.reply, Form)
    values = {part.name: part.value for part in stage.reply.body if hasattr(part, "name")}
    assert values["act"] == "wait two seconds"
    stage.sends(**{**FIELDS, "act": "count to ten slowly"})
    assert "I count to ten slowly." in stage.seen()


def test_the_form_is_offered_where_something_is_changed_before_it_begins() -> None:
    stage = building("stop interrupting").presses("Any meeting").presses("Wait two seconds").presses("Change")
    stage.presses("All in one form").sends(**{**FIELDS, "who": "Lea"})
    assert "with Lea" in stage.seen()


def test_the_words_of_the_forms_button_are_no_wish() -> None:
    stage = building("all in one form")
    assert "The button “All in one form” opens it" in stage.seen()


# two at a time


def test_a_third_practice_asks_which_one_makes_room() -> None:
    stage = active(FIRST, SECOND).says("new practice")
    assert "two at a time" in stage.seen()
    assert "[Rest: Wait two seconds] [Let go: Wait two seconds]" in stage.seen()
    assert "“neither”" in stage.says("hmm hmm").seen()


def test_one_can_be_let_go_for_it() -> None:
    stage = active(FIRST, SECOND).starts("checkin", "p1").says("new practice").presses("Let go: Wait two seconds")
    old = stage.leader.practices[0]
    assert (old.state, old.ended_on) == ("let_go", date(2026, 11, 23))
    assert not any("checkin" in line for line in stage.waiting())
    assert "differently?" in stage.seen()


def test_one_can_rest_for_it_and_is_asked_about_after_four_weeks() -> None:
    stage = active(FIRST, SECOND).says("new practice").presses("Rest: Wait two seconds")
    assert (stage.leader.practices[0].state, stage.leader.practices[0].resting_until) == ("resting", date(2026, 12, 21))
    assert "restart/rested 2026-12-21 17:00" in stage.waiting()


def test_both_can_stay() -> None:
    stage = active(FIRST, SECOND).says("new practice").presses("Neither of them")
    assert "Then the two go on." in stage.seen()
    assert stage.waiting() == []


def test_a_wish_waits_until_there_is_room() -> None:
    stage = active(FIRST, SECOND).starts("practice", "p9", wish="stop interrupting").presses("Let go: Wait two seconds")
    assert stage.seen().startswith("When?")


def test_room_is_looked_for_again_when_it_is_to_begin() -> None:
    stage = active(FIRST).says("new practice").says("stop interrupting").presses("Any meeting")
    stage.presses("Wait two seconds").saves(SECOND).presses("That’s it")
    stage.presses("Let go: Wait two seconds")
    assert "[That’s it]" in stage.seen()
    assert the_practice(stage.presses("That’s it")).state == "draft"


def test_the_second_practice_keeps_the_hour_of_the_first() -> None:
    stage = active(FIRST).says("new practice").says("stop interrupting").presses("Any meeting")
    stage.presses("Ask one question before my answer").presses("That’s it")
    assert stage.seen().startswith("The first question comes Tuesday 24 November at 17:00.")


# left unfinished


def test_what_is_unfinished_is_asked_again_twice_and_expires_after_fourteen_days() -> None:
    stage = building("stop interrupting")
    assert stage.waiting()[0] == "practice/unfinished 2026-11-24 17:00"
    stage.goes_to(datetime(2026, 11, 24, 17, 1))
    assert "When?" in stage.seen()
    stage.goes_to(datetime(2026, 11, 27, 17, 1))
    assert "When?" in stage.seen()
    count = stage.said_count()
    stage.goes_to(datetime(2026, 12, 7, 17, 1))
    assert stage.said_count() == count
    assert stage.waiting() == ["consent/again 2027-02-22 17:00"]
    stage.presses("Any meeting")
    assert "That question has passed." in stage.seen()


def test_what_is_finished_meanwhile_is_not_reminded_of() -> None:
    from bot.events import Due

    stage = active(FIRST)
    scene = Scene(stage.leader, State("practice", "ana", "p1", "read_back"), stage.now)
    due = Due("d", "ana", stage.now, "practice", "p1", "unfinished", date(2026, 11, 24))
    assert FLOW.due["unfinished"](scene, due).to == STAY


def test_new_practice_in_the_middle_of_one_begins_that_one_again() -> None:
    stage = building("stop interrupting").says("new practice")
    assert "differently?" in stage.seen()
    stage.says("thank people more").presses("Any meeting")
    assert stage.seen().startswith("And what do you do then?\n[Write one line of thanks by name]")
    assert sum("practice/unfinished" in line for line in stage.waiting()) == 1

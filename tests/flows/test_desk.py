"""The desk: lines that belong nowhere, or to more than one thing; help, home, "check in"."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.effects import Hand, Json, Start
from bot.events import Pressed
from bot.facts import Chance, Facts, Practice, Waiting
from bot.flow import DONE, STAY, Chose, Filled, Next, State, Wrote
from bot.flows.desk import FLOW
from bot.home import DESK
from bot.messages import Choices, Form, Text
from bot.turn import advance
from tests.flows.scenes import ANA, NINE, WORDS, scene_of
from tests.flows.test_session import coaching
from tests.stage import ANA as NEWCOMER
from tests.stage import Stage

WAIT = Practice("p1", "ana", situation="somebody talks", act="wait two seconds", state="active", started_on=NINE.date())


def stage() -> Stage:
    return Stage().saves(replace(NEWCOMER, state="active"))


def keys(state: State, facts: Facts) -> list[str]:
    parts = FLOW.step("idle").draw(scene_of(state, facts=facts))
    return [one.key for part in parts if isinstance(part, Choices) for one in part.choices]


def words(found: Next) -> str:
    return " ".join("".join(span.text for span in part.spans) for part in found.say if isinstance(part, Text))


def begun(facts: Facts, **answers: Json) -> Next:
    return FLOW.begin(scene_of(State("desk", "ana", answers=dict(answers)), facts=facts))


# what belongs nowhere


def test_nonsense_gets_one_line_then_buttons_then_nothing() -> None:
    play = stage().says("blub")
    assert "help" in play.seen()
    assert not play.buttons()
    play.says("blub blub")
    assert play.buttons() == ["New practice", "Keep a promise", "Home", "What can I type?"]
    before = play.said_count()
    play.says("blub blub blub")
    assert play.said_count() == before


def test_help_lists_what_can_be_typed_with_three_buttons() -> None:
    play = stage().says("help")
    assert "promise Omar the numbers Thursday" in play.seen()
    assert play.buttons() == ["New practice", "Keep a promise", "Home"]


def test_help_says_what_is_there_for_a_coach_and_for_whom_they_coach() -> None:
    assert "For whoever would like to coach somebody." in stage().says("help").seen()
    play = coaching().says("help")
    assert "session Ana Thursday 14:00" in play.seen()
    assert "word Ana · three things for Ana" in play.seen()
    assert "What your leaders show you, and whom you coach." in play.seen()
    assert "What your coach may see, and what they read." not in play.seen()
    assert "What your coach may see, and what they read." in play.talks("ana").says("help").seen()


def test_after_help_nonsense_is_answered_again() -> None:
    play = stage().says("blub").says("blub").says("blub").says("help")
    before = play.said_count()
    play.says("blub")
    assert play.said_count() == before + 1


def test_thanks_get_a_kind_word_and_a_thumb_gets_none() -> None:
    play = stage().says("thank you")
    assert play.seen() == "You’re welcome."
    before = play.said_count()
    assert play.says("👍").said_count() == before


def test_the_buttons_are_those_that_make_sense_now() -> None:
    idle = State("desk", "ana", "", "idle")
    assert keys(idle, Facts(ANA, WORDS)) == ["practice", "promise_form", "home", "help"]
    assert keys(idle, Facts(ANA, WORDS, practices=(WAIT,))) == ["checkin", "promise_form", "home", "help"]
    assert keys(idle, Facts(replace(ANA, state="paused"), WORDS)) == ["practice", "promise_form", "resume", "help"]


def test_a_typed_label_is_its_command() -> None:
    take = FLOW.step("idle").take
    assert take(scene_of(State("desk", "ana")), Chose("home")).deeds == (Hand("home"),)


def test_other_answers_to_no_question_change_nothing() -> None:
    take = FLOW.step("idle").take
    for answer in (Chose("unheard of"), Wrote("x"), Filled({})):
        assert take(scene_of(State("desk", "ana")), answer).to == STAY


def test_a_press_on_the_desk_is_a_command() -> None:
    play = stage().says("help").presses("Home")
    assert "Who sees what" in play.seen()


# home, and the check-in


def test_home_is_the_home_page_as_a_message_with_the_desks_buttons() -> None:
    play = stage().says("home")
    assert "What is open" in play.seen()
    assert play.buttons() == ["New practice", "Keep a promise", "What can I type?"]


def test_check_in_without_a_practice_says_so() -> None:
    assert "no practice" in words(begun(Facts(ANA, WORDS), command="checkin"))


def test_check_in_draws_the_open_question_again_about_its_own_day() -> None:
    friday = date(2026, 11, 20)
    asked = (Chance("p1", friday, "ana"), Chance("gone", friday, "ana"))
    found = begun(Facts(ANA, WORDS, practices=(WAIT,), chances=asked), command="checkin")
    assert found.deeds == (Start("checkin", "p1", step="asked", occasion="2026-11-20"),)


def test_check_in_says_when_the_next_one_comes() -> None:
    coming = Waiting("checkin", "asked", "p1", datetime(2026, 11, 24, 17), "slot", date(2026, 11, 24))
    facts = Facts(ANA, WORDS, practices=(WAIT,), waiting=(coming,))
    assert words(begun(facts, command="checkin")) == "The next check-in comes on Tuesday 24 November at 17:00."


def test_check_in_after_the_answer_says_how_to_change_it() -> None:
    coming = Waiting("checkin", "asked", "p1", datetime(2026, 11, 24, 17), "slot", date(2026, 11, 24))
    done = Chance("p1", NINE.date(), "ana", mark="did")
    facts = Facts(ANA, WORDS, practices=(WAIT,), chances=(done,), waiting=(coming,))
    assert "type the new answer" in words(begun(facts, command="checkin"))


def test_check_in_with_nothing_planned_says_so() -> None:
    assert "No check-in is planned" in words(begun(Facts(ANA, WORDS, practices=(WAIT,)), command="checkin"))


# which one?


def which(options: Json) -> State:
    return State("desk", "ana", "", "which", {"text": "done", "options": options})


TWO: list[Json] = [["checkin", "p1", "Did it happen today: wait two seconds?"], ["", "promise", ""]]


def test_a_line_that_fits_several_is_asked_about_with_a_button_each() -> None:
    parts = FLOW.step("which").draw(scene_of(which(TWO)))
    labels = [one.label for part in parts if isinstance(part, Choices) for one in part.choices]
    assert labels == ["Did it happen today: wait two seconds?", "A promise", "Neither"]


def test_a_long_question_fits_its_button() -> None:
    parts = FLOW.step("which").draw(scene_of(which([["checkin", "p1", "very " * 40], ["", "sick", ""]])))
    labels = [one.label for part in parts if isinstance(part, Choices) for one in part.choices]
    assert max(map(len, labels)) <= 40
    assert labels[1] == "Something else I know"


def test_the_chosen_one_gets_the_line_as_it_was_typed() -> None:
    take = FLOW.step("which").take
    assert take(scene_of(which(TWO)), Chose("0")).deeds == (Hand("done", "checkin", "p1"),)
    assert take(scene_of(which(TWO)), Chose("1")).deeds == (Hand("done", "", ""),)


def test_neither_and_what_is_not_offered_give_it_to_nobody() -> None:
    take = FLOW.step("which").take
    assert take(scene_of(which(TWO)), Chose("neither")) == Next(DONE, because="it was meant for neither")
    assert take(scene_of(which(TWO)), Chose("7")).deeds == ()
    assert take(scene_of(which(TWO)), Wrote("hm")).to == STAY


def test_a_stored_question_with_broken_options_still_offers_neither() -> None:
    for broken in (None, "x", [["a"]], [1]):
        parts = FLOW.step("which").draw(scene_of(which(broken)))  # type: ignore[arg-type]  # what a store might hold
        assert [one.key for part in parts if isinstance(part, Choices) for one in part.choices] == ["neither"]


def test_the_same_words_are_said_whenever_the_turn_is_run_again() -> None:
    state = State("desk", "ana", answers={"command": "help"})
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    facts = Facts(ANA, WORDS)
    assert advance(facts, state, "began", FLOW, now) == advance(facts, state, "began", FLOW, now)


def test_a_press_on_the_home_page_opens_the_form() -> None:
    play = stage()
    play._act(Pressed("h1", "ana", play.now, DESK, "promise_form"))
    assert isinstance(play.reply, Form)
    play.sends(who="Omar", what="the numbers", on="2026-11-26")
    assert "Omar, the numbers, Thursday 26 November." in play.seen()


def test_check_in_typed_draws_the_days_question_with_its_buttons() -> None:
    play = stage().saves(WAIT)
    play.starts("checkin", "p1").goes_to(datetime(2026, 11, 24, 17, 1))
    asked = play.seen()
    play.says("note something in between").says("check in")
    assert play.seen() == asked
    play.presses("Did it")
    assert play.leader.chances[-1].mark == "did"


def test_done_with_two_questions_open_asks_which_and_goes_where_it_was_meant() -> None:
    play = stage().saves(WAIT).says("promise Omar the numbers Monday 30 November")
    play.starts("checkin", "p1").goes_to(datetime(2026, 11, 30, 17, 1)).says("done")
    assert "Which did you mean?" in play.seen()
    assert "> done" in play.seen()
    promise = next(label for label in play.buttons() if "Omar" in label)
    play.presses(promise)
    assert play.leader.captures[-1].state == "kept"
    assert play.leader.chances[-1].mark == ""

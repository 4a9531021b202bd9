"""Quick capture: a promise is read back, asked about on its morning, moved once, and settled."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.effects import FollowUp, Save
from bot.events import Due
from bot.facts import Capture, Facts, Waiting
from bot.flow import DONE, STAY, Chose, Filled, Next, Scene, State, Wrote
from bot.flows.capture import FLOW
from bot.messages import Form
from tests.flows.scenes import ANA, NINE, WORDS, scene_of
from tests.stage import ANA as NEWCOMER
from tests.stage import Stage

THURSDAY = date(2026, 11, 26)
PROMISE = Capture("c1", "ana", "promise", "the numbers", "Omar", on=THURSDAY)
KNOWN = {"command": "promise", "who": "Omar", "what": "the numbers", "on": "2026-11-26", "booked": 1}


def stage() -> Stage:
    return Stage().saves(replace(NEWCOMER, state="active"))


def kept(play: Stage) -> Capture:
    return play.leader.captures[-1]


def at(step: str, one: Capture = PROMISE, **answers: object) -> Scene:
    state = State("capture", "ana", "c1", step, {**KNOWN, **answers})  # type: ignore[dict-item]  # plain JSON
    return scene_of(state, facts=Facts(ANA, WORDS, captures=(one,)))


def take(step: str, answer: Chose | Wrote | Filled, one: Capture = PROMISE, **answers: object) -> Next:
    return FLOW.step(step).take(at(step, one, **answers), answer)


def due(kind: str, last: bool = False) -> Due:
    return Due("d1", "ana", NINE, "capture", "c1", kind, THURSDAY, last=last)


# taken down


def test_a_promise_is_read_back_with_its_date_and_asked_about_on_its_morning() -> None:
    play = stage().says("promise Omar the numbers Thursday")
    assert "Omar, " in play.seen()
    assert "numbers, Thursday 26 November." in play.seen()
    assert "I’ll ask on Thursday morning." in play.seen()
    assert play.buttons() == ["Change", "Let it go"]
    assert play.waiting() == ["capture/promised 2026-11-26 09:00"]
    assert (kept(play).state, kept(play).who, kept(play).on) == ("open", "Omar", THURSDAY)


def test_whoever_begins_later_is_asked_as_their_day_opens() -> None:
    play = stage().saves(replace(NEWCOMER, state="active", opens=time(10, 0)))
    play.says("promise Omar the numbers Thursday")
    assert play.waiting() == ["capture/promised 2026-11-26 10:00"]


def test_a_promise_for_today_is_asked_about_in_the_days_message() -> None:
    play = stage().says("promise Omar the numbers today")
    assert "I’ll ask today at 17:00." in play.seen()
    assert play.waiting() == ["capture/promised_later 2026-11-23 17:00"]


def test_a_promise_for_tonight_is_asked_about_the_next_morning() -> None:
    play = stage().goes_to(datetime(2026, 11, 23, 17, 20)).says("promise Omar the numbers today")
    assert "Tuesday 24 November" in play.seen()
    assert play.waiting() == ["capture/promised 2026-11-24 09:00"]


def test_a_day_with_two_timed_questions_is_said_to_be_full() -> None:
    play = stage()
    for who in ("Omar", "Lea", "Kim"):
        play.says(f"promise {who} the numbers Thursday")
    assert "Two questions stand on that day already" in play.seen()
    assert "capture/promised_later 2026-11-26 17:00" in play.waiting()


def test_without_a_day_it_is_a_draft_until_the_day_is_known() -> None:
    play = stage().says("promise Omar the numbers")
    assert "By when?" in play.seen()
    assert (kept(play).state, kept(play).who) == ("draft", "Omar")
    assert play.waiting() == ["capture/finish 2026-11-24 17:00"]
    play.presses("Friday 27 November")
    assert kept(play).state == "open"
    assert play.waiting() == ["capture/promised 2026-11-27 09:00"]


def test_what_cannot_be_read_as_a_day_is_answered_with_examples() -> None:
    play = stage().says("promise Omar the numbers").says("soonish")
    assert "A day, such as" in play.seen()
    assert kept(play).state == "draft"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("promise Omar the numbers 20 November", "That day has gone by."),
        ("promise Omar the numbers 31 February", "There is no such day"),
        ("promise Omar the numbers next Thursday", "more than one day"),
    ],
)
def test_a_day_that_cannot_be_is_named_as_such_and_asked_again(typed: str, said: str) -> None:
    play = stage().says(typed)
    assert said in play.seen()
    play.says("4 December")
    assert kept(play).on == date(2026, 12, 4)


def test_of_several_days_the_person_presses_one() -> None:
    play = stage().says("promise Omar the numbers next Thursday")
    assert play.buttons() == ["Thursday 26 November", "Thursday 3 December", "Never mind"]
    play.presses("Thursday 3 December")
    assert kept(play).on == date(2026, 12, 3)


def test_a_promise_to_nobody_asks_to_whom_and_takes_oneself_for_an_answer() -> None:
    play = stage().says("promise to send the numbers on Thursday")
    assert "To whom did you promise it?" in play.seen()
    play.says("nobody")
    assert "send the numbers, Thursday 26 November." in play.seen()
    assert kept(play).who == ""


def test_a_name_completes_it() -> None:
    play = stage().says("promise to send the numbers on Thursday").says("Omar")
    assert kept(play).who == "Omar"


def test_a_promise_about_nothing_asks_what() -> None:
    play = stage().says("promise Omar Thursday")
    assert "What did you promise Omar?" in play.seen()
    assert kept(play).text
    play.says("the numbers")
    assert (kept(play).text, kept(play).state) == ("the numbers", "open")


def test_a_promise_about_nothing_to_nobody_still_is_not_lost() -> None:
    found = FLOW.step("what").draw(at("what", who=""))
    assert "What did you promise?" in str(found)


def test_a_day_off_is_said_and_the_day_of_asking_chosen() -> None:
    play = stage().says("promise Omar the numbers Saturday")
    assert "Saturday 28 November is a day off for you." in play.seen()
    assert kept(play).state == "draft"
    play.presses("Friday 27 November")
    assert "numbers, Saturday 28 November." in play.seen()
    assert "in the morning of Friday 27 November" in play.seen()
    assert play.waiting() == ["capture/promised 2026-11-27 09:00"]


def test_on_a_day_off_another_day_can_be_typed() -> None:
    play = stage().says("promise Omar the numbers Saturday").says("Friday")
    assert kept(play).on == date(2026, 11, 27)
    assert take("off", Filled({})).to == DONE


def test_a_bare_command_asks_for_the_line() -> None:
    play = stage().says("promise")
    assert "One line is enough" in play.seen()
    play.says("Omar the numbers Thursday")
    assert kept(play).on == THURSDAY


def test_an_open_question_can_be_left() -> None:
    play = stage().says("promise Omar the numbers").presses("Never mind")
    assert kept(play).state == "dropped"
    assert play.waiting() == []


@pytest.mark.parametrize("step", ["who", "what", "date"])
def test_every_open_question_can_be_dropped_by_a_word(step: str) -> None:
    found = take(step, Chose("drop"), replace(PROMISE, state="draft"))
    assert found.to == DONE
    assert Save(replace(PROMISE, state="dropped")) in found.deeds


def test_a_draft_is_asked_about_again_and_then_stays_on_the_page() -> None:
    play = stage().says("promise Omar the numbers")
    play.goes_to(datetime(2026, 11, 24, 17, 1))
    assert "By when?" in play.seen()
    assert FLOW.due["finish"](at("date"), due("finish")).to == STAY
    whole = FLOW.due["finish"](at("date", replace(PROMISE, state="draft")), due("finish"))
    assert whole.to == "kept"


def test_a_long_promise_is_stored_whole_and_shown_short() -> None:
    words = "the numbers of every region and every month " * 20
    play = stage().says(f"promise Omar {words.strip()} by Thursday")
    assert len(kept(play).text) > 800
    assert len(play.seen()) < 450
    assert "…" in play.seen()


# by form, and changed


def test_a_promise_by_form() -> None:
    play = stage().says("help").presses("Keep a promise")
    assert isinstance(play.reply, Form)
    play.sends(who="", what="", on="")
    assert play.errors is not None
    assert [name for name, _ in play.errors.errors] == ["what", "on"]
    for wrong in ("2026-11-20", "soon", "9999-12-31"):
        play.sends(who="Omar", what="the numbers", on=wrong)
        assert play.errors is not None, wrong
        assert [name for name, _ in play.errors.errors] == ["on"]
    play.sends(who="Omar", what="the numbers", on="2026-11-26")
    assert "Omar, the numbers, Thursday 26 November." in play.seen()


def test_the_typed_question_opens_the_form_too() -> None:
    play = stage().says("promise").presses("Use a form")
    assert isinstance(play.reply, Form)
    play.sends(who="Omar", what="the numbers", on="2026-11-26")
    assert kept(play).who == "Omar"


def test_one_tap_changes_it_in_place_and_the_question_moves_with_it() -> None:
    play = stage().says("promise Omar the numbers Thursday").presses("Change")
    before = play.said_count()
    play.sends(who="Lea", what="the figures", on="2026-11-27")
    assert play.said_count() == before
    assert "Lea, the figures, Friday 27 November." in play.seen()
    assert play.waiting() == ["capture/promised 2026-11-27 09:00"]


def test_a_bare_day_right_after_corrects_it_and_later_does_not() -> None:
    play = stage().says("promise Omar the numbers Thursday").says("Friday")
    assert kept(play).on == date(2026, 11, 27)
    play.goes_to(datetime(2026, 11, 23, 9, 30)).says("Wednesday")
    assert kept(play).on == date(2026, 11, 27)


def test_one_tap_drops_it() -> None:
    play = stage().says("promise Omar the numbers Thursday").presses("Let it go")
    assert kept(play).state == "dropped"
    assert play.waiting() == []


# its day


def asked() -> Stage:
    return stage().says("promise Omar the numbers Thursday").goes_to(datetime(2026, 11, 26, 9, 1))


def test_on_its_morning_it_is_asked_about() -> None:
    play = asked()
    assert "Omar" in play.seen()
    assert play.buttons() == ["Yes", "New date", "Dropped"]


def test_yes_settles_it_and_asks_once_whether_they_know() -> None:
    play = asked().says("done")
    assert kept(play).state == "kept"
    assert "Omar" in play.seen()
    play.presses("They know")
    assert kept(play).told
    assert play.seen()
    assert play.waiting() == []


def test_a_promise_to_oneself_has_nobody_to_tell() -> None:
    own = replace(PROMISE, who="")
    assert take("happened", Chose("yes"), own).to == DONE
    assert "Omar" not in str(FLOW.step("happened").draw(at("happened", own)))


def test_not_yet_gets_one_new_date_and_asks_whether_they_know() -> None:
    play = asked().says("not yet")
    assert "moves once" in play.seen()
    play.says("Monday")
    assert "Monday 30 November, then." in play.seen()
    assert play.waiting() == ["capture/promised 2026-11-30 09:00"]
    play.presses("Not yet")
    assert (kept(play).moved, kept(play).told) == (True, False)
    play.goes_to(datetime(2026, 11, 30, 9, 1))
    assert play.buttons() == ["Yes", "Dropped"]
    play.says("not yet")
    assert "moved once already" in play.seen()
    play.says("Friday")
    assert "moved once already" in play.seen()
    play.says("yes")
    assert kept(play).state == "kept"
    assert play.waiting() == []


def test_a_new_day_can_be_typed_at_once() -> None:
    play = asked().says("Friday")
    assert kept(play).on == date(2026, 11, 27)


def test_a_new_date_that_is_past_or_several_is_asked_again() -> None:
    play = asked().says("20 November")
    assert "gone by" in play.seen()
    play.says("next Friday")
    assert "more than one day" in play.seen()
    play.presses("Friday 4 December")
    assert kept(play).on == date(2026, 12, 4)


def test_dropped_takes_a_word_or_none_and_asks_whether_they_know() -> None:
    play = asked().presses("Dropped").says("the audit moved")
    words = [one.text for one in play.leader.captures if one.kind == "note"]
    assert words == ["the numbers: the audit moved"]
    assert play.buttons() == ["They know", "Not yet"]
    assert play.says("they know").waiting() == []
    without = asked().presses("Dropped").presses("No word")
    assert not [one for one in without.leader.captures if one.kind == "note"]


def test_a_new_date_can_be_given_up() -> None:
    assert take("new_date", Chose("drop")).to == "why"
    assert take("new_date", Chose("2026-12-04")).keep["on"] == "2026-12-04"


def test_after_the_third_question_it_is_no_longer_open() -> None:
    found = FLOW.due["promised"](at("happened"), due("promised", last=True))
    assert found.deeds == (Save(replace(PROMISE, state="closed")),)
    assert FLOW.due["promised"](at("happened"), due("promised")).deeds == ()


def test_it_is_asked_three_times_in_all_and_then_never() -> None:
    play = asked()
    assert play.waiting() == ["capture/promised 2026-12-01 09:00"]
    play.goes_to(datetime(2026, 12, 1, 9, 1))
    assert play.waiting() == ["capture/promised 2026-12-10 09:00"]
    play.goes_to(datetime(2026, 12, 10, 9, 1))
    assert play.waiting() == []
    assert kept(play).state == "closed"
    play.presses("Yes")
    assert kept(play).state == "kept"


@pytest.mark.parametrize("kind", ["promised", "promised_later", "thank", "bring", "finish"])
def test_what_is_settled_is_not_asked_about(kind: str) -> None:
    assert FLOW.due[kind](at("kept", replace(PROMISE, state="dropped")), due(kind)).to == STAY


def test_what_was_erased_is_not_asked_about() -> None:
    scene = scene_of(State("capture", "ana", "gone", "kept", {"command": "promise"}))
    assert FLOW.due["promised"](scene, due("promised")).to == STAY


@pytest.mark.parametrize("step", ["date", "new_date"])
def test_a_line_that_is_no_day_leaves_the_question_open(step: str) -> None:
    assert take(step, Wrote("soonish")).to == STAY


def test_a_full_day_does_not_count_the_promise_itself() -> None:
    mine = Waiting("capture", "promised", "c1", datetime.combine(THURSDAY, time(9)), "timed", THURSDAY)
    other = replace(mine, subject="c2")
    scene = at("kept")
    scene = replace(scene, facts=replace(scene.facts, waiting=(mine, other)))
    found = FLOW.step("kept").take(scene, Wrote("Thursday"))
    assert [one.kind for one in found.deeds if isinstance(one, FollowUp)] == ["promised"]

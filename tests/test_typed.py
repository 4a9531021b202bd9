"""A typed line goes to the global words, to its thread, or to the only open question; it is never guessed."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Practice
from bot.rules import calendar
from tests.stage import ANA, Stage

PRACTICE = Practice(
    "p1",
    "ana",
    wish="stop interrupting",
    situation="any meeting",
    act="wait two seconds",
    state="active",
    started_on=date(2026, 11, 2),
    began_on=date(2026, 11, 2),
    trial="passed",
)
OTHER = replace(PRACTICE, id="p2", wish="thank people", act="write one line of thanks")


def leader(*practices: Practice) -> Stage:
    """Ana, on a Thursday; her check-ins begin the day after."""
    thursday = calendar.instant(datetime(2026, 11, 26, 9, 0), ANA.zone)
    return Stage(thursday).saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)), *practices)


def on_friday(*practices: Practice) -> Stage:
    """The last workday's check-ins."""
    stage = leader(*practices)
    for practice in practices:
        stage.starts("checkin", practice.id)
    return stage.goes_to(datetime(2026, 11, 27, 17, 1))


def with_lookback() -> Stage:
    """The last workday's card: the check-in, and the look-back under it."""
    return leader(PRACTICE).starts("checkin", "p1").starts("lookback").goes_to(datetime(2026, 11, 27, 17, 1))


def mark(stage: Stage, practice: str = "p1") -> str:
    return stage.leader.chances[-1].mark if stage.leader.chances else "none yet"


def test_the_only_open_question_gets_the_line() -> None:
    assert mark(on_friday(PRACTICE).says("did it")) == "did"


def test_beside_a_look_back_the_words_of_a_button_are_the_check_ins() -> None:
    stage = with_lookback()
    assert "Look back" in stage.buttons()
    assert mark(stage.says("not today")) == "not"


def test_beside_a_check_in_a_sentence_is_the_look_backs() -> None:
    stage = with_lookback().says("the budget round went well because I waited")
    assert stage.leader.weeks[-1].answer == "the budget round went well because I waited"


def test_one_strange_word_is_nobodys_and_gets_one_kind_line() -> None:
    stage = with_lookback().says("flurb")
    assert stage.leader.weeks[-1].answer == ""
    assert mark(stage) == ""
    assert "press a button" in stage.seen() or "sentence" in stage.seen()


def test_two_practices_that_could_both_be_meant_are_asked_about() -> None:
    stage = on_friday(PRACTICE, OTHER).says("yes")
    assert "Which did you mean?" in stage.seen()
    stage.presses("0")
    assert [one.mark for one in stage.leader.chances if one.day == date(2026, 11, 27)].count("did") == 1


def test_which_one_can_be_answered_with_neither() -> None:
    stage = on_friday(PRACTICE, OTHER).says("yes").presses("Neither")
    assert all(one.mark == "" for one in stage.leader.chances)


def test_a_reply_in_the_thread_of_a_message_answers_a_question_of_that_message() -> None:
    stage = on_friday(PRACTICE)
    asked = stage.order[-1]
    stage.says("new practice")
    stage.says("did it", thread=asked)
    assert mark(stage) == "did"


def test_yesterdays_questions_are_not_meant_by_a_word_today() -> None:
    stage = leader(PRACTICE)
    stage.starts("partner")
    stage.goes_to(datetime(2026, 11, 27, 17, 1)).starts("checkin", "p1").goes_to(datetime(2026, 11, 30, 17, 1)).says(
        "no"
    )
    assert mark(stage) == "not"


def test_a_command_goes_before_a_question_of_the_days_message() -> None:
    stage = with_lookback().says("thank Lea for flagging the delay")
    assert stage.leader.captures[-1].kind == "thank"


def test_in_the_middle_of_a_talk_what_could_be_a_command_is_asked_about() -> None:
    stage = Stage().says("hi").presses("Start").says("note what people say first")
    assert "Which did you mean?" in stage.seen()
    stage.presses("0")
    assert stage.state("practice").answers["wish"] == "note what people say first"


@pytest.mark.parametrize("first", ["holidays", "holidays Atlantis", "zone", "partner Zorro", "ask me at 99"])
@pytest.mark.parametrize(("line", "told"), [("holidays DE", "Germany"), ("zone Lisbon", "Lisbon")])
def test_a_command_is_no_country_no_place_no_name_and_no_hour(first: str, line: str, told: str) -> None:
    stage = on_friday(PRACTICE).says(first).says(line)
    assert told in stage.seen()
    assert "Which did you mean?" not in stage.seen()


def test_a_word_that_two_questions_understand_is_for_the_one_that_was_just_asked_in_reply() -> None:
    stage = on_friday(PRACTICE).says("holidays Atlantis").says("none")
    assert "I keep no public holidays" in stage.seen()
    assert mark(stage) == ""
    stage = on_friday(PRACTICE).says("start fresh").says("yes")
    assert "Make it smaller" in stage.buttons()
    assert mark(stage) == ""


def test_a_question_that_was_asked_before_the_days_message_is_not_the_one_that_was_just_asked() -> None:
    stage = leader(PRACTICE).starts("checkin", "p1").goes_to(datetime(2026, 11, 27, 12, 0)).says("start fresh")
    stage.goes_to(datetime(2026, 11, 27, 17, 1)).says("yes")
    assert "Which did you mean?" in stage.seen()


def test_of_two_questions_of_one_reply_neither_is_guessed() -> None:
    stage = on_friday(PRACTICE, OTHER).says("check in").says("yes")
    assert "Which did you mean?" in stage.seen()


def test_a_global_word_is_one_even_in_the_middle_of_a_talk() -> None:
    stage = Stage().says("hi").presses("Start").says("help")
    assert "promise Omar the numbers" in stage.seen()


def test_stop_interrupting_is_no_command() -> None:
    stage = Stage().says("hi").presses("Start").says("stop interrupting")
    assert stage.state("practice").answers["wish"] == "stop interrupting"
    assert stage.leader.person.state != "stopped"


def test_an_answer_may_be_changed_by_typing_while_other_questions_are_open() -> None:
    stage = with_lookback().says("did it").says("not today")
    assert mark(stage) == "not"


def test_a_newcomer_is_welcomed_whatever_they_type() -> None:
    assert "Nora said I would write" in Stage().says("asdf").seen()


def test_nonsense_gets_one_line_then_buttons_then_silence_and_a_command_starts_afresh() -> None:
    stage = leader(PRACTICE).says("asdf")
    assert "help shows" in stage.seen()
    stage.says("qwer")
    assert stage.buttons()
    count = stage.said_count()
    assert stage.says("zxcv").said_count() == count
    assert stage.says("help").said_count() == count + 1
    assert "help shows" in stage.says("asdf").seen()

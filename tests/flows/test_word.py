"""A word: asked for by the coach in their own name, answered by the leader with one tap, one at a time.

Nora coaches Ana; it is Monday 23 November 2026, nine o'clock in Berlin.
"""

from dataclasses import replace
from datetime import datetime, time

import pytest

from bot.coaching import Engagement
from bot.events import Undelivered
from bot.flow import Scene
from bot.flows.word import FLOW
from bot.flows.word.asking import about
from bot.messages import Ref
from bot.rules import calendar
from tests.flows.test_session import WORK, coaching
from tests.stage import Stage


def sent(text: str = "the numbers") -> Stage:
    """Nora has asked Ana for a word; Ana speaks."""
    return coaching().says(f"word Ana {text}").presses("Send it to Ana").talks("ana")


def test_a_word_is_read_back_and_goes_in_the_coachs_name() -> None:
    stage = coaching().says("word Ana the numbers of Thursday")
    assert "Nora would like a word with you:" in stage.seen()
    assert "the numbers of Thursday" in stage.seen()
    assert stage.said_count("ana") == 0
    stage.presses("Send it to Ana")
    assert "Nora would like a word with you:" in stage.seen("ana")
    assert "the numbers of Thursday" in stage.seen("ana")
    assert stage.talks("ana").buttons() == ["I’ll get in touch", "Say when it suits me"]


def test_it_can_be_left_open_or_changed() -> None:
    stage = coaching().says("word Ana").presses("Just ask")
    assert "Nora would like a word with you." in stage.seen()
    stage.presses("Change it").says("Thursday’s numbers").presses("Send it to Ana")
    assert "Thursday’s numbers" in stage.seen("ana")


def test_it_comes_within_the_leaders_hours() -> None:
    stage = coaching(opens=time(11, 0)).says("word Ana").presses("Just ask").presses("Send it to Ana")
    (post,) = [one for one in stage.messages.values() if one.person == "ana"]
    assert (post.cls, post.not_before) == ("behalf", calendar.instant(datetime(2026, 11, 23, 11), "Europe/Berlin"))


def test_one_tap_back_tells_the_coach() -> None:
    stage = sent().presses("I’ll get in touch")
    assert "Ana will get in touch about a word." in stage.seen("nora")
    assert stage.talks("nora").waiting() == []


def test_by_when_suits_them_goes_in_their_words() -> None:
    stage = sent().presses("Say when it suits me").says("after Wednesday")
    assert "Ana says:" in stage.seen("nora")
    assert "after Wednesday" in stage.seen("nora")
    assert stage.talks("nora").waiting() == []


def test_one_word_at_a_time() -> None:
    stage = sent().talks("nora").says("word Ana something else")
    assert "A word of yours is with Ana already." in stage.seen()
    assert stage.said_count("ana") == 1
    stage.talks("ana").presses("I’ll get in touch")
    stage.talks("nora").says("word Ana something else").presses("Send it to Ana")
    assert "something else" in stage.seen("ana")


def test_two_that_were_begun_at_once_are_one() -> None:
    stage = coaching().says("word Ana one").says("word Ana two")
    stage.presses("Send it to Ana").presses("Send it to Ana")
    assert stage.said_count("ana") == 1


def test_silence_is_told_to_nobody_and_ends_after_ten_working_days() -> None:
    stage = sent()
    before = stage.said_count("nora")
    stage.goes_to(datetime(2026, 12, 7, 17, 1))
    assert stage.said_count("nora") == before
    assert stage.talks("nora").says("word Ana again").presses("Send it to Ana").said_count("ana") == 2


@pytest.mark.parametrize("state", ["invited", "declined", "ended"])
def test_there_is_no_word_with_somebody_who_is_not_coached(state: str) -> None:
    stage = coaching(replace(WORK, state=state)).says("word Ana hello")  # type: ignore[arg-type]  # as named
    assert "You coach nobody here." in stage.seen()
    stage.starts("word", "ana")
    assert "You don’t coach this person here now" in stage.seen()
    assert stage.said_count("ana") == 0


def test_a_name_that_is_nobodys_here_is_said() -> None:
    stage = coaching().says("word Omar hello")
    assert "I find nobody called Omar among the people you coach." in stage.seen()
    assert stage.said_count("omar") == 0


def test_with_several_it_is_asked_with_whom() -> None:
    stage = coaching(Engagement("nora", "omar", "accepted")).says("word")
    assert stage.buttons() == ["Ana", "Omar", "Leave it"]
    stage.presses("Omar").presses("Just ask").presses("Send it to Omar")
    assert (stage.said_count("omar"), stage.said_count("ana")) == (1, 0)


def test_an_end_meanwhile_ends_it_on_both_sides() -> None:
    over = replace(WORK, state="ended")
    stage = coaching().says("word Ana hello").saves(over).presses("Send it to Ana")
    assert stage.said_count("ana") == 0
    stage = sent().saves(over).presses("I’ll get in touch")
    assert "nothing to answer" in stage.seen()
    assert "in touch" not in stage.all_seen("nora")


def test_whom_nothing_reaches_is_said_and_nothing_is_sent() -> None:
    stage = coaching(state="stopped").says("word Ana hello")
    assert "I don’t reach Ana at the moment" in stage.seen()


def test_too_long_a_word_is_asked_for_once_more() -> None:
    stage = coaching().says("word Ana " + "w" * 1001)
    assert "longer than 1000 characters" in stage.seen()
    assert stage.said_count("ana") == 0


def test_a_word_in_somebody_elses_name_says_nothing() -> None:
    stage = coaching().talks("ana").starts("word", "x", news="asked", word={"coach": "omar", "text": "hello"})
    assert stage.said_count("ana") == 0
    stage.talks("omar").starts("word", "ana", news="touch")
    assert stage.said_count("omar") == 0


def test_what_did_not_arrive_is_told_to_the_coach() -> None:
    stage = sent()
    state = stage.state("word")
    scene = Scene(stage.leader, state, stage.now)
    lost = Undelivered("u", "ana", stage.now, Ref("word", state.subject, "asked"), "blocked")
    assert FLOW.lost is not None
    (back,) = FLOW.lost(scene, lost).deeds
    stage.talks("nora").starts("word", "ana", **back.answers)  # type: ignore[union-attr]  # a Start
    assert "did not get to Ana" in stage.seen()
    assert stage.waiting() == []


def test_the_two_sides_never_meet_in_one_conversation() -> None:
    both = coaching(Engagement("ana", "nora", "accepted"))
    both.says("word Ana one").presses("Send it to Ana")
    both.talks("ana").says("word Nora two").presses("Send it to Nora")
    both.presses("I’ll get in touch")
    assert "Ana will get in touch" in both.seen("nora")
    assert about("ana", "nora") != about("nora", "ana")


def test_a_note_may_begin_like_the_command() -> None:
    for words in ("a word too many", "a word to Omar that I should have left out", "sessions like these tire me"):
        stage = coaching().says("note").says(words)
        assert [one.text for one in stage.leader.captures] == [words]


def test_a_long_line_that_names_nobody_is_no_such_command() -> None:
    stage = coaching().says("word twice before I open my mouth in front of the team")
    assert ("word", "nora", "") not in stage.states["nora"]
    stage.says("word Ana, about what we had said about the numbers of last Thursday")
    assert "what we had said about the numbers" in stage.seen()

"""The prompt of a round: the same words for everybody, one reminder for all, and nothing of what is typed to it."""

from datetime import datetime

import pytest

from bot.flow import State
from bot.messages import Choices
from tests.roster import NAMES, leading
from tests.stage import Stage

OPENS = datetime(2026, 11, 24, 10, 0)
ASKS = datetime(2026, 11, 24, 17, 1)
REMINDS = datetime(2026, 11, 27, 17, 1)
SECRET = "Kassandra warned them"


def opened() -> Stage:
    """A round of Ana's team has opened on Tuesday; nobody has been told yet."""
    stage = leading().goes_to(OPENS)
    return stage.comes_due("pulse", "open")


def asked() -> Stage:
    """The day's message has come."""
    return opened().goes_to(ASKS)


def member(stage: Stage, name: str = "ben") -> Stage:
    stage.who = name
    return stage


def news(stage: Stage, what: str) -> Stage:
    (round_,) = stage.leader.rounds
    for name in NAMES:
        member(stage, name).starts("answer", round_.id, news=what)
    return stage


def kept(stage: Stage) -> str:
    """Everything that is kept anywhere: states, follow-ups, messages and facts."""
    return repr((stage.states, stage.planned, stage.messages, stage.facts))


def test_everybody_is_asked_on_the_day_in_the_same_words() -> None:
    stage = asked()
    said = {stage.seen(name) for name in NAMES}
    assert len(said) == 1
    (only,) = said
    assert "Ana asks what you see and need." in only
    assert "until Tuesday 1 December, 17:00" in only


def test_the_button_says_that_it_opens_a_form_and_names_nobody() -> None:
    stage = asked()
    for name in NAMES:
        (post,) = [one for one in stage.messages.values() if one.person == name]
        (ask,) = post.message.asks
        (first, second) = next(part.choices for part in ask.parts if isinstance(part, Choices))
        assert (first.key, first.opens, second.opens) == ("open", True, False)
        assert name not in repr((ask.ref, post.key))


def test_everybody_is_reminded_once_in_the_same_words_whoever_has_answered() -> None:
    stage = asked().goes_to(REMINDS)
    said = {stage.seen(name) for name in NAMES}
    assert len(said) == 1
    assert "If you have answered, this is not for you." in said.pop()
    assert {stage.said_count(name) for name in NAMES} == {2}
    stage.goes_to(datetime(2026, 12, 1, 16, 59))
    assert {stage.said_count(name) for name in NAMES} == {2}


@pytest.mark.parametrize("what", ["lost", "below", "dropped"])
def test_an_end_without_a_result_is_one_line_in_the_same_words_for_everybody(what: str) -> None:
    stage = news(asked(), what)
    said = {stage.seen(name) for name in NAMES}
    assert len(said) == 1
    assert "nobody" in said.pop().lower()
    assert {stage.said_count(name) for name in NAMES} == {2}


def test_a_release_says_nothing_to_those_who_answered() -> None:
    stage = news(asked(), "released")
    assert {stage.said_count(name) for name in NAMES} == {1}


@pytest.mark.parametrize("what", ["released", "lost", "below", "dropped"])
def test_whoever_has_not_been_asked_when_it_ends_is_asked_no_more(what: str) -> None:
    stage = news(opened(), what).goes_to(REMINDS)
    assert not any("what you see and need" in stage.all_seen(name) for name in NAMES)
    assert [one for one in stage.planned.values() if one.flow == "answer"] == []


def test_a_prompt_that_comes_too_late_is_not_sent() -> None:
    stage = opened()
    answers = [one for one in stage.planned.values() if one.flow == "answer"]
    assert len(answers) == 2 * len(NAMES)
    (round_,) = stage.leader.rounds
    stage.now = round_.closes_at
    stage.ticks()
    assert not any("what you see and need" in stage.all_seen(name) for name in NAMES)


@pytest.mark.parametrize(
    "typed",
    [SECRET, f"yes, {SECRET}", "3", "yes", "👍", f"{SECRET} " * 1000, "answer", "none of it", "did it"],
)
def test_what_is_typed_while_it_is_the_only_question_is_sent_to_the_form_and_not_kept(typed: str) -> None:
    stage = member(asked())
    before = {key: state for key, state in stage.states["ben"].items() if key[0] != "desk"}
    stage.says(typed)
    assert "use the form" in stage.seen()
    assert {key: state for key, state in stage.states["ben"].items() if key[0] != "desk"} == before
    assert "Kassandra" not in kept(stage)


@pytest.mark.parametrize("typed", ["no", "No thanks.", "later", "not now"])
def test_a_no_is_theirs_to_say_and_leaves_no_trace(typed: str) -> None:
    stage = member(asked())
    before = {key: state for key, state in stage.states["ben"].items() if key[0] != "desk"}
    stage.says(typed)
    assert "“Answer” opens the form until Tuesday 1 December, 17:00. Taking part is yours to choose" in stage.seen()
    assert {key: state for key, state in stage.states["ben"].items() if key[0] != "desk"} == before


def test_a_no_goes_first_to_what_can_be_answered_with_it() -> None:
    assert "I write about your team only" in member(asked()).says("hi").says("no").seen()


def test_a_typed_why_is_answered_and_leaves_the_prompt_open() -> None:
    stage = member(asked()).says("why me?")
    assert "A round comes every 4 weeks" in stage.seen()
    stage.says(SECRET)
    assert "use the form" in stage.seen()


def test_what_is_typed_in_its_thread_is_not_kept_either_whatever_else_is_asked() -> None:
    stage = member(asked())
    prompt = stage.order[[stage.messages[key].person for key in stage.order].index("ben")]
    stage.says("hours")
    stage.says(f"note {SECRET}", thread=prompt)
    assert "use the form" in stage.seen()
    assert "Kassandra" not in kept(stage)


def test_the_word_on_the_button_opens_no_form_and_keeps_nothing() -> None:
    assert "use the form" in member(asked()).says("Answer").seen()


def test_commands_are_heard_as_ever() -> None:
    stage = member(asked()).says("stop")
    assert "use the form" not in stage.seen()


def test_which_one_is_never_asked_about_words_that_may_be_an_answer() -> None:
    stage = member(asked())
    stage.states["ben"][("desk", "ben", "")] = State("desk", "ben", "", "idle")
    stage.says(f"perhaps {SECRET}")
    assert "Which" not in stage.seen()
    assert "Kassandra" not in kept(stage)


def test_why_they_are_asked_is_one_tap_away_and_leaves_the_prompt_open() -> None:
    stage = member(asked())
    (round_,) = stage.leader.rounds
    before = stage.states["ben"]["answer", "ben", round_.id]
    stage.presses("Why am I asked, and how often?")
    assert stage.said_count() == 2
    assert "Ana" in stage.seen()
    assert stage.states["ben"][before.key] == before


def test_once_it_is_over_an_old_button_says_so() -> None:
    stage = member(news(asked(), "below"))
    assert stage.presses("why").seen() == "That round is over."

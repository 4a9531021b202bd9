"""What somebody types who has never seen the bot: who are you, can you, remind me, and second thoughts."""

from dataclasses import replace

import pytest

from bot.content.loader import load_words
from bot.flows.commands import read_command
from tests.stage import ANA, Stage

WORDS = load_words()


@pytest.mark.parametrize("typed", ["what is this", "Who are you?", "are you a bot?", "why are you asking me this"])
def test_who_it_is_can_be_asked_before_beginning_and_after(typed: str) -> None:
    new = Stage().says("hi").says(typed)
    assert "I am a bot" in new.seen()
    assert "“start” begins" in new.seen()
    assert "What should people" in new.says("sure").seen() or "What would you like" in new.seen()
    known = Stage().saves(replace(ANA, state="active")).says(typed)
    assert "work at once" in known.seen()


def test_who_it_is_can_be_asked_in_the_middle_of_building() -> None:
    stage = Stage().says("hi").presses("Start").says("what is this?")
    assert "I am a bot" in stage.seen()
    assert stage.says("let people finish").state("practice").answers["wish"] == "let people finish"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("can you ask me in the morning?", "ask_at"),
        ("could you please stop", "stop"),
        ("can you pause until Monday", "pause"),
        ("too many messages", "slower"),
        ("not feeling well", "sick"),
        ("is this confidential?", "privacy"),
        ("what do I do here?", "help"),
        ("delete all my data", "erase"),
    ],
)
def test_a_request_is_the_command_it_asks_for(typed: str, name: str) -> None:
    found = read_command(WORDS, typed)
    assert found is not None
    assert found[0].name == name


@pytest.mark.parametrize(
    "typed", ["can you", "maybe", "could be better", "stop asking leading questions", "shut up and listen"]
)
def test_what_only_looks_like_a_request_is_none(typed: str) -> None:
    assert read_command(WORDS, typed) is None


def test_a_reminder_is_a_promise_to_oneself() -> None:
    stage = Stage().saves(replace(ANA, state="active")).says("remind me to call Lea on Friday")
    kept = stage.leader.captures[-1]
    assert (kept.kind, kept.who, kept.text) == ("promise", "", "call Lea")
    assert "call Lea, Friday 27 November" in stage.seen()


def test_a_reminder_without_a_day_asks_only_for_the_day() -> None:
    stage = Stage().saves(replace(ANA, state="active")).says("remind me to call Lea")
    assert "By when?" in stage.seen()


def read_back() -> Stage:
    """The sentence stands there to be looked at."""
    stage = Stage().says("hi").presses("Start").says("let people finish").says("in meetings")
    return stage.says("count to three before my first word")


def test_other_words_below_the_sentence_take_the_place_of_the_act() -> None:
    stage = read_back().says("take a breath before I answer")
    assert "In meetings, I take a breath before I answer." in stage.seen()
    assert "[That’s it]" in stage.seen()


@pytest.mark.parametrize("typed", ["what does that mean?", "hm I am not so sure", "that sounds odd to me"])
def test_a_remark_below_the_sentence_changes_nothing(typed: str) -> None:
    stage = read_back().says(typed)
    assert stage.state("practice").answers["act"] == "count to three before my first word"


def test_who_has_stopped_is_told_so_when_the_hour_is_changed() -> None:
    stage = Stage().saves(replace(ANA, state="stopped")).says("ask me in the morning")
    assert "“start” brings it back" in stage.seen()


def test_thanks_that_are_a_bare_name_are_not_said_twice() -> None:
    stage = Stage().saves(replace(ANA, state="active")).says("thank Tom").says("find tom")
    assert "Tom Tom" not in stage.seen()
    stage.comes_due("capture", "thank", stage.leader.captures[-1].id)
    assert stage.seen().count("Tom") == 1


def test_a_thumb_from_somebody_new_begins_no_welcome_and_no_reminders() -> None:
    stage = Stage()
    stage.who = "omar"
    stage.says("👍").says("thank you")
    assert stage.seen() == "You’re welcome."
    assert not stage.waiting()

"""What a form is to show later fits into it whole: more than that is asked for once more, and never cut."""

from collections.abc import Iterator

import pytest

from bot.facts import Capture, Chance, Facts, Practice, Week
from bot.flow import DONE
from bot.flows.practices import A_SENTENCE
from bot.flows.things.thing import LONGEST
from bot.messages import LIMIT, Form, Line
from bot.rules.shortened import units
from tests.stage import Stage
from tests.walk import begun, placed, steps

PARTS = ("wish", "situation", "who", "act", "proof", "obstacle", "then")
FACE = "\N{GRINNING FACE}"
LONG = {"words": "a word " * 1000, "faces": FACE * (LIMIT // 2 + 1)}


def in_forms(facts: Facts) -> Iterator[tuple[str, int]]:
    """Everything kept that a form shows, and how much of it fits there."""
    for practice in facts.practices:
        yield from ((getattr(practice, part), A_SENTENCE.limit) for part in PARTS)
    for capture in facts.captures:
        if capture.kind == "promise":
            yield from ((words, LIMIT) for words in (capture.text, capture.who))
        if capture.kind == "thing":
            yield from ((words, LONGEST) for words in (capture.text, capture.who, capture.place))
    yield from ((chance.note, LIMIT) for chance in facts.chances)
    yield from ((words, LIMIT) for week in facts.weeks for words in (week.answer, week.good, week.thanks))


@pytest.mark.parametrize("words", LONG)
@pytest.mark.parametrize(("flow", "step"), steps())
def test_no_question_takes_more_words_than_a_form_can_show(flow: str, step: str, words: str) -> None:
    stage = placed(begun(Stage()), flow, step).says(LONG[words])
    assert all(units(text) <= most for text, most in in_forms(stage.leader))
    making = stage.states["ana"].get(("practice", "ana", "p1"))
    assert not making or not any(units(str(making.answers.get(part, ""))) > A_SENTENCE.limit for part in PARTS)


@pytest.mark.parametrize("line", [f"promise Omar {LONG['words']} Thursday", f"remind me to {LONG['words']}"])
def test_a_promise_that_fits_into_no_form_is_asked_for_once_more(line: str) -> None:
    stage = begun(Stage()).says(line)
    assert "3000 characters fit" in stage.seen()
    stage.says("Omar the numbers Thursday")
    assert stage.leader.captures[-1].text.endswith("the numbers")


def test_a_note_can_be_as_long_as_somebody_likes() -> None:
    for stage in (begun(Stage()).says(f"note {LONG['words']}"), begun(Stage()).says("note").says(LONG["words"])):
        assert stage.leader.captures[-1].text == LONG["words"].strip()


def test_what_is_too_long_for_a_sentence_is_asked_for_again_and_the_question_stays_open() -> None:
    stage = Stage().says("hi").presses("Start").presses("Listening").says("w" * 301)
    assert "one short sentence" in stage.seen()
    stage.says("w" * 300)
    assert stage.state("practice").answers["wish"] == "w" * 300


def test_a_full_note_of_a_day_is_not_overwritten_by_one_word_more() -> None:
    stage = begun(Stage())
    chance = Chance("p1", stage.now.date(), "ana", "partly", note="n" * LIMIT)
    stage.saves(chance)
    placed(stage, "checkin", "easier").says("fewer meetings")
    assert chance in stage.leader.chances
    assert stage.leader.captures[-1].text == "fewer meetings"
    assert "fewer meetings" in stage.says("find fewer").seen()


def test_a_promise_that_is_handed_over_keeps_its_words_when_there_is_no_room_for_a_name() -> None:
    stage = begun(Stage(), *begun(Stage()).leader.practices).says(f"promise Omar {'w' * 2984} 3 December")
    stage.says("away 30 November to 4 December").presses("Hand it over").says("Benedict")
    assert stage.leader.captures[-1].text == "w" * 2984


def test_a_form_with_too_much_in_a_field_stays_open_and_says_so_there() -> None:
    stage = begun(Stage()).says("promise Omar the numbers Thursday").presses("Change")
    stage.sends(who="Omar", what="w" * (LIMIT + 1), on="2026-11-26")
    assert stage.errors is not None
    assert stage.errors.errors == (("what", "That is more than fits here: 3000 characters do."),)
    stage = Stage().says("hi").presses("Start").presses("All in one form")
    stage.sends(wish="w", situation="w" * 301, act="close the lid")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["situation"]


@pytest.mark.parametrize(("flow", "step", "button"), [
    ("practice", "wish", "form"), ("practice", "change", "form"), ("capture", "kept", "change"),
    ("checkin", "more", "note"), ("lookback", "asked", "open"),
])  # fmt: skip
def test_a_form_shows_the_longest_words_whole(flow: str, step: str, button: str) -> None:
    most = FACE * (A_SENTENCE.limit // 2)
    full = FACE * (LIMIT // 2)
    stage = begun(Stage())
    (practice,) = stage.leader.practices
    stage.saves(
        Practice(**{one: getattr(practice, one) for one in practice.__slots__} | dict.fromkeys(PARTS, most)),
        Capture("c1", "ana", "promise", full, full, stage.now.date()),
        Chance("p1", stage.now.date(), "ana", "did", note=full),
        Week("ana", stage.now.date(), "answered", "helped", full, full, full),
    )
    placed(stage, flow, step).presses(button)
    assert isinstance(stage.reply, Form)
    fields = [part for part in stage.reply.body if isinstance(part, Line)]
    assert fields
    assert all(units(field.value) <= field.limit <= LIMIT for field in fields)
    assert stage.state(flow).step != DONE

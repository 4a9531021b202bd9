"""What people really type for yes, no and half, and which question it answers."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.content.loader import load_words
from bot.facts import Practice
from bot.rules import calendar
from bot.rules.alike import alike
from tests.stage import ANA, Stage

WORDS = load_words()
PRACTICE = Practice(
    "p1",
    "ana",
    wish="stop interrupting",
    situation="my Monday meeting",
    act="wait two seconds",
    state="active",
    started_on=date(2026, 11, 2),
    began_on=date(2026, 11, 2),
    trial="passed",
)


def asked(sharpened: bool = False) -> Stage:
    """Ana at her check-in; with a question about her practice under it."""
    thursday = calendar.instant(datetime(2026, 11, 26, 9, 0), ANA.zone)
    stage = Stage(thursday).saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)), PRACTICE)
    stage.starts("checkin", "p1")
    stage.goes_to(datetime(2026, 11, 27, 16, 0))
    return stage.comes_due("sharpen", "next", "p1") if sharpened else stage.goes_to(datetime(2026, 11, 27, 17, 1))


def mark(stage: Stage) -> str:
    """What Friday's chance says."""
    return next((one.mark for one in stage.leader.chances if one.day == date(2026, 11, 27)), "")


@pytest.mark.parametrize("typed", ["Yup", "ok 🎉", "💪", "yes please!!", "👍🏽", "well, of course"])
def test_yes_has_many_forms(typed: str) -> None:
    assert (
        "yes" in {*alike(WORDS, typed)} or WORDS.means("checkin.did_words", typed) or mark(asked().says(typed)) == "did"
    )


@pytest.mark.parametrize("typed", ["nah", "Not really.", "no thanks", "sorry, no", "nah 😅", "i don’t think so"])
def test_no_has_many_forms(typed: str) -> None:
    assert "no" in alike(WORDS, typed)


@pytest.mark.parametrize("typed", ["no numbers before noon", "good questions first", "right before lunch", "thank Lea"])
def test_a_sentence_is_no_short_answer(typed: str) -> None:
    assert not {"yes", "no"} & {*alike(WORDS, typed)}


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("did it!", "did"),
        ("yes I did 🎉", "did"),
        ("yep, twice", "did"),
        ("nailed it", "did"),
        ("yes but only once", "partly"),
        ("Yes, although it was hard", "partly"),
        ("kinda", "partly"),
        ("meh", "partly"),
        ("nah", "not"),
        ("not really", "not"),
        ("forgot", "not"),
        ("no, I forgot", "not"),
        ("no because it was a hectic day", "not"),
        ("no meetings today", "none"),
        ("dunno", "unsure"),
    ],
)
def test_the_check_in_reads_what_people_type(typed: str, means: str) -> None:
    assert mark(asked().says(typed)) == means


@pytest.mark.parametrize("typed", ["yes but why do you ask?", "no numbers before noon"])
def test_the_check_in_does_not_guess(typed: str) -> None:
    assert mark(asked().says(typed)) == ""


@pytest.mark.parametrize(("typed", "means"), [("nah", "not"), ("yup", "did"), ("forgot", "not"), ("not really", "not")])
def test_with_a_second_question_below_a_short_answer_is_the_check_ins(typed: str, means: str) -> None:
    stage = asked(sharpened=True).says(typed)
    assert mark(stage) == means
    assert stage.leader.practices[0].who == PRACTICE.who


def test_what_nobody_can_read_gets_the_hint_of_the_main_question() -> None:
    assert "did it" in asked(sharpened=True).says("flurb").seen()


def test_a_no_is_never_kept_as_the_name_of_a_person() -> None:
    stage = asked(sharpened=True).says("did it").says("not really")
    assert "not really" not in stage.leader.practices[0].who


def test_a_pressed_answer_ends_which_did_you_mean() -> None:
    other = replace(PRACTICE, id="p2", wish="thank people", act="write one line of thanks")
    stage = asked().saves(other).starts("checkin", "p2")
    stage = stage.goes_to(datetime(2026, 11, 30, 17, 1)).says("yes")
    assert "Which did you mean?" in stage.seen()
    stage.presses("did")
    assert stage.state("desk").step == "done"

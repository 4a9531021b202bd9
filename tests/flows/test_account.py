"""Erase."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.effects import EraseAll
from bot.events import Pressed
from bot.facts import Partner, Practice
from bot.flow import STAY, Filled, State, Wrote
from bot.flows.account import FLOW
from bot.home import DESK
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait", state="active", started_on=date(2026, 11, 2))


def leading() -> Stage:
    return Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)), PRACTICE)


def test_erase_says_what_goes_before_anything_goes() -> None:
    stage = leading().says("erase")
    assert "It cannot be undone." in stage.seen()
    assert stage.buttons() == ["Keep everything", "Erase everything"]
    assert stage.erased == []


def test_the_word_a_second_time_erases_everything() -> None:
    stage = leading().starts("checkin", "p1").says("erase").says("erase")
    assert stage.erased == ["ana"]
    assert stage.seen() == "Everything is erased. This is my last line; “hi” would begin anew."
    assert stage.waiting() == []


def test_a_button_of_the_home_page_asks_however_often_it_is_pressed() -> None:
    stage = leading()
    for number in range(3):
        stage.undergoes(Pressed(f"press{number}", "ana", stage.now, DESK, "erase"))
        assert stage.buttons() == ["Keep everything", "Erase everything"]
    assert stage.erased == []
    assert stage.says("erase").erased == ["ana"]


def test_the_button_erases_everything() -> None:
    assert leading().says("erase").presses("Erase everything").erased == ["ana"]


@pytest.mark.parametrize("typed", ["keep", "no", "cancel", "never mind"])
def test_anything_that_says_no_keeps_everything(typed: str) -> None:
    stage = leading().says("erase").says(typed)
    assert stage.seen() == "Nothing was erased."
    assert stage.erased == []


def test_keeping_closes_the_question_so_that_the_next_word_only_asks() -> None:
    stage = leading().says("erase").presses("Keep everything").says("erase")
    assert stage.erased == []
    assert "It cannot be undone." in stage.seen()


def test_words_that_cannot_be_read_erase_nothing() -> None:
    stage = leading().says("erase").says("let me think")
    assert stage.seen() == "“Erase” erases everything, “keep” keeps it. Without a word it is kept."
    assert stage.erased == []


def test_after_a_day_the_question_closes_by_itself() -> None:
    stage = leading().says("erase").goes_to(datetime(2026, 11, 24, 9, 1))
    assert stage.waiting() == []
    assert stage.presses("Erase everything").erased == []
    assert stage.seen() == "That question is closed. “Erase” asks it again."
    assert stage.says("erase").erased == []


def test_erasing_in_the_middle_of_a_pause_and_a_partnership_is_complete() -> None:
    stage = leading().saves(Partner("ana", "omar", "p1", "accepted", date(2026, 11, 2)))
    stage.facts["omar"] = replace(stage.leader, person=stage.people["omar"])
    stage.says("pause").says("erase").says("erase")
    assert stage.erased == ["ana"]
    assert stage.waiting() == []
    assert stage.seen("omar") == "The weekly lines from Ana have ended. There is nothing for you to do."


def test_a_stray_form_or_line_erases_nothing() -> None:
    scene = scene_of(State("account", "ana", "", "sure"))
    for answer in (Filled({}), Wrote("erase")):
        found = FLOW.step("sure").take(scene, answer)
        assert found.to == STAY
        assert not any(isinstance(deed, EraseAll) for deed in found.deeds)

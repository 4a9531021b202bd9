"""A press and a form say which question they answer, whatever its handle holds; nonsense is said to be that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.handles import NoHandle, Unclear, form_metadata, press_value, read_metadata, read_press
from bot.messages import Ref
from tests.slack.worst import NASTY

PART = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NONSENSE = ["", "yes", "null", "{}", "[]", "[1]", '["a"]', '["a","b","c","d","e",1]', '["a","b","c","d","e","f","g"]']


@given(st.builds(Ref, PART, PART, PART, PART), PART, PART)
def test_a_press_gives_back_its_question_its_choice_and_its_message(ref: Ref, choice: str, key: str) -> None:
    assert read_press(press_value(ref, choice, key)) == (ref, choice, key)


@given(st.builds(Ref, PART, PART, PART, PART), PART)
def test_a_form_gives_back_its_question_and_its_message(ref: Ref, key: str) -> None:
    assert read_metadata(form_metadata(ref, key)) == (ref, key)


def test_a_handle_holds_nothing_that_slack_would_escape() -> None:
    assert not set(press_value(Ref(NASTY, NASTY, "ask"), NASTY, NASTY)) & set("&<>")


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_unclear(value: str) -> None:
    with pytest.raises(Unclear):
        read_press(value)
    with pytest.raises(Unclear):
        read_metadata(value)


@pytest.mark.parametrize("value", [None, 7, ["a"]])
def test_so_is_what_is_no_text(value: Any) -> None:
    with pytest.raises(Unclear):
        read_press(value)


def test_a_handle_that_is_too_long_is_said_to_be_that_when_it_is_drawn() -> None:
    with pytest.raises(NoHandle, match="begins “sssss"):
        press_value(Ref("checkin", "s" * 3000, "ask"), "yes", "key")
    with pytest.raises(NoHandle):
        form_metadata(Ref("checkin", "p1", "ask"), "k" * 3000)

"""A press and a form say which question they answer, whatever its handle holds; nonsense is said to be that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.handles import (
    NoHandle,
    Unclear,
    field_id,
    form_data,
    option_value,
    press_data,
    read_form,
    read_press,
)
from bot.messages import Day, Line, Pick, Ref
from tests.teams.worst import NASTY

PART = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
REF = Ref("hours", "", "shown")
FORM = form_data(REF, "reply/1/ana")
NONSENSE: list[Any] = [None, 7, "yes", [], ["press"], {}, {"press": None}, {"press": "abcdef"}, {"press": ["a"] * 5}]
NONSENSE += [{"press": [*"abcde", 1]}, {"press": [*"abcdef", "g"]}, {"press": {"a": "b"}}, {"form": [*"abcd", None]}]
NONSENSE += [{"form": ["a" * 1001, *"bcde"], "press": ["a" * 1001, *"bcdef"]}, {"form": 7, "press": True}]


@given(st.builds(Ref, PART, PART, PART, PART), PART, PART, st.booleans())
def test_a_press_gives_back_its_question_its_choice_and_its_message(
    ref: Ref, choice: str, key: str, opens: bool
) -> None:
    assert read_press(press_data(ref, choice, key, opens=opens)) == (ref, choice, key)


@given(st.builds(Ref, PART, PART, PART, PART), PART)
def test_a_form_gives_back_its_question_and_its_message(ref: Ref, key: str) -> None:
    assert read_form(form_data(ref, key)) == (ref, {}, key)


def test_only_a_button_that_opens_a_form_asks_teams_for_one() -> None:
    assert press_data(REF, "form", "k", opens=True)["msteams"] == {"type": "task/fetch"}
    assert "msteams" not in press_data(REF, "did", "k", opens=False)


@pytest.mark.parametrize("value", NONSENSE, ids=str)
def test_nonsense_is_unclear(value: Any) -> None:
    with pytest.raises(Unclear):
        read_press(value)
    with pytest.raises(Unclear):
        read_form(value)


def test_what_a_client_puts_beside_it_is_passed_over() -> None:
    beside = {"msteams": {"type": "task/submit"}, "other": [7], "line": "x", "linen-who": 8, 9: "x"}
    assert read_form({**FORM, **beside}) == (REF, {}, "reply/1/ana")
    assert read_press({**press_data(REF, "did", "k", opens=False), **beside}) == (REF, "did", "k")


def test_a_field_comes_back_as_it_was_typed_by_its_name() -> None:
    fields = read_form({**FORM, "line-what": NASTY, "day-on": "2026-12-01", "line-who": None, "pick-pace": ""})[1]
    assert fields == {"what": NASTY, "on": "2026-12-01", "who": "", "pace": ""}


def test_a_field_is_named_by_what_it_is_so_none_is_taken_for_a_handle() -> None:
    named = (field_id(Line("form", "A")), field_id(Pick("msteams", "B", ())), field_id(Day("press", "C")))
    assert named == ("line-form", "pick-msteams", "day-press")


@given(st.lists(PART.filter(bool), min_size=1, max_size=9), st.randoms())
def test_several_choices_come_in_the_order_in_which_they_are_drawn(keys: list[str], chance: Any) -> None:
    values = [option_value(place, key) for place, key in enumerate(keys)]
    chance.shuffle(values)
    assert not any(set(value) & set(",;") for value in values)
    for between in (",", ";", ", "):
        assert read_form({**FORM, "pick-days": between.join(values)})[1] == {"days": ",".join(keys)}


def test_no_answer_is_no_key() -> None:
    assert read_form({**FORM, "pick-sure": option_value(3, "")})[1] == {"sure": ""}


@pytest.mark.parametrize("chosen", ["a", "0", "1,2", "0:a,b", "x:y", "0:a:b", "-1:a", "99999:a", "0:a,,7"])
def test_an_option_that_nobody_drew_is_unclear(chosen: str) -> None:
    with pytest.raises(Unclear):
        read_form({**FORM, "pick-days": chosen})


@pytest.mark.parametrize("typed", [7, True, 1.5, ["a"], {"a": "b"}, "w" * 40_001])
@pytest.mark.parametrize("name", ["line-who", "pick-days", "day-on"])
def test_what_is_no_text_or_far_too_long_is_unclear(typed: Any, name: str) -> None:
    with pytest.raises(Unclear):
        read_form({**FORM, name: typed})


def test_so_are_far_too_many_fields() -> None:
    with pytest.raises(Unclear):
        read_form({**FORM, **{f"line-{number}": "" for number in range(101)}})


def test_half_a_character_is_made_visible() -> None:
    assert read_form({**FORM, "line-who": "a\ud800b\x00"})[1] == {"who": "a\N{REPLACEMENT CHARACTER}b␀"}
    with pytest.raises(Unclear):
        read_press({"press": ["\ud800", *"bcdef"]})


def test_a_handle_that_is_too_long_is_said_to_be_that_when_it_is_drawn() -> None:
    with pytest.raises(NoHandle, match="begins “sssss"):
        press_data(Ref("checkin", "s" * 1000, "ask"), "yes", "key", opens=False)
    with pytest.raises(NoHandle):
        form_data(Ref("checkin", "p1", "ask"), "k" * 1000)

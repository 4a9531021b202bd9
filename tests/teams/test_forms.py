"""A form as the card of a dialog, and its values as the flows read them: text by field name, as everywhere."""

from datetime import date
from typing import Any

import pytest

from adapters.teams.forms import form_card
from adapters.teams.handles import NoHandle, read_form
from bot.messages import (
    LIMIT,
    Chart,
    Day,
    Divider,
    Dots,
    FieldErrors,
    Form,
    Line,
    Pick,
    Plain,
    Quote,
    Ref,
    Rows,
    Series,
    Text,
    Typed,
)
from tests.contract.on_teams import errors_of, form_look, labels_of
from tests.stage import ANA, WORDS, Stage
from tests.teams import limits
from tests.teams.answers import submitted
from tests.teams.worst import LONG, NASTY

REF = Ref("hours", "", "shown")
DAYS = tuple((str(day), f"Day {day}") for day in range(1, 8))
BODY = (
    Line("what", "What?", "A hint", NASTY, long=True),
    Line("who", "Who?", optional=True, limit=20),
    Pick("days", "Days", DAYS, ("1", "3"), many=True),
    Pick("pace", "Pace", (("slow", "Slow"), ("fast", "Fast")), ("slow",)),
    Pick("sure", "How sure?", tuple((str(n), str(n)) for n in range(1, 11)), optional=True),
    Day("on", "When?", date(2026, 11, 26)),
    Day("until", "Until?", optional=True),
)


def form(*body: Any, title: str = "A form", send: str = "Keep it") -> Form:
    return Form(REF, title, body or BODY, send)


def card(*body: Any, errors: FieldErrors | None = None, typed: dict[str, str] | None = None) -> dict[str, Any]:
    drawn = form_card(form(*body), "reply/1/ana", errors, typed, words=WORDS)
    assert limits.dialog(drawn) == []
    return drawn


def block(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in drawn["body"] if one.get("id") == name)


def read(drawn: dict[str, Any], name: str) -> str:
    """What is said below a field, "" for nothing."""
    return next(("".join(run["text"] for run in one["inlines"]) for one in drawn["body"] if one.get("id") == name), "")


def sent(drawn: dict[str, Any], **given: Any) -> dict[str, str]:
    return read_form(submitted(drawn, **given))[1]


def test_what_a_form_starts_with_comes_back_as_it_was() -> None:
    ref, fields, key = read_form(submitted(card()))
    assert (ref, key) == (REF, "reply/1/ana")
    assert fields == {
        "what": NASTY, "who": "", "days": "1,3", "pace": "slow", "sure": "", "on": "2026-11-26", "until": "",
    }  # fmt: skip


def test_what_is_filled_in_comes_as_text_by_field_name() -> None:
    given = {"what": "it", "who": "Omar", "days": [4, 1], "pace": 1, "sure": 6, "until": "2026-12-01"}
    fields = sent(card(), **given)
    assert fields["days"] == "2,5", "in the order in which they are drawn"
    assert (fields["what"], fields["who"], fields["pace"], fields["sure"]) == ("it", "Omar", "fast", "7")
    assert fields["until"] == "2026-12-01"


def test_a_choice_that_may_stay_open_can_be_taken_back() -> None:
    drawn = card()
    assert block(drawn, "pick-sure")["choices"][-1]["title"] == "–"
    assert sent(drawn, sure=10)["sure"] == ""
    assert "–" not in str(block(drawn, "pick-pace"))


@pytest.mark.parametrize(
    ("count", "many", "style"),
    [(7, False, "expanded"), (8, False, "compact"), (7, True, "expanded"), (30, True, "expanded")],
)
def test_few_options_stand_below_each_other_and_many_in_a_list(count: int, many: bool, style: str) -> None:
    options = tuple((str(n), NASTY) for n in range(count))
    drawn = card(Pick("one", "Which?", options, ("2",), many=many))
    assert (block(drawn, "pick-one")["style"], block(drawn, "pick-one")["isMultiSelect"]) == (style, many)
    assert sent(drawn) == {"one": "2"}


def test_a_key_may_hold_what_stands_between_two() -> None:
    keys = (("Mon, Tue", "A"), ("a;b", "B"), ("3:x", "C"), ("50%", "D"))
    assert sent(card(Pick("one", "Which?", keys, ("Mon, Tue",))))["one"] == "Mon, Tue"
    assert sent(card(Pick("one", "Which?", keys, many=True)), one=[3, 1, 2])["one"] == "a;b,3:x,50%"


def test_what_is_needed_is_said_to_be_before_it_is_sent() -> None:
    drawn = card()
    needed = {one["id"] for one in drawn["body"] if one.get("isRequired")}
    assert needed == {"line-what", "pick-days", "pick-pace", "day-on"}
    assert block(drawn, "line-what")["errorMessage"] == "This one is needed."


def test_a_label_stands_at_its_field_and_a_hint_below_it() -> None:
    drawn = card()
    assert list(labels_of(drawn).values()) == ["What?", "Who?", "Days", "Pace", "How sure?", "When?", "Until?"]
    place = drawn["body"].index(block(drawn, "line-what"))
    assert drawn["body"][place + 1]["id"] == "hint-line-what"
    assert read(drawn, "hint-line-what") == "A hint"


def test_words_in_a_short_field_keep_their_lines() -> None:
    drawn = card(Line("who", "Who?", value="one\ntwo"), Line("what", "What?", value="one"))
    assert block(drawn, "line-who")["isMultiline"]
    assert not block(drawn, "line-what")["isMultiline"]
    assert sent(drawn)["who"] == "one\ntwo"


def test_a_field_takes_as_much_as_it_is_meant_for() -> None:
    drawn = card(Line("who", "Who?", limit=20), Line("what", "What?"), Line("none", "None?", limit=0))
    assert [one["maxLength"] for one in drawn["body"]] == [20, LIMIT, 1]


def test_the_longest_words_that_are_kept_stand_in_a_form_whole_and_come_back_as_they_were() -> None:
    longest = ("w" * LIMIT, "\N{GRINNING FACE}" * (LIMIT // 2), "\n".join("w" * 99 for _ in range(LIMIT // 100)))
    fields = tuple(Line(f"line{number}", "A", value=text) for number, text in enumerate(longest))
    drawn = card(*(Quote(LONG) for _ in range(5)), *fields)
    assert sent(drawn) == {field.name: field.value for field in fields}
    assert not any(one.get("id", "").startswith("cut-") for one in drawn["body"])


def test_words_for_which_no_card_has_room_are_cut_and_that_is_said_below_them() -> None:
    drawn = card(Line("what", "What?", value="漢" * 20_000), Line("who", "Who?", value="Omar"))
    assert block(drawn, "line-what")["value"].endswith("漢…")
    assert limits.size(drawn) > 27_900
    assert read(drawn, "cut-line-what").startswith("Only the beginning of your words fits here.")
    assert (read(drawn, "cut-line-who"), block(drawn, "line-who")["value"]) == ("", "Omar")


def test_a_field_without_options_is_not_drawn() -> None:
    assert card(Pick("one", "Which?", ()), Line("a", "A"))["body"][0]["id"] == "line-a"


def test_what_a_form_says_is_drawn_as_everywhere() -> None:
    drawn = card(Text((Plain("One "), Typed("**x**"))), Divider(), Line("a", "A"))
    assert form_look("A form", drawn).lines == ("A form", "One **x**", "———", "A: ____", "[Keep it]")
    assert drawn["body"][1]["separator"]


def test_only_words_are_a_form_too() -> None:
    assert sent(card(Text((Plain("only words"),)))) == {}
    assert form_look("A form", card(Text(()))).lines == ("A form", "…", "[Keep it]")


def test_everything_long_is_made_to_fit() -> None:
    options = tuple((str(n), LONG) for n in range(60))
    body = (
        *(Line(f"line{n}", LONG, LONG, LONG, long=True, limit=50_000) for n in range(20)),
        Pick("many", LONG, options, ("3", "59"), many=True, hint=LONG),
        Pick("one", LONG, options, ("3",)),
        *(Text((Typed(LONG), Plain(LONG)), size) for size in ("body", "small", "title")),
        Quote(LONG, LONG),
        Rows(tuple((LONG, (Typed(LONG),)) for _ in range(50))),
        Dots(("did",) * 500, LONG),
        Chart(LONG, ("a",), (Series(LONG, (1.0,)),), LONG),
        *(Text((Plain("one more"),)) for _ in range(200)),
    )
    drawn = form_card(form(*body, title=LONG, send=LONG), "k" * 240, words=WORDS)
    assert limits.dialog(drawn) == []
    assert len(labels_of(drawn)) == 22


def test_a_form_with_more_fields_than_a_card_has_room_for_is_said_to_be_that() -> None:
    with pytest.raises(NoHandle, match="more fields"):
        card(*(Line(f"line{number}", LONG) for number in range(300)))


def test_a_refused_form_shows_what_was_typed_and_what_is_wrong_with_it() -> None:
    typed = {"what": NASTY + "more", "who": "x" * 30, "days": "2,5", "pace": "fast", "sure": "", "on": "2026-12-01"}
    drawn = card(errors=FieldErrors((("who", "Who is it?"), ("on", "Too late."))), typed=typed)
    assert sent(drawn) == {**typed, "until": ""}
    assert errors_of(drawn) == (("Who?", "Who is it?"), ("When?", "Too late."))
    place = drawn["body"].index(block(drawn, "line-who"))
    assert drawn["body"][place + 1] == {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": "Who is it?", "color": "Attention"}],
        "id": "error-line-who",
        "spacing": "Small",
    }


def test_what_was_typed_there_and_cannot_stand_there_again_is_left_out() -> None:
    drawn = card(typed={"days": "9,x", "pace": "", "on": "soon", "until": "", "nobody": "x"})
    fields = sent(drawn)
    assert (fields["days"], fields["pace"], fields["on"], fields["what"]) == ("", "", "", NASTY)


def test_an_error_at_a_field_that_is_not_there_stands_at_the_last_one() -> None:
    errors = FieldErrors((("until", "Too late."), ("other", "Not now."), ("what", LONG)))
    found = dict(errors_of(card(errors=errors)))
    assert found["Until?"] == "Too late. Not now."
    assert found["What?"].startswith(LONG[:1000])


def test_without_any_field_an_error_stands_at_the_end() -> None:
    drawn = card(Text((Plain("only words"),)), errors=FieldErrors((("who", "Who is it?"),)))
    assert form_look("A form", drawn).lines[-3:] == ("A form", "only words", "[Keep it]")
    assert read(drawn, "error-") == "Who is it?"


def filled(stage: Stage, **given: Any) -> Stage:
    """The open form, drawn for Teams, filled, sent and read."""
    assert isinstance(stage.reply, Form)
    return stage.sends(**sent(form_card(stage.reply, "k", words=WORDS), **given))


def opened(line: str, button: str) -> Stage:
    stage = Stage().saves(ANA).says(line).presses(button)
    assert isinstance(stage.reply, Form)
    return stage


def test_hours_and_days_come_as_the_flow_expects_them() -> None:
    stage = filled(opened("hours", "form"), days=[4, 0, 1], opens="8:00", when=1, extras=[1])
    person = stage.leader.person
    assert (person.workdays, person.next_morning, person.energy, person.effort) == ("125", True, True, False)
    assert f"{person.opens:%H:%M}" == "08:00"


def test_a_picked_day_comes_as_the_flow_expects_it() -> None:
    day = date(2026, 12, 1)
    stage = filled(opened("promise", "form"), who="Omar", what="the numbers", on=day.isoformat())
    assert stage.leader.captures[-1].on == day


@pytest.mark.parametrize("line", ["hours", "promise"])
def test_a_client_that_leaves_fields_out_does_no_harm(line: str) -> None:
    stage = opened(line, "form")
    stage.sends()
    assert stage.errors is not None
    assert errors_of(form_card(stage.reply, "k", stage.errors, {}, words=WORDS))  # type: ignore[arg-type]  # it is open


def test_what_is_only_read_has_nothing_to_send() -> None:
    drawn = form_card(form(Text((Plain("Sealed."),)), send=""), "reply/1/ana", words=WORDS)
    assert limits.dialog(drawn) == ["a form has not one button"]
    assert "actions" not in drawn

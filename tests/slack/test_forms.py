"""A form as a modal, and its values as the flows read them: text by field name, as the playground sends them."""

from datetime import date
from typing import Any

import pytest

from adapters.slack.fields import OPEN
from adapters.slack.forms import errors_payload, modal_view, read_submission
from adapters.slack.handles import NoHandle, Unclear
from bot.messages import (
    LIMIT,
    Chart,
    Day,
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
from tests.slack import limits
from tests.slack.answers import submitted
from tests.slack.worst import LONG, NASTY
from tests.stage import ANA, Stage

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


def element(view: dict[str, Any], name: str) -> dict[str, Any]:
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == name)


def test_what_a_form_starts_with_comes_back_as_it_was() -> None:
    ref, fields, key = read_submission(submitted(modal_view(form(), "reply/1/ana")))
    assert (ref, key) == (REF, "reply/1/ana")
    assert fields == {
        "what": NASTY, "who": "", "days": "1,3", "pace": "slow", "sure": "", "on": "2026-11-26", "until": "",
    }  # fmt: skip


def test_what_is_filled_in_comes_as_text_by_field_name() -> None:
    given = {"what": "it", "who": "Omar", "days": ["5", "2"], "pace": "fast", "sure": "7", "until": "2026-12-01"}
    _, fields, key = read_submission(submitted(modal_view(form()), **given))
    assert fields["days"] == "2,5", "in the order in which they are drawn"
    assert (fields["what"], fields["who"], fields["pace"], fields["sure"]) == ("it", "Omar", "fast", "7")
    assert (fields["until"], key) == ("2026-12-01", "")


def test_a_choice_that_may_stay_open_can_be_taken_back() -> None:
    view = modal_view(form())
    assert element(view, "sure")["options"][-1]["value"] == OPEN
    assert read_submission(submitted(view, sure=OPEN))[1]["sure"] == ""
    assert OPEN not in str(element(view, "pace"))


@pytest.mark.parametrize(
    ("count", "many", "kind"),
    [
        (10, False, "radio_buttons"),
        (11, False, "static_select"),
        (10, True, "checkboxes"),
        (11, True, "multi_static_select"),
    ],
)
def test_few_options_are_buttons_and_many_a_list(count: int, many: bool, kind: str) -> None:
    options = tuple((str(n), NASTY) for n in range(count))
    view = modal_view(form(Pick("one", "Which?", options, ("2",), many=many)))
    assert element(view, "one")["type"] == kind
    assert read_submission(submitted(view))[1] == {"one": "2"}
    assert limits.modal(view) == []


def test_everything_long_is_made_to_fit() -> None:
    options = tuple((str(n), LONG) for n in range(120))
    body = (
        *(Line(f"line{n}", LONG, LONG, LONG, long=True, limit=50_000) for n in range(20)),
        Pick("many", LONG, options, ("3", "119"), many=True, hint=LONG),
        Pick("one", LONG, options, ("3",)),
        *(Text((Typed(LONG), Plain(LONG)), size) for size in ("body", "small", "title")),
        Quote(LONG, LONG),
        Rows(tuple((LONG, (Typed(LONG),)) for _ in range(50))),
        Dots(("did",) * 500, LONG),
        Chart(LONG, ("a",), (Series(LONG, (1.0,)),), LONG),
        *(Text((Plain("one more"),)) for _ in range(200)),
    )
    assert limits.modal(modal_view(form(*body, title=LONG, send=LONG))) == []


def test_a_title_that_is_cut_stands_above_the_form_as_well() -> None:
    view = modal_view(form(title="A title that is longer than Slack shows"))
    assert view["title"]["text"] == "A title that is longer…"
    assert view["blocks"][0]["text"]["text"] == "A title that is longer than Slack shows"


def test_words_in_a_short_field_keep_their_lines() -> None:
    view = modal_view(form(Line("who", "Who?", value="one\ntwo"), Line("what", "What?", value="one")))
    assert element(view, "who")["multiline"]
    assert not element(view, "what")["multiline"]
    assert read_submission(submitted(view))[1]["who"] == "one\ntwo"


def test_a_field_without_options_is_not_drawn() -> None:
    assert modal_view(form(Pick("one", "Which?", ()), Line("a", "A")))["blocks"][0]["block_id"] == "a"


def test_an_error_stands_at_its_field() -> None:
    view = submitted(modal_view(form()))
    assert errors_payload(FieldErrors((("who", "Who is it?"),)), view) == {"who": "Who is it?"}


def test_an_error_at_a_field_that_is_not_there_stands_at_the_last_one() -> None:
    view = submitted(modal_view(form()))
    errors = FieldErrors((("until", "Too late."), ("other", "Not now."), ("what", LONG)))
    found = errors_payload(errors, view)
    assert found["until"] == "Too late. Not now."
    assert len(found["what"]) <= 2000


def test_without_any_field_there_is_no_place_for_an_error() -> None:
    view = submitted(modal_view(form(Text((Plain("only words"),)))))
    assert errors_payload(FieldErrors((("who", "Who is it?"),)), view) == {}


def test_nonsense_is_unclear() -> None:
    view = submitted(modal_view(form()))
    state = view["state"]["values"]
    for broken in (
        {},
        {**view, "private_metadata": "yes"},
        {**view, "private_metadata": None},
        {**view, "state": None},
        {**view, "state": {"values": {**state, "who": {}}}},
        {**view, "state": {"values": {**state, "who": {"who": {"type": "plain_text_input", "value": 7}}}}},
        {**view, "state": {"values": {**state, "who": {"who": {"type": "file_input"}}}}},
        {**view, "blocks": [7]},
        {**view, "blocks": object()},
    ):
        with pytest.raises(Unclear):
            read_submission(broken)


def test_a_field_or_a_choice_that_slack_cannot_name_is_said_to_be_that() -> None:
    with pytest.raises(NoHandle):
        modal_view(form(Line("n" * 256, "A")))
    with pytest.raises(NoHandle):
        modal_view(form(Pick("one", "A", (("k" * 151, "B"),))))


def sent(stage: Stage, **given: Any) -> Stage:
    """The open form, drawn for Slack, filled, sent and read."""
    assert isinstance(stage.reply, Form)
    _, fields, _ = read_submission(submitted(modal_view(stage.reply), **given))
    return stage.sends(**fields)


def opened(line: str, button: str) -> Stage:
    stage = Stage().saves(ANA).says(line).presses(button)
    assert isinstance(stage.reply, Form)
    return stage


def test_hours_and_days_come_as_the_flow_expects_them() -> None:
    stage = opened("hours", "form")
    stage = sent(stage, days=["5", "1", "2"], opens="8:00", when="morning", extras=["energy"])
    person = stage.leader.person
    assert (person.workdays, person.next_morning, person.energy, person.effort) == ("125", True, True, False)
    assert f"{person.opens:%H:%M}" == "08:00"


def test_a_picked_day_comes_as_the_flow_expects_it() -> None:
    stage = opened("promise", "form")
    day = date(2026, 12, 1)
    stage = sent(stage, who="Omar", what="the numbers", on=day.isoformat())
    assert stage.leader.captures[-1].on == day


def test_the_longest_words_that_are_kept_stand_in_a_form_whole_and_come_back_as_they_were() -> None:
    longest = ("w" * LIMIT, "\N{GRINNING FACE}" * (LIMIT // 2), "\n".join("w" * 99 for _ in range(LIMIT // 100)))
    fields = tuple(Line(f"line{number}", "A", value=text) for number, text in enumerate(longest))
    view = modal_view(form(*fields))
    assert read_submission(submitted(view))[1] == {field.name: field.value for field in fields}
    assert limits.modal(view) == []

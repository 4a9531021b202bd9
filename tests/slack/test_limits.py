"""The checker of limits finds each kind of thing that Slack refuses, and nothing in what Slack takes."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.slack import limits

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(key: str) -> Json:
    return {"text": plain(key.upper()), "value": key}


def button(number: int = 0) -> Json:
    return {"type": "button", "action_id": f"press-{number}", "text": plain("Yes"), "value": "[]", "style": "primary"}


def paragraph(text: str = "words") -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": {"bold": True}}]}
    return {"type": "rich_text", "elements": [section]}


def chart() -> Json:
    series = [{"name": "Mine", "data": [{"label": "a", "value": 1}, {"label": "b", "value": 0.5}]}]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": ["a", "b"]}}
    return {"type": "data_visualization", "title": "Weeks", "chart": drawn}


def message() -> Json:
    """0 header, 1 context, 2 paragraph, 3 buttons, 4 divider, 5 chart."""
    header = {"type": "header", "block_id": "h", "text": plain("Title")}
    small = {"type": "context", "block_id": "c", "elements": [plain("small")]}
    buttons = {"type": "actions", "elements": [button()]}
    blocks = [header, small, paragraph(), buttons, {"type": "divider"}, chart()]
    return {"blocks": blocks, "text": "Title &amp; &lt;words&gt;"}


def home() -> Json:
    return {"type": "home", "blocks": message()["blocks"][:5]}


def field(name: str, element: Json) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name),
        "hint": plain("a hint"),
        "optional": True,
        "element": {"action_id": name, **element},
    }


def modal() -> Json:
    """0 typed, 1 radio, 2 boxes, 3 list, 4 day, 5 paragraph."""
    options = [option("a"), option("b")]
    blocks = [
        field("typed", {"type": "plain_text_input", "max_length": 3000, "initial_value": "x", "multiline": True}),
        field("radio", {"type": "radio_buttons", "options": options, "initial_option": option("a")}),
        field("boxes", {"type": "checkboxes", "options": options, "initial_options": [option("b")]}),
        field("list", {"type": "static_select", "options": options, "placeholder": plain("one")}),
        field("day", {"type": "datepicker", "initial_date": "2026-11-23"}),
        paragraph(),
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Title"),
        "submit": plain("Send"),
        "private_metadata": "[]",
        "blocks": blocks,
    }


def test_what_slack_takes_is_not_complained_about() -> None:
    assert limits.message(message()) == []
    assert limits.home(home()) == []
    assert limits.modal(modal()) == []


def changed(path: str, value: Any) -> Callable[[Json], None]:
    """Set what stands at a path such as "blocks/3/elements/0/value"; None takes it away."""

    def change(payload: Json) -> None:
        *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        at: Any = payload
        for step in way:
            at = at[step]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


SERIES = chart()["chart"]["series"][0]

BROKEN = [
    (message, "blocks", [], "0 of 50 blocks"),
    (message, "blocks", [{"type": "divider"}] * 51, "51 of 50 blocks"),
    (message, "blocks", [paragraph("x" * 2900)] * 5, "of 12000 characters"),
    (message, "blocks", [chart()] * 3, "more than 2 charts"),
    (message, "blocks/1/block_id", "h", "block_id is not unique"),
    (message, "blocks/0/block_id", "h" * 256, "block_id takes 256"),
    (message, "blocks/0/text/text", "x" * 151, "header takes 151 of 150"),
    (message, "blocks/0/text/text", "😀" * 76, "header takes 152 of 150"),
    (message, "blocks/0/text/text", "", "header takes 0"),
    (message, "blocks/0/text/text", "   ", "header is blank"),
    (message, "blocks/0/text/emoji", True, "header is no plain text"),
    (message, "blocks/0/text/type", "mrkdwn", "words stand in mrkdwn"),
    (message, "blocks/1/elements", [], "0 of 10 elements"),
    (message, "blocks/1/elements", [plain("x")] * 11, "11 of 10 elements"),
    (message, "blocks/1/elements/0/text", "x" * 3001, "context takes 3001"),
    (message, "blocks/1/elements/0/type", "mrkdwn", "words stand in mrkdwn"),
    (message, "blocks/2/elements", [], "rich text is empty"),
    (message, "blocks/2/elements/0/elements", [], "rich text is empty"),
    (message, "blocks/2/elements/0/elements/0/text", "", "rich text takes 0"),
    (message, "blocks/2/elements/0/elements/0/text", "x" * 3001, "rich text takes 3001"),
    (message, "blocks/2/elements/0/elements/0/type", "broadcast", "broadcast in rich text"),
    (message, "blocks/2/elements/0/type", "rich_text_list", "rich_text_list in rich text"),
    (message, "blocks/3/elements", [], "0 of 25 buttons"),
    (message, "blocks/3/elements", [button(number) for number in range(26)], "26 of 25 buttons"),
    (message, "blocks/3/elements", [button(), button()], "action_id is not unique"),
    (message, "blocks/3/elements/0/action_id", "x" * 256, "action_id takes 256"),
    (message, "blocks/3/elements/0/text/text", "x" * 76, "button takes 76 of 75"),
    (message, "blocks/3/elements/0/text/text", "", "button takes 0"),
    (message, "blocks/3/elements/0/value", "x" * 2001, "value takes 2001 of 2000"),
    (message, "blocks/3/elements/0/style", "fancy", "style fancy"),
    (message, "blocks/3/elements/0/type", "datepicker", "datepicker among the buttons"),
    (message, "blocks/4/text", "x", "a divider holds something"),
    (message, "blocks/5/title", "x" * 51, "chart title takes 51 of 50"),
    (message, "blocks/5/chart/type", "pie", "pie is no shape"),
    (message, "blocks/5/chart/axis_config/categories", ["a", "c"], "not one point for each label"),
    (message, "blocks/5/chart/axis_config/categories", ["a", "a"], "a label stands there twice"),
    (message, "blocks/5/chart/axis_config/categories", [str(n) for n in range(21)], "21 of 20 labels"),
    (message, "blocks/5/chart/axis_config/categories", ["a", "b" * 21], "label takes 21 of 20"),
    (message, "blocks/5/chart/series", [], "0 of 6 series"),
    (message, "blocks/5/chart/series", [{**SERIES, "name": str(n)} for n in range(7)], "7 of 6 series"),
    (message, "blocks/5/chart/series", [SERIES, SERIES], "name stands there twice"),
    (message, "blocks/5/chart/series/0/name", "x" * 21, "series takes 21 of 20"),
    (message, "blocks/5/chart/series/0/data/0/value", "1", "1 is no number"),
    (message, "blocks/5/chart/series/0/data/0/value", float("nan"), "nan is no number"),
    (message, "blocks/4", {"type": "alert", "text": plain("x")}, "alert may not stand here"),
    (message, "blocks/4", field("typed", {"type": "datepicker"}), "input may not stand here"),
    (message, "text", "", "text takes 0 of 4000"),
    (message, "text", "x" * 4001, "text takes 4001 of 4000"),
    (message, "text", "<!here>", "text holds what is not escaped"),
    (message, "text", "a & b", "text holds what is not escaped"),
    (home, "type", "modal", "modal is no home"),
    (home, "blocks", [{"type": "divider"}] * 101, "101 of 100 blocks"),
    (home, "blocks/4", chart(), "data_visualization may not stand here"),
    (home, "blocks", [paragraph("x" * 3000)] * 90, "of 250000 bytes"),
    (modal, "type", "home", "home is no modal"),
    (modal, "blocks", [{"type": "divider"}] * 101, "101 of 100 blocks"),
    (modal, "blocks/5", chart(), "data_visualization may not stand here"),
    (modal, "blocks/5", message()["blocks"][3], "actions may not stand here"),
    (modal, "title/text", "x" * 25, "title takes 25 of 24"),
    (modal, "title", None, "title is no plain text"),
    (modal, "submit/text", "x" * 25, "submit takes 25 of 24"),
    (modal, "private_metadata", "x" * 3001, "private_metadata takes 3001 of 3000"),
    (modal, "callback_id", "x" * 256, "callback_id takes 256 of 255"),
    (modal, "blocks/0/block_id", "radio", "block_id is not unique"),
    (modal, "blocks/0/block_id", None, "a field has no block_id"),
    (modal, "blocks/0/label/text", "x" * 2001, "label takes 2001 of 2000"),
    (modal, "blocks/0/hint/text", "x" * 2001, "hint takes 2001 of 2000"),
    (modal, "blocks/0/element/action_id", "x" * 256, "action_id takes 256"),
    (modal, "blocks/0/element/max_length", 3001, "max_length 3001 of 3000"),
    (modal, "blocks/0/element/max_length", 0, "max_length 0 of 3000"),
    (modal, "blocks/0/element/initial_value", "x" * 3001, "initial_value takes 3001 of 3000"),
    (modal, "blocks/0/element/type", "email_text_input", "email_text_input in a form"),
    (modal, "blocks/1/element/options", [option(str(n)) for n in range(11)], "11 of 10 options"),
    (modal, "blocks/1/element/options", [option("a"), option("a")], "an option stands there twice"),
    (modal, "blocks/1/element/options/0/text/text", "x" * 76, "option takes 76 of 75"),
    (modal, "blocks/1/element/options/0/value", "x" * 151, "option value takes 151 of 150"),
    (modal, "blocks/1/element/options/0/value", "", "option value takes 0"),
    (modal, "blocks/1/element/initial_option", option("c"), "what is chosen is no option"),
    (modal, "blocks/2/element/options", [option(str(n)) for n in range(11)], "11 of 10 options"),
    (modal, "blocks/2/element/initial_options", [], "initial_options is empty"),
    (modal, "blocks/2/element/initial_options", [option("c")], "what is chosen is no option"),
    (modal, "blocks/3/element/options", [option(str(n)) for n in range(101)], "101 of 100 options"),
    (modal, "blocks/3/element/options", [], "0 of 100 options"),
    (modal, "blocks/3/element/placeholder/text", "x" * 151, "placeholder takes 151 of 150"),
    (modal, "blocks/4/element/initial_date", "2026-13-01", "2026-13-01 is no date"),
]


@pytest.mark.parametrize(
    ("whole", "path", "value", "said"), BROKEN, ids=lambda one: getattr(one, "__name__", str(one)[:30])
)
def test_each_thing_that_slack_refuses_is_found(whole: Callable[[], Json], path: str, value: Any, said: str) -> None:
    payload = deepcopy(whole())
    changed(path, deepcopy(value))(payload)
    check = {message: limits.message, home: limits.home, modal: limits.modal}[whole]
    found = check(payload)
    assert any(said in sentence for sentence in found), found


def test_slack_sdk_is_asked_too() -> None:
    payload = message()
    payload["blocks"][0]["text"]["text"] = "x" * 151
    assert any("slack_sdk refuses it" in sentence for sentence in limits.message(payload))

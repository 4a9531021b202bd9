"""The checker of cards finds each kind of thing that Teams refuses or loses, and nothing in what it takes."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from adapters.teams.cards import message_card
from adapters.teams.forms import form_card
from adapters.teams.room import ROOM
from bot.messages import (
    Ask,
    Chart,
    Choice,
    Choices,
    Day,
    Form,
    Line,
    Message,
    Pick,
    Plain,
    Quote,
    Ref,
    Series,
    Text,
)
from tests.stage import WORDS
from tests.teams import limits

Json = dict[str, Any]
REF = Ref("checkin", "p1", "asked", "2026-11-23")


def message() -> Json:
    """0 heading, 1 paragraph, 2 quotation, 3 chart, 4 its numbers, 5 buttons."""
    buttons = Choices((Choice("yes", "Yes"), Choice("form", "Form", opens=True)))
    chart = Chart("Weeks", ("a", "b"), (Series("Mine", (1.0, 0.5)),), "numbers")
    parts = (Text((Plain("Title"),), "title"), Text((Plain("words"),)), Quote("quote"), chart, buttons)
    return message_card(Message((Ask(parts, REF),)), "key")


def dialog() -> Json:
    """0 line, 1 its hint, 2 choice, 3 choice of several, 4 day."""
    options = (("a", "A"), ("b", "B"))
    body = (
        Line("what", "What?", "a hint", "x"),
        Pick("one", "One", options, ("a",)),
        Pick("many", "Many", options, ("a", "b"), many=True),
        Day("on", "On", optional=True),
    )
    return form_card(Form(REF, "Title", body, "Send"), "key", words=WORDS)


def test_what_teams_takes_is_not_complained_about() -> None:
    assert limits.message(message()) == []
    assert limits.dialog(dialog()) == []


def changed(path: str, value: Any) -> Callable[[Json], None]:
    """Set what stands at a path such as "body/5/actions/0/title"; None takes it away."""

    def change(card: Json) -> None:
        *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        at: Any = card
        for step in way:
            at = at[step]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


def words(text: str) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}


BUTTON = {"type": "Action.Submit", "title": "Yes", "data": {"press": []}}
FACTS = {"type": "FactSet", "facts": [{"title": "a", "value": "b"}]}
TABLE = {"type": "Table", "columns": [], "rows": []}
POINTS = [{"x": "a", "y": 1}, {"x": "b", "y": 2}]

BROKEN = [
    (message, "body/1", words("w" * ROOM), f"of {ROOM} bytes"),
    (message, "version", "1.6", "version 1.6"),
    (message, "body", [], "the card is empty"),
    (message, "body/1/other", 1, "the schema refuses it"),
    (message, "body/1/inlines/0/weight", "heavy", "the schema refuses it"),
    (message, "other", 1, "the schema refuses it"),
    (message, "body/1/id", "line-what", None),
    (message, "body/1", {"type": "Badge"}, "Badge may not stand here"),
    (message, "body/1", FACTS, "FactSet may not stand here"),
    (message, "body/1", TABLE, "Table may not stand here"),
    (message, "body/1", {"type": "Input.Text", "id": "a"}, "Input.Text may not stand here"),
    (message, "msteams/width", "full", "as wide as it may be"),
    (message, "msteams/entities", [], "as wide as it may be"),
    (message, "fallbackText", " ", "old client"),
    (message, "fallbackText", "[a](b)", "old client"),
    (message, "actions", [BUTTON], "below its body"),
    (message, "body/0/wrap", False, "a TextBlock is blank"),
    (message, "body/0/text", " ", "a TextBlock is blank"),
    (message, "body/0/text", "**now**", "as Markdown"),
    (message, "body/0/text", "1. now", "as Markdown"),
    (message, "body/1/inlines", [], "rich text is blank"),
    (message, "body/1", words(" "), "rich text is blank"),
    (message, "body/1/inlines/0/text", "a {{DATE(x", "a run holds '{{DATE('"),
    (message, "body/1/inlines/0/text", "a &lt; b", "a run holds '&lt;'"),
    (message, "body/1/inlines/0/text", "[a](b)", "a run holds ']('"),
    (message, "body/1/inlines/0/text", "- a", "a run holds '- '"),
    (message, "body/1/inlines/0/text", "x\n12. a", "a run holds '\\n12. '"),
    (message, "body/1/inlines/0/text", "x **a** y", "a run holds '*a*'"),
    (message, "body/1/inlines/0/selectAction", BUTTON, "a run is no words"),
    (message, "body/2/items", [], "a container is empty"),
    (message, "body/2/items/0", FACTS, "FactSet may not stand here"),
    (message, "body/3/fallback", "drop", "a chart leaves nothing behind"),
    (message, "body/3/fallback", words("[a](b)"), "a run holds"),
    (message, "body/3/title", " ", "a chart has no title"),
    (message, "body/3/data", [{"legend": "a", "values": POINTS}] * 2, "name stands there twice"),
    (message, "body/3/data/0/values", POINTS[:1] * 2, "a label twice"),
    (message, "body/3/data", [{"legend": str(n), "values": POINTS} for n in range(7)], "not 1 to 6 series"),
    (message, "body/3/data", [{"legend": str(n), "values": POINTS[n:]} for n in range(2)], "one point for each label"),
    (message, "body/3/data/0/values/0/y", float("inf"), "a value is no number"),
    (message, "body/3/type", "Chart.Line", "a label that is no day"),
    (message, "body/3/type", "Chart.Donut", "Chart.Donut may not stand here"),
    (message, "body/5/actions", [], "0 of 6 buttons"),
    (message, "body/5/actions", [BUTTON] * 7, "7 of 6 buttons"),
    (message, "body/5/actions/0/style", "positive", "none that Teams shows"),
    (message, "body/5/actions/0/type", "Action.Execute", "none that Teams shows"),
    (message, "body/5/actions/0/title", "", "a button says ''"),
    (message, "body/5/actions/0/title", "x" * 76, "a button says"),
    (message, "body/5/actions/0/data", {}, "a button has no handle"),
    (message, "body/5/actions/0/data/msteams", {"type": "imBack"}, "a button does something else"),
    (dialog, "actions", [], "a form has not one button"),
    (dialog, "actions/0/data", {"press": []}, "a button has no handle"),
    (dialog, "body/0/id", "pick-one", "an id stands there twice"),
    (dialog, "body/0/label", " ", "no id or no label"),
    (dialog, "body/0/errorMessage", None, "what is needed is not said"),
    (dialog, "body/0/maxLength", 0, "a field holds more"),
    (dialog, "body/0/value", "x" * 3001, "a field holds more"),
    (dialog, "body/0/value", "a\nb", "lines stand in one line"),
    (dialog, "body/2/choices", [], "a choice of nothing"),
    (dialog, "body/2/choices/0/value", "1:b", "the same twice"),
    (dialog, "body/2/choices/0/value", "a,b", "what stands between two"),
    (dialog, "body/2/choices/0/title", "", "an option is blank"),
    (dialog, "body/2/value", "2:c", "what is chosen is no option"),
    (dialog, "body/2/value", "0:a,1:b", "what is chosen is no option"),
    (dialog, "body/3/style", "compact", "a list that shows one"),
    (dialog, "body/4/value", "soon", "soon is no date"),
    (dialog, "body/1", {"type": "ActionSet", "actions": [BUTTON]}, "ActionSet may not stand here"),
]


def _named(one: Any) -> str:
    """The same in every process: a function's own text holds where it lies in memory."""
    return str(getattr(one, "__name__", one))[:40]


@pytest.mark.parametrize(("make", "path", "value", "says"), BROKEN, ids=_named)
def test_whatever_is_broken_is_found(make: Callable[[], Json], path: str, value: Any, says: str | None) -> None:
    card = deepcopy(make())
    changed(path, value)(card)
    found = limits.message(card) if make is message else limits.dialog(card)
    if says is None:
        assert found == []
    else:
        assert any(says in one for one in found), found


def test_there_is_no_more_room_in_a_card_than_the_vendor_names() -> None:
    assert ROOM <= 28_000

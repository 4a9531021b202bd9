"""Everything that a card for Teams has to be: each check gives sentences about what is broken.

The schema of version 1.5 says most. What it does not know (charts, `msteams`) is taken out of a card before it is
asked; what Teams and its renderers do besides (their limits, what they read in words) stands here.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft6Validator

from adapters.teams.room import ROOM

Json = dict[str, Any]

MOST_IN_UTF_16: Final = 80 * 1024
SCHEMA: Final = Path(__file__).with_name("adaptive-card-1.5.json")
WORDS: Final = {"text", "title", "label", "placeholder", "value", "id", "fallbackText", "errorMessage"}
"""Fields of a card that hold words, of which the schema only knows that they are text."""
FIELDS: Final = {"Input.Text", "Input.ChoiceSet", "Input.Date"}
IN_MESSAGES: Final = {"TextBlock", "RichTextBlock", "Container", "ActionSet", "Chart.VerticalBar.Grouped", "Chart.Line"}
IN_DIALOGS: Final = IN_MESSAGES - {"ActionSet"} | FIELDS
"""Elements that may stand in each place, of those that are ever drawn: all but charts are known on phones too."""

READ: Final = (
    re.compile(r"\{\{(?:DATE|TIME)\("),
    re.compile(r"&(?:amp|quot|lt|gt|nbsp);"),
    re.compile(r"\]\("),
    re.compile(r"(?:^|[\n\r\[\])+\-0-9])[-+*] "),
    re.compile(r"(?:^|[\n\r\[\])+\-])[0-9]+\. "),
    re.compile(r"[*_][^*_]+[*_]"),
)
"""What some renderer of Teams reads in a single run of words: adapters/teams/literal.py has its sources."""
MARKDOWN: Final = re.compile(r"[*_`#&<>\[\]{}|~^\\+=@/]|^[0-9]+[.)]|^-")


def message(card: Json) -> list[str]:
    """What is broken in the card of a message or a page."""
    found = list(_card(card, IN_MESSAGES))
    if card.get("msteams") != {"width": "Full"}:
        found.append("a message is not as wide as it may be")
    if not card.get("fallbackText", "").strip() or set(card["fallbackText"]) & set("*_`#&<>[]{}\\"):
        found.append("the words for an old client are none, or markup")
    if "actions" in card:
        found.append("a message has buttons below its body")
    return found


def dialog(card: Json) -> list[str]:
    """What is broken in the card of a form."""
    found = list(_card(card, IN_DIALOGS))
    fields = any(block["type"] in FIELDS for block in card["body"])
    actions = [action["type"] for action in card.get("actions", ())]
    if actions != ["Action.Submit"] and (fields or actions):
        found.append("a form has not one button")
    for action in card.get("actions", ()):
        found += _button(action, "form")
    return found


def everything(value: Any) -> Iterator[Json]:
    """Every object in a card, itself included."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)


def size(card: Json) -> int:
    """Bytes of a card as it is sent, in UTF-8."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())


@cache
def validator() -> Draft6Validator:
    return Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _card(card: Json, allowed: set[str]) -> Iterator[str]:
    if size(card) > ROOM:
        yield f"the card takes {size(card)} of {ROOM} bytes"
    if 2 * _units(json.dumps(card, ensure_ascii=False)) > MOST_IN_UTF_16:
        yield "the card takes too many bytes in UTF-16"
    if card.get("version") != "1.5":
        yield f"version {card.get('version')}"
    if not _is_valid(json.dumps(_shape(_known(card)), sort_keys=True)):
        yield "the schema refuses it"
    ids = [one["id"] for one in everything(card["body"]) if "id" in one]
    if len(set(ids)) < len(ids):
        yield "an id stands there twice"
    if not card["body"]:
        yield "the card is empty"
    for block in card["body"]:
        yield from _block(block, allowed)
    left = {block["title"] for block in card["body"] if isinstance(block.get("fallback"), dict)}
    if not {block["title"] for block in card["body"] if "fallback" in block} <= left:
        yield "a chart leaves nothing behind"


@cache
def _is_valid(shape: str) -> bool:
    """Asked once for all cards of one shape: the schema takes long."""
    return validator().is_valid(json.loads(shape))


def _shape(value: Any) -> Any:
    """What the schema can tell apart: words are words, and what stands in a list several times is there once."""
    match value:
        case dict():
            return {name: _free(name, one) for name, one in value.items()}
        case list():
            found = {json.dumps(shape, sort_keys=True): shape for shape in map(_shape, value)}
            return list(found.values())
        case _:
            return value


def _free(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in WORDS:
        return ""
    return {} if isinstance(value, dict) and name == "data" else _shape(value)


def _known(value: Any) -> Any:
    """The card without what the schema does not know: charts by their fallback, what is Teams' own by nothing."""
    match value:
        case {"type": str(kind), "fallback": fallback} if kind.startswith("Chart."):
            return _known(fallback) if fallback != "drop" else {"type": "Container", "items": []}
        case {"type": "AdaptiveCard"}:
            return {name: _known(one) for name, one in value.items() if name != "msteams"}
        case {"choices.data": _}:
            return {name: _known(one) for name, one in value.items() if name != "choices.data"}
        case dict():
            return {name: _known(one) for name, one in value.items()}
        case list():
            return [_known(one) for one in value]
        case _:
            return value


def _block(block: Json, allowed: set[str]) -> Iterator[str]:
    if block["type"] not in allowed:
        yield f"{block['type']} may not stand here"
        return
    yield from CHECKS[block["type"]](block)


def _text_block(block: Json) -> Iterator[str]:
    if not block.get("wrap") or not block["text"].strip():
        yield "a TextBlock is blank, or cut at the end of its line"
    if MARKDOWN.search(block["text"]):
        yield "a TextBlock holds what it may read as Markdown"


def _rich_text(block: Json) -> Iterator[str]:
    if not "".join(run["text"] for run in block["inlines"]).strip():
        yield "rich text is blank"
    for run in block["inlines"]:
        if not isinstance(run, dict) or run["type"] != "TextRun" or "selectAction" in run or not run["text"]:
            yield "a run is no words"
        yield from (f"a run holds {found[0]!r}" for found in (one.search(run["text"]) for one in READ) if found)


def _container(block: Json) -> Iterator[str]:
    if not block["items"] or block.get("style") != "emphasis":
        yield "a container is empty, or no quotation"
    for one in block["items"]:
        yield from _block(one, {"RichTextBlock"})


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block["actions"]) <= 6:
        yield f"{len(block['actions'])} of 6 buttons"
    for action in block["actions"]:
        yield from _button(action, "press")


def _button(action: Json, holds: str) -> Iterator[str]:
    if action["type"] != "Action.Submit" or "style" in action:
        yield "a button is none that Teams shows"
    if not action["title"].strip() or _units(action["title"]) > 75 or "\n" in action["title"]:
        yield f"a button says {action['title']!r}"
    if set(action["data"]) - {"msteams"} != {holds}:
        yield "a button has no handle"
    if action["data"].get("msteams", {"type": "task/fetch"}) != {"type": "task/fetch"}:
        yield "a button does something else"


def _chart(block: Json) -> Iterator[str]:
    match block["fallback"]:
        case {"type": "RichTextBlock"} as words:
            yield from _rich_text(words)
        case "drop":
            pass  # when another one of the same name does
        case _:
            yield "a chart leaves nothing behind"
    if not block["title"].strip() or not 1 <= len(block["data"]) <= 6:
        yield "a chart has no title, or not 1 to 6 series"
    legends = [series["legend"] for series in block["data"]]
    if len(set(legends)) < len(legends):
        yield "a series' name stands there twice"
    labels = [point["x"] for point in block["data"][0]["values"]]
    if len(set(labels)) < len(labels) or not 1 <= len(labels) <= 20:
        yield "a chart has a label twice, or not 1 to 20"
    for series in block["data"]:
        if [point["x"] for point in series["values"]] != labels:
            yield "a series has not one point for each label"
        if not all(isinstance(one["y"], int | float) and math.isfinite(one["y"]) for one in series["values"]):
            yield "a value is no number"
    if block["type"] == "Chart.Line" and not all(_is_day(label) for label in labels):
        yield "a line has a label that is no day"


def _field(block: Json) -> Iterator[str]:
    if not block.get("id") or not block.get("label", "").strip():
        yield "a field has no id or no label"
    if block.get("isRequired", False) != ("errorMessage" in block):
        yield "what is needed is not said"
    value = block.get("value", "")
    match block["type"]:
        case "Input.Text":
            if not block["maxLength"] >= 1 or _units(value) > block["maxLength"]:
                yield "a field holds more than it takes"
            if "\n" in value and not block["isMultiline"]:
                yield "lines stand in one line"
        case "Input.Date":
            if value and not _is_day(value):
                yield f"{value} is no date"
        case _:
            yield from _people(block) if "choices.data" in block else _options(block, value.split(",") if value else [])


def _options(block: Json, chosen: list[str]) -> Iterator[str]:
    values = [choice["value"] for choice in block["choices"]]
    if not values or len(set(values)) < len(values):
        yield "a choice of nothing, or of the same twice"
    if any(set(value) & set(",;") for value in values):
        yield "an option's value holds what stands between two"
    if not set(chosen) <= set(values) or (len(chosen) > 1 and not block["isMultiSelect"]):
        yield "what is chosen is no option"
    if not all(choice["title"].strip() for choice in block["choices"]):
        yield "an option is blank"
    if block["isMultiSelect"] and block["style"] != "expanded":
        yield "several are chosen from a list that shows one"


def _people(block: Json) -> Iterator[str]:
    if block["choices.data"] != {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}:
        yield "a people picker that Teams does not know"
    chosen = block.get("value", "").split(",") if "value" in block else []
    if block["choices"] or (len(chosen) > 1 and not block["isMultiSelect"]):
        yield "a people picker offers somebody, or has several where one is chosen"
    if not all(one.count("-") == 4 and len(one) == 36 for one in chosen):
        yield "somebody is chosen who is not in the directory"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


CHECKS: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "Container": _container,
    "ActionSet": _actions,
    "Chart.VerticalBar.Grouped": _chart,
    "Chart.Line": _chart,
    "Input.Text": _field,
    "Input.ChoiceSet": _field,
    "Input.Date": _field,
}

"""Everything that Slack limits or refuses in what we send: each check gives sentences about what is broken.

Numbers are the vendor's; characters are counted in UTF-16 units, the stricter of the ways in which SDKs count.
slack_sdk's own models look at the outer limits only, so they are asked as well but do most of it badly.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SlackBlock

Json = dict[str, Any]

IN_MESSAGES = {"header", "context", "rich_text", "actions", "divider", "data_visualization"}
ON_HOME = IN_MESSAGES - {"data_visualization"}
IN_MODALS = {"header", "context", "rich_text", "divider", "input"}
"""Blocks that may stand in each place, of those that are ever drawn."""


def message(payload: Json) -> list[str]:
    """What is broken in a message's payload."""
    found = list(_blocks(payload["blocks"], IN_MESSAGES, 50))
    whole = _units(json.dumps(payload["blocks"], ensure_ascii=False, separators=(",", ":")))
    if whole > 12_000:
        found.append(f"all blocks take {whole} of 12000 characters")
    if sum(block["type"] == "data_visualization" for block in payload["blocks"]) > 2:
        found.append("more than 2 charts in a message")
    text = payload["text"]
    if not 1 <= _units(text) <= 4000:
        found.append(f"text takes {_units(text)} of 4000 characters")
    bare = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    if set(bare) & set("&<>"):
        found.append("text holds what is not escaped")
    return found


def home(view: Json) -> list[str]:
    """What is broken in a home tab."""
    found = list(_blocks(view["blocks"], ON_HOME, 100))
    return [*found, *_kind(view, "home"), *_weight(view)]


def modal(view: Json) -> list[str]:
    """What is broken in a modal."""
    found = [*_blocks(view["blocks"], IN_MODALS, 100), *_kind(view, "modal"), *_weight(view)]
    found += _plain(view.get("title"), 24, "title")
    fields = any(block["type"] == "input" for block in view["blocks"])
    if fields or "submit" in view:  # Slack refuses a form with fields that nothing sends
        found += _plain(view.get("submit"), 24, "submit")
    else:
        found += _plain(view.get("close"), 24, "close")
    found += _length(view.get("private_metadata", ""), 0, 3000, "private_metadata")
    found += _length(view.get("callback_id", ""), 1, 255, "callback_id")
    return found


def everything(value: Any) -> Iterator[Json]:
    """Every object in a payload, itself included."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)


def _blocks(blocks: list[Json], allowed: set[str], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} of {most} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "block_id is not unique"
    for one in everything(blocks):
        if one.get("type") == "mrkdwn":
            yield "words stand in mrkdwn"
    for block in blocks:
        if block["type"] not in allowed:
            yield f"{block['type']} may not stand here"
            continue
        if "block_id" in block:
            yield from _length(block["block_id"], 1, 255, "block_id")
        yield from CHECKS[block["type"]](block)
        yield from _parsed(block)


def _parsed(block: Json) -> Iterator[str]:
    if block["type"] == "data_visualization":  # slack_sdk 3.47.0 does not know it
        return
    try:
        (parsed,) = SlackBlock.parse_all([block])
        if parsed.to_dict()["type"] != block["type"]:
            yield f"slack_sdk reads {block['type']} as something else"
    except (SlackObjectFormationError, TypeError) as error:
        yield f"slack_sdk refuses it: {error}"


def _header(block: Json) -> Iterator[str]:
    yield from _plain(block["text"], 150, "header")


def _context(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} of 10 elements in a context"
    for one in block["elements"]:
        yield from _plain(one, 3000, "context")


def _rich_text(block: Json) -> Iterator[str]:
    if not block["elements"] or not all(one["elements"] for one in block["elements"]):
        yield "rich text is empty"
    for one in block["elements"]:
        if one["type"] not in ("rich_text_section", "rich_text_quote"):
            yield f"{one['type']} in rich text"
        for element in one["elements"]:
            if element["type"] != "text":
                yield f"{element['type']} in rich text"
            yield from _length(element.get("text", ""), 1, 3000, "rich text")


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} of 25 buttons"
    ids = [one["action_id"] for one in block["elements"]]
    if len(set(ids)) < len(ids):
        yield "action_id is not unique"
    for one in block["elements"]:
        if one["type"] != "button":
            yield f"{one['type']} among the buttons"
        yield from _length(one["action_id"], 1, 255, "action_id")
        yield from _plain(one["text"], 75, "button")
        yield from _length(one["value"], 1, 2000, "value")
        if one.get("style", "primary") not in ("primary", "danger"):
            yield f"style {one['style']}"


def _divider(block: Json) -> Iterator[str]:
    if set(block) - {"type", "block_id"}:
        yield "a divider holds something"


def _chart(block: Json) -> Iterator[str]:
    yield from _length(block["title"], 1, 50, "chart title")
    chart = block["chart"]
    if chart["type"] not in ("bar", "line", "area"):
        yield f"{chart['type']} is no shape"
    labels = chart["axis_config"]["categories"]
    if not 1 <= len(labels) <= 20:
        yield f"{len(labels)} of 20 labels"
    if len(set(labels)) < len(labels):
        yield "a label stands there twice"
    for label in labels:
        yield from _length(label, 1, 20, "label")
    if not 1 <= len(chart["series"]) <= 6:
        yield f"{len(chart['series'])} of 6 series"
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        yield "a series' name stands there twice"
    for series in chart["series"]:
        yield from _length(series["name"], 1, 20, "series")
        if [point["label"] for point in series["data"]] != labels:
            yield "a series has not one point for each label"
        for point in series["data"]:
            value = point["value"]
            if not isinstance(value, int | float) or not math.isfinite(value):
                yield f"{value} is no number"


def _input(block: Json) -> Iterator[str]:
    if "block_id" not in block:
        yield "a field has no block_id"
    yield from _plain(block["label"], 2000, "label")
    if "hint" in block:
        yield from _plain(block["hint"], 2000, "hint")
    element = block["element"]
    yield from _length(element.get("action_id", ""), 1, 255, "action_id")
    if "placeholder" in element:
        yield from _plain(element["placeholder"], 150, "placeholder")
    match element["type"]:
        case "plain_text_input":
            most = element.get("max_length", 0)
            if not 1 <= most <= 3000:
                yield f"max_length {most} of 3000"
            yield from _length(element.get("initial_value", "x"), 1, most, "initial_value")
        case "radio_buttons" | "checkboxes":
            yield from _options(element, 10)
        case "static_select" | "multi_static_select":
            yield from _options(element, 100)
        case "datepicker":
            try:
                date.fromisoformat(element.get("initial_date", "2026-11-23"))
            except ValueError:
                yield f"{element['initial_date']} is no date"
        case "users_select":
            yield from _length(element.get("initial_user", "U1"), 2, 255, "initial_user")
        case "multi_users_select":
            if element["max_selected_items"] < 1:
                yield "nobody can be chosen"
            if not 1 <= len(element.get("initial_users", ["U1"])) <= element["max_selected_items"]:
                yield "initial_users are none, or too many"
        case "conversations_select":
            if set(element["filter"]) - {"include", "exclude_bot_users", "exclude_external_shared_channels"}:
                yield "a filter that Slack does not know"
            if not set(element["filter"]["include"]) <= {"im", "mpim", "private", "public"}:
                yield "kinds of conversations that Slack does not know"
        case other:
            yield f"{other} in a form"


def _options(element: Json, most: int) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= most:
        yield f"{len(options)} of {most} options"
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        yield "an option stands there twice"
    for option in options:
        yield from _plain(option["text"], 75, "option")
        yield from _length(option["value"], 1, 150, "option value")
    chosen = element.get("initial_options", [])
    if "initial_option" in element:
        chosen = [element["initial_option"]]
    if "initial_options" in element and not chosen:
        yield "initial_options is empty"
    if any(one not in options for one in chosen):
        yield "what is chosen is no option"


def _plain(found: Json | None, most: int, where: str) -> Iterator[str]:
    if found is None or found["type"] != "plain_text" or found.get("emoji") is not False:
        yield f"{where} is no plain text without emoji codes"
        return
    yield from _length(found["text"], 1, most, where)
    if not found["text"].strip():
        yield f"{where} is blank"


def _length(text: str, least: int, most: int, where: str) -> Iterator[str]:
    if not least <= _units(text) <= most:
        yield f"{where} takes {_units(text)} of {most} characters"


def _kind(view: Json, kind: str) -> list[str]:
    return [] if view["type"] == kind else [f"{view['type']} is no {kind}"]


def _weight(view: Json) -> list[str]:
    bytes_ = len(json.dumps(view))
    return [] if bytes_ <= 250_000 else [f"the view takes {bytes_} of 250000 bytes"]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


CHECKS: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "header": _header,
    "context": _context,
    "rich_text": _rich_text,
    "actions": _actions,
    "divider": _divider,
    "data_visualization": _chart,
    "input": _input,
}

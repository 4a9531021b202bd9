"""What Slack is sent, drawn as a person sees it there."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from adapters.slack.fields import OPEN
from tests.contract.seen import Form, channel_field, line_field, people_field, pick_field, row, words

Json = dict[str, Any]
CUT = "…"


def lines_of(blocks: Iterable[Json], names: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The lines of a message, a home page or a modal's words; `names` are those of users, by their ids."""
    lines: list[str] = []
    charts: set[str] = set()
    for block in blocks:
        if block["type"] == "data_visualization":
            # A series with days on which nothing was asked is drawn as charts of its own, all under one title.
            if block["title"] not in charts:
                lines += words(block["title"])
            charts.add(block["title"])
        else:
            lines += _lines(block, names)
    return lines


def elements_of(blocks: Iterable[Json]) -> Iterator[Json]:
    """Every button."""
    for block in blocks:
        if block["type"] == "actions":
            for element in block["elements"]:
                yield {"block_id": block.get("block_id", "b"), **element}


def form_look(view: Json, names: Mapping[str, str]) -> Form:
    """An open modal; `names` are those of users, by their ids."""
    blocks, title = view["blocks"], view["title"]["text"]
    if title.endswith(CUT) and blocks and blocks[0]["type"] == "header":
        # A modal's title has 24 characters; one that is longer stands whole as its first line.
        title, blocks = blocks[0]["text"]["text"], blocks[1:]
    sends = (view["submit"]["text"],) if "submit" in view else ()
    return Form((*words(title), *lines_of(blocks, names), *row(sends)))


def labels_of(view: Json) -> dict[str, str]:
    """The labels of a modal's fields, by block_id."""
    return {block["block_id"]: block["label"]["text"] for block in view["blocks"] if block["type"] == "input"}


def _lines(block: Json, names: Mapping[str, str]) -> list[str]:
    match block["type"]:
        case "header":
            return words(block["text"]["text"])
        case "context":
            return [line for element in block["elements"] for line in words(element["text"])]
        case "rich_text":
            return [line for part in block["elements"] for line in _rich(part)]
        case "divider":
            return ["———"]
        case "actions":
            return row(element["text"]["text"] for element in block["elements"])
        case "input":
            return [_field(block, names)]
        case kind:
            raise AssertionError(f"nobody has said how a block of type {kind} looks")


def _rich(part: Json) -> list[str]:
    mark = "> " if part["type"] == "rich_text_quote" else ""
    return words("".join(element["text"] for element in part["elements"]), mark)


def _field(block: Json, names: Mapping[str, str]) -> str:
    label, hint, element = block["label"]["text"], block.get("hint", {}).get("text", ""), block["element"]
    optional = block["optional"]
    if element["type"] in ("plain_text_input", "datepicker"):
        value = element.get("initial_value") or element.get("initial_date") or ""
        return line_field(label, hint, value, optional=optional)
    if element["type"] in ("users_select", "multi_users_select"):
        users = [*element.get("initial_users", ()), *filter(None, [element.get("initial_user")])]
        return people_field(label, hint, (names[user] for user in users), optional=optional)
    if element["type"] == "conversations_select":
        return channel_field(label, hint, optional=optional)
    chosen = [*element.get("initial_options", ()), element.get("initial_option")]
    # Slack's radio buttons cannot be taken back, so one stands for no answer; the page draws its own.
    options = [(one["text"]["text"], one in chosen) for one in element["options"] if one["value"] != OPEN]
    many = element["type"] in ("checkboxes", "multi_static_select")
    return pick_field(label, hint, options, many=many, optional=optional)

"""What Teams is sent, drawn as a person sees it there."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tests.contract.seen import Form, channel_field, line_field, people_field, pick_field, row, words

Json = dict[str, Any]


def lines_of(body: Iterable[Json], names: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The lines of a message, a home page or a form's words; `names` are those of people, by the directory's ids."""
    lines: list[str] = []
    blocks = list(body)
    charts: set[str] = set()
    for place, block in enumerate(blocks):
        if block.get("separator"):
            lines.append("———")
        match block:
            case {"type": "ActionSet", "spacing": "Small", "actions": actions}:
                # Teams shows six buttons of a set: what is more stands in a set of its own, close below.
                lines[-1] = f"{lines[-1]} {row(_titles(actions))[0]}"
            case {"type": "Chart.VerticalBar.Grouped" | "Chart.Line", "title": title}:
                # A series with days on which nothing was asked is drawn as charts of its own, all under one title.
                if title not in charts:
                    lines += words(title)
                charts.add(title)
            case {"type": "Input.Text" | "Input.Date" | "Input.ChoiceSet", "id": name}:
                lines.append(_field(block, _below(blocks[place + 1 :], "hint", name), names))
            case {"id": str()}:
                pass  # below a field, and told there
            case _:
                lines += _lines(block)
    return lines


def elements_of(body: Iterable[Json]) -> Iterator[Json]:
    """Every button."""
    for block in body:
        if block["type"] == "ActionSet":
            yield from block["actions"]


def form_look(title: str, card: Json, names: Mapping[str, str] = MappingProxyType({})) -> Form:
    """An open dialog: its title, which stands above the card, and the card; `names` are those of people."""
    return Form((*words(title), *lines_of(card["body"], names), *row(_titles(card.get("actions", ())))))


def labels_of(card: Json) -> dict[str, str]:
    """The labels of a dialog's fields, by their ids."""
    return {block["id"]: block["label"] for block in card["body"] if block["type"].startswith("Input.")}


def errors_of(card: Json) -> tuple[tuple[str, str], ...]:
    """What is said to be wrong at the fields of a dialog, by their labels."""
    fields = ((label, _below(card["body"], "error", name)) for name, label in labels_of(card).items())
    return tuple((label, sentence) for label, sentence in fields if sentence)


def _lines(block: Json) -> list[str]:
    match block["type"]:
        case "TextBlock":
            return words(block["text"])
        case "RichTextBlock":
            return words(_said(block))
        case "Container":
            return [line for item in block["items"] for line in words(_said(item), "> ")]
        case "ActionSet":
            return row(_titles(block["actions"]))
        case kind:
            raise AssertionError(f"nobody has said how an element of type {kind} looks")


def _field(block: Json, hint: str, names: Mapping[str, str]) -> str:
    label, value, optional = block["label"], block.get("value", ""), not block.get("isRequired", False)
    if block["type"] in ("Input.Text", "Input.Date"):
        return line_field(label, hint, value, optional=optional)
    if "choices.data" in block:
        return people_field(label, hint, (names[one] for one in value.split(",") if one), optional=optional)
    if block["id"].startswith(("channel-", "members-", "looked-")):
        return channel_field(label, hint, optional=optional)
    chosen = value.split(",")
    # A radio button cannot be taken back, so one stands for no answer, with no key behind its number; the page draws
    # its own.
    options = [(one["title"], one["value"] in chosen) for one in block["choices"] if not one["value"].endswith(":")]
    return pick_field(label, hint, options, many=block["isMultiSelect"], optional=optional)


def _below(blocks: Iterable[Json], kind: str, field: str) -> str:
    return next((_said(block) for block in blocks if block.get("id") == f"{kind}-{field}"), "")


def _said(block: Json) -> str:
    return "".join(run["text"] for run in block["inlines"])


def _titles(actions: Iterable[Json]) -> list[str]:
    return [action["title"] for action in actions]

"""An Adaptive Card as HTML, about as Teams draws it on a desktop: every kind of element that the bot sends."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from adapters.pictures import Picture
from tests.pictures.bars import bars

Json = dict[str, Any]


def html(card: Json) -> str:
    """The body, one element below the other."""
    return _all(card["body"])


def _all(elements: list[Json]) -> str:
    return "".join(f'<div class="{_place(one)}">{ELEMENTS[one["type"]](one)}</div>' for one in elements)


def _place(one: Json) -> str:
    parted = "parted " if one.get("separator") else ""
    return f"{parted}{one.get('spacing', 'Default')} {one['type'].replace('.', '-')}"


def _text(one: Json) -> str:
    how = (one.get("size", ""), one.get("weight", ""), "subtle" if one.get("isSubtle") else "")
    return f'<span class="{" ".join(filter(None, how))}">{escape(one["text"])}</span>'


def _rich(block: Json) -> str:
    return "".join(_text(one) for one in block["inlines"])


def _container(block: Json) -> str:
    return _all(block["items"])


def _actions(block: Json) -> str:
    return "".join(f"<span class=button>{escape(one['title'])}</span>" for one in block["actions"])


def _chart(block: Json) -> str:
    labels = tuple(point["x"] for point in block["data"][0]["values"])
    series = tuple((one["legend"], tuple(point["y"] for point in one["values"])) for one in block["data"])
    return bars(block["title"], Picture(labels, series))


ELEMENTS: Final[Mapping[str, Callable[[Json], str]]] = {
    "TextBlock": _text,
    "RichTextBlock": _rich,
    "Container": _container,
    "ActionSet": _actions,
    "Chart.VerticalBar.Grouped": _chart,
    "Chart.Line": _chart,
}

"""A payload of chat.postMessage as HTML, about as Slack’s desktop client draws it: each kind of block that is sent."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from adapters.pictures import Picture
from tests.pictures.bars import bars

Json = dict[str, Any]
TAGS: Final = {"rich_text_section": "p", "rich_text_quote": "blockquote"}


def html(payload: Json) -> str:
    """All blocks, one below the other."""
    return "".join(f'<div class="{block["type"]}">{BLOCKS[block["type"]](block)}</div>' for block in payload["blocks"])


def _header(block: Json) -> str:
    return escape(block["text"]["text"])


def _context(block: Json) -> str:
    return "".join(f"<span>{escape(one['text'])}</span>" for one in block["elements"])


def _rich(block: Json) -> str:
    return "".join(_paragraph(TAGS[one["type"]], one["elements"]) for one in block["elements"])


def _paragraph(tag: str, elements: list[Json]) -> str:
    return f"<{tag}>{''.join(_words(one) for one in elements)}</{tag}>"


def _words(element: Json) -> str:
    said = escape(element["text"])
    return f"<strong>{said}</strong>" if element.get("style", {}).get("bold") else said


def _actions(block: Json) -> str:
    return "".join(
        f'<span class="button {one.get("style", "")}">{escape(one["text"]["text"])}</span>' for one in block["elements"]
    )


def _divider(_block: Json) -> str:
    return "<hr>"


def _chart(block: Json) -> str:
    chart = block["chart"]
    series = tuple((one["name"], tuple(point["value"] for point in one["data"])) for one in chart["series"])
    return bars(block["title"], Picture(tuple(chart["axis_config"]["categories"]), series))


BLOCKS: Final[Mapping[str, Callable[[Json], str]]] = {
    "header": _header,
    "context": _context,
    "rich_text": _rich,
    "actions": _actions,
    "divider": _divider,
    "data_visualization": _chart,
}

"""A chart as Slack's own block, data_visualization, which slack_sdk 3.47.0 has no class for.

Its form is that of https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (June 2026).
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.pictures import Picture
from adapters.pictures import pictures as pictures_of
from adapters.room import cut
from adapters.slack.parts import element, rich
from adapters.slack.room import Block
from bot.messages import Chart

IN_A_MESSAGE: Final = 2
TITLE: Final = 50
LABEL: Final = 20
KIND: Final = "data_visualization"

# Whether Slack reads markup in a legend is not documented; without angle brackets there is none to read.
_BRACKETS: Final = str.maketrans("<>", "()")


def pictures(chart: Chart) -> list[Block]:
    """The chart's blocks, none when it cannot be drawn truly."""
    title = cut(chart.title.translate(_BRACKETS).strip(), TITLE)
    return [_block(chart, title, one) for one in pictures_of(chart, _named)]


def has_charts(payload: Mapping[str, Any]) -> bool:
    """Whether one is drawn in it."""
    return any(block["type"] == KIND for block in payload["blocks"])


def without_charts(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same payload for a workspace that answers `invalid_blocks` to charts: their numbers stand there in words."""
    blocks: list[Block] = []
    title = ""
    for block in payload["blocks"]:
        if block["type"] != KIND:
            blocks.append(block)
            title = ""
        elif block["title"] != title:
            title = block["title"]
            blocks += rich("rich_text_section", element(title, bold=True))
    return {**payload, "blocks": blocks}


def _block(chart: Chart, title: str, picture: Picture) -> Block:
    data = [
        {
            "name": name,
            "data": [{"label": label, "value": value} for label, value in zip(picture.labels, row, strict=True)],
        }
        for name, row in picture.series
    ]
    drawn = {"type": chart.shape, "series": data, "axis_config": {"categories": list(picture.labels)}}
    return {"type": KIND, "title": title, "chart": drawn}


def _named(text: str) -> str:
    return cut(" ".join(text.translate(_BRACKETS).split()), LABEL)

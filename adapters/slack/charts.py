"""A chart as Slack's own block, data_visualization, which slack_sdk 3.47.0 has no class for.

Its form is that of https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (June 2026).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.room import cut
from adapters.slack.parts import element, rich
from adapters.slack.room import Block
from bot.messages import Chart, Series

IN_A_MESSAGE: Final = 2
TITLE: Final = 50
LABEL: Final = 20
LABELS: Final = 20
SERIES: Final = 6
"""The vendor's page says 6, newer libraries 12."""
KIND: Final = "data_visualization"

# Whether Slack reads markup in a legend is not documented; without angle brackets there is none to read.
_BRACKETS: Final = str.maketrans("<>", "()")


def pictures(chart: Chart) -> list[Block]:
    """The chart's blocks, none when it cannot be drawn truly.

    A series needs a value for each label and None is no value: nothing was asked there, which is not 0. So a
    series is drawn over its own labels, together with those that have the same ones.
    """
    alike: dict[tuple[int, ...], list[Series]] = {}
    for series in chart.series:
        asked = tuple(place for place, value in enumerate(series.values) if value is not None)
        alike.setdefault(asked, []).append(series)
    drawn = [_picture(chart, places, several) for places, several in alike.items() if places]
    return [block for block in drawn if block is not None] if None not in drawn else []


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


def _picture(chart: Chart, places: Sequence[int], several: Sequence[Series]) -> Block | None:
    labels = [_named(chart.labels[place]) for place in places if place < len(chart.labels)]
    names = [_named(series.name) for series in several]
    values = [[series.values[place] for place in places] for series in several]
    fits = len(labels) == len(places) <= LABELS and len(several) <= SERIES
    title = cut(chart.title.translate(_BRACKETS).strip(), TITLE)
    apart = len(set(labels)) == len(labels) and len(set(names)) == len(names) and all((title, *labels, *names))
    if not (fits and apart and all(math.isfinite(value or 0) for row in values for value in row)):
        return None
    data = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, row, strict=True)]}
        for name, row in zip(names, values, strict=True)
    ]
    drawn = {"type": chart.shape, "series": data, "axis_config": {"categories": labels}}
    return {"type": KIND, "title": title, "chart": drawn}


def _named(text: str) -> str:
    return cut(" ".join(text.translate(_BRACKETS).split()), LABEL)

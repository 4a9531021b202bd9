"""A chart as Teams draws it in a card of version 1.5, whose schema does not know it: a client that does not either
shows the chart's name instead. Its numbers stand below it in any case.

The forms are those of learn.microsoft.com, Charts in Adaptive Cards (November 2024).
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from adapters.teams.parts import line, numbers, rich, run
from adapters.teams.room import Block
from bot.messages import Chart, Series

TITLE: Final = 80
LABEL: Final = 40
LABELS: Final = 20
SERIES: Final = 6
BARS: Final = "Chart.VerticalBar.Grouped"
LINE: Final = "Chart.Line"


def pictured(chart: Chart) -> list[Block]:
    """The chart and its numbers; the numbers alone when it cannot be drawn truly.

    None is no value: nothing was asked there, which is not 0. So a series is drawn over its own labels, together
    with those that have the same ones.
    """
    alike: dict[tuple[int, ...], list[Series]] = {}
    for series in chart.series:
        asked = tuple(place for place, value in enumerate(series.values) if value is not None)
        alike.setdefault(asked, []).append(series)
    drawn = [_picture(chart, places, several) for places, several in alike.items() if places]
    if not drawn or None in drawn:
        return numbers(chart)
    first, *others = (block for block in drawn if block is not None)
    return [first, *({**other, "fallback": "drop"} for other in others), *rich(run(chart.said))]


def _picture(chart: Chart, places: Sequence[int], several: Sequence[Series]) -> Block | None:
    labels = [line(chart.labels[place], LABEL) for place in places if place < len(chart.labels)]
    names = [line(series.name, LABEL) for series in several]
    values = [[series.values[place] for place in places] for series in several]
    fits = len(labels) == len(places) <= LABELS and len(several) <= SERIES
    apart = len(set(labels)) == len(labels) and len(set(names)) == len(names) and chart.title.strip()
    if not (fits and apart and all(math.isfinite(value or 0) for row in values for value in row)):
        return None
    title = line(chart.title, TITLE)
    return {
        "type": LINE if chart.shape == "line" and all(_is_day(label) for label in labels) else BARS,
        "title": title,
        "data": [
            {"legend": name, "values": [{"x": label, "y": value} for label, value in zip(labels, row, strict=True)]}
            for name, row in zip(names, values, strict=True)
        ],
        "fallback": rich(run(title, weight="Bolder"))[0],
    }


def _is_day(label: str) -> bool:
    """A line's places are days: Teams knows how far apart two other labels are as little as we do."""
    try:
        date.fromisoformat(label)
    except ValueError:
        return False
    return True

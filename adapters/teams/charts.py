"""A chart as Teams draws it in a card of version 1.5, whose schema does not know it: a client that does not either
shows the chart's name instead. Its numbers stand below it in any case.

The forms are those of learn.microsoft.com, Charts in Adaptive Cards (November 2024).
"""

from datetime import date
from typing import Final

from adapters.pictures import Picture, pictures
from adapters.teams.parts import line, numbers, rich, run
from adapters.teams.room import Block
from bot.messages import Chart

TITLE: Final = 80
LABEL: Final = 40
BARS: Final = "Chart.VerticalBar.Grouped"
LINE: Final = "Chart.Line"


def pictured(chart: Chart) -> list[Block]:
    """The chart and its numbers; the numbers alone when it cannot be drawn truly."""
    drawn = [_block(chart, one) for one in pictures(chart, lambda text: line(text, LABEL))]
    if not drawn:
        return numbers(chart)
    first, *others = drawn
    return [first, *({**other, "fallback": "drop"} for other in others), *rich(run(chart.said))]


def _block(chart: Chart, picture: Picture) -> Block:
    title = line(chart.title, TITLE)
    data = [
        {"legend": name, "values": [{"x": label, "y": value} for label, value in zip(picture.labels, row, strict=True)]}
        for name, row in picture.series
    ]
    return {
        "type": LINE if chart.shape == "line" and all(_is_day(label) for label in picture.labels) else BARS,
        "title": title,
        "data": data,
        "fallback": rich(run(title, weight="Bolder"))[0],
    }


def _is_day(label: str) -> bool:
    """A line's places are days: Teams knows how far apart two other labels are as little as we do."""
    try:
        date.fromisoformat(label)
    except ValueError:
        return False
    return True

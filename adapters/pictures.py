"""A chart taken apart into pictures that say no more than is known, for a platform's own charts."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.messages import Chart, Series

LABELS: Final = 20
SERIES: Final = 6
"""Slack's page says 6, newer libraries 12; Teams names no limit."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Series by their names, with a value for each of the labels."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


def pictures(chart: Chart, named: Callable[[str], str]) -> list[Picture]:
    """None of them when it cannot be drawn truly; `named` makes a label or a name fit.

    A platform wants a value for each label and None is no value: nothing was asked there, which is not 0. So a
    series is drawn over its own labels, together with those that have the same ones.
    """
    alike: dict[tuple[int, ...], list[Series]] = {}
    for series in chart.series:
        asked = tuple(place for place, value in enumerate(series.values) if value is not None)
        alike.setdefault(asked, []).append(series)
    if not chart.title.strip() or any(place >= len(chart.labels) for places in alike for place in places):
        return []
    drawn = [_over(chart, places, several, named) for places, several in alike.items() if places]
    return drawn if all(_is_true(one) for one in drawn) else []


def _over(chart: Chart, places: tuple[int, ...], several: list[Series], named: Callable[[str], str]) -> Picture:
    rows = ((named(one.name), tuple(one.values[place] or 0.0 for place in places)) for one in several)
    return Picture(tuple(named(chart.labels[place]) for place in places), tuple(rows))


def _is_true(picture: Picture) -> bool:
    """Whether each thing in it has a name of its own, and nothing has to be left out."""
    labels, names = picture.labels, [name for name, _ in picture.series]
    fits = len(labels) <= LABELS and len(names) <= SERIES
    apart = len(set(labels)) == len(labels) and len(set(names)) == len(names) and all((*labels, *names))
    return fits and apart and all(math.isfinite(value) for _, row in picture.series for value in row)

"""A chart of bars as HTML: its title, a bar for each label of each series, a scale, and what the colours mean."""

import math
from collections.abc import Sequence
from html import escape

from adapters.pictures import Picture


def bars(title: str, chart: Picture) -> str:
    """Groups of bars; nothing is drawn for a label that is not among the chart's own."""
    top = max(1, math.ceil(max(value for _, row in chart.series for value in row)))
    groups = "".join(_group(label, [row[at] for _, row in chart.series], top) for at, label in enumerate(chart.labels))
    legend = "".join(f'<span><i class="s{n}"></i>{escape(name)}</span>' for n, (name, _) in enumerate(chart.series))
    scale = f"<div class=scale><span>{top}</span><span>{top / 2:g}</span><span>0</span></div>"
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><div class=plot>{scale}<div class=groups>{groups}</div></div>"
        f"<div class=legend>{legend}</div></figure>"
    )


def _group(label: str, values: Sequence[float], top: int) -> str:
    drawn = "".join(f'<b class="s{n}" style="height:{100 * value / top:g}%"></b>' for n, value in enumerate(values))
    return f"<div class=group><div class=bars>{drawn}</div><span>{escape(label)}</span></div>"

"""The clock in a channel, if a leader wants it there: a line a week, seen by them before the first; one tap ends it."""

from typing import Final

from bot.facts import Team
from bot.flow import Flow, Step
from bot.flows.clock import choosing, weekly

FLOW: Final = Flow(
    name="clock",
    steps=(
        Step("where", choosing.draw_where, choosing.take_where, reads={"leave": "clock.no_list"}),
        Step(
            "preview",
            choosing.draw_preview,
            choosing.take_preview,
            reads={"show": "clock.yes_list", "leave": "clock.no_list"},
            hint="clock.preview_hint",
        ),
        Step("shown", choosing.draw_shown, choosing.take_shown, idle=True),
    ),
    begin=choosing.begin,
    due={"weekly": weekly.weekly},
    passed="clock.passed",
    needs=frozenset({Team}),
)

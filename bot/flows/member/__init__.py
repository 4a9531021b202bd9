"""The member's side of a team: introduced before anything is asked, why and how often, and "don't ask me" in one tap.

The owner is somebody in a team, the subject the leader of it; what is typed has none until it is plain which is meant.
Nobody is told who asks not to be asked.
"""

from typing import Final

from bot.facts import Team
from bot.flow import Flow, Step
from bot.flows.member import asking, known

_WHY: Final = {"why": "member.why_words"}

FLOW: Final = Flow(
    name="member",
    steps=(
        Step("known", known.draw_known, known.take_known, reads=_WHY, idle=True, still=frozenset({"why", "out"})),
        Step("why", known.draw_why, known.take_known, reads=_WHY, idle=True, still=frozenset({"known", "out"})),
        Step("out", asking.draw_out, asking.take_out, idle=True, still=frozenset({"known", "why"})),
        Step("which", asking.draw_which, asking.take_which, hint="member.which_hint"),
    ),
    begin=known.begin,
    passed="member.passed",
    needs=frozenset({Team}),
)

"""F14, the coach's page: one message a week, by exception, made of what each leader has chosen to show and has seen."""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Team, Waiting
from bot.flow import Flow, Next, Scene, Step
from bot.flows.digest import leader, monday


def begin(scene: Scene) -> Next:
    """One leader of it, or the page."""
    return leader.begin(scene) if scene.state.subject == monday.ONE else monday.begin(scene)


FLOW: Final = Flow(
    name="digest",
    steps=(
        Step("page", monday.draw_page, monday.take_page, idle=True),
        Step(
            "who",
            leader.draw_who,
            leader.take_who,
            reads={"leave": "digest.leave_words"},
            text=True,
            prose=False,
            hint="digest.who_hint",
        ),
        Step("leader", leader.draw_leader, leader.take_leader, idle=True),
    ),
    begin=begin,
    due={"monday": monday.monday_due, "taken_back": monday.taken_back},
    unposted=monday.unposted,
    passed="digest.passed",
    needs=frozenset({Engagement, Team, Waiting}),
)

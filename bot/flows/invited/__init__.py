"""Being coached: asked by a coach in their own words, agreed by a tap, and ended by either.

The owner is the leader, the subject the coach; what is typed has none until it is plain who is meant.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Consent, Team
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows.invited import asking, stopping


def begin(scene: Scene) -> Next:
    """News of the coach, or the leader's word to end it."""
    match scene.answer("news"):
        case "invited":
            return asking.heard(scene)
        case "ended" | "taken_back" as news:
            return stopping.heard(scene, news)
        case "stop":
            return stopping.stop(scene, scene.state.subject)
        case "":
            return stopping.commanded(scene)
        case _:
            return Next(DONE, because="nothing is asked")


_YES_NO: Final = {"yes": "invited.yes_words", "no": "invited.no_words", "who": "invited.who_words"}

FLOW: Final = Flow(
    name="invited",
    steps=(
        Step("invited", asking.draw_invited, asking.take_invited, reads=_YES_NO, hint="invited.hint"),
        Step("which", stopping.draw_which, stopping.take_which, hint="invited.which_hint"),
    ),
    begin=begin,
    due={"unanswered": asking.unanswered},
    lost=asking.unreached,
    passed="invited.passed",
    needs=frozenset({Engagement, Consent, Team}),
)

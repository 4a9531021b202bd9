"""Coaching others: inviting one or a cohort at once, seeing what became of it, and ending it.

Whether somebody wants a coach is their own conversation (`bot.flows.invited`). Here the owner is the coach; the subject
is the leader of whom there is news, and "" otherwise.
"""

from typing import Final

from bot.coaching import Engagement
from bot.facts import Team
from bot.flow import Flow, Next, Scene, Step
from bot.flows.engage.hearing import heard, over
from bot.flows.engage.inviting import FIELDS, NAMES, WRITTEN, form
from bot.flows.engage.standing import OPEN, STEP, draw_with, take_with


def begin(scene: Scene) -> Next:
    """A command; or news of a leader."""
    match scene.answer("news"):
        case "over":
            return over(scene)
        case "":
            return commanded(scene)
        case news:
            return heard(scene, news)


def commanded(scene: Scene) -> Next:
    """How it stands; by the button that opens it, the form beside it. Names that were typed stand in the form."""
    keep = {NAMES: scene.answer("rest"), "rest": ""}
    opens = scene.answer("command") == "invite" and bool(scene.state.answers.get("by_button"))
    return Next(STEP, keep, form=form(scene, STEP) if opens else None, because=OPEN)


FLOW: Final = Flow(
    name="engage",
    steps=(Step(STEP, draw_with, take_with, idle=True),),
    begin=begin,
    passed="engage.passed",
    needs=frozenset({Engagement, Team}),
    names=FIELDS,
    written=WRITTEN,
)

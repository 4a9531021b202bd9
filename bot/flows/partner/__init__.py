"""An accountability partner: told by the leader first, agreed by a button, ended by either in one tap."""

from dataclasses import replace
from typing import Final

from bot.effects import Settle
from bot.facts import Chance, Partner, Practice
from bot.flow import DONE, Flow, Next, Scene, Step
from bot.flows.partner import choosing, invited, rows, weekly
from bot.messages import Typed


def begin(scene: Scene) -> Next:
    """Without a subject somebody chooses; with one, the other side has news."""
    if not scene.state.subject:
        return choosing.choose(scene)
    row = rows.row_of(scene)
    if row is None:
        over = (scene.say("partner.over", name=Typed(scene.answer("name"))),) if scene.answer("news") == "ended" else ()
        over_now = (Settle("it was erased"),)
        return Next(DONE, keep=NOBODY, say=over, deeds=over_now, because="the partnership was erased")
    found = invited.heard(scene, row) if rows.is_partner(scene, row) else weekly.heard(scene, row)
    return replace(found, keep={**found.keep, **NOBODY})


NOBODY: Final = {"name": ""}
"""Once it is said, the name of the one who left is not kept: they may have been erased."""
YES_NO: Final = {"yes": "partner.yes_words", "no": "partner.no_words"}

FLOW: Final = Flow(
    name="partner",
    steps=(
        Step("who", choosing.draw_who, choosing.take_who, text=True, prose=False, hint="partner.who_hint"),
        Step("practice", choosing.draw_practice, choosing.take_practice, hint="partner.button_hint"),
        Step(
            "told",
            choosing.draw_told,
            choosing.take_told,
            reads={"yes": "partner.yes_words", "not_yet": "partner.no_words"},
            hint="partner.told_hint",
        ),
        Step("with", choosing.draw_with, choosing.take_with, idle=True),
        Step("invited", invited.draw_invited, invited.take_invited, reads=YES_NO, hint="partner.invited_hint"),
        Step("line", invited.draw_line, invited.take_line, idle=True),
        Step("question", invited.draw_question, invited.take_question, text=True),
        Step(
            "still",
            weekly.draw_still,
            weekly.take_still,
            reads={"on": "partner.yes_words", "end": "partner.no_words"},
            hint="partner.still_hint",
        ),
    ),
    begin=begin,
    due={
        "told": choosing.told_due,
        "unanswered": invited.unanswered,
        "weekly": weekly.weekly,
        "still": weekly.still_due,
    },
    lost=invited.unreached,
    needs=frozenset({Partner, Practice, Chance}),
)

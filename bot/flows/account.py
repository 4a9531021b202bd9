"""Erase: what is kept about somebody is removed, at their word and at once."""

from datetime import timedelta
from typing import Final

from bot.effects import Deed, EraseAll, FollowUp, Settle
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import coaches
from bot.flows.item.parting import unanswered
from bot.flows.link.parting import erased
from bot.flows.loop.parting import unreplied
from bot.flows.partner.rows import farewell
from bot.flows.teams import over
from bot.messages import Choice, Choices, Parts

A_DAY: Final = timedelta(days=1)
"""How long the question stays open; after that nothing is erased."""


def begin(scene: Scene) -> Next:
    """On the word that is typed a second time, while the question is open.

    A button of the home page only asks, however often it is pressed: its answer does not stand on that page.
    """
    if asked_already(scene) and not scene.state.answers.get("by_button"):
        return erase(scene)
    lapse = FollowUp("unconfirmed", scene.today + A_DAY, "erased, kept, or a day has passed", at=scene.local.time())
    return Next("sure", deeds=(lapse,))


def asked_already(scene: Scene) -> bool:
    """Whether the question is open: "erase" is a command, so the second word begins this flow again."""
    return any(
        (one.flow, one.kind) == ("account", "unconfirmed") and scene.today <= one.first_on
        for one in scene.facts.waiting
    )


def draw_sure(scene: Scene) -> Parts:
    """What goes, what stays with others, and that it cannot be undone."""
    return (
        scene.say("account.erase_what"),
        scene.say("account.erase_stays"),
        scene.say("account.erase_sure"),
        Choices(
            (
                Choice("keep", scene.label("account.keep"), main=True),
                Choice("erase", scene.label("account.erase")),
            )
        ),
    )


def take_sure(scene: Scene, answer: Answer) -> Next:
    """Only the button erases here."""
    match answer:
        case Chose("erase"):
            return erase(scene)
        case Chose():
            settled = Settle("nothing is erased", "unconfirmed")
            return Next(DONE, say=(scene.say("account.kept"),), deeds=(settled,), because="nothing is erased")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def erase(scene: Scene) -> Next:
    """Everything goes, whatever was open; partners, coaches and whom they coach get to know that it has ended, and
    so do they where they are known too."""
    gone = Settle("erased", flow="*")
    waiting: tuple[Deed, ...] = (*unanswered(scene.facts), *unreplied(scene.facts))
    told = (*farewell(scene), *coaches.erased(scene.facts))
    deeds = (*told, *waiting, *erased(scene.facts), *over(scene.facts), gone, EraseAll())
    return Next(DONE, say=(scene.say("account.erased"),), deeds=deeds, because="there is nothing left to ask")


def unconfirmed(_scene: Scene, _due: Due) -> Next:
    """A day has passed: the question closes by itself, and nothing is erased."""
    return Next(DONE, because="not confirmed, so nothing is erased")


FLOW: Final = Flow(
    name="account",
    steps=(Step("sure", draw_sure, take_sure, reads={"keep": "account.keep_words"}, hint="account.sure_hint"),),
    begin=begin,
    due={"unconfirmed": unconfirmed},
    passed="account.passed",
)

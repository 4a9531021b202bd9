"""After a fresh start or a rest: how it goes, whether to go on, whether somebody was reached."""

from typing import Final

from bot.effects import Json
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.restart import beginning, choosing
from bot.messages import Choice, Choices, Parts, Typed

_OPEN: Final = "the question stays open"
_FORGET: Final[dict[str, Json]] = {"act": "", "situation": "", "who": "", "own": True, "adjust": False, "from": ""}


def recheck(scene: Scene, _due: Due) -> Next:
    """Three chances after the fresh start."""
    practice = practices.subject(scene)
    if practice.state not in practices.GOING:
        return Next(STAY, because=f"the practice is {practice.state}")
    return Next("how", keep=_FORGET, because=practices.MEANWHILE)


def draw_how(scene: Scene) -> Parts:
    """How is the restart?"""
    answers = (
        Choice("well", scene.label("restart.how_well")),
        Choice("uneven", scene.label("restart.how_uneven")),
        Choice("not", scene.label("restart.how_not")),
    )
    return (scene.say("restart.how", act=Typed(practices.act(practices.subject(scene)))), Choices(answers))


def take_how(scene: Scene, answer: Answer) -> Next:
    """Well, and nothing more is asked; otherwise the ways to go on."""
    match answer:
        case Chose("well"):
            return Next(DONE, say=(scene.say("restart.how_well_said"),), because="it goes well")
        case Chose("uneven"):
            return Next("easier", because=practices.MEANWHILE)
        case Chose():
            return Next("matters", because=practices.MEANWHILE)
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def rest_is_over(scene: Scene, _due: Due) -> Next:
    """The rest has ended."""
    practice = practices.subject(scene)
    if practice.state != "resting":
        return Next(STAY, because=f"the practice is {practice.state}")
    return Next("rested", keep=_FORGET)


def draw_rested(scene: Scene) -> Parts:
    """Go on, rest on, or let it go."""
    week = scene.label("restart.on_day", day=beginning.start_of_week(scene))
    answers = (
        Choice("today", scene.label("restart.today")),
        Choice("week", week),
        Choice("longer", scene.label("restart.rest_longer")),
        Choice("let_go", scene.label("restart.let_go")),
    )
    return (scene.say("restart.rested", act=Typed(practices.act(practices.subject(scene)))), Choices(answers))


def take_rested(scene: Scene, answer: Answer) -> Next:
    """What the rest led to."""
    match answer:
        case Chose("longer"):
            return choosing.rests(scene, 1)
        case Chose("let_go"):
            return choosing.let_go(scene)
        case Chose():
            return beginning.take_when(scene, answer)
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def reached_due(_scene: Scene, _due: Due) -> Next:
    """Ten working days after they wanted somebody outside."""
    return Next("reached")


def draw_reached(scene: Scene) -> Parts:
    """Reached someone? Asked once."""
    answers = (
        Choice("yes", scene.label("restart.reached_yes")),
        Choice("no", scene.label("restart.reached_no")),
        Choice("not_now", scene.label("restart.reached_not_now")),
    )
    return (scene.say("restart.reached"), Choices(answers))


def take_reached(scene: Scene, answer: Answer) -> Next:
    """Any answer ends it."""
    match answer:
        case Chose("yes"):
            return Next(DONE, say=(scene.say("restart.reached_yes_said"),), because="they reached somebody")
        case Chose():
            return Next(DONE, say=(scene.say("restart.reached_no_said"),), because="it was asked once")
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)

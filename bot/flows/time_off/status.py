"""The platform shows somebody as out of office: whoever wants it is asked whether to pause until then."""

from datetime import date

from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.time_off import away
from bot.flows.time_off.reading import Days
from bot.messages import Choice, Choices, Parts
from bot.rules import spans


def begin(scene: Scene) -> Next:
    """Ask, unless nothing would be asked in those days anyway. The first day back is not a day away."""
    until = date.fromisoformat(scene.answer("until"))
    if scene.person.state != "active" or until < scene.today or spans.covers(scene.person.away, until):
        return Next(DONE, because="nothing is asked in those days anyway")
    return Next("status", because="it is asked once, and the check-ins go on until it is answered")


def draw_status(scene: Scene) -> Parts:
    """Shall I?"""
    until = date.fromisoformat(scene.answer("until"))
    buttons = Choices(
        (
            Choice("yes", scene.label("time_off.status_yes"), main=True),
            Choice("no", scene.label("time_off.status_no")),
        )
    )
    return (scene.say("time_off.status", day=until), buttons)


def take_status(scene: Scene, answer: Answer) -> Next:
    """Days away from today on, or nothing."""
    match answer:
        case Chose("yes"):
            last = max(scene.today, date.fromisoformat(scene.answer("until")))
            return away.taken(scene, Days(scene.today, last), looks_back=False)
        case Chose():
            return Next(DONE, say=(scene.say("time_off.status_left"),), because="the check-ins go on")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")

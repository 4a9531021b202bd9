""" "Which practice?", asked when a command fits two; the answer begins the same flow about the one that was meant."""

from datetime import date

from bot.effects import Start
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.messages import Choice, Choices, Parts
from bot.rules import dates


def begin(scene: Scene, fitting: tuple[Practice, ...]) -> Next:
    """The one that fits is taken; of several the person says which."""
    match fitting:
        case ():
            return Next(DONE, say=(scene.say("which.none"),), because="there is no practice that this could mean")
        case (only,):
            return about(scene, only.id)
        case _:
            return Next("which", keep={"fitting": [one.id for one in fitting]})


def about(scene: Scene, practice: str) -> Next:
    """The same command, about this practice."""
    said = {"command": scene.answer("command"), "rest": scene.answer("rest")}
    return Next(DONE, deeds=(Start(scene.state.flow, practice, answers={**said}),), because="it goes on with the one")


def draw(scene: Scene) -> Parts:
    """One button for each practice."""
    found = [practices.find(scene.facts, one) for one in _fitting(scene)]
    buttons = tuple(Choice(one.id, practices.on_a_button(one)) for one in found)
    return (scene.say("which.asked"), Choices(buttons))


def take(scene: Scene, answer: Answer) -> Next:
    """Go on with the one that was meant."""
    match answer:
        case Chose(key):
            return about(scene, key)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def _fitting(scene: Scene) -> tuple[str, ...]:
    listed = scene.state.answers.get("fitting")
    return tuple(str(one) for one in listed) if isinstance(listed, list) else ()


def day_of(scene: Scene) -> date | None:
    """The day that was typed behind the command ("until Friday"), if it is a single one to come or today."""
    rest = scene.answer("rest")
    person = scene.person
    match dates.read_date(rest, scene.today, person.locale, workdays=person.workdays) if rest else None:
        case dates.Date(on):
            return on
        case dates.Several(days):
            return next((day for day in days if day > scene.today), None)
        case _:
            return None

"""After a look: did they get what they asked for, and may the team be asked again?"""

from typing import Final

from bot.effects import Settle, Start
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.messages import Choice, Choices, Parts, Quote
from bot.rules.shortened import shortened

OPEN: Final = "the question stays open"


def supplied_due(scene: Scene, _due: Due) -> Next:
    """Ten working days after a question that was to be asked aloud."""
    if not scene.answer("asks") or scene.state.step not in (DONE, "supplied"):
        return Next(STAY, because="nothing was to be asked, or another look is going on")
    return Next("supplied", because="asked twice at most")


def draw_supplied(scene: Scene) -> Parts:
    """The leader's own question, and what came of it."""
    return (
        scene.say("mirror.wanted_to_ask"),
        Quote(shortened(scene.answer("asks"))),
        scene.say("mirror.supplied"),
        Choices(
            (
                Choice("yes", scene.label("mirror.yes")),
                Choice("not_yet", scene.label("mirror.not_yet")),
                Choice("why", scene.label("mirror.they_know_why")),
                Choice("unasked", scene.label("mirror.unasked")),
            )
        ),
    )


def take_supplied(scene: Scene, answer: Answer) -> Next:
    """What they got, that they know why not, or what is still owed."""
    settled = (Settle("answered", "supplied"),)
    match answer:
        case Chose("not_yet" | "partly"):
            return Next("owed", deeds=settled, because="it is kept as a promise, or left")
        case Chose("unasked"):
            said = (scene.say("mirror.still_yours"),)
            return Next(DONE, {"asks": ""}, said, settled, because="it was not asked, and stays with them")
        case Chose():
            said = (scene.say("mirror.noted"),)
            return Next(DONE, {"asks": ""}, said, settled, because="they got it, or know why not")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_owed(scene: Scene) -> Parts:
    """What will they get, and by when?"""
    none = Choice("none", scene.label("mirror.no_promise"))
    return (scene.say("mirror.owed"), Choices((none,)))


def take_owed(scene: Scene, answer: Answer) -> Next:
    """A promise like any other, or none."""
    match answer:
        case Wrote(text):
            kept = Start("capture", scene.new_id("promise"), answers={"command": "promise", "rest": text})
            return Next(DONE, {"asks": ""}, deeds=(kept,))
        case Chose() | Filled():
            return Next(DONE, {"asks": ""}, (scene.say("mirror.noted"),), because="no promise was made of it")


def reopen_due(scene: Scene, _due: Due) -> Next:
    """Fifteen working days after a look: the team may be asked again; without one, how that would begin."""
    if scene.state.step not in (DONE, "supplied"):
        return Next(STAY, because="another look is going on")
    team = teams.own(scene.facts)
    if team is None:
        return Next(STAY, say=(scene.say("mirror.no_team"),), because="there is no team to ask")
    if not team.k:
        return Next(STAY, say=(scene.say("mirror.few"),), because="so few people are never asked without names")
    return Next("reopen", because="asked once")


def draw_reopen(scene: Scene) -> Parts:
    """Ask the team again?"""
    ask = (Choice("ask", scene.label("mirror.ask_team"), main=True),) if teams.own(scene.facts) else ()
    return (scene.say("mirror.reopen"), Choices((*ask, Choice("none", scene.label("mirror.not_now")))))


def take_reopen(scene: Scene, answer: Answer) -> Next:
    """A round opens as always, by its own rules; or the schedule goes on as it is."""
    match answer:
        case Chose("ask"):
            return Next(DONE, deeds=(Start("team", answers={"command": "ask_team", "rest": ""}),))
        case Chose():
            return Next(DONE, say=(scene.say("mirror.noted"),), because="the regular rounds go on")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)

"""What somebody would rather tell a leader themselves: a few questions before the talk, for nobody but them."""

from typing import Final

from bot.effects import FollowUp
from bot.events import Due
from bot.facts import Facts
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

TOLD_AFTER: Final = 3
"""Working days until it is asked about, if they want that."""
OPEN: Final = "the question stays open"


def begin(_scene: Scene) -> Next:
    """The card; nothing follows unless they ask for it."""
    return Next("myself", because="it is followed by something only where they ask for it")


def leader(scene: Scene) -> Typed:
    """The leader by name, as long as the two have to do with one another."""
    wanted = scene.state.subject
    is_theirs = wanted in leaders(scene.facts)
    return called(scene.facts, wanted) if is_theirs else Typed(scene.label("talk.your_leader"))


def leaders(facts: Facts) -> tuple[str, ...]:
    """Whose teams this person knows to be in: nobody hears from here that they were named."""
    return tuple(one.leader for one in teams.joined(facts) if one.state != "named")


def draw_card(scene: Scene) -> Parts:
    """Questions to ask oneself, and one offer."""
    name = leader(scene)
    return (
        scene.say("talk.sends_nothing", name=name),
        scene.say("talk.before", name=name),
        scene.say("talk.shall_i_ask"),
        Choices((Choice("once", scene.label("talk.ask_once")), Choice("no", scene.label("talk.no_need")))),
    )


def take_card(scene: Scene, answer: Answer) -> Next:
    """Asked about once, or not at all."""
    match answer:
        case Chose("once"):
            on = calendar.next_workday(scene.person, scene.today, TOLD_AFTER)
            ask = FollowUp("told", on, "asked once, because they wanted it")
            return Next(DONE, say=(scene.say("talk.will_ask", day=on),), deeds=(ask,))
        case Chose():
            return Next(DONE, say=(scene.say("talk.no_more"),), because="they want nothing to follow")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def told_due(_scene: Scene, _due: Due) -> Next:
    """The one question that they wanted."""
    return Next("told", because="asked once")


def draw_told(scene: Scene) -> Parts:
    """Did you get to tell them?"""
    return (
        scene.say("talk.told", name=leader(scene)),
        Choices((Choice("yes", scene.label("talk.yes")), Choice("no", scene.label("talk.not_yet")))),
    )


def take_told(scene: Scene, answer: Answer) -> Next:
    """Either answer ends it."""
    match answer:
        case Chose("yes"):
            return Next(DONE, say=(scene.say("talk.noted"),), because="they have told them")
        case Chose():
            return Next(DONE, say=(scene.say("talk.with_you"),), because="it is asked once")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)

"""The open talk: a leader asks aloud, thanks, and keeps what they promise. Nothing of it is counted.

It is what a team of fewer than five people has in place of a round, and open to everybody else.
"""

from typing import Final

from bot.ballot.released import SMALLEST
from bot.effects import FollowUp, Settle, Start
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar

HELD_AFTER: Final = 3
HELD_AGAIN: Final = (5,)
THANKED_AFTER: Final = 2
"""Working days until it is asked about."""
OPEN: Final = "the question stays open"


def begin(scene: Scene) -> Next:
    """The card, and the question that comes after it."""
    on = calendar.next_workday(scene.person, scene.today, HELD_AFTER)
    return Next("aloud", deeds=(FollowUp("held", on, "talked, left, or asked twice", again=HELD_AGAIN),))


def draw_aloud(scene: Scene) -> Parts:
    """What the talk is, one question for whoever looks for one, and when it is asked about."""
    few = teams.own(scene.facts) is not None and 0 < len(teams.members(scene.facts)) < SMALLEST
    return (
        scene.say("talk.few" if few else "talk.open"),
        scene.say("talk.three_parts"),
        scene.say("talk.question"),
        scene.say("talk.asks_later", "small"),
        Choices(
            (
                Choice("yes", scene.label("talk.talked"), main=True),
                Choice("leave", scene.label("talk.leave")),
            )
        ),
    )


def held_due(_scene: Scene, due: Due) -> Next:
    """Some days later: did it come about?"""
    return Next("held", keep={"last": due.last}, because="asked twice at most")


def draw_held(scene: Scene) -> Parts:
    """Did it come about?"""
    return (
        scene.say("talk.held"),
        Choices(
            (
                Choice("yes", scene.label("talk.yes"), main=True),
                Choice("no", scene.label("talk.not_yet")),
                Choice("leave", scene.label("talk.leave")),
            )
        ),
    )


def take_held(scene: Scene, answer: Answer) -> Next:
    """It did, not yet, or it is left."""
    match answer:
        case Chose("yes"):
            return Next("thanked", {"later": False}, deeds=(Settle("they talked", "held"),), because=OPEN)
        case Chose("no") if scene.state.answers.get("last"):
            return Next(DONE, say=(scene.say("talk.with_you"),), because="it was asked twice")
        case Chose("no"):
            return Next(DONE, say=(scene.say("talk.once_more"),), because="it is asked once more")
        case Chose():
            left = Settle("left by the person", "held")
            return Next(DONE, say=(scene.say("talk.left"),), deeds=(left,), because="left by the person")
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def thanked_due(_scene: Scene, _due: Due) -> Next:
    """Has the thank-you been said by now?"""
    return Next("thanked", keep={"later": True}, because="asked once")


def draw_thanked(scene: Scene) -> Parts:
    """Have they been thanked?"""
    later = scene.state.answers.get("later") is True
    return (
        scene.say("talk.thanked_by_now" if later else "talk.thanked"),
        Choices((Choice("yes", scene.label("talk.yes"), main=True), Choice("no", scene.label("talk.not_yet")))),
    )


def take_thanked(scene: Scene, answer: Answer) -> Next:
    """Thanked or not yet; then what was promised."""
    later = scene.state.answers.get("later") is True
    match answer:
        case Chose("yes") if later:
            return Next(DONE, say=(scene.say("talk.noted"),), because="they were thanked")
        case Chose("yes"):
            return Next("promised", deeds=(Settle("they were thanked", "thanked"),), because=OPEN)
        case Chose() if later:
            return Next(DONE, say=(scene.say("talk.with_you"),), because="it was asked twice")
        case Chose():
            on = calendar.next_workday(scene.person, scene.today, THANKED_AFTER)
            return Next("promised", deeds=(FollowUp("thanked", on, "said, or asked once more"),))
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def draw_promised(scene: Scene) -> Parts:
    """Was anything promised?"""
    return (
        scene.say("talk.promised"),
        Choices(
            (
                Choice("form", scene.label("talk.a_promise"), main=True),
                Choice("nothing", scene.label("talk.nothing")),
            )
        ),
    )


def take_promised(scene: Scene, answer: Answer) -> Next:
    """A promise goes on as every promise does."""
    match answer:
        case Chose("form"):
            return promise(scene, "")
        case Wrote(text):
            return promise(scene, text)
        case Chose() | Filled():
            return Next(DONE, say=(scene.say("talk.noted"),), because="nothing was promised")


def promise(scene: Scene, line: str) -> Next:
    """Keep it, or ask for the line."""
    kept = Start("capture", scene.new_id("promise"), answers={"command": "promise", "rest": line})
    return Next(DONE, deeds=(kept,))

"""Talking instead of being asked: two cards, with names and without numbers; neither sends anything to anyone.

Without a subject it is a leader's: what they ask their team aloud. With one it is about what somebody would rather tell
the leader of that id themselves.
"""

from typing import Final

from bot.effects import Start
from bot.facts import Team
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import teams
from bot.flows.people import called
from bot.flows.talk import aloud, myself
from bot.messages import Choice, Choices, Parts


def begin(scene: Scene) -> Next:
    """Whose card it is: named by what it began with, or the only one there is; of several one is chosen."""
    if scene.state.subject:
        return myself.begin(scene)
    if wanted := scene.answer("leader"):
        return with_leader(wanted)
    theirs = myself.leaders(scene.facts)
    if (theirs and teams.own(scene.facts)) or len(theirs) > 1:
        return Next("whom", because="nothing is asked before they choose")
    return with_leader(theirs[0]) if theirs else aloud.begin(scene)


def with_leader(leader: str) -> Next:
    """The card about one leader is a conversation of its own."""
    return Next(DONE, deeds=(Start("talk", leader),), because="it goes on with that leader")


def draw_whom(scene: Scene) -> Parts:
    """One's own team, if there is one, and everybody whose team one is in."""
    team = (Choice("team", scene.label("talk.my_team"), main=True),) if teams.own(scene.facts) else ()
    named = (Choice(f"of:{one}", called(scene.facts, one).text) for one in myself.leaders(scene.facts))
    return (scene.say("talk.whom"), Choices((*team, *named)))


def take_whom(scene: Scene, answer: Answer) -> Next:
    """That card."""
    match answer:
        case Chose("team"):
            return aloud.begin(scene)
        case Chose(key):
            return with_leader(key.removeprefix("of:"))
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


_HAVE_TALKED: Final = {"yes": "talk.talked_words", "leave": "talk.leave_words"}
_TALKED: Final = {"yes": "talk.yes_words", "no": "talk.no_words", "leave": "talk.leave_words"}

FLOW: Final = Flow(
    name="talk",
    steps=(
        Step("whom", draw_whom, take_whom, hint="talk.whom_hint"),
        Step("aloud", aloud.draw_aloud, aloud.take_held, reads=_HAVE_TALKED, idle=True),
        Step("held", aloud.draw_held, aloud.take_held, reads=_TALKED, hint="talk.yes_no_hint"),
        Step("thanked", aloud.draw_thanked, aloud.take_thanked, reads=_TALKED, hint="talk.yes_no_hint"),
        Step(
            "promised",
            aloud.draw_promised,
            aloud.take_promised,
            reads={"form": "talk.promise_words", "nothing": "talk.nothing_words"},
            text=True,
        ),
        Step("myself", myself.draw_card, myself.take_card, reads={"once": "talk.once_words"}, idle=True),
        Step("told", myself.draw_told, myself.take_told, reads=_TALKED, hint="talk.yes_no_hint"),
    ),
    begin=begin,
    due={"held": aloud.held_due, "thanked": aloud.thanked_due, "told": myself.told_due},
    passed="talk.passed",
    needs=frozenset({Team}),
)

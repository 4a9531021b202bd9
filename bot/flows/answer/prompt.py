"""The prompt of a round: the same for everybody who is asked, whether they have answered or not.

Nobody is asked twice for being silent, because nobody knows who is: the one reminder goes to all, in the same words.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.effects import FollowUp, Settle, Start
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.people import called
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

OPENS: Final = "open"
"""The button that opens the form."""
WHY: Final = "why"
LATER: Final = "later"
DAYS: Final = 3
"""Working days after which everybody is reminded."""


def begin(scene: Scene) -> Next:
    """What the leader's side sends over: the round is open, or over. Whose it was is not kept: they may be erased."""
    found = heard(scene)
    return replace(found, keep={**found.keep, "name": ""})


def heard(scene: Scene) -> Next:
    """What is said and planned of it."""
    match scene.answer("news"):
        case "opened":
            again = calendar.next_workday(scene.person, scene.today, DAYS)
            plans = (
                FollowUp("asked", scene.today, "asked once, or the round is over", occasion=scene.today),
                FollowUp("reminded", again, "reminded once, or the round is over", occasion=scene.today),
            )
            return Next(STAY, deeds=plans)
        case "below":
            round_ = teams.find_round(scene.facts, scene.state.subject)
            return over((scene.say("answer.below", name=_name(scene), count=round_.k if round_ else 0),))
        case "lost":
            return over((scene.say("answer.lost", name=_name(scene)),))
        case "dropped":
            return over((scene.say("answer.dropped", name=_name(scene)),))
        case _:
            return over()


def over(said: Parts = ()) -> Next:
    """Nobody is asked any more, whoever has answered and whoever has not."""
    return Next(DONE, say=said, deeds=(Settle("the round is over"),), because="the round is over")


def comes(scene: Scene, due: Due) -> Next:
    """The prompt, or the reminder; neither once the round is over."""
    round_ = teams.find_round(scene.facts, scene.state.subject)
    if round_ is None or round_.state != "open" or scene.now >= round_.closes_at:
        return Next(STAY, because="the round is over")
    return Next("asked", keep={"again": due.kind == "reminded"}, because="nobody knows who has answered")


def draw(scene: Scene) -> Parts:
    """Who asks, until when, and two buttons."""
    name, until = _name(scene), _until(scene)
    said = (
        scene.say("answer.asked_again", name=name, day=until.date(), at=until.time())
        if scene.state.answers.get("again")
        else scene.say("answer.asked", name=name, day=until.date(), at=until.time())
    )
    buttons = (
        Choice(OPENS, scene.label("answer.answer"), opens=True, main=True),
        Choice(WHY, scene.label("answer.why")),
    )
    return (said, Choices(buttons))


def take(scene: Scene, answer: Answer) -> Next:
    """The form is opened by `bot.answering`; words are turned away, and were not looked at."""
    match answer:
        case Chose(key) | Wrote(key) if key == WHY:
            leader = _leader(scene)
            return Next(STAY, deeds=(Start("member", leader, answers={"news": "why"}),), because="they asked why")
        case Wrote(text) if text == LATER:
            until = _until(scene)
            said = scene.say("answer.later", day=until.date(), at=until.time())
            return Next(STAY, say=(said,), because="taking part is theirs to choose")
        case Wrote():
            return Next(STAY, say=(scene.say("answer.use_the_form"),), because="an answer is given in the form")
        case Chose() | Filled():
            return Next(STAY, because="an answer is given in the form")


def never_kept(scene: Scene, text: str) -> Answer:
    """Whatever is typed reads as no words at all; but for "why?", and for a no, which is theirs to say.

    Not as the choice of a button, so that a no goes first to a question that can be answered with it.
    """
    words = scene.facts.words
    said = ((WHY, "member.why_words"), (LATER, "answer.later_words"))
    return Wrote(next((one for one, listed in said if words.means(listed, text)), ""))


def _leader(scene: Scene) -> str:
    round_ = teams.find_round(scene.facts, scene.state.subject)
    return round_.leader if round_ else ""


def _until(scene: Scene) -> datetime:
    """When it closes, in their own zone."""
    round_ = teams.find_round(scene.facts, scene.state.subject)
    return calendar.local(round_.closes_at if round_ else scene.now, scene.person.zone)


def _name(scene: Scene) -> Typed:
    told = scene.answer("name")
    return Typed(told) if told else called(scene.facts, _leader(scene))

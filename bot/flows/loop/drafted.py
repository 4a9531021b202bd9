"""A reply in the making: what of it is there, which question is open, and when it is taken up again.

What was told in person gets the same questions; its answer is given in person too, and nothing is posted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.effects import FollowUp, Json
from bot.flow import DONE, Next, Room, Scene
from bot.flows.loop import rounds
from bot.messages import Choice
from bot.rules import calendar

MOST: Final = 3
"""Promises in one reply."""
LONG: Final = Room(2000)
"""For what was heard and what is declined: with three promises a reply fits into one message of every platform."""
HARD: Final = Room(1000)
OPEN: Final = "the nudges ask for it"


@dataclass(frozen=True, slots=True)
class Promised:
    """One thing that is promised, and by when."""

    what: str
    on: date


def promises(answers: Mapping[str, Json]) -> tuple[Promised, ...]:
    """What is promised so far."""
    listed = answers.get("did")
    pairs = [one for one in listed if isinstance(one, list) and len(one) == 2] if isinstance(listed, list) else []
    return tuple(Promised(str(what), date.fromisoformat(str(on))) for what, on in pairs)


def stored(found: tuple[Promised, ...]) -> list[Json]:
    """The same as a conversation keeps it."""
    return [[one.what, one.on.isoformat()] for one in found]


def gap(scene: Scene, answers: Mapping[str, Json]) -> str:
    """The step of the first question that is open; the last one shows the whole."""
    in_person = rounds.round_of(scene) is None
    if not answers.get("heard"):
        return "heard"
    if not in_person and not answers.get("hard_asked"):
        return "hard"
    if not in_person and answers.get("hard") and "share" not in answers:
        return "share"
    if answers.get("what") and not answers.get("hint"):
        return "by"
    if answers.get("what") or not answers.get("promised"):
        return "do"
    if not answers.get("declined_asked"):
        return "declined"
    return "tell" if in_person else "preview"


def is_whole(scene: Scene) -> bool:
    """Whether nothing is open any more."""
    return gap(scene, scene.state.answers) == "preview"


def onward(scene: Scene, keep: Mapping[str, Json] | None = None) -> Next:
    """To the next open question; before the first one, how the leader would like to write."""
    kept = dict(keep or {})
    answers = {**scene.state.answers, **kept}
    begun = bool(answers.get("heard")) or bool(answers.get("writing"))
    return Next(gap(scene, answers) if begun else "draft", keep=kept, because=OPEN)


def later_button(scene: Scene) -> Choice:
    """Every question of a reply can wait; what is there is kept."""
    return Choice("later", scene.label("loop.later"))


def later(scene: Scene) -> Next:
    """It is taken up again: a whole draft is offered on the next working day, the rest when the nudge comes."""
    if not is_whole(scene):
        return Next(DONE, say=(scene.say("loop.whenever"),), because=OPEN)
    times = scene.state.answers.get("offered")
    count = times + 1 if isinstance(times, int) else 1
    on = calendar.next_workday(scene.person, scene.today)
    round_ = rounds.round_of(scene)
    day = calendar.local(round_.releases_at, scene.person.zone).date() if round_ is not None else None
    offer = FollowUp("reply", on, "posted, or offered once", occasion=day, generation=count)
    return Next(DONE, keep={"offered": count}, say=(scene.say("loop.offered_on", day=on),), deeds=(offer,))

"""What the leader will do: up to three things, each by a day. One that is vague is asked about once, then it stands."""

from typing import Final

from bot.effects import Json
from bot.flow import STAY, Answer, Chose, Filled, Next, Room, Scene, Wrote
from bot.flows.capture import drawing, item, reading
from bot.flows.loop import drafted
from bot.flows.loop.drafted import Promised
from bot.messages import Choice, Choices, Parts, Quote, Rows, Typed
from bot.rules.specificity import vague

A_PROMISE: Final = Room(300, "loop.too_long")
AGAIN: Final = {
    "negative": "loop.do_negative",
    "trait": "loop.do_trait",
    "abstract": "loop.do_abstract",
    "comparison": "loop.do_comparison",
    "short": "loop.do_short",
}
"""Why something promised is asked about once more, and how."""
FRESH: Final[dict[str, Json]] = {"what": "", "on": "", "hint": "", "days": [], "wrong": ""}
"""Nothing is in the making."""


def draw_do(scene: Scene) -> Parts:
    """One thing, another, or the one that is vague once more."""
    if scene.answer("hint") in AGAIN:
        keep = Choice("as_it_is", scene.label("loop.as_it_is"))
        said = scene.say(AGAIN[scene.answer("hint")])
        return (Quote(scene.answer("what")), said, Choices((keep, drafted.later_button(scene))))
    found = drafted.promises(scene.state.answers)
    if not found:
        nothing = Choice("enough", scene.label("loop.nothing_to_do"))
        return (scene.say("loop.do"), Choices((nothing, drafted.later_button(scene))))
    enough = Choice("enough", scene.label("loop.that_is_all"), main=True)
    return (scene.say("loop.do_more"), listed(scene, found), Choices((enough, drafted.later_button(scene))))


def listed(scene: Scene, found: tuple[Promised, ...]) -> Rows:
    """What is promised, each under its day."""
    return Rows(tuple((scene.label("loop.by_day", day=one.on), (Typed(one.what),)) for one in found))


def take_do(scene: Scene, answer: Answer) -> Next:
    """One thing in their own words, with or without its day; or enough."""
    match answer:
        case Wrote(text):
            return _typed(scene, text)
        case Chose("as_it_is"):
            return _by(scene, scene.answer("what"), reading.Understood(on=item.day(scene.state.answers, "on")))
        case Chose("enough"):
            return drafted.onward(scene, {**FRESH, "promised": True})
        case Chose() | Filled():
            return drafted.later(scene)


def _typed(scene: Scene, text: str) -> Next:
    understood = reading.read_own(scene, text)
    what = understood.what.strip() or text.strip()
    on = understood.on or item.day(scene.state.answers, "on")
    why = "" if scene.answer("hint") else vague(what, scene.facts.words)
    if why:
        kept: dict[str, Json] = {**FRESH, "what": what, "on": on.isoformat() if on else "", "hint": why, "hinted": True}
        return Next("do", keep=kept, because=drafted.OPEN)
    known = reading.Understood(on=on, days=understood.days, wrong=understood.wrong if on is None else "")
    return _by(scene, what, known)


def _by(scene: Scene, what: str, known: reading.Understood) -> Next:
    """With its day it stands; without one, the day is asked."""
    if known.on is not None and known.on >= scene.today:
        return add(scene, Promised(what, known.on))
    days: list[Json] = [day.isoformat() for day in known.days]
    kept: dict[str, Json] = {**FRESH, "what": what, "days": days, "wrong": known.wrong}
    return Next("by", keep=kept, because=drafted.OPEN)


def add(scene: Scene, one: Promised) -> Next:
    """One more; after the third, and after a form, it goes on."""
    found = (*drafted.promises(scene.state.answers), one)[: drafted.MOST]
    kept: dict[str, Json] = {**FRESH, "did": drafted.stored(found)}
    if len(found) >= drafted.MOST or scene.state.answers.get("promised"):
        return drafted.onward(scene, {**kept, "promised": True})
    return Next("do", keep=kept, because=drafted.OPEN)


def draw_by(scene: Scene) -> Parts:
    """By when?"""
    choices = (*drawing.days_offered(scene), drafted.later_button(scene))
    return (Quote(scene.answer("what")), drawing.asked_date(scene), Choices(choices))


def take_by(scene: Scene, answer: Answer) -> Next:
    """A day, offered or typed."""
    what = scene.answer("what")
    match answer:
        case Chose("later") | Filled():
            return drafted.later(scene)
        case Chose(key):
            return add(scene, Promised(what, item.read_day(key) or scene.today))
        case Wrote(text):
            understood = reading.read_day(scene, text)
            return _by(scene, what, understood) if understood is not None else Next(STAY, because=drafted.OPEN)

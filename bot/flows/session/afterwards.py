"""After a session: whether the leader knew beforehand what was different, and what they will act on."""

from typing import Final

from bot.effects import FollowUp, Settle, Start, Tell
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.session.heads_up import minute
from bot.flows.session.meeting import Session, name, of, wall
from bot.flows.session.told import ASKED
from bot.messages import Choice, Choices, Parts, Quote, Typed
from bot.rules import calendar

ONCE: Final = "asked once; nothing of it is told"
_KNEW: Final = {"yes": "session.did_know", "no": "session.did_not_know"}


def _held(scene: Scene) -> Session | None:
    """The session that has been, between two who still work together."""
    session = of(scene)
    if session is None or session.at > scene.now or not coaches.is_coached_by(scene.facts, session.coach):
        return None
    return session


def after_due(scene: Scene, due: Due) -> Next:
    """What will they act on?"""
    del due
    return Next("after", because=ONCE) if _held(scene) else Next(STAY, because="it has not been, or they have parted")


def knew_due(scene: Scene, due: Due) -> Next:
    """Something was to be different: did they know? What they will act on is asked next, or else a day later."""
    del due
    if _held(scene) is None:
        return Next(STAY, because="it has not been, or they have parted")
    on = calendar.next_workday(scene.person, scene.today)
    return Next("knew", deeds=(FollowUp("after", on, ASKED, generation=minute(scene)),))


def draw_knew(scene: Scene) -> Parts:
    """Did they know beforehand?"""
    session = of(scene)
    if session is None:
        return (scene.say("session.gone"),)
    who = name(scene, session.coach)
    buttons = (Choice("yes", scene.label("session.i_knew")), Choice("no", scene.label("session.i_did_not")))
    said = scene.say("session.knew", name=who, day=wall(scene, session.at).date())
    return (said, Quote(session.ahead, who.text), Choices(buttons))


def take_knew(_scene: Scene, answer: Answer) -> Next:
    """Nobody hears of it without one more tap."""
    match answer:
        case Chose(key):
            return Next("tell", {"knew": key}, because=ONCE)
        case Wrote() | Filled():
            return Next(STAY, because=ONCE)


def draw_tell(scene: Scene) -> Parts:
    """Word for word what the coach would hear."""
    session = of(scene)
    if session is None:
        return (scene.say("session.gone"),)
    who = name(scene, session.coach)
    buttons = (
        Choice("tell", scene.label("session.tell", name=who.text)),
        Choice("keep", scene.label("session.keep_that")),
    )
    return (scene.say("session.would_tell", name=who), Quote(_knew(scene, session)), Choices(buttons))


def take_tell(scene: Scene, answer: Answer) -> Next:
    """Told or kept; then what they will act on."""
    session = _held(scene)
    asked = Settle("asked at once", "after")
    match answer:
        case Chose("tell") if session is not None:
            sent = (Quote(_knew(scene, session), scene.person.name),)
            said = (scene.say("session.has_told", name=name(scene, session.coach)),)
            return Next("after", say=said, deeds=(asked, Tell(session.coach, sent)), because=ONCE)
        case Chose():
            return Next("after", deeds=(asked,), because=ONCE)
        case Wrote() | Filled():
            return Next(STAY, because=ONCE)


def _knew(scene: Scene, session: Session) -> str:
    day = wall(scene, session.at).date()
    return scene.label(_KNEW.get(scene.answer("knew"), _KNEW["no"]), name=scene.person.name, day=day)


def draw_after(scene: Scene) -> Parts:
    """Out of the session, what will they act on?"""
    session = of(scene)
    if session is None:
        return (scene.say("session.gone"),)
    buttons = (
        Choice("act", scene.label("session.act"), main=True),
        Choice("nothing", scene.label("session.nothing")),
        Choice("not_held", scene.label("session.not_held")),
    )
    who = Typed(name(scene, session.coach).text)
    return (scene.say("session.after", name=who, day=wall(scene, session.at).date()), Choices(buttons))


def take_after(scene: Scene, answer: Answer) -> Next:
    """On to the three things, with what was typed; or nothing."""
    match answer:
        case Wrote(text):
            return _acts(scene, text)
        case Chose("act"):
            return _acts(scene, "")
        case Chose("not_held"):
            said = (scene.say("session.was_not_held"),)
            return Next(DONE, {"session": None}, said, because="it did not take place")
        case Chose() | Filled():
            return Next(DONE, {"session": None}, (scene.say("session.nothing_kept"),), because="nothing this time")


def _acts(scene: Scene, line: str) -> Next:
    begin = Start("things", scene.new_id("things"), answers={"news": "after", "of": "session", "rest": line})
    return Next(DONE, {"session": None}, deeds=(begin,), because="it goes on as things to act on")

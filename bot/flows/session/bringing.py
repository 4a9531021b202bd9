"""What a leader wants to bring to a session: theirs alone, and given to the coach by a tap on these very words."""

from dataclasses import replace
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle, Tell
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Room, Scene, Wrote
from bot.flows import coaches
from bot.flows.capture.item import find
from bot.flows.session.meeting import Session, name, of, wall
from bot.messages import Choice, Choices, Parts, Quote, Typed
from bot.rules import calendar
from bot.rules.shortened import ON_A_BUTTON, one_line, units

WORDS: Final = Room(1000, "session.too_long")
MOST: Final = 3
"""Of what was kept before, as buttons."""
STILL_AFTER: Final = 5
"""Working days after which it is asked whether something kept is still worth bringing."""
STILL: Final = "brought, let go, not answered, or asked three times"
OPEN: Final = "nothing is kept before there are words"


def present(scene: Scene) -> Session | None:
    """The session, as long as it stands at that time and they work together."""
    session = of(scene)
    if session is None or not coaches.is_coached_by(scene.facts, session.coach):
        return None
    found = coaches.between(scene.facts, session.coach, scene.person.id)
    return session if found is not None and found.session_at == session.at else None


def bring_due(scene: Scene, due: Due) -> Next:
    """The working day before: what do they want to bring?"""
    del due
    session = present(scene)
    if session is None or session.at <= scene.now:
        return Next(STAY, because="it was moved, called off, or has begun")
    if scene.state.answers.get("brought"):
        return Next(STAY, because="they have brought something already")
    return Next("bring", because="asked once, the working day before")


def draw_bring(scene: Scene) -> Parts:
    """The question, and what they have kept before to bring some time."""
    session = of(scene)
    if session is None:
        return (scene.say("session.gone"),)
    here = wall(scene, session.at)
    said = scene.say("session.bring", name=name(scene, session.coach), day=here.date(), at=here.time())
    before = tuple(
        Choice(f"kept:{one.id}", scene.label("session.kept_before", what=one_line(one.text, ON_A_BUTTON)))
        for one in _kept_before(scene)
    )
    nothing = Choice("nothing", scene.label("session.nothing"))
    return (said, scene.say("session.bring_hint", "small"), Choices((*before, nothing)))


def take_bring(scene: Scene, answer: Answer) -> Next:
    """Typed, or kept before; it is theirs alone until they give it."""
    match answer:
        case Wrote(text):
            one = Capture(scene.new_id("bring"), scene.person.id, "bring", text.strip(), made_at=scene.now)
            on = calendar.next_workday(scene.person, scene.today, STILL_AFTER)
            still = FollowUp("bring", on, STILL, flow="capture", subject=one.id)
            return Next("brought", {"kept": one.id}, deeds=(Save(one), still))
        case Chose(key) if key.startswith("kept:"):
            return Next("brought", {"kept": key.removeprefix("kept:")}, because="it is kept as it was")
        case Chose() | Filled():
            return Next(DONE, say=(scene.say("session.nothing_brought"),), because="they bring nothing this time")


def draw_brought(scene: Scene) -> Parts:
    """The very words, and the tap that gives them."""
    session, one = of(scene), find(scene.facts, scene.answer("kept"))
    if session is None or one is None:
        return (scene.say("session.gone"),)
    who = name(scene, session.coach)
    now = Choice("now", scene.label("session.bring_now", name=who.text))
    keep = Choice("keep", scene.label("session.keep_it"))
    return (scene.say("session.kept", name=who), Quote(one.text), Choices((now, keep)))


def take_brought(scene: Scene, answer: Answer) -> Next:
    """Given now, or kept for the session."""
    session, one = present(scene), find(scene.facts, scene.answer("kept"))
    match answer:
        case Chose("now") if session is not None and one is not None and one.state == "open":
            return _give(scene, session, one)
        case Chose("now"):
            return Next(DONE, say=(scene.say("session.gone"),), because="there is nothing to give any more")
        case Chose() | Filled():
            return Next(DONE, say=(scene.say("session.kept_for_you"),), because="it stands on their home page")
        case Wrote():
            return Next(STAY, because="it stands on their home page")


def _give(scene: Scene, session: Session, one: Capture) -> Next:
    here = wall(scene, session.at).date()
    sent = (scene.say("session.brings", name=Typed(scene.person.name), day=here), Quote(one.text, scene.person.name))
    deeds: tuple[Deed, ...] = (
        Tell(session.coach, sent),
        Save(replace(one, state="sent")),
        Settle("it was brought", "bring", flow="capture", subject=one.id),
    )
    said = (scene.say("session.given", name=name(scene, session.coach)),)
    return Next(DONE, {"brought": True}, said, deeds, because="the coach has it")


def _kept_before(scene: Scene) -> tuple[Capture, ...]:
    """The newest that fit into a message as they are."""
    mine = [one for one in scene.facts.captures if one.kind == "bring" and one.state == "open"]
    return tuple(one for one in mine if units(one.text) <= WORDS.limit)[-MOST:]

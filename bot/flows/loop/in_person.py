"""Feedback given in person: thanked for, answered with the same questions, and followed up. Nothing of it is posted."""

from dataclasses import replace
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture import item
from bot.flows.loop import drafted, form, posting, promising
from bot.messages import Choice, Choices, Part, Parts, Quote, Typed
from bot.rules import calendar, oneline
from bot.rules.shortened import one_line

TOLD_AFTER: Final = 2
TOLD_AGAIN: Final = 3
"""Working days until it is asked whether they were told."""
KEPT: Final = "it is kept, and goes on when they do"


def begin(scene: Scene) -> Next:
    """What was said, on the same line or on the next."""
    rest = scene.answer("rest").strip()
    return log(scene, rest) if rest else Next("said", because="nothing is kept before there are words")


def draw_line(scene: Scene) -> Parts:
    """The command was typed bare, or pressed."""
    return (scene.say("loop.said_in_person"),)


def take_line(scene: Scene, answer: Answer) -> Next:
    """Who said what."""
    match answer:
        case Wrote(text):
            return log(scene, text)
        case Chose() | Filled():
            return Next(STAY, because="the question stays open")


def log(scene: Scene, text: str) -> Next:
    """Kept for the leader alone; were they thanked?"""
    person = scene.person
    found = oneline.captured("thank", text, scene.today, person.locale, workdays=person.workdays)
    heard = (found.text or text).strip()
    note = Capture(scene.state.subject, person.id, "note", heard, found.who, made_at=scene.now, state="closed")
    kept = {"heard": heard, "who": one_line(found.who), "rest": ""}
    return Next("thanked", keep=kept, deeds=(Save(note),), because=KEPT)


def draw_thanked(scene: Scene) -> Parts:
    """Thanked at once?"""
    who = scene.answer("who")
    said = scene.say("loop.thanked_them", who=Typed(who)) if who else scene.say("loop.thanked_somebody")
    choices = (Choice("yes", scene.label("loop.i_thanked")), Choice("no", scene.label("loop.not_yet")))
    return (said, Choices(choices))


def take_thanked(scene: Scene, answer: Answer) -> Next:
    """Not yet: it is kept as a thank-you to give."""
    match answer:
        case Chose("yes"):
            return drafted.onward(scene, {"writing": True})
        case Chose():
            return replace(drafted.onward(scene, {"writing": True}), deeds=(_thanks(scene),))
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def _thanks(scene: Scene) -> Start:
    about = {"command": "thank", "what": scene.label("loop.thank"), "who": scene.answer("who")}
    return Start("capture", scene.new_id("thank"), answers={**about})


def draw_tell(scene: Scene) -> Parts:
    """What there is to say, by the leader, in person."""
    answers, who = scene.state.answers, scene.answer("who")
    parts: list[Part] = [scene.say("loop.tell_them", who=Typed(who)) if who else scene.say("loop.tell_somebody")]
    if found := drafted.promises(answers):
        parts += [scene.say("loop.i_will"), promising.listed(scene, found)]
    if scene.answer("declined"):
        parts += [scene.say("loop.i_wont"), Quote(scene.answer("declined"))]
    choices = (
        Choice("told", scene.label("loop.i_told"), main=True),
        Choice("not_yet", scene.label("loop.not_yet")),
        Choice("change", scene.label("loop.change"), opens=True),
    )
    return (*parts, Choices(choices))


def take_tell(scene: Scene, answer: Answer) -> Next:
    """Told, or still to be told; what was promised is followed up either way."""
    match answer:
        case Chose("change"):
            return Next(STAY, form=form.draw(scene), because=KEPT)
        case Filled(fields):
            return form.take(scene, fields)
        case Chose("told"):
            deeds = (*_promised(scene, told=True), Settle("they were told"))
            return Next(DONE, say=(scene.say("loop.noted"),), deeds=deeds, because="they were told in person")
        case Chose():
            on = calendar.next_workday(scene.person, scene.today, TOLD_AFTER)
            ask = FollowUp("told", on, "told, or asked twice", again=(TOLD_AGAIN,))
            deeds = (*_promised(scene, told=False), ask)
            return Next(DONE, say=(scene.say("loop.asks_later", day=on),), deeds=deeds)
        case Wrote():
            return Next(STAY, because="the question stays open")


def _promised(scene: Scene, *, told: bool) -> tuple[Deed, ...]:
    """What was promised is kept once, and whether they know."""
    ids = [posting.promise_id(scene, number) for number in range(len(drafted.promises(scene.state.answers)))]
    known = [one for id_ in ids if (one := item.find(scene.facts, id_)) is not None]
    if known:
        return tuple(Save(replace(one, told=told)) for one in known)
    return posting.kept(scene, "", scene.answer("who"), told=told)


def told_due(scene: Scene, _due: Due) -> Next:
    """Some days later: do they know by now?"""
    if not scene.answer("heard"):
        return Next(STAY, because="it was erased")
    return Next("told", because="asked twice at most")


def draw_told(scene: Scene) -> Parts:
    """Have they been told?"""
    who = scene.answer("who")
    said = scene.say("loop.told_them", who=Typed(who)) if who else scene.say("loop.told_somebody")
    choices = (Choice("told", scene.label("loop.i_told"), main=True), Choice("not_yet", scene.label("loop.not_yet")))
    return (said, Choices(choices))


def take_told(scene: Scene, answer: Answer) -> Next:
    """Yes, or not yet: asked twice at most."""
    match answer:
        case Chose("told"):
            deeds = (*_promised(scene, told=True), Settle("they were told"))
            return Next(DONE, say=(scene.say("loop.noted"),), deeds=deeds, because="they were told in person")
        case Chose():
            return Next(DONE, say=(scene.say("loop.left_to_you"),), because="asked twice at most")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")

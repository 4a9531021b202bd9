"""A session that is noted, as the coach sees it: read back, and one tap says what differs, moves it, or ends it."""

from dataclasses import replace

from bot.effects import Deed, Save
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.session import heads_up
from bot.flows.session.meeting import name, reached, someone, tell, upcoming, wall, work_of
from bot.flows.session.noting import STANDS, no_longer, onward
from bot.flows.session.reading import when
from bot.messages import Choice, Choices, Part, Parts, Quote


def not_told(scene: Scene) -> Next:
    """What was noted did not get to the leader: it is the coach's to say."""
    work = work_of(scene)
    if work is None:
        return Next(DONE, because="they do not work together")
    said = (scene.say("session.not_told", name=name(scene, work.leader)),)
    return Next("noted", say=said, deeds=(Save(replace(work, told_on=None)),), because=STANDS)


def draw_noted(scene: Scene) -> Parts:
    """Read back in the coach's own time, with what was said ahead, and the question what will be different."""
    work = work_of(scene)
    at = upcoming(scene, work)
    who = name(scene, scene.state.subject)
    if work is None or at is None:
        return (scene.say("session.none", name=who),)
    here = wall(scene, at)
    parts: list[Part] = [scene.say("session.noted", name=who, day=here.date(), at=here.time())]
    if not reached(someone(scene, work.leader)):
        parts.append(scene.say("session.unreached", name=who))
    if work.ahead:
        parts += [scene.say("session.said_ahead" if work.told_on else "session.to_say", name=who), Quote(work.ahead)]
    else:
        parts.append(scene.say("session.anything", "small", name=who))
    label = "session.something_else" if work.ahead else "session.something"
    buttons = (
        Choice("different", scene.label(label)),
        Choice("move", scene.label("session.move_it")),
        Choice("cancel", scene.label("session.call_off")),
    )
    return (*parts, Choices(buttons))


def take_noted(scene: Scene, answer: Answer) -> Next:
    """Something will be different, or it moves, or it is called off."""
    work = work_of(scene)
    if work is None or upcoming(scene, work) is None:
        return no_longer(scene) if work is None else Next(DONE, say=draw_noted(scene), because="it has gone by")
    match answer:
        case Chose("different"):
            return Next("ahead", because="it goes as usual unless they say so")
        case Chose("move"):
            return Next("when", {"on": "", "at": "", "wrong": "", "moving": True}, because=STANDS)
        case Chose():
            return call_off(scene)
        case Wrote(text):
            return onward(scene, when(scene, text))
        case Filled():
            return Next(STAY, because=STANDS)


def call_off(scene: Scene) -> Next:
    """It does not take place, and the leader gets to know."""
    work = work_of(scene)
    if work is None:
        return no_longer(scene)
    gone = replace(work, session_at=None, ahead="", told_on=None)
    deeds: tuple[Deed, ...] = (Save(gone), tell(scene, work, "cancelled"), heads_up.planned(scene, gone))
    said = (scene.say("session.called_off", name=name(scene, work.leader)),)
    return Next(DONE, {"ahead": ""}, said, deeds, because="it does not take place")

"""What will be different, in the coach's words: told to the leader a working day before, or, said plainly, later."""

from dataclasses import replace

from bot.coaching import Engagement
from bot.effects import Save
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.session import heads_up
from bot.flows.session.meeting import in_time, name, reached, someone, tell, told_on, upcoming, wall, work_of
from bot.flows.session.noting import STANDS, no_longer
from bot.messages import Choice, Choices, Parts, Quote


def draw_ahead(scene: Scene) -> Parts:
    """What will be different? It goes to the leader."""
    leave = Choice("leave", scene.label("session.as_usual"))
    return (scene.say("session.what", name=name(scene, scene.state.subject)), Choices((leave,)))


def take_ahead(scene: Scene, answer: Answer) -> Next:
    """In their words; too late for a working day ahead it does not go before they know that."""
    work = work_of(scene)
    if work is None:
        return no_longer(scene)
    at = upcoming(scene, work)
    match answer:
        case Wrote(text):
            leader = someone(scene, work.leader)
            if at is not None and leader is not None and reached(leader) and not in_time(scene, leader, at):
                return Next("late", {"ahead": text.strip()}, because="nothing goes before they know how late it is")
            return _said(scene, work, text.strip())
        case Chose() | Filled():
            return Next("noted", because=STANDS)


def draw_late(scene: Scene) -> Parts:
    """Plainly: when the leader would hear of it."""
    who = name(scene, scene.state.subject)
    leader, at = someone(scene, scene.state.subject), upcoming(scene, work_of(scene))
    here = wall(scene, at or scene.now)
    buttons = (
        Choice("send", scene.label("session.send_late")),
        Choice("myself", scene.label("session.myself")),
        Choice("leave", scene.label("session.leave_out")),
    )
    day = told_on(scene, leader) if leader is not None else scene.today
    said = scene.say("session.late", name=who, told=day, day=here.date(), at=here.time())
    return (said, Quote(scene.answer("ahead")), Choices(buttons))


def take_late(scene: Scene, answer: Answer) -> Next:
    """It goes all the same, or the coach says it, or it is left out."""
    work = work_of(scene)
    if work is None:
        return no_longer(scene)
    match answer:
        case Chose("send"):
            return _said(scene, work, scene.answer("ahead"))
        case Chose("myself"):
            new = replace(work, ahead=scene.answer("ahead"), told_on=None)
            deeds = (Save(new), tell(scene, new, "quiet"), heads_up.planned(scene, new))
            return Next("noted", {"ahead": ""}, deeds=deeds, because=STANDS)
        case Chose():
            return Next("noted", {"ahead": ""}, because=STANDS)
        case Wrote() | Filled():
            return Next(STAY, because="nothing goes before they know how late it is")


def _said(scene: Scene, work: Engagement, ahead: str) -> Next:
    """It goes to the leader; the same twice does not."""
    if upcoming(scene, work) is None or not ahead:
        return Next("noted", {"ahead": ""}, because="it has gone by")
    leader = someone(scene, work.leader)
    told = told_on(scene, leader) if leader is not None and reached(leader) else None
    new = replace(work, ahead=ahead, told_on=told)
    if new.ahead == work.ahead and work.told_on is not None:
        return Next("noted", {"ahead": ""}, because=STANDS)
    deeds = (Save(new), tell(scene, new, "different"), heads_up.planned(scene, new))
    return Next("noted", {"ahead": ""}, deeds=deeds, because=STANDS)

"""The leader's side: told of a session and of what will be different, and what is asked about it is planned."""

from datetime import datetime
from typing import Final

from bot.effects import FollowUp, Settle, Start
from bot.events import Undelivered
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.session.heads_up import minute
from bot.flows.session.meeting import OVER, Session, name, of, wall
from bot.messages import Choice, Choices, Part, Parts, Quote
from bot.rules import calendar

NEWS: Final = ("noted", "moved", "different", "quiet", "cancelled", "over")
"""What a coach's side sends over. "quiet": they say it themselves; "over": it stands at another time now."""
UNREACHED: Final = "unreached"
"""What goes back to the coach's side."""
BRING: Final = "asked once, the working day before"
ASKED: Final = "asked once, after the session"
_SAID: Final = {"noted": "session.told", "moved": "session.told_moved", "different": "session.told_different"}


def heard(scene: Scene) -> Next:
    """It comes from a coach of theirs, and of nobody else."""
    session, news = of(scene), scene.answer("news")
    if session is None or not coaches.is_coached_by(scene.facts, session.coach):
        return Next(DONE, {"session": None}, because="it comes from no coach of theirs")
    match news:
        case "over":
            over = (Settle("it stands at another time"),)
            return Next(DONE, {"session": None}, deeds=over, because="it stands at another time")
        case "cancelled":
            here = wall(scene, session.at)
            who = name(scene, session.coach)
            said = scene.say("session.told_cancelled", name=who, day=here.date(), at=here.time())
            over = (Settle("it was called off"),)
            return Next(DONE, {"session": None}, (said,), over, because="it does not take place")
        case "quiet":
            return Next(DONE, deeds=planned(scene, session), because="the coach says it")
        case _:
            return Next("told", deeds=planned(scene, session), because="what they bring is asked about ahead")


def planned(scene: Scene, session: Session) -> tuple[FollowUp | Settle, ...]:
    """What they want to bring, the working day before; and, once it is over, what comes of it."""
    here, about = wall(scene, session.at), minute(scene)
    plans: list[FollowUp | Settle] = []
    before = calendar.previous_workday(scene.person, here.date())
    asks_at = calendar.asks_at(scene.person)
    if datetime.combine(before, asks_at) > scene.local:
        plans.append(FollowUp("bring", before, BRING, occasion=here.date(), generation=about))
    after = here.date()
    if not calendar.is_workday(scene.person, after) or here + OVER > datetime.combine(after, asks_at):
        after = calendar.next_workday(scene.person, after)
    asked, other = ("knew", "after") if session.ahead else ("after", "knew")
    plans.append(Settle("asked otherwise", other))
    plans.append(FollowUp(asked, after, ASKED, occasion=here.date(), generation=about))
    return tuple(plans)


def unreached(scene: Scene, lost: Undelivered) -> Next:
    """It did not get to the leader: the coach gets to know that, and not why."""
    session = of(scene)
    if session is None or lost.ref.step != "told":
        return Next(STAY, because=lost.reason)
    back = Start("session", scene.person.id, owner=session.coach, answers={"news": UNREACHED})
    return Next(STAY, deeds=(back,), because="the coach knows that it did not arrive")


def draw_told(scene: Scene) -> Parts:
    """When it is, in their own time, and what will be different."""
    session = of(scene)
    if session is None:
        return (scene.say("session.gone"),)
    here, who = wall(scene, session.at), name(scene, session.coach)
    said = _SAID.get(scene.answer("news"), "session.told")
    parts: list[Part] = [scene.say(said, name=who, day=here.date(), at=here.time())]
    if session.ahead:
        parts += [] if said == _SAID["different"] else [scene.say("session.told_ahead", name=who)]
        parts.append(Quote(session.ahead, who.text))
    if calendar.day_off(scene.person, here.date()):
        parts.append(scene.say("session.your_day_off", "small", name=who))
    return (*parts, Choices((Choice("bring", scene.label("session.bring_something")),)))


def take_told(_scene: Scene, answer: Answer) -> Next:
    """Something to bring comes to mind at once."""
    match answer:
        case Chose():
            return Next("bring", because="nothing is kept before there are words")
        case Wrote() | Filled():
            return Next(STAY, because="nothing was asked")

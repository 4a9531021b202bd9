"""A session as both sides know it: between whom, when it is for either of them, and what was said of it ahead."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.coaching import Engagement
from bot.due import not_before
from bot.effects import Json, Start
from bot.facts import Person
from bot.flow import Scene, hashed
from bot.flows import coaches
from bot.messages import Typed
from bot.rules import calendar

OVER: Final = timedelta(hours=1)
"""How long after its beginning a session is asked about at the earliest."""
UNREACHED: Final = ("stopped", "gone")
"""States of people to whom nothing is sent."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session as the leader's side keeps it: `ahead` is what will be different, in the coach's words."""

    coach: str
    at: datetime
    ahead: str = ""


def kept(session: Session) -> dict[str, Json]:
    """It stands in one entry: what a coach said goes when the coach is erased."""
    return {"coach": session.coach, "at": session.at.isoformat(), "ahead": session.ahead}


def of(scene: Scene) -> Session | None:
    """The session that this conversation of a leader's is about; None when it was erased."""
    match scene.state.answers.get("session"):
        case {"coach": str(coach), "at": str(at), "ahead": str(ahead)}:
            return Session(coach, datetime.fromisoformat(at), ahead)
        case _:
            return None


def subject(coach: str, leader: str, at: datetime) -> str:
    """The leader's conversation about one session. The next one is noted before this one has been asked about. It names
    the coach, so that what they have said in it goes when they are erased."""
    return f"{coach}:{hashed('session', coach, leader, at.isoformat())}"


def tell(scene: Scene, work: Engagement, news: str, at: datetime | None = None) -> Start:
    """Let the leader know of the session as it now stands, or of the one that stood at another time."""
    moment = at or work.session_at or scene.now
    known = kept(Session(work.coach, moment, work.ahead))
    about = subject(work.coach, work.leader, moment)
    return Start("session", about, owner=work.leader, answers={"news": news, "session": known})


def upcoming(scene: Scene, work: Engagement | None) -> datetime | None:
    """When the next session of these two is; None when none is noted, or they work together no more."""
    if work is None or work.state != coaches.TOGETHER or work.session_at is None or work.session_at <= scene.now:
        return None
    return work.session_at


def wall(scene: Scene, at: datetime) -> datetime:
    """The wall time of this person's own."""
    return calendar.local(at, scene.person.zone)


def someone(scene: Scene, person_id: str) -> Person | None:
    """The other one."""
    return next((one for one in scene.facts.people if one.id == person_id), None)


def name(scene: Scene, person_id: str) -> Typed:
    """How the other one is called."""
    one = someone(scene, person_id)
    return Typed(one.name if one is not None and one.name else scene.label("session.somebody"))


def work_of(scene: Scene) -> Engagement | None:
    """What there is between this coach and the leader whom the conversation is about, as long as they work together."""
    found = coaches.between(scene.facts, scene.person.id, scene.state.subject)
    return found if found is not None and found.state == coaches.TOGETHER else None


def reached(leader: Person | None) -> bool:
    """Whether anything is sent to them."""
    return leader is not None and leader.state not in UNREACHED


def told_on(scene: Scene, leader: Person) -> date:
    """The day on which words of this moment reach the leader."""
    return calendar.local(not_before(leader, "behalf", scene.now), leader.zone).date()


def in_time(scene: Scene, leader: Person, at: datetime) -> bool:
    """Whether they hear of it at least a working day of theirs before the day of the session."""
    on = calendar.local(at, leader.zone).date()
    return told_on(scene, leader) <= calendar.previous_workday(leader, on)

"""A working day ahead of their sessions a coach is asked whether anything will be different; once for all of a day."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.coaching import Engagement
from bot.effects import FollowUp, Settle, Start
from bot.events import Due
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.session.meeting import name, upcoming, wall
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar
from bot.saved import updated

SUBJECT: Final = "ahead"
"""Of the one conversation about all sessions of a day."""
MORNING: Final = time(9, 0)
MOST: Final = 8
"""Sessions shown as buttons."""
STOP: Final = "asked once for each day with sessions"


def planned(scene: Scene, work: Engagement) -> FollowUp | Settle:
    """The next such question, once `work` is saved: of many sessions the soonest that has not been asked about."""
    return following(replace(scene, facts=updated(scene.facts, work)))


def following(scene: Scene) -> FollowUp | Settle:
    """The next such question as things stand."""
    at = hour(scene.person)
    days = [asked_on(scene, wall(scene, moment).date()) for moment, _ in sessions(scene)]
    coming = sorted(day for day in days if datetime.combine(day, at) > scene.local)
    if not coming:
        return Settle("there is no session to ask about", "ahead", subject=SUBJECT)
    return FollowUp("ahead", coming[0], STOP, at=at, subject=SUBJECT, generation=minute(scene))


def hour(person: Person) -> time:
    """As the day begins, so that the leader hears of it on that day."""
    return max(MORNING, person.opens)


def minute(scene: Scene) -> int:
    """A session may be called off and noted again for the same moment: what is planned then is planned anew."""
    return int(scene.now.timestamp()) // 60


def asked_on(scene: Scene, day: date) -> date:
    """The working day before a session of that day."""
    return calendar.previous_workday(scene.person, day)


def sessions(scene: Scene) -> list[tuple[datetime, Engagement]]:
    """All that come, soonest first."""
    found = [(at, one) for one in coaches.leaders(scene.facts) if (at := upcoming(scene, one))]
    return sorted(found, key=lambda pair: (pair[0], pair[1].leader))


def soon(scene: Scene) -> list[tuple[datetime, Engagement]]:
    """Those up to the next working day of which nothing was said ahead yet."""
    last = calendar.next_workday(scene.person, scene.today)
    return [(at, one) for at, one in sessions(scene) if wall(scene, at).date() <= last and not one.ahead]


def ahead_due(scene: Scene, due: Due) -> Next:
    """Will anything be different this time?"""
    del due  # which sessions it is about, the calendar says
    if not soon(scene):
        return Next(STAY, deeds=(following(scene),), because="no session comes, or it was said already")
    return Next("different", deeds=(following(scene),), because="asked once; it can be said any time")


def draw_different(scene: Scene) -> Parts:
    """Each session, and the question."""
    coming = soon(scene)
    rows = tuple(
        scene.say("session.comes", name=name(scene, one.leader), day=here.date(), at=here.time())
        for at, one in coming[:MOST]
        for here in (wall(scene, at),)
    )
    if len(coming) == 1:
        buttons: tuple[Choice, ...] = (Choice(f"to:{coming[0][1].leader}", scene.label("session.something")),)
    else:
        buttons = tuple(
            Choice(f"to:{one.leader}", scene.label("session.something_with", name=name(scene, one.leader).text))
            for _, one in coming[:MOST]
        )
    usual = Choice("usual", scene.label("session.as_usual"), main=True)
    return (*rows, scene.say("session.different"), Choices((usual, *buttons)))


def take_different(scene: Scene, answer: Answer) -> Next:
    """As usual, or it is said for one of them."""
    match answer:
        case Chose("usual"):
            return Next(DONE, say=(scene.say("session.usual"),), because="nothing is different")
        case Chose(key):
            leader = key.removeprefix("to:")
            more = len(soon(scene)) > 1
            order = Start("session", leader, answers={"asks": "ahead"})
            return Next(STAY if more else DONE, deeds=(order,), because="it goes on about this leader")
        case Wrote() | Filled():
            return Next(STAY, because="it goes as usual unless they say so")

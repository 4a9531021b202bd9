"""When the daily question is put: the plan of the next one, and what happens when its moment has come."""

from dataclasses import replace
from datetime import date, timedelta

from bot.effects import Deed, FollowUp, Json, Save, Start
from bot.events import Due
from bot.facts import Chance, Practice
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import practices
from bot.flows.checkin.days import comes_on
from bot.rules import calendar, chances, pace

# What the conversation keeps: "mark", the answer to the newest question; "open", its day until it has one;
# "since", the first day of the present silence; and "offered", when another way of going on was last offered.


def begin(scene: Scene) -> Next:
    """A practice has started: its first check-in is on its first chance after today."""
    plan = next_asking(scene, practices.subject(scene), scene.today)
    return Next(DONE, deeds=plan, because="" if plan else "this practice is not asked about")


def next_asking(scene: Scene, practice: Practice, after: date) -> tuple[Deed, ...]:
    """The follow-up of the first chance after `after`; none when the practice is paused or resting."""
    day = pace.next_chance(scene.person, practice, after)
    if day is None:
        return ()
    stop = "every chance day, until it is paused, rested, kept or let go"
    on = comes_on(scene.person, day)
    asking = FollowUp("asked", on, stop, occasion=day, generation=practice.generation)
    return (replace(asking, flow="checkin", subject=practice.id),)


def asked(scene: Scene, due: Due) -> Next:
    """The day's question, and the plan of the next one; after three silent ones the pace card instead."""
    practice = practices.subject(scene)
    if practice.state not in practices.GOING or practice.level >= pace.PAUSED:
        return Next(STAY, because=f"nothing is asked: {practice.state}, level {practice.level}")
    if due.lapsed:
        plan = next_asking(scene, practice, max(due.occasion, scene.today - timedelta(days=1)))
        return Next(STAY, deeds=plan, because="the moment went by unasked")
    silent = unanswered(scene)
    if silent:
        practice = replace(practice, recent=chances.push(practice.recent, ""))
    saved: tuple[Deed, ...] = (Save(practice),) if silent else ()
    keep = keeps(scene, due.occasion, silent=silent)
    offer = pace.decide(scene.person, practice, scene.today, offered_on(scene))
    if offer == "silent":
        since = keep["since"]
        card = Start(
            "pace", practice.id, answers={"offer": "silent", "since": since}, occasion=due.occasion.isoformat()
        )
        return Next(DONE, keep={"open": "", "since": since}, deeds=(*saved, card))
    deeds: list[Deed] = [*saved, Save(Chance(practice.id, due.occasion, practice.owner))]
    if offer is not None:
        deeds.append(offer_of_pace(scene, practice))
        keep["offered"] = scene.today.isoformat()
    deeds += next_asking(scene, practice, due.occasion)
    return Next("asked", keep=keep, deeds=tuple(deeds), occasion=due.occasion)


def keeps(scene: Scene, day: date, *, silent: bool) -> dict[str, Json]:
    """What the conversation goes on with once this day's question is put."""
    since = (silent and scene.answer("since")) or day.isoformat()
    return {"open": day.isoformat(), "since": since, "mark": "", "effort": 0, "back": False}


def unanswered(scene: Scene) -> bool:
    """Whether the question before this one got no answer that counts."""
    return bool(scene.answer("open")) or (scene.state.step in ("asked", "more") and not scene.answer("mark"))


def offered_on(scene: Scene) -> date | None:
    """When a fresh start or another pace was last offered."""
    known = scene.answer("offered")
    return date.fromisoformat(known) if known else None


def offer_of_pace(scene: Scene, practice: Practice) -> FollowUp:
    """Another pace is offered with the next working day's message."""
    on = calendar.next_workday(scene.person, scene.today)
    return FollowUp("offer", on, "once in two weeks", flow="pace", subject=practice.id)

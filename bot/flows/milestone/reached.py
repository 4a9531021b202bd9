"""Which milestone has come: a rehearsal in weeks 4 and 10, the two views in 13, the half-year in 26."""

from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp
from bot.events import Due
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.milestone import ending
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar, pace

STEPS: Final = {4: "rehearse", 10: "rehearse", 13: "own", 26: "half_year"}
"""What is asked, by week of the practice."""
LAST: Final = 26
STALE: Final = timedelta(weeks=3)
"""How late a milestone may be to be worth a word; the half-year always is."""
READS: Final = {"seen": "milestone.yes_words", "leave": "milestone.no_words"}


def begin(scene: Scene) -> Next:
    """A practice has started: the plan of its first milestone."""
    plan = following(scene, practices.subject(scene), scene.today)
    return Next(DONE, deeds=plan, because="" if plan else "its half-year is over")


def following(scene: Scene, practice: Practice, after: date) -> tuple[Deed, ...]:
    """The first milestone after that day."""
    if practice.started_on is None:
        return ()
    for week in STEPS:
        day = practice.started_on + timedelta(weeks=week)
        if day > after:
            on = calendar.workday_on_or_after(scene.person, day)
            again = (5, 10) if week == LAST else ()
            stop = "a choice, or asked three times" if week == LAST else "asked once"
            return (FollowUp("reached", on, stop, again=again, occasion=day, generation=practice.generation),)
    return ()


def reached(scene: Scene, due: Due) -> Next:
    """A milestone's day; what rests has only the last one, and what is paused has none."""
    practice = practices.subject(scene)
    week = (due.occasion - practice.started_on).days // 7 if practice.started_on else 0
    quiet = practice.state in practices.GOING and practice.level >= pace.PAUSED
    if week >= LAST and not quiet:
        return ending.half_year(scene, practice, due)
    plan = following(scene, practice, max(due.occasion, scene.today))
    if practice.state not in practices.GOING:
        return Next(STAY, deeds=plan, because=f"the practice is {practice.state}")
    if quiet:
        return Next(STAY, deeds=plan, because="it is paused, and quiet until they write")
    if scene.today > due.occasion + STALE:
        return Next(STAY, deeds=plan, because="its week has long gone by")
    return Next(STEPS.get(week, "rehearse"), keep={"week": week}, deeds=plan)


def draw_rehearse(scene: Scene) -> Parts:
    """Once before the mind's eye."""
    practice = practices.subject(scene)
    act, week = Typed(practices.act(practice)), scene.answer("week")
    choices = Choices((Choice("seen", scene.label("milestone.seen")), Choice("leave", scene.label("milestone.leave"))))
    return (scene.say("milestone.rehearse", act=act, week=week), choices)


def take_rehearse(scene: Scene, answer: Answer) -> Next:
    """Seen, described, or left."""
    because = "a rehearsal asks nothing more; the next milestone is planned"
    match answer:
        case Chose("leave"):
            return Next(DONE, say=(scene.say("milestone.left"),), because=because)
        case Chose() | Wrote():
            return Next(DONE, say=(scene.say("milestone.rehearsed"),), because=because)
        case Filled():
            return Next(STAY, because="the question stays open")

"""The fresh start itself: today or at the start of the week, how long it took to come back, and what follows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import checkin, practices
from bot.flows.restart import outside
from bot.flows.restart.changing import edited
from bot.messages import Choice, Choices, Part, Parts, Typed
from bot.rules import calendar, pace

WHEN_READ: Final = {"today": "restart.today_words", "week": "restart.week_words"}
RECHECK: Final = 3
"""Chances after which the bot asks how the fresh start goes."""
HALF_YEAR: Final = timedelta(weeks=26)


def start_of_week(scene: Scene) -> date:
    """The first working day after this week of theirs: Monday for most."""
    return calendar.workday_on_or_after(scene.person, calendar.week_of(scene.person, scene.today)[1] + timedelta(1))


def draw_when(scene: Scene) -> Parts:
    """Today, or when the week begins."""
    days = {"today": scene.today, "week": start_of_week(scene)}
    wanted = scene.answer("from")
    if wanted and date.fromisoformat(wanted) not in days.values():
        days["from"] = date.fromisoformat(wanted)
    choices = [
        Choice(key, scene.label("restart.today") if key == "today" else scene.label("restart.on_day", day=day))
        for key, day in sorted(days.items(), key=lambda item: item[1])
    ]
    return (scene.say("restart.when"), Choices(tuple(choices)))


def take_when(scene: Scene, answer: Answer) -> Next:
    """Begin."""
    match answer:
        case Chose("today"):
            return begins(scene, scene.today)
        case Chose("from"):
            return begins(scene, date.fromisoformat(scene.answer("from")))
        case Chose():
            return begins(scene, start_of_week(scene))
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def begins(scene: Scene, day: date) -> Next:
    """A fresh start on that day: the way back in days, the next question, and the look at it after three chances."""
    before = practices.subject(scene)
    others = [one for one in practices.going(scene.facts) if one.id != before.id]
    if before.state not in practices.GOING and len(others) >= practices.MOST:
        return Next(DONE, say=(scene.say("restart.two_already"),), because="two practices are going on")
    fresh = _fresh(scene, edited(scene), day)
    after = max(day - timedelta(1), checkin.last_asked(scene, fresh))
    first = pace.next_chance(scene.person, fresh, after) or day
    deeds: list[Deed] = [
        Save(fresh),
        *(Settle("a fresh start", kind) for kind in practices.FRESH_START),
        Settle("a fresh start", flow="pace"),
        *checkin.next_asking(scene, fresh, after),
        FollowUp("recheck", _recheck_on(scene, fresh, after), "asked once", generation=fresh.generation),
    ]
    if fresh.started_on != before.started_on:
        deeds.append(Start("milestone", fresh.id))
    said: list[Part] = [scene.say("restart.begins", act=Typed(practices.act(fresh)), day=first)]
    if before.slipped_on is not None:
        said.append(scene.say("restart.days", count=max((scene.today - before.slipped_on).days, 1)))
    to = "help" if pace.wants_help(fresh.restarts, scene.today) else DONE
    return Next(to, say=tuple(said), deeds=tuple(deeds))


def _fresh(scene: Scene, practice: Practice, day: date) -> Practice:
    over = practice.started_on is None or scene.today >= practice.started_on + HALF_YEAR
    return replace(
        practice,
        state="draft" if practice.state == "draft" else "active",
        level=pace.start_level(scene.person.pace) if practice.level >= pace.PAUSED else practice.level,
        started_on=day if over else practice.started_on,
        began_on=day,
        resting_until=None,
        ended_on=None,
        generation=practice.generation + 1,
        restarts=(*practice.restarts, scene.today),
        slipped_on=None,
    )


def _recheck_on(scene: Scene, practice: Practice, after: date) -> date:
    """The working day after the third chance."""
    for _ in range(RECHECK):
        after = pace.next_chance(scene.person, practice, after) or after
    return calendar.next_workday(scene.person, after)


def draw_help(scene: Scene) -> Parts:
    """The third fresh start in half a year: somebody to talk to, if they like, and nobody else is told."""
    coach = (Choice("coach", scene.label("restart.help_coach")),) if scene.person.coach else ()
    others = (
        Choice("outside", scene.label("restart.help_outside")),
        Choice("no", scene.label("restart.help_no")),
    )
    return (scene.say("restart.help"), Choices((*coach, *others)))


def take_help(scene: Scene, answer: Answer) -> Next:
    """To the coach by their own tap, to somebody outside, or to nobody."""
    match answer:
        case Chose("coach"):
            act = practices.act(practices.subject(scene))
            brought = Start("capture", scene.new_id("capture"), answers={"command": "bring", "rest": act})
            return Next(DONE, deeds=(brought,))
        case Chose("outside"):
            return outside.card(scene)
        case Chose():
            return Next(DONE, say=(scene.say("restart.help_none"),), because="they want no help with it now")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")

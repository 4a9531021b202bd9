"""When the look-back comes: the last workday of the week, after three silences once a month, after two more never."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Final

from bot.effects import Deed, FollowUp, Save
from bot.events import Due
from bot.facts import Week
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import practices
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

QUESTIONS: Final = {
    "helped": "lookback.helped",
    "still": "lookback.still",
    "others": "lookback.others",
    "automatic": "lookback.automatic",
    "change": "lookback.change",
}
"""What is asked in turn, one a week."""
MONTHLY_AFTER: Final = 3
OFF_AFTER: Final = 5
"""Unanswered in a row."""
MONTH: Final = 4
"""Weeks between two monthly ones."""
_AHEAD: Final = 60


def begin(scene: Scene) -> Next:
    """ "Look back", on any day; or the plan of the first one."""
    if scene.answer("command") == "lookback":
        friday = calendar.last_workday_of_week(scene.person, scene.today) or scene.today
        return Next("asked", occasion=friday, because="they opened it themselves")
    plan = first(scene)
    return Next(DONE, deeds=plan, because="" if plan else "it is switched off")


def first(scene: Scene) -> tuple[Deed, ...]:
    """The plan of the next last workday, this week's if it is still to come; none when it is switched off."""
    return _plan(scene, 0) if scene.person.lookback != "off" else ()


def _plan(scene: Scene, weeks: int) -> tuple[Deed, ...]:
    """The last workday of the week so many weeks on, or of the first one after it that has any."""
    ahead = (scene.today + timedelta(weeks=n) for n in range(weeks, weeks + _AHEAD))
    lasts = (calendar.last_workday_of_week(scene.person, day) for day in ahead)
    on = next((day for day in lasts if day is not None and day > scene.today), None)
    return () if on is None else (on_day(on),)


def on_day(on: date) -> FollowUp:
    """The look-back of the week whose last workday that is."""
    return FollowUp("weekly", on, "every week until it is switched off", occasion=on, flow="lookback", subject="")


def weekly(scene: Scene, due: Due) -> Next:
    """The look-back's line, under the check-in."""
    often = scene.person.lookback
    if often == "off":
        return Next(STAY, because="it is switched off")
    plan = _plan(scene, 1 if often == "weekly" else MONTH)
    if due.lapsed:
        return Next(STAY, deeds=plan, because="the moment went by unasked")
    if not practices.asked_about(scene.facts):
        return Next(STAY, deeds=plan, because="nothing is being practised, or it is paused")
    if looked_back(scene, due.occasion):
        return Next(STAY, deeds=plan, because="they have looked back this week already")
    silent = unanswered(scene, due.occasion)
    if silent >= OFF_AFTER:
        off = Save(replace(scene.person, lookback="off"))
        return Next(STAY, say=(scene.say("lookback.off"),), deeds=(off,), because="five went unanswered")
    if silent >= MONTHLY_AFTER and often == "weekly":
        monthly = Save(replace(scene.person, lookback="monthly"))
        less = (scene.say("lookback.monthly"),)
        return Next(STAY, say=less, deeds=(monthly, *_plan(scene, MONTH)), because="three went unanswered")
    asked = replace(week_of(scene, due.occasion), question=question_of(due.occasion))
    said, closed = waited(scene)
    return Next("asked", say=said, deeds=(Save(asked), *closed, *plan), occasion=due.occasion)


def week_of(scene: Scene, friday: date) -> Week:
    """What is stored about the week that ends on that day; a blank one when nothing is."""
    blank = Week(scene.person.id, friday)
    return next((one for one in scene.facts.weeks if one.friday == friday), blank)


def looked_back(scene: Scene, day: date) -> bool:
    """Whether they have answered or passed over the look-back of that week, whichever day was its last workday then."""
    first, last = calendar.week_of(scene.person, day)
    return any(one.kind != "asked" and first <= one.friday <= last for one in scene.facts.weeks)


def unanswered(scene: Scene, friday: date) -> int:
    """How many look-backs before this one went unanswered in a row."""
    before = sorted((one for one in scene.facts.weeks if one.friday < friday), key=lambda one: one.friday, reverse=True)
    return sum(1 for _ in takewhile(lambda one: one.kind == "asked", before))


def question_of(friday: date) -> str:
    """Which question this week has: the five take turns."""
    names = tuple(QUESTIONS)
    return names[friday.toordinal() // 7 % len(names)]


def waited(scene: Scene) -> tuple[tuple[Text, ...], tuple[Deed, ...]]:
    """What found no room for three weeks, and the things that were asked about three times: said once, and closed."""
    waiting = [one for one in scene.facts.captures if one.kind == "wait" and one.state == "open"]
    spent = [one for one in scene.facts.captures if one.kind == "thing" and one.state == "closed" and not one.told]
    said = tuple(scene.say("lookback.waited", "small", what=Typed(one.text)) for one in waiting)
    said += tuple(scene.say("lookback.spent_thing", "small", what=Typed(one_line(one.text))) for one in spent)
    closed = tuple(Save(replace(one, state="closed")) for one in waiting)
    return said, (*closed, *(Save(replace(one, told=True)) for one in spent))


def draw_asked(scene: Scene) -> Parts:
    """One line, which is the week's question, and the way to the form."""
    opens = Choice("open", scene.label("lookback.open"), opens=True)
    return (
        scene.say(QUESTIONS[question_of(scene.occasion)]),
        Choices((opens, Choice("skip", scene.label("lookback.skip")))),
    )

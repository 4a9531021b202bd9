"""The first day back: one card, and the check-ins go on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, Save
from bot.events import Due
from bot.facts import Person
from bot.flow import STAY, Next, Scene
from bot.flows import practices
from bot.flows.checkin import next_asking
from bot.flows.time_off import plans
from bot.flows.time_off.pausing import here_again
from bot.messages import Parts
from bot.rules import calendar, spans

WORTH_A_CARD: Final = 2
"""Working days: who was away for a single one needs no welcome."""


def back(scene: Scene, _due: Due) -> Next:
    """Somebody is back: nothing is paused any more. What has waited shares the message, or is counted in it."""
    person, today = scene.person, scene.today
    if still_away(person, today):
        return Next(STAY, deeds=plans.planned(person, today), because="they are still away")
    here = here_again(person)
    deeds = (Save(here), *plans.planned(here, today), *missing(scene, here, today))
    said = card(scene) if person.state == "paused" or days_off(person, today) >= WORTH_A_CARD else ()
    return Next(STAY, say=said, deeds=deeds, because="the check-ins go on")


def still_away(person: Person, today: date) -> bool:
    """Whether the absence has become longer meanwhile."""
    if person.state == "paused" and person.paused_until is not None and today < person.paused_until:
        return True
    return spans.covers(person.away, today)


def days_off(person: Person, today: date) -> int:
    """How many working days the newest absence took."""
    over = [span for span in person.away if span[1] < today]
    if not over:
        return 0
    first, last = over[-1]
    return calendar.workdays_between(replace(person, away=()), first - timedelta(days=1), last)


def missing(scene: Scene, here: Person, after: date) -> tuple[Deed, ...]:
    """The next check-in of whatever has none planned."""
    planned = {one.subject for one in scene.facts.waiting if (one.flow, one.kind) == ("checkin", "asked")}
    seen = replace(scene, facts=replace(scene.facts, person=here))
    lacking = (one for one in practices.going(scene.facts) if one.id not in planned)
    return tuple(deed for one in lacking for deed in next_asking(seen, one, after))


def card(scene: Scene) -> Parts:
    """Good to have you back, and when the next question comes unless that is today."""
    said = scene.say("time_off.back")
    coming = [one.wall.date() for one in scene.facts.waiting if (one.flow, one.kind) == ("checkin", "asked")]
    if not coming or min(coming) <= scene.today:
        return (said,)
    return (said, scene.say("time_off.back_next", day=min(coming)))

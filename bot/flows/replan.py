"""When hours, days, zone or absences change: the next check-in of everything that goes on, planned anew.

What was asked already is never asked again, and an open question stays as it is.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.effects import Deed
from bot.facts import Person, Practice, updated
from bot.flow import Scene
from bot.flows import practices
from bot.flows.checkin import next_asking
from bot.rules import calendar


def check_ins(scene: Scene, person: Person, first: date | None = None) -> tuple[Deed, ...]:
    """The follow-ups of the next chances of `person`, as they are from now on; none before the day `first`."""
    seen = replace(scene, facts=updated(scene.facts, person))
    deeds: list[Deed] = []
    for practice in practices.going(scene.facts):
        after = asked_until(seen, practice)
        if first is not None:
            after = max(after, first - timedelta(days=1))
        deeds += next_asking(seen, practice, after)
    return tuple(deeds)


def asked_until(scene: Scene, practice: Practice) -> date:
    """The last day that needs no question: asked already, its moment gone by, or the day on which all began."""
    person = scene.person
    missed = not person.next_morning and scene.local.time() >= calendar.asks_at(person)
    begins_today = (practice.began_on or practice.started_on) == scene.today
    over = scene.today if missed or begins_today else scene.today - timedelta(days=1)
    asked = (one.day for one in scene.facts.chances if one.practice == practice.id)
    return max((over, *asked))

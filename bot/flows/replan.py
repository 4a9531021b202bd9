"""When hours, days, zone or absences change: what goes by the person's working days, planned anew.

What was asked already is never asked again, and an open question stays as it is.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, Settle
from bot.facts import Person, Practice
from bot.flow import Scene
from bot.flows import practices
from bot.flows.checkin import next_asking
from bot.flows.lookback import asking
from bot.flows.partner import weekly
from bot.flows.shown import weekly as shown
from bot.rules import calendar
from bot.saved import updated

WEEKS: Final = 60
"""How far ahead a week with a working day in it is looked for."""


def replanned(scene: Scene, person: Person, first: date | None = None) -> tuple[Deed, ...]:
    """The check-ins (none before the day `first`) and the ends of the week, of `person` as they are from now on."""
    return (*check_ins(scene, person, first), *week_ends(scene, person))


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
    begins_today = (practice.began_on or practice.started_on) == scene.today
    over = scene.today if gone_by(scene) or begins_today else scene.today - timedelta(days=1)
    asked = (one.day for one in scene.facts.chances if one.practice == practice.id)
    return max((over, *asked))


def gone_by(scene: Scene) -> bool:
    """Whether the hour of today's question about today has passed."""
    return not scene.person.next_morning and scene.local.time() >= calendar.asks_at(scene.person)


def week_ends(scene: Scene, person: Person) -> tuple[Deed, ...]:
    """The look-back, the partners' and the coaches' lines on the last day of their week on which `person` works."""
    seen = replace(scene, facts=updated(scene.facts, person))
    deeds: list[Deed] = []
    if scene.person.lookback == "off" != person.lookback:
        deeds += asking.first(seen)
    for one in scene.facts.waiting:
        if one.flow not in ("lookback", "partner", "shown") or (one.flow == "partner" and one.kind != "weekly"):
            continue
        on = last_workday(seen, one.wall.date())
        if one.flow == "lookback" and person.lookback == "off":
            deeds.append(Settle("it is switched off", one.kind, flow=one.flow, subject=one.subject))
        elif on is None or on == one.wall.date():
            continue
        elif one.flow == "lookback":
            deeds.append(asking.on_day(on))
        elif one.flow == "shown":
            deeds.append(shown.on_day(seen.person, one.kind, on, one.subject))
        else:
            deeds.append(weekly.on_day(seen, on, one.subject))
    return tuple(deeds)


def last_workday(scene: Scene, day: date) -> date | None:
    """The last working day of the week around a day, or of the first week after it in which one is to come."""
    over = scene.today if scene.local.time() >= calendar.asks_at(scene.person) else scene.today - timedelta(days=1)
    lasts = (calendar.last_workday_of_week(scene.person, day + timedelta(weeks=n)) for n in range(WEEKS))
    return next((last for last in lasts if last is not None and last > over), None)

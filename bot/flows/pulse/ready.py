"""Whether a leader's next round can open, and if not, why and from which day on it can."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.ballot.released import Below, Ended, Released
from bot.facts import Facts, Round
from bot.flow import Scene
from bot.flows import teams
from bot.flows.pulse import times
from bot.rules import calendar

FIRST_DAY: Final = 3
"""Days after somebody has joined on which they may first ask."""
GIVEN_UP: Final = 20
"""Working days after the release on which the next round no longer waits for a reply."""
QUIET_REST: Final = 15
"""Working days that a team which was quiet twice is left alone."""
LOOK: Final = 366
"""Days among which one is looked for whose results come when the leader is there."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the content key of the reason, which takes the `day` from which on it can."""

    why: str
    day: date


def held_up(scene: Scene) -> Later | None:
    """Why no round of this leader's can open today; None when one can."""
    person, today = scene.person, scene.today
    if today < first_day(scene):
        return Later("pulse.later_new", first_day(scene))
    last = teams.last_round(scene.facts)
    if last is not None and (waits := _after(scene, last)) is not None:
        return waits
    if times.is_away_at_release(person, today):
        days = (today + timedelta(days=n) for n in range(1, LOOK))
        there = (day for day in days if calendar.is_workday(person, day))
        return Later("pulse.later_away", next(day for day in there if not times.is_away_at_release(person, day)))
    return None


def first_day(scene: Scene) -> date:
    """The day on which somebody may first ask; in three days for whoever has not joined."""
    return (scene.person.joined_on or scene.today) + timedelta(days=FIRST_DAY)


def _after(scene: Scene, last: Round) -> Later | None:
    """What the round before asks for."""
    person, today = scene.person, scene.today
    rested, released = last.opened_on + times.RESTS, times.day_of(person, last.releases_at)
    untold = last.state in ("released", "below") and scene.now < last.releases_at
    if last.state == "open" or untold:  # how it has ended is told at its hour
        return Later("pulse.later_open", max(rested, released))
    if last.state == "released" and not teams.is_over(last):
        return Later("pulse.later_reply", calendar.next_workday(person, released, GIVEN_UP))
    if is_quiet(scene.facts) and today < (day := calendar.next_workday(person, released, QUIET_REST)):
        return Later("pulse.later_quiet", day)
    return Later("pulse.later_rests", rested) if today < rested else None


def is_quiet(facts: Facts) -> bool:
    """Whether in the last two rounds less than half took part."""
    ended = dict(facts.released)
    last = [one for one in teams.rounds(facts) if one.state in ("released", "below")][-2:]
    return len(last) == 2 and all(_less_than_half(ended.get(one.id)) for one in last)


def _less_than_half(ended: Ended | None) -> bool:
    return isinstance(ended, Below) or (isinstance(ended, Released) and not ended.half)

"""What a change of pace does: the new level, the next question at it, and the day on which the bot asks again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle
from bot.facts import Practice
from bot.flow import Scene
from bot.flows import checkin
from bot.rules import calendar, pace

RUNGS: Final = ("pace.five", "pace.three", "pace.one", "pace.fortnight", "pace.none")
"""How often, in words, by level."""


def rung(scene: Scene, level: int) -> str:
    """How often that level asks, as words in a sentence."""
    return scene.label(RUNGS[level])


def at_level(scene: Scene, practice: Practice, level: int, *, own: bool = False) -> Practice:
    """The practice at that level from today on; `own`: by the person's own tap, which holds for four weeks."""
    return replace(
        practice,
        level=level,
        changed_on=scene.today,
        own_pace_until=scene.today + pace.OWN_WORDS if own else practice.own_pace_until,
        generation=practice.generation + 1,
    )


def asking(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """The next check-in at the practice's level, today's slot only when it is still to come."""
    over = scene.local.time() >= calendar.asks_at(scene.person)
    before = scene.today if over else scene.today - timedelta(1)
    return checkin.next_asking(scene, practice, max(before, checkin.last_asked(scene, practice)))


def changed(scene: Scene, practice: Practice, level: int, wanted: date | None = None) -> tuple[date, tuple[Deed, ...]]:
    """A change by their own words: until which day it holds (`wanted`, or four weeks), and all that follows."""
    ahead = wanted if wanted and wanted > scene.today else scene.today + pace.OWN_WORDS
    until = calendar.workday_on_or_after(scene.person, ahead)
    new = at_level(scene, practice, level, own=True)
    ends = FollowUp("ends", until, "answered, or asked once", generation=new.generation)
    return until, (Save(new), Settle("the pace has changed"), *asking(scene, new), ends)


def kept(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """It stays as it is, by their own tap."""
    stays = replace(practice, own_pace_until=scene.today + pace.OWN_WORDS)
    return (Save(stays), Settle("they want it as it is", "offer"))


def paused(scene: Scene, practice: Practice, *, own: bool = False) -> tuple[date, tuple[Deed, ...]]:
    """Nothing is asked any more but, after 14 and after 30 days, whether to go on: when first, and the deeds."""
    new = at_level(scene, practice, pace.PAUSED, own=own)
    first, second = (calendar.workday_on_or_after(scene.person, scene.today + timedelta(n)) for n in pace.CHECK_BACK)
    later = calendar.workdays_between(scene.person, first, second)
    stop = "answered, or asked after 14 and 30 days"
    back = FollowUp("checkback", first, stop, again=(later,), generation=new.generation)
    settled = tuple(Settle("it is paused", flow=flow) for flow in ("checkin", "sharpen", "pace"))
    return first, (Save(new), *settled, back)

"""Days away that are set afterwards: what was missed on them counts as away, and is rolled up again."""

from dataclasses import replace

from bot.effects import Deed, Save, Settle, Start
from bot.facts import Chance, Mark, Practice
from bot.flow import Scene
from bot.flows.time_off.reading import Days
from bot.rules import chances

_MISSED: tuple[Mark, ...] = ("", "not", "note", "unsure", "none", "pass")
"""What becomes "away"; what was done stays done."""


def taken_out(scene: Scene, days: Days) -> tuple[Deed, ...]:
    """The deeds that take these days out of what every practice was asked."""
    deeds: list[Deed] = []
    for practice in scene.facts.practices:
        known = sorted((one for one in scene.facts.chances if one.practice == practice.id), key=lambda one: one.day)
        missed = [one for one in known if days.first <= one.day <= days.last and one.mark in _MISSED]
        if not missed:
            continue
        now_away = {one.day: replace(one, mark="away", revision=one.revision + 1) for one in missed}
        deeds += [Save(one) for one in now_away.values()]
        deeds += rolled_up(practice, [now_away.get(one.day, one) for one in known])
        if not known[-1].mark and known[-1].day in now_away:
            deeds.append(Start("checkin", practice.id))  # its question is open no more
    return tuple(deeds)


def rolled_up(practice: Practice, known: list[Chance]) -> list[Deed]:
    """The practice with its last chances counted again, and no fresh start offered for days away."""
    counted = known if known[-1].mark else known[:-1]  # the newest can still be answered
    recent = chances.roll(counted)
    deeds: list[Deed] = [
        Save(replace(practice, recent=recent, slipped_on=practice.slipped_on if chances.misses(recent) else None))
    ]
    if chances.misses(recent) < 2:
        deeds.append(Settle("those days were days away", "offer", flow="restart", subject=practice.id))
    return deeds

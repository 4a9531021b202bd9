"""Which days a practice was asked about, what became of them, and until when a day can be answered."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.effects import Save
from bot.facts import Capture, Chance, Person, Practice
from bot.flow import Scene
from bot.messages import LIMIT
from bot.rules import calendar, chances
from bot.rules.shortened import units

ANSWER_UNTIL: Final = time(12, 0)
"""Until then, on the working day after the question, an answer still counts for its day."""


def comes_on(person: Person, day: date) -> date:
    """The day on which the question about `day` is asked: the same, or the next working day."""
    return calendar.next_workday(person, day) if person.next_morning else day


def closes(scene: Scene, day: date) -> datetime:
    """The local moment until which an answer still counts for `day`."""
    return closes_for(scene.person, day)


def closes_for(person: Person, day: date) -> datetime:
    """The same, by what is known of the person alone."""
    return datetime.combine(calendar.next_workday(person, comes_on(person, day)), ANSWER_UNTIL)


def chance_of(scene: Scene, practice: Practice, day: date) -> Chance:
    """What is stored about that day; a blank row when nothing is."""
    blank = Chance(practice.id, day, practice.owner)
    return next((one for one in scene.facts.chances if (one.practice, one.day) == (practice.id, day)), blank)


def noted(scene: Scene, chance: Chance, text: str) -> tuple[Save, ...]:
    """The day with these words added to its note; where the note is full they are a note of their own."""
    note = "\n".join(filter(None, (chance.note, text)))
    if units(note) <= LIMIT:
        return (Save(replace(chance, note=note)),)
    own = Capture(scene.new_id("note"), chance.owner, "note", text, made_at=scene.now, state="closed")
    return (Save(chance), Save(own))


def last_asked(scene: Scene, practice: Practice) -> date:
    """The newest day that was asked about; long ago when none was."""
    asked = (one.day for one in scene.facts.chances if one.practice == practice.id)
    return max(asked, default=date.min)


def history(scene: Scene, practice: Practice, newest: Chance | None = None) -> tuple[Chance, ...]:
    """The practice's chances of the last half-year, oldest first, with `newest` in the place of its day."""
    known = [one for one in scene.facts.chances if one.practice == practice.id]
    if newest is not None:
        known = [*(one for one in known if one.day != newest.day), newest]
    return tuple(sorted(known, key=lambda one: one.day))


def present_run(practice: Practice, known: tuple[Chance, ...]) -> Practice:
    """The practice with nothing in its roll-up from before the last fresh start."""
    begins = practice.began_on or practice.started_on or date.min
    return replace(practice, recent=chances.roll(one for one in known if one.day >= begins))


def passes(scene: Scene, practice: Practice, day: date) -> int:
    """How many other days of that week were passed."""
    first, last = calendar.week_of(scene.person, day)
    return sum(one.mark == "pass" and first <= one.day <= last and one.day != day for one in history(scene, practice))

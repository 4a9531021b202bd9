"""The captured line itself: found, built from what is understood so far, and its first open question."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal

from bot.effects import Json
from bot.facts import Capture, Facts, Person
from bot.flow import Scene
from bot.rules import calendar

Gap = Literal["who", "what", "date", "off", ""]

KINDS: Final[dict[str, Literal["promise", "note", "bring", "thank"]]] = {
    "promise": "promise",
    "promise_form": "promise",
    "remind": "promise",
    "note": "note",
    "bring": "bring",
    "thank": "thank",
}
"""Which kind of line a command keeps."""


def kind(scene: Scene) -> Literal["promise", "note", "bring", "thank"]:
    """What this conversation keeps, by the command that began it."""
    return KINDS.get(scene.answer("command"), "note")


def find(facts: Facts, capture_id: str) -> Capture | None:
    """The kept line of that id; None when nothing is kept yet, or it was erased."""
    return next((one for one in facts.captures if one.id == capture_id), None)


def present(scene: Scene) -> Capture:
    """The line of this conversation; a blank one that is dropped when there is none."""
    gone = Capture(scene.state.subject, scene.person.id, kind(scene), "", state="dropped")
    return find(scene.facts, scene.state.subject) or gone


def built(scene: Scene, answers: Mapping[str, Json]) -> Capture:
    """The line as it is understood so far. A promise that says nothing yet keeps the words as they were typed."""
    known = find(scene.facts, scene.state.subject)
    blank = Capture(scene.state.subject, scene.person.id, kind(scene), "", made_at=scene.now)
    words = said(answers, "what") or said(answers, "line")
    one = known or blank
    moved = one.moved or answers.get("moved") is True
    loop = said(answers, "loop") or one.loop
    return replace(one, text=words, who=said(answers, "who"), on=day(answers, "on"), moved=moved, loop=loop)


def gap(person: Person, answers: Mapping[str, Json]) -> Gap:
    """The first question about a promise that is still open; "" when there is none."""
    on = day(answers, "on")
    if not said(answers, "who") and not answers.get("nobody"):
        return "who"
    if not said(answers, "what"):
        return "what"
    if on is None:
        return "date"
    if calendar.day_off(person, on) and day(answers, "ask_on") is None:
        return "off"
    return ""


def said(answers: Mapping[str, Json], name: str) -> str:
    """An answer as text, "" when it is none."""
    value = answers.get(name)
    return value if isinstance(value, str) else ""


def day(answers: Mapping[str, Json], name: str) -> date | None:
    """An answer as a date."""
    text = said(answers, name)
    return date.fromisoformat(text) if text else None


def read_day(text: str) -> date | None:
    """The day that a date picker sends; None when it is empty, or no day at all."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def around(person: Person, off: date, today: date) -> tuple[date, ...]:
    """The working days before and after a day off on which to ask; none that is past."""
    days = (calendar.previous_workday(person, off), calendar.next_workday(person, off))
    return tuple(one for one in days if one >= today)


def offered(person: Person, today: date) -> tuple[date, ...]:
    """Three dates to choose from: the next working day, the week's last, and one a week on."""
    first = calendar.next_workday(person, today)
    last = calendar.last_workday_of_week(person, first) or first
    week_on = calendar.workday_on_or_after(person, today + timedelta(weeks=1))
    return tuple(sorted({first, last, calendar.next_workday(person, last), week_on}))[:3]

"""A promise is booked: on its morning, in the day's message when that day is full, or later today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final

from bot.effects import Deed, FollowUp, Json, Save, Settle
from bot.facts import Capture
from bot.flow import DONE, Next, Scene
from bot.flows.capture import item
from bot.flows.items import became
from bot.rules import calendar
from bot.rules.budget import TIMED_PER_DAY

MORNING: Final = time(9, 0)
AGAIN: Final = (3, 10)
"""Working days after the first question about a promise on which it is asked again."""
STEPS: Final = {"who": "who", "what": "what", "date": "date", "off": "off"}


@dataclass(frozen=True, slots=True)
class Booked:
    """When a promise is asked about: timed in the morning, or at None in the day's own message."""

    on: date
    at: time | None
    full: bool = False


def when(scene: Scene, capture: Capture, ask_on: date, beside: int = 0) -> Booked:
    """The moment to ask about a promise; `beside` counts others that are booked for that day in the same turn."""
    person = scene.person
    if ask_on <= scene.today:
        if not calendar.day_off(person, scene.today) and scene.local.time() < calendar.asks_at(person):
            return Booked(scene.today, None)
        ask_on = calendar.next_workday(person, scene.today)
    others = [
        one
        for one in scene.facts.waiting
        if one.cls == "timed" and one.wall.date() == ask_on and one.subject != capture.id
    ]
    if len(others) + beside >= TIMED_PER_DAY:
        return Booked(ask_on, None, full=True)
    return Booked(ask_on, max(MORNING, person.opens))


def proceed(scene: Scene, keep: Mapping[str, Json], *, in_place: bool = False) -> Next:
    """Go on with a promise: to its first open question as a draft, or, whole, into the calendar."""
    answers = {**scene.state.answers, **keep}
    capture = item.built(scene, answers)
    open_one = item.gap(scene.person, answers)
    if open_one:
        draft = replace(capture, state="draft")
        return Next(STEPS[open_one], keep, deeds=(Save(draft), unfinished(scene)))
    return _book(scene, keep, capture, item.day(answers, "ask_on"), in_place)


def promised(scene: Scene) -> Next:
    """What a leader has just promised in a reply, or in person: it was read there, and is asked about on its day."""
    capture = item.built(scene, scene.state.answers)
    told = scene.state.answers.get("told") is True
    return replace(_book(scene, {}, replace(capture, told=told), capture.on, in_place=False), to=DONE)


def _book(scene: Scene, keep: Mapping[str, Json], capture: Capture, ask_on: date | None, in_place: bool) -> Next:
    on = capture.on or scene.today
    beside = scene.state.answers.get("beside")
    booked = when(scene, capture, ask_on or on, beside if isinstance(beside, int) else 0)
    times = scene.state.answers.get("booked")
    generation = times + 1 if isinstance(times, int) else 1
    kind, other = ("promised", "promised_later") if booked.at is not None else ("promised_later", "promised")
    plan: tuple[Deed, ...] = (
        Save(replace(capture, state="open")),
        Settle("it is whole", "finish"),
        Settle("booked at another time", other),
        FollowUp(
            kind,
            booked.on,
            "settled, dropped, or asked three times",
            at=booked.at,
            again=AGAIN,
            occasion=on,
            generation=generation,
        ),
    )
    kept = {
        **keep,
        "booked": generation,
        "asks_on": booked.on.isoformat(),
        "timed": booked.at is not None,
        "full": booked.full,
        "beside": 0,
    }
    if capture.moved and capture.loop:
        return Next("aloud", kept, deeds=plan)
    told = capture.moved and capture.who and not capture.told and not scene.state.answers.get("told_asked")
    to = "told" if told else "kept"
    return Next(to, kept, deeds=plan, in_place=in_place and to == "kept")


def unfinished(scene: Scene) -> FollowUp:
    """Ask once more for what a draft lacks, the next working day and four later."""
    on = calendar.next_workday(scene.person, scene.today)
    return FollowUp("finish", on, "finished, dropped, or asked twice", again=(4,))


def dropped(scene: Scene) -> tuple[Deed, ...]:
    """It is let go: nothing asks about it any more."""
    one = item.present(scene)
    gone = replace(one, state="dropped", told=one.told and not one.loop)
    return (Save(gone), *became(scene.facts, one.loop, "dropped"), Settle("dropped by the person"))

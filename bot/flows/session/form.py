"""A session in one form: with whom (where that is open), day, hour, and what will be different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.facts import Person
from bot.flow import Room, Scene, ref_of
from bot.flows.capture.item import read_day
from bot.flows.session.reading import When
from bot.messages import Day, Form, Line, Pick
from bot.rules import calendar, clock
from bot.rules.readings import FAR
from bot.rules.shortened import units

A_LINE: Final = Room(500, "session.too_long")
"""What will be different, in a line or two."""
Errors = tuple[tuple[str, str], ...]


def form(scene: Scene, step: str, people: tuple[Person, ...] = ()) -> Form:
    """Empty; `people` are whom to choose from, `step` is the question that it answers."""
    label = scene.label
    options = tuple((one.id, one.name) for one in people)
    who = (Pick("who", label("session.form_who"), options),) if people else ()
    fields = (
        Day("on", label("session.form_on")),
        Line("at", label("session.form_at"), label("session.form_at_hint"), limit=20),
        Line(
            "ahead",
            label("session.form_ahead"),
            label("session.form_ahead_hint"),
            long=True,
            optional=True,
            limit=A_LINE.limit,
        ),
    )
    ref = ref_of(replace(scene.state, step=step))
    return Form(ref, label("session.form_title"), (*who, *fields), label("session.form_send"))


def read(scene: Scene, sent: Mapping[str, str]) -> tuple[When, str, Errors]:
    """The moment, what will be different, and what is wrong, each at its field."""
    on, at, ahead = (sent.get(name, "").strip() for name in ("on", "at", "ahead"))
    day, hour = read_day(on), clock.read_time(at)
    errors: list[tuple[str, str]] = []
    if day is None:
        errors.append(("on", scene.label("session.form_no_day")))
    elif day < scene.today:
        errors.append(("on", scene.label("capture.form_past")))
    elif day.year > scene.today.year + FAR:
        errors.append(("on", scene.label("capture.form_too_far", years=FAR)))
    if hour is None:
        errors.append(("at", scene.label("session.form_no_hour")))
    elif day == scene.today and calendar.instant(datetime.combine(day, hour), scene.person.zone) <= scene.now:
        errors.append(("at", scene.label("session.form_gone")))
    if units(ahead) > A_LINE.limit:
        errors.append(("ahead", scene.label("desk.too_long_here", count=A_LINE.limit)))
    return When(day, hour), ahead, tuple(errors)

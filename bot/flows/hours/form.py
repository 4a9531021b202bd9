"""Everything about hours and days in one form, for whoever prefers that."""

import re
from dataclasses import replace
from datetime import time

from bot.facts import Person
from bot.flow import Next, Scene, ref_of
from bot.flows.hours import change
from bot.flows.hours.asked import fits
from bot.messages import Form, Line, Pick
from bot.rules import clock, countries

Errors = list[tuple[str, str]]


def form(scene: Scene) -> Form:
    """The form with what stands now."""
    person, label = scene.person, scene.label
    days = tuple((str(day), clock.weekday_name(day, person.locale)) for day in range(1, 8))
    extras = (
        ("effort", label("hours.effort_label")),
        ("energy", label("hours.energy_label")),
        ("status", label("hours.status_label")),
    )
    when = (("same", label("hours.same_day")), ("morning", label("hours.next_morning")))
    chosen = (("effort", person.effort), ("energy", person.energy), ("status", person.follow_status))
    on = tuple(key for key, is_on in chosen if is_on)
    fields = (
        Line("opens", label("hours.opens_label"), label("hours.time_hint"), f"{person.opens:%H:%M}", limit=20),
        Line("closes", label("hours.closes_label"), label("hours.time_hint"), f"{person.closes:%H:%M}", limit=20),
        Pick("days", label("hours.days_label"), days, tuple(person.workdays), many=True),
        Line("at", label("hours.at_label"), label("hours.time_hint"), f"{person.asks_at:%H:%M}", limit=20),
        Pick("when", label("hours.when_label"), when, ("morning" if person.next_morning else "same",)),
        Line(
            "country",
            label("hours.country_label"),
            label("hours.country_hint"),
            person.country,
            optional=True,
            limit=60,
        ),
        Pick("pace", label("hours.pace_label"), named(scene, change.PACES), (person.pace,)),
        Pick("lookback", label("hours.lookback_label"), named(scene, change.LOOKBACKS), (person.lookback,)),
        Pick("extras", label("hours.extras_label"), extras, on, many=True, optional=True),
    )
    return Form(ref_of(scene.state), label("hours.form_title"), fields, label("hours.form_send"))


def named(scene: Scene, choices: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Options of a list with their words."""
    return tuple((key, scene.label(words)) for key, words in choices.items())


def filled(scene: Scene, fields: dict[str, str]) -> Next:
    """Take over the whole form, or say at each field what is wrong with it."""
    errors: Errors = []
    person = with_times(scene, fields, errors)
    person = with_country(scene, person, fields.get("country", ""), errors)
    workdays = "".join(sorted(set(re.findall("[1-7]", fields.get("days", "")))))
    if not workdays:
        errors.append(("days", scene.label("hours.no_days")))
    if errors:
        return Next("shown", errors=tuple(errors))
    person = with_lookback_and_pace(person, fields)
    extras = fields.get("extras", "")
    person = replace(
        person,
        workdays=workdays,
        next_morning=fields.get("when") == "morning",
        effort="effort" in extras,
        energy="energy" in extras,
        follow_status="status" in extras,
    )
    return change.applied(scene, person, scene.say("hours.form_taken"))


def with_times(scene: Scene, fields: dict[str, str], errors: Errors) -> Person:
    """The hours and the asking hour; all three must be times, in order, and one within the others."""
    read: dict[str, time] = {}
    for name in ("opens", "closes", "at"):
        found = clock.read_time(fields.get(name, ""))
        if found is None:
            errors.append((name, scene.label("hours.no_time_here")))
        else:
            read[name] = found
    if len(read) < 3:
        return scene.person
    if read["closes"] <= read["opens"]:
        errors.append(("closes", scene.label("hours.ends_before_here")))
    elif not fits(read["at"], read["opens"], read["closes"]):
        near = clock.nearest(read["at"], read["opens"], read["closes"])
        errors.append(("at", scene.label("hours.outside_here", at=near)))
    return replace(scene.person, opens=read["opens"], closes=read["closes"], asks_at=read["at"])


def with_country(scene: Scene, person: Person, typed: str, errors: Errors) -> Person:
    """The country; an empty field keeps no holidays."""
    if not typed.strip() or scene.facts.words.means("hours.none_words", typed):
        return replace(person, country="")
    code = countries.find_country(typed, person.locale)
    if code is None:
        errors.append(("country", scene.label("hours.unknown_country_here")))
        return person
    return replace(person, country=code)


def with_lookback_and_pace(person: Person, fields: dict[str, str]) -> Person:
    """The two lists of the form."""
    return change.with_lookback(change.with_pace(person, fields.get("pace", "")), fields.get("lookback", ""))

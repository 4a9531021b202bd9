"""A file that somebody asked for, made of what the store holds of them."""

import json
from datetime import date, datetime
from typing import assert_never

from bot.content.words import Words
from bot.effects import GiveExport
from bot.facts import Capture, Chance, Person, Practice
from bot.flows.export.history import history
from bot.flows.export.weeks import Own, weeks
from bot.messages import Document
from bot.rules import calendar
from bot.sheets import Sheet, as_csv, as_markdown
from bot.store import Unit


def handed(unit: Unit, person: Person, wanted: GiveExport, words: Words, now: datetime) -> Document:
    """The file, under a name that says what it is."""
    match wanted.of:
        case "everything":
            content = json.dumps(unit.export(person.id, now), ensure_ascii=False, indent=2)
            return Document("followthrough.json", "application/json", content)
        case "weeks":
            return _file("followthrough-weeks", weeks(words, _own(unit, person, now)), wanted)
        case "history":
            read = tuple(one for one in unit.between(person.id, now) if one.coach.id == person.id)
            return _file("followthrough-read", history(words, read), wanted)
        case _:
            assert_never(wanted.of)


def _file(name: str, sheet: Sheet, wanted: GiveExport) -> Document:
    if wanted.form == "csv":
        return Document(f"{name}.csv", "text/csv", as_csv(sheet))
    return Document(f"{name}.md", "text/markdown", as_markdown(sheet))


def _own(unit: Unit, person: Person, now: datetime) -> Own:
    practices, chances, captures = (
        tuple(unit.people.load(kind, [person.id], date.min)) for kind in (Practice, Chance, Capture)
    )
    told = tuple(one for one in unit.between(person.id, now) if one.leader.id == person.id)
    return Own(person.zone, practices, chances, captures, told, calendar.local(now, person.zone).date())

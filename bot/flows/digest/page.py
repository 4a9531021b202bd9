"""The page of a Monday: at most one line a leader, in as many messages as it takes, never broken within one."""

from datetime import date, timedelta
from typing import Final

from bot.coaching import Shown
from bot.facts import Facts, Person
from bot.flow import Scene
from bot.flows import coaches
from bot.flows.digest import owed
from bot.flows.digest.parts import Entry, Row, batched, in_order, placed, quiet, row, steady, together
from bot.messages import Parts, Plain, Rows, Text
from bot.rules.shortened import units

LINES: Final = 24
ROOM: Final = 8000
SPAN: Final = 60
"""Paragraphs and characters of one message, and what a platform puts around each piece of it: so it fits into the
smallest message that there is."""
NAMES: Final = 50
"""Names in one paragraph."""
LONGEST: Final = Text((Plain("–" * 2000),))
"""More than is ever said of one leader."""
OLDEST: Final = timedelta(days=8)
"""A line of a Sunday may be read a week and a day later, where the coach's Monday comes before its evening."""
SHORTEST: Final = timedelta(days=3)


def entries(scene: Scene, monday: date, some: tuple[str, ...] | None = None) -> tuple[Entry, ...]:
    """Every leader of this coach, or these alone, with what they show of the week before that Monday."""
    people = {one.id: one for one in scene.facts.people}
    found = [
        Entry(people.get(one.leader, Person(one.leader, "")), read(scene, one.leader, monday), one)
        for one in coaches.leaders(scene.facts)
        if some is None or one.leader in some
    ]
    return in_order(found)


def read(scene: Scene, leader: str, monday: date) -> Shown | None:
    """A leader's line for that Monday, as long as the choice under which it was made still holds."""
    found, held = coaches.line_of(scene.facts, leader, scene.person.id), coaches.granted_by(scene.facts, leader)
    if found is None or held is None or held.id != found.consent or held.scope == "nothing":
        return None
    return found if monday - OLDEST <= found.friday < monday else None


def is_ahead(facts: Facts, monday: date) -> bool:
    """Whether the lines of the week after are made already, and not to be read before their Monday."""
    return any(one.coach == facts.person.id and one.friday >= monday for one in facts.shown)


def nobody_shares(scene: Scene) -> bool:
    """Whether no leader of theirs has chosen to show anything."""
    held = (coaches.granted_by(scene.facts, one.leader) for one in coaches.leaders(scene.facts))
    return all(one is None or one.scope == "nothing" for one in held)


def invited(scene: Scene) -> tuple[Person, ...]:
    """Those who were asked and have not answered, by name."""
    asked = {one.leader for one in scene.facts.engagements if one.coach == scene.person.id and one.state == "invited"}
    return tuple(sorted((one for one in scene.facts.people if one.id in asked), key=lambda one: one.name.casefold()))


def told(scene: Scene, some: tuple[Entry, ...], monday: date, *, own: bool) -> tuple[Text | Row, ...]:
    """Everything that is said of these leaders, a line each; `own` is what is for the coach alone."""
    words = scene.facts.words
    sorted_ = placed(words, some)
    friday = monday - SHORTEST
    title = (scene.say("digest.title", count=len(some), day=friday),) if some else ()
    said: list[Text | Row] = [*title, *together(words, some)]
    for key, part in (("digest.first", sorted_.first), ("digest.good", sorted_.good)):
        if part:
            said += [words(key), *(row(words, one, scene.now, scene.person.zone, own=own) for one in part)]
    said += [steady(words, some) for some in batched(sorted_.steady, NAMES)]
    said += [quiet(words, some) for some in batched(sorted_.quiet, NAMES)]
    if own:
        everybody = entries(scene, monday)
        said += owed.owed(words, everybody, invited(scene), scene.now)
        said.append(owed.question(words, scene.person.id, everybody, monday))
    return tuple(said)


def messages(said: tuple[Text | Row, ...]) -> tuple[Parts, ...]:
    """As many lines to a message as fit; each stays whole."""
    found: list[list[Text | Row]] = [[]]
    room = ROOM
    for one in said:
        size = _size(one)
        if found[-1] and (size > room or len(found[-1]) == LINES):
            found.append([])
            room = ROOM
        found[-1].append(one)
        room -= size
    return tuple(_parts(some) for some in found)


def _size(one: Text | Row) -> int:
    spans = one.spans if isinstance(one, Text) else (Plain(one[0]), *one[1])
    return sum(units(span.text) + SPAN for span in spans)


def _parts(some: list[Text | Row]) -> Parts:
    """Leaders that follow each other stand in one list."""
    parts: list[Text | Rows] = []
    for one in some:
        if isinstance(one, Text):
            parts.append(one)
        elif parts and isinstance(parts[-1], Rows):
            parts[-1] = Rows((*parts[-1].rows, one))
        else:
            parts.append(Rows((one,)))
    return tuple(parts)

"""A thing to act on: as it is kept, as it is in the making, and as it is read back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.effects import FollowUp, Json, Save
from bot.facts import Capture, Facts
from bot.flow import Scene
from bot.flows.capture import item, reading
from bot.messages import Plain, Rows, Span, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line, shortened

MOST: Final = 3
"""Things that somebody acts on at one time."""
LONGEST: Final = 300
"""Characters of what it is, of with whom, and of where."""
STOP: Final = "done, dropped, or asked three times"
FIRST_AFTER: Final = 3
LAST_AFTER: Final = 10
"""Working days after its day on which it is asked about again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing in the making. `days` are those that a typed date could mean, `wrong` says why it is no one day; `asked`:
    the one question about what it lacks beside a day was put."""

    what: str
    who: str = ""
    place: str = ""
    on: date | None = None
    days: tuple[date, ...] = ()
    wrong: str = ""
    asked: bool = False


def open_ones(facts: Facts) -> tuple[Capture, ...]:
    """What this person acts on now, the soonest first."""
    found = [one for one in facts.captures if one.kind == "thing" and one.state == "open"]
    return tuple(sorted(found, key=lambda one: one.on or date.max))


def present(scene: Scene) -> Capture:
    """The thing whose id is this conversation's subject; one that was dropped when there is none."""
    gone = Capture(scene.state.subject, scene.person.id, "thing", "", state="dropped")
    return item.find(scene.facts, scene.state.subject) or gone


def typed(scene: Scene, line: str) -> Draft:
    """A thing on one line, with its day where it names one."""
    found = reading.read_own(scene, line)
    return Draft(found.what or line, on=found.on, days=found.days, wrong=found.wrong)


def drafts(answers: Mapping[str, Json], name: str) -> tuple[Draft, ...]:
    """The things in the making that a conversation keeps under that name."""
    kept = answers.get(name)
    return tuple(_draft(one) for one in kept if isinstance(one, dict)) if isinstance(kept, list) else ()


def kept(some: Iterable[Draft]) -> list[Json]:
    """The same as a conversation keeps it."""
    return [
        {
            "what": one.what,
            "who": one.who,
            "place": one.place,
            "on": one.on.isoformat() if one.on else "",
            "days": [day.isoformat() for day in one.days],
            "wrong": one.wrong,
            "asked": one.asked,
        }
        for one in some
    ]


def _draft(one: Mapping[str, Json]) -> Draft:
    days = one.get("days")
    return Draft(
        item.said(one, "what"),
        item.said(one, "who"),
        item.said(one, "place"),
        item.day(one, "on"),
        tuple(date.fromisoformat(str(day)) for day in days) if isinstance(days, list) else (),
        item.said(one, "wrong"),
        one.get("asked") is True,
    )


def booked(scene: Scene, draft: Draft, number: int) -> tuple[Save, FollowUp]:
    """It is kept, and asked about on its day; `number` tells apart those of one turn."""
    new = scene.new_id(f"thing{number}")
    one = Capture(
        new, scene.person.id, "thing", draft.what, draft.who, draft.on,
        made_at=scene.now, loop=scene.state.subject, place=draft.place,
    )  # fmt: skip
    return (Save(one), on_its_day(scene, one))


def generation(scene: Scene) -> int:
    """Another one with every booking: a thing may move away from a day and back to it."""
    return int(scene.new_id("booking"), 16) % 2**31


def on_its_day(scene: Scene, one: Capture) -> FollowUp:
    """Asked about at the end of its day; of today only as long as that is to come."""
    on = one.on or scene.today
    late = on <= scene.today and scene.local.time() >= calendar.asks_at(scene.person)
    day = calendar.next_workday(scene.person, scene.today) if late else on
    return FollowUp("due", day, STOP, occasion=on, generation=generation(scene), subject=one.id)


def in_words(scene: Scene, one: Capture | Draft) -> str:
    """What, with whom and where, on one line; what the words say already is not said again."""
    what = one_line(shortened(one.text if isinstance(one, Capture) else one.what))
    who, place = one_line(one.who), one_line(one.place)
    beside = (scene.label("things.with_whom", who=who) if who else "", place)
    new = (said for said, part in zip(beside, (who, place), strict=True) if part.casefold() not in what.casefold())
    return ", ".join((what, *new))


def listed(scene: Scene, some: Iterable[Capture]) -> Rows:
    """Each under its day."""
    rows: list[tuple[str, tuple[Span, ...]]] = [
        (scene.label("things.by_day", day=one.on or scene.today), (Typed(in_words(scene, one)), Plain(".")))
        for one in some
    ]
    return Rows(tuple(rows))


def proposed(scene: Scene, one: Draft) -> str:
    """A thing as it is proposed: with its day where it has one."""
    return scene.label("things.by", what=in_words(scene, one), day=one.on) if one.on else in_words(scene, one)

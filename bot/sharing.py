"""What shares the day's message and what waits for another, and on which day that will be. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from bot.due import hour
from bot.facts import Person, Waiting
from bot.planned import Planned
from bot.rules import calendar
from bot.rules.budget import KINDS

CHECK_IN: Final = ("checkin", "asked")
LOOK_BACK: Final = ("lookback", "weekly")


def bundle(items: Iterable[Planned]) -> tuple[tuple[Planned, ...], tuple[Planned, ...]]:
    """Which slot items are asked today and which wait: all that join, and of the others the first.

    Check-in and look-back fill a message: only what goes before the check-in comes with them.
    """
    items = tuple(items)
    full = is_full(items)
    asked: list[Planned] = []
    waiting: list[Planned] = []
    led = False
    for item in items:
        kind = KINDS[(item.flow, item.kind)]
        leads = not led and (not full or kind.rank < KINDS[CHECK_IN].rank)
        (asked if kind.joins or leads else waiting).append(item)
        led = led or (leads and not kind.joins)
    return tuple(asked), tuple(waiting)


def is_full(items: Iterable[Planned]) -> bool:
    """Whether these are the questions of a week's last day: how today went, and how the week did."""
    return {CHECK_IN, LOOK_BACK} <= {(item.flow, item.kind) for item in items}


def waits(item: Planned | Waiting, today: date) -> bool:
    """Whether it would have come by today, had there been room, and is worth saying that it waits."""
    kind = KINDS.get((item.flow, item.kind))
    return kind is not None and not kind.patient and item.first_on <= today < item.wall.date()


def expected(person: Person, one: Waiting, today: date) -> datetime | None:
    """The wall time at which a planned question will come, days off reckoned with; None for one that lapses."""
    day = max(one.wall.date(), today)
    if calendar.is_workday(person, day):
        return one.wall if day == one.wall.date() else datetime.combine(day, one.wall.time())
    kind = KINDS.get((one.flow, one.kind))
    if kind is None or kind.fades:
        return None
    return datetime.combine(calendar.next_workday(person, day), hour(person, one.wall, slot=one.cls == "slot"))

"""A practice's own past, week by week: how often it came about, of how many times it was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.facts import Chance, Person
from bot.rules.calendar import week_of

_DONE: Final = ("did", "partly")
_OUTSIDE: Final = ("none", "pass", "away", "note")


@dataclass(frozen=True, slots=True)
class PastWeek:
    """One week of the person's own, by its first day. `asked` leaves out days without a chance and passes."""

    first: date
    done: int
    asked: int


def weeks(person: Person, chances: Iterable[Chance], today: date, most: int) -> tuple[PastWeek, ...]:
    """The newest `most` weeks up to the present one, oldest first, from the first in which something was asked."""
    counts: dict[date, tuple[int, int]] = {}
    for chance in chances:
        if chance.mark in _OUTSIDE or chance.day > today:
            continue
        first = week_of(person, chance.day)[0]
        done, asked = counts.get(first, (0, 0))
        counts[first] = (done + (chance.mark in _DONE), asked + 1)
    if not counts:
        return ()
    newest = week_of(person, today)[0]
    begins = max(min(counts), newest - timedelta(weeks=most - 1))
    found: list[PastWeek] = []
    while begins <= newest:
        found.append(PastWeek(begins, *counts.get(begins, (0, 0))))
        begins += timedelta(weeks=1)
    return tuple(found)

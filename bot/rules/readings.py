"""What a typed date can turn out to be: one day, several, one that has passed, or one that does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

FAR: Final = 5
"""Years."""


@dataclass(frozen=True, slots=True)
class Date:
    """One day, today or later."""

    on: date


@dataclass(frozen=True, slots=True)
class Several:
    """It can mean any of these days, today or later; soonest first, at least two."""

    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A day that has passed."""

    on: date


@dataclass(frozen=True, slots=True)
class Impossible:
    """A date that the calendar does not have, or one more than `FAR` years ahead; `said` in lower case."""

    said: str
    why: Literal["no_such_day", "too_far"]


Reading = Date | Several | Past | Impossible


def reading(days: Iterable[date | None], today: date, said: str) -> Reading:
    """What these days are, seen from today: those that have passed count only when no other is left."""
    found = sorted({day for day in days if day is not None})
    near = [day for day in found if day.year <= today.year + FAR]
    ahead = [day for day in near if day >= today]
    if len(ahead) > 1:
        return Several(tuple(ahead))
    if ahead:
        return Date(ahead[0])
    return Past(near[-1]) if near else Impossible(said, "too_far" if found else "no_such_day")

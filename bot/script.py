"""A script of answers: what somebody will type or press, and when, as a file says it line by line.

2026-11-24 17:05 did it             they type this, at that wall time of theirs
2026-11-25 17:05 [Not today]        they press the newest button of that label
2027-01-11 09:00 zone Lisbon        their platform reports that they are there now
# what stands behind this sign is passed over, and so are empty lines
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.errors import ScriptProblem
from bot.rules import zones

_LINE: Final = re.compile(r"(\S+ +\S+)(?: +(.*))?")
_BUTTON: Final = re.compile(r"\[(.+)\]")
_ZONE: Final = re.compile(r"zone +(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One act: what is typed, a button's label, or the name of a zone, at a naive wall time of the person's."""

    number: int
    wall: datetime
    act: Literal["types", "presses", "moves"]
    text: str


def read_script(text: str, locale: str) -> list[Line]:
    """A script's lines, in their order.

    Raises:
        ScriptProblem: names the first line that cannot be read.
    """
    return list(_lines(text, locale))


def _lines(text: str, locale: str) -> Iterator[Line]:
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip().expandtabs(1)
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        wall = _wall(found[1]) if found else None
        if found is None or wall is None:
            raise ScriptProblem(f"Line {number} does not begin with a date and a time, as in 2026-11-24 17:05 did it.")
        words = found[2] or ""
        if not words:
            raise ScriptProblem(f"Line {number} does not say what is typed or pressed.")
        if button := _BUTTON.fullmatch(words):
            yield Line(number, wall, "presses", button[1].strip())
        elif place := _ZONE.fullmatch(words):
            yield Line(number, wall, "moves", _zone(place[1], locale, number))
        else:
            yield Line(number, wall, "types", words)


def _wall(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), "%Y-%m-%d %H:%M")
    except ValueError:
        return None


def _zone(place: str, locale: str, number: int) -> str:
    match zones.find_zones(place, locale):
        case (zone,):
            return zone
        case ():
            raise ScriptProblem(f"Line {number}: “{place}” is no time zone, as Lisbon or Europe/Lisbon is one.")
        case several:
            raise ScriptProblem(f"Line {number}: “{place}” has several time zones: {', '.join(several)}.")

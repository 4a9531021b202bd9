"""What a check of the set-up found: one line for whoever runs the bot."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "look", "mend"]
"""Well; worth a look, and it works all the same; it does not work before somebody mends it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was checked, and what is to be `said` of it: that it is well, or what to do. Never a secret."""

    level: Level
    what: str
    said: str


def ok(what: str, said: str) -> Finding:
    """It is well."""
    return Finding("ok", what, said)


def look(what: str, said: str) -> Finding:
    """It works, and somebody should look at it."""
    return Finding("look", what, said)


def mend(what: str, said: str) -> Finding:
    """It does not work; `said` is what to do."""
    return Finding("mend", what, said)

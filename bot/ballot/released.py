"""How a round ended, and what was released of it: values only; how they come about is `bot.ballot.release`."""

from dataclasses import dataclass, field
from typing import Final

THRESHOLDS: Final = (4, 5)
"""How many have to take part, at least."""
SMALLEST: Final = 5
"""Fewer invited people are never called anonymous."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is told of a scale: between `low` and `high`, which are the same for a rounded mean.

    None is the end of the scale: 4.5 and None is "4.5 or more". Both None: too few gave a number. `unseen`: at least
    half of those who took part could not see.
    """

    question: str
    low: float | None
    high: float | None
    unseen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is told of chips: the options that at least half of those who took part chose, in the order in which they
    were asked, and nothing of the others."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """Words as they were written; `under` as in `bot.ballot.asked.Open`."""

    id: str
    question: str
    text: str = field(repr=False)
    under: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """From `least` to `most` took part, `half`: at least half of those invited. `comparable`: the roster is the one of
    the round before, or so different that what has changed is nobody's alone."""

    least: int
    most: int
    half: bool
    comparable: bool
    results: tuple[Result, ...]
    comments: tuple[Comment, ...]
    chosen: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class Below:
    """Fewer than the threshold took part: all of it is destroyed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No key opens the box: nobody can read what was answered."""


Ended = Released | Below | Lost

"""What an opponent has of one round, and how a guess about it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import comb, factorial
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """One round at one moment. `people` stand in the order in which they answered, which is known; `answers` in the
    order of the alphabet, which says nothing. `truth`: whose answer is which, by place.

    `bytes_of` is what can be searched: the files as they lie there, the journal, the log. `versions` are the boxes
    that the journal tells of, oldest first, `keys` every key that lies anywhere, `secrets` those of the settings.
    """

    round: str
    people: tuple[str, ...]
    answers: tuple[str, ...]
    truth: tuple[int, ...]
    bytes_of: dict[str, bytes]
    secrets: tuple[bytes, ...] = ()
    versions: tuple[bytes, ...] = ()
    keys: tuple[bytes, ...] = ()
    known: dict[str, Any] = field(default_factory=dict)
    """What was worked out before."""


Guess = Sequence[int]
"""For every person the place of an answer, each once."""


def hits(sights: Sequence[Sight], guesses: Sequence[Guess]) -> int:
    """How many guesses are right."""
    pairs = zip(sights, guesses, strict=True)
    return sum(one == true for sight, guess in pairs for one, true in zip(guess, sight.truth, strict=True))


def bound(rounds: int, people: int, level: float) -> int:
    """As many hits as guessing does not reach in so many rounds, but for a chance of `level`.

    Exact: whoever names each answer once hits as often as a random permutation has fixed points.
    """
    tail = 0.0
    chances = _sum_of(rounds, people)
    for count in range(len(chances) - 1, -1, -1):
        tail += chances[count]
        if tail > level:
            return count + 1
    return 0


@cache
def _sum_of(rounds: int, people: int) -> tuple[float, ...]:
    """How probable each number of fixed points is in so many permutations."""
    if rounds == 1:
        still = [comb(people, count) * _derangements(people - count) for count in range(people + 1)]
        return tuple(one / factorial(people) for one in still)
    half = _sum_of(rounds // 2, people)
    whole = _convolved(half, half)
    return _convolved(whole, _sum_of(1, people)) if rounds % 2 else whole


def _convolved(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    found = [0.0] * (len(one) + len(other) - 1)
    for place, chance in enumerate(one):
        for more, also in enumerate(other):
            found[place + more] += chance * also
    return tuple(found)


@cache
def _derangements(people: int) -> int:
    return 1 if people == 0 else people * _derangements(people - 1) + (-1) ** people

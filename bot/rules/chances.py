"""The last chances of a practice as one short text, and what can be counted in it.

One letter a chance, newest last, at most `ROLLED` of them: "." asked and not answered (or answered too
late), "d" did, "p" partly, "n" not, "0" no chance came, "s" pass, "u" unsure, "a" away. A chance counts from
the moment it is asked; rules about silence therefore look before the next one is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Final, Literal

from bot.facts import Chance, Mark

Dot = Literal["did", "partly", "not", "out", "open", "ahead"]

LETTERS: Final[Mapping[Mark, str]] = MappingProxyType(
    {
        "": ".",
        "did": "d",
        "partly": "p",
        "not": "n",
        "none": "0",
        "pass": "s",
        "unsure": "u",
        "away": "a",
        "note": ".",
    }
)
"""What stands for each mark."""

MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {letter: mark for mark, letter in LETTERS.items() if mark != "note"}
)
"""Which mark a letter stands for; "." is an unanswered chance, whatever was written about it later."""

ROLLED: Final = 12
"""Letters kept."""

WINDOW: Final = 10
"""Expected chances that rules and dots look at."""

SILENT_CHANCES: Final = 3
"""Unanswered chances in a row that make a lapse."""
MISSES: Final = 2
"""Answers "not" in a row that make one."""

_AWAY: Final = LETTERS["away"]
_SILENT: Final = LETTERS[""]
_OUTSIDE: Final = LETTERS["none"] + LETTERS["pass"]
_NO_WORD_ON_DOING: Final = _OUTSIDE + _AWAY + LETTERS["unsure"]
_DOTS: Final[Mapping[str, Dot]] = MappingProxyType(
    {".": "open", "d": "did", "p": "partly", "n": "not", "0": "out", "s": "out", "u": "out"}
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the last ten expected chances hold, in chances.

    `expected` is all of them; `prompted` leaves out those without a chance and passes, which are outside
    both rates; `answered` is did, partly, missed and unsure.
    """

    answered: int
    prompted: int
    did: int
    partly: int
    missed: int
    no_chance: int
    unsure: int
    expected: int

    @property
    def said(self) -> int:
        """How many answers say whether it was done."""
        return self.did + self.partly + self.missed

    @property
    def answer_rate(self) -> float | None:
        """A: answered of prompted, 0 to 1; None when nothing was prompted."""
        return self.answered / self.prompted if self.prompted else None

    @property
    def doing_rate(self) -> float | None:
        """D: done of those that say so, a "partly" being half, 0 to 1; None when none says."""
        return (self.did + self.partly / 2) / self.said if self.said else None


def roll(chances: Iterable[Chance]) -> str:
    """The last twelve of one practice's closed chances as letters, newest last, whatever their order."""
    newest = sorted(chances, key=attrgetter("day"))[-ROLLED:]
    return "".join(LETTERS[chance.mark] for chance in newest)


def push(recent: str, mark: Mark) -> str:
    """The roll-up with one more chance at its end."""
    return (recent + LETTERS[mark])[-ROLLED:]


def window(recent: str) -> str:
    """The last ten expected chances: days away are not among them."""
    return recent.replace(_AWAY, "")[-WINDOW:]


def tally(recent: str) -> Tally:
    """Count the last ten expected chances."""
    seen = window(recent)
    did, partly, missed, unsure = (seen.count(letter) for letter in "dpnu")
    return Tally(
        answered=did + partly + missed + unsure,
        prompted=sum(letter not in _OUTSIDE for letter in seen),
        did=did,
        partly=partly,
        missed=missed,
        no_chance=seen.count(LETTERS["none"]),
        unsure=unsure,
        expected=len(seen),
    )


def silent_run(recent: str) -> int:
    """How many chances at the end were left unanswered, 0 to 12; days away neither break nor add."""
    here = recent.replace(_AWAY, "")
    return len(here) - len(here.rstrip(_SILENT))


def misses(recent: str) -> int:
    """How many times in a row, up to now, the answer was "not", 0 to 12.

    Days away, no chance, a pass and "not sure" say nothing about doing it: they neither break the row nor
    add to it. An unanswered chance breaks it, because silence has its own card and there is never both.
    """
    said = "".join(letter for letter in recent if letter not in _NO_WORD_ON_DOING)
    return len(said) - len(said.rstrip(LETTERS["not"]))


def is_return(recent: str) -> bool:
    """Whether the newest chance is the first answer after a lapse.

    After silence any answer is a return; after two or more misses in a row it is "did" or "partly".
    """
    here = recent.replace(_AWAY, "")
    newest, before = here[-1:], here[:-1]
    if not newest or newest == _SILENT:
        return False
    if silent_run(before) >= SILENT_CHANCES:
        return True
    return newest in "dp" and misses(before) >= MISSES


def dots(recent: str) -> tuple[Dot, ...]:
    """The last ten expected chances as marks of `messages.Dots`, oldest first, the rest still ahead."""
    seen = [_DOTS[letter] for letter in window(recent)]
    ahead: list[Dot] = ["ahead"] * (WINDOW - len(seen))
    return (*seen, *ahead)

"""An answer on its way into the box: a value that shows nothing of itself to a log, a traceback or an encoder."""

from collections.abc import Mapping
from typing import Final, Literal, NoReturn

from bot.legible import legible

Unseen = Literal["unseen"]
UNSEEN: Final[Unseen] = "unseen"
"""Given to a scale: "couldn't see"."""
MASK: Final = "<an answer>"

Given = int | str | frozenset[str]
"""A number or `UNSEEN`, words, or which of several were chosen."""


class Answer:
    """What one person answers, by the names of the questions: a number or `UNSEEN` to a scale, words to an open one, of
    chips those that were chosen.

    A question that is left out was skipped; an answer without any takes part all the same.
    """

    __slots__ = ("_given",)

    def __init__(self, given: Mapping[str, Given]) -> None:
        self._given = {name: legible(one) for name, one in given.items()}

    def given(self, question: str) -> Given | None:
        """What was given to that question; None where it was skipped."""
        return self._given.get(question)

    @property
    def names(self) -> frozenset[str]:
        """The questions that were not skipped."""
        return frozenset(self._given)

    def __repr__(self) -> str:
        return MASK

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Neither pickled nor copied, and so not by `dataclasses.asdict` either."""
        raise TypeError("an answer is not copied")

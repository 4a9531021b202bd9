"""What a round can ask: scales, words and chips. Values only; how answers are kept is `bot.ballot.questions`."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, or "couldn't see"."""

    name: str
    low: int
    high: int
    kind: Literal["scale"] = "scale"


@dataclass(frozen=True, slots=True)
class Open:
    """Words. `under` is the id of the comment, or of whatever else was said to the team, that they are a reply to."""

    name: str
    under: str = ""
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Chips:
    """Some of a few options, or none. What is told of them is which ones at least half chose."""

    name: str
    options: tuple[str, ...]
    kind: Literal["chips"] = "chips"


Question = Scale | Open | Chips
Questions = tuple[Question, ...]
QUESTIONS: Final[TypeAdapter[Questions]] = TypeAdapter(tuple[Annotated[Question, Field(discriminator="kind")], ...])

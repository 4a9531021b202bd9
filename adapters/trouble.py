"""What a platform's answers mean for a message, where that is the same everywhere; each has a table of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeVar, assert_never

from bot.delivery import Doubtful, Later, Refused


class Means(Enum):
    """What follows from a code."""

    WAIT = "nothing was done; try again"
    BUSY = "the same, and it comes soon: the attempts are counted and lie further and further apart"
    MEND = "the operator or an admin must mend something; try again in an hour"
    MESSAGE = "this message cannot be shown; others can"
    PERSON = "this person is not reached any more until they come back"
    DOUBT = "it may have been done"
    FAULT = "we said something that the platform does not understand"


Own = TypeVar("Own", bound=Enum)
"""What follows from a code on one platform alone."""


@dataclass(frozen=True)  # and no slots: a generic class that is both cannot be made by an alias of it
class Decision(Generic[Own]):
    """What a code means; `why` is for the operator, who has to `MEND` it; `seconds` until the next attempt."""

    means: Means | Own
    why: str
    seconds: float = 0.0


HOUR: Final = 3600.0


class Misspoken(Exception):
    """The platform does not take what we sent. Its text names the code and never what the message said."""

    def __init__(self, why: str, code: str = "") -> None:
        super().__init__(why)
        self.code = code


def to_mend(why: str) -> Decision[Own]:
    """Somebody has to mend it."""
    return Decision(Means.MEND, why, HOUR)


def decided(
    table: Mapping[str, Decision[Own]], code: str, other: Decision[Own], in_channel: Decision[Own] | None
) -> Decision[Own]:
    """What the table says of a code, `other` where it is silent. In a channel nothing is said of a person:
    `in_channel` stands for it there, and is None elsewhere."""
    decision = table.get(code, other)
    return in_channel if in_channel is not None and decision.means is Means.PERSON else decision


def raised(means: Means, seconds: float, why: str) -> Exception:
    """What a transport ends in."""
    match means:
        case Means.WAIT | Means.MEND:
            return Later(seconds, why, tried=False)
        case Means.BUSY:
            return Later(seconds, why)
        case Means.MESSAGE:
            return Refused(why)
        case Means.PERSON:
            return Refused(why, gone=True)
        case Means.DOUBT:
            return Doubtful(why)
        case Means.FAULT:
            return Misspoken(why)
        case _:
            assert_never(means)

"""What a form needs to know of whomever it names: who they are, and who is in a channel, as their platform says."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeVar

from adapters.trouble import HOUR, Misspoken
from bot.content.words import Words
from bot.delivery import Doubtful, Later

Why = Literal["bot", "guest", "stranger", "gone", "unreachable"]
WHY: Final[Mapping[Why, str]] = {
    "bot": "platform.left_bot",
    "guest": "platform.left_guest",
    "stranger": "platform.left_stranger",
    "gone": "platform.left_gone",
    "unreachable": "platform.left_unreachable",
}
"""Why somebody is left out, and what that is called."""
TRIES: Final = 3
WAIT: Final = 60.0
"""Seconds for which a platform may ask to wait and is still asked again; nobody waits for that any more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """What was chosen in one field: people, or the one channel; ids are the platform's own. Of `members` at most
    `most` fit."""

    field: str
    kind: Literal["people", "channel", "members", "looked"]
    ids: tuple[str, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody as their platform says; "" is what it does not say."""

    person: str
    address: str
    name: str
    zone: str = ""
    locale: str = ""
    why: Why | None = None  # they are left out


@dataclass(frozen=True, slots=True)
class About:
    """A channel, and whether it is "private", "public", "shared" with others elsewhere, or "gone"."""

    address: str
    kind: Literal["private", "public", "shared", "gone"]
    name: str


class NotSaid(Exception):
    """The platform does not say, or not now; `sentence` is for the field."""

    def __init__(self, sentence: str) -> None:
        super().__init__("the platform does not say")
        self.sentence = sentence


class Register(Protocol):
    """Who is there, in one place of a platform."""

    @property
    def place(self) -> str:
        """Its name, unlike that of every other."""

    def person(self, user: str) -> str:
        """The bot's id of a user; "" for what is no id."""

    async def who(self, user: str) -> Somebody:
        """What is known of them; raises NotSaid."""

    async def channel(self, channel: str) -> str:
        """The address of a channel that can be written to; raises NotSaid."""

    async def about(self, channel: str) -> About:
        """What a channel is; raises NotSaid."""

    async def members(self, channel: str, most: int) -> Sequence[str]:
        """The users in a channel; no more are asked for once there are more than `most`. Raises NotSaid."""


async def patiently(ask: Callable[[], Awaitable[T]], words: Words) -> T:
    """What a platform says; when it asks to wait, it is asked again.

    Raises:
        NotSaid: it does not say, or not in time.
        Refused: there is nothing to be said.
    """
    for left in reversed(range(TRIES)):
        try:
            return await ask()
        except Later as later:
            if later.seconds >= HOUR:  # somebody has to mend something
                break
            if not left or later.seconds > WAIT:
                raise NotSaid(words.plain("platform.asked_to_wait")) from None
            await asyncio.sleep(later.seconds)
        except (Doubtful, Misspoken):
            break
    raise NotSaid(words.plain("platform.not_said"))

"""What the playground needs from the bot, and from the store that keeps its conversation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.events import Act
from bot.messages import Page, Reply
from bot.store.opponent import Held
from bot.store.sought import Place


class Post(Protocol):
    """One line of a conversation: what somebody typed, a message of the bot's, or its redrawing."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def payload(self) -> str: ...


class History(Protocol):
    """What a platform would keep, kept by the store: conversations, and how far the clock was moved."""

    async def is_playground(self) -> bool:
        """Whether this database was marked as a playground's."""

    async def mark_playground(self) -> None:
        """From now on every other process refuses this database."""

    async def clock_offset(self) -> float:
        """Seconds from real time to the bot's."""

    async def set_clock_offset(self, seconds: float) -> None:
        """Remember how far the clock was moved."""

    async def add_post(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        """Keep one post and give its id."""

    async def posts(self, address: str, after_id: int) -> Sequence[Post]:
        """The conversation at one address since that post, oldest first."""

    async def held(self, before: Mapping[str, bytes]) -> Held:
        """What an opponent with a copy of everything sees; `before` are boxes that somebody saw earlier, by rounds."""

    async def sought(self, word: str) -> tuple[Place, ...]:
        """Where a word stands in everything that an opponent can copy."""


class Bot(Protocol):
    """The bot's verbs, and when it next has something to do."""

    @property
    def playground(self) -> History: ...

    async def receive(self, event: Act) -> Reply:
        """Take what a person did; the reply is what there is to answer at once."""

    async def replied(self) -> None:
        """Wait until the replies have left."""

    async def view(self, person: str, place: str) -> Page:
        """Draw a person's home page."""

    async def tick(self, now: datetime) -> int:
        """Turn what is due into messages."""

    async def deliver(self, now: datetime) -> int:
        """Send what is waiting to be sent."""

    async def next_due(self) -> datetime | None:
        """When the next thing is due; None when nothing is planned."""

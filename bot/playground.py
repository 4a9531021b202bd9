"""What the playground, which plays a platform, keeps in the bot's own database."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.errors import NotAPlayground, OnlyPlaygrounds
from bot.store import Store, Unit
from bot.store.opponent import Held, held
from bot.store.playground import Post
from bot.store.sought import Place, sought

T = TypeVar("T")


class Run(Protocol):
    """Runs a store call on the store's own threads."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Do it, off the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class History:
    """Conversations as a platform would keep them, and how far the clock was moved."""

    store: Store
    run: Run

    async def is_playground(self) -> bool:
        """Whether this database was marked as a playground's."""
        return await self.run(self._is_marked)

    async def mark_playground(self) -> None:
        """From now on every other process refuses this database.

        Raises:
            NotAPlayground: people use it already, with a clock that nobody moves.
        """
        await self.run(self._mark)

    async def clock_offset(self) -> float:
        """Seconds from real time to the bot's."""
        return await self.run(self._clock_offset)

    async def set_clock_offset(self, seconds: float) -> None:
        """Remember how far the clock was moved."""
        await self.run(lambda: self._set_clock_offset(seconds))

    async def add_post(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        """Keep one line and give its number; the same key at the same address is one line."""
        return await self.run(lambda: self._add(address, key, author, at, payload))

    async def posts(self, address: str, after_id: int = 0) -> Sequence[Post]:
        """The lines at one address after that number, oldest first."""
        return await self.run(lambda: self._posts(address, after_id))

    async def held(self, before: Mapping[str, bytes]) -> Held:
        """What an opponent with a copy of everything sees; `before` are boxes that somebody saw earlier, by rounds.

        Raises:
            OnlyPlaygrounds: this database is none.
        """
        return await self.run(lambda: self._held(before))

    async def sought(self, word: str) -> tuple[Place, ...]:
        """Where a word stands in everything that an opponent can copy.

        Raises:
            OnlyPlaygrounds: this database is none.
        """
        return await self.run(lambda: self._sought(word))

    def _held(self, before: Mapping[str, bytes]) -> Held:
        with self._only_here() as unit:
            return held(unit.connection, self.store.cells, self.store.file, before)

    def _sought(self, word: str) -> tuple[Place, ...]:
        with self._only_here() as unit:
            return sought(unit.connection, self.store.cells, self.store.file, word)

    @contextmanager
    def _only_here(self) -> Iterator[Unit]:
        with self.store.look() as unit:
            if not unit.playground.is_marked():
                raise OnlyPlaygrounds
            yield unit

    def _is_marked(self) -> bool:
        with self.store.look() as unit:
            return unit.playground.is_marked()

    def _mark(self) -> None:
        with self.store.begin() as unit:
            if not unit.playground.is_marked() and unit.people.all():
                raise NotAPlayground
            unit.playground.mark()

    def _clock_offset(self) -> float:
        with self.store.look() as unit:
            return unit.playground.clock_offset()

    def _set_clock_offset(self, seconds: float) -> None:
        with self.store.begin() as unit:
            unit.playground.set_clock_offset(seconds)

    def _add(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        with self.store.begin() as unit:
            return unit.playground.add_post(address, key, author, at, payload)

    def _posts(self, address: str, after_id: int) -> Sequence[Post]:
        with self.store.look() as unit:
            return unit.playground.posts(address, after_id)

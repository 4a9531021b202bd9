"""The places among the requests under way: so many in all, a few of them only for whom somebody waits, and of one
conversation and one tenant no more than leave room for the others. Whoever hangs holds up nobody but themselves."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

AT_ONCE: Final = 16
"""Requests under way. More of them are no faster: measured with 8, 16, 32 and 64."""
OF_TENANT: Final = 12
"""Of those, at most so many in one tenant."""
OF_CONVERSATION: Final = 2
"""And so many in one conversation, or in one channel with all its threads."""
SPARED: Final = 4
"""How many of all and of a tenant's only an urgent request takes."""


class Full(Exception):
    """There was no place among the requests under way, or no token, in time. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who wants a place. No `tenant` is not counted; `urgent`: somebody waits for it."""

    conversation: str
    tenant: str = ""
    urgent: bool = False

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What it is counted under."""
        whole = (("", ""), ("conversation", self.conversation.partition(";")[0]))
        return (*whole, ("tenant", self.tenant)) if self.tenant else whole


@dataclass(slots=True)
class Places:
    """Who has one, and who waits: the urgent before the others, and otherwise in the order of asking."""

    _taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    _waiting: dict[asyncio.Future[None], Guest] = field(default_factory=dict)

    @asynccontextmanager
    async def one(self, guest: Guest, room: float) -> AsyncIterator[None]:
        """A place for as long as the block lasts.

        Raises:
            Full: there was none within `room` seconds.
        """
        try:
            async with asyncio.timeout(room):
                await self._enter(guest)
        except TimeoutError:
            raise Full("too much is on its way already") from None
        try:
            yield
        finally:
            self._leave(guest)

    async def _enter(self, guest: Guest) -> None:
        if self._fits(guest):
            self._taken.update(guest.names)
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting[turn] = guest
        try:
            await turn
        except asyncio.CancelledError:
            if self._waiting.pop(turn, None) is None:  # it had a place already
                self._leave(guest)
            raise

    def _fits(self, guest: Guest) -> bool:
        spared = 0 if guest.urgent else SPARED
        most = {"": AT_ONCE - spared, "tenant": OF_TENANT - spared, "conversation": OF_CONVERSATION}
        return all(self._taken[name] < most[name[0]] for name in guest.names)

    def _leave(self, guest: Guest) -> None:
        self._taken.subtract(guest.names)
        for name in guest.names:
            if not self._taken[name]:
                del self._taken[name]
        for turn, other in sorted(self._waiting.items(), key=lambda one: not one[1].urgent):
            if self._fits(other) and not turn.done():
                del self._waiting[turn]
                self._taken.update(other.names)
                turn.set_result(None)

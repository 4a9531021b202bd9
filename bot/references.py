"""Where people and channels are found, kept as their platform last said it. A person's goes when the person does."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.legible import legible
from bot.playground import Run
from bot.store import Store
from bot.store.references import Reference
from bot.together import Together

__all__ = ["Reference", "References"]


@dataclass(slots=True)
class References:
    """All of them, in the bot's own database. `run` runs store calls off the event loop."""

    store: Store
    run: Run
    _asked_for: Together[str, Reference | None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Every message asks. One after the other they would wait for their thread longer than for their platform.
        self._asked_for = Together(self._find_together)

    async def find(self, address: str) -> Reference | None:
        """The one of that address, live or not."""
        return await self._asked_for.do(address)

    async def channels(self, beginning: str) -> list[Reference]:
        """The live ones whose address begins so and that are nobody's own."""
        return await self.run(lambda: self._channels(beginning))

    async def keep(self, one: Reference) -> None:
        """Keep it over an earlier one. Nothing is written when nothing but `since` is new, or when it has ended since
        then."""
        await self.run(lambda: self._keep(legible(one)))

    async def stop(self, address: str, seen: datetime | None = None) -> None:
        """It is not live until it is kept again; with `seen` only when it is still the one known since then."""
        await self.run(lambda: self._stop(address, seen))

    async def end(self, address: str, at: datetime) -> None:
        """It is not live from that moment on, by the platform's clock; what came to be known later stays."""
        await self.run(lambda: self._end(address, at))

    async def confirm(self, address: str, at: datetime) -> None:
        """It is still live at that moment, by the platform's clock: an end before that is told too late."""
        await self.run(lambda: self._confirm(address, at))

    async def is_new(self, event: str, at: datetime) -> bool:
        """Whether something that is no act is told for the first time, to whichever process; it is not, from now on."""
        return await self.run(lambda: self._is_new(event, at))

    async def _find_together(self, addresses: list[str]) -> list[Reference | None]:
        found = await self.run(lambda: self._find_all(addresses))
        return [found.get(address) for address in addresses]

    def _find_all(self, addresses: list[str]) -> dict[str, Reference]:
        with self.store.glance() as unit:
            return unit.references.find_all(addresses)

    def _find(self, address: str) -> Reference | None:
        with self.store.glance() as unit:
            return unit.references.find(address)

    def _channels(self, beginning: str) -> list[Reference]:
        with self.store.glance() as unit:
            return unit.references.channels(beginning)

    def _keep(self, one: Reference) -> None:
        known = self._find(one.address)
        if known is not None and not known.live and one.since < known.since:
            return
        if known is None or replace(known, since=one.since) != one:
            with self.store.begin() as unit:
                unit.references.save(one)

    def _stop(self, address: str, seen: datetime | None) -> None:
        with self.store.begin() as unit:
            unit.references.stop(address, seen)

    def _end(self, address: str, at: datetime) -> None:
        with self.store.begin() as unit:
            unit.references.end(address, at)

    def _confirm(self, address: str, at: datetime) -> None:
        with self.store.begin() as unit:
            unit.references.confirm(address, at)

    def _is_new(self, event: str, at: datetime) -> bool:
        with self.store.begin() as unit:
            return event in unit.first_seen({event: at})

"""Where the bot is installed: a workspace or tenant, and the secret with which it speaks there."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground import Run
from bot.store import Store
from bot.store.installations import Installation


@dataclass(frozen=True, slots=True)
class Installations:
    """All of them, in the bot's own database. `run` runs store calls off the event loop."""

    store: Store
    run: Run

    async def save(self, one: Installation) -> None:
        """Keep it, over an earlier one of the same place."""
        await self.run(lambda: self._save(one))

    async def find(self, platform: str, place: str) -> Installation | None:
        """The one of that place, live or not."""
        return await self.run(lambda: self._find(platform, place))

    async def all(self, platform: str) -> list[Installation]:
        """Every live one of a platform, by place."""
        return await self.run(lambda: self._all(platform))

    async def stop(self, platform: str, place: str, only: Callable[[Installation], bool] = lambda _: True) -> bool:
        """End a live one that is `only` what is meant, and forget its secret. Whether that place has ended."""
        return await self.run(lambda: self._stop(platform, place, only))

    def _save(self, one: Installation) -> None:
        with self.store.begin() as unit:
            unit.installations.save(one)

    def _find(self, platform: str, place: str) -> Installation | None:
        with self.store.glance() as unit:
            return unit.installations.find(platform, place)

    def _all(self, platform: str) -> list[Installation]:
        with self.store.look() as unit:
            return unit.installations.all(platform)

    def _stop(self, platform: str, place: str, only: Callable[[Installation], bool]) -> bool:
        with self.store.begin() as unit:
            found = unit.installations.hold(platform, place)
            if found is None or (found.live and not only(found)):
                return False
            unit.installations.stop(platform, place)
            return True

"""Which token speaks for a place, and that none does where the bot was removed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from adapters.slack.whom import PLATFORM
from bot.delivery import Refused
from bot.installations import Installations

MEMORY: Final = 60.0
"""Seconds for which a token is believed: so long may another process take to hear that a place was stopped."""


class Tokens(Protocol):
    """The tokens of all places."""

    async def of(self, place: str) -> str:
        """The bot's token there.

        Raises:
            Refused: the bot is not installed there, or not any more.
        """
        ...


@dataclass(slots=True)
class OneWorkspace:
    """The bot token of the settings. Which place it speaks for, auth.test says."""

    place: str
    token: str = field(repr=False)
    stopped: bool = False

    async def of(self, place: str) -> str:
        if place != self.place:
            raise Refused(f"SLACK_BOT_TOKEN speaks for {self.place}, not for {place}")
        if self.stopped:
            raise Refused(f"SLACK_BOT_TOKEN was revoked in {place}")
        return self.token

    def stop(self) -> None:
        """Slack does not take it any more."""
        self.stopped = True


@dataclass(frozen=True, slots=True)
class Installed:
    """The tokens of all installations; `clock` is monotonic, in seconds."""

    installations: Installations
    clock: Callable[[], float]
    _kept: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)

    async def of(self, place: str) -> str:
        token, until = self._kept.get(place, ("", 0.0))
        if until <= self.clock():
            token = await self._stored(place)
            self._kept[place] = (token, self.clock() + MEMORY)
        if not token:
            raise Refused(f"the app is not installed in {place}")
        return token

    def forget(self, place: str) -> None:
        """The app was installed there (again), or removed: ask the store."""
        self._kept.pop(place, None)

    async def _stored(self, place: str) -> str:
        found = await self.installations.find(PLATFORM, place)
        return token_in(found.secret) if found is not None and found.live else ""


def token_in(secret: str) -> str:
    """The bot's token of a stored installation, or ""."""
    return json.loads(secret)["bot_token"] or ""

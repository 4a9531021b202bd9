"""The outward sides that the settings have credentials for, the same for the web process and the worker.

Teams' is imported when it is needed: its SDK takes half a second and 14 MB, which nobody else has to spend.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import aiohttp

from adapters.slack.outward import Outward, reach
from adapters.slack.whom import PLATFORM as SLACK
from adapters.teams.whom import PLATFORM as TEAMS
from bot.audience import Audiences
from bot.content.words import Words
from bot.delivery import Directory, Transport
from bot.installations import Installations
from bot.references import References
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.teams.outward import Outward as TeamsOutward


class Bot(Protocol):
    """What the outward sides need of the bot."""

    @property
    def installations(self) -> Installations: ...

    @property
    def references(self) -> References: ...

    def words_for(self, locale: str) -> Words:
        """The words of one language."""

    @property
    def wall(self) -> Callable[[], datetime]:
        """Real time, aware UTC."""


@dataclass(slots=True)
class Platforms:
    """By name. The bot is built with these three while they are empty, and `connect` fills them."""

    settings: Settings
    session: aiohttp.ClientSession
    transports: dict[str, Transport] = field(default_factory=dict)
    directories: dict[str, Directory] = field(default_factory=dict)
    audiences: dict[str, Audiences] = field(default_factory=dict)
    slack: Outward | None = None
    teams: "TeamsOutward | None" = None

    async def connect(self, bot: Bot) -> None:
        """Set up every platform that there are credentials for.

        Raises:
            SlackRefuses: Slack does not take them, or cannot be reached.
            TeamsRefuses: Microsoft gives no token for them.
        """
        if self.settings.slack is not None:
            self.slack = await reach(self.settings.slack, self.session, bot.installations, bot.wall)
            self.transports[SLACK] = self.directories[SLACK] = self.slack.transport
            self.audiences[SLACK] = self.slack.audiences
        if self.settings.teams is not None:
            from adapters.teams.outward import reach as reach_teams

            words = bot.words_for(self.settings.locale)
            self.teams = await reach_teams(self.settings.teams, self.session, bot.references, bot.wall, words=words)
            self.transports[TEAMS] = self.teams.transport
            self.audiences[TEAMS] = self.teams.audiences

    async def close(self) -> None:
        """Let go of what the platforms hold; the session is closed after it."""
        if self.teams is not None:
            await self.teams.close()


@asynccontextmanager
async def platforms(settings: Settings) -> AsyncIterator[Platforms]:
    """One session for all that leaves the process, closed at the end of the block: leave it after the bot is closed."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        one = Platforms(settings, session)
        try:
            yield one
        finally:
            await one.close()

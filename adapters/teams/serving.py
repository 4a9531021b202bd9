"""Teams as the web process serves it: one route, behind the door."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web

from adapters.teams.about import add_about
from adapters.teams.answers import Answers
from adapters.teams.app import TeamsApp
from adapters.teams.door import PATH, Door, add_messages
from adapters.teams.downloads import Bot as KeepingBot
from adapters.teams.downloads import Downloads
from adapters.teams.files import HOSTS
from adapters.teams.outward import Outward
from adapters.teams.reception import Bot as ReceivingBot
from bot.content.words import Words
from bot.settings import Settings
from bot.teams_settings import TeamsSettings


class Bot(ReceivingBot, KeepingBot, Protocol):
    """What Teams' side needs of the bot."""

    @property
    def wall(self) -> Callable[[], datetime]:
        """Real time, aware UTC."""

    def words_for(self, locale: str) -> Words:
        """The words of one language."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Teams' inbound side at work."""

    app: TeamsApp
    door: Door
    outward: Outward
    ways: str
    """What is served and how it comes, for the line that the process prints."""

    def ready(self) -> str:
        """Why nobody is heard or answered on Teams; "" when they are."""
        return self.door.trouble() or self.outward.gateway.trouble()

    async def watch(self) -> None:
        """Runs as long as Teams is served: it comes by itself."""
        await asyncio.Event().wait()


@asynccontextmanager
async def serving(
    app: web.Application,
    bot: Bot,
    outward: Outward,
    settings: Settings,
    teams: TeamsSettings,
    drives: Sequence[str] = HOSTS,
) -> AsyncIterator[Serving]:
    """Add Teams' route to the application, and its page; what is under way ends with the block.

    `drives` are the hosts at which people keep their files.
    """
    words = bot.words_for(settings.locale)
    answers = Answers(outward.calls, words, bot.clock, channels=bot.references.channels)
    teams_app = TeamsApp(bot, answers, Downloads(bot, outward.session, answers, words, drives), words)
    add_about(app, words)
    door = Door(teams, outward.session, bot.wall)
    add_messages(app, door, teams_app.handle)
    proof = " and believes whoever is on this machine" if teams.allow_anonymous else ""
    try:
        yield Serving(teams_app, door, outward, f"Teams (listens at {PATH}{proof})")
    finally:
        await teams_app.close()

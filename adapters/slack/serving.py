"""Slack as the web process serves it: over HTTP where there is a signing secret, by Socket Mode with an app token."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web

from adapters.newcomers import Bot as ReceivingBot
from adapters.slack.app import SlackApp
from adapters.slack.installs import Installs
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.oauth import add_installing, make_flow
from adapters.slack.oauth_pages import INSTALL_PATH, Pages
from adapters.slack.outward import Outward
from adapters.slack.signed import add_events
from adapters.slack.socket import Socket
from adapters.slack.workspaces import Many, Workspaces
from bot.content.words import Words
from bot.settings import Settings, SlackSettings


class Bot(ReceivingBot, Protocol):
    """What Slack's side needs of the bot."""

    @property
    def wall(self) -> Callable[[], datetime]:
        """Real time, aware UTC."""

    def words_for(self, locale: str) -> Words:
        """The words of one language."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Slack's inbound side at work."""

    app: SlackApp
    workspaces: Workspaces
    socket: Socket | None
    ways: str
    """What is served and how it comes, for the line that the process prints."""

    def ready(self) -> str:
        """Why Slack is not heard; "" when it is."""
        return self.workspaces.ended or (self.socket.ready() if self.socket is not None else "")

    async def watch(self) -> None:
        """Runs as long as Slack is served; raises SocketLost."""
        if self.socket is not None:
            await self.socket.watch()
        else:
            await asyncio.Event().wait()


@asynccontextmanager
async def serving(
    app: web.Application, bot: Bot, outward: Outward, settings: Settings, slack: SlackSettings
) -> AsyncIterator[Serving]:
    """Add Slack's routes to the application, and open its socket, as long as the block lasts.

    Raises:
        SlackRefuses: the app token does not work.
    """
    clock, words = asyncio.get_running_loop().time, bot.words_for(settings.locale)
    flow, ways = None, []
    if isinstance(outward.workspaces, Many):
        pages = Pages(words)
        flow = make_flow(slack, settings.keys, outward.session, Installs(outward.workspaces, bot.wall), pages, bot.wall)
        add_installing(app, flow, pages)
        ways.append(f"installs at {INSTALL_PATH}")
    slack_app = SlackApp(bot, outward, words, clock, flow)
    if slack.signing_secret:
        add_events(app, slack_app.bolt, slack.signing_secret)
        ways.append(f"listens at {EVENTS_PATH}")
    socket = None
    if slack.app_token:
        socket = Socket(slack_app.bolt, slack, outward.session, clock)
        ways.append("listens by Socket Mode")
    try:
        if socket is not None:
            await socket.open()
        yield Serving(slack_app, outward.workspaces, socket, f"Slack ({' and '.join(ways)})")
    finally:
        if socket is not None:
            await socket.close()
        await slack_app.close()

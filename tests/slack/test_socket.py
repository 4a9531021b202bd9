"""Socket Mode against a real websocket server: whatever happens to a socket, another one is opened, and it is said."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from adapters.health import add_health
from adapters.platforms import platforms
from adapters.slack.app import SlackApp
from adapters.slack.outward import SlackRefuses
from adapters.slack.socket import Pace, Socket, SocketLost
from bot.service import Bot, build
from bot.settings import Settings, SlackSettings
from bot.store import open_store
from tests.conftest import NewDatabase
from tests.slack.office import KEY, Clock, listening
from tests.slack.standin import StandIn
from tests.waiting import until

FAST = Pace(ping=0.1, look=0.05, ticket=0.3, silent=0.4, lost=30.0)
SOCKETS = SlackSettings(bot_token="xoxb-1", app_token="xapp-1")


@dataclass
class Link:
    """Slack's end of the sockets. Each of the next ones behaves as `plans` says, and all others well."""

    plans: list[str] = field(default_factory=list)
    opened: int = 0
    connections: int = 1
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        plan = self.plans.pop(0) if self.plans else "good"
        self.opened += 1
        if plan == "refused":
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(autoping=plan != "silent")
        await socket.prepare(request)
        self.sockets.append(socket)
        if plan == "rude":
            async for _ in socket:  # it is open, and pings are answered, and never a word comes
                pass
            return socket
        await socket.send_json({"type": "hello", "num_connections": self.connections})
        if plan == "dropped":
            assert request.transport is not None
            request.transport.abort()
            return socket
        if plan == "silent":
            await self.over.wait()
            return socket
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.answers.append(json.loads(message.data))
        return socket

    async def sends(self, payload: dict[str, Any], kind: str = "events_api", envelope: str = "1") -> None:
        """A payload of Slack's, by the newest socket."""
        sent = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        await self.sockets[-1].send_json(sent)


@dataclass
class House:
    """The bot with a socket, and the address of its readiness."""

    slack: StandIn
    link: Link
    bot: Bot
    app: SlackApp
    socket: Socket
    url: str
    watch: asyncio.Task[None]

    async def readyz(self) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}readyz") as answer:
            return answer.status, await answer.text()

    async def until_ready(self, seconds: float = 15.0) -> None:
        await until(lambda: not self.socket.ready(), seconds)

    async def until_not_ready(self, seconds: float = 15.0) -> None:
        await until(lambda: bool(self.socket.ready()), seconds)

    async def hears(self, text: str = "hi", event_id: str = "Ev1") -> None:
        """Somebody's line comes by the newest socket, and is answered in their conversation."""
        self.slack.person("U1", "Ada")
        said = len(self.slack.seen("U1"))
        line = {"type": "message", "channel_type": "im", "channel": "DU1", "user": "U1", "ts": "1.1", "text": text}
        await self.link.sends({"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": line})
        await until(lambda: len(self.slack.seen("U1")) > said)


@asynccontextmanager
async def house(database: str, slack: StandIn, link: Link, pace: Pace = FAST) -> AsyncIterator[House]:
    credentials = replace(SOCKETS, api_url=slack.url)
    settings = Settings((KEY,), database, slack=credentials)
    store = open_store(database, settings.keys)
    store.migrate()
    store.close()
    app, slack_end = web.Application(), web.Application()
    slack_end.router.add_get("/link", link.serve)
    clock = asyncio.get_running_loop().time
    async with listening(slack_end) as link_url, platforms(settings) as outward:
        slack.socket_url = f"{link_url}link".replace("http://", "ws://")
        bot = build(settings, outward.transports, Clock(), directories=outward.directories)
        try:
            await outward.connect(bot)
            assert outward.slack is not None
            slack_app = SlackApp(bot, outward.slack, bot.words_for("en"), clock)
            socket = Socket(slack_app.bolt, credentials, outward.session, clock, pace)
            add_health(app, bot, (socket.ready,))
            try:
                await socket.open()
                watch = asyncio.create_task(socket.watch())
                async with listening(app) as url:
                    yield House(slack, link, bot, slack_app, socket, url, watch)
                watch.cancel()
                await asyncio.gather(watch, return_exceptions=True)
            finally:
                link.over.set()
                await socket.close()
                await slack_app.close()
        finally:
            await bot.close()


@pytest.fixture
def database(new_database: NewDatabase) -> Any:
    with new_database("sqlite") as url:
        yield url


@pytest.fixture
def link() -> Link:
    return Link()


async def test_what_comes_by_the_socket_is_acknowledged_and_answered(database: str, slack: StandIn, link: Link) -> None:
    async with house(database, slack, link) as one:
        await one.until_ready()
        assert await one.readyz() == (200, "ready\n")
        await one.hears("Rosebud")
        assert link.answers[0]["envelope_id"] == "1"


async def test_until_slack_greets_nothing_is_ready(database: str, slack: StandIn, link: Link) -> None:
    link.plans = ["rude"] * 9  # however often it is opened anew meanwhile
    async with house(database, slack, link) as one:
        await asyncio.sleep(0.2)
        status, said = await one.readyz()
        assert status == 503
        assert "socket" in said


async def test_a_dropped_socket_is_opened_anew(database: str, slack: StandIn, link: Link) -> None:
    link.plans = ["dropped", "dropped"]
    async with house(database, slack, link) as one:
        await until(lambda: link.opened > 2)
        await one.until_ready()
        await one.hears()
        assert one.socket.ready() == ""


async def test_readiness_tells_when_a_socket_is_lost(database: str, slack: StandIn, link: Link) -> None:
    async with house(database, slack, link) as one:
        await one.until_ready()
        link.plans = ["refused"] * 3
        await link.sockets[-1].close()
        await one.until_not_ready()
        status, said = await one.readyz()
        assert status == 503
        assert "has not been open" in said
        await one.until_ready()
        await one.hears()


async def test_an_address_whose_handshake_fails_is_not_tried_for_ever(
    database: str, slack: StandIn, link: Link, logs: list[dict[str, Any]]
) -> None:
    link.plans = ["refused"] * 8
    async with house(database, slack, link) as one:
        await one.until_ready()
        assert len(slack.of("apps.connections.open")) > 1, "each address can be used only once"
        await one.hears()


async def test_a_socket_that_stalls_is_given_up(database: str, slack: StandIn, link: Link) -> None:
    link.plans = ["silent"]
    async with house(database, slack, link) as one:
        await until(lambda: link.opened > 1)
        await one.until_ready()
        await one.hears()


async def test_a_socket_on_which_slack_never_speaks_is_given_up(database: str, slack: StandIn, link: Link) -> None:
    link.plans = ["rude"]
    async with house(database, slack, link) as one:
        await one.until_ready()
        assert link.opened == 2
        await one.hears()


async def test_a_slow_address_is_asked_for_again(database: str, slack: StandIn, link: Link) -> None:
    async with house(database, slack, link) as one:
        await one.until_ready()
        slack.hangs("apps.connections.open", 2.0, times=3)
        await link.sockets[-1].close()
        await one.until_not_ready()
        await one.until_ready(30)
        await one.hears()


async def test_slack_may_ask_for_a_new_socket(database: str, slack: StandIn, link: Link) -> None:
    async with house(database, slack, link) as one:
        await one.until_ready()
        await link.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: link.opened > 1)
        await one.until_ready()
        await one.hears()


async def test_after_too_long_without_a_socket_the_process_ends_with_a_sentence(
    database: str, slack: StandIn, link: Link
) -> None:
    link.plans = ["refused"] * 1000
    async with house(database, slack, link, replace(FAST, lost=1.0)) as one:
        with pytest.raises(SocketLost, match="could not be opened"):
            async with asyncio.timeout(10):
                await one.watch


async def test_an_app_token_that_does_not_work_is_said_at_once(database: str, slack: StandIn, link: Link) -> None:
    slack.answers("apps.connections.open", {"ok": False, "error": "invalid_auth"})
    with pytest.raises(SlackRefuses, match="SLACK_APP_TOKEN: it says invalid_auth"):
        async with house(database, slack, link):
            pass


async def test_a_slow_slack_is_said_at_the_start(database: str, slack: StandIn, link: Link) -> None:
    slack.hangs("apps.connections.open", 3.0)
    with pytest.raises(SlackRefuses, match="no socket"):
        async with house(database, slack, link):
            pass


async def test_more_sockets_than_ours_are_warned_of(
    database: str, slack: StandIn, link: Link, logs: list[dict[str, Any]]
) -> None:
    link.connections = 4
    async with house(database, slack, link) as one:
        await one.until_ready()
        (warning,) = (entry for entry in logs if "more sockets" in entry["event"])
        assert warning["count"] == 4

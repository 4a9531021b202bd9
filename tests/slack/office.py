"""The web process with Slack in front of it: what stands between people and the bot's database.

`slack` is the stand-in for Slack's Web API: what the bot sent there is all that a person sees. Behind it is what
production has: the aiohttp application of the web process with Bolt inside, the outbox, the transport. Each act ends
when everything that it led to has been sent. `acme.now` is the bot's time.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.health import add_health
from adapters.platforms import platforms
from adapters.slack.serving import Serving, serving
from bot.service import Bot, build, real_time
from bot.settings import Settings, SlackSettings
from bot.store import open_store
from tests.slack.person import Answer, Person
from tests.slack.sight import signed
from tests.slack.standin import StandIn

KEY: Final = b"A" * 43 + b"="
SECRET: Final = "a-signing-secret"
MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE: Final = SlackSettings(bot_token="xoxb-1", signing_secret=SECRET)
MANY: Final = SlackSettings(client_id="1.2", client_secret="shh", signing_secret=SECRET)
Json = dict[str, Any]


@dataclass
class Office:
    """Everything between people and the bot's database: the web process, and Slack in front of it."""

    slack: StandIn
    bot: Bot
    serving: Serving
    url: str
    session: aiohttp.ClientSession
    clock: "Clock"
    hooks: str
    asides: dict[str, list[str]] = field(default_factory=dict)  # lines by response_url, by user
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        """The bot's time, aware UTC."""
        return self.clock.now

    def person(self, user: str, name: str = "Ada", team: str = "T1", **said: Any) -> Person:
        """Somebody whom Slack knows; `said` is what users.info says beside the usual."""
        self.slack.person(user, name, **{"team_id": team, **said})
        return Person(self, user, name, team)

    async def goes_to(self, now: datetime) -> None:
        """Time passes: all that is due by then is asked and delivered."""
        while (due := await self.bot.next_due()) is not None and due <= now:
            self.clock.now = max(due, self.clock.now)
            await self.bot.tick(self.clock.now)
            await self.bot.deliver(self.clock.now)
            if await self.bot.next_due() == due:
                self.clock.now += timedelta(minutes=1)
        self.clock.now = max(now, self.clock.now)
        await self.bot.deliver(self.clock.now)

    async def post(self, body: str, content_type: str, **headers: str | None) -> Answer:
        """A request of Slack's, signed as Slack does; a header that is given stands in for the right one."""
        sent = {**signed(body, SECRET), "Content-Type": content_type}
        sent |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        sent = {name: value for name, value in sent.items() if headers.get(name.replace("-", "_"), "") is not None}
        async with self.session.post(f"{self.url}slack/events", data=body.encode(), headers=sent) as answer:
            return Answer(answer.status, await answer.text())

    async def event(self, event: Json, team: str = "T1", event_id: str = "", **more: Any) -> Answer:
        """An event of the Events API."""
        body = {
            "token": "old",
            "team_id": team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self.numbers)}",
            "event_time": int(real_time().timestamp()),
            "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": "UBOT1", "is_bot": True}],
            "event": event,
            **more,
        }
        return await self.settled(await self.post(json.dumps(body), "application/json"))

    async def interaction(self, payload: Json) -> Answer:
        """A button, a modal or a shortcut."""
        body = urlencode({"payload": json.dumps(payload)})
        return await self.settled(await self.post(body, "application/x-www-form-urlencoded"))

    async def settled(self, answer: Answer) -> Answer:
        """When everything is sent that is on its way."""
        await self.serving.app.idle()
        await self.bot.replied()
        await self.serving.app.idle()
        return answer


@dataclass
class Clock:
    """The bot's time, which tests move."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def office(
    database: str, slack: StandIn, credentials: SlackSettings = ONE, clock: Clock | None = None
) -> AsyncIterator[Office]:
    """The web process on an empty database, or on one that was left by an earlier one, until the block ends."""
    clock = clock or Clock()
    credentials = replace(credentials, api_url=slack.url)
    settings = Settings((KEY,), database, slack=credentials)
    store = open_store(database, settings.keys)
    store.migrate()
    store.close()
    app, hooks, asides = web.Application(), web.Application(), dict[str, list[str]]()

    async def hook(request: web.Request) -> web.Response:
        asides.setdefault(request.match_info["user"], []).append((await request.json())["text"])
        return web.Response(text="ok")

    hooks.router.add_post("/hooks/{user}", hook)
    async with platforms(settings) as outward, aiohttp.ClientSession() as session, listening(hooks) as hooks_url:
        bot = build(settings, outward.transports, clock, outward.directories, audiences=outward.audiences)
        try:
            await outward.connect(bot)
            assert outward.slack is not None
            async with serving(app, bot, outward.slack, settings, credentials) as served:
                add_health(app, bot, (served.ready,))
                async with listening(app) as url:
                    yield Office(slack, bot, served, url, session, clock, f"{hooks_url}hooks/", asides)
        finally:
            await bot.close()


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    """Serve on loopback until the block ends."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()

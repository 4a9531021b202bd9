"""The bot's door on a street of its own: the real route over real HTTP, in front of a handler that only notes.

    async with porch() as one:
        assert (await one.post(activity())).status == 200
        assert one.handled

`one.now` is the time that tokens are signed and checked at; the session that asks for keys is `one`'s too.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp
from aiohttp import web

from adapters.teams.door import PATH, Door, add_messages
from bot.settings import TeamsSettings
from tests.teams.openid import APP_ID, OpenId

SERVICE: Final = "https://smba.trafficmanager.net/emea/"
TENANT: Final = "a1b2c3d4-0000-4000-8000-00000000beef"
NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
Json = dict[str, Any]


def activity(**more: Any) -> Json:
    """A line of Ada's, as Teams sends it; a field that is None is left out."""
    said = {
        "type": "message",
        "id": "1700000000001",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:ada", "name": "Ada", "aadObjectId": "ada00000-0000-4000-8000-000000000001"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Followthrough"},
        "conversation": {"id": "a:1-ada", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": "Rosebud",
        **more,
    }
    return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Told:
    """What the handler answers."""

    status: int = 200
    body: Json | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Porch:
    """Somebody in front of the door."""

    openid: OpenId
    session: aiohttp.ClientSession
    now: datetime = NOW
    url: str = ""
    handled: list[Json] = field(default_factory=list)
    answer: Any = field(default_factory=Told)
    error: Exception | None = None

    async def post(
        self,
        body: Any,
        authorization: str | None = "",
        content_type: str | None = "application/json; charset=utf-8",
        **headers: str,
    ) -> Reply:
        """Send it with a good token, unless `authorization` is another header or None; bytes are sent as they are."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if authorization is not None:
            sent["Authorization"] = authorization or self.openid.bearer(SERVICE)
        if content_type is not None:
            sent["Content-Type"] = content_type
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        skipped = ["Content-Type"] if content_type is None else None
        async with self.session.post(
            self.url, data=io.BytesIO(data), headers=sent, skip_auto_headers=skipped
        ) as response:
            return Reply(response.status, await response.text(), response.headers)

    async def raw(self, request: bytes) -> int:
        """The status that bytes get which no client would send; 0 where there is none before we go away."""
        host, port = self.url.removeprefix("http://").removesuffix(PATH).split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        line = b""
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                line = await reader.readline()
        writer.close()
        return int(line.split()[1]) if line else 0

    async def handle(self, one: Json) -> Any:
        """The handler behind the door."""
        self.handled.append(one)
        if self.error is not None:
            raise self.error
        return self.answer


@asynccontextmanager
async def porch(also: Callable[[web.Application], None] | None = None, **settings: Any) -> AsyncIterator[Porch]:
    """The route of an app with these settings; `also` adds other routes."""
    async with OpenId() as openid, aiohttp.ClientSession() as session:
        one = Porch(openid, session)
        openid.clock = lambda: one.now
        wanted = {"app_id": APP_ID, "tenant_id": TENANT, "tenants": frozenset({TENANT}), "openid_url": openid.url}
        app = web.Application()
        door = Door(TeamsSettings(**{**wanted, **settings}), session, lambda: one.now)
        add_messages(app, door, one.handle)
        if also is not None:
            also(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0, lingering_time=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        one.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        try:
            yield one
        finally:
            await runner.cleanup()

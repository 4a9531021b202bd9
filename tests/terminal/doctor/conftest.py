"""A world for the doctor: Slack, its sockets and the bot’s own address, in a thread of their own."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from adapters.slack.manifest import SCOPES
from bot.ballot import cells
from bot.store import open_store
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.slack.standin import StandIn
from tests.terminal.conftest import Run

SECRET = "0123456789abcdef" * 2
UNSEEN = frozenset({"Swap", "Snapshots", "Exports"})
"""What the doctor says that it could not check."""
OURS = UNSEEN | {"Settings", "Log", "Database", "Deleting", "KEYS_URL", "Backups", "OUTSIDE_HELP"}
"""What it says whatever the platform is."""
GONE = "127.0.0.1:9"
"""Where nobody listens."""


@dataclass(slots=True)
class There:
    """What is beyond this process: Slack's Web API, its sockets, and the bot's own address."""

    slack: StandIn
    url: str = ""
    hello: Any = field(default_factory=lambda: {"type": "hello", "num_connections": 2})
    alive: int = 200
    believes: bool = True  # only what is signed


@asynccontextmanager
async def _served() -> AsyncIterator[There]:
    async with StandIn() as slack:
        there = There(slack)
        slack.scopes = ",".join(SCOPES)
        bolt = AsyncApp(signing_secret=SECRET, token="xoxb-1")

        async def events(request: web.Request) -> web.Response:
            if not there.believes:
                return web.Response(text=(await request.json())["challenge"])
            bolt_request = await to_bolt_request(request)
            return await to_aiohttp_response(await bolt.async_dispatch(bolt_request))

        async def alive(_: web.Request) -> web.Response:
            return web.Response(status=there.alive)

        async def socket(request: web.Request) -> web.WebSocketResponse:
            response = web.WebSocketResponse()
            await response.prepare(request)
            if isinstance(there.hello, str):
                await response.send_str(there.hello)
            elif there.hello is not None:
                await response.send_json(there.hello)
                await response.receive()
            await response.close()
            return response

        app = web.Application()
        app.router.add_get("/healthz", alive)
        app.router.add_post("/slack/events", events)
        app.router.add_get("/link", socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        slack.socket_url = f"{there.url.replace('http', 'ws', 1)}/link?ticket=t1ck3t"
        try:
            yield there
        finally:
            await runner.cleanup()


@pytest.fixture
def there() -> Iterator[There]:
    """The command has an event loop of its own, so the rest of the world runs in a thread."""
    loop, enough = asyncio.new_event_loop(), asyncio.Event()
    known: Future[There] = Future()

    async def live() -> None:
        async with _served() as there:
            known.set_result(there)
            await enough.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(live(),))
    thread.start()
    try:
        yield known.result(timeout=10)
    finally:
        loop.call_soon_threadsafe(enough.set)
        thread.join()
        loop.close()


@dataclass(frozen=True, slots=True)
class Said:
    """What the doctor said, by what it looked at; and the exit code."""

    code: int
    levels: dict[str, str]
    lines: dict[str, str]


Ask = Callable[..., Said]


@pytest.fixture
def ask(
    run: Run, new_database: NewDatabase, there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ask]:
    """`ask("--url", …, SLACK_APP_TOKEN="xapp-1")`: with the bot token and the signing secret, unless told otherwise."""
    monkeypatch.setattr(cells, "IN_MEMORY", (cells.file_system(tmp_path.stat().st_dev),))  # as if it were in memory
    monkeypatch.setenv("KEYS_URL", f"file:{tmp_path}/keys")
    with new_database("sqlite") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        store.close()
        wanted = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": there.slack.url}

        def ask(*arguments: str, database: str = url, **settings: str) -> Said:
            given = {**wanted, **settings}
            for name, value in given.items():
                monkeypatch.setenv(name, value)
            ended = run(database, "doctor", "--json", *arguments)
            secrets = {given[name] for name in given if name != "SLACK_API_URL" and len(given[name]) > 8}
            for secret in (*secrets, "t1ck3t", KEY.decode()):
                assert secret not in ended.out + ended.err
            found = json.loads(ended.out)
            assert all(one["said"].count("\n") == 0 and one["said"].endswith((".", "?")) for one in found)
            levels = {one["what"]: one["level"] for one in found}
            return Said(ended.code, levels, {one["what"]: one["said"] for one in found})

        yield ask

"""A playground on loopback with a staged bot, and Chromium to look at it."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, Page, async_playwright

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.people import CAST, Cast, Channel
from adapters.browser.transport import Transport
from tests.browser.stage import Notebook, StagedBot

CHROMIUM = shutil.which("chromium")
START = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""A Monday; 08:30 in Berlin, where the browser of these tests is."""


THREE = Cast(CAST.people[:3], (Channel("channel-team", "#team"),))
"""A leader, her coach and her partner, and a channel that all of them are in."""


@dataclass
class Stage:
    """A playground that runs."""

    url: str
    bot: StagedBot
    clock: Clock
    feed: Feed

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """As the page does; the status and what was said."""
        data = BytesIO(json.dumps(body).encode())
        async with (
            ClientSession() as session,
            session.post(self.url + path, data=data, headers={"Origin": self.url}) as response,
        ):
            return response.status, await response.json()


@asynccontextmanager
async def on_stage(
    notebook: Notebook | None = None, zone: str = "", port: int = 0, cast: Cast = THREE
) -> AsyncIterator[Stage]:
    """A playground, as long as the block lasts."""
    feed, clock = Feed(), Clock(lambda: START)
    transport = Transport(feed, clock)
    bot = StagedBot(transport, clock, notebook or Notebook())
    playground = Playground(bot, clock, feed, transport, zone, cast)
    await playground.open()
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    try:
        yield Stage(f"http://127.0.0.1:{runner.addresses[0][1]}", bot, clock, feed)
    finally:
        await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as one:
        yield one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """Open a playground's page in a browser of its own; whatever goes wrong in its scripts fails the test."""
    contexts = []
    faults: list[str] = []

    async def open_one(url: str, width: int = 1280, height: int = 860, **more: Any) -> Page:
        context = await chromium.new_context(
            viewport={"width": width, "height": height}, timezone_id="Europe/Berlin", locale="en-GB", **more
        )
        contexts.append(context)
        context.set_default_timeout(5000)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        await page.goto(url)
        await page.locator('#log[aria-live="polite"]').wait_for()
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert not faults, faults

"""The real thing on loopback: the page's server, the bot, a SQLite file, and Chromium at the page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiohttp import web
from cryptography.fernet import Fernet
from playwright.async_api import BrowserContext, async_playwright

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.transport import PLATFORM, Transport
from bot.service import Bot, build
from bot.settings import read
from bot.store import open_store

CHROMIUM: Final = shutil.which("chromium")
START: Final = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""A Monday; 08:30 in Berlin, where the browser is."""


@dataclass(frozen=True, slots=True)
class House:
    """A playground that runs, and a browser to open it in."""

    address: str
    bot: Bot
    clock: Clock
    transport: Transport
    context: BrowserContext


@asynccontextmanager
async def house(folder: Path, width: int = 1280, height: int = 900) -> AsyncIterator[House]:
    """As long as the block lasts. Real time stands still in it, so the same story is the same to the second."""
    url = f"sqlite:///{folder / 'half-year.db'}"
    settings = read({"FOLLOWTHROUGH_KEY": Fernet.generate_key().decode(), "DATABASE_URL": url})
    store = open_store(settings.database_url, settings.keys)
    store.migrate()
    store.close()
    feed, clock = Feed(), Clock(lambda: START)
    transport = Transport(feed, clock)
    bot = build(settings, {PLATFORM: transport}, clock)
    playground = Playground(bot, clock, feed, transport, "")
    await playground.open()
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                timezone_id="Europe/Berlin",
                locale="en-GB",
                color_scheme="light",
                reduced_motion="reduce",
            )
            context.set_default_timeout(10_000)
            yield House(address, bot, clock, transport, context)
            await browser.close()
    finally:
        await runner.cleanup()
        await bot.close()

"""The web process: serves what the settings have credentials for; with none, the playground."""

import asyncio
import errno
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Final

from aiohttp import web

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.guard import HOSTS
from adapters.browser.transport import PLATFORM, Transport
from adapters.health import add_health
from bot.errors import FollowthroughError, SettingError
from bot.process import enough, log_to_stderr, settle
from bot.service import build, real_time
from bot.settings import Settings, load
from bot.store import open_store
from scheduler import running

PATIENCE: Final = 1.0
"""Seconds that requests have left when the process ends."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = ArgumentParser(prog="python -m adapters", description="The web process of Followthrough.")
    options.add_argument("--scheduler", action="store_true", help="run the scheduler in this process too")
    asked = options.parse_args(arguments)
    try:
        settings = load()
        log_to_stderr(settings.log_level)
        asyncio.run(_run(settings, scheduler=asked.scheduler))
    except FollowthroughError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def _run(settings: Settings, *, scheduler: bool) -> None:
    """Serve until somebody says that it is enough."""
    until = enough()
    if settings.host not in HOSTS:
        raise SettingError(
            "Whoever opens the playground can speak as anybody in it, so it listens on this machine only: "
            f"HOST is {settings.host!r}, set it to 127.0.0.1."
        )
    feed, clock = Feed(), Clock(real_time)
    transport = Transport(feed, clock)
    _migrate(settings)
    bot = build(settings, {PLATFORM: transport}, clock)
    try:
        playground = Playground(bot, clock, feed, transport, settings.timezone)
        await playground.open()
        app = playground.app()
        add_health(app, bot)
        settle()
        async with _listening(app, settings) as address, running(bot) if scheduler else nullcontext():
            print(f"Followthrough has no credentials for Slack or Teams; its playground is at {address}", flush=True)
            await until.wait()
            await playground.close()  # before the scheduler: a clock that is being moved still needs its work done
    finally:
        await bot.close()


def _migrate(settings: Settings) -> None:
    """Bring the playground's database up to date; nobody is asked to do that before they have seen anything."""
    store = open_store(settings.database_url, settings.keys)
    try:
        store.migrate()
    finally:
        store.close()


@asynccontextmanager
async def _listening(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    """Listen as long as the block lasts; gives the address to open."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise SettingError(_why_not(error, settings)) from error
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        yield f"http://{host}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


def _why_not(error: OSError, settings: Settings) -> str:
    where = f"port {settings.port} of {settings.host}"
    match error.errno:
        case errno.EADDRINUSE:
            return f"Another program uses {where} already; end it, or set PORT to another number."
        case errno.EACCES:
            return f"This user may not use {where}; set PORT to a number above 1023."
        case _:
            return f"Nothing can be served at {where}: {error.strerror}."


if __name__ == "__main__":
    sys.exit(main())

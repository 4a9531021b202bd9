"""The web process: serves what the settings have credentials for; with none, the playground."""

import asyncio
import errno
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Any, Final

from aiohttp import web

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.guard import HOSTS
from adapters.browser.transport import PLATFORM, Transport
from adapters.health import add_health
from adapters.platforms import platforms
from adapters.slack.serving import serving
from bot.errors import FollowthroughError, PlaygroundDatabase, SettingError
from bot.process import enough, log_to_stderr, settle
from bot.service import build, real_time
from bot.settings import Settings, SlackSettings, load
from bot.store import open_store
from scheduler import running

PATIENCE: Final = 1.0
"""Seconds that requests have left when the process ends."""
LONGEST: Final = 2 * 2**20
"""Bytes in one request: a modal of 250 KB comes back in a form, where some characters take three bytes."""


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
    if settings.slack is None:
        await _play(settings, until, scheduler=scheduler)
    else:
        await _serve(settings, settings.slack, until, scheduler=scheduler)


async def _serve(settings: Settings, slack: SlackSettings, until: asyncio.Event, *, scheduler: bool) -> None:
    """People on Slack. A database on a server is brought up to date by whoever runs it, not by a process of many."""
    if scheduler and settings.database_url.startswith("sqlite:"):
        _migrate(settings)
    async with platforms(settings) as outward:
        bot = build(settings, outward.transports, directories=outward.directories)
        try:
            if await bot.playground.is_playground():
                raise PlaygroundDatabase
            await outward.connect(bot)
            assert outward.slack is not None
            app = web.Application(client_max_size=LONGEST)
            async with serving(app, bot, outward.slack, settings, slack) as slack_side:
                add_health(app, bot, (slack_side.ready,))
                settle()
                async with _listening(app, settings) as address, running(bot) if scheduler else nullcontext():
                    print(f"Followthrough serves Slack: {slack_side.ways}; this process is at {address}", flush=True)
                    await _first(until.wait(), slack_side.watch())
        finally:
            await bot.close()


async def _first(*works: Coroutine[Any, Any, object]) -> None:
    """Wait for the first of them to end, in whatever way."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _play(settings: Settings, until: asyncio.Event, *, scheduler: bool) -> None:
    """The playground."""
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
    """Bring a database of one's own up to date; nobody is asked to do that before they have seen anything."""
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

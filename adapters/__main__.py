"""The web process: serves what the settings have credentials for; with none, the playground."""

import asyncio
import errno
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import web

from adapters.browser.app import Playground
from adapters.browser.audience import PlaygroundAudiences
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.guard import HOSTS
from adapters.browser.people import CAST
from adapters.browser.transport import PLATFORM, Transport
from adapters.health import add_health
from adapters.platforms import Platforms, platforms
from adapters.slack.serving import serving as slack_serving
from bot.ballot.cells import for_playground
from bot.errors import FollowthroughError, PlaygroundDatabase, SettingError
from bot.process import enough, log_to_stderr, settle
from bot.service import Bot, build, real_time
from bot.settings import Settings, load
from bot.store import open_store
from scheduler import running

PATIENCE: Final = 1.0
"""Seconds that requests have left when the process ends."""
PLAIN_KEYS: Final = Path("followthrough.keys")
"""Where a playground keeps the keys of anonymous rounds on a machine without a memory file system."""
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
    if settings.slack is None and settings.teams is None:
        await _play(settings, until, scheduler=scheduler)
    else:
        await _serve(settings, until, scheduler=scheduler)


async def _serve(settings: Settings, until: asyncio.Event, *, scheduler: bool) -> None:
    """People on Slack, in Teams or on both, all on one application.

    A database on a server is brought up to date by whoever runs it, not by a process of many.
    """
    if scheduler and settings.database_url.startswith("sqlite:"):
        _migrate(settings)
    async with platforms(settings) as outward:
        bot = build(settings, outward.transports, directories=outward.directories, audiences=outward.audiences)
        try:
            if await bot.playground.is_playground():
                raise PlaygroundDatabase
            await outward.connect(bot)
            await bot.recover(bot.clock())
            app = web.Application(client_max_size=LONGEST)
            async with _sides(app, bot, outward, settings) as sides:
                add_health(app, bot, [side.ready for side in sides])
                settle()
                async with _listening(app, settings) as address, running(bot) if scheduler else nullcontext():
                    ways = " and ".join(side.ways for side in sides)
                    print(f"Followthrough serves {ways}; this process is at {address}", flush=True)
                    await _first(until.wait(), *(side.watch() for side in sides))
        finally:
            await bot.close()


class _Side(Protocol):
    """One platform's inbound side at work."""

    @property
    def ways(self) -> str:
        """Which platform, and how it comes."""

    def ready(self) -> str:
        """Why it is not heard; "" when it is."""

    async def watch(self) -> None:
        """Runs as long as it is served."""


@asynccontextmanager
async def _sides(app: web.Application, bot: Bot, outward: Platforms, settings: Settings) -> AsyncIterator[list[_Side]]:
    """Every platform that there are credentials for, as long as the block lasts."""
    async with AsyncExitStack() as open_ones:
        sides: list[_Side] = []
        if settings.slack is not None and outward.slack is not None:
            slack = slack_serving(app, bot, outward.slack, settings, settings.slack)
            sides.append(await open_ones.enter_async_context(slack))
        if settings.teams is not None and outward.teams is not None:
            from adapters.teams.serving import serving as teams_serving  # with its SDK, for those who have Teams

            teams = teams_serving(app, bot, outward.teams, settings, settings.teams)
            sides.append(await open_ones.enter_async_context(teams))
        yield sides


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
    cells = for_playground(settings.keys_url, PLAIN_KEYS)
    audiences = {PLATFORM: PlaygroundAudiences(lambda: CAST)}
    bot = build(settings, {PLATFORM: transport}, clock, cells=cells, audiences=audiences)
    try:
        playground = Playground(bot, clock, feed, transport, settings.timezone)
        await playground.open()
        await bot.recover(bot.clock())
        app = playground.app()
        add_health(app, bot)
        settle()
        async with _listening(app, settings) as address, running(bot) if scheduler else nullcontext():
            print(f"Followthrough has no credentials for Slack or Teams; its playground is at {address}", flush=True)
            if cells.warning:
                print(cells.warning, flush=True)
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

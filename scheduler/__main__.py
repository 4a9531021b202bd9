"""The worker process: runs the scheduler until somebody says that it is enough, or once."""

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.platforms import platforms
from bot.errors import FollowthroughError, PlaygroundDatabase, SettingError
from bot.moment import read_moment
from bot.process import enough, log_to_stderr, settle
from bot.service import Bot, build, real_time
from bot.settings import Settings, load
from scheduler import running


def main(arguments: Sequence[str] | None = None) -> int:
    options = ArgumentParser(prog="python -m scheduler", description="The worker process of Followthrough.")
    options.add_argument("--once", action="store_true", help="do all that is due, deliver it, and exit")
    options.add_argument("--now", metavar="TIME", help="with --once: as if it were 2026-11-23T17:00:00+00:00")
    given = options.parse_args(arguments)
    try:
        if given.now is not None and not given.once:
            raise SettingError("--now goes with --once: a worker that stays keeps to the real time.")
        now = real_time() if given.now is None else read_moment(given.now, "--now")
        settings = load()
        log_to_stderr(settings.log_level)
        asyncio.run(_once(settings, now) if given.once else _stay(settings))
    except FollowthroughError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def _stay(settings: Settings) -> None:
    """Work until somebody says that it is enough."""
    until = enough()
    async with _bot(settings) as bot:
        settle()
        async with running(bot):
            waits = "" if bot.transports else " No platform is set up, so what is to be sent waits."
            print(f"Followthrough's worker is running.{waits}", flush=True)
            await until.wait()


async def _once(settings: Settings, now: datetime) -> None:
    """Do all that is due at that moment, deliver it, and say in one line what that was."""
    async with _bot(settings, lambda: now) as bot:
        due, handled = await bot.tick(now), await bot.deliver(now)
    waits = "" if bot.transports else " No platform is set up, so what is to be sent waits."
    print(f"{now:%Y-%m-%d %H:%M} UTC: {_count(due, 'follow-up')} and {_count(handled, 'message')} handled.{waits}")


@asynccontextmanager
async def _bot(settings: Settings, clock: Callable[[], datetime] = real_time) -> AsyncIterator[Bot]:
    """The bot with its platforms, as long as the block lasts."""
    async with platforms(settings) as outward:
        bot = build(settings, outward.transports, clock, directories=outward.directories, audiences=outward.audiences)
        try:
            await _refuse_playground(bot)
            await outward.connect(bot)
            await bot.recover(bot.clock())
            yield bot
        finally:
            await bot.close()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


async def _refuse_playground(bot: Bot) -> None:
    """Its clock can be moved, and its conversations are the web process's own.

    Raises:
        PlaygroundDatabase: this is one.
    """
    if await bot.playground.is_playground():
        raise PlaygroundDatabase


if __name__ == "__main__":
    sys.exit(main())

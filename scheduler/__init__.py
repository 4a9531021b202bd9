"""Knows only that time has passed: runs tick, deliver and housekeeping, and decides nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from uuid import uuid4

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

PATIENCE: Final = 6.0
"""Seconds that work under way has left when the process ends; systemd, Heroku and Kubernetes give 10 or more."""


class Bot(Protocol):
    """What time does to the bot."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The bot's time, aware UTC."""

    @property
    def wall(self) -> Callable[[], datetime]:
        """Real time, aware UTC."""

    draining: bool
    """Whether no more batches are to be begun."""

    async def tick(self, now: datetime) -> int:
        """Turn what is due into messages."""

    async def deliver(self, now: datetime) -> int:
        """Send what is waiting to be sent."""

    async def tidy(self, now: datetime) -> None:
        """Housekeeping."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Seconds from one run to the next."""

    tick: float = 15
    deliver: float = 5
    tidy: float = 3600


@asynccontextmanager
async def running(bot: Bot, every: Intervals = Intervals()) -> AsyncIterator[None]:
    """Run the three jobs, at once and then at their intervals, as long as the block lasts.

    At its end nothing new is begun, and what is under way gets `PATIENCE` to end.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    under_way: set[asyncio.Task[Any]] = set()
    for work, seconds in ((bot.tick, every.tick), (bot.deliver, every.deliver), (bot.tidy, every.tidy)):
        scheduler.add_job(
            _job, "interval", (bot, work, under_way), seconds=seconds, id=work.__name__, next_run_time=bot.wall()
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        bot.draining = True
        await _drain(under_way)
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it is done in the next turn of the loop


async def _drain(under_way: set[asyncio.Task[Any]]) -> None:
    """Let what is under way end. What does not is cancelled; its transaction ends whole or not at all."""
    if under_way:
        _, late = await asyncio.wait(under_way, timeout=PATIENCE)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)


async def _job(bot: Bot, work: Callable[[datetime], Awaitable[object]], under_way: set[asyncio.Task[Any]]) -> None:
    """One run, on time or late; whatever goes wrong is logged, and the next run comes."""
    task = asyncio.current_task()
    assert task is not None
    under_way.add(task)
    name = getattr(work, "__name__", "")
    try:
        await work(bot.clock())
    except asyncio.CancelledError:
        log.warning("a job was left off, because the process ends", job=name)
    except Exception as error:  # an edge: one run that failed must not be the last
        trouble = uuid4().hex[:8]
        log.error("a job failed and is run again", id=trouble, job=name, error=type(error).__name__, exc_info=error)
    finally:
        under_way.discard(task)

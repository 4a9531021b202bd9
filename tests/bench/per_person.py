"""What is measured against: one APScheduler cron job per person, tuned, in the same database."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from tests.bench.clocks import Took, timed
from tests.bench.databases import engine_on

_done: list[str] = []


async def ask(person: str) -> None:
    """The job itself: nothing at all."""
    _done.append(person)


class JobPerPerson:
    """A scheduler whose jobs are added, and then come due, some at a time."""

    def __init__(self, url: str) -> None:
        self.engine = engine_on(url)
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self.scheduler: Any = AsyncIOScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=self.engine)},
            executors={"default": AsyncIOExecutor()},
            job_defaults=defaults,
            timezone=UTC,
        )
        self.count = 0

    def start(self) -> None:
        """Begin, with nothing to do yet."""
        self.scheduler.start(paused=True)

    def add(self, jobs: int) -> None:
        """Jobs that are due from a second ago on, and every day."""
        coming = datetime.now(UTC) - timedelta(seconds=1)  # noqa: TID251  APScheduler reads the clock itself
        for _ in range(jobs):
            self.count += 1
            name = f"p{self.count}"
            trigger = CronTrigger(hour=(coming.hour - 1) % 24, timezone=UTC)
            self.scheduler.add_job(ask, trigger, args=[name], id=name, next_run_time=coming)

    async def run(self) -> Took:
        """Let everything run that is due, and say how long it took."""
        return await timed(self._run())

    async def _run(self) -> None:
        self.scheduler.resume()
        while len(_done) < self.count:  # noqa: ASYNC110  an event would have to be set by each job
            await asyncio.sleep(0.001)
        self.scheduler.pause()

    def end(self) -> None:
        """Let go of it."""
        self.scheduler.shutdown(wait=False)
        self.engine.dispose()
        _done.clear()

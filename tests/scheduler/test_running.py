"""The scheduler inside a process: it only knows that time has passed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.service import real_time
from scheduler import Intervals, running

FAST = Intervals(tick=0.02, deliver=0.02, tidy=0.02)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Bot:
    """Writes down what it was told to do, and at which time."""

    done: list[str] = field(default_factory=list)
    nows: set[datetime] = field(default_factory=set)
    work: Callable[[str], Any] = lambda name: asyncio.sleep(0)
    draining: bool = False

    def clock(self) -> datetime:
        return NOON

    def wall(self) -> datetime:
        return real_time()

    async def tick(self, now: datetime) -> int:
        return await self._do("tick", now)

    async def deliver(self, now: datetime) -> int:
        return await self._do("deliver", now)

    async def tidy(self, now: datetime) -> None:
        await self._do("tidy", now)

    async def _do(self, name: str, now: datetime) -> int:
        self.nows.add(now)
        self.done.append(name)
        await self.work(name)
        return 0


async def seen(bot: Bot, name: str, times: int) -> None:
    """Wait until it was done so often."""
    async with asyncio.timeout(10):
        while bot.done.count(name) < times:  # noqa: ASYNC110  the jobs are what is waited for, and they tell nobody
            await asyncio.sleep(0.005)


async def test_tick_deliver_and_housekeeping_run_at_once_and_again_at_the_bots_own_time() -> None:
    bot = Bot()
    async with running(bot, FAST):
        for name in ("tick", "deliver", "tidy"):
            await seen(bot, name, 3)
    assert bot.nows == {NOON}
    done = len(bot.done)
    await asyncio.sleep(0.1)
    assert len(bot.done) == done, "after the block nothing runs any more"


async def test_each_runs_at_its_own_interval() -> None:
    bot = Bot()
    async with running(bot, Intervals(tick=0.02, deliver=3600, tidy=3600)):
        await seen(bot, "tick", 5)
    assert (bot.done.count("deliver"), bot.done.count("tidy")) == (1, 1)


async def test_a_run_that_fails_is_logged_with_an_id_and_the_next_one_comes() -> None:
    async def fail(name: str) -> None:
        if name == "tick":
            raise ZeroDivisionError

    bot = Bot(work=fail)
    with capture_logs() as logs:
        async with running(bot, FAST):
            await seen(bot, "tick", 3)
            await seen(bot, "deliver", 3)
    failed = [one for one in logs if one["event"] == "a job failed and is run again"]
    assert len(failed) >= 3
    assert {(one["job"], one["error"], one["log_level"]) for one in failed} == {("tick", "ZeroDivisionError", "error")}
    assert len({one["id"] for one in failed}) == len(failed)


async def test_a_long_run_is_not_overtaken_by_the_next() -> None:
    under_way = 0
    most = 0

    async def slowly(name: str) -> None:
        nonlocal under_way, most
        if name == "tick":
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.1)
            under_way -= 1

    bot = Bot(work=slowly)
    async with running(bot, FAST):
        await seen(bot, "tick", 3)
    assert most == 1


async def test_at_the_end_what_is_under_way_may_end_and_no_batch_is_begun() -> None:
    ended: list[bool] = []

    async def deliver(name: str) -> None:
        if name == "deliver":
            await asyncio.sleep(0.2)
            ended.append(bot.draining)

    bot = Bot(work=deliver)
    async with running(bot, Intervals(tick=3600, deliver=3600, tidy=3600)):
        await seen(bot, "deliver", 1)
    assert ended == [True]


async def test_what_does_not_end_in_time_is_cancelled(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("scheduler.PATIENCE", 0.1)
    cancelled: list[str] = []

    async def for_ever(name: str) -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cancelled.append(name)
            raise

    bot = Bot(work=for_ever)
    with capture_logs() as logs:
        async with running(bot, Intervals(tick=3600, deliver=3600, tidy=3600)):
            await seen(bot, "tidy", 1)
    assert sorted(cancelled) == ["deliver", "tick", "tidy"]
    assert sorted(one["job"] for one in logs) == sorted(cancelled)
    assert "Traceback" not in caplog.text

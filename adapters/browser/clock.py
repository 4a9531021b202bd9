"""The bot's time in the playground: real time and an offset. Moving it does everything due on the way."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from adapters.browser.feed import Feed, Note
from adapters.browser.ports import Bot
from bot.errors import FollowthroughError

STEP = timedelta(minutes=1)
STEPS = 3
"""How many minutes something that stays due after its work was done is given before the clock gives up."""
TOLD_EVERY = 0.1
"""Seconds between two words of progress."""


class StandsStill(FollowthroughError):
    """Something stays due however often its work is done, so the clock was stopped there."""


class Clock:
    """The bot's time. While it is being moved it stands still at each moment until its work is done."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._offset = timedelta(0)
        self._held: datetime | None = None

    def __call__(self) -> datetime:
        """The bot's time, aware UTC."""
        return self._held or self._real() + self._offset

    def set_offset(self, seconds: float) -> None:
        """Take up the distance from real time that was kept."""
        self._offset = timedelta(seconds=seconds)

    def hold(self, moment: datetime) -> int:
        """Stand still at that moment; gives its distance from real time in whole seconds, rounded up."""
        seconds = ceil((moment - self._real()).total_seconds())
        self.set_offset(seconds)
        self._held = moment
        return seconds

    def release(self) -> None:
        """Run on from the moment at which it was held."""
        self._held = None


class Moving:
    """Moves the clock, one move at a time, and tells every page how far it has come."""

    def __init__(self, bot: Bot, clock: Clock, feed: Feed, sorry: Callable[[Exception], Mapping[str, str]]) -> None:
        self._bot, self._clock, self._feed, self._sorry = bot, clock, feed, sorry
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._fraction = 1.0
        self._told_at = 0.0

    @property
    def under_way(self) -> bool:
        """Whether the clock is being moved now."""
        return self._task is not None and not self._task.done()

    def start(self, target: datetime) -> None:
        """Begin to move; the caller has seen that no move is under way."""
        self._stopping, self._fraction = False, 0.0
        self._task = asyncio.create_task(self._move(target))

    async def stop(self) -> None:
        """Stop as soon as the present moment's work is done, and wait for that."""
        self._stopping = True
        if self._task is not None:
            await self._task

    def stands(self) -> dict[str, Any]:
        """The clock as pages show it."""
        return {"now": self._clock().isoformat(), "moving": self._fraction < 1, "fraction": self._fraction}

    async def _move(self, target: datetime) -> None:
        start = self._clock()
        outcome: dict[str, Any] = {}
        try:
            forward = target >= start
            if forward:
                await self._pass_through(start, target)
            if self._stopping:
                outcome = {"stopped": True}
            else:
                await self._work(target) if forward else await self._reach(target)
        except Exception as error:  # noqa: BLE001 - an edge: the page shows the sentence and its id
            outcome = {"error": self._sorry(error)}
        self._clock.release()
        self._fraction = 1.0
        self._tell(outcome)

    async def _pass_through(self, start: datetime, target: datetime) -> None:
        """Do what is due at every moment up to the target, in order."""
        moment, again = start, 0
        while not self._stopping:
            due = await self._bot.next_due()
            if due is None or due > target:
                return
            if due > moment:
                moment, again = due, 0
            elif again > STEPS:
                raise StandsStill
            else:
                # Once more at the same moment, then a minute later each time.
                moment, again = min(moment + (STEP if again else timedelta(0)), target), again + 1
            await self._work(moment)
            self._fraction = min((moment - start) / max(target - start, STEP), 0.999)
            self._tell_now_and_then()

    async def _work(self, moment: datetime) -> None:
        await self._reach(moment)
        await self._bot.tick(moment)
        await self._bot.deliver(moment)

    async def _reach(self, moment: datetime) -> None:
        await self._bot.playground.set_clock_offset(self._clock.hold(moment))

    def _tell_now_and_then(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            self._tell({})

    def _tell(self, outcome: Mapping[str, Any]) -> None:
        self._feed.tell(Note("clock", {**self.stands(), **outcome}))

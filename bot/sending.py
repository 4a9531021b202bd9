"""What leaves: the outbox emptied in batches, the replies of acts at once, and what became of each written down."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Final
from weakref import WeakValueDictionary

import structlog

from bot.acts import Taken
from bot.delivery import (
    LEASE,
    SPARE,
    Doubted,
    Failed,
    Left,
    Platforms,
    Result,
    Retried,
    Sent,
    Withheld,
    ended,
    send_all,
)
from bot.errors import DOWN, Stale, StoreError
from bot.outgoing import Outgoing
from bot.store import Unit
from bot.together import Together
from bot.turns import Turns
from bot.work import Work

log = structlog.get_logger()

BATCH: Final = 200
"""Messages claimed in one transaction."""
LANES: Final = 2
"""Batches on their way at once: while the platform answers about one, the database works on the other."""
GOODBYE: Final = 3.0
"""Seconds that replies under way have left when the process ends."""

Claim = Callable[[Unit], list[Outgoing]]


class Sending:
    """Everything that one process sends. `clock` is the bot's time, `wall` real time, for leases alone."""

    def __init__(
        self,
        work: Work,
        turns: Turns,
        platforms: Platforms,
        clock: Callable[[], datetime],
        wall: Callable[[], datetime],
    ) -> None:
        self._work, self._turns, self._platforms, self._clock, self._wall = work, turns, platforms, clock, wall
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._leaving: set[asyncio.Task[None]] = set()  # replies under way
        self._marking: Together[tuple[list[Result], datetime], None] = Together(self._mark_together)

    def possible(self) -> bool:
        """Whether there is any platform to send to."""
        return bool(self._platforms.transports)

    async def deliver(self, now: datetime, over: Callable[[], bool]) -> int:
        """Empty the outbox of what may leave now, or until it is `over`; returns how many messages were handled.

        What a process without a platform finds there is left to one that has it.
        """
        if not self.possible():
            return 0
        expired = await self._work.again(lambda: self._expire(now))
        return expired + sum(await asyncio.gather(*(self._lane(now, over) for _ in range(LANES))))

    async def _lane(self, now: datetime, over: Callable[[], bool]) -> int:
        handled = 0
        while not over() and (batch := await self._send_some(now)):
            handled += batch
        return handled

    async def _send_some(self, now: datetime) -> int:
        until = self._wall() + LEASE - SPARE
        rows = await self._claimed(lambda unit: unit.outbox.claim(now, self._wall(), LEASE, BATCH))
        if rows:
            results = await self._send_all(rows, now, until)
            await self._work.again(lambda: self._mark(results, now))
        return len(rows)

    def answer(self, person: str, taken: Taken) -> None:
        """Send what is said to somebody's act, in a task of its own."""
        task = asyncio.create_task(self._answer(person, taken))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def answered(self) -> None:
        """Wait until every reply that is under way has left, or is left to the worker."""
        while self._leaving:
            await asyncio.wait(self._leaving)

    async def close(self) -> None:
        """Let the replies leave, as many as can in a few seconds."""
        if self._leaving:
            _, late = await asyncio.wait(self._leaving, timeout=GOODBYE)
            for answer in late:
                answer.cancel()  # whether it left is looked for by whoever comes next
            await asyncio.gather(*late, return_exceptions=True)

    async def _answer(self, person: str, taken: Taken) -> None:
        """One act's replies after another's; what does not leave now is the worker's."""
        queue = self._queues.setdefault(person, asyncio.Lock())
        try:
            async with queue:
                until, rows = taken.until, taken.claimed
                if not rows:  # something was on its way before them
                    until = self._wall() + LEASE - SPARE
                    rows = await self._claimed(lambda unit: self._claim_now(unit, taken.keys))
                if rows:
                    now = self._clock()
                    await self._marking.do((await self._send_all(rows, now, until), now))
        except (StoreError, Stale) as error:
            log.error("a reply is left to the worker: the turn itself is saved", person=person, exc_info=error)

    async def _send_all(self, rows: list[Outgoing], now: datetime, until: datetime) -> list[Result]:
        return await send_all(rows, self._platforms, now, lambda: self._wall() < until)

    async def _claimed(self, claim: Claim) -> list[Outgoing]:
        return await self._work.again(lambda: self._claim(claim))

    # on the store's thread

    def _claim(self, claim: Claim) -> list[Outgoing]:
        with self._work.store.begin() as unit:
            return claim(unit)

    def _claim_now(self, unit: Unit, keys: list[str]) -> list[Outgoing]:
        return unit.outbox.claim_now(keys, self._wall(), LEASE) if self.possible() else []

    def _expire(self, now: datetime) -> int:
        with self._work.store.begin() as unit:
            rows = unit.outbox.expire(now)
            for row in rows:
                if row.published:
                    self._turns.unposted(unit, row, "unknown", (), now)
                else:
                    self._turns.lost(unit, row, "it expired before it could be sent", now)
        return len(rows)

    async def _mark_together(self, several: list[tuple[list[Result], datetime]]) -> list[Exception | None]:
        """What became of several people's replies; when one cannot be written, each by itself."""
        try:
            await self._work.run(lambda: self._mark([one for results, _ in several for one in results], several[0][1]))
        except DOWN as error:
            return [error] * len(several)
        except Exception as error:  # noqa: BLE001  an edge: each by itself says which it was
            if len(several) == 1 and not isinstance(error, Stale):
                return [error]
        else:
            return [None] * len(several)
        found: list[Exception | None] = []
        for results, now in several:
            try:
                await self._work.again(partial(self._mark, results, now))
                found.append(None)
            except Exception as error:  # noqa: BLE001  an edge: raised where it was asked for
                found.append(error)
        return found

    def _mark(self, results: Iterable[Result], now: datetime) -> None:
        results = list(results)
        sent = [one for one in results if isinstance(one, Sent)]
        with self._work.store.begin() as unit:
            unit.outbox.mark_sent({one.row.id: one.platform_id for one in sent}, now)
            # The next redrawing finds what is there now, and not what the platform did not find any more.
            unit.outbox.moved({one.row.replaces: one.platform_id for one in sent if one.anew})
            for result in results:
                self._mark_one(unit, result)
                if ended(result):
                    self._lost(unit, result, now)
                if isinstance(result, Failed) and result.gone:
                    self._turns.left(unit, result.row, now)

    def _lost(self, unit: Unit, result: Result, now: datetime) -> None:
        if not result.row.published:
            self._turns.lost(unit, result.row, "it could not be delivered", now)
        elif isinstance(result, Withheld):
            self._turns.unposted(unit, result.row, result.held, result.who, now)
        else:
            refused = isinstance(result, Failed) and result.refused
            self._turns.unposted(unit, result.row, "gone" if refused else "unknown", (), now)

    def _mark_one(self, unit: Unit, result: Result) -> None:
        match result:
            case Retried(row, not_before, why, tried=True):
                unit.outbox.mark_retry(row.id, not_before, why)
            case Retried(row, not_before, why):
                unit.outbox.put_off(row.id, not_before, why)
            case Doubted(row, why):
                log.warning("nobody knows whether a message arrived", key=row.key, why=why)
                unit.outbox.mark_doubted(row.id, self._wall(), why)
            case Failed(row, state, why):
                log.warning("a message was not sent", key=row.key, state=state, why=why)
                unit.outbox.mark_failed(row.id, state, why)
            case Withheld(row, held, _, why):
                log.warning("a message was held back from a channel", key=row.key, held=held, why=why)
                unit.outbox.mark_failed(row.id, "failed", f"{held}: {why}" if why else held)
            case Left(row):
                unit.outbox.release(row.id)
            case Sent():
                pass

"""Turning what is due into messages: ordinary check-ins by the batch, everything else in the general way."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock
from time import perf_counter
from typing import Final

import structlog

from bot.content.words import Words
from bot.errors import DOWN
from bot.flows.checkin.many import Many
from bot.losses import Losses
from bot.store.bulk import FIRST, Place
from bot.turns import Turns, by_person
from bot.work import Work

log = structlog.get_logger()

BATCH: Final = 200
"""People's follow-ups planned in one transaction: some 15 ms of work where they are ordinary check-ins."""
FEW: Final = 25
"""So many at first where nobody knows how long each takes: a coach's page takes as long as thirty questions."""
LONG: Final = 0.1
"""Seconds after which whoever types something has waited for a transaction long enough."""
ROUNDS: Final = 20
"""How often one person may come up in one tick: a guard against a flow that plans the past for ever."""


@dataclass
class Ordinary:
    """How far a tick has come with the ordinary check-ins, the kind that thousands get at once."""

    many: Many
    after: Place = FIRST
    over: bool = False
    turn: Lock = field(default_factory=Lock)  # held while a batch is marked off, so that no two are the same


@dataclass(frozen=True, slots=True)
class Planning:
    """What a tick does, batch by batch, until it is `over`."""

    work: Work
    turns: Turns
    words_for: Callable[[str], Words]
    losses: Losses
    over: Callable[[], bool]

    async def tick(self, now: datetime) -> int:
        """Turn everything that is due into messages; returns how many follow-ups were handled."""
        await self.losses.tell(now)
        if not await self.work.run(lambda: self._is_due(now)):
            return 0
        ordinary = Ordinary(Many(now, self.words_for))
        handled = sum(await asyncio.gather(*(self._all_ordinary(ordinary) for _ in range(self.work.lanes))))
        return handled + await self._the_rest(now)

    async def _the_rest(self, now: datetime) -> int:
        """Whatever is no ordinary check-in, as much at once as is quickly done."""
        handled, many, seen = 0, FEW, dict[str, int]()
        while not self.over():
            begun = perf_counter()
            batch = await self.work.again(partial(self.general, now, seen, many))
            if not batch:
                break
            handled += batch
            many = fitting(many, perf_counter() - begun)
        return handled

    def _is_due(self, now: datetime) -> bool:
        """Most ticks find nothing: one look at an index, and no lock."""
        with self.work.store.glance() as unit:
            first = unit.follow_ups.first()
        return first is not None and first <= now

    async def _all_ordinary(self, ordinary: Ordinary) -> int:
        handled = 0
        while not self.over() and not ordinary.over:
            handled += await self.work.run(lambda: self.ordinary(ordinary))
        return handled

    def ordinary(self, ordinary: Ordinary) -> int:
        """One batch of ordinary check-ins in one transaction; when it fails, all are left to the general way."""
        try:
            with self.work.store.begin() as unit:
                with ordinary.turn:
                    people, after = unit.bulk.next(ordinary.many.now, BATCH, ordinary.after)
                    ordinary.after, ordinary.over = after or FIRST, after is None
                asked = ordinary.many.ask(unit.bulk.coming(ordinary.many.now, people))
                unit.bulk.write(asked, ordinary.many.now)
        except DOWN:
            raise
        except Exception as error:  # noqa: BLE001  an edge: the general way finds the one row and sets it aside
            log.warning("a batch of check-ins failed and goes the general way", error=type(error).__name__)
            ordinary.over = True
            return 0
        return len(asked)

    def general(self, now: datetime, seen: dict[str, int], many: int = BATCH) -> int:
        """One batch in one transaction; when it fails, person by person, so that one poison row is alone. `seen`
        counts how often each person came up."""
        with self.work.store.begin() as unit:
            stuck = frozenset(person for person, count in seen.items() if count >= ROUNDS)
            items = unit.follow_ups.due(now, many, stuck)
            if not items:
                return 0
            people = by_person(items)
            for person in people:
                seen[person] = seen.get(person, 0) + 1
            try:
                with unit.nested():
                    self.turns.plan(unit, people, now)
            except DOWN:
                raise
            except Exception as error:  # noqa: BLE001  an edge: one person's row must not stop the others
                log.warning("a batch failed and is replayed person by person", error=type(error).__name__)
                for person, theirs in people.items():
                    self.turns.plan_alone(unit, person, theirs, now, tries=seen[person])
        return len(items)


def fitting(many: int, took: float) -> int:
    """How many at once after so many took that long, in seconds."""
    if took > LONG:
        return max(1, many // 2)
    return min(BATCH, many * 2) if took < LONG / 3 else many

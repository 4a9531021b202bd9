"""Rounds that go wrong: those that no key opens any more, found as a process starts or by an answer that found no key,
and those that nobody has closed at their time. Everybody is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

import structlog

from bot.ballot.rounds import recover
from bot.effects import Start
from bot.errors import DOWN, KeysUnreachable, RoundsRefused
from bot.inquiries import PULSE
from bot.store import Unit
from bot.turns import Turns
from bot.work import Work

log = structlog.get_logger()

LATE: Final = timedelta(hours=6)
"""After its time a round is closed by housekeeping; until then its own follow-up tries."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What is looked for, and who is told."""

    work: Work
    turns: Turns

    async def recover(self, now: datetime) -> None:
        """Put right what a process that was killed has left behind. Where the keys cannot be asked for, nothing is
        taken for lost."""
        try:
            await self.work.again(lambda: recover(self.work.store))
        except (KeysUnreachable, RoundsRefused) as unasked:
            log.warning("the keys of open rounds cannot be asked for", why=str(unasked))
        await self.tell(now)

    async def tell(self, now: datetime) -> None:
        """Tell everybody whose round is lost and who has not been told. Mostly that is one look at an index."""
        await self._begins("lost", lambda unit: unit.ballots.untold(), now)

    async def close(self, now: datetime) -> None:
        """Close what should have been closed long ago: the follow-up that does so was set aside."""
        await self._begins("overdue", lambda unit: unit.ballots.overdue(now - LATE), now)

    async def _begins(self, news: str, found: Callable[[Unit], list[tuple[str, str]]], now: datetime) -> None:
        """Begin each round's conversation with that news."""
        for round_, leader in await self.work.run(partial(self._found, found)):
            try:
                await self.work.again(partial(self._begin, news, round_, leader, now))
            except DOWN:
                raise
            except Exception:  # an edge: whatever else is due must not wait for this
                log.exception("a round that went wrong stays so", id=uuid4().hex[:8], round=round_, news=news)

    def _found(self, found: Callable[[Unit], list[tuple[str, str]]]) -> list[tuple[str, str]]:
        with self.work.store.glance() as unit:
            return found(unit)

    def _begin(self, news: str, round_: str, leader: str, now: datetime) -> None:
        begun = Start(PULSE, round_, answers={"news": news})
        with self.work.store.begin() as unit:
            self.turns.begun(unit, leader, begun, f"{news}/{round_}/{now.date()}", now)

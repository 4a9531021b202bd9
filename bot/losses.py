"""Rounds that are lost because no key opens their box any more: found as a process starts, or by an answer that found
no key, and told to everybody at once."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

import structlog

from bot.ballot.rounds import recover
from bot.effects import Start
from bot.errors import DOWN, KeysUnreachable, RoundsRefused
from bot.inquiries import PULSE
from bot.turns import Turns
from bot.work import Work

log = structlog.get_logger()


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
        for round_, leader in await self.work.run(self._untold):
            try:
                await self.work.again(partial(self._tell, round_, leader, now))
            except DOWN:
                raise
            except Exception:  # an edge: whatever else is due must not wait for this
                log.exception("nobody was told of a lost round", id=uuid4().hex[:8], round=round_)

    def _untold(self) -> list[tuple[str, str]]:
        with self.work.store.glance() as unit:
            return unit.ballots.untold()

    def _tell(self, round_: str, leader: str, now: datetime) -> None:
        lost = Start(PULSE, round_, answers={"news": "lost"})
        with self.work.store.begin() as unit:
            self.turns.begun(unit, leader, lost, f"lost/{round_}", now)

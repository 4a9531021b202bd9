"""Anonymous rounds as a process uses them: an answer has a transaction of its own, with nothing else in it."""

from dataclasses import dataclass
from datetime import datetime

from bot.ballot.answer import Answer
from bot.store import Store
from bot.store.ballots import Cast
from bot.work import Work


@dataclass(frozen=True, slots=True)
class Rounds:
    """What is done to rounds outside of turns. They are opened and closed in the unit of whoever tells people so."""

    work: Work

    async def cast(self, round_: str, person: str, answer: Answer, now: datetime) -> Cast:
        """Put an answer into the box of a round.

        Raises:
            AnswerTooLong, ValueError, KeysUnreachable: as `Ballots.cast`.
            Stale, StoreError: as `Store.begin`; it may have been taken all the same, and is taken once.
        """
        return await self.work.again(lambda: self._cast(round_, person, answer, now))

    async def recover(self) -> list[str]:
        """See `recover`."""
        return await self.work.run(lambda: recover(self.work.store))

    def _cast(self, round_: str, person: str, answer: Answer, now: datetime) -> Cast:
        with self.work.store.begin() as unit:
            return unit.ballots.cast(round_, person, answer, now)


def recover(store: Store) -> list[str]:
    """At the start of a process: which open rounds are lost, because none of their keys is left. Whatever another
    process left behind when it was killed is put right.

    Raises:
        RoundsRefused: the place of the keys cannot be asked; nothing was taken for lost.
    """
    with store.look() as unit:
        rounds = unit.ballots.open_rounds()
    if rounds and store.cells:
        store.cells.ready()
    lost = []
    for round_ in rounds:
        with store.begin() as unit:
            if not unit.ballots.settle(round_):
                lost.append(round_)
    with store.begin() as unit:
        unit.ballots.sweep()
    return lost

"""What people do, taken in: those that come at once in one transaction, together with the claim on their replies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import structlog

from bot.delivery import LEASE, SPARE
from bot.errors import DOWN, Stale
from bot.events import Act
from bot.messages import NOTHING, Reply
from bot.outgoing import Outgoing
from bot.store import Unit
from bot.together import Together
from bot.turns import Turns
from bot.work import TRIES, Work

log = structlog.get_logger()

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Taken:
    """What became of an act: the reply, the keys of what is said, and what of it is ours to send, until when."""

    reply: Reply
    keys: list[str] = field(default_factory=list)
    claimed: list[Outgoing] = field(default_factory=list)
    until: datetime = LONG_AGO


Outcomes = list[Taken | Exception | None]
"""Of several acts, in their order; None where nobody of that id has joined."""


class Acts:
    """The acts of one process. `wall` is real time; one that `sends` keeps what it says for itself to send."""

    def __init__(self, work: Work, turns: Turns, wall: Callable[[], datetime], sends: Callable[[], bool]) -> None:
        self._work, self._turns, self._wall, self._sends = work, turns, wall, sends
        # One batch after the other, on PostgreSQL too: what comes meanwhile shares the next, and fuller ones cost less.
        self._together: Together[Act, Taken | None] = Together(self._several)

    async def take(self, event: Act) -> Taken | None:
        """Take it, with whatever else comes at this moment; raises what kept it from being saved."""
        return await self._together.do(event)

    async def _several(self, events: list[Act]) -> Outcomes:
        return await self._work.run(lambda: self.take_all(events))

    def take_all(self, events: Sequence[Act]) -> Outcomes:
        """Acts in one transaction, in their order. Where one of them fails, each has its own."""
        if len(events) > 1:
            try:
                return self._in_one(events)
            except DOWN as error:
                return [error] * len(events)
            except Exception as error:  # noqa: BLE001  an edge: each by itself says which it was
                log.info("acts are taken one by one", count=len(events), error=type(error).__name__)
        return [self._alone(event) for event in events]

    def _alone(self, event: Act) -> Taken | Exception | None:
        failed: Exception = Stale()
        for _ in range(TRIES):
            try:
                return self._in_one([event])[0]
            except Stale as error:
                failed = error
            except Exception as error:  # noqa: BLE001  an edge: raised where the act was received
                return error
        return failed

    def _in_one(self, events: Sequence[Act]) -> Outcomes:
        """Everybody's first act, everybody's second, and so on, each round together."""
        taken: Outcomes = [None] * len(events)
        with self._work.store.begin() as unit:
            for places in _rounds(events):
                for place, one in zip(places, self._round(unit, [events[place] for place in places]), strict=True):
                    taken[place] = one
        return taken

    def _round(self, unit: Unit, events: Sequence[Act]) -> Outcomes:
        new = unit.first_seen({event.id: event.at for event in events})
        done = iter(self._turns.act(unit, [event for event in events if event.id in new]))
        found = [next(done) if event.id in new else (NOTHING, []) for event in events]
        until = self._wall() + LEASE - SPARE
        said = [row for one in found if one is not None for row in one[1]] if self._sends() else []
        # The replies are this process's own from the beginning, unless something is on its way before them.
        claimed = {row.key: row for row in unit.outbox.claim_written(said, self._wall(), LEASE)}
        return [None if one is None else _taken(*one, claimed, until) for one in found]


def _taken(reply: Reply, said: Sequence[Outgoing], claimed: dict[str, Outgoing], until: datetime) -> Taken:
    keys = [row.key for row in said]
    return Taken(reply, keys, [claimed[key] for key in keys if key in claimed], until)


def _rounds(events: Sequence[Act]) -> list[list[int]]:
    """The places of events in rounds, in each of which everybody does one thing at most."""
    rounds: list[list[int]] = []
    counted: dict[str, int] = {}
    for place, event in enumerate(events):
        number = counted.get(event.person, 0)
        counted[event.person] = number + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(place)
    return rounds

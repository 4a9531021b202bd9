"""Who does not want to be disturbed now, as Slack knows it. Where it does not say, nobody is quiet."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from adapters.slack.calls import Calls, Misspoken
from adapters.slack.whom import is_channel, whom
from bot.delivery import Doubtful, Later, Refused

log = structlog.get_logger()

FRESH: Final = 240.0
"""Seconds for which an answer is believed; that there was none, no longer than until one may ask again."""
SOON: Final = 5.0
"""Seconds that one workspace gets to answer: messages wait for this."""
AT_ONCE: Final = 50
"""Users that dnd.teamInfo takes."""
MOST: Final = 50_000
"""Answers that are kept."""

Night = tuple[float, float]
"""From when to when, in Unix seconds."""
NONE: Final[Night] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Quiet:
    """What dnd.teamInfo said lately. `clock` says the real time, aware."""

    calls: Calls
    clock: Callable[[], datetime]
    _kept: dict[tuple[str, str], tuple[Night, float]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    async def until(self, addresses: Sequence[str]) -> Mapping[str, datetime]:
        """Until when those of them who are quiet now are so, aware UTC. A channel never is."""
        addresses = [address for address in addresses if not is_channel(whom(address)[1])]
        await self._learn(addresses)
        now = self.clock().timestamp()
        nights = {address: self._kept.get(whom(address), (NONE, 0.0))[0] for address in addresses}
        return {
            address: datetime.fromtimestamp(end, UTC) for address, (start, end) in nights.items() if start <= now < end
        }

    async def _learn(self, addresses: Sequence[str]) -> None:
        now = self.calls.clock()
        if len(self._kept) > MOST:
            self._kept.clear()
        unknown: dict[str, list[str]] = defaultdict(list)
        for place, user in map(whom, addresses):
            if self._kept.get((place, user), (NONE, 0.0))[1] <= now:
                unknown[place].append(user)
        await asyncio.gather(*(self._ask(place, users) for place, users in unknown.items()))

    async def _ask(self, place: str, users: Sequence[str]) -> None:
        now, heard, pause = self.calls.clock(), 0, FRESH
        try:
            async with asyncio.timeout(SOON):
                while heard < len(users):
                    some = users[heard : heard + AT_ONCE]
                    said = await self._said(place, some)
                    self._kept.update({(place, user): (_night(said.get(user, {})), now + FRESH) for user in some})
                    heard += len(some)
                return
        except Later as error:
            pause, why = min(FRESH, error.seconds), str(error)
        except (Refused, Doubtful, Misspoken, TimeoutError) as error:
            why = str(error) or f"no answer in {SOON:g} s"
        for user in users[heard:]:  # what was known before may still be so
            self._kept[place, user] = (self._kept.get((place, user), (NONE, 0.0))[0], now + pause)
        if place not in self._told:
            self._told.add(place)
            log.warning("nobody knows who is not to be disturbed in a workspace", place=place, why=why)

    async def _said(self, place: str, users: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        if len(users) == 1:  # dnd.teamInfo answers `no_users_provided`: "Must provide more than one user."
            return {users[0]: await self.calls.call(place, "dnd.info", {"user": users[0]})}
        answer = await self.calls.call(place, "dnd.teamInfo", {"users": ",".join(users)})
        found: Mapping[str, Mapping[str, Any]] = answer["users"]
        return found


def _night(said: Mapping[str, Any]) -> Night:
    if not said.get("dnd_enabled"):
        return NONE
    return float(said.get("next_dnd_start_ts") or 0), float(said.get("next_dnd_end_ts") or 0)

"""How fast a platform is spoken to: so many calls a second of each method in each place, none while it asks to wait.

Each place has its own count, so that one which is slow holds up nobody else. Whoever would wait long does
not: they are told when to come again, each at a time of their own.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.delivery import Later

PATIENCE: Final = 2.0
"""Seconds that are waited for here. Waiting longer would hold one of the few addresses sent to at once."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second, and so many more at once after a rest."""

    per_second: float
    burst: int


@dataclass(slots=True)
class _Line:
    """Who is served when, in seconds of the clock: `free` in theory, `promised` to those who were sent away."""

    free: float = 0.0
    promised: float = 0.0
    shut: float = 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What each place bears. `clock` is monotonic, in seconds; no `rates` are no limits but the platform's own."""

    clock: Callable[[], float]
    rates: Mapping[str, Rate] | None
    _lines: dict[tuple[str, str], _Line] = field(default_factory=dict)

    async def turn(self, place: str, method: str, *, urgent: bool = False) -> None:
        """Wait for one's turn.

        Raises:
            Later: it comes too late to wait for. Somebody who waits for an answer (`urgent`) need not queue
                behind those who were sent away before.
        """
        line = self._lines.setdefault((place, method), _Line())
        rate = (self.rates or {}).get(method)
        now = self.clock()
        wait = max(line.shut - now, 0.0)
        if rate is not None:
            # The generic cell rate algorithm: one number, the time at which a call would be on time.
            wait = max(wait, line.free - (rate.burst - 1) / rate.per_second - now)
        if wait > PATIENCE:
            raise Later(self._place_in_line(line, rate, now + wait, urgent) - now, "its place is busy", tried=False)
        if rate is not None:
            line.free = max(line.free, now) + 1 / rate.per_second
        if wait > 0:
            await asyncio.sleep(wait)

    def shut(self, place: str, method: str, seconds: float) -> None:
        """The platform asks to wait: nobody calls this method in this place before that."""
        line = self._lines.setdefault((place, method), _Line())
        line.shut = max(line.shut, self.clock() + seconds)
        rate = (self.rates or {}).get(method)
        if rate is not None:  # and afterwards no burst, which would end as this one did
            line.free = max(line.free, line.shut + rate.burst / rate.per_second)

    def _place_in_line(self, line: _Line, rate: Rate | None, soonest: float, urgent: bool) -> float:
        if urgent or rate is None:
            return soonest
        line.promised = max(line.promised + 1 / rate.per_second, soonest)
        return line.promised

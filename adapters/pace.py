"""How fast a platform is spoken to: so many calls a second of each method in each place, none while it asks to wait.

Each place has its own count, so that one which is slow holds up nobody else. Whoever would wait long does
not: they are told when to come again, each at a time of their own.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.bounded import Bounded
from bot.delivery import Later

PATIENCE: Final = 2.0
"""Seconds that are waited for here. Waiting longer would hold one of the few addresses sent to at once."""
PLACES: Final = 20_000
"""Places that are counted at once; a place may be one person's conversation."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second, and so many more at once after a rest."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Windows:
    """At most so many calls in any stretch of so many seconds; several such limits, the longest stretch last."""

    limits: tuple[tuple[int, float], ...]


Rates = Mapping[str, Rate | Windows]
"""What each method bears, in every place by itself."""


@dataclass(slots=True)
class _Line:
    """Who is served when, in seconds of the clock: `free` in theory, `promised` to those who were sent away, and
    `past` those that may still stand in a window, oldest first."""

    free: float = 0.0
    promised: float = 0.0
    shut: float = 0.0
    past: list[float] = field(default_factory=list)

    def soonest(self, rate: Rate | Windows | None, now: float) -> float:
        """When the next call may be made."""
        match rate:
            case Rate():
                # The generic cell rate algorithm: one number, the time at which a call would be on time.
                return max(now, self.shut, self.free - (rate.burst - 1) / rate.per_second)
            case Windows(limits):
                full = [self.past[-calls] + seconds for calls, seconds in limits if len(self.past) >= calls]
                return max(now, self.shut, *self.past[-1:], *full)
            case None:
                return max(now, self.shut)

    def take(self, rate: Rate | Windows | None, now: float, at: float) -> None:
        """A call is made, or will be, `at` that time."""
        match rate:
            case Rate():
                self.free = max(self.free, now) + 1 / rate.per_second
            case Windows(limits):
                del self.past[: bisect_right(self.past, now - limits[-1][1])]
                self.past.append(at)


@dataclass(frozen=True, slots=True)
class Pace:
    """What each place bears. `clock` is monotonic, in seconds; no `rates` are no limits but the platform's own."""

    clock: Callable[[], float]
    rates: Rates | None
    _lines: Bounded[tuple[str, str], _Line] = field(default_factory=lambda: Bounded(PLACES))

    async def turn(self, place: str, method: str, *, urgent: bool = False) -> None:
        """Wait for one's turn.

        Raises:
            Later: it comes too late to wait for. Somebody who waits for an answer (`urgent`) need not queue
                behind those who were sent away before.
        """
        line, rate = self._line(place, method), (self.rates or {}).get(method)
        now = self.clock()
        soonest = line.soonest(rate, now)
        if soonest - now > PATIENCE:
            raise Later(self._place_in_line(line, rate, soonest, urgent) - now, "its place is busy", tried=False)
        line.take(rate, now, soonest)
        if soonest > now:
            await asyncio.sleep(soonest - now)

    def shut(self, place: str, method: str, seconds: float) -> None:
        """The platform asks to wait: nobody calls this method in this place before that."""
        line = self._line(place, method)
        line.shut = max(line.shut, self.clock() + seconds)
        rate = (self.rates or {}).get(method)
        if isinstance(rate, Rate):  # and afterwards no burst, which would end as this one did
            line.free = max(line.free, line.shut + rate.burst / rate.per_second)

    def _line(self, place: str, method: str) -> _Line:
        line = self._lines.get((place, method)) or _Line()
        self._lines.keep((place, method), line)
        return line

    def _place_in_line(self, line: _Line, rate: Rate | Windows | None, soonest: float, urgent: bool) -> float:
        if urgent or not isinstance(rate, Rate):
            return soonest
        line.promised = max(line.promised + 1 / rate.per_second, soonest)
        return line.promised

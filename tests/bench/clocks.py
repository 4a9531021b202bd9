"""Reading the clock: how long something took, and how long the event loop stood still meanwhile."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

BEAT: Final = 0.001
"""Seconds between two heartbeats."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds, and the longest of them in which the event loop answered to nobody."""

    seconds: float
    block: float


async def timed(work: Awaitable[object]) -> Took:
    """Await it, with a heart beating beside it."""
    gaps: list[float] = [0.0]
    heart = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(5 * BEAT)
    gaps[:] = [0.0]
    begun = perf_counter()
    await work
    seconds = perf_counter() - begun
    await asyncio.sleep(2 * BEAT)  # the heart finds out what the end of the work kept it from
    heart.cancel()
    return Took(seconds, max(gaps))


async def _beat(gaps: list[float]) -> None:
    while True:
        last = perf_counter()
        await asyncio.sleep(BEAT)
        gaps.append(perf_counter() - last - BEAT)


def growth(later: list[float], earlier: list[float]) -> float:
    """How many times as long, by the median of neighbours, so that a noisy minute concerns both."""
    return median(one / other for one, other in zip(later, earlier, strict=True))

"""What is remembered of the pace does not grow with the people, and what matters now is not forgotten for it."""

import tracemalloc
from contextlib import suppress

import pytest

from adapters.pace import PLACES, Pace, Windows
from adapters.teams.rates import CONVERSATION, RATES, TENANT
from adapters.teams.whom import address_of
from bot.delivery import Later
from tests.teams.standin import TENANT as HOME


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def address(number: int) -> str:
    return address_of(HOME, f"{number:08}-0000-4000-8000-000000000001")


async def test_any_number_of_conversations_takes_a_dozen_megabytes_at_most() -> None:
    clock = Clock()
    pace = Pace(clock, RATES)
    tracemalloc.start()
    try:
        for number in range(PLACES + 5_000):
            clock.now += 0.05
            await pace.turn(address(number), CONVERSATION)
            await pace.turn(HOME, TENANT)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 15e6


async def test_a_tenant_that_asks_to_wait_is_not_forgotten_among_its_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.pace.PLACES", 10)
    clock = Clock()
    pace = Pace(clock, RATES)
    pace.shut(HOME, TENANT, 600)
    for number in range(100):
        clock.now += 5
        await pace.turn(address(number), CONVERSATION)
        with pytest.raises(Later):
            await pace.turn(HOME, TENANT)


async def test_of_a_channel_in_which_much_is_said_no_more_is_remembered_than_its_limits_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()

    async def sleep(seconds: float) -> None:
        clock.now += seconds

    monkeypatch.setattr("adapters.pace.asyncio.sleep", sleep)
    pace = Pace(clock, RATES)
    limits = RATES[CONVERSATION]
    assert isinstance(limits, Windows)
    most, longest = limits.limits[-1]
    went = 0
    tracemalloc.start()
    try:
        while clock.now < 1000 + 3 * longest:
            clock.now += 1.2
            with suppress(Later):
                await pace.turn("teams:x", CONVERSATION)
                went += 1
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 2.9 * most < went <= 3 * most + 1
    assert taken < most * 50

"""A workspace, a tenant and a conversation are spoken to no faster than they bear; a slow one holds up nobody else."""

import asyncio
import time
from collections.abc import Callable

import pytest

from adapters import pace as pacing
from adapters.pace import PATIENCE, Pace, Rate, Rates, Windows
from adapters.slack.rates import RATES
from bot.delivery import Later

POST = "chat.postMessage"


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def told(pace: Pace, place: str = "T1", method: str = POST, *, urgent: bool = False) -> float:
    """For how many seconds somebody is sent away; 0 for whoever has their turn."""
    try:
        await pace.turn(place, method, urgent=urgent)
    except Later as later:
        return round(later.seconds, 3)
    return 0.0


async def fill(pace: Pace, calls: int, method: str = POST) -> None:
    for _ in range(calls):
        await pace.turn("T1", method)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each call waited, without waiting."""
    seconds: list[float] = []

    async def sleep(one: float) -> None:
        seconds.append(round(one, 3))

    monkeypatch.setattr("adapters.pace.asyncio.sleep", sleep)
    return seconds


async def test_after_a_rest_a_burst_goes_at_once_and_then_one_after_the_other(slept: list[float]) -> None:
    pace = Pace(Clock(), {POST: Rate(4, 3)})
    await fill(pace, 6)
    assert slept == [0.25, 0.5, 0.75]


async def test_whoever_would_wait_long_is_sent_away_each_to_a_time_of_their_own(slept: list[float]) -> None:
    pace = Pace(Clock(), {POST: Rate(4, 1)})
    await fill(pace, 9)
    assert slept[-1] == PATIENCE
    assert [await told(pace) for _ in range(4)] == [2.25, 2.5, 2.75, 3.0]


async def test_whoever_is_sent_away_has_not_tried() -> None:
    pace = Pace(Clock(), None)
    pace.shut("T1", POST, 30)
    with pytest.raises(Later) as caught:
        await pace.turn("T1", POST)
    assert not caught.value.tried


async def test_who_comes_again_at_the_time_that_they_were_told_has_their_turn(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, {POST: Rate(4, 1)})
    await fill(pace, 9)
    times = [clock.now + await told(pace) for _ in range(40)]
    for at in times:
        clock.now = at
        assert await told(pace) == 0.0


async def test_a_reply_need_not_queue_behind_those_who_were_sent_away(slept: list[float]) -> None:
    pace = Pace(Clock(), {POST: Rate(4, 1)})
    await fill(pace, 9)
    for _ in range(100):
        await told(pace)
    assert await told(pace, urgent=True) == 2.25


async def test_the_first_call_of_all_is_not_late_however_early_the_clock_is(slept: list[float]) -> None:
    clock = Clock()
    clock.now = 0.001
    assert await told(Pace(clock, RATES)) == 0.0
    assert slept == []


async def test_posting_and_updating_are_counted_apart(slept: list[float]) -> None:
    pace = Pace(Clock(), RATES)
    await fill(pace, RATES["chat.update"].burst, "chat.update")
    assert await told(pace, method=POST) == 0.0
    assert sum(slept) == 0


async def test_of_a_minute_of_updates_no_more_go_out_than_slack_takes_and_a_burst(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, RATES)
    went = 0
    for _ in range(600):
        clock.now += 0.1
        went += await told(pace, method="chat.update") == 0.0
    assert 50 <= went <= 50 + RATES["chat.update"].burst + 2


def test_a_conversation_is_looked_at_no_oftener_than_slack_bears() -> None:
    assert RATES["conversations.history"].per_second * 60 == pytest.approx(50)


async def test_when_slack_asks_to_wait_this_workspace_waits_and_another_goes_on(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, None)
    pace.shut("T1", POST, 30)
    assert await told(pace) == 30.0
    assert await told(pace, place="T2") == 0.0
    assert await told(pace, method="chat.update") == 0.0
    clock.now += 29
    assert await told(pace) == 0.0
    assert slept == [1.0]
    clock.now += 1
    assert await told(pace) == 0.0
    assert slept == [1.0]


async def test_after_slack_asked_to_wait_there_is_no_burst_at_once(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, {POST: Rate(4, 8)})
    pace.shut("T1", POST, 30)
    clock.now += 30
    await fill(pace, 3)
    assert slept == [0.25, 0.5, 0.75]


async def test_a_shorter_wait_does_not_end_a_longer_one(slept: list[float]) -> None:
    pace = Pace(Clock(), None)
    pace.shut("T1", POST, 30)
    pace.shut("T1", POST, 1)
    assert await told(pace) == 30.0


async def test_without_rates_nothing_is_held_back(slept: list[float]) -> None:
    pace = Pace(Clock(), None)
    await fill(pace, 1000)
    assert slept == []


# --- windows, as Teams counts ---

TEAMS: Rates = {POST: Windows(((7, 1), (8, 2), (60, 30), (1800, 3600)))}


async def test_in_no_stretch_of_time_more_is_said_than_a_window_holds(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, TEAMS)
    times: list[float] = []
    for _ in range(40_000):  # everything that can be said in 5,000 s by somebody who never rests
        before = len(slept)
        if await told(pace) == 0.0:
            times.append(clock.now + sum(slept[before:]))
        clock.now += 0.125
    assert times == sorted(times)
    for calls, seconds in ((7, 1), (8, 2), (60, 30), (1800, 3600)):
        closest = min(last - first for first, last in zip(times, times[calls:], strict=False))
        assert closest >= seconds - 0.001
    assert len(times) > 1800


async def test_a_burst_goes_at_once_and_what_does_not_fit_waits_for_the_first_of_it_to_be_over(
    slept: list[float],
) -> None:
    pace = Pace(Clock(), TEAMS)
    await fill(pace, 15)
    assert slept == [1.0, *[2.0] * 7]
    assert await told(pace) == 3.0


async def test_one_conversation_that_is_full_says_nothing_about_another(slept: list[float]) -> None:
    pace = Pace(Clock(), TEAMS)
    await fill(pace, 15)
    slept.clear()
    assert await told(pace, place="T2") == 0.0
    assert slept == []


async def test_a_window_is_shut_while_the_platform_asks_to_wait(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, TEAMS)
    pace.shut("T1", POST, 30)
    assert await told(pace) == 30.0
    clock.now += 30
    assert await told(pace) == 0.0


async def test_what_is_long_past_is_not_kept(slept: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock, {POST: Windows(((2, 10),))})
    for _ in range(100):
        await fill(pace, 1)
        clock.now += 6
    line = pace._lines.get(("T1", POST))
    assert line is not None
    assert len(line.past) <= 3


async def test_places_that_were_not_heard_of_for_longest_are_forgotten(
    slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "PLACES", 2)
    pace = Pace(Clock(), {POST: Windows(((1, 10),))})
    for place in ("T1", "T2", "T1", "T3"):
        await told(pace, place)
    assert await told(pace, "T1") == 10.0
    assert await told(pace, "T2") == 0.0


async def test_one_waits_for_real() -> None:
    clock: Callable[[], float] = time.monotonic
    pace = Pace(clock, {POST: Rate(20, 1)})
    before = clock()
    await asyncio.gather(*(pace.turn("T1", POST) for _ in range(5)))
    assert 0.19 <= clock() - before < 1.5

"""Moving the playground's clock: every moment on the way, in order, and never more than asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.browser.acts import Move, Unclear, target_of
from adapters.browser.clock import STEP, Clock
from tests.browser.conftest import START, Stage, on_stage
from tests.browser.stage import Notebook

here = pytest.mark.asyncio(loop_scope="session")


async def move(stage: Stage, move: str, at: str = "") -> dict[str, Any]:
    """Move the clock, wait until it is there, and give what the page is told."""
    with stage.feed.listen() as notes:
        status, said = await stage.post("/api/clock", {"move": move, "zone": "Europe/Berlin", "at": at})
        if status != 202:
            return said
        while (note := await notes.get()) is None or note.event != "clock" or note.data["moving"]:
            pass
        return dict(note.data)


@here
async def test_every_moment_on_the_way_is_worked_in_order(stage: Stage) -> None:
    moments = [START + timedelta(days=2), START + timedelta(hours=5), START + timedelta(days=30)]
    stage.bot.planned = list(moments)
    await move(stage, "week")
    assert stage.bot.worked == [moments[1], moments[0], START + timedelta(weeks=1)]
    assert stage.clock() == START + timedelta(weeks=1)
    assert stage.bot.planned == [moments[2]]


@here
async def test_the_next_thing_due_and_not_one_thing_more(stage: Stage) -> None:
    stage.bot.planned = [START + timedelta(hours=5), START + timedelta(hours=6)]
    await move(stage, "next")
    assert stage.clock() == START + timedelta(hours=5)
    assert stage.bot.planned == [START + timedelta(hours=6)]


@here
async def test_nothing_planned_moves_nothing_and_says_so(stage: Stage) -> None:
    assert await move(stage, "next") == {"sentence": "Nothing is planned."}
    assert stage.clock() == START


@here
async def test_what_is_overdue_is_done_now_and_not_in_the_past(stage: Stage) -> None:
    stage.bot.planned = [START - timedelta(days=1)]
    await move(stage, "next")
    assert set(stage.bot.worked) == {START}
    assert stage.clock() == START


@here
async def test_back_works_nothing(stage: Stage) -> None:
    stage.bot.planned = [START + timedelta(hours=5)]
    await move(stage, "to", "2026-01-05T09:00")
    assert stage.bot.worked == []
    assert stage.clock() == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@here
async def test_the_distance_from_real_time_survives_a_restart() -> None:
    notebook = Notebook()
    async with on_stage(notebook) as first:
        await move(first, "week")
    async with on_stage(notebook) as second:
        assert second.clock() == START + timedelta(weeks=1)


@here
async def test_one_move_at_a_time_and_it_can_be_stopped(stage: Stage) -> None:
    stage.bot.pause = 0.02
    stage.bot.planned = [START + timedelta(days=day) for day in range(1, 180)]
    await stage.post("/api/clock", {"move": "to", "zone": "UTC", "at": "2027-05-23T08:00"})
    status, said = await stage.post("/api/clock", {"move": "day", "zone": "UTC"})
    assert (status, said["sentence"]) == (409, "The clock is being moved already.")
    await stage.post("/api/clock/stop", {})
    assert START <= stage.clock() < START + timedelta(days=90)
    assert stage.clock() == stage.bot.worked[-1]
    assert (await stage.post("/api/clock", {"move": "hour", "zone": "UTC"}))[0] == 202


@here
async def test_something_that_stays_due_stops_the_clock_with_an_id(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    due = START + timedelta(hours=1)
    stage.bot.planned, stage.bot.stubborn = [due], True
    told = await move(stage, "week")
    assert stage.bot.worked == [due, due, due + STEP, due + 2 * STEP, due + 3 * STEP]
    assert told["error"]["sentence"].startswith("Something stays due")
    assert told["error"]["id"] in capsys.readouterr().out
    assert stage.clock() == due + 3 * STEP


def test_a_clock_that_is_held_stands_still_and_then_runs_on() -> None:
    real = [START]
    clock = Clock(lambda: real[0])
    assert clock.hold(START + timedelta(hours=1, milliseconds=500)) == 3601
    real[0] += timedelta(seconds=5)
    assert clock() == START + timedelta(hours=1, milliseconds=500)
    clock.release()
    assert clock() == START + timedelta(hours=1, seconds=6)


@pytest.mark.parametrize(
    ("move", "now", "at", "expected"),
    [
        ("hour", "2026-10-25T00:30Z", "", "2026-10-25T01:30Z"),
        # Summer time ends in the night: a day on is the same wall time, 25 hours later.
        ("day", "2026-10-24T15:00Z", "", "2026-10-25T16:00Z"),
        ("week", "2026-10-24T15:00Z", "", "2026-10-31T16:00Z"),
        ("to", "2026-11-23T16:00Z", "2026-12-01T09:00", "2026-12-01T08:00Z"),
        # A wall time that does not exist on the day summer time begins.
        ("to", "2026-11-23T16:00Z", "2027-03-28T02:30", "2027-03-28T01:30Z"),
    ],
)
def test_where_a_move_leads(move: Any, now: str, at: str, expected: str) -> None:
    act = Move(move, "Europe/Berlin", at)
    assert target_of(act, datetime.fromisoformat(now)) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("move", "now", "at"),
    [
        ("hour", "2199-12-31T23:30Z", ""),
        ("week", "2199-12-31T12:00Z", ""),
        ("to", "2195-11-23T16:00Z", "2205-01-01T00:00"),
        ("to", "1975-11-23T16:00Z", "1969-12-31T12:00"),
    ],
)
def test_the_clock_stays_where_the_calendar_goes_on_around_it(move: Any, now: str, at: str) -> None:
    with pytest.raises(Unclear, match="between 1970 and 2200"):
        target_of(Move(move, "Europe/Berlin", at), datetime.fromisoformat(now))

"""What was posted of somebody who ends it, or shows nothing any more, is taken out of the channel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.audience import Audience
from bot.coaching import Engagement, Page
from bot.effects import Start
from bot.outcome import gathered
from tests.service.stage import MONDAY, World, drawn, leader

FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
READ = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@dataclass
class Room:
    """A private channel in which Nora reads with Lea."""

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:
        return Audience(private=True, people={"nora": "Nora", "lea": "Lea"})


async def reading(world: World, *leaders: str, until: datetime = READ) -> None:
    """Nora has posted what these show her in a channel, on a Monday; or it is not Monday yet."""
    world.audiences["x"] = Room()
    world.settle(*leaders, asked=False)
    with world.store.begin() as unit:
        unit.people.save([leader("nora"), leader("lea")])
        unit.people.save([Page("nora", "x:room", "#coaches", ("nora", "lea"), leaders=leaders)])
        unit.people.save(Engagement("nora", one, "accepted", since=MONDAY) for one in leaders)
    for one in leaders:
        await world.does(world.line("share together", one))
    with world.store.begin() as unit:
        for one in leaders:
            play = world.bot._turns.play(unit, one, world.now)
            assert play is not None
            play.start(Start("shown", "nora", answers={"news": "begun"}), f"begun/{one}")
            world.bot._turns._write(unit, [gathered(play, f"begun/{one}", "notice")], world.now)
        play = world.bot._turns.play(unit, "nora", world.now)
        assert play is not None
        play.start(Start("digest", answers={"news": "accepted"}), "begun/nora")
        world.bot._turns._write(unit, [gathered(play, "begun/nora", "notice")], world.now)
    for moment in (FRIDAY, READ, READ + timedelta(minutes=1)):
        if moment <= until + timedelta(minutes=1):
            await world.at(moment)


def stands(world: World) -> list[str]:
    """What stands in the channel by now, message by message."""
    there: dict[str, str] = {}
    for address, key, message, replaces in world.platform.sent:
        if address == "x:room":
            there[replaces or key] = drawn(message)
    return [*there.values()]


@pytest.mark.parametrize("leaders", [("ana", "omar"), ("ana",)])
@pytest.mark.parametrize("line", ["stop working with Nora", "share nothing"])
async def test_what_was_posted_says_nothing_more_of_somebody_who_takes_it_back(
    world: World, leaders: tuple[str, ...], line: str
) -> None:
    await reading(world, *leaders)
    (before,) = stands(world)
    assert "Ana" in before
    world.now = READ + timedelta(hours=3)
    await world.does(world.line(line, "ana"))
    for minutes in range(3):
        await world.at(READ + timedelta(hours=3, minutes=minutes))
    (after,) = stands(world)
    assert "Ana" not in after or "nothing shared: Ana" in after


async def test_where_nothing_was_posted_nothing_is_taken_out(world: World) -> None:
    await reading(world, "ana", until=FRIDAY)
    await world.does(world.line("stop working with Nora", "ana"))
    for minutes in range(3):
        await world.at(FRIDAY + timedelta(minutes=minutes))
    assert stands(world) == []

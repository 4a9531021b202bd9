"""Whoever installs the bot is greeted. Who had removed it goes on where they were, who had ended it does not."""

from dataclasses import replace
from datetime import timedelta

from bot.events import Joined, Left
from tests.service.stage import EVENING, MORNING, World


def installed(world: World, person: str = "ana") -> Joined:
    return replace(world.joined(person), installed=True)


def state(world: World, person: str = "ana") -> str:
    ((found,),) = world.rows(f"SELECT state FROM person WHERE id = '{person}'")
    return str(found)


async def test_somebody_new_is_welcomed(world: World) -> None:
    await world.does(installed(world))
    assert "one question a day" in world.platform.to("ana")[-1]


async def test_what_was_planned_stops_and_goes_on_where_it_was(world: World) -> None:
    world.settle("ana")
    await world.does(Left("gone", "ana", world.now))
    await world.at(EVENING)
    assert (world.platform.sent, await world.bot.next_due()) == ([], None)
    await world.at(MORNING + timedelta(days=7))
    await world.does(installed(world))
    assert "I go on where we were" in world.platform.to("ana")[-1]
    before = len(world.platform.sent)
    await world.at(EVENING + timedelta(days=8))
    assert "wait two seconds" in "\n".join(world.platform.to("ana")[before:])


async def test_whoever_had_ended_it_is_asked_first(world: World) -> None:
    world.settle("ana")
    await world.does(world.line("stop"))
    await world.does(Left("gone", "ana", world.now))
    await world.does(installed(world))
    assert "Shall I ask again?" in world.platform.to("ana")[-1]
    assert state(world) == "stopped"
    assert await world.bot.next_due() is None


async def test_installed_where_nobody_had_noticed_that_it_was_removed_it_says_how_things_stand(world: World) -> None:
    world.settle("ana")
    await world.does(installed(world))
    assert "The next question comes" in world.platform.to("ana")[-1]
    assert state(world) == "active"

"""A session in the real bot, on both databases: told, asked about, and nobody else's to change."""

from datetime import UTC, date, datetime

from bot.coaching import Engagement
from bot.store.people import EVERYTHING
from tests.service.stage import MORNING, World, leader
from tests.service.test_erased import found

THURSDAY = datetime(2026, 11, 26, 13, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 16, tzinfo=UTC)
"""17:00 in Berlin."""


async def noted(world: World) -> Engagement:
    with world.store.begin() as unit:
        unit.people.save([leader("ana"), leader("nora"), leader("omar")])
        unit.people.save([Engagement("nora", "ana", "accepted", since=date(2026, 11, 2))])
    world.now = world.real = MORNING
    said = world.line("session Ana Thursday 14:00", "nora")
    await world.does(said)
    await world.does(said)
    await world.bot.deliver(MORNING)
    return work(world)


def work(world: World) -> Engagement:
    with world.store.look() as unit:
        return unit.people.facts(["nora"], world.bot.words_for, EVERYTHING)["nora"].engagements[0]


async def test_a_session_is_noted_once_and_told_and_asked_about(world: World) -> None:
    assert (await noted(world)).session_at == THURSDAY
    assert [one for one in world.platform.to("ana") if "Thursday 26 November at 14:00" in one] == world.platform.to(
        "ana"
    )
    assert len(world.platform.to("ana")) == 1
    await world.at(WEDNESDAY)
    assert "What do you want to bring?" in world.platform.to("ana")[-1]
    await world.does(world.line("telling Sales it slips"))
    await world.does(world.press("now"))
    await world.bot.deliver(world.now)
    assert "> telling Sales it slips" in world.platform.to("nora")[-1]


async def test_nobody_else_calls_it_off(world: World) -> None:
    await noted(world)
    await world.does(world.press("cancel", "omar", of="nora"))
    await world.does(world.press("cancel", "ana", of="nora"))
    assert work(world).session_at == THURSDAY
    await world.does(world.press("cancel", "nora"))
    assert work(world).session_at is None


async def test_a_coach_who_is_erased_leaves_no_words_in_a_leaders_conversation(world: World) -> None:
    await noted(world)
    await world.does(world.press("different", "nora"))
    await world.does(world.line("Petra joins", "nora"))
    assert found(world, "Petra")
    with world.store.begin() as unit:
        unit.erase("nora")
    assert not found(world, "Petra")
    await world.at(WEDNESDAY)
    assert not any("What do you want to bring" in one for one in world.platform.to("ana"))

"""Between the close of a round and its hour its leader finds out nowhere whether enough people took part."""

from datetime import datetime, timedelta

from bot.ballot.cells import FileCells
from bot.store import open_store
from tests.conftest import NewDatabase
from tests.service.stage import KEY, World, drawn
from tests.service.test_rounds import CLOSES, NAMES, answers, opened

RESULTS = CLOSES + timedelta(hours=17)
"""Thursday, 10:00 in Berlin."""


async def found_out(world: World, took_part: int, at: datetime) -> str:
    """Everything that the leader is shown or handed at a moment after the close, and the export of it."""
    await opened(world)
    await answers(world, *NAMES[:took_part])
    await world.at(CLOSES)
    await world.at(at)
    for line in ("home", "what comes", "privacy", "ask my team", "team", "reply", "my team is quiet"):
        await world.does(world.line(line))
    await world.bot.deliver(world.now)
    with world.store.look() as unit:
        exported = unit.export("ana", world.now)
    return "\n".join((*world.platform.to("ana"), drawn(await world.bot.view("ana")), str(exported)))


async def of_both(new_database: NewDatabase, cells: FileCells, at: datetime) -> list[str]:
    """What is found out of a round that was released, and of one in which one person too few took part."""
    found = []
    for took_part in (5, 4):
        with new_database("sqlite") as url:
            store = open_store(url, (KEY,), cells)
            store.migrate()
            found.append(await found_out(World(store), took_part, at))
            store.close()
    return found


async def test_until_its_hour_nothing_tells_a_leader_how_a_round_has_ended(
    new_database: NewDatabase, cells: FileCells
) -> None:
    enough, too_few = await of_both(new_database, cells, RESULTS - timedelta(minutes=1))
    assert enough == too_few


async def test_from_its_hour_on_it_is_told(new_database: NewDatabase, cells: FileCells) -> None:
    enough, too_few = await of_both(new_database, cells, RESULTS)
    assert "Of the 6 people you asked, fewer than 5 took part." in too_few
    assert "fewer than 5 took part" not in enough
    assert "Your reply to the team" in enough
    assert "Your reply to the team" not in too_few

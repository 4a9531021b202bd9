"""Two leaders of the same people who ask at the same moment, in two processes: nobody is asked twice."""

import asyncio
from datetime import timedelta

from bot.facts import Member, Person, Team
from tests.service.stage import MONDAY, World, leader

PEOPLE = ("ben", "eva", "jon", "kim", "lea", "mia")
LONG_AGO = MONDAY - timedelta(days=7)


def leads(world: World, who: str) -> None:
    with world.store.begin() as unit:
        unit.people.save([leader(who), *(Person(one, one.title(), homes=(f"x:{one}",)) for one in PEOPLE)])
        unit.people.save([Team(who, "running", 5, 4, told_on=LONG_AGO, since=LONG_AGO)])
        unit.people.save([Member(who, one, "asked", LONG_AGO) for one in PEOPLE])


async def test_of_two_leaders_who_ask_the_same_people_at_once_one_does(world: World) -> None:
    other = world.another_bot()
    for who in ("ana", "zoe"):
        leads(world, who)
        await world.does(world.line("ask my team", who))
    await asyncio.gather(
        world.bot.receive(world.press("small", "ana")),
        other.receive(world.press("small", "zoe")),
    )
    asked = world.rows("SELECT person, count(*) FROM invited GROUP BY person ORDER BY person")
    assert asked == [(one, 1) for one in PEOPLE]
    await asyncio.gather(world.bot.replied(), other.replied())
    await other.work.close()

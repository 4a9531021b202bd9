"""Who is in a channel of Teams', and of what kind it is: asked before every message for certain people alone."""

from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import pytest

from bot.audience import Audience
from bot.delivery import CannotTell, Later, Refused
from tests.teams.desk import Desk
from tests.teams.standin import TENANT, Connector

GENERAL, ROOM = "19:general@thread.tacv2", "19:room@thread.tacv2"
ADA, LEA = (str(uuid5(NAMESPACE_DNS, name)) for name in ("Ada", "Lea"))


@pytest.fixture
async def there(teams: Connector, desk: Desk) -> Desk:
    """A team with one more channel, a private one, in which the bot has been told something."""
    teams.person(ADA, "29:ada", "Ada")
    teams.person(LEA, "29:lea", "Lea")
    teams.team(GENERAL, "Sales", ADA, LEA, coaching=ROOM)
    teams.kinds[ROOM] = "private"
    teams.rosters[ROOM] = [ADA]
    await desk.hears_of(ROOM, team=GENERAL)
    await desk.sits()
    return desk


async def asked(desk: Desk, channel: str = ROOM) -> Audience:
    assert desk.outward is not None
    return await desk.outward.audiences.audience(f"teams:{TENANT}.{channel}", lambda person: False)


async def test_everybody_in_a_private_channel_is_named(teams: Connector, there: Desk) -> None:
    assert await asked(there) == Audience(private=True, people={f"{TENANT}.{ADA}": "Ada"})
    teams.rosters[ROOM] += [LEA]
    assert (await asked(there)).people == {f"{TENANT}.{ADA}": "Ada", f"{TENANT}.{LEA}": "Lea"}, "asked anew"
    assert await asked(there, f"{ROOM};messageid=17") == await asked(there), "a thread is read by whoever is in it"


@pytest.mark.parametrize(("kind", "found"), [("standard", (False, False)), ("shared", (False, True))])
async def test_a_channel_of_the_whole_team_or_of_others_too_is_not_private(
    teams: Connector, there: Desk, kind: str, found: tuple[bool, bool]
) -> None:
    teams.kinds[ROOM] = kind
    audience = await asked(there)
    assert (audience.private, audience.shared, audience.people) == (*found, {})


async def test_the_first_channel_of_a_team_is_everybodys_whatever_is_said_of_it(teams: Connector, there: Desk) -> None:
    teams.kinds[GENERAL] = ""
    await there.hears_of(GENERAL, team=GENERAL)
    assert not (await asked(there, GENERAL)).private


async def test_somebody_of_another_tenant_makes_it_a_shared_one(teams: Connector, there: Desk) -> None:
    teams.people[ADA]["tenantId"] = "b1b2c3d4-0000-4000-8000-00000000beef"
    assert (await asked(there)).shared


@pytest.mark.parametrize("said", [{"objectId": ""}, {"id": None}], ids=["no id in the directory", "no sense"])
async def test_somebody_who_cannot_be_told_from_others_keeps_it_closed(
    teams: Connector, there: Desk, said: dict[str, Any]
) -> None:
    teams.people[ADA] |= said
    with pytest.raises(CannotTell):
        await asked(there)


async def test_a_channel_of_which_teams_does_not_say_what_it_is_is_not_taken_for_private(
    teams: Connector, there: Desk
) -> None:
    teams.kinds[ROOM] = ""
    with pytest.raises(CannotTell):
        await asked(there)
    await there.hears_of(ROOM, team="")
    with pytest.raises(CannotTell):
        await asked(there)


async def test_a_channel_that_is_not_there_any_more_is_gone(teams: Connector, there: Desk) -> None:
    teams.rosters.pop(ROOM)  # Teams answers that the bot is not in it
    with pytest.raises(Refused) as refused:
        await asked(there)
    assert not refused.value.gone, "that says nothing about anybody"
    teams.teams[GENERAL] = ("Sales", {"": GENERAL})
    with pytest.raises(Refused):
        await asked(there)
    teams.teams.clear()
    with pytest.raises(Refused):
        await asked(there)
    await there.references.stop(f"teams:{TENANT}.{ROOM}")
    with pytest.raises(Refused):
        await asked(there)
    with pytest.raises(Refused):
        await asked(there, "19:never@thread.tacv2")


async def test_teams_that_does_not_say_now_is_asked_later(teams: Connector, there: Desk) -> None:
    teams.answers("look", 429, "Throttled", headers={"Retry-After": "7"})
    with pytest.raises(Later) as later:
        await asked(there)
    assert later.value.seconds == 7

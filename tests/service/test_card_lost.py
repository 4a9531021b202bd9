"""A card that never came: what a leader was not shown, a coach does not read."""

from bot.delivery import Refused
from tests.service.stage import World
from tests.service.test_digest import FRIDAY, READ, coached

__all__ = ["coached"]


async def test_what_never_came_to_the_leader_does_not_come_to_the_coach(coached: World) -> None:
    def refuses(address: str, _key: str) -> None:
        if address == "x:ana":
            raise Refused("not today")

    coached.platform.fail = refuses
    await coached.at(FRIDAY)
    await coached.at(READ)
    await coached.does(coached.press("open", "nora"))
    await coached.does(coached.press("ana", "nora"))
    seen = coached.platform.to("nora")[-1]
    assert coached.platform.to("ana") == []
    assert "How it stands: going" in seen
    assert "Chances" not in seen

"""A conversation that is over still knows what it kept when its next follow-up comes, on a full day too."""

from datetime import timedelta

from bot.due import moved_to, plan
from bot.effects import FollowUp
from bot.flow import DONE, State
from tests.service.stage import EVENING, MONDAY, World, leader, practice_id


async def test_on_a_day_with_more_than_fits_the_first_days_go_on(world: World) -> None:
    world.settle("ana", "ben")
    began = (MONDAY - timedelta(days=5)).isoformat()
    with world.store.begin() as unit:
        over = State("first_days", "ana", "", DONE, answers={"began": began, "next": "thank"})
        told = State("partner", "ana", "", DONE, answers={"partner": "ben", "practice": practice_id("ana")})
        unit.talks.put([over, told])
        wishes = [
            FollowUp("next", MONDAY, "once", flow="first_days", subject=""),
            FollowUp("told", MONDAY, "twice", flow="partner", subject=""),
        ]
        unit.follow_ups.put([plan(leader("ana"), wish) for wish in wishes])
    await world.at(EVENING)
    await world.at(EVENING + timedelta(days=1))
    first, second = world.platform.to("ana")
    assert "have you told them?" in first
    assert "Is there somebody to thank this week?" in second
    assert world.rows("SELECT kind FROM follow_up WHERE state = 'aside'") == []
    assert ("first_days", "next") in world.rows("SELECT flow, kind FROM follow_up WHERE state = 'open'")


async def test_what_waited_is_asked_at_once_with_all_that_was_kept(world: World) -> None:
    world.settle("ana", "ben", asked=False)
    with world.store.begin() as unit:
        kept = {"partner": "ben", "practice": practice_id("ana")}
        unit.talks.put([State("partner", "ana", "", DONE, answers={**kept})])
        came = plan(leader("ana"), FollowUp("told", MONDAY, "twice", flow="partner", subject=""))
        unit.follow_ups.put([moved_to(leader("ana"), came, MONDAY + timedelta(days=1))])
    await world.does(world.line("waiting"))
    assert any("have you told them?" in said for said in world.platform.to("ana"))

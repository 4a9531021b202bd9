"""A conversation that is over still knows what it kept when its next follow-up comes, on a full day too."""

from datetime import timedelta

from bot.due import moved_to, plan
from bot.effects import FollowUp
from bot.facts import Capture
from bot.flow import DONE, State
from tests.service.stage import EVENING, MONDAY, MORNING, World, leader


async def test_on_a_day_with_more_than_fits_the_first_days_go_on(world: World) -> None:
    world.settle("ana")
    began = (MONDAY - timedelta(days=5)).isoformat()
    with world.store.begin() as unit:
        over = State("first_days", "ana", "", DONE, answers={"began": began, "next": "thank"})
        unit.talks.put([over])
        wishes = [FollowUp("next", MONDAY, "once", flow="first_days", subject="")]
        for name in ("one", "two"):
            unit.people.save([Capture(name, "ana", "thank", f"thanks {name}", "Lea", made_at=MORNING)])
            wishes.append(FollowUp("thank", MONDAY, "once", flow="capture", subject=name))
        unit.follow_ups.put([plan(leader("ana"), wish) for wish in wishes])
    await world.at(EVENING)
    (said,) = world.platform.to("ana")
    assert "Is there somebody to thank this week?" in said
    assert world.rows("SELECT kind FROM follow_up WHERE state = 'aside'") == []
    assert ("first_days", "next") in world.rows("SELECT flow, kind FROM follow_up WHERE state = 'open'")


async def test_what_waited_is_asked_at_once_with_all_that_was_kept(world: World) -> None:
    world.settle("ana", asked=False)
    began = (MONDAY - timedelta(days=5)).isoformat()
    with world.store.begin() as unit:
        unit.talks.put([State("first_days", "ana", "", DONE, answers={"began": began, "next": "thank"})])
        came = plan(leader("ana"), FollowUp("next", MONDAY, "once", flow="first_days", subject=""))
        unit.follow_ups.put([moved_to(leader("ana"), came, MONDAY + timedelta(days=1))])
    await world.does(world.line("waiting"))
    assert any("Is there somebody to thank this week?" in said for said in world.platform.to("ana"))

"""A choice that has ended: whoever ends it, on whatever day and at whatever hour, it has effect from that moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coaching import Page
from bot.effects import Json, Start
from bot.events import Submitted
from bot.flows.page.places import mark
from bot.messages import Form
from tests.service.stage import World
from tests.service.test_engaged import company, granted, invites, works
from tests.service.test_taken_back import READ, reading, stands

__all__ = ["company"]


async def test_each_of_two_who_take_it_back_on_one_day_is_taken_out(world: World) -> None:
    await reading(world, "ana", "omar")
    for hours, name in ((3, "ana"), (4, "omar")):
        world.now = READ + timedelta(hours=hours)
        await world.does(world.line("stop working with Nora", name))
        await world.at(world.now)
        assert name.title() not in "".join(stands(world))


@pytest.mark.parametrize("later", [timedelta(hours=11), timedelta(days=5)])
async def test_what_is_taken_back_in_the_evening_or_on_a_saturday_is_gone_at_once(
    world: World, later: timedelta
) -> None:
    await reading(world, "ana", "omar")
    world.now = READ + later
    await world.does(world.line("stop working with Nora", "ana"))
    await world.at(world.now + timedelta(minutes=1))
    assert "Ana" not in "".join(stands(world))


async def test_a_choice_of_before_an_end_that_reached_nobody_holds_no_more(company: World) -> None:
    await invites(company, "ana")
    await company.does(company.press("yes", "ana"))
    await company.does(company.press("open", "ana"))
    await company.does(company.line("stop", "ana"))
    await company.does(company.line("yes", "ana"))
    await company.does(company.line("coach", "nora"))
    form = await company.does(company.press("end", "nora"))
    assert isinstance(form, Form)
    await company.does(Submitted(company.new_id(), "nora", company.now, form.ref, {"end": "ana"}))
    assert works(company) == {"ana": "ended"}
    await company.does(company.line("start", "ana"))
    await invites(company, "ana")
    await company.does(company.press("yes", "ana"))
    assert works(company) == {"ana": "accepted"}
    assert granted(company) == ()


async def test_a_yes_to_the_channel_that_is_taken_back_takes_out_what_stands_there(world: World) -> None:
    await reading(world, "ana", "omar")
    with world.store.begin() as unit:
        people: list[Json] = ["lea", "nora"]
        list_ = mark(Page("nora", "x:room", "#coaches", ("nora", "lea")))
        answers: dict[str, Json] = {"news": "asked", "channel": "#coaches", "people": people, "list": list_}
        begun = Start("page", "nora", answers=answers)
        world.bot._turns.begun(unit, "ana", begun, "notice/page", world.now)
    await world.at(world.now)
    await world.does(world.press("yes", "ana"))
    await world.does(world.press("back", "ana"))
    await world.at(world.now + timedelta(minutes=1))
    assert "Ana" not in "".join(stands(world))
    assert "Omar" in "".join(stands(world))


async def test_whoever_is_erased_stands_in_no_channel_any_more(world: World) -> None:
    await reading(world, "ana", "omar")
    world.now = READ + timedelta(hours=3)
    for _ in range(2):
        await world.does(world.line("erase", "ana"))
    await world.at(world.now + timedelta(minutes=1))
    assert "Ana" not in "".join(stands(world))
    assert "Omar" in "".join(stands(world))


@pytest.mark.parametrize("how", ["by message from now on", "open to everybody"])
async def test_what_is_taken_back_leaves_a_channel_in_which_the_coach_does_not_read_any_more(
    world: World, how: str
) -> None:
    await reading(world, "ana", "omar")
    assert "Ana" in "".join(stands(world))
    with world.store.begin() as unit:
        page = unit.people.facts(["nora"], world.bot.words_for)["nora"].page
        assert page is not None
        moved = replace(page, channel="") if how == "by message from now on" else replace(page, held="public")
        unit.people.save([moved])
    world.now = READ + timedelta(hours=3)
    await world.does(world.line("stop working with Nora", "ana"))
    await world.at(world.now + timedelta(minutes=1))
    assert "Ana" not in "".join(stands(world))

"""Small choices through the real bot: what is missing for one's part, a situation, and whether one was told before."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.events import Pressed, Submitted
from bot.messages import Form, Line, Pick, Ref
from bot.store.tables import TABLES
from tests.service.stage import World
from tests.service.test_rounds import FIRST, NAMES, TUESDAY, round_of, told

ASKED = TUESDAY + timedelta(hours=1)
CLOSES = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
READ = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)


async def asks(world: World, question: str) -> None:
    """Ana asks her six one question."""
    await told(world)
    await world.at(TUESDAY)
    await world.at(ASKED)
    await world.does(world.line("ask my team"))
    await world.does(world.press(question))
    round_ = round_of(world)
    assert round_ is not None
    assert (round_.id, round_.closes_at, round_.releases_at) == (FIRST, CLOSES, READ)


async def answers(world: World, who: str, **fields: str) -> None:
    """Send the form of the round."""
    ref = Ref("answer", FIRST, "open")
    reply = await world.does(Submitted(world.new_id(), who, world.now, ref, {"as_it_stands": "yes", **fields}))
    assert isinstance(reply, Form)
    assert reply.title == "Sealed"


async def read(world: World) -> str:
    """All that Ana is shown of it."""
    await world.at(CLOSES)
    await world.at(READ)
    before = len(world.platform.to("ana"))
    await world.does(world.press("skip"))
    await world.does(world.press("rest"))
    return "\n".join(world.platform.to("ana")[before:])


async def needs(world: World, need: str, missing: Sequence[str]) -> str:
    await asks(world, "need")
    for who, chips in zip(NAMES, missing, strict=False):
        await answers(world, who, need=need, missing=chips)
    return await read(world)


async def test_the_leader_reads_which_chips_at_least_half_chose_right_under_the_result(world: World) -> None:
    shown = await needs(world, "2", ["time", "time,other", "other,time", "other,skill", "", "information"])
    question = "Do you have what you need to do your part?"
    after = shown.partition(question)[2]
    assert after.index("What is missing, if anything?") < after.index(
        "At least half of them chose: Time, Something else."
    )
    assert "Skill" not in shown
    assert "Information" not in shown


async def test_a_need_that_is_met_stands_out_upwards_and_what_is_missing_stays_with_the_rest(world: World) -> None:
    shown = await needs(world, "5", ["time"] * 6)
    first, _, rest = shown.partition("The rest:")
    assert "Do you have what you need" in first
    assert "missing" not in first
    assert "At least half of them chose: Time." in rest


async def test_where_no_chip_was_chosen_by_half_that_is_said_and_no_chip_is_named(world: World) -> None:
    shown = await needs(world, "3", ["time", "time", "skill", "", ""])
    assert "Nothing that at least half of them chose." in shown
    assert "Time" not in shown


@pytest.mark.parametrize("times", [3, 4, 5, 6])
async def test_three_who_chose_it_and_six_look_the_same(world: World, times: int) -> None:
    shown = await needs(world, "3", ["time"] * times + [""] * (6 - times))
    assert "At least half of them chose: Time." in shown
    with world.store.look() as unit:
        (row,) = unit.connection.execute(TABLES["chosen"].select()).all()
    assert tuple(row) == (FIRST, "missing", ("time",))


async def test_too_few_leave_nothing_of_what_they_chose(world: World) -> None:
    await asks(world, "need")
    for who in NAMES[:4]:
        await answers(world, who, need="3", missing="time")
    await world.at(CLOSES)
    await world.at(READ)
    assert "all of it is destroyed" in world.platform.to("ana")[-1]
    assert world.rows("SELECT count(*) FROM chosen") == [(0,)]


async def test_a_situation_is_read_in_front_of_the_words_and_nowhere_else(world: World) -> None:
    await asks(world, "next")
    for who in NAMES[:5]:
        await answers(world, who, next=f"The agenda, says {who}", situation="meeting" if who == "ben" else "")
    await world.at(CLOSES)
    await world.at(READ)
    shown = world.platform.to("ana")[-1]
    assert "In a meeting: The agenda, says ben" in shown
    assert shown.count("In a meeting") == 1


async def test_whether_people_were_told_beforehand_can_be_asked_and_be_beyond_ones_sight(world: World) -> None:
    await asks(world, "told")
    with world.store.look() as unit:
        ballot = unit.ballots.find(FIRST)
    assert ballot is not None
    assert [one.name for one in ballot.questions] == ["told"]
    for who in NAMES[:5]:
        await answers(world, who, told="unseen")
    shown = await read(world)
    assert "The last time Ana changed something that concerns you: were you told beforehand?" in shown
    assert "At least half could not see it." in shown


async def test_the_form_of_what_one_needs_asks_two_things_and_no_more(world: World) -> None:
    await asks(world, "need")
    form = await world.does(Pressed(world.new_id(), "ben", world.now, Ref("answer", FIRST, "asked"), "open"))
    assert isinstance(form, Form)
    assert [one.name for one in form.body if isinstance(one, Line | Pick)] == ["need", "missing", "as_it_stands"]


async def test_a_lost_round_is_asked_again_with_its_chips_once(world: World) -> None:
    await asks(world, "need")
    for name in world.store.cells.names():  # type: ignore[union-attr]  # it has cells
        world.store.cells.destroy(name)  # type: ignore[union-attr]  # it has cells
    await world.bot.recover(world.now)
    await world.at(ASKED + timedelta(days=14))
    again = round_of(world, 2)
    assert again is not None
    with world.store.look() as unit:
        ballot = unit.ballots.find(again.id)
    assert ballot is not None
    assert [one.name for one in ballot.questions] == ["need", "missing"]

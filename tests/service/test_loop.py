"""A round from its real box to the promise that was kept: read, thanked for, answered, and said aloud, once each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from bot.ballot.answer import Answer
from bot.due import plan
from bot.effects import FollowUp
from bot.events import Submitted
from bot.facts import Capture, Member, Round, Team
from bot.flows.pulse.questions import CHANGE, NEXT, SAY
from bot.messages import Closed, Form
from bot.rules.budget import HERE
from tests.service.stage import MONDAY, MORNING, World, leader

NAMES = ("ben", "eva", "jon", "kim", "lea", "mia")
CLOSES = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
READ = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""Tuesday, ten o'clock in Berlin."""
WHOLE = {
    "heard": "That agendas come late.",
    "hard": "That nobody had told me.",
    "share": "keep",
    "do1": "I send the agenda on Fridays",
    "by1": "2026-12-04",
    "do2": "",
    "by2": "",
    "do3": "",
    "by3": "",
    "declined": "",
}


def asked(world: World, names: tuple[str, ...] = NAMES, answers: int = 5) -> None:
    """Ana's round is open, and so many have answered it."""
    close = FollowUp(
        "close", MONDAY + timedelta(days=3), "closed", CLOSES.time().replace(17), flow="pulse", subject="r1"
    )
    with world.store.begin() as unit:
        unit.people.save([leader("ana"), *(leader(name) for name in names)])
        unit.people.save([Team("ana", "running", 5, holds=True), *(Member("ana", name, "asked") for name in names)])
        unit.ballots.open("r1", names, (CHANGE, SAY, NEXT), 5, CLOSES)
        unit.people.save([Round("r1", "ana", 1, MONDAY, CLOSES, READ, 5, len(names), "wait two seconds")])
        unit.follow_ups.put([plan(leader("ana"), close)])
    for number, name in enumerate(names[:answers]):
        with world.store.begin() as unit:
            given: dict[str, int | str] = {"change": 2, "say": 3, "next": f"agendas, says number {number}"}
            assert unit.ballots.cast("r1", name, Answer(given), MORNING) == "taken"


async def reads(world: World) -> None:
    """She reads all of it."""
    await world.at(CLOSES)
    await world.at(READ)
    await world.does(world.press("skip"))
    await world.does(world.press("rest"))


async def posts(world: World) -> None:
    """She thanks them, writes her reply in the form, and posts it."""
    await world.does(world.press("thank"))
    form = await world.does(world.press("form"))
    assert isinstance(form, Form)
    sent = await world.does(Submitted(world.new_id(), "ana", world.now, form.ref, WHOLE))
    assert isinstance(sent, Closed)
    await world.does(world.press("post"))
    await world.bot.deliver(world.now)


def round_of(world: World) -> Round:
    with world.store.look() as unit:
        (found,) = unit.people.facts(["ana"], world.bot.words_for)["ana"].rounds
    return found


def promises(world: World) -> list[Capture]:
    with world.store.look() as unit:
        return list(unit.people.facts(["ana"], world.bot.words_for)["ana"].captures)


async def test_nothing_of_it_is_shown_before_its_hour(world: World) -> None:
    asked(world)
    await world.at(CLOSES)
    await world.at(READ - timedelta(minutes=1))
    assert "agendas" not in "".join(world.platform.to("ana"))
    await world.at(READ)
    assert "Before you look: what do you expect?" in world.platform.to("ana")[-1]


async def test_a_round_is_read_thanked_for_and_answered(world: World) -> None:
    asked(world)
    await reads(world)
    said = "\n".join(world.platform.to("ana"))
    assert all(f"> agendas, says number {number}" in said for number in range(5))
    assert "The upper part: 1 or more" in said
    assert "between 2.5 and 3.5" in said
    before = {name: len(world.platform.to(name)) for name in NAMES}
    await posts(world)
    for name in NAMES:
        thanks, letter = world.platform.to(name)[before[name] :]
        assert "> Thank you for telling me." in thanks
        assert "> That agendas come late." in letter
        assert "By Friday 4 December: I send the agenda on Fridays" in letter
        assert "nobody had told me" not in letter
    assert round_of(world).replied_on == READ.date()


async def test_what_is_pressed_twice_or_delivered_again_goes_out_once(world: World) -> None:
    asked(world)
    await reads(world)
    press = world.press("thank")
    await world.does(press)
    await world.does(press)
    await world.does(world.press_of(press.ref, "thank"))
    await world.bot.deliver(world.now)
    assert sum("Thank you for telling me." in one for one in world.platform.to("ben")) == 1


async def test_the_promise_is_asked_about_and_what_became_of_it_is_told(world: World) -> None:
    asked(world)
    await reads(world)
    await posts(world)
    await world.at(datetime(2026, 12, 4, 8, 0, tzinfo=UTC))
    assert "I send the agenda on Fridays" in world.platform.to("ana")[-1]
    await world.does(world.press("yes"))
    await world.does(world.press("tell"))
    await world.bot.deliver(world.now)
    assert "> Done: I send the agenda on Fridays" in world.platform.to("kim")[-1]
    (promise,) = promises(world)
    assert (promise.loop, promise.state, promise.told) == ("r1", "kept", True)


async def test_the_clock_goes_on_by_itself(world: World) -> None:
    asked(world)
    await reads(world)
    for day in range(1, 35):
        await world.at(READ + timedelta(days=day))
        await world.at(READ + timedelta(days=day, hours=7))
    for name in NAMES:
        said = "\n".join(world.platform.to(name))
        assert said.count("I have your answers and owe you a reply.") == 1
        assert said.count("No reply has come") == 1
    told = "\n".join(world.platform.to("ana"))
    assert told.count("and your reply is still open") == 1
    assert told.count("I won’t ask again.") == 1
    assert told.count("your team knows now that no reply has come") == 1
    assert f"{round_of(world).unanswered_on}" == "2026-12-29"


async def test_a_round_goes_on_here_when_its_leader_is_asked_about_everything_else_elsewhere(world: World) -> None:
    asked(world)
    with world.store.begin() as unit:
        unit.people.save([replace(leader("ana"), state="quiet")])
        unit.follow_ups.put_aside("ana", HERE)
    await world.at(CLOSES)
    await world.at(READ)
    assert "Before you look: what do you expect?" in world.platform.to("ana")[-1]


async def test_below_the_threshold_nothing_is_shown_to_anybody(world: World) -> None:
    asked(world, answers=4)
    await world.at(CLOSES)
    await world.at(READ)
    assert "fewer than 5 took part" in world.platform.to("ana")[-1]
    assert "agendas" not in "".join(one for name in ("ana", *NAMES) for one in world.platform.to(name))


@pytest.mark.parametrize("goes", ["stop", "erase"])
async def test_a_leader_who_goes_leaves_nobody_waiting(world: World, goes: str) -> None:
    asked(world)
    await reads(world)
    await world.does(world.line(goes))
    if goes == "erase":
        await world.does(world.line(goes))
    await world.bot.deliver(world.now)
    for name in NAMES:
        assert world.platform.to(name)[-1] == "No reply will come here to what the team said by Thursday 26 November."


async def test_who_was_erased_meanwhile_is_not_written_to_and_the_others_are(world: World) -> None:
    asked(world)
    await reads(world)
    with world.store.begin() as unit:
        unit.erase("ben")
    before = len(world.platform.to("ben"))
    await posts(world)
    assert len(world.platform.to("ben")) == before
    assert "> That agendas come late." in world.platform.to("eva")[-1]


async def test_a_team_of_two_hundred_is_told_in_one_short_transaction(world: World) -> None:
    """Some 0.3 s at most where this was written; the engine reads and writes all of them together."""
    names = tuple(f"p{number:03}" for number in range(200))
    asked(world, names, answers=8)
    await reads(world)
    began = perf_counter()
    await world.does(world.press("thank"))
    took = perf_counter() - began
    assert took < 2
    await world.bot.deliver(world.now)
    assert all("Thank you for telling me." in world.platform.to(name)[-1] for name in names)

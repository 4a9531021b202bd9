"""Words that are for certain people alone: who is in the channel is looked at before every sending."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.audience import Audience
from bot.delivery import LONG, CannotTell, Doubtful, Later, Refused
from bot.effects import Publish
from bot.messages import Plain, Ref, Text
from bot.outcome import gathered
from tests.service.stage import MORNING, WORDS, World
from tests.service.test_delivery import failing, states

ROOM = "x:room"
NOBODY_ELSE = Audience(private=True, people={"ana": "Ana", "lea": "Lea"})
WITH_TOM = Audience(private=True, people={"ana": "Ana", "lea": "Lea", "tom": "Tom"})
NOT_THERE = WORDS.plain("desk.unposted")
MINUTE = timedelta(minutes=1)


@dataclass
class House:
    """Who is in the channel, or what becomes of the question."""

    found: Audience = NOBODY_ELSE
    fails: list[Exception] = field(default_factory=list)
    asked: int = 0
    knew: list[bool] = field(default_factory=list)

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:
        assert address == ROOM
        self.asked += 1
        self.knew = [known(person) for person in ("ana", "lea", "tom")]
        if self.fails:
            raise self.fails.pop(0)
        return self.found


@pytest.fixture
def house(world: World) -> House:
    world.settle("ana", asked=False)
    world.audiences["x"] = found = House()
    return found


def publish(world: World, words: str, *only: str, name: str = "", key: str = "k1") -> None:
    """As a conversation of Ana's does it."""
    with world.store.begin() as unit:
        play = world.bot._turns.play(unit, "ana", world.now)
        assert play is not None
        said = Publish(ROOM, (Text((Plain(words),)),), only, name)
        play.published.append((said, Ref("clock", "", "done")))
        world.bot._turns._write(unit, [gathered(play, key, "notice")], world.now)


async def delivered(world: World) -> None:
    """What waits leaves, and what the person is told of it."""
    for _ in range(2):
        await world.bot.deliver(world.now)


def posted(world: World) -> list[str]:
    """What stands in the channel, and what was put in the place of what."""
    return world.platform.to("room")


async def test_words_leave_for_a_private_channel_in_which_nobody_else_is(world: World, house: House) -> None:
    publish(world, "Two of three", "ana", "lea")
    await delivered(world)
    assert (posted(world), states(world)) == (["Two of three"], ["sent"])
    assert house.knew == [True, True, False], "only who was not agreed is looked at more closely"


HELD = [
    (WITH_TOM, "newcomer"),
    (Audience(private=False), "public"),
    (Audience(private=True, shared=True), "shared"),
    (Audience(private=False, shared=True), "shared"),
    (Refused("is_archived"), "gone"),
    (CannotTell("more than a thousand"), "unknown"),
    (KeyError("members"), "unknown"),
    (Later(LONG + 1, "missing_scope", tried=False), "unknown"),
]


@pytest.mark.parametrize(("found", "held"), HELD, ids=range(len(HELD)))
async def test_words_are_held_and_whoever_said_them_hears_of_it_once(
    world: World, house: House, found: Audience | Exception, held: str
) -> None:
    match found:
        case Audience():
            house.found = found
        case Exception():
            house.fails = [found]
    publish(world, "Two of three", "ana", "lea")
    await delivered(world)
    assert (posted(world), world.platform.to("ana")) == ([], [NOT_THERE])
    assert world.rows(f"SELECT state FROM outbox WHERE error LIKE '{held}%'") == [("failed",)]
    house.found = NOBODY_ELSE
    await world.at(MORNING + timedelta(days=1))
    assert (posted(world), len(world.platform.to("ana")), house.asked) == ([], 1, 1), (
        "neither sent later nor told twice"
    )


@pytest.mark.parametrize("error", [Later(1), Doubtful("no answer"), TimeoutError()], ids=lambda one: type(one).__name__)
async def test_who_is_there_is_asked_again_and_after_five_times_the_words_are_held(
    world: World, house: House, error: Exception
) -> None:
    house.fails = [error] * 2
    publish(world, "One", "ana", "lea")
    for minutes in range(9):
        await world.at(MORNING + minutes * MINUTE)
    assert (posted(world), house.asked) == (["One"], 3)
    house.fails = [error] * 9
    publish(world, "Two", "ana", "lea", key="k2")
    for minutes in range(20, 30):
        await world.at(MORNING + minutes * MINUTE)
    assert (posted(world), world.platform.to("ana"), house.asked) == (["One"], [NOT_THERE], 8)


async def test_where_nobody_says_who_is_in_a_channel_words_for_a_few_never_leave(world: World, house: House) -> None:
    world.audiences.clear()
    publish(world, "Two of three", "ana")
    await delivered(world)
    assert (posted(world), world.platform.to("ana")) == ([], [NOT_THERE])


async def test_every_sending_looks_anew(world: World, house: House) -> None:
    publish(world, "One", "ana", "lea")
    await delivered(world)
    house.found = WITH_TOM
    publish(world, "Two", "ana", "lea", key="k2")
    await delivered(world)
    assert (posted(world), house.asked) == (["One"], 2)


async def test_words_of_the_same_name_take_the_place_of_the_earlier_ones_if_nobody_has_come(
    world: World, house: House
) -> None:
    publish(world, "One", "ana", "lea", name="monday")
    await delivered(world)
    publish(world, "Less", "ana", "lea", name="monday", key="k2")
    await delivered(world)
    house.found = WITH_TOM
    publish(world, "Least", "ana", "lea", name="monday", key="k3")
    await delivered(world)
    first = world.platform.sent[0][1]
    assert [replaces for address, _, _, replaces in world.platform.sent if address == ROOM] == [None, first]
    assert (posted(world), world.platform.to("ana")) == (["One", "Less"], [NOT_THERE])


async def test_words_that_wait_are_exchanged_before_they_leave(world: World, house: House) -> None:
    publish(world, "One", "ana", "lea", name="monday")
    publish(world, "Less", "ana", "lea", name="monday", key="k2")
    await delivered(world)
    assert set(posted(world)) == {"Less"}


async def test_what_was_held_is_not_posted_by_its_redrawing(world: World, house: House) -> None:
    house.found = WITH_TOM
    publish(world, "One", "ana", "lea", name="monday")
    await delivered(world)
    house.found = NOBODY_ELSE
    publish(world, "Less", name="monday", key="k2")
    await delivered(world)
    assert posted(world) == []


async def test_a_channel_that_refuses_and_words_that_came_too_late_are_heard_of_without_any_guard(world: World) -> None:
    world.settle("ana", asked=False)
    failing(world, Refused("channel_not_found"), times=1)
    publish(world, "One")
    await delivered(world)
    assert (posted(world), world.platform.to("ana")) == ([], [NOT_THERE])
    publish(world, "Two", key="k2")
    await world.at(MORNING + timedelta(days=8))
    assert (posted(world), world.platform.to("ana")) == ([], [NOT_THERE] * 2)


def test_a_message_names_nobody_whom_it_is_for(world: World, house: House) -> None:
    publish(world, "One", "ana", "lea")
    with world.store.look() as unit:
        [key] = [str(key) for (key,) in world.rows("SELECT key FROM outbox")]
        [only] = [row.message.only for row in unit.outbox.messages([key]).values()]
    assert len(only) == 2
    assert not {"ana", "lea"} & set(only)

"""What becomes of messages on their way: sent once, in order, later, never, or nobody knows."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot import delivery
from bot.delivery import ATTEMPTS, LEASE, Doubtful, Later, Platforms, Refused, Sent, send_all
from bot.outgoing import DOUBT, Outgoing
from bot.store import Unit
from tests.service.stage import EVENING, MONDAY, MORNING, Platform, World, slot_of
from tests.store.samples import outgoing

Failure = Callable[[], Exception]
MINUTE = timedelta(minutes=1)


def states(world: World) -> list[str]:
    return [str(state) for (state,) in world.rows("SELECT state FROM outbox ORDER BY id")]


def failing(world: World, error: Exception, times: int = 1_000) -> None:
    """The platform answers with this, so many times."""
    left = [error] * times

    def fail(address: str, key: str) -> None:
        if left:
            raise left.pop()

    world.platform.fail = fail


async def test_a_message_that_comes_later_is_sent_then_and_once(world: World) -> None:
    failing(world, Later(40), times=1)
    await world.asks()
    assert (world.platform.sent, states(world)) == ([], ["waiting"])
    await world.at(EVENING + timedelta(seconds=39))
    assert world.platform.sent == []
    await world.at(EVENING + timedelta(seconds=40))
    await world.at(EVENING + MINUTE)
    assert world.platform.sent_keys() == [slot_of("ana")]


async def test_a_platform_that_says_later_for_ever_is_given_up(world: World) -> None:
    failing(world, Later(1))
    await world.asks()
    for minute in range(1, 10):
        await world.at(EVENING + minute * MINUTE)
    assert states(world) == ["failed"]
    assert world.rows("SELECT attempts FROM outbox") == [(ATTEMPTS - 1,)]


@pytest.mark.parametrize(
    ("error", "state"),
    [(Refused("blocked"), "failed"), (Doubtful("timeout"), "doubtful"), (KeyError("our bug"), "aside")],
    ids=["refused", "doubtful", "our own bug"],
)
async def test_a_question_that_never_arrived_is_no_chance(world: World, error: Exception, state: str) -> None:
    failing(world, error)
    await world.asks()
    assert (world.platform.sent, states(world)) == ([], [state])
    assert world.mark() == "away"
    world.platform.fail = Platform().fail
    await world.at(EVENING + timedelta(minutes=5))
    assert world.platform.sent == []  # a nudge is left alone
    await world.at(EVENING + timedelta(days=1))
    assert len(world.platform.sent) == 1


async def test_a_doubtful_reply_is_sent_again(world: World) -> None:
    await world.asks()
    failing(world, Doubtful("timeout"), times=1)
    await world.does(world.press("did"))
    assert states(world) == ["sent", "waiting"]
    await world.at(EVENING + MINUTE)
    assert states(world) == ["sent", "sent"]
    assert "[change]" in world.platform.to("ana")[-1]


async def test_a_platform_that_never_answers_holds_up_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)

    class Silent(Platform):
        async def send(self, row: Outgoing) -> str:
            if row.address == "x:ana":
                await asyncio.sleep(60)
            return await super().send(row)

    world.platform = Silent()
    world.bot = world.another_bot()
    await world.asks("ana", "omar")
    assert world.platform.sent_keys() == [slot_of("omar")]
    assert world.mark("ana") == "away"


async def test_one_message_that_fails_holds_up_no_other_address(world: World) -> None:
    def fail(address: str, key: str) -> None:
        if address == "x:ana":
            raise ZeroDivisionError

    world.platform.fail = fail
    await world.asks("ana", "omar")
    assert world.platform.sent_keys() == [slot_of("omar")]


async def test_nothing_overtakes_a_reply_that_waits_for_another_try(world: World) -> None:
    world.settle(asked=False)
    failing(world, Later(5), times=1)
    for number in range(3):
        await world.does(world.line(f"note {number}"))
    assert world.platform.sent == []
    await world.at(MORNING + MINUTE)
    written = [str(key) for (key,) in world.rows("SELECT key FROM outbox ORDER BY id")]
    assert world.platform.sent_keys() == written
    assert len(written) == 3


async def test_what_stood_behind_a_message_that_must_wait_is_nobodys_until_then(world: World) -> None:
    world.settle(asked=False)
    world.transports.clear()
    for number in range(3):
        await world.does(world.line(f"note {number}"))
    with world.store.begin() as unit:
        unit.connection.exec_driver_sql("UPDATE outbox SET state = 'waiting', error = ''")
    world.transports["x"] = world.platform
    failing(world, Later(5), times=1)
    await world.bot.deliver(MORNING)
    assert world.rows("SELECT claimed_until FROM outbox WHERE claimed_until IS NOT NULL") == []
    await world.bot.deliver(MORNING + MINUTE)  # although no lease has ended
    assert states(world) == ["sent"] * 3


async def test_what_a_dead_process_had_taken_is_doubtful(world: World) -> None:
    world.settle()
    await world.bot.tick(EVENING)
    await world.does(world.line("note a line"))
    with world.store.begin() as unit:
        unit.connection.exec_driver_sql("UPDATE outbox SET state = 'waiting'")
        taken = unit.outbox.claim(EVENING, world.real, LEASE, 10)
    assert {row.cls for row in taken} == {"reply", "slot"}
    world.platform.sent.clear()
    await world.bot.deliver(EVENING)
    assert world.platform.sent == []  # the lease still runs
    world.real += LEASE
    await world.bot.deliver(EVENING)
    assert world.platform.sent == []  # what may have left just now cannot be looked for yet
    world.real += DOUBT
    await world.bot.deliver(EVENING)
    assert [key.partition("/")[0] for key in world.platform.sent_keys()] == ["reply"]
    assert (sorted(states(world)), world.mark()) == (["doubtful", "sent"], "away")


async def test_a_second_worker_does_not_take_what_the_first_has(world: World) -> None:
    world.settle("ana", "omar")
    await world.bot.tick(EVENING)

    def take(unit: Unit) -> list[str]:
        return [row.key for row in unit.outbox.claim(EVENING, world.real, LEASE, 10)]

    if world.store.dialect == "sqlite":  # one writer at a time
        with world.store.begin() as first:
            taken = take(first)
        with world.store.begin() as second:
            assert take(second) == []
    else:
        with world.store.begin() as first:
            taken = take(first)
            rows = first.connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            assert rows.scalar() == 1  # who claims meanwhile waits here
        with world.store.begin() as second:
            assert take(second) == []
    assert len(taken) == 2


async def test_two_workers_send_everything_once_and_each_address_in_order(world: World) -> None:
    names = [f"p{number}" for number in range(12)]
    world.settle(*names, asked=False)
    silent = {"x": Platform()}
    world.transports.clear()
    for number in range(4):
        for name in names:
            await world.does(world.line(f"note {number}", name))
    with world.store.begin() as unit:
        unit.connection.exec_driver_sql("UPDATE outbox SET state = 'waiting', error = ''")
    world.transports.update(silent)
    workers = [world.bot, world.another_bot(silent["x"]), world.another_bot(silent["x"])]
    await asyncio.gather(*(worker.deliver(MORNING) for worker in workers))
    keys = silent["x"].sent_keys()
    assert len(keys) == len(set(keys)) == 48
    for name in names:
        mine = [key for key in keys if key.endswith(f"/{name}")]
        assert mine == sorted(mine, key=lambda key: int(key.split("/")[1][1:]))
    for worker in workers[1:]:
        await worker.close()


async def test_words_in_somebodys_name_wait_for_the_morning(world: World) -> None:
    world.settle("ana", "omar", asked=False)
    night = datetime(2026, 11, 23, 21, 0, tzinfo=EVENING.tzinfo)
    world.now = world.real = night
    await world.does(world.line("partner Omar"))
    await world.does(world.press("yes"))
    await world.bot.deliver(night)
    assert world.platform.to("omar") == []
    await world.at(MORNING + timedelta(days=1))
    assert len(world.platform.to("omar")) == 1


async def test_who_stops_gets_nothing_that_was_still_on_its_way(world: World) -> None:
    world.settle("ana", "omar", asked=False)
    night = datetime(2026, 11, 23, 21, 0, tzinfo=EVENING.tzinfo)
    world.now = world.real = night
    await world.does(world.line("partner Omar"))
    await world.does(world.press("yes"))
    await world.does(world.line("stop", "omar"))
    said = len(world.platform.to("omar"))
    await world.at(MORNING + timedelta(days=1))
    assert len(world.platform.to("omar")) == said


async def test_what_could_not_leave_all_day_expires_and_is_no_chance(world: World) -> None:
    failing(world, Later(7200))
    await world.asks()
    world.platform.fail = Platform().fail
    await world.at(EVENING + timedelta(hours=3))
    assert (world.platform.sent, states(world), world.mark(day=MONDAY)) == ([], ["expired"], "away")


async def test_an_answer_of_the_next_morning_is_redrawn_at_once(world: World) -> None:
    await world.asks()
    world.now = world.real = MORNING + timedelta(days=1)
    failing(world, Later(1), times=1)
    await world.does(world.press("did"))
    await world.at(world.now + MINUTE)
    assert "[change]" in world.platform.to("ana")[-1]


async def test_a_process_without_a_platform_leaves_messages_to_one_that_has_it(world: World) -> None:
    world.settle()
    world.transports.clear()
    await world.at(EVENING)
    assert states(world) == ["waiting"]


class Forgetful(Platform):
    """Whatever is to be changed in its place is shown anew; `changed` says where it was looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.changed: list[str] = []

    async def send(self, row: Outgoing) -> str:
        if row.replaces:
            self.changed.append(row.replaced_id)
        return await super().send(row)


async def test_a_question_that_had_to_be_shown_anew_is_changed_there_from_then_on(world: World) -> None:
    platform = Forgetful()
    world.transports["x"] = platform
    world.platform = platform
    await world.asks()
    for choice in ("did", "change", "partly"):
        await world.does(world.press(choice))
    assert len(platform.changed) >= 3
    assert platform.changed == [f"id-{number + 1}" for number in range(len(platform.changed))]


async def test_and_so_is_one_that_is_changed_twice_in_one_batch() -> None:
    platform = Forgetful()
    rows = [
        outgoing("a2", replaces="a", replaced_id="old"),
        outgoing("b"),
        outgoing("a3", replaces="a", replaced_id="old"),
    ]
    results = await send_all(rows, Platforms({"slack": platform}, {}), MORNING, lambda: True)
    assert platform.changed == ["old", "id-1"]
    assert [result.anew for result in results if isinstance(result, Sent)] == [True, False, True]

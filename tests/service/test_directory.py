"""What a platform can be asked: whether a doubtful message is there, and who does not want to be disturbed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot import delivery
from bot.delivery import LEASE, CannotTell, Doubtful, Later, Refused, Transport
from bot.events import Joined, OutOfOffice, Said
from bot.outgoing import DOUBT, Outgoing
from bot.service import build
from bot.settings import Settings
from bot.store import open_store
from tests.service.stage import EVENING, KEY, MORNING, World, slot_of
from tests.service.test_delivery import failing, states
from tests.store.samples import outgoing

MINUTE = timedelta(minutes=1)


@dataclass
class Directory:
    """A platform that can be asked. `there` are the keys it has, None when it does not tell."""

    there: dict[str, str] | None = field(default_factory=dict)
    quiet: dict[str, datetime] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slow: bool = False
    busy: int = 0  # so many times it has to be asked again later

    async def quiet_until(self, addresses: Sequence[str]) -> Mapping[str, datetime]:
        if self.slow:
            await asyncio.sleep(60)
        return {address: until for address, until in self.quiet.items() if address in addresses}

    async def find(self, row: Outgoing) -> str:
        self.asked.append(row.key)
        if self.busy:
            self.busy -= 1
            raise Later(30)
        if self.there is None:
            raise CannotTell("throttled")
        return self.there.get(row.key, "")


@pytest.fixture
def directory(world: World) -> Directory:
    found = Directory()
    world.directories["x"] = found
    return found


SLOT = slot_of("ana")


async def test_a_doubtful_message_is_looked_for_a_minute_later_and_not_sent_again(
    world: World, directory: Directory
) -> None:
    failing(world, Doubtful("timeout"), times=1)
    await world.asks()
    await world.at(EVENING + DOUBT - timedelta(seconds=1))
    assert (states(world), directory.asked) == (["waiting"], [])
    directory.there = {SLOT: "x-7"}
    await world.at(EVENING + DOUBT)
    assert (states(world), directory.asked, world.platform.sent) == (["sent"], [SLOT], [])
    assert world.rows("SELECT platform_id FROM outbox") == [("x-7",)]
    assert world.mark() == ""  # it was asked


async def test_a_doubtful_message_that_is_not_there_is_sent(world: World, directory: Directory) -> None:
    failing(world, Doubtful("timeout"), times=1)
    await world.asks()
    await world.at(EVENING + DOUBT)
    assert (directory.asked, world.platform.sent_keys(), states(world)) == ([SLOT], [SLOT], ["sent"])


async def test_where_the_platform_does_not_tell_a_nudge_is_left_and_a_reply_sent_again(
    world: World, directory: Directory
) -> None:
    directory.there = None
    await world.asks()
    failing(world, Doubtful("timeout"), times=2)
    await world.does(world.press("did"))
    await world.does(world.line("note a line"))
    await world.at(EVENING + DOUBT)
    await world.at(EVENING + 2 * DOUBT + MINUTE)
    assert set(states(world)) == {"sent"}
    failing(world, Doubtful("timeout"), times=1)
    await world.at(EVENING + timedelta(days=1))
    await world.at(EVENING + timedelta(days=1) + DOUBT)
    assert "doubtful" in states(world)


async def test_a_message_in_doubt_again_and_again_is_given_up(world: World, directory: Directory) -> None:
    failing(world, Doubtful("timeout"))
    await world.does(world.joined("ana"))
    await world.does(world.line("hi"))
    for number in range(1, 9):
        await world.at(MORNING + number * (DOUBT + LEASE))
    assert (states(world), len(directory.asked)) == (["doubtful"], delivery.ATTEMPTS - 1)


async def test_what_a_dead_process_had_taken_is_looked_for(world: World, directory: Directory) -> None:
    world.settle()
    await world.bot.tick(EVENING)
    with world.store.begin() as unit:
        unit.outbox.claim(EVENING, world.real, LEASE, 10)
    directory.there = {SLOT: "x-1"}
    world.real += LEASE + DOUBT
    await world.bot.deliver(EVENING)
    assert (states(world), world.platform.sent) == (["sent"], [])


async def test_what_stands_behind_a_message_in_doubt_does_not_overtake_it(world: World, directory: Directory) -> None:
    world.settle(asked=False)
    failing(world, Doubtful("timeout"), times=1)
    await world.does(world.line("note one"))
    await world.does(world.line("note two"))
    assert world.platform.sent == []
    await world.at(MORNING + DOUBT)
    assert len(world.platform.sent) == 2
    written = [str(key) for (key,) in world.rows("SELECT key FROM outbox ORDER BY id")]
    assert world.platform.sent_keys() == written


async def test_whoever_is_not_to_be_disturbed_is_asked_later_and_the_tries_are_not_counted(
    world: World, directory: Directory
) -> None:
    directory.quiet = {"x:ana": EVENING + 10 * MINUTE}
    await world.asks("ana", "omar")
    assert world.platform.sent_keys() == [slot_of("omar")]
    await world.at(EVENING + 5 * MINUTE)
    directory.quiet = {}
    await world.at(EVENING + 10 * MINUTE)
    assert world.platform.sent_keys() == [slot_of("omar"), SLOT]
    assert set(world.rows("SELECT attempts FROM outbox")) == {(0,)}
    sent = [str(key) for (key,) in world.rows("SELECT key FROM outbox WHERE person = 'ana'")]
    assert sent == [SLOT]  # the day's one message, moved


async def test_quiet_beyond_the_end_of_the_day_is_no_chance_and_nothing_piles_up(
    world: World, directory: Directory
) -> None:
    directory.quiet = {"x:ana": EVENING + timedelta(hours=15)}
    await world.asks()
    await world.at(EVENING + timedelta(hours=2))
    assert (states(world), world.mark()) == (["expired"], "away")
    directory.quiet = {}
    await world.at(EVENING + timedelta(hours=15))
    assert world.platform.sent == []


async def test_a_reply_leaves_whatever_the_hour(world: World, directory: Directory) -> None:
    directory.quiet = {"x:ana": MORNING + timedelta(hours=5)}
    world.settle(asked=False)
    await world.does(world.line("note a line"))
    assert states(world) == ["sent"]


async def test_a_platform_that_does_not_say_who_is_quiet_holds_up_nobody(
    world: World, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)
    directory.slow = True
    await world.asks()
    assert states(world) == ["sent"]


async def test_somebody_whom_nothing_reaches_is_asked_nothing_until_they_write(world: World) -> None:
    failing(world, Refused("deactivated", gone=True), times=1)
    await world.asks()
    await world.at(EVENING + timedelta(days=2))
    assert (world.platform.sent, states(world)) == ([], ["failed"])
    assert world.rows("SELECT state FROM person WHERE id = 'ana'") == [("gone",)]
    await world.does(world.line("hi"))
    assert len(world.platform.to("ana")) == 1
    assert world.rows("SELECT state FROM person WHERE id = 'ana'") != [("gone",)]


async def test_somebody_who_is_there_again_is_asked_nothing_before_they_say_so(world: World) -> None:
    failing(world, Refused("deactivated", gone=True), times=1)
    await world.asks()
    await world.does(Joined("back", "ana", world.now, "Ana", "x:ana"))
    await world.at(EVENING + timedelta(days=2))
    assert world.platform.sent == []
    assert world.rows("SELECT state FROM person WHERE id = 'ana'") == [("stopped",)]


async def test_what_does_not_reach_a_channel_says_nothing_of_whoever_it_tells_of(world: World) -> None:
    await world.asks()
    (before,) = world.rows("SELECT state FROM person WHERE id = 'ana'")
    failing(world, Refused("removed", gone=True), times=1)
    with world.store.begin() as unit:
        unit.outbox.put([outgoing("digest", "ana", address="x:a channel", not_before=world.now)])
    await world.bot.deliver(world.now)
    assert states(world) == ["sent", "failed"]
    assert world.rows("SELECT state FROM person WHERE id = 'ana'") == [before]
    await world.at(EVENING + timedelta(days=1))
    assert len(world.platform.to("ana")) == 2


async def test_a_line_in_a_thread_finds_its_question_by_the_platforms_id(world: World) -> None:
    await world.asks()
    (platform_id,) = world.rows("SELECT platform_id FROM outbox")[0]
    before = world.line("did it")
    await world.does(type(before)(before.id, "ana", world.now, "did it", str(platform_id)))
    assert world.mark() == "did"


async def test_a_platform_that_cannot_say_now_is_asked_again_later(world: World, directory: Directory) -> None:
    failing(world, Doubtful("timeout"), times=1)
    await world.asks()
    directory.busy = 2
    for number in range(1, 4):
        assert states(world) == ["waiting"]
        await world.at(EVENING + number * DOUBT)
    assert (states(world), world.platform.sent_keys(), len(directory.asked)) == (["sent"], [SLOT], 3)


async def test_a_reply_that_was_put_off_is_not_overtaken(world: World) -> None:
    world.settle(asked=False)
    failing(world, Later(5, tried=False), times=1)
    await world.does(world.line("note one"))
    await world.does(world.line("note two"))
    assert world.platform.sent == []
    await world.at(MORNING + timedelta(seconds=6))
    written = [str(key) for (key,) in world.rows("SELECT key FROM outbox ORDER BY id")]
    assert world.platform.sent_keys() == written


async def test_a_platform_that_is_set_up_after_the_bot_was_built_is_asked_too(fresh_database: str) -> None:
    store = open_store(fresh_database, [KEY])
    store.migrate()
    store.close()
    transports: dict[str, Transport] = {}
    directories: dict[str, delivery.Directory] = {}
    bot = build(Settings(keys=(KEY,), database_url=fresh_database), transports, directories=directories)
    directories["x"] = transports["x"] = Both()  # type: ignore[assignment]  # it is both
    await bot.receive(Joined("j", "ana", MORNING, "Ana", "x:ana"))
    await bot.receive(Said("s", "ana", MORNING, "hi"))
    await bot.replied()
    with bot.store.look() as unit:
        assert [row.platform_id for row in unit.connection.execute(text("SELECT platform_id FROM outbox"))] == ["x-1"]
    assert bot.directories is directories
    await bot.close()


class Both(Directory):
    """A platform that sends, and can be asked."""

    async def send(self, row: Outgoing) -> str:
        return f"x-{row.id}"


async def test_a_status_that_begins_at_night_is_asked_about_in_the_morning(world: World) -> None:
    world.settle(asked=False)
    await world.does(world.line("status on"))
    world.platform.sent.clear()
    midnight = MORNING.replace(hour=23, minute=30)  # half past midnight in Berlin
    world.now = world.real = midnight
    await world.does(OutOfOffice("ooo", "ana", midnight, midnight + timedelta(days=2)))
    await world.at(midnight + MINUTE)
    assert world.platform.sent == []
    await world.at(MORNING + timedelta(days=1))
    assert len(world.platform.to("ana")) == 1
    await world.does(world.press("yes"))
    assert world.rows("SELECT away FROM person WHERE id = 'ana'") != [("",)]

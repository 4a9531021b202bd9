"""A database that fails in the middle: the person hears of it with an id, nothing is half written, all goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot import sending, turns
from bot.delivery import LEASE
from bot.errors import DatabaseLocked, DatabaseMissing, DatabaseReadOnly, NotSaved, StoreError
from bot.outgoing import DOUBT
from bot.store import open_store
from bot.store.follow_ups import FollowUps
from bot.writing import Replies, write_all
from tests.service.stage import EVENING, KEY, MONDAY, World

Everything = dict[str, list[tuple[object, ...]]]
TABLES = ("person", "practice", "chance", "capture", "conversation", "follow_up", "outbox", "seen")


@pytest.fixture
def patience() -> float:
    return 0.3


def everything(world: World) -> Everything:
    return {name: world.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in TABLES if name != "seen"} | {
        "seen": world.rows("SELECT id FROM seen ORDER BY id")
    }


def postgres(world: World) -> psycopg.Connection[Any]:
    url = make_url(str(world.store.url.render_as_string(hide_password=False))).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def held(world: World) -> Iterator[None]:
    """Another process writes and does not end."""
    if world.store.dialect == "sqlite":
        other = sqlite3.connect(str(world.store.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = postgres(world)  # type: ignore[assignment]  # both run statements
        other.execute("BEGIN")
        other.execute("LOCK TABLE person, outbox, seen")
    yield
    other.execute("ROLLBACK")
    other.close()


def cut(world: World) -> None:
    """Every connection to the database breaks now."""
    if world.store.dialect == "postgresql":
        with postgres(world) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    else:
        sqlite3.connect("/no such folder/followthrough.db")  # an error of the driver's own


async def refused(world: World, event: Any, logs: list[Any]) -> StoreError:
    """The person is told in a sentence with an id, which the log has too."""
    with pytest.raises(NotSaved) as told:
        await world.does(event)
    entry = next(one for one in reversed(logs) if one["event"] == "a turn was not saved")
    assert entry["id"] in str(told.value)
    assert "not saved" in str(told.value)
    assert isinstance(told.value.__cause__, StoreError), repr(told.value.__cause__)
    return told.value.__cause__


async def test_a_database_that_another_process_holds(world: World, logs: list[Any]) -> None:
    await world.asks()
    before, press = everything(world), world.press("did")
    with held(world):
        assert isinstance(await refused(world, press, logs), DatabaseLocked)
    assert everything(world) == before
    await world.does(press)
    assert world.mark() == "did"


@pytest.mark.parametrize("late", [False, True], ids=["before writing", "after writing"])
async def test_a_connection_that_breaks_in_the_middle_of_a_turn(
    world: World, logs: list[Any], monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    await world.asks()
    before, press = everything(world), world.press("did")

    def broken(*arguments: Any) -> Replies:
        keys = write_all(*arguments) if late else {}
        cut(world)
        return keys or write_all(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(turns, "write_all", broken)
        cause = await refused(world, press, logs)
    assert isinstance(cause, DatabaseMissing) or world.store.dialect == "sqlite"
    assert everything(world) == before
    await world.does(press)
    assert world.mark() == "did"


async def test_a_database_that_can_only_be_read(world: World, logs: list[Any]) -> None:
    await world.asks()
    before, press = everything(world), world.press("did")
    writable, bot = world.store, world.bot
    with ExitStack() as stack:
        if writable.dialect == "sqlite":
            url = f"sqlite:///file:{writable.url.database}?mode=ro&uri=true"
        else:
            with postgres(world) as admin:
                admin.execute("SET default_transaction_read_only = off")
                admin.execute(f"ALTER DATABASE {writable.url.database} SET default_transaction_read_only = on")
            url = writable.url.render_as_string(hide_password=False)
        readable = open_store(url, (KEY,))
        stack.callback(readable.close)
        world.bot = world.another_bot(store=readable)
        assert isinstance(await refused(world, press, logs), DatabaseReadOnly)
        with pytest.raises(DatabaseReadOnly):
            readable.check()
        with pytest.raises(DatabaseReadOnly):
            await world.bot.tick(EVENING.replace(day=24))
        assert (await world.bot.view("ana")).asks
    assert everything(world) == before
    world.bot = bot
    if writable.dialect == "postgresql":
        with postgres(world) as admin:
            admin.execute("SET default_transaction_read_only = off")
            admin.execute(f"ALTER DATABASE {writable.url.database} SET default_transaction_read_only = off")
    await world.does(press)
    assert world.mark() == "did"


async def test_a_saved_turn_is_never_called_unsaved_because_its_reply_could_not_leave(
    world: World, logs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.asks()

    def gone(bot: Any, results: Any, now: Any) -> Any:
        raise DatabaseMissing

    with monkeypatch.context() as patch:
        patch.setattr(sending.Sending, "_mark", gone)
        await world.does(world.press("did"))
    assert world.mark() == "did"
    assert [one["event"] for one in logs] == ["a reply is left to the worker: the turn itself is saved"]
    world.platform.sent.clear()
    world.real += LEASE + DOUBT
    await world.bot.deliver(world.now)  # whether it left, nobody wrote down
    assert "[change]" in world.platform.to("ana")[-1]


@pytest.mark.parametrize("when", ["reading", "planning"])
async def test_nobodys_question_is_set_aside_because_the_database_is_down(
    world: World, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    world.settle("ana", "omar")
    before = everything(world)
    original: Callable[..., Any] = FollowUps.put if when == "planning" else FollowUps.due

    def broken(*arguments: Any) -> Any:
        found = original(*arguments)
        cut(world)
        arguments[0].connection.execute(text("SELECT 1"))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(FollowUps, original.__name__, broken)
        with pytest.raises(StoreError):
            await world.at(EVENING)
    assert everything(world) == before
    await world.at(EVENING)
    assert (world.mark("ana", MONDAY), world.mark("omar", MONDAY)) == ("", "")

"""Killed with signal 9 between any two steps and started again: nothing is sent twice, nothing is half written.

A life is a forked process that lives the same day of the same leader. It is killed before one of its steps:
a statement, a commit, a message that leaves, a message that has left. The next life finds what it left.
"""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery import LEASE
from bot.events import Pressed, Said
from bot.flow import hashed, opaque
from bot.messages import Ref
from bot.outgoing import DOUBT, Outgoing
from bot.store import Store, open_store, query
from tests.service.stage import EVENING, KEY, Platform, World, practice_id, slot_of

KILLS = 30


class Steps:
    """Counts, and kills this process before one of them."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def step(self, *_: Any) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


class Diary(Platform):
    """A platform that outlives the process: what it was sent stands in a file."""

    def __init__(self, file: Path, steps: Steps) -> None:
        super().__init__()
        self.file, self.steps = file, steps

    async def send(self, row: Outgoing) -> str:
        self.steps.step()
        with self.file.open("a") as file:
            file.write(f"{row.key}\n")
        self.steps.step()
        return row.key


def watch(store: Store, steps: Steps) -> None:
    """Every statement and every commit is a step."""

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            steps.step()
            return original(*arguments, **named)

        return run

    for name in ("rows", "run", "many"):
        setattr(query.Query, name, counted(getattr(query.Query, name)))
    event.listen(store.engine, "before_cursor_execute", steps.step)
    event.listen(store.engine, "commit", steps.step)


async def day(world: World, name: str) -> None:
    """A leader is asked, answers, writes a promise down, and is asked again the next day."""
    with world.store.look() as unit:
        known = unit.people.get(name)
    if known is None:
        world.settle(name)
    await world.at(EVENING)
    ref = Ref("checkin", practice_id(name), "asked", "2026-11-23")
    await world.does(Pressed(f"press-{name}", name, EVENING, ref, "did", slot_of(name)))
    await world.does(Said(f"line-{name}", name, EVENING, "promise Omar the numbers on Thursday"))
    await world.bot.deliver(EVENING)
    await world.at(EVENING + timedelta(days=1))


def live(store: Store, name: str, diary: Path, life: int, last: int = 0) -> int:
    """One life in a process of its own; returns how many steps it had, 0 when it was killed."""
    back, there = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            steps = Steps(last)
            watch(store, steps)
            world = World(store, Diary(diary, steps))
            world.later = life * 2 * (LEASE + DOUBT)
            asyncio.run(day(world, name))
            os.write(there, str(steps.count).encode())
        os._exit(0)
    os.close(there)
    with os.fdopen(back) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return int(said or 0)


def check(store: Store, name: str, diary: Path) -> None:
    sent = diary.read_text().split()
    slots = [key for key in sent if not key.startswith("reply/") and "#" not in key]
    assert len(slots) == len(set(slots)), f"sent twice: {slots}"
    world = World(store)

    def found(query: str) -> list[Any]:
        return [row[0] if len(row) == 1 else row for row in world.rows(query.format(name=name))]

    assert found("SELECT count(*) FROM seen WHERE id IN ('press-{name}', 'line-{name}')") == [2]
    assert found("SELECT count(*) FROM capture WHERE owner = '{name}'") == [1]
    assert found("SELECT kind FROM follow_up WHERE person = '{name}' AND state = 'open' ORDER BY kind") == [
        "asked",
        "promised",
    ]
    assert found("SELECT count(*) FROM follow_up WHERE person = '{name}' AND state = 'aside'") == [0]
    states = dict(found("SELECT key, state FROM outbox WHERE person = '{name}'"))
    assert set(states.values()) <= {"sent", "doubtful"}, states
    assert {key for key, state in states.items() if state == "sent"} <= set(sent)
    asked = states[slot_of(name)]
    assert world.mark(name) in ({"did"} if asked == "sent" else {"did", "away"})
    assert slot_of(name, "2026-11-24") in states
    assert f"reply/{hashed(f'line-{name}')}/{opaque(name)}" in sent
    world.bot.work.pool.shutdown()
    store.close()  # the next life forks without a connection


@pytest.fixture
def store(fresh_database: str, tmp_path: Path) -> Iterator[Store]:
    """A store without a connection, in which somebody has lived a day, so that each life starts quickly."""
    store = open_store(fresh_database, (KEY,))
    store.migrate()
    world = World(store, Diary(tmp_path / "warm", Steps(0)))
    asyncio.run(day(world, "warm"))
    world.bot.work.pool.shutdown()
    store.close()
    yield store
    store.close()


def test_whenever_it_is_killed_the_next_life_goes_on(store: Store, tmp_path: Path) -> None:
    steps = live(store, "whole", tmp_path / "whole", life=1)
    assert steps > 40
    check(store, "whole", tmp_path / "whole")
    killed = 0
    for number, last in enumerate(random.Random(KILLS).sample(range(2, steps), KILLS), start=1):
        name = f"p{number}"
        killed += live(store, name, tmp_path / name, 1, last) == 0
        live(store, name, tmp_path / name, 2)
        check(store, name, tmp_path / name)
    assert killed == KILLS


def test_whoever_is_killed_again_and_again_still_comes_through(store: Store, tmp_path: Path) -> None:
    for life in range(1, 6):
        live(store, "ana", tmp_path / "diary", life, 12 * life)
    assert live(store, "ana", tmp_path / "diary", life=6)
    check(store, "ana", tmp_path / "diary")

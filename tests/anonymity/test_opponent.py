"""The opponent of anonymity again, with everything that a turn could leave behind: answers come through
the page, Slack and Teams. `pytest --ballots 400` shows him more rounds.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack
from functools import partial

import pytest
import structlog

from bot.ballot.cells import FileCells
from bot.process import where_it_failed
from bot.store import Store, open_store
from tests.anonymity.front import KEY
from tests.anonymity.fronts import FRONTS
from tests.anonymity.houses import BROKEN_TURNS, Breaking, ThroughAFront, ThroughTheBot
from tests.ballot.opponent.sight import Sight
from tests.ballot.opponent.watch import play
from tests.ballot.samples import PEOPLE
from tests.ballot.test_opponent import Best, best
from tests.conftest import NewDatabase
from tests.service.stage import World
from tests.store.samples import settle_in

FEW = 6
"""Rounds of a broken turn, which links every answer."""


@pytest.fixture(autouse=True)
def everything_in_one_log() -> Iterator[None]:
    """Our own lines go where the libraries' go, which the opponent reads at DEBUG."""
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.ExceptionRenderer(where_it_failed), structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    yield
    structlog.configure(**before)


@pytest.fixture
def store(fresh_database: str, cells: FileCells) -> Iterator[Store]:
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    with opened.begin() as unit:
        settle_in(unit, *PEOPLE)
    yield opened
    opened.close()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--ballots"))


def attacked(sights: tuple[list[Sight], list[Sight]]) -> tuple[Best, Best]:
    middle, end = sights
    return best(middle), best(end)


def through_the_bot(
    runner: asyncio.Runner, store: Store, cells: FileCells, rounds: int, name: str
) -> tuple[Best, Best]:
    world = World(store)
    found = attacked(play(store, cells, ThroughTheBot(runner, world.bot), rounds, name))
    world.bot.work.pool.shutdown()
    return found


def through_the_adapters(
    runner: asyncio.Runner,
    databases: Callable[[], AbstractContextManager[str]],
    cells: FileCells,
    rounds: int,
    name: str,
) -> tuple[Best, Best]:
    """Each platform has its share of the rounds, and the opponent sees all of them."""
    middles: list[Sight] = []
    ends: list[Sight] = []
    for place, (platform, front_on) in enumerate(FRONTS.items()):
        stack = AsyncExitStack()
        front = runner.run(stack.enter_async_context(front_on(stack.enter_context(databases()), cells)))
        try:
            house = ThroughAFront(runner, front)
            house.learns()
            share = len(range(place, rounds, len(FRONTS)))
            middle, end = play(front.bot.store, cells, house, share, f"{name}-{platform}", front.people)
        finally:
            runner.run(stack.aclose())
        middles += middle
        ends += end
    return best(middles), best(ends)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_is_linked_to_an_answer_that_came_through_an_adapter(
    runner: asyncio.Runner, new_database: NewDatabase, cells: FileCells, rounds: int, kind: str
) -> None:
    """In one run of a hundred some attack is lucky; then four times as many rounds decide."""
    databases = partial(new_database, kind)
    found = through_the_adapters(runner, databases, cells, rounds, "first")
    if not all(one.is_a_guess for one in found):
        found = through_the_adapters(runner, databases, cells, 4 * rounds, "again")
    print(f"{kind}: middle {found[0]}; end {found[1]}")
    assert all(one.is_a_guess for one in found), found


@pytest.mark.parametrize("breaking", BROKEN_TURNS, ids=lambda one: one.__name__)
def test_a_turn_that_leaves_something_behind_is_caught(
    runner: asyncio.Runner, store: Store, cells: FileCells, breaking: Breaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch)
    found = through_the_bot(runner, store, cells, FEW, "broken")
    print(f"{store.dialect}, {breaking.__name__}: middle {found[0]}; end {found[1]}")
    assert not all(one.is_a_guess for one in found)

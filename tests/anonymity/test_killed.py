"""Killed with signal 9 in the middle of a whole turn: what somebody was told is sealed is in the box, once.

`tests/ballot/test_killed.py` kills before every line that seals, 500 times; here it is before the lines around them,
from the form that comes back to the receipt that leaves.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, Final

import pytest

from bot import answering, service, work
from bot.ballot import rounds
from bot.ballot.cells import FileCells
from bot.ballot.rounds import recover
from bot.events import Submitted
from bot.flows.answer import form, reading
from bot.messages import Form, Ref
from bot.service import Bot
from bot.settings import Settings
from bot.store import Store, open_store
from bot.work import Work
from tests.anonymity import team
from tests.anonymity.front import KEY, START
from tests.ballot.samples import inside
from tests.ballot.test_killed import Steps, forked
from tests.service.stage import WORDS

FILES: Final = {str(module.__file__) for module in (answering, form, reading, rounds, service, work)}


class Here(Executor):
    """Does what it is given at once, where a line of it can be seen."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            future.set_exception(error)
        return future


def sends(store: Store, round_: str, person: str) -> str:
    """Somebody sends the form; the title of what they read."""
    settings = Settings(keys=(KEY,), database_url=str(store.url))
    here: Any = Here()
    bot = Bot(Work(store, here), {}, lambda: START, lambda: START, settings, {"en": WORDS})
    fields = {"next": person, "as_it_stands": "yes"}
    event = Submitted("e", person, START, Ref("answer", round_, "open"), fields)
    reply = asyncio.run(bot.receive(event))
    assert isinstance(reply, Form)
    return reply.title


def life(store: Store, round_: str, person: str, last: int = 0) -> str:
    """The same with every line counted, and killed before the last one."""
    with Steps(last, FILES) as steps:
        title = sends(store, round_, person)
    return f"{steps.count} {title}"


@pytest.fixture
def store(fresh_database: str, cells: FileCells, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    team.gathers(opened)
    yield opened
    opened.close()


def test_whenever_a_turn_is_killed_its_answer_is_in_the_box_once_or_not_at_all(store: Store) -> None:
    steps = lines(store)
    assert steps > 50, "the lines are not seen"
    for last in range(1, steps + 1):
        place = (last - 1) % len(team.PEOPLE)
        if place == 0:
            round_ = opened(store, last)
        person = team.PEOPLE[place]
        said = forked(lambda last=last, person=person, round_=round_: life(store, round_, person, last))  # type: ignore[misc]  # bound
        assert said is None, f"a life was not killed: {said}"
        assert recover(store) == []
        before = inside(store, round_)
        assert before.count(person) <= 1
        again = sends(store, round_, person)
        assert again == ("Nothing to send" if person in before else "Sealed")
        assert inside(store, round_) == sorted({*before, person})
        store.close()


def lines(store: Store) -> int:
    """How many there are in a turn."""
    round_ = opened(store, 10_000)
    said = forked(lambda: life(store, round_, team.PEOPLE[0]))
    assert said is not None
    count, _, title = said.partition(" ")
    assert title == "Sealed"
    return int(count)


def opened(store: Store, number: int) -> str:
    """One more round, and no connection that a fork would share."""
    round_ = f"{number:012x}"
    team.opens(store, START, round_, number=number)
    store.close()
    return round_

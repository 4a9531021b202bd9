"""One anonymous answer, sealed and committed, beside one row written in a transaction of its own, on one database."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.ballot import box
from bot.ballot.answer import Answer
from bot.ballot.asked import Open, Scale
from bot.ballot.cells import IN_MEMORY, FileCells, file_system
from bot.facts import Person
from bot.store import Store, open_store
from tests.bench.bots import KEY
from tests.bench.databases import Kind, engine_on
from tests.bench.filled import moment

TEAMS: Final = (8, 50, 200)
EACH: Final = 200
"""Answers of each team; in smaller ones there are more rounds."""
QUESTIONS: Final = (Scale("changed", -3, 3), Scale("say", 1, 5), Open("next"))
GIVEN: Final = {"changed": 1, "say": 4, "next": "The numbers a day before the meeting, please. " * 5}
MEMORY: Final = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Sealing:
    """Median seconds of an answer and of a row, taken in turns, and how large the box is."""

    answer: float
    row: float
    size: int

    @property
    def ratio(self) -> float:
        """An answer in rows."""
        return self.answer / self.row


def ballots(kind: Kind) -> dict[int, Sealing]:
    """By the size of the team."""
    with _cells() as cells:
        store = open_store(kind.new("ballots"), [KEY], cells)
        store.migrate()
        people = [f"p{number}" for number in range(max(TEAMS))]
        with store.begin() as unit:
            unit.people.save([Person(name, name, zone="UTC") for name in people])
        with _rows(store) as put:
            measured = {team: _team(store, people[:team], put) for team in TEAMS}
        store.close()
    return measured


def _team(store: Store, people: list[str], put: Callable[[], None]) -> Sealing:
    answers: list[float] = []
    rows: list[float] = []
    for number in range(EACH // len(people)):
        round_ = f"{len(people)}-{number}"
        with store.begin() as unit:
            unit.ballots.open(round_, people, QUESTIONS, 5, moment(0) + timedelta(days=7))
        for person in people:
            begun = perf_counter()
            with store.begin() as unit:
                took = unit.ballots.cast(round_, person, Answer(GIVEN), moment(0))
            answers.append(perf_counter() - begun)
            begun = perf_counter()
            put()
            rows.append(perf_counter() - begun)
            assert took == "taken", took
    sealed = box.seal(box.empty(len(people)), "", box.new_key())
    return Sealing(median(answers), median(rows), len(sealed))


@contextmanager
def _cells() -> Iterator[FileCells]:
    """In memory, as in earnest, where this machine has a file system there."""
    fast = MEMORY.is_dir() and file_system(MEMORY.stat().st_dev) in IN_MEMORY
    with tempfile.TemporaryDirectory(prefix="followthrough-bench-", dir=MEMORY if fast else None) as folder:
        yield FileCells(Path(folder) / "keys", plain=not fast)


@contextmanager
def _rows(store: Store) -> Iterator[Callable[[], None]]:
    """A transaction with one row in it, on an engine of its own."""
    engine = engine_on(make_url(store.url).render_as_string(hide_password=False))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bench_bare (person TEXT, text TEXT)"))
    insert = text("INSERT INTO bench_bare VALUES (:person, :text)")

    def put() -> None:
        with engine.begin() as connection:
            connection.execute(insert, {"person": "p1", "text": GIVEN["next"]})

    yield put
    engine.dispose()

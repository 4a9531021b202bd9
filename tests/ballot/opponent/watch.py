"""Plays rounds in a house, and takes everything that an opponent can copy: in the middle of each and after its end."""

import logging
import random
import string
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from bot.ballot.cells import EMPTY, FileCells
from bot.store import Store
from bot.store.tables import TABLES as STORED
from tests.ballot.opponent import postgres_files, sqlite_files
from tests.ballot.opponent.houses import House
from tests.ballot.opponent.sight import Sight
from tests.ballot.samples import KEY, PEOPLE

MIDDLE: Final = 5
"""So many have answered when a round is looked at before its end."""
TABLES: Final = (*STORED, "ledger", "naive")
"""All of ours, whatever they are for, and those of a house that keeps answers otherwise."""


class Files(Protocol):
    """The files of one kind of database."""

    def begin(self) -> None:
        """A round begins: from here on the journal is kept."""

    def now(self) -> tuple[bytes, bytes, list[bytes]]:
        """Files, journal and boxes at this moment."""


class SqliteFiles:
    """The database, and what its log held before it was emptied."""

    def __init__(self, store: Store) -> None:
        self.file = Path(str(store.url.database))
        self.log = self.file.with_name(f"{self.file.name}-wal")
        self.kept = b""
        self._empty: Callable[[], None] = store._empty_log
        store._empty_log = self._emptied  # type: ignore[method-assign]  # the log as it is just before

    def _emptied(self) -> None:
        self.kept = self.log.read_bytes()
        self._empty()

    def begin(self) -> None:
        self._empty()
        self.kept, self.base = b"", self.file.read_bytes()

    def now(self) -> tuple[bytes, bytes, list[bytes]]:
        log = self.log.read_bytes()
        files = self.file.read_bytes() + log
        journal = self.kept or log
        return files, journal, sqlite_files.versions(self.base, journal)


class PostgresFiles:
    """The files of our tables, and what was written to the log since the round began."""

    def __init__(self, store: Store, admin: psycopg.Connection[Any]) -> None:
        self.admin = admin
        self.folder = Path(self._one("SHOW data_directory"))

    def begin(self) -> None:
        self.start = self._flushed()

    def now(self) -> tuple[bytes, bytes, list[bytes]]:
        end = self._flushed()
        written = postgres_files.log(self.folder, self.start, end)
        number = "SELECT pg_relation_filenode({}) FROM pg_class WHERE relname = 'box'"
        rows_in, pieces_in = (int(self._one(number.format(which))) for which in ("oid", "reltoastrelid"))
        names = (
            "SELECT pg_relation_filepath(oid), pg_relation_filepath(nullif(reltoastrelid, 0)) FROM pg_class "
            "WHERE relname = ANY(%s) AND relkind = 'r' ORDER BY relname"
        )
        found = [one for row in self.admin.execute(names, [list(TABLES)]) for one in row if one]
        files = b"".join((self.folder / one).read_bytes() for one in found)
        return files, written, postgres_files.versions(written, rows_in, pieces_in)

    def _flushed(self) -> int:
        self.admin.execute("CHECKPOINT")
        return int(self._one("SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn"))

    def _one(self, query: str) -> Any:
        row = self.admin.execute(query).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def files_of(store: Store) -> Iterator[Files]:
    """Its files, as long as the block lasts."""
    if store.dialect == "sqlite":
        yield SqliteFiles(store)
        return
    url = make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET wal_keep_size = '512MB'")  # who copies every file of the log has them all
        admin.execute("SELECT pg_reload_conf()")
        try:
            yield PostgresFiles(store, admin)
        finally:
            admin.execute("ALTER SYSTEM RESET wal_keep_size")
            admin.execute("SELECT pg_reload_conf()")


@contextmanager
def everything_logged() -> Iterator[StringIO]:
    """All that any logger says at DEBUG, the database's among them."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    levels = {name: logging.getLogger(name).level for name in ("", "sqlalchemy", "psycopg")}
    logging.getLogger().addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        logging.getLogger().removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def play(
    store: Store, cells: FileCells, house: House, rounds: int, name: str, team: Sequence[str] = PEOPLE
) -> tuple[list[Sight], list[Sight]]:
    """So many rounds of eight: each as it is in its middle, and after its end."""
    middles, ends = [], []
    with files_of(store) as files, everything_logged() as said:
        for number in range(rounds):
            people = random.sample(team, len(team))
            words = [_words() for _ in people]
            said.seek(said.truncate(0))
            round_ = f"{name}-{number}"
            _forget(store)
            files.begin()
            house.opens(store, round_, team)
            for place, (person, text) in enumerate(zip(people, words, strict=True)):
                house.casts(store, round_, person, text)
                if place + 1 == MIDDLE:
                    middles.append(_sight(round_, people[:MIDDLE], words[:MIDDLE], files, said, cells))
            house.closes(store, round_)
            ends.append(_sight(round_, people, words, files, said, cells))
    return middles, ends


def _forget(store: Store) -> None:
    """What is left of the rounds before, so that one is looked at after the other."""
    with store.begin() as unit:
        for table in ("ballot", "invited"):
            unit.connection.execute(delete(STORED[table]))


def _sight(
    round_: str, people: Sequence[str], words: Sequence[str], files: Files, said: StringIO, cells: FileCells
) -> Sight:
    answers = tuple(sorted(words))
    lie, journal, versions = files.now()
    keys = {key for name in cells.names() for key in cells.read(name)} - {EMPTY}
    return Sight(
        round=round_,
        people=tuple(people),
        answers=answers,
        truth=tuple(answers.index(text) for text in words),
        bytes_of={"files": lie + b"".join(sorted(keys)), "journal": journal, "log": said.getvalue().encode()},
        secrets=(KEY,),
        versions=tuple(versions),
        keys=tuple(sorted(keys)),
    )


def _words() -> str:
    """Words that stand nowhere else, and are as long as nobody else's."""
    return "".join(random.choices(string.ascii_letters, k=random.randrange(20, 300)))

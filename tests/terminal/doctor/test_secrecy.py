"""What the doctor says of rounds: where keys lie, what is logged, what deleting leaves, and what it cannot see."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ballot import cells
from bot.store import open_store
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.terminal.doctor.conftest import Ask


def test_keys_on_a_memory_file_system_are_well(ask: Ask, tmp_path: Path) -> None:
    said = ask()
    assert said.lines["KEYS_URL"] == f"{tmp_path}/keys is on a memory file system, and only this user may enter it."
    assert said.lines["Backups"].startswith("CACHEDIR.TAG in that folder")
    assert (tmp_path / "keys" / "CACHEDIR.TAG").read_bytes() == cells.NOT_TO_BE_SAVED


def test_keys_on_a_disk_are_to_be_mended_where_there_are_people(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "IN_MEMORY", ("no such file system",))
    said = ask()
    assert (said.code, said.levels["KEYS_URL"]) == (1, "mend")
    assert "is not on a memory file system" in said.lines["KEYS_URL"]
    assert said.lines["KEYS_URL"].endswith("Until then no anonymous round is opened.")
    assert ask(SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="").levels["KEYS_URL"] == "look", "a playground goes on"


def test_a_folder_that_others_may_enter_is_named(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    said = ask()
    assert said.levels["KEYS_URL"] == "mend"
    assert "its rights must be 0700" in said.lines["KEYS_URL"]


def test_a_redis_that_does_not_answer_is_named_without_its_password(ask: Ask) -> None:
    said = ask(KEYS_URL="redis://user:s3cr3t-p4ssw0rd@127.0.0.1:9/0")
    assert said.levels["KEYS_URL"] == "mend"
    assert "cannot be used" in said.lines["KEYS_URL"]
    assert "s3cr3t" not in str(said.lines)


@pytest.fixture
def talkative() -> Iterator[logging.Logger]:
    logger = logging.getLogger("slack_sdk")
    level = logger.level
    yield logger
    logger.setLevel(level)


def test_a_library_that_would_write_payloads_into_the_log_is_named(ask: Ask, talkative: logging.Logger) -> None:
    assert ask().levels["Log"] == "ok"
    talkative.setLevel(logging.DEBUG)
    said = ask()
    assert (said.levels["Log"], said.code) == ("mend", 1)
    assert said.lines["Log"].startswith("slack_sdk would write what people send")


def test_sqlite_overwrites_what_is_deleted_and_postgresql_is_to_be_looked_at(
    ask: Ask, new_database: NewDatabase
) -> None:
    assert ask().lines["Deleting"] == "SQLite overwrites what is deleted, and its log is emptied afterwards."
    with new_database("postgresql") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        store.close()
        said = ask(database=url)
    assert said.levels["Deleting"] == "look"
    assert "VACUUM" in said.lines["Deleting"]


def test_it_says_plainly_what_it_could_not_check(ask: Ask) -> None:
    said = ask()
    for what in ("Swap", "Snapshots", "Exports"):
        assert said.levels[what] == "look"
        assert said.lines[what].startswith("Not checked: ")

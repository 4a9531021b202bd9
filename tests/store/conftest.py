from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ballot.cells import FileCells
from bot.store import Store, open_store
from tests.store.samples import KEY


@pytest.fixture
def store(fresh_database: str, cells: FileCells) -> Iterator[Store]:
    """A migrated store; a test that takes it runs once on each database."""
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Where a SQLite database may be made."""
    return f"sqlite:///{tmp_path}/followthrough.db"

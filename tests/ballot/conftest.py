from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ballot.cells import FileCells
from bot.store import Store, open_store
from tests.ballot.samples import KEY, PEOPLE
from tests.store.samples import settle_in


@pytest.fixture
def cells(tmp_path: Path) -> FileCells:
    """Cells of this test's own; on which file system is another test's question."""
    return FileCells(tmp_path / "keys", plain=True)


@pytest.fixture
def store(fresh_database: str, cells: FileCells) -> Iterator[Store]:
    """A migrated store with people; a test that takes it runs once on each database."""
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    with opened.begin() as unit:
        settle_in(unit, *PEOPLE)
    yield opened
    opened.close()

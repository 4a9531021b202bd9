from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.ballot.cells import FileCells
from bot.store import Store, open_store
from tests.ballot.samples import KEY, PEOPLE
from tests.store.samples import settle_in


@pytest.fixture
def cells() -> Iterator[FileCells]:
    """Cells of this test's own, in memory where there is some; what else there may be is another test's question."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="followthrough-", dir=memory if memory.is_dir() else None) as folder:
        yield FileCells(Path(folder) / "keys", plain=True)


@pytest.fixture
def store(fresh_database: str, cells: FileCells) -> Iterator[Store]:
    """A migrated store with people; a test that takes it runs once on each database."""
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    with opened.begin() as unit:
        settle_in(unit, *PEOPLE)
    yield opened
    opened.close()

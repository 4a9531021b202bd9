from collections.abc import Iterator

import pytest

from bot.ballot.cells import FileCells
from bot.store import Store, open_store
from tests.ballot.samples import KEY, PEOPLE
from tests.store.samples import settle_in


@pytest.fixture
def store(fresh_database: str, cells: FileCells) -> Iterator[Store]:
    """A migrated store with people; a test that takes it runs once on each database."""
    opened = open_store(fresh_database, (KEY,), cells)
    opened.migrate()
    with opened.begin() as unit:
        settle_in(unit, *PEOPLE)
    yield opened
    opened.close()

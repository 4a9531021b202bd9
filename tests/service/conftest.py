from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.ballot.cells import FileCells
from bot.store import database, open_store
from tests.service.stage import KEY, World


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Any]]:
    """What was logged, as dictionaries."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def patience() -> float:
    """Seconds to wait for a database that is held; a test of waiting asks for fewer."""
    return database.PATIENCE


@pytest.fixture
def world(fresh_database: str, cells: FileCells, patience: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A bot on a new database of each kind."""
    monkeypatch.setattr(database, "PATIENCE", patience)
    store = open_store(fresh_database, (KEY,), cells)
    store.migrate()
    yield World(store)
    store.close()

"""A stand-in for Teams, the transport that speaks with it, and everything that was logged while it did."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from tests.teams.desk import NOW, Desk
from tests.teams.standin import Connector


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What was logged of our own, as dictionaries. Nobody's words are in it, nor in any library's records."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):  # requests and urllib read them by themselves
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with caplog.at_level(logging.DEBUG), capture_logs() as entries:
        yield entries
    assert "Rosebud" not in str(entries)
    said = str([record.getMessage() for record in caplog.get_records("call")])
    assert "Rosebud" not in said
    assert "s3cret" not in said + str(entries)


@pytest.fixture
async def teams() -> AsyncIterator[Connector]:
    """Teams, at the time of these tests."""
    async with Connector(NOW.timestamp) as connector:
        yield connector


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The one session of a process."""
    async with aiohttp.ClientSession() as one:
        yield one


@pytest.fixture
async def desk(teams: Connector, session: aiohttp.ClientSession) -> AsyncIterator[Desk]:
    """A transport without limits of our own, and nobody whom it has met."""
    one = Desk(teams, session)
    yield one
    await one.leaves()

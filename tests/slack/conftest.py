"""A stand-in for Slack, the transport that speaks with it, and everything that was logged while it did."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from tests.slack.desk import NOW, Desk
from tests.slack.standin import StandIn


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What was logged of our own, as dictionaries. Nobody's words are in it, nor in any library's records."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):  # the SDK reads them by itself
        monkeypatch.delenv(name, raising=False)
    with caplog.at_level(logging.DEBUG), capture_logs() as entries:
        yield entries
    assert "Rosebud" not in str(entries)
    assert "Rosebud" not in str([record.getMessage() for record in caplog.get_records("call")])


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    """Slack, at the time of these tests."""
    async with StandIn(NOW.timestamp) as standin:
        yield standin


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The one session of a process."""
    async with aiohttp.ClientSession() as one:
        yield one


@pytest.fixture
def desk(slack: StandIn, session: aiohttp.ClientSession) -> Desk:
    """A transport for one workspace, T1, without limits of our own."""
    return Desk(slack, session)

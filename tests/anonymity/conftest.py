"""Machines without a proxy in between, and everything that any logger says at DEBUG."""

from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from bot.process import where_it_failed
from tests.ballot.opponent.watch import everything_logged


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """SDKs read the proxies of the environment by themselves."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def own_log() -> Iterator[StringIO]:
    """The process's own log at LOG_LEVEL DEBUG, as `bot.process.log_to_stderr` sets it up, but without the time."""
    said = StringIO()
    before = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.ExceptionRenderer(where_it_failed),
            structlog.processors.KeyValueRenderer(key_order=("level", "event")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("DEBUG"),
        logger_factory=structlog.PrintLoggerFactory(said),
    )
    yield said
    structlog.configure(**before)


@pytest.fixture
def every_log() -> Iterator[StringIO]:
    """What any library says at DEBUG, the database's driver among them."""
    with everything_logged() as said:
        yield said

import asyncio
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from adapters.terminal.__main__ import main
from bot.store import Store, open_store
from tests.company import KEY, LEADERS, Company

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday morning in Berlin; the first question comes on Tuesday at 17:00."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """`run(url, "preview", "ana", typed="y\\n")`: one command, in an empty folder, with these settings only."""
    monkeypatch.chdir(tmp_path)

    def command(url: str, *arguments: str, typed: str = "", key: bytes = KEY) -> Ended:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("FOLLOWTHROUGH_KEY", key.decode())
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return Ended(int(ended.value.code or 0), out, err)

    yield command
    structlog.reset_defaults()


@pytest.fixture
def store(fresh_database: str) -> Iterator[Store]:
    """A database with its tables and nobody in it, of each kind."""
    opened = open_store(fresh_database, (KEY,))
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def company(store: Store) -> Company:
    """Ana, who found a practice on Monday morning, and Nora, her coach."""
    company = Company(store, START)
    asyncio.run(company.settle(LEADERS[:1]))
    return company

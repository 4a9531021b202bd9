"""The worker process from outside: what it does once, how it stays, how it ends, what it says when it cannot."""

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import PlaygroundDatabase
from bot.moment import read_moment
from bot.store import Store, open_store
from tests.company import KEY, LEADERS, Company

ROOT = Path(__file__).parents[2]
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)


def command(url: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """What to run, and with which settings only."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_START") if name in os.environ}  # noqa: TID251  a process needs one
    settings = {"PYTHONPATH": str(ROOT), "FOLLOWTHROUGH_KEY": KEY.decode(), "DATABASE_URL": url}
    return [sys.executable, "-m", "scheduler", *arguments], {**kept, **settings}


def run(folder: Path, url: str, *arguments: str) -> tuple[int, str, str]:
    """Its exit code, and what it says on stdout and stderr."""
    line, settings = command(url, *arguments)
    ended = subprocess.run(line, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=60)
    return ended.returncode, ended.stdout, ended.stderr


async def settled(url: str) -> Store:
    """A database in which Ana has a practice."""
    store = open_store(url, (KEY,))
    store.migrate()
    await Company(store, START).settle(LEADERS[:1])
    return store


def next_due(store: Store) -> datetime | None:
    with store.look() as unit:
        return unit.next_due()


def counted(store: Store, query: str) -> int:
    with store.look() as unit:
        return int(unit.connection.exec_driver_sql(query).scalar_one())


async def test_once_does_what_is_due_says_so_in_one_line_and_does_it_no_second_time(
    fresh_database: str, tmp_path: Path
) -> None:
    store = await settled(fresh_database)
    waits = "No platform is set up, so what is to be sent waits.\n"
    moment = "2026-11-24T17:00:00+01:00"
    code, out, err = run(tmp_path, fresh_database, "--once", "--now", moment)
    assert (code, err) == (0, "")
    assert out == f"2026-11-24 16:00 UTC: 2 follow-ups and 0 messages handled. {waits}"
    assert counted(store, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND cls = 'slot'") == 1
    code, out, _ = run(tmp_path, fresh_database, "--once", "--now", moment)
    assert (code, out) == (0, f"2026-11-24 16:00 UTC: 0 follow-ups and 0 messages handled. {waits}")
    store.close()


async def test_it_stays_works_and_ends_when_it_is_told_to(fresh_database: str, tmp_path: Path) -> None:
    store = await settled(fresh_database)
    with store.begin() as unit:  # in real time something is due, whenever this test is run
        unit.connection.exec_driver_sql("UPDATE follow_up SET state = 'stopped' WHERE flow <> 'checkin'")
        (item,) = unit.follow_ups.waiting("ana")
        unit.follow_ups.put([replace(item, wall=LONG_AGO.replace(tzinfo=None), due_at=LONG_AGO)])
    line, settings = command(fresh_database)
    worker = await asyncio.create_subprocess_exec(*line, cwd=tmp_path, env=settings, stdout=PIPE, stderr=PIPE)
    assert worker.stdout is not None
    assert (
        await worker.stdout.readline()
        == b"Followthrough's worker is running. No platform is set up, so what is to be sent waits.\n"
    )
    async with asyncio.timeout(30):
        while next_due(store) == LONG_AGO:  # noqa: ASYNC110  another process does it
            await asyncio.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        _, err = await worker.communicate()
    assert (worker.returncode, err) == (0, b"")
    store.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--once", "--now", "2026-11-23T17:00:00"), "--now is '2026-11-23T17:00:00', which could be anywhere"),
        (("--once", "--now", "tomorrow"), "--now is 'tomorrow', which is no moment"),
        (("--now", "2026-11-23T17:00:00+00:00"), "--now goes with --once"),
    ],
)
def test_a_moment_that_is_none_is_said_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(tmp_path, "sqlite:///none.db", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [(), ("--once",)])
def test_a_playgrounds_database_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    url = f"sqlite:///{tmp_path}/playground.db"
    store = open_store(url, (KEY,))
    store.migrate()
    with store.begin() as unit:
        unit.playground.mark()
    store.close()
    assert run(tmp_path, url, *arguments) == (2, "", f"{PlaygroundDatabase.__doc__}\n")


def test_a_database_without_tables_is_said_clearly(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, f"sqlite:///{tmp_path}/none.db")
    assert (code, out) == (2, "")
    assert err == "The database has no tables of this version yet. Run `followthrough migrate`.\n"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T17:00:00+00:00", datetime(2026, 11, 23, 17, tzinfo=UTC)),
        ("2026-11-23T17:00+05:45", datetime(2026, 11, 23, 11, 15, tzinfo=UTC)),
        ("2026-11-23 17:00Z", datetime(2026, 11, 23, 17, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_offset(text: str, moment: datetime) -> None:
    assert read_moment(text, "--now") == moment
    assert read_moment(text, "--now").utcoffset() == timedelta(0)

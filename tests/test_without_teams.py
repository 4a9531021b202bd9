"""Teams' SDK, which takes half a second and 14 MB, is imported by nobody who has no credentials for Teams."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.standin import StandIn
from tests.slack.test_app_process import ONE, environment

SDK = ("azure", "botbuilder", "botframework", "msal", "msrest", "requests")
SLACK = {**ONE, "HOST": "127.0.0.1"}
TEAMS = {"TEAMS_ALLOW_ANONYMOUS": "yes"}


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    """Slack."""
    async with StandIn() as standin:
        yield standin


async def imported(folder: Path, slack: StandIn, *command: str, **settings: str) -> set[str]:
    """Every package that a process has imported by its end; one that serves is ended when it says that it does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "importtime", "-m", *command),
        cwd=folder,
        env=environment(slack, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    timings = asyncio.create_task(process.stderr.read())  # more than a pipe holds
    if command[0] == "adapters":
        assert b"http://" in await process.stdout.readline()
        process.send_signal(signal.SIGTERM)
    await process.stdout.read()
    said = (await timings).decode()
    await process.wait()
    assert "Traceback" not in said
    return {name.partition(".")[0] for name in re.findall(r"^import time:.*\| +([\w.]+)$", said, re.MULTILINE)}


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        (SLACK, ("adapters", "--scheduler")),
        ({}, ("adapters", "--scheduler")),
        (SLACK, ("scheduler", "--once")),
        (SLACK, ("adapters.terminal", "doctor")),
        (SLACK, ("adapters.terminal", "due")),
    ],
    ids=["Slack", "the playground", "the worker", "doctor", "due"],
)
async def test_without_credentials_for_teams_none_of_its_sdk_is_imported(
    tmp_path: Path, slack: StandIn, settings: dict[str, str], command: tuple[str, ...]
) -> None:
    slack.person("U1", "Ada")
    await imported(tmp_path, slack, "adapters.terminal", "migrate")
    names = await imported(tmp_path, slack, *command, **settings)
    assert "sqlalchemy" in names
    assert names.isdisjoint(SDK)


async def test_with_them_it_is(tmp_path: Path, slack: StandIn) -> None:
    names = await imported(tmp_path, slack, "adapters", "--scheduler", **TEAMS)
    assert names.issuperset(("botframework", "msal"))

"""The processes from outside, with credentials for Slack: how they start, what they say, and how they end."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.slack.office import KEY, SECRET
from tests.slack.sight import signed
from tests.slack.standin import StandIn

ROOT = Path(__file__).parents[2]
ONE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
MANY = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "shh", "SLACK_SIGNING_SECRET": SECRET}


def environment(slack: StandIn, **settings: str) -> dict[str, str]:
    """Only these settings, whatever the machine's own are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251  a process needs one
    ours = {"PYTHONPATH": str(ROOT), "FOLLOWTHROUGH_KEY": KEY.decode(), "PORT": "0", "SLACK_API_URL": slack.url}
    return {**kept, **ours, **settings}


async def ended(folder: Path, slack: StandIn, *command: str, **settings: str) -> tuple[int, str, str]:
    """Run a process to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        cwd=folder,
        env=environment(slack, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def running(folder: Path, slack: StandIn, *more: str, **settings: str) -> AsyncIterator[tuple[str, str]]:
    """Start the web process; its address, and the line that it prints. It ends well and has said nothing else."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters",
        *more,
        cwd=folder,
        env=environment(slack, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = re.search(r"http://\S+/", line)
    if found is None:
        raise AssertionError(line + (await process.communicate())[1].decode())
    yield found[0], line
    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()
    assert (process.returncode, err.decode()) == (0, "")


async def hears(address: str, text: str) -> int:
    """Somebody's line."""
    line = {"type": "message", "channel_type": "im", "channel": "DU1", "user": "U1", "ts": "1.1", "text": text}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": line})
    headers = {**signed(body, SECRET), "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status


async def asked(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def test_with_a_bot_token_it_serves_slack_and_no_playground(tmp_path: Path, slack: StandIn) -> None:
    slack.person("U1", "Ada")
    async with running(tmp_path, slack, "--scheduler", **ONE, HOST="0.0.0.0") as (address, line):
        assert "listens at /slack/events" in line
        here = address.replace("0.0.0.0", "127.0.0.1")
        assert await hears(here, "hi") == 200
        async with asyncio.timeout(10):
            while not slack.seen("U1"):  # noqa: ASYNC110  it comes from another process
                await asyncio.sleep(0.02)
        assert await asked(f"{here}readyz") == (200, "ready\n")
        assert (await asked(here))[0] == 404
        assert (await asked(f"{here}slack/install"))[0] == 404
    code, out, err = await ended(tmp_path, slack, "scheduler", "--once", **ONE)
    assert (code, err) == (0, "")
    assert "No platform" not in out


async def test_with_a_client_id_everybody_can_install_it(tmp_path: Path, slack: StandIn) -> None:
    async with running(tmp_path, slack, "--scheduler", **MANY) as (address, line):
        assert "installs at /slack/install" in line
        assert (await asked(f"{address}slack/install"))[0] == 302


async def test_a_database_is_not_changed_behind_anybodys_back(tmp_path: Path, slack: StandIn) -> None:
    code, out, err = await ended(tmp_path, slack, "adapters", **ONE)
    assert (code, out) == (2, "")
    assert "followthrough migrate" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("process", ["adapters", "scheduler"])
async def test_a_token_that_slack_does_not_take_is_said(tmp_path: Path, slack: StandIn, process: str) -> None:
    await ended(tmp_path, slack, "adapters.terminal", "migrate")
    code, out, err = await ended(tmp_path, slack, process, **{**ONE, "SLACK_BOT_TOKEN": "xoxb-unknown"})
    assert (code, out) == (2, "")
    assert err == "Slack does not take SLACK_BOT_TOKEN: it says invalid_auth.\n"


async def test_a_slack_that_is_not_there_is_said(tmp_path: Path, slack: StandIn) -> None:
    nowhere = {**ONE, "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    await ended(tmp_path, slack, "adapters.terminal", "migrate")
    code, _, err = await ended(tmp_path, slack, "adapters", **nowhere)
    assert code == 2
    assert err.startswith("Slack cannot be reached at http://127.0.0.1:9/api/")
    assert err.count("\n") == 1


async def test_a_playgrounds_database_is_refused(tmp_path: Path, slack: StandIn) -> None:
    async with running(tmp_path, slack):
        pass
    code, _, err = await ended(tmp_path, slack, "adapters", **ONE)
    assert code == 2
    assert "playground" in err

"""The processes from outside, for Teams: how they start, what they say, and how they end.

A process is told of another place for tokens by nobody, so what it does with credentials is tested elsewhere; here a
stand-in for Teams on this machine is believed, as TEAMS_ALLOW_ANONYMOUS says.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.slack.office import SECRET
from tests.slack.standin import StandIn
from tests.teams.person import BOT, KEY
from tests.teams.standin import TENANT, Connector

ROOT = Path(__file__).parents[2]
ALONE = {"TEAMS_ALLOW_ANONYMOUS": "yes"}
ADA = "ada00000-0000-4000-8000-000000000001"


def environment(**settings: str) -> dict[str, str]:
    """Only these settings, whatever the machine's own are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251  a process needs one
    return {**kept, "PYTHONPATH": str(ROOT), "FOLLOWTHROUGH_KEY": KEY.decode(), "PORT": "0", **settings}


async def ended(folder: Path, *command: str, **settings: str) -> tuple[int, str, str]:
    """Run a process to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        cwd=folder,
        env=environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def running(folder: Path, *more: str, **settings: str) -> AsyncIterator[tuple[str, str]]:
    """Start the web process; its address, and the line that it prints. It ends well and has said nothing else."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters",
        *more,
        cwd=folder,
        env=environment(**settings),
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


async def hears(address: str, teams: Connector, text: str) -> int:
    """Somebody's line."""
    line: dict[str, Any] = {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": teams.service_url,
        "from": {"id": "29:ada", "name": "Ada", "aadObjectId": ADA},
        "recipient": {"id": BOT},
        "conversation": {"id": "a:ada", "conversationType": "personal", "tenantId": TENANT},
        "text": text,
    }
    async with aiohttp.ClientSession() as session, session.post(f"{address}api/messages", json=line) as answer:
        return answer.status


async def asked(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def heard(teams: Connector) -> list[Any]:
    """What was sent to Ada, when it is there."""
    teams.tokens.add("")  # nobody has to prove anything here
    async with asyncio.timeout(10):
        while not teams.seen("a:ada"):  # noqa: ASYNC110  it comes from another process
            await asyncio.sleep(0.02)
    return teams.seen("a:ada")


async def test_for_teams_alone_it_serves_teams_and_no_playground(tmp_path: Path) -> None:
    async with Connector() as teams:
        teams.tokens.add("")
        async with running(tmp_path, "--scheduler", **ALONE) as (address, line):
            assert "Teams (listens at /api/messages and believes whoever is on this machine)" in line
            assert await hears(address, teams, "hi") == 200
            assert await heard(teams)
            assert await asked(f"{address}readyz") == (200, "ready\n")
            assert (await asked(address))[0] == 404
            assert (await asked(f"{address}api/messages"))[0] == 405
        code, out, err = await ended(tmp_path, "scheduler", "--once", **ALONE)
        assert (code, err) == (0, "")
        assert "No platform" not in out


async def test_slack_and_teams_are_served_side_by_side(tmp_path: Path) -> None:
    async with Connector() as teams, StandIn(lambda: 0.0) as slack:
        both = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.url, **ALONE}
        teams.tokens.add("")
        async with running(tmp_path, "--scheduler", **both) as (address, line):
            assert "Slack (listens at /slack/events) and Teams (listens at /api/messages" in line
            assert await hears(address, teams, "hi") == 200
            assert await heard(teams)
            assert (await asked(f"{address}slack/events"))[0] == 405, "it is there, and looked at by nobody"
            assert await asked(f"{address}readyz") == (200, "ready\n")


async def test_a_database_is_not_changed_behind_anybodys_back(tmp_path: Path) -> None:
    code, out, err = await ended(tmp_path, "adapters", **ALONE)
    assert (code, out) == (2, "")
    assert "followthrough migrate" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("process", ["adapters", "scheduler"])
async def test_nobody_is_believed_unasked_where_others_can_reach_the_process(tmp_path: Path, process: str) -> None:
    code, out, err = await ended(tmp_path, process, **ALONE, HOST="0.0.0.0")
    assert (code, out) == (2, "")
    assert "TEAMS_ALLOW_ANONYMOUS" in err
    assert err.count("\n") == 1


async def test_a_half_filled_group_of_settings_is_said(tmp_path: Path) -> None:
    code, _, err = await ended(tmp_path, "adapters", TEAMS_APP_ID="0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081")
    assert code == 2
    assert "TEAMS_APP_PASSWORD is missing" in err


async def test_a_playgrounds_database_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path):
        pass
    code, _, err = await ended(tmp_path, "adapters", **ALONE)
    assert code == 2
    assert "playground" in err

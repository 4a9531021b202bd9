"""A script played through, with each of the drivers."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.contract.cast import EVERYBODY, NAMES
from tests.contract.player import Player
from tests.contract.playground import in_the_playground
from tests.contract.script import Script
from tests.contract.seen import Driver
from tests.contract.slack import on_slack
from tests.contract.teams import on_teams
from tests.contract.wording import one_of_each

TRANSCRIPTS: Final = Path(__file__).with_name("transcripts")

_Opened = Callable[[str, Path, tuple[str, ...]], AbstractAsyncContextManager[Driver]]
PLATFORMS: Final[MappingProxyType[str, _Opened]] = MappingProxyType(
    {"playground": in_the_playground, "slack": on_slack, "teams": on_teams}
)

TRACED: Final = ("coach_quarter", "playground")
"""Played in `test_coach_quarter`, where besides every line of it is traced."""


def platforms_of(script: Script) -> list[str]:
    """Where this script is played, the first being the one whose transcript is kept."""
    return [script.only] if script.only else list(PLATFORMS)


def kept(script: Script) -> Path:
    """Its transcript."""
    return TRANSCRIPTS / f"{script.name}.txt"


@asynccontextmanager
async def opened(platform: str, database: str, names: tuple[str, ...] = NAMES) -> AsyncIterator[Player]:
    """Somebody to play, on a platform with an empty database and these people."""
    with tempfile.TemporaryDirectory() as folder:
        async with PLATFORMS[platform](database, one_of_each(Path(folder) / "words"), names) as driver:
            yield Player(driver)


async def played(script: Script, platform: str, database: str) -> str:
    """The transcript of a script on one platform."""
    async with opened(platform, database, EVERYBODY if script.team else NAMES) as player:
        return await player.plays(script)

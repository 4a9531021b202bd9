"""Every platform that a team can be on, by name."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

from bot.ballot.cells import Cells
from tests.anonymity.front import Front
from tests.anonymity.on_slack import on_slack
from tests.anonymity.on_teams import on_teams
from tests.anonymity.on_the_page import on_the_page

FRONTS: Final[dict[str, Callable[[str, Cells], AbstractAsyncContextManager[Front]]]] = {
    "slack": on_slack,
    "teams": on_teams,
    "page": on_the_page,
}

"""Installations as Bolt keeps them, in the bot's own database, each under its workspace or its organisation."""

import json
from collections.abc import Callable
from datetime import datetime
from logging import Logger
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from adapters.slack.outward import quiet_log
from adapters.slack.whom import PLATFORM, place_of
from adapters.slack.workspaces import Many, Workspace
from bot.store.installations import Installation as Stored


class Installs(AsyncInstallationStore):
    """Keeps what Bolt's flow brings; whose a payload is, `Workspaces` says. `wall` is the real time, aware UTC."""

    def __init__(self, workspaces: Many, wall: Callable[[], datetime]) -> None:
        self._workspaces = workspaces
        self._wall = wall

    @property
    def logger(self) -> Logger:
        """Bolt's own."""
        return quiet_log()

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, over an earlier one of the same place, and use it from now on."""
        place = place_of(installation.team_id, installation.enterprise_id, org_wide=installation.is_enterprise_install)
        secret = json.dumps(installation.to_dict(), default=_written)
        await self._workspaces.installations.save(Stored(PLATFORM, place, secret, self._wall()))
        self._workspaces.forget(place)


class Authorize(AsyncAuthorize):
    """Says who the bot is in the workspace in which a payload was admitted; asks nobody.

    Bolt's own calls auth.test, which has taken longer than a trigger lives (bolt-js#2353).
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Bolt's

    async def __call__(self, *, context: Any, **_: Any) -> AuthorizeResult:
        here: Workspace = context["workspace"]
        return AuthorizeResult(
            enterprise_id=here.enterprise or None,
            team_id=here.team or None,
            bot_user_id=here.bot_user,
            bot_id=here.bot,
            bot_token=here.token,
        )


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError

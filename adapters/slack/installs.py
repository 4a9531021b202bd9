"""Installations as Bolt keeps them, in the bot's own database, each under its workspace or its organisation."""

import json
from collections.abc import Callable
from datetime import datetime
from logging import Logger
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from adapters.slack.outward import quiet_log
from adapters.slack.whom import PLATFORM, place_of
from adapters.slack.workspaces import Many, Workspace
from bot.store.installations import Installation as Stored


class Installs(AsyncInstallationStore):
    """Saves, finds and forgets. `wall` is the real time, aware UTC."""

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

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002  the bot holds no user's token
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation of the place, whoever the user is."""
        org_wide = bool(is_enterprise_install)
        found = await self._workspaces.find(team_id or "", enterprise_id or "", org_wide=org_wide)
        stored = await self._workspaces.installations.find(PLATFORM, found.place) if found is not None else None
        return Installation(**json.loads(stored.secret)) if stored is not None and stored.live else None

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of the place."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found is not None else None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The place's token is forgotten."""
        found = await self._workspaces.find(team_id or "", enterprise_id or "", org_wide=team_id is None)
        if found is not None:
            await self._workspaces.stop(found)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A user's own token is no concern of the bot's; without a user it is all of the place."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


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

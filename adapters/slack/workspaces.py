"""Where the bot is installed: the place of a payload, and who the bot is there."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from adapters.slack.tokens import Installed, OneWorkspace
from adapters.slack.whom import PLATFORM
from bot.installations import Installations

MEMORY: Final = 60.0
"""Seconds for which an installation is believed: so long may another process take to hear that it was stopped."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation; `team` is "" where a whole organisation has installed the bot."""

    place: str
    team: str
    enterprise: str
    bot_user: str
    bot: str
    token: str = field(repr=False)


class Workspaces(Protocol):
    """All places in which the bot may hear anybody."""

    async def find(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        """Where a payload that names these comes from; None when the bot is not installed there (any more)."""

    async def stop(self, workspace: Workspace) -> None:
        """The bot was removed there: it is neither heard nor spoken to any more."""


@dataclass(frozen=True, slots=True)
class Single:
    """The one workspace, or organisation, of the bot token in the settings."""

    workspace: Workspace
    tokens: OneWorkspace

    async def find(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:  # noqa: ARG002  it is known
        here = self.workspace
        ours = here.team == team if here.team else here.place == enterprise
        return here if ours and not self.tokens.stopped else None

    async def stop(self, workspace: Workspace) -> None:
        self.tokens.stop(workspace.place)


@dataclass(frozen=True, slots=True)
class Many:
    """Every workspace and organisation that has installed the bot; `clock` is monotonic, in seconds."""

    installations: Installations
    tokens: Installed
    clock: Callable[[], float]
    _kept: dict[str, tuple[Workspace, float]] = field(default_factory=dict, repr=False)

    async def find(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        # A payload from a workspace of an organisation need not say that the organisation installed the bot
        # (python-slack-sdk#1639, #1640). One without a workspace comes from the organisation (bolt-js#1697).
        for place in (enterprise, team) if org_wide else (team, enterprise):
            found = await self._at(place) if place else None
            if found is not None:
                return found
        return None

    async def stop(self, workspace: Workspace) -> None:
        self.forget(workspace.place)
        self.tokens.stop(workspace.place)
        await self.installations.stop(PLATFORM, workspace.place)

    def forget(self, place: str) -> None:
        """What was known of a place is not so any more."""
        self._kept.pop(place, None)
        self.tokens.forget(place)

    async def _at(self, place: str) -> Workspace | None:
        kept, until = self._kept.get(place, (None, 0.0))
        if kept is not None and self.clock() < until:
            return kept
        found = await self.installations.find(PLATFORM, place)
        if found is None or not found.live:
            self._kept.pop(place, None)
            return None
        workspace = read_secret(place, found.secret)
        self._kept[place] = (workspace, self.clock() + MEMORY)
        return workspace


def read_secret(place: str, secret: str) -> Workspace:
    """The workspace of a stored installation."""
    said = json.loads(secret)
    org_wide = bool(said.get("is_enterprise_install"))
    return Workspace(
        place,
        "" if org_wide else said.get("team_id") or "",
        said.get("enterprise_id") or "",
        said.get("bot_user_id") or "",
        said.get("bot_id") or "",
        said.get("bot_token") or "",
    )

"""Where the bot is installed: the place of a payload, and who the bot is there."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from adapters.slack.tokens import Installed, OneWorkspace, token_in
from adapters.slack.whom import PLATFORM
from bot.installations import Installations
from bot.store.installations import Installation

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
    since: datetime  # whatever Slack told before that was about an earlier installation


@dataclass(frozen=True, slots=True)
class Ending:
    """Slack tells that the bot was removed, or its tokens revoked: when, in whole Unix seconds, and if so whose."""

    at: int
    revoked: tuple[str, ...] | None = None

    def is_of(self, here: Workspace) -> bool:
        """Whether it is about this installation, and not about an earlier one or about somebody else's token."""
        return self.at >= int(here.since.timestamp()) and (self.revoked is None or here.bot_user in self.revoked)


class Workspaces(Protocol):
    """All places in which the bot may hear anybody."""

    async def find(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        """Where a payload that names these comes from; None when the bot is not installed there (any more)."""

    async def find_exactly(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        """The same without an organisation standing in for one of its workspaces, or the other way round."""

    async def end(self, place: str, ending: Ending) -> bool:
        """The bot is neither heard nor spoken to there any more, if that is what it is about; whether it was."""

    async def refused(self, place: str, token: str) -> bool:
        """Slack does not take that token: whether the place ends with it."""

    @property
    def ended(self) -> str:
        """Why the bot speaks nowhere any more; "" when it does somewhere, or may."""


@dataclass(frozen=True, slots=True)
class Single:
    """The one workspace, or organisation, of the bot token in the settings."""

    workspace: Workspace
    tokens: OneWorkspace

    async def find(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:  # noqa: ARG002  it is known
        here = self.workspace
        ours = here.team == team if here.team else here.place == enterprise
        return here if ours and not self.tokens.stopped else None

    async def find_exactly(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        ours = self.workspace.place == _named(team, enterprise, org_wide=org_wide)
        return self.workspace if ours and not self.tokens.stopped else None

    async def end(self, place: str, ending: Ending) -> bool:
        ours = place == self.workspace.place and ending.is_of(self.workspace)
        return ours and await self.refused(place, self.workspace.token)

    async def refused(self, place: str, token: str) -> bool:  # noqa: ARG002  there is one of each
        self.tokens.stop()
        return True

    @property
    def ended(self) -> str:
        if not self.tokens.stopped:
            return ""
        return "Slack does not take SLACK_BOT_TOKEN any more. The log says why; when it is mended, start this again."


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

    async def find_exactly(self, team: str, enterprise: str, *, org_wide: bool) -> Workspace | None:
        place = _named(team, enterprise, org_wide=org_wide)
        return await self._at(place) if place else None

    async def end(self, place: str, ending: Ending) -> bool:
        return await self._end(place, lambda one: ending.is_of(read_stored(one)))

    async def refused(self, place: str, token: str) -> bool:
        return await self._end(place, lambda one: token_in(one.secret) == token)

    @property
    def ended(self) -> str:
        return ""

    def forget(self, place: str) -> None:
        """What was known of a place is not so any more."""
        self._kept.pop(place, None)
        self.tokens.forget(place)

    async def _end(self, place: str, only: Callable[[Installation], bool]) -> bool:
        """What is kept here may be older than what is stored, so what is stored decides."""
        ended = await self.installations.stop(PLATFORM, place, only)
        self.forget(place)
        return ended

    async def _at(self, place: str) -> Workspace | None:
        kept, until = self._kept.get(place, (None, 0.0))
        if kept is not None and self.clock() < until:
            return kept
        found = await self.installations.find(PLATFORM, place)
        if found is None or not found.live:
            self._kept.pop(place, None)
            return None
        workspace = read_stored(found)
        self._kept[place] = (workspace, self.clock() + MEMORY)
        return workspace


def _named(team: str, enterprise: str, *, org_wide: bool) -> str:
    """The one place that a payload names; one without a workspace comes from the organisation."""
    return enterprise if org_wide or not team else team


def read_stored(one: Installation) -> Workspace:
    """The workspace of a stored installation."""
    said = json.loads(one.secret)
    org_wide = bool(said.get("is_enterprise_install"))
    return Workspace(
        one.place,
        "" if org_wide else said.get("team_id") or "",
        said.get("enterprise_id") or "",
        said.get("bot_user_id") or "",
        said.get("bot_id") or "",
        said.get("bot_token") or "",
        one.since,
    )

"""What Slack says of a user, read as what the bot wants to know of a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from adapters.slack.handles import Unclear
from adapters.slack.workspaces import Workspace
from bot.content.words import Words, fold

Kind = Literal["person", "bot", "stranger", "deleted"]
"""Guests are people. A stranger is of another company, and reached us by a shared channel."""

SLACKBOT: Final = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on Slack; "" is what Slack does not say. `away_until` is aware UTC."""

    kind: Kind
    name: str
    zone: str
    locale: str
    away_until: datetime | None = None
    guest: bool = False  # of one or a few channels


@dataclass(frozen=True, slots=True)
class _Profile:
    display_name: str | None = None
    real_name: str | None = None
    status_text: str | None = None
    status_emoji: str | None = None
    status_expiration: int | None = None


@dataclass(frozen=True, slots=True)
class _Enterprise:
    enterprise_id: str | None = None
    teams: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _User:
    id: str
    team_id: str | None = None
    name: str | None = None
    real_name: str | None = None
    deleted: bool | None = None
    is_bot: bool | None = None
    is_workflow_bot: bool | None = None
    is_stranger: bool | None = None
    is_restricted: bool | None = None  # a guest's; those of a single channel are `is_ultra_restricted` too
    tz: str | None = None
    locale: str | None = None
    profile: _Profile = _Profile()
    enterprise_user: _Enterprise | None = None


_USER: Final = TypeAdapter(_User)


def read_account(said: Mapping[str, Any], here: Workspace, words: Words, now: datetime) -> Account:
    """The user object of users.info and user_change.

    Raises:
        Unclear: it is none.
    """
    try:
        user = _USER.validate_python(said)
    except ValidationError:
        raise Unclear from None
    profile = user.profile
    return Account(
        _kind(user, here),
        profile.display_name or profile.real_name or user.real_name or user.name or "",
        user.tz or "",
        user.locale or "",
        _away_until(profile, words, now),
        guest=bool(user.is_restricted),
    )


def _kind(user: _User, here: Workspace) -> Kind:
    if user.is_bot or user.is_workflow_bot or user.id == SLACKBOT:
        return "bot"
    if user.is_stranger or _is_elsewhere(user, here):
        return "stranger"
    return "deleted" if user.deleted else "person"


def _is_elsewhere(user: _User, here: Workspace) -> bool:
    """In an organisation a user's `team_id` may be any of its workspaces, so the organisation decides."""
    grid = user.enterprise_user
    if grid is not None and grid.enterprise_id and here.enterprise:
        return grid.enterprise_id != here.enterprise
    return bool(here.team and user.team_id and user.team_id not in (here.team, here.enterprise))


def _away_until(profile: _Profile, words: Words, now: datetime) -> datetime | None:
    """Slack has no mark for being out of office, only a status; one without an end says nothing to plan with."""
    ends = profile.status_expiration or 0
    if not now.timestamp() < ends < datetime.max.timestamp():
        return None
    emoji = (profile.status_emoji or "") in words.list("slack.away_emoji")
    text = fold(profile.status_text or "")
    said = any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in words.list("slack.away_words"))
    return datetime.fromtimestamp(ends, UTC) if emoji or said else None

"""Channels in which the bot is: where each of them is found is kept whenever Teams tells anything from there."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from adapters.teams.activity import Activity
from adapters.teams.arrivals import QUIET
from adapters.teams.calls import Anew, Calls, Elsewhere, Lost, Misspoken
from adapters.teams.whom import Channel, channel_in
from bot.delivery import Doubtful, Later, Refused
from bot.references import Reference, References

LONGEST: Final = 100
"""Characters of a name."""
DELETED: Final = "channelDeleted"
REMOVED: Final = "remove"
"""What an installation is called that has ended; its other names are of a new version."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All of them, among the references. A channel has none that belongs to a person; `background` runs what nobody
    waits for."""

    references: References
    calls: Calls
    clock: Callable[[], datetime]
    background: Callable[[Coroutine[Any, Any, None]], None]

    async def hear(self, activity: Activity, channel: Channel) -> None:
        """Something was told from the channel: that the bot is there, or that it is not any more."""
        at = activity.sent or self.clock()
        if _has_ended(activity):
            await self.references.end(channel.address, at)
            return
        bot, url, name = activity.recipient.id, activity.service_url, _name(activity, channel)
        team = _said(activity, "team", "id")
        known = None if name and team else await self.references.find(channel.address)
        name = name or (known.name if known is not None else "")
        team = team or (known.team if known is not None else "")
        found = Reference(channel.address, channel.tenant, "", bot, url, channel.id, at, name=name, team=team)
        await self.references.keep(found)
        if activity.type in QUIET:
            await self.references.confirm(channel.address, at)
        if team and not name:
            self.background(self._name(found, team))

    async def _name(self, channel: Reference, team: str) -> None:
        """What it is called, where Teams did not say with what it told: a form offers it by its name."""
        try:
            about = await self.calls.look(channel, ("teams", team))
            listed = await self.calls.look(channel, ("teams", team, "conversations"))
        except (Later, Refused, Doubtful, Misspoken, Anew, Lost, Elsewhere):
            return  # the next time that something is told from there
        names = {one.get("id"): one.get("name") for one in listed.get("conversations") or () if isinstance(one, dict)}
        name = _called(about.get("name"), names.get(channel.conversation), first=channel.conversation == team)
        if name:
            await self.references.keep(replace(channel, name=name))


def channel_from(activity: Activity) -> Channel | None:
    """The channel that an activity tells of, if it does. What is told of a team is told from its first channel."""
    found = channel_in(activity.tenant, _named(activity) or activity.thread)
    return found.whole if found else None


def _name(activity: Activity, channel: Channel) -> str:
    """What people call it, as far as that is told beside the conversation."""
    team, name = _said(activity, "team", "name"), _said(activity, "channel", "name")
    return _called(team, name, first=_said(activity, "team", "id") == channel.id)


def _called(team: object, channel: object, *, first: bool) -> str:
    """The team, and in it the channel. A team's first channel has no name of its own."""
    team, channel = _line(team), _line(channel)
    if first:
        return team
    return f"{team}: {channel}" if team and channel else channel


def _line(said: object) -> str:
    return " ".join(said.split())[:LONGEST] if isinstance(said, str) else ""


def _has_ended(activity: Activity) -> bool:
    match activity.type:
        case "installationUpdate":
            return activity.action == REMOVED
        case "conversationUpdate":
            told = activity.channel_data
            deleted = told is not None and told.event == DELETED and bool(_named(activity))
            return deleted or activity.takes_us
        case _:
            return False


def _named(activity: Activity) -> str:
    """The id of the channel that is named beside the conversation, or ""."""
    return _said(activity, "channel", "id")


def _said(activity: Activity, what: Literal["channel", "team"], name: Literal["id", "name"]) -> str:
    """What is told of the channel, or of its team, beside the conversation, or ""."""
    told = activity.channel_data
    said = None if told is None else told.channel if what == "channel" else told.team
    found = said.get(name) if isinstance(said, dict) else None
    return found if isinstance(found, str) else ""

"""Channels in which the bot is: where each of them is found is kept whenever Teams tells anything from there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from adapters.teams.activity import Activity
from adapters.teams.arrivals import QUIET
from adapters.teams.whom import Channel, channel_in
from bot.references import Reference, References

DELETED: Final = "channelDeleted"
REMOVED: Final = "remove"
"""What an installation is called that has ended; its other names are of a new version."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All of them, among the references. A channel has none that belongs to a person."""

    references: References
    clock: Callable[[], datetime]

    async def hear(self, activity: Activity, channel: Channel) -> None:
        """Something was told from the channel: that the bot is there, or that it is not any more."""
        at = activity.sent or self.clock()
        if _has_ended(activity):
            await self.references.end(channel.address, at)
            return
        bot, url = activity.recipient.id, activity.service_url
        await self.references.keep(Reference(channel.address, channel.tenant, "", bot, url, channel.id, at))
        if activity.type in QUIET:
            await self.references.confirm(channel.address, at)


def channel_from(activity: Activity) -> Channel | None:
    """The channel that an activity tells of, if it does. What is told of a team is told from its first channel."""
    found = channel_in(activity.tenant, _named(activity) or activity.thread)
    return found.whole if found else None


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
    said = activity.channel_data.channel if activity.channel_data else None
    found = said.get("id") if isinstance(said, dict) else None
    return found if isinstance(found, str) else ""

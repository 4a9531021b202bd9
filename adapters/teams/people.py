"""What an activity says of whoever sent it, read as what the bot wants to know of a person."""

import re
from functools import lru_cache
from typing import Final, Literal
from uuid import NAMESPACE_URL, uuid5

from babel import Locale, UnknownLocaleError

from adapters.teams.activity import Activity
from adapters.teams.arrivals import clock_of
from adapters.teams.visitors import Dialog, Place, Visitor
from adapters.teams.whom import PLATFORM, channel_in, person_of
from bot.rules.zones import is_zone

_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")

Kind = Literal["person", "bot", "guest", "nobody"]
"""A guest is of another company. Nobody has no id in the directory, so that nothing of theirs could be found again."""

BOT: Final = "28:"
"""What the ids of bots begin with."""
GUESTS: Final = ("guest", "anonymous")
"""Roles that Teams gives to people of other companies, and to those who join a meeting by its link."""


def kind_of(activity: Activity) -> Kind:
    """Whether it was sent by one of those whom the bot speaks with."""
    sender = activity.sender
    if sender.id.startswith(BOT) or sender.id == activity.recipient.id:
        return "bot"
    if (sender.role or "").lower() in GUESTS:
        return "guest"
    try:
        person_of(activity.tenant, sender.directory or "")
    except ValueError:
        return "nobody"
    return "person"


def visitor_of(activity: Activity, dialog: Dialog | None = None) -> Visitor:
    """Who sent it, and where; only for a person."""
    zone, locale = clock_of(activity)
    sender = activity.sender
    return Visitor(
        tenant=activity.tenant.lower(),
        user=(sender.directory or "").lower(),
        place=place_of(activity),
        account=sender.id,
        name=(sender.name or "").strip(),
        zone=zone if zone and is_zone(zone) else "",
        locale=locale if is_locale(locale) else "",
        dialog=dialog,
        at=activity.sent,
    )


def place_of(activity: Activity) -> Place:
    """Where it was done; in a channel the thread, so that an answer stands there."""
    url, conversation, bot = activity.service_url, activity.conversation.id, activity.recipient.id
    return Place(url, conversation, bot, activity.personal, activity.tenant.lower(), _address(activity))


def _address(activity: Activity) -> str:
    """Whose limits hold: the same as for what the outbox sends there. What it never sends to has a name of its own."""
    channel = channel_in(activity.tenant, activity.conversation.id)
    if channel is not None:
        return channel.whole.address
    own = (activity.sender.directory or "").lower() if activity.personal and kind_of(activity) == "person" else ""
    return f"{PLATFORM}:{activity.tenant.lower()}.{own or uuid5(NAMESPACE_URL, activity.conversation.id)}"


@lru_cache(maxsize=256)
def is_locale(name: str) -> bool:
    """Whether it is the name of a language that dates can be written in."""
    if _LOCALE.fullmatch(name) is None:
        return False
    try:
        Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True

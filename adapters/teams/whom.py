"""Who and where somebody is on Teams: a user of a tenant, both named by the directory's own ids, or a channel.

Those ids are GUIDs, which Teams writes in small and in capital letters; here they are always small. The id
that begins with "29:" is another one: it changes with the bot that is asked, and stands in the reference. A channel
is told from a person by the form of its id. A chat of several people, whose id is much like it, is neither.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

PLATFORM: Final = "teams"

_GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CHANNEL: Final = re.compile(r"(19:[A-Za-z0-9_-]{1,200}@thread\.(?:tacv2|skype))(?:;messageid=([0-9]{1,40}))?")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a tenant's team, or with `root` the thread under that message in it."""

    tenant: str
    id: str
    root: str = ""

    @property
    def conversation(self) -> str:
        """What Teams calls it."""
        return f"{self.id};messageid={self.root}" if self.root else self.id

    @property
    def address(self) -> str:
        """Where it is written to."""
        return f"{PLATFORM}:{self.tenant}.{self.conversation}"

    @property
    def whole(self) -> "Channel":
        """The channel itself, of a thread in it."""
        return replace(self, root="")


def person_of(tenant: str, user: str) -> str:
    """The bot's id of a person.

    Raises:
        ValueError: one of them is no id of the directory.
    """
    tenant, user = tenant.lower(), user.lower()
    if not (_GUID.fullmatch(tenant) and _GUID.fullmatch(user)):
        raise ValueError("not a tenant and a user of Teams")
    return f"{tenant}.{user}"


def address_of(tenant: str, user: str) -> str:
    """Where a person is written to.

    Raises:
        ValueError: as `person_of`.
    """
    return f"{PLATFORM}:{person_of(tenant, user)}"


def whom(address: str) -> tuple[str, str]:
    """The tenant and the user of a person's address.

    Raises:
        ValueError: it is none.
    """
    platform, _, person = address.partition(":")
    tenant, _, user = person.partition(".")
    if platform != PLATFORM or not (_GUID.fullmatch(tenant) and _GUID.fullmatch(user)):
        raise ValueError("not an address on Teams")
    return tenant, user


def channel_in(tenant: str, conversation: str) -> Channel | None:
    """The channel, or the thread in one, that a conversation is; None where it is another kind of conversation."""
    tenant, found = tenant.lower(), _CHANNEL.fullmatch(conversation)
    return Channel(tenant, found[1], found[2] or "") if found and _GUID.fullmatch(tenant) else None


def channel_of(address: str) -> Channel | None:
    """The channel, or the thread in one, of an address; None where it is a person's.

    Raises:
        ValueError: it is neither.
    """
    platform, _, place = address.partition(":")
    tenant, _, conversation = place.partition(".")
    found = channel_in(tenant, conversation) if platform == PLATFORM and tenant == tenant.lower() else None
    if found is None:
        whom(address)
    return found

"""Who and where somebody is on Slack: a user of a workspace, or of an organisation that is installed as a whole.

A channel is written to like a person, by its own id.
"""

import re
from typing import Final

PLATFORM: Final = "slack"
_PERSON: Final = re.compile(r"[A-Z0-9]+-([UW][A-Z0-9]+)")


def place_of(team: str | None, enterprise: str | None, *, org_wide: bool) -> str:
    """Where the bot is installed: the workspace, or for an org-wide installation the organisation."""
    place = enterprise if org_wide else team
    if not place:
        raise ValueError("Slack named neither a workspace nor an organisation")
    return place


def person_of(place: str, user: str) -> str:
    """The bot's id of a person."""
    return f"{place}-{user}"


def address_of(place: str, user: str) -> str:
    """Where a person is written to."""
    return f"{PLATFORM}:{person_of(place, user)}"


def whom(address: str) -> tuple[str, str]:
    """The place and the user of an address. Slack's ids are capital letters and digits, never a hyphen."""
    place, _, user = address.removeprefix(f"{PLATFORM}:").partition("-")
    if not (address.startswith(f"{PLATFORM}:") and place and user):
        raise ValueError("not an address on Slack")
    return place, user


def user_in(person: str) -> str:
    """The user of a person's id, "" for somebody who is not on Slack."""
    found = _PERSON.fullmatch(person)
    return found[1] if found else ""


def is_channel(user: str) -> bool:
    """Whether the id is that of a channel and not of a person, or of the conversation with one."""
    return user.startswith(("C", "G"))

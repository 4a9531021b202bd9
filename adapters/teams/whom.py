"""Who and where somebody is on Teams: a user of a tenant, both named by the directory's own ids.

Those ids are GUIDs, which Teams writes in small and in capital letters; here they are always small. The id
that begins with "29:" is another one: it changes with the bot that is asked, and stands in the reference.
"""

import re
from typing import Final

PLATFORM: Final = "teams"

_GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


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
    """The tenant and the user of an address."""
    platform, _, person = address.partition(":")
    tenant, _, user = person.partition(".")
    if platform != PLATFORM or not (_GUID.fullmatch(tenant) and _GUID.fullmatch(user)):
        raise ValueError("not an address on Teams")
    return tenant, user

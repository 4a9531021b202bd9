"""How whoever checks the set-up asks another machine, and how a connection that fails is told in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientConnectorCertificateError, ClientConnectorDNSError, ClientError, ClientSession, ClientSSLError

PATIENCE: Final = 10.0
"""Seconds for each question."""
MOST: Final = 1000
"""Bytes that are read of an answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: the status, the beginning of the text, and the headers."""

    status: int
    text: str
    headers: Mapping[str, str]


async def ask(
    session: ClientSession, verb: str, url: str, body: str | None = None, headers: dict[str, str] | None = None
) -> Said | str:
    """The answer, or a sentence that says why there is none."""
    try:
        # No platform follows a redirect to another method either.
        async with session.request(verb, url, data=body, headers=headers, allow_redirects=False) as response:
            text = (await response.content.read(MOST)).decode(errors="replace")
            return Said(response.status, text, response.headers)
    except (ClientError, TimeoutError, OSError) as failed:
        return why_not(failed, url)


def why_not(error: Exception, url: str) -> str:
    """One sentence. What the exception says itself may hold an address with a ticket in it, so it is not used."""
    name = host(url)
    match error:
        case ClientConnectorCertificateError() | ClientSSLError():
            return f"{name} is not trusted: look at its certificate, and at a proxy that puts its own in between."
        case ClientConnectorDNSError():
            return f"{name} is not found: look at the name, and at this machine’s DNS."
        case TimeoutError():
            return f"{name} does not answer in {PATIENCE:.0f} seconds: look at the network, a firewall or a proxy."
        case _:
            return f"{name} cannot be reached: look at the network, a firewall or a proxy."


def host(url: str) -> str:
    """The part of an address that may be shown."""
    return urlsplit(url).netloc.rpartition("@")[2]

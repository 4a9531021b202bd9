"""Which URLs anything may be sent to: those of Teams itself, however a payload or a stored row spells others.

What is sent carries the bot's own token, so whoever could name the URL could speak as the bot.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.here import is_this_machine

SERVICE: Final = "https://smba.trafficmanager.net/teams/"
"""Where people are found whose own service URL is not known: it leads to every region."""
LONGEST: Final = 300

_URL: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)"
)
"""No user, query, fragment, escape, backslash, trailing dot or step upwards, no sign outside of ASCII: no two
libraries agree about those, and Teams has none of them. Anchored by `fullmatch`."""


def is_allowed(url: str, hosts: Sequence[str]) -> bool:
    """Whether it is at one of the hosts, each as `host` or `host:port`: by https, on this machine by http too.

    An entry without a port stands for https's, and on this machine for any.
    """
    found = _read(url)
    if found is None:
        return False
    host, port = found["host"], found["port"]
    here = is_this_machine(host.strip("[]"))
    if found["scheme"] != "https" and not here:
        return False
    listed = {one.lower() for one in hosts}
    default = "443" if found["scheme"] == "https" else "80"
    if f"{host}:{port or default}" in listed:
        return True
    return host in listed and (here or port in (None, "443"))


def service_at(hosts: Sequence[str]) -> str:
    """The URL for people who were never met: the usual one, or the first host's where that is not allowed."""
    if is_allowed(SERVICE, hosts) or not hosts:
        return SERVICE
    here = is_this_machine(hosts[0].rpartition(":")[0].strip("[]") or hosts[0])
    return f"{'http' if here else 'https'}://{hosts[0]}/teams/"


def host_of(url: str) -> str:
    """What can be said of a URL in a log."""
    found = _read(url)
    return "not a URL of Teams" if found is None else found["host"]


def _read(url: str) -> re.Match[str] | None:
    # isascii first: lower() makes ordinary letters of some that are not.
    return _URL.fullmatch(url.lower()) if url.isascii() and len(url) <= LONGEST else None

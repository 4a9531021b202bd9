"""Which addresses the bot sends to: those of the settings, whatever a request or a stored row claims."""

import re
from collections.abc import Collection
from typing import Final

from bot.here import is_this_machine

# Narrower than what a URL may be: what two libraries could read differently (@, \, ?, #) is in no service URL.
_URL: Final = re.compile(r"(https?)://([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::([0-9]{1,5}))?(?:/[A-Za-z0-9._~/-]*)?")


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether something may be sent to that address. `hosts` are written `host` or `host:port`.

    A host without a port is taken at https's own; one of this machine's at any, and without TLS too.
    """
    found = _URL.fullmatch(url)
    if found is None:
        return False
    scheme, host, port = found[1], found[2].lower(), found[3]
    local = is_this_machine(host.strip("[]"))
    if scheme != "https" and not local:
        return False
    if port is not None and f"{host}:{port}" in hosts:
        return True
    return host in hosts and (local or port in (None, "443"))

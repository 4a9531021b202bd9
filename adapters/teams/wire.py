"""One request to the Bot Connector over the process's session: in time, once, following nobody elsewhere.

Once but for a PUT whose connection broke, which aiohttp repeats: an activity that is drawn twice is there once.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from adapters.teams.trouble import code_of, seconds_of

ANSWER: Final = 8.0
"""Seconds that Teams gets for an answer: with all that is waited for before, less than the outbox's own patience."""
CONNECT: Final = 4.0
"""Seconds of those for a connection."""


class NoAnswer(Exception):
    """Teams did not answer; `left` says whether the request may have arrived there."""

    def __init__(self, why: str, *, left: bool) -> None:
        super().__init__(why)
        self.left = left


class Answered(Exception):
    """Teams answered, and not with what was asked for. `text` is its body, which may quote a message: it is for
    nobody's eyes. `retry_after` is in seconds, None where it named none."""

    def __init__(self, status: int, code: str, text: str, retry_after: float | None) -> None:
        super().__init__(f"Teams answered {code}")
        self.status = status
        self.code = code
        self.text = text
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Wire:
    """`wall` is real time, aware, for a Retry-After that is a date; `patience` in seconds."""

    session: aiohttp.ClientSession
    wall: Callable[[], datetime]
    patience: float = ANSWER
    _proxies: dict[str, str | None] = field(default_factory=dict, repr=False)  # by the beginning of a URL

    async def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """The JSON object that is answered; empty where Teams took it and said nothing that can be read.

        Raises:
            Answered, NoAnswer: what became of it.
        """
        timeout = aiohttp.ClientTimeout(total=self.patience, connect=min(CONNECT, self.patience))
        more: dict[str, Any] = {"timeout": timeout, "allow_redirects": False, "proxy": self._proxy(url)}
        try:
            async with self.session.request(method, url, data=body, headers=headers, **more) as response:
                text = (await response.read()).decode(errors="replace")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as error:
            raise NoAnswer(type(error).__name__, left=False) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__, left=True) from None
        if not 200 <= response.status < 300:
            after = seconds_of(response.headers.get("Retry-After", ""), self.wall())
            raise Answered(response.status, code_of(response.status, text), text, after)
        return _object(text)

    def _proxy(self, url: str) -> str | None:
        """Found out once: reading the machine's settings takes as long as sending."""
        place = url[: url.index("/", len("https://"))]
        if place not in self._proxies:
            self._proxies[place] = proxy_for(place)
        return self._proxies[place]


def proxy_for(url: str) -> str | None:
    """The proxy that the machine's settings name for a URL, as other programs there go by it."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

"""One call of Slack's Web API: with the place's token, at its pace, once, and its trouble sorted.

A call is never repeated here: chat.postMessage has no key that would make it safe. slack_sdk's client is not in
between: it takes more than half of the time of a call, repeats after a broken connection unless it is told not to,
does not heed its own timeout for a session that it is given, and quotes whole answers in what it raises.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from pydantic_core import to_json
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from adapters.pace import Pace
from adapters.slack.tokens import Tokens
from adapters.slack.trouble import HOUR, Decision, Means, Own, code_of, decide, harmless
from adapters.slack.whom import is_channel
from adapters.trouble import Misspoken, raised
from bot.delivery import Later, Refused

__all__ = ["Calls", "Forbidden", "Misspoken"]

log = structlog.get_logger()

ANSWER: Final = 10.0
"""Seconds that Slack gets for an answer: with the wait for one's turn, less than the outbox's own patience."""

ANEW: Final = 3.0
"""Seconds until a place that was installed again is spoken to with its new token."""

UPLOAD: Final = 30.0
"""Seconds until a file that did not arrive is uploaded again."""

JSON: Final = "application/json; charset=utf-8"
_READ: Final = frozenset(
    {"conversations.history", "conversations.info", "conversations.members", "dnd.info", "dnd.teamInfo"}
)
"""Methods that Slack documents as GET."""


class Forbidden(Later):
    """Slack refuses until the operator mends something."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    code: str
    after: float | None = None
    said: str = ""


class Calls:
    """Everything that the bot says to Slack of its own accord, in all places, over one session.

    `on_stopped` is told of a place and its token that Slack does not take any more, and says whether the bot may
    not speak there any more: another process may have been told of a new token.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: Tokens,
        pace: Pace,
        *,
        api_url: str,
        on_stopped: Callable[[str, str], Awaitable[bool]],
        patience: float = ANSWER,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._pace = pace
        self._on_stopped = on_stopped
        self._refusing = asyncio.Lock()
        self._patience = aiohttp.ClientTimeout(total=patience)
        self._api_url = api_url
        self._told: dict[tuple[str, str], float] = {}
        self._proxy = load_http_proxy_from_env()

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds, monotonic."""
        return self._pace.clock

    async def call(
        self, place: str, method: str, arguments: Mapping[str, Any], *, urgent: bool = False
    ) -> Mapping[str, Any]:
        """Slack's answer, when it is a good one. Only chat.* is sent as JSON: elsewhere a view is JSON text.

        Raises:
            Later, Refused, Doubtful: as `trouble.TABLE` sorts what Slack says.
            Misspoken: everything that trying again would not help.
        """
        token = await self._tokens.of(place)
        await self._pace.turn(place, method, urgent=urgent)
        answer = await self._exchange(token, method, arguments)
        if isinstance(answer, _Trouble):
            channel = is_channel(str(arguments.get("channel", "")))
            raise await self._sorted(place, method, token, answer, channel=channel)
        return answer

    async def upload(self, place: str, url: str, content: bytes) -> None:
        """Fill a file that was announced. Nobody sees it yet.

        Raises:
            Later: it did not arrive.
        """
        await self._tokens.of(place)
        try:
            async with self._session.post(url, data=content, proxy=self._proxy, timeout=self._patience) as response:
                arrived = response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            arrived = False
        if not arrived:
            raise Later(UPLOAD, "a file could not be uploaded")

    async def _exchange(self, token: str, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any] | _Trouble:
        said, url = _written(token, method, arguments), self._api_url + method
        verb = "GET" if method in _READ else "POST"
        try:
            async with self._session.request(verb, url, proxy=self._proxy, timeout=self._patience, **said) as response:
                return _read(response, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError):
            return _Trouble("unreachable")
        except (aiohttp.ClientError, TimeoutError):
            return _Trouble("no_answer")

    async def _sorted(self, place: str, method: str, token: str, trouble: _Trouble, *, channel: bool) -> Exception:
        decision = decide(trouble.code, replacing=method == "chat.update", channel=channel)
        why = f"{trouble.code} from {method} in {place}: {decision.why}"
        match decision.means:
            case Means.WAIT:
                seconds = trouble.after or decision.seconds
                if trouble.code in ("ratelimited", "rate_limited"):
                    self._pace.shut(place, method, seconds)
                return Later(seconds, why, tried=False)
            case Means.MEND:
                self._tell(place, method, trouble.code, decision)
                return Forbidden(decision.seconds, why, tried=False)
            case Means.FAULT:
                said = f"Slack answered {trouble.code} to {method}"
                return Misspoken(f"{said}: {trouble.said}" if trouble.said else said, trouble.code)
            case Own.PLACE:
                if await self._has_ended(place, token, why):
                    return Refused(why)
                return Later(ANEW, why, tried=False)
        return raised(decision.means, decision.seconds, why)

    async def _has_ended(self, place: str, token: str, why: str) -> bool:
        """Whether the place has, and not only this token, because the app was installed there again."""
        async with self._refusing:
            try:
                if await self._tokens.of(place) != token:
                    return False
            except Refused:
                return True
            ended = await self._on_stopped(place, token)
            if ended:
                log.error("the bot may not speak in a workspace any more until it is installed again", why=why)
            return ended

    def _tell(self, place: str, method: str, code: str, decision: Decision) -> None:
        now = self.clock()
        if self._told.get((place, code), now) <= now:
            self._told[place, code] = now + HOUR
            log.error("Slack refuses until somebody mends it", place=place, method=method, code=code, cure=decision.why)


def _written(token: str, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the method takes them: only `chat.` takes JSON of those that are called here."""
    key = {"Authorization": f"Bearer {token}"}
    if method.startswith("chat."):
        return {"headers": {**key, "Content-Type": JSON}, "data": to_json(arguments)}
    plain = {name: int(value) if isinstance(value, bool) else value for name, value in arguments.items()}
    return {"headers": key, "params" if method in _READ else "data": plain}


def _read(response: aiohttp.ClientResponse, body: bytes) -> Mapping[str, Any] | _Trouble:
    """What Slack says, or what is wrong with it: whatever stands in between answers in words."""
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    data = data if isinstance(data, dict) else {}
    if response.status == 200 and data.get("ok") is True:
        return data
    details = data.get("response_metadata") or {}
    after = response.headers.get("Retry-After", "")
    return _Trouble(
        code_of(response.status, data.get("error")),
        after=float(after) if after.isdecimal() else None,
        said=harmless(details.get("messages")) if isinstance(details, dict) else "",
    )

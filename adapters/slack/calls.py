"""One call of Slack's Web API: with the place's token, at its pace, once, and its trouble sorted.

A call is never repeated here: chat.postMessage has no key that would make it safe, and the SDK's own handler,
which repeats after a broken connection, is switched off.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import Pace
from adapters.slack.tokens import Tokens
from adapters.slack.trouble import HOUR, Decision, Means, code_of, decide, harmless
from bot.delivery import Doubtful, Later, Refused

log = structlog.get_logger()

ANSWER: Final = 10.0
"""Seconds that Slack gets for an answer: with the wait for one's turn, less than the outbox's own patience."""

UPLOAD: Final = 30.0
"""Seconds until a file that did not arrive is uploaded again."""

_READ: Final = frozenset({"conversations.history", "dnd.info", "dnd.teamInfo"})
"""Methods that Slack documents as GET."""


class Misspoken(Exception):
    """Slack does not take what we sent. Its text names the code and never what the message said."""

    def __init__(self, method: str, code: str, said: str) -> None:
        super().__init__(f"Slack answered {code} to {method}" + (f": {said}" if said else ""))
        self.code = code


@dataclass(frozen=True, slots=True)
class _Trouble:
    code: str
    after: float | None = None
    said: str = ""


class Calls:
    """Everything that the bot says to Slack of its own accord, in all places, over one session.

    `on_stopped` is told once of a place whose token Slack does not take any more.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: Tokens,
        pace: Pace,
        *,
        api_url: str,
        on_stopped: Callable[[str], Awaitable[None]],
        patience: float = ANSWER,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._pace = pace
        self._api_url = api_url
        self._on_stopped = on_stopped
        self._patience = patience
        self._clients: dict[str, AsyncWebClient] = {}
        self._told: dict[tuple[str, str], float] = {}
        # Without a level of its own the SDK builds a debug string for every call; at DEBUG it would write it, and
        # with it what people said.
        self._logger = logging.getLogger("followthrough.slack")
        self._logger.setLevel(logging.WARNING)

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
        client = self._client(place, await self._tokens.of(place))
        await self._pace.turn(place, method, urgent=urgent)
        # What the SDK raises quotes Slack's whole answer; so it is left behind before anything of ours is raised.
        answer = await self._exchange(client, method, arguments)
        if isinstance(answer, _Trouble):
            raise await self._sorted(place, method, client, answer)
        return answer

    async def upload(self, place: str, url: str, content: bytes) -> None:
        """Fill a file that was announced. Nobody sees it yet.

        Raises:
            Later: it did not arrive.
        """
        proxy = self._client(place, await self._tokens.of(place)).proxy
        try:
            async with asyncio.timeout(self._patience), self._session.post(url, data=content, proxy=proxy) as response:
                arrived = response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            arrived = False
        if not arrived:
            raise Later(UPLOAD, "a file could not be uploaded")

    def _client(self, place: str, token: str) -> AsyncWebClient:
        client = self._clients.get(place)
        if client is None or client.token != token:
            client = AsyncWebClient(
                token=token, base_url=self._api_url, session=self._session, logger=self._logger, retry_handlers=[]
            )
            self._clients[place] = client
        return client

    async def _exchange(
        self, client: AsyncWebClient, method: str, arguments: Mapping[str, Any]
    ) -> Mapping[str, Any] | _Trouble:
        try:
            # The client's own timeout is not heeded for a session that it is given.
            async with asyncio.timeout(self._patience):
                if method in _READ:
                    response = await client.api_call(method, http_verb="GET", params=dict(arguments))
                elif method.startswith("chat."):
                    response = await client.api_call(method, json=dict(arguments))
                else:  # files.getUploadURLExternal takes no JSON
                    response = await client.api_call(method, data=dict(arguments))
            return dict(response.data) if isinstance(response.data, dict) else _Trouble("no_sense")
        except SlackApiError as error:
            return _read(error.response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError):
            return _Trouble("unreachable")
        except (aiohttp.ClientError, TimeoutError):
            return _Trouble("no_answer")
        except AttributeError:  # the SDK looks for "ok" in whatever came with status 200, even in plain text
            return _Trouble("no_sense")

    async def _sorted(self, place: str, method: str, client: AsyncWebClient, trouble: _Trouble) -> Exception:
        decision = decide(trouble.code, replacing=method == "chat.update")
        why = f"{trouble.code} from {method} in {place}: {decision.why}"
        match decision.means:
            case Means.WAIT:
                seconds = trouble.after or decision.seconds
                if trouble.code in ("ratelimited", "rate_limited"):
                    self._pace.shut(place, method, seconds)
                return Later(seconds, why, tried=False)
            case Means.MEND:
                self._tell(place, method, trouble.code, decision)
                return Later(decision.seconds, why, tried=False)
            case Means.MESSAGE:
                return Refused(why)
            case Means.PERSON:
                return Refused(why, gone=True)
            case Means.PLACE:
                await self._stop(place, client, why)
                return Refused(why)
            case Means.DOUBT:
                return Doubtful(why)
            case Means.FAULT:
                return Misspoken(method, trouble.code, trouble.said)
            case _:
                assert_never(decision.means)

    async def _stop(self, place: str, client: AsyncWebClient, why: str) -> None:
        if self._clients.get(place) is not client:
            return  # stopped before, or installed again since this call began
        del self._clients[place]
        self._tokens.stop(place)
        log.error("the bot may not speak in a workspace any more until it is installed again", why=why)
        await self._on_stopped(place)

    def _tell(self, place: str, method: str, code: str, decision: Decision) -> None:
        now = self.clock()
        if self._told.get((place, code), now) <= now:
            self._told[place, code] = now + HOUR
            log.error("Slack refuses until somebody mends it", place=place, method=method, code=code, cure=decision.why)


def _read(response: Any) -> _Trouble:
    """What the SDK calls an error: its own response, or aiohttp's where the body was no JSON."""
    data = getattr(response, "data", None)
    data = data if isinstance(data, dict) else {}
    status: int = response.status if isinstance(response, aiohttp.ClientResponse) else response.status_code
    details = data.get("response_metadata") or {}
    after = response.headers.get("Retry-After", "")
    return _Trouble(
        code_of(status, data.get("error")),
        after=float(after) if after.isdecimal() else None,
        said=harmless(details.get("messages")) if isinstance(details, dict) else "",
    )

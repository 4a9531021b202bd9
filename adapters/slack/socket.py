"""Socket Mode, watched: a socket that is lost or silent is opened anew, and readiness says how things stand.

Slack's own client recovers from most of it. What it does not, in slack_sdk 3.47.0: when the handshake to a fresh
address fails it tries that address for ever, which Slack takes only once; and it never gives up.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.outward import SlackRefuses, quiet_log
from adapters.tasks import fault
from bot.errors import FollowthroughError
from bot.settings import SlackSettings

log = structlog.get_logger()


class SocketLost(FollowthroughError):
    """Slack’s socket could not be opened for ten minutes, so this process ends; start it again later."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `ticket` is what Slack gets to hand out an address, `silent` how long no socket is borne before a new
    address is asked for, `lost` before the process gives up. `ping` four times without an answer is a dead socket."""

    ping: float = 5.0
    look: float = 1.0
    ticket: float = 15.0
    silent: float = 30.0
    lost: float = 600.0


OURS: Final = 1
"""Sockets that one process opens."""


class _Tickets(AsyncWebClient):
    """Asks for addresses, and does not wait for ever: the client's own timeout is not heeded with a shared session."""

    def __init__(self, api_url: str, session: aiohttp.ClientSession, patience: float) -> None:
        super().__init__(base_url=api_url, session=session, logger=quiet_log(), retry_handlers=[])
        self._patience = patience

    async def apps_connections_open(self, *, app_token: str, **more: Any) -> AsyncSlackResponse:
        """A fresh address, which can be used once."""
        async with asyncio.timeout(self._patience):
            return await super().apps_connections_open(app_token=app_token, **more)


class Socket:
    """One socket to Slack. `clock` is monotonic, in seconds."""

    def __init__(
        self,
        bolt: AsyncApp,
        settings: SlackSettings,
        session: aiohttp.ClientSession,
        clock: Callable[[], float],
        pace: Pace = Pace(),
    ) -> None:
        self._clock, self._pace = clock, pace
        self._web = _Tickets(settings.api_url, session, pace.ticket)
        self._app_token = settings.app_token
        self._handler = AsyncSocketModeHandler(
            bolt, settings.app_token, logger=quiet_log(), web_client=self._web, ping_interval=pace.ping
        )
        self._client = self._handler.client
        self._client.message_listeners.append(self._hear)
        self._greeted: object = None
        self._down_since: float | None = clock()
        self._tasks: list[asyncio.Task[Any]] = []

    async def open(self) -> None:
        """Begin to connect, with a first address that shows that the app token works: the client would never say.

        Raises:
            SlackRefuses: it does not, or Slack cannot be reached.
        """
        self._client.wss_uri = await self._first()
        self._tasks = [asyncio.create_task(self._handler.connect_async())]  # type: ignore[no-untyped-call]  # Bolt's

    async def watch(self) -> None:
        """See to it that there is a socket.

        Raises:
            SocketLost: there is none for too long.
        """
        asked = self._clock()
        while True:
            await asyncio.sleep(self._pace.look)
            now = self._clock()
            if await self._is_up():
                if self._down_since is not None:
                    log.info("Slack's socket is open", after=round(now - self._down_since, 1))
                self._down_since = None
                asked = now
                continue
            if self._down_since is None:
                self._down_since = asked = now
            if now - self._down_since >= self._pace.lost:
                raise SocketLost
            if now - asked >= self._pace.silent:
                asked = now
                log.warning("Slack's socket is not open; a new address is asked for", reason=self.ready())
                self._client.wss_uri = None
                if await self._client.is_connected():  # it is open and nobody speaks
                    self._tasks.append(asyncio.create_task(self._anew()))

    def ready(self) -> str:
        """Why Slack is not heard; "" when it is."""
        if self._down_since is None and self._greeted is self._client.current_session:
            return ""
        return f"Slack’s socket has not been open for {self._clock() - (self._down_since or self._clock()):.0f} s."

    async def close(self) -> None:
        """Let go of the socket."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _first(self) -> str:
        try:
            answer = await self._web.apps_connections_open(app_token=self._app_token)
            return str(answer["url"])
        except SlackApiError as error:
            code = str(error.response.get("error")) if isinstance(error.response.data, dict) else "no answer of its own"
            raise SlackRefuses(f"Slack does not take SLACK_APP_TOKEN: it says {code}.") from None
        except (aiohttp.ClientError, TimeoutError, AttributeError, KeyError) as error:
            raise SlackRefuses(f"Slack hands out no socket ({type(error).__name__}); is the network there?") from None

    async def _is_up(self) -> bool:
        """Whether this very socket was greeted by Slack and answers our pings."""
        return self._greeted is self._client.current_session and await self._client.is_connected()

    async def _anew(self) -> None:
        try:
            await self._client.connect_to_new_endpoint(force=True)
        except Exception as error:  # noqa: BLE001  an edge: the next look tries again
            fault("Slack's socket was not opened anew", error)

    async def _hear(self, _client: object, message: dict[str, Any], _raw: str | None = None) -> None:
        """Slack greets every new socket, and says how many there are."""
        if message.get("type") != "hello":
            return
        self._greeted = self._client.current_session
        count = message.get("num_connections")
        log.info("Slack greets", num_connections=count)
        if isinstance(count, int) and count > OURS:
            # Behind some networks dead ones stay for hours, and clicks that go there are lost: python-slack-sdk#1940.
            log.warning("Slack counts more sockets than this one; what goes to the others is not heard", count=count)

"""The only module that knows botbuilder: activities go out to the Bot Connector, and what comes back is ours.

Of the SDK it uses the connector's client, one a service URL, with its pipeline and its serializer exchanged. As they
come, every send waits for a thread of `requests`, a PUT is silently repeated, redirects are followed, the token is
fetched by whoever comes first while everybody waits, and entities lose their fields.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Final

from botframework.connector import about
from botframework.connector.aio import ConnectorClient
from msal import ConfidentialClientApplication
from msrest import Serializer
from msrest.authentication import Authentication
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_abc import AsyncClientResponse

from adapters.bounded import Bounded
from adapters.teams.hosts import host_of, is_allowed
from adapters.teams.login import SCOPE, Http, authority, credential, failed, given
from adapters.teams.tokens import Fresh, Tokens
from adapters.teams.wire import Answered, NoAnswer, Wire
from bot.teams_settings import TeamsSettings

__all__ = ["Answered", "Full", "Gateway", "NoAnswer", "NotAllowed"]

Json = Mapping[str, Any]

AT_ONCE: Final = 16
"""Requests under way. More of them are no faster: measured with 8, 16, 32 and 64."""
ROOM: Final = 2.5
"""Seconds that are waited for a place among them and for a token, before anything has left."""
AGENT: Final = f"Followthrough Microsoft-BotFramework/3.1 (BotBuilder Python/{about.__version__})"


class NotAllowed(Exception):
    """A service URL that is none of Teams'. Nothing was sent there."""


class Full(Exception):
    """There was no place among the requests under way, or no token, in time. Nothing was sent."""


class Gateway:
    """Everything that the bot says to Teams. `clock` is monotonic, in seconds.

    With `allow_anonymous` there is no token: whoever is spoken to is a stand-in on this machine.
    """

    def __init__(self, settings: TeamsSettings, wire: Wire, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._pipeline = AsyncPipeline([], _Sender(wire))
        self._clients: Bounded[str, Any] = Bounded(100)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._thread = ThreadPoolExecutor(1, "teams-token")
        self._http = Http(settings.login_url)
        self._app: Any = None
        self._tokens = Tokens(self._ask, clock)
        self._unwelcome = False

    async def post(self, service_url: str, conversation: str, activity: Json) -> str:
        """Put an activity at the end of a conversation; its id, or "" where Teams took it and named none.

        Raises:
            NotAllowed, Full, NoToken: nothing was sent.
            Answered, NoAnswer: what became of it.
        """
        talk = self._client(service_url).conversations
        made = await self._call(lambda bearer: talk.send_to_conversation(conversation, activity, custom_headers=bearer))
        return made.id or ""

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: Json) -> None:
        """Show an activity in the place of another one. Raises as `post`."""
        talk = self._client(service_url).conversations
        await self._call(
            lambda bearer: talk.update_activity(conversation, activity_id, activity, custom_headers=bearer)
        )

    async def open(self, service_url: str, tenant: str, user: str) -> str:
        """The id of the conversation with somebody, made if need be; "" where Teams named none. Raises as `post`.

        `user` is the directory's id or the one that begins with "29:". It stands in members[0].id, because Teams
        does not take it in aadObjectId (msteams-docs#14079).
        """
        parameters = {
            "isGroup": False,
            "bot": {"id": f"28:{self._settings.app_id}"},
            "members": [{"id": user}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        made = await self._create(service_url, parameters)
        return made.id or ""

    async def begin(self, service_url: str, tenant: str, channel: str, activity: Json) -> tuple[str, str]:
        """Put an activity into a channel, as the first of a thread: the ids of the thread, which is a conversation of
        its own, and of the activity, "" where Teams named none. Raises as `post`."""
        parameters = {
            "isGroup": True,
            "bot": {"id": f"28:{self._settings.app_id}"},
            "tenantId": tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
            "activity": activity,
        }
        made = await self._create(service_url, parameters)
        return made.id or "", made.activity_id or ""

    async def warm(self) -> None:
        """Have a token, so that nobody who is answered has to wait for it.

        Raises:
            NoToken: none was given.
        """
        if not self._settings.allow_anonymous:
            await self._tokens.get()

    def trouble(self) -> str:
        """Why nobody can be spoken to, in a sentence; "" when they can, as far as is known."""
        missing = self._tokens.missing
        if missing is not None:
            return f"Microsoft gives no token for Teams ({missing.code}): {missing.why}."
        return "Teams does not take the bot’s token; compare TEAMS_APP_ID with the portal." if self._unwelcome else ""

    async def close(self) -> None:
        """Let go of the thread. The session is its owner's to close."""
        await self._tokens.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._http.close()

    async def _create(self, service_url: str, parameters: Json) -> Any:
        talk = self._client(service_url).conversations
        return await self._call(lambda bearer: talk.create_conversation(parameters, custom_headers=bearer))

    async def _call(self, call: Callable[[Json], Awaitable[Any]], *, again: bool = True) -> Any:
        async with self._place() as token:
            try:
                made = await call({"Authorization": f"Bearer {token}"} if token else {})
            except Answered as error:
                # Over before its time, or taken back: a new one may be taken.
                if not (error.status == 401 and again and token and self._tokens.refused(token)):
                    self._unwelcome = error.status == 401
                    raise
            else:
                self._unwelcome = False
                return made
        return await self._call(call, again=False)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[str]:
        """A place among the requests under way, and the token."""
        try:
            async with asyncio.timeout(ROOM):
                token = "" if self._settings.allow_anonymous else await self._tokens.get()
                await self._gate.acquire()
        except TimeoutError:
            raise Full("too much is on its way already, or no token comes") from None
        try:
            yield token
        finally:
            self._gate.release()

    def _client(self, service_url: str) -> Any:
        """The one client of that URL, which is looked at every time: it came in a payload once."""
        if not is_allowed(service_url, self._settings.hosts):
            raise NotAllowed(host_of(service_url))
        client = self._clients.get(service_url)
        if client is None:
            client = ConnectorClient(Authentication(), service_url, pipeline_type=lambda _: self._pipeline)
            client.conversations._serialize = _AsItIs()
            self._clients.keep(service_url, client)
        return client

    async def _ask(self) -> Fresh:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._asked)

    def _asked(self) -> Fresh:
        """On a thread of its own: MSAL waits for its answers."""
        try:
            self._app = self._app or ConfidentialClientApplication(
                self._settings.app_id,
                client_credential=credential(self._settings),
                authority=authority(self._settings),
                instance_discovery=False,
                http_client=self._http,
            )
            self._app.remove_tokens_for_client()  # whoever asks here has a memory, and knows what was refused
            answer = self._app.acquire_token_for_client([SCOPE])
        except Exception as error:  # noqa: BLE001  an edge: MSAL raises whatever it comes across
            raise failed(error) from None
        return given(answer)


class _AsItIs(Serializer):
    """Activities are JSON already. The SDK's own serializer costs twice as much as the rest, and drops what it does
    not know: of an entity every field but its type."""

    def __init__(self) -> None:
        super().__init__({})  # type: ignore[no-untyped-call]  # msrest types no function

    def body(self, data: Json, data_type: str, **_: object) -> Json:  # noqa: ARG002  the SDK's signature
        """What is sent."""
        return data


class _Sender(AsyncHTTPSender[Any, Any]):
    """The end of the client's pipeline: what it has to say goes over our wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def __aexit__(self, *_: object) -> None:
        """The session is not ours to close."""

    async def send(self, request: Request[Any], **_: object) -> Response[Any, Any]:
        """What was answered, in the shape in which the client reads it."""
        asked = request.http_request
        headers = {**asked.headers, "User-Agent": AGENT}
        answer = await self._wire.exchange(asked.method, asked.url, headers, asked.data.encode())
        answered = AsyncClientResponse(asked, None)
        answered.status_code = 200
        return Response(request, answered, {RawDeserializer.CONTEXT_NAME: answer})

"""The only module that knows botbuilder: activities go out to the Bot Connector, and what comes back is ours.

Of the SDK it uses the connector's client, one a service URL, with its pipeline, its serializer and its credentials
exchanged. As they come, every send waits for a thread of `requests`, a PUT is silently repeated, redirects are
followed, the token is fetched by whoever comes first while everybody waits, and entities lose their fields.

What is left of botbuilder is little, for whoever moves away from it: the three operations of the connector that are
called here (`send_to_conversation`, `update_activity`, `create_conversation`), each of which builds its URL below the
service URL with every id quoted as one piece of the path, sets the headers of JSON, and reads `id` and `activityId`
out of the answer; and the version in our User-Agent. Requests, retries, time-outs, tokens and troubles are ours
(`wire`, `tokens`, `trouble`). MSAL asks for the tokens, over our `login.Http`, and is no part of botbuilder.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import quote, urlencode

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
from adapters.teams.places import Full, Guest, Places
from adapters.teams.tokens import Fresh, Tokens
from adapters.teams.wire import Answered, NoAnswer, Wire
from bot.teams_settings import TeamsSettings

__all__ = ["Answered", "Full", "Gateway", "NoAnswer", "NotAllowed"]

Json = Mapping[str, Any]

ROOM: Final = 2.5
"""Seconds that are waited for a place among the requests under way and for a token, before anything has left."""
AGENT: Final = f"Followthrough Microsoft-BotFramework/3.1 (BotBuilder Python/{about.__version__})"

ASKS: Final = {"Accept": "application/json", "User-Agent": AGENT}


class NotAllowed(Exception):
    """A service URL that is none of Teams'. Nothing was sent there."""


class Gateway:
    """Everything that the bot says to Teams. `clock` is monotonic, in seconds.

    With `allow_anonymous` there is no token: whoever is spoken to is a stand-in on this machine.
    """

    def __init__(self, settings: TeamsSettings, wire: Wire, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._pipeline = AsyncPipeline([], _Sender(wire))
        self._wire = wire
        self._clients: Bounded[str, Any] = Bounded(100)
        self._places = Places()
        self._thread = ThreadPoolExecutor(1, "teams-token")
        self._http = Http(settings.login_url)
        self._app: Any = None
        self._clock = clock
        self._tokens = Tokens(self._ask, clock)
        self._unwelcome = False

    async def post(
        self, service_url: str, conversation: str, activity: Json, *, tenant: str = "", urgent: bool = False
    ) -> str:
        """Put an activity at the end of a conversation; its id, or "" where Teams took it and named none.

        No tenant has all the places among the requests under way, where it is named; a few of them are for those
        alone that are `urgent`, because somebody waits.

        Raises:
            NotAllowed, Full, NoToken: nothing was sent.
            Answered, NoAnswer: what became of it.
        """
        talk = self._client(service_url).conversations
        made = await self._call(
            Guest(conversation, tenant, urgent),
            lambda bearer: talk.send_to_conversation(conversation, activity, custom_headers=bearer),
        )
        return made.id or ""

    async def update(
        self,
        service_url: str,
        conversation: str,
        activity_id: str,
        activity: Json,
        *,
        tenant: str = "",
        urgent: bool = False,
    ) -> None:
        """Show an activity in the place of another one. Raises as `post`."""
        talk = self._client(service_url).conversations
        await self._call(
            Guest(conversation, tenant, urgent),
            lambda bearer: talk.update_activity(conversation, activity_id, activity, custom_headers=bearer),
        )

    async def open(self, service_url: str, tenant: str, user: str, *, urgent: bool = False) -> str:
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
        made = await self._create(Guest(f"{tenant}.{user}", tenant, urgent), service_url, parameters)
        return made.id or ""

    async def begin(
        self, service_url: str, tenant: str, channel: str, activity: Json, *, urgent: bool = False
    ) -> tuple[str, str]:
        """Put an activity into a channel, as the first of a thread: the ids of the thread, which is a conversation of
        its own, and of the activity, "" where Teams named none. Raises as `post`."""
        parameters = {
            "isGroup": True,
            "bot": {"id": f"28:{self._settings.app_id}"},
            "tenantId": tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
            "activity": activity,
        }
        made = await self._create(Guest(channel, tenant, urgent), service_url, parameters)
        return made.id or "", made.activity_id or ""

    async def look(
        self, service_url: str, path: Sequence[str], query: Json, *, tenant: str, urgent: bool = False
    ) -> Json:
        """What Teams says of what lies there, below the service URL; each step of the path is quoted. Raises as `post`.

        The SDK has these operations too, and reads of a member only what it knows.
        """
        self._client(service_url)  # which is allowed, or raises
        steps = "/".join(quote(step, safe="") for step in path)
        url = f"{service_url.rstrip('/')}/v3/{steps}" + (f"?{urlencode(query)}" if query else "")
        said: Json = await self._call(
            Guest(path[1], tenant, urgent), lambda bearer: self._wire.exchange("GET", url, {**bearer, **ASKS}, b"")
        )
        return said

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

    async def _create(self, guest: Guest, service_url: str, parameters: Json) -> Any:
        talk = self._client(service_url).conversations
        return await self._call(guest, lambda bearer: talk.create_conversation(parameters, custom_headers=bearer))

    async def _call(self, guest: Guest, call: Callable[[Json], Awaitable[Any]], *, again: bool = True) -> Any:
        begun = self._clock()
        token = await self._token()
        async with self._places.one(guest, ROOM - (self._clock() - begun)):
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
        return await self._call(guest, call, again=False)

    async def _token(self) -> str:
        if self._settings.allow_anonymous:
            return ""
        try:
            async with asyncio.timeout(ROOM):
                return await self._tokens.get()
        except TimeoutError:
            raise Full("no token comes") from None

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

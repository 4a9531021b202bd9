"""The route by which Teams comes: who cannot prove to be Teams is refused, and nothing of what they sent is done."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from math import ceil
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import structlog
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from adapters.tasks import fault
from adapters.teams.envelope import Envelope, Malformed400, read_envelope
from adapters.teams.hosts import is_allowed
from adapters.teams.keys import Keys, NoKeys
from adapters.teams.proof import CHANNEL, Refused401, prove
from bot.here import is_this_machine
from bot.settings import TeamsSettings

log = structlog.get_logger()

PATH: Final = "/api/messages"
LARGEST: Final = 2**19
"""Bytes of one activity; the connector itself takes a quarter of a million."""

Json = dict[str, Any]
OBJECT: Final = TypeAdapter(Json)


class Answer(Protocol):
    """What is answered to a request."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> Json | None: ...


class Door:
    """Says who may come in; `clock` gives real time, aware UTC."""

    def __init__(self, settings: TeamsSettings, session: aiohttp.ClientSession, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._keys = Keys(session, settings.openid_url, clock)

    async def admit(self, authorization: str, body: Json) -> Json:
        """The activity, when it is Teams' and of a tenant that is heard.

        Raises:
            Refused401: it is not proved to be.
            Malformed400: it is no activity.
            NoKeys: it cannot be told.
        """
        return self.match(await self.recognise([authorization] if authorization else []), body)

    async def recognise(self, authorization: Sequence[str]) -> str:
        """The address of whoever sent these headers; "" is somebody on this machine who need not prove anything.

        Raises:
            Refused401: they do not prove to be Teams.
            NoKeys: it cannot be told.
        """
        if not authorization and self._settings.allow_anonymous:
            return ""
        if len(authorization) != 1:
            raise Refused401("there is no token" if not authorization else "there is more than one token")
        scheme, _, token = authorization[0].partition(" ")
        if scheme.lower() != "bearer":
            raise Refused401("there is no bearer token")
        return await prove(token, self._keys, self._settings.app_id, self._clock())

    def trouble(self) -> str:
        """Why nobody can come in, in a sentence; "" when they can, as far as is known."""
        return (
            f"The keys that Teams signs with cannot be had from {self._settings.openid_url}."
            if self._keys.missing
            else ""
        )

    def match(self, address: str, body: Json) -> Json:
        """The activity, when it is of Teams, of that address, and of a tenant that is heard.

        Raises:
            Refused401: it is not.
            Malformed400: it is no activity.
        """
        envelope = read_envelope(body)
        if envelope.channel != CHANNEL:
            raise Refused401("it comes from another channel than Teams, or from none")
        if not envelope.service_url:
            raise Refused401("it names no service URL")
        if address and envelope.service_url != address:
            raise Refused401("it names another service URL than its token")
        if not is_allowed(envelope.service_url, self._settings.hosts):
            raise Refused401("its service URL leads to a host that nothing is sent to")
        self._check_tenant(envelope)
        return body

    def _check_tenant(self, envelope: Envelope) -> None:
        said = envelope.data.tenant if envelope.data else None
        tenants = {one.lower() for one in (said.id if said else None, envelope.conversation.tenant) if one}
        if not tenants:
            raise Refused401("it names no tenant")
        if len(tenants) > 1:
            raise Refused401("it names two tenants")
        anybody = self._settings.allow_anonymous and not self._settings.tenants
        if not (anybody or tenants <= self._settings.tenants):
            raise Refused401("it comes from another tenant")


def add_messages(app: web.Application, door: Door, handler: Callable[[Json], Awaitable[Answer]]) -> None:
    """Answer POST /api/messages with what the handler answers to an activity that was admitted."""

    async def messages(request: web.Request) -> web.Response:
        try:
            # Whoever is not Teams is refused before anything of what they sent is read.
            address = await door.recognise(request.headers.getall("Authorization", []))
            if not address:
                _check_here(request.headers.getall("Host", []), request.headers.getall("Origin", []))
            activity = door.match(address, await _read(request))
        except Refused401 as error:
            return _refuse(401, error.why, {"WWW-Authenticate": "Bearer"})
        except Malformed400 as error:
            return _refuse(400, error.why)
        except NoKeys as error:
            # Neither yes nor no: the connector may come again, and a 401 would tell it that it never may.
            again = str(ceil(error.again.total_seconds()))
            return _refuse(503, error.why, {"Retry-After": again})
        except Exception as error:  # noqa: BLE001  an edge: whatever goes wrong, nobody comes in by it
            fault("a request could not be checked", error)
            return web.Response(status=503)
        try:
            answer = await handler(activity)
            if answer.body is None:
                return web.Response(status=answer.status)
            return web.json_response(answer.body, status=answer.status)
        except Exception as error:  # noqa: BLE001  an edge: a 500 would tell Teams to send it once more
            fault("an activity was not handled", error)
            return web.Response()

    app.router.add_post(PATH, messages)


def _check_here(hosts: Sequence[str], origins: Sequence[str]) -> None:
    """Whoever need not prove anything speaks with this machine by its own name, and no page of another host's speaks
    through a browser on it: a page's host may be given this machine's address, but keeps its name."""
    if len(hosts) != 1 or not all(map(_is_here, [f"//{hosts[0]}", *origins])):
        raise Refused401("it has no token, and speaks not as somebody on this machine does")


def _is_here(url: str) -> bool:
    try:
        return is_this_machine(urlsplit(url).hostname or "")
    except ValueError:
        return False


async def _read(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise Malformed400("it is not called JSON")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Malformed400("it is packed")
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST:
                raise Malformed400("it is too large")
    except aiohttp.ClientPayloadError as error:
        raise Malformed400("it did not arrive whole") from error
    try:
        return OBJECT.validate_json(bytes(body))
    except ValidationError as error:
        raise Malformed400("it is no JSON object") from error


def _refuse(status: int, why: str, headers: dict[str, str] | None = None) -> web.Response:
    trouble = uuid4().hex[:8]
    log.warning("a request was refused that came as Teams’", id=trouble, status=status, why=why)
    return web.json_response({"error": "refused", "id": trouble}, status=status, headers=headers)

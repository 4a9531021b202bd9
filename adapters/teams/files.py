"""A file for one person. A bot cannot send one on Teams: it offers it, and when the person accepts, Teams names a
place in their own OneDrive to which it is uploaded (learn.microsoft.com, Send and receive files using bot).

Text in the chat would be the other way. An export is a hundred thousand characters after two weeks, which no card
holds and nobody puts together again by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import aiohttp
from pydantic import Field, StrictStr, StringConstraints, TypeAdapter, ValidationError

from adapters.edge import Unclear
from adapters.teams.wire import proxy_for
from bot.content.words import Words
from bot.errors import FollowthroughError
from bot.here import is_this_machine
from bot.messages import Document

Json = dict[str, Any]

INVOKE: Final = "fileConsent/invoke"
"""The name of the invoke activity with which an answer to an offer comes."""
OFFERED: Final = "application/vnd.microsoft.teams.card.file.consent"
KEPT: Final = "application/vnd.microsoft.teams.card.file.info"
HOSTS: Final = (".sharepoint.com", ".sharepoint.us")
"""How the hosts end that a place in somebody's OneDrive may have, or whole hosts of this machine."""
PATIENCE: Final = 30.0
"""Seconds that an upload may take."""
CONNECT: Final = 5.0
"""Seconds of those for a connection."""

_Line = Annotated[StrictStr, StringConstraints(min_length=1, max_length=4000)]


class NotTaken(FollowthroughError):
    """The file could not be put where Teams said."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an accepted file goes, and what Teams calls it there."""

    upload_url: Annotated[_Line, Field(alias="uploadUrl")]
    content_url: Annotated[_Line, Field(alias="contentUrl")]
    name: _Line
    unique_id: Annotated[_Line, Field(alias="uniqueId")]
    kind: Annotated[_Line, Field(alias="fileType")]


@dataclass(frozen=True, slots=True)
class _Offer:
    file: _Line


@dataclass(frozen=True, slots=True)
class _Answer:
    action: Literal["accept", "decline"]
    context: _Offer
    place: Annotated[Place | None, Field(alias="uploadInfo")] = None


_ANSWER: Final = TypeAdapter(_Answer)


def offered(document: Document, key: str, words: Words) -> Json:
    """The offer as an attachment; `key` is that of the message to which the file belongs."""
    context = {"file": key}
    content = {
        "description": words.plain("cards.file"),
        "sizeInBytes": len(document.content.encode()),
        "acceptContext": context,
        "declineContext": context,
    }
    return {"contentType": OFFERED, "name": document.name, "content": content}


def read_answer(value: object) -> tuple[str, Place | None]:
    """The key of the message whose file was offered, and where it goes, None for nowhere; raises Unclear.

    `value` is the value of a fileConsent/invoke.
    """
    try:
        answer = _ANSWER.validate_python(value)
    except ValidationError:
        raise Unclear from None
    if answer.action == "accept" and answer.place is None:
        raise Unclear
    return (answer.context.file, answer.place if answer.action == "accept" else None)


async def upload(session: aiohttp.ClientSession, place: Place, content: bytes, hosts: Sequence[str] = HOSTS) -> None:
    """Put the file there, in one piece, by way of the machine's proxy if it has one.

    Raises:
        NotTaken: it is no place in somebody's OneDrive, or it did not take the file.
    """
    if not _is_allowed(place.upload_url, hosts):
        raise NotTaken("Teams named a place for a file that is none in OneDrive.")
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
    }
    more: dict[str, Any] = {
        "timeout": aiohttp.ClientTimeout(total=PATIENCE, connect=CONNECT),
        "proxy": proxy_for(place.upload_url),
    }
    try:
        async with session.put(
            place.upload_url, data=content, headers=headers, allow_redirects=False, **more
        ) as answer:
            if answer.status not in (200, 201, 202):
                raise NotTaken(f"OneDrive answered {answer.status} to a file.")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise NotTaken(f"OneDrive did not answer to a file: {type(error).__name__}.") from error


def kept(place: Place) -> Json:
    """The file as an attachment, to open or to download."""
    content = {"uniqueId": place.unique_id, "fileType": place.kind}
    return {"contentType": KEPT, "contentUrl": place.content_url, "name": place.name, "content": content}


def _is_allowed(url: str, hosts: Sequence[str]) -> bool:
    """Https at one of the hosts, and at one of this machine http too. The request bears no token of ours."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not url.isascii() or "\\" in url or parts.username is not None or parts.password is not None:
        return False
    if is_this_machine(host):
        return f"{host}:{port}" in hosts
    plain = port in (None, 443) and parts.scheme == "https"
    return plain and any(one.startswith(".") and host.endswith(one) for one in hosts)

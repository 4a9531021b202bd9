"""What Teams sends, read as what a person did. Whatever cannot be read is Unclear, and nothing is guessed.

An event's id names the person too, because the ids of activities are those of one conversation. Teams sends a request
again that was not answered in time, under its own id and later under another one, so the id of a form that was sent
is made of what was sent, and of the request that had opened it: the same form opened anew is another one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from adapters.edge import Unclear
from adapters.teams.as_typed import HTML, Mention, as_typed, of_html, quoted_in
from adapters.teams.handles import read_form, read_press
from bot.events import Pressed, Submitted

LONGEST: Final = 100_000
"""Characters of a text that are read; Teams lets nobody write so many."""
MANY: Final = 200
"""Entities that are looked at, and characters of a name."""
PERSONAL: Final = "personal"
QUIET: Final = ("installationUpdate", "conversationUpdate")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or a bot; `directory` is the id in the tenant's directory, which only people have."""

    id: str
    name: str | None = None
    directory: Annotated[str | None, Field(alias="aadObjectId")] = None
    role: Annotated[str | None, Field(alias="userRole")] = None


@dataclass(frozen=True, slots=True)
class _Conversation:
    id: str
    kind: Annotated[str | None, Field(alias="conversationType")] = None
    group: Annotated[bool | None, Field(alias="isGroup")] = None
    tenant: Annotated[str | None, Field(alias="tenantId")] = None


@dataclass(frozen=True, slots=True)
class _Tenant:
    id: str


@dataclass(frozen=True, slots=True)
class _ChannelData:
    tenant: _Tenant | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity; what is only looked at where it makes sense is read there."""

    type: str
    sender: Annotated[Account, Field(alias="from")]
    recipient: Account
    conversation: _Conversation
    service_url: Annotated[str, Field(alias="serviceUrl")]
    id: str | None = None
    name: str | None = None
    action: str | None = None
    text: str | None = None
    format: Annotated[str | None, Field(alias="textFormat")] = None
    zone: Annotated[str | None, Field(alias="localTimezone")] = None
    locale: str | None = None
    answers: Annotated[str | None, Field(alias="replyToId")] = None
    value: Any = None
    entities: tuple[Any, ...] | None = None
    attachments: tuple[Any, ...] | None = None
    added: Annotated[tuple[Account, ...] | None, Field(alias="membersAdded")] = None
    removed: Annotated[tuple[Account, ...] | None, Field(alias="membersRemoved")] = None
    timestamp: str | None = None
    channel_data: Annotated[_ChannelData | None, Field(alias="channelData")] = None

    @property
    def tenant(self) -> str:
        """Of which it is, or ""."""
        said = self.channel_data.tenant if self.channel_data else None
        return (said.id if said else self.conversation.tenant) or ""

    @property
    def personal(self) -> bool:
        """Whether nobody but the person and the bot is in the conversation."""
        kind = self.conversation.kind
        return kind == PERSONAL if kind else not self.conversation.group

    @property
    def thread(self) -> str:
        """The conversation itself, without the message under which this one stands."""
        return self.conversation.id.partition(";")[0]


@dataclass(frozen=True, slots=True)
class _Quoted:
    message: Annotated[str, Field(alias="messageId")]


@dataclass(frozen=True, slots=True)
class _Entity:
    type: str
    text: str | None = None
    mentioned: Account | None = None
    zone: Annotated[str | None, Field(alias="timezone")] = None
    locale: str | None = None
    quoted: Annotated[_Quoted | None, Field(alias="quotedReply")] = None


@dataclass(frozen=True, slots=True)
class _Attachment:
    kind: Annotated[str, Field(alias="contentType")]
    content: str


ACTIVITY: Final = TypeAdapter(Activity)
_ENTITY: Final = TypeAdapter(_Entity)
_ATTACHMENT: Final = TypeAdapter(_Attachment)


def read(kind: TypeAdapter[T], said: object) -> T:
    """What was sent, or a part of it, as one of the above.

    Raises:
        Unclear: it is none.
    """
    try:
        return kind.validate_python(said)
    except ValidationError:
        raise Unclear from None  # a validation error quotes what it was given


def clock_of(activity: Activity) -> tuple[str, str]:
    """Zone and locale of whoever sent it, "" where it does not say."""
    client = next((one for one in _entities(activity) if one.type == "clientInfo"), None)
    zone = activity.zone or (client.zone if client else None) or ""
    return zone, (client.locale if client else None) or activity.locale or ""


def mentions(activity: Activity) -> tuple[Mention, ...]:
    """Whoever is named in the text; the bot has no name there."""
    named = ((one.text, one.mentioned) for one in _entities(activity) if one.type == "mention")
    bot = activity.recipient.id
    return tuple(
        Mention(text, "" if who.id == bot else (who.name or "")[:MANY])
        for text, who in named
        if text and text.startswith("<at") and who is not None
    )


def is_called(activity: Activity) -> bool:
    """Whether the bot is named in it."""
    return any(not one.name for one in mentions(activity))


def words_of(activity: Activity) -> str:
    """What somebody typed, "" for nothing that is words."""
    text = as_typed((activity.text or "")[:LONGEST], activity.format or "", mentions(activity))
    return text[:LONGEST] or next((words for html in _html(activity) if (words := of_html(html))), "")


def answered(activity: Activity) -> str:
    """The platform's id of the message that a line answers, or "".

    A personal chat has no threads. What somebody quotes there by “Reply” is named by an entity, by the HTML beside
    the text (openclaw#101856 has one as it came), or in older clients by `replyToId`.
    """
    named = next((one.quoted.message for one in _entities(activity) if one.type == "quotedReply" and one.quoted), "")
    found = named or next((one for html in _html(activity) if (one := quoted_in(html))), "") or activity.answers or ""
    return f"{activity.thread}|{found}" if found else ""


def event_id(activity: Activity, person: str) -> str:
    """An id that is the same when the same activity comes again; raises Unclear."""
    if activity.id:
        return f"{person}.{activity.id}"
    if activity.type in QUIET and activity.timestamp:  # what nobody wrote may have no id
        return f"{person}.{activity.type}.{activity.timestamp}"
    raise Unclear


def read_pressed(value: object, activity: Activity, person: str, at: datetime) -> Pressed:
    """A button of a message or of the home page; raises Unclear."""
    ref, choice, message = read_press(value)
    return Pressed(event_id(activity, person), person, at, ref, choice, message)


def read_submitted(data: Mapping[str, Any], opened: str, person: str, at: datetime) -> Submitted:
    """A dialog that was sent; `opened` is the id of the request that had opened it. Raises Unclear."""
    ref, fields, message = read_form(data)
    what = (ref.flow, ref.subject, ref.step, ref.occasion, message, fields, opened)
    return Submitted(f"{person}.{_hashed(what)}", person, at, ref, fields, message)


def _hashed(what: object) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _entities(activity: Activity) -> Iterator[_Entity]:
    for one in (activity.entities or ())[:MANY]:
        try:
            yield _ENTITY.validate_python(one)
        except ValidationError:
            continue  # of a kind that is none of ours


def _html(activity: Activity) -> Iterator[str]:
    for one in activity.attachments or ():
        try:
            found = _ATTACHMENT.validate_python(one)
        except ValidationError:
            continue  # a card, or a file
        if found.kind.endswith(HTML):
            yield found.content[:LONGEST]

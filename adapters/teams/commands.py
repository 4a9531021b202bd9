"""Message extensions: a message of somebody's, in whatever conversation, becomes a promise, a thank-you, a thing to act
on, or words for a leader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from adapters.edge import NotForThem, Unclear
from adapters.teams.activity import Activity, read
from adapters.teams.arrivals import LONGEST, event_id
from adapters.teams.as_typed import as_typed
from adapters.teams.visitors import Visitor
from bot.content.words import Words
from bot.events import Captured

FETCH: Final = "composeExtension/fetchTask"
SUBMIT: Final = "composeExtension/submitAction"
KEEPS: Final[dict[str, Literal["promise", "thank", "tell", "thing"]]] = {
    "keep_promise": "promise",
    "keep_thank": "thank",
    "keep_tell": "tell",
    "keep_thing": "thing",
}
"""Commands of a message, by their ids in the manifest, and what becomes of it."""


@dataclass(frozen=True, slots=True)
class _User:
    name: Annotated[str | None, Field(alias="displayName")] = None


@dataclass(frozen=True, slots=True)
class _From:
    user: _User | None = None


@dataclass(frozen=True, slots=True)
class _Body:
    content: str | None = None
    kind: Annotated[str | None, Field(alias="contentType")] = None


@dataclass(frozen=True, slots=True)
class _Message:
    body: _Body | None = None
    sender: Annotated[_From | None, Field(alias="from")] = None


@dataclass(frozen=True, slots=True)
class _Used:
    command: Annotated[str, Field(alias="commandId")]
    message: Annotated[_Message | None, Field(alias="messagePayload")] = None


_USED: Final = TypeAdapter(_Used)


def read_captured(activity: Activity, visitor: Visitor, words: Words, now: datetime) -> Captured:
    """What somebody wants to keep.

    Raises:
        Unclear: it is none of our commands, or there is no message.
        NotForThem: it holds no words of a person's.
    """
    used = read(_USED, activity.value)
    kind, message = KEEPS.get(used.command), used.message
    if kind is None or message is None:
        raise Unclear
    if message.sender is None or message.sender.user is None:
        raise NotForThem(words.plain("platform.no_author"))
    body = message.body or _Body()
    text = as_typed((body.content or "")[:LONGEST], body.kind or "")
    if not text:
        raise NotForThem(words.plain("platform.nothing_written"))
    who = (message.sender.user.name or "").strip()
    return Captured(event_id(activity, visitor.person), visitor.person, now, kind, text, who)

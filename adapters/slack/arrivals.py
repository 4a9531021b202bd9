"""What Slack sends, read as what a person did. Whatever cannot be read is Unclear, and nothing is guessed.

An event's id is Slack's own where Slack sends a thing again under the same id, and is made of what was done
where a person can do it twice: the same button pressed twice by a fast finger has two times.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from adapters.slack.forms import read_submission
from adapters.slack.handles import Unclear, read_press
from adapters.slack.visitors import Json
from adapters.slack.workspaces import Ending
from bot.events import Pressed, Submitted

SPOKEN: Final = (None, "", "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that somebody wrote just now."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """A message event in a conversation with the bot."""

    user: str
    channel: str
    ts: str
    text: str = ""
    thread_ts: str | None = None
    files: tuple[Any, ...] = ()

    @property
    def thread(self) -> str:
        """The platform's id of the message in whose thread it stands, or ""."""
        return f"{self.channel}:{self.thread_ts}" if self.thread_ts and self.thread_ts != self.ts else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command."""

    command: str
    trigger_id: str
    text: str = ""
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """The message of a message shortcut. Apps write without a user, or with one and a bot_id."""

    text: str | None = ""
    user: str | None = None
    bot_id: str | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut, of everywhere or of a message."""

    type: Literal["shortcut", "message_action"]
    callback_id: str
    trigger_id: str
    message: Noted | None = None


@dataclass(frozen=True, slots=True)
class _Action:
    action_id: str
    action_ts: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Press:
    actions: tuple[_Action, ...]


@dataclass(frozen=True, slots=True)
class _Tokens:
    bot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ended:
    type: str
    tokens: _Tokens = _Tokens()


@dataclass(frozen=True, slots=True)
class _Told:
    event_time: int
    event: _Ended


LINE: Final = TypeAdapter(Line)
TYPED: Final = TypeAdapter(Typed)
SHORTCUT: Final = TypeAdapter(Shortcut)
_PRESS: Final = TypeAdapter(_Press)
_TOLD: Final = TypeAdapter(_Told)


def read(kind: TypeAdapter[T], said: object) -> T:
    """A payload, or the part of one, as one of the above.

    Raises:
        Unclear: it is none.
    """
    try:
        return kind.validate_python(said)
    except ValidationError:
        raise Unclear from None  # a validation error quotes what it was given


def is_spoken(event: Json) -> bool:
    """Whether a message event is a line that a person wrote to the bot: not an app's, not an edit, not a joining."""
    own = event.get("channel_type") == "im" and event.get("subtype") in SPOKEN
    return own and not event.get("bot_id") and not event.get("hidden")


def read_pressed(body: Json, person: str, at: datetime) -> Pressed:
    """A button of a message or of the home page; raises Unclear."""
    actions = read(_PRESS, body).actions
    if not actions:
        raise Unclear
    action = actions[0]
    ref, choice, message = read_press(action.value or "")
    return Pressed(f"{action.action_ts}.{person}.{action.action_id}", person, at, ref, choice, message)


def read_ending(body: Json) -> Ending:
    """The bot was removed, or tokens were revoked: a user's, or the bot's; raises Unclear."""
    told = read(_TOLD, body)
    return Ending(told.event_time, told.event.tokens.bot if told.event.type == "tokens_revoked" else None)


def read_submitted(view: Json, person: str, at: datetime) -> Submitted:
    """A modal that was sent; raises Unclear. Sent twice as it is, it is the same event."""
    ref, fields, message = read_submission(view)
    what = (view.get("private_metadata"), view.get("hash"), fields)
    return Submitted(f"{view.get('id')}.{person}.{_hashed(what)}", person, at, ref, fields, message)


def _hashed(what: object) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]

"""What can reach the bot: people's acts, the clock, and what became of a message.

`id` is the platform's own id of the event, so that the same event delivered again does nothing. `at` is
the bot's time when it arrived, aware UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.messages import Ref

Held = Literal["newcomer", "public", "shared", "gone", "unknown"]
"""Why words did not get to a channel: somebody has come whom they are not for; it is open to others; it is not
there, or the bot is not in it any more; nobody can tell who is, or whether they got there."""
Newcomers = tuple[tuple[str, str], ...]
"""Whoever has come, by id and name."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed a line to the bot; `thread` names the message whose thread it stands in: its key, or the
    platform's id of it."""

    id: str
    person: str
    at: datetime
    text: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button of a message (or of a page, when `message` is "")."""

    id: str
    person: str
    at: datetime
    ref: Ref
    choice: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """Somebody sent a form; `message` is the message whose button opened it, if there was one."""

    id: str
    person: str
    at: datetime
    ref: Ref
    fields: dict[str, str] = field(default_factory=dict, repr=False)  # never in a log: it may be an anonymous answer
    message: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody installed the bot, was invited, or came back: what the platform knows of them.

    `installed`: they have just put it where they want to talk to it, and whoever does that is greeted.
    """

    id: str
    person: str
    at: datetime
    name: str
    address: str
    zone: str = ""
    locale: str = ""
    invited_by: str = ""
    installed: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left the workspace or was deactivated."""

    id: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The platform reports another time zone, language or name; "" is what it does not report."""

    id: str
    person: str
    at: datetime
    zone: str = ""
    locale: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """The platform shows somebody as out of office until `until`."""

    id: str
    person: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Captured:
    """Somebody wants to keep a message of somebody else's, to act on it, or to tell it to their leader: `text` is what
    it says, `who` its author's name."""

    id: str
    person: str
    at: datetime
    kind: Literal["promise", "thank", "tell", "thing"]
    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A planned follow-up has come: its kind, the date it is about, and which attempt this is (from 1).

    `lapsed`: its moment has gone by unasked (away, downtime, a fuller day). Only kinds that fade get to
    know; they plan what comes next and say nothing.
    """

    id: str
    person: str
    at: datetime
    flow: str
    subject: str
    kind: str
    occasion: date
    attempt: int = 1
    last: bool = False
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An ask did not reach the person: it expired in the outbox, or the platform refused it."""

    id: str
    person: str
    at: datetime
    ref: Ref
    reason: str


@dataclass(frozen=True, slots=True)
class Unposted:
    """What a conversation published did not get to its `channel`; `who` has come there, by id and name."""

    id: str
    person: str
    at: datetime
    ref: Ref
    channel: str
    held: Held
    who: Newcomers = ()


Act = Said | Pressed | Submitted | Captured | Joined | Left | Moved | OutOfOffice
Event = Act | Due | Undelivered | Unposted

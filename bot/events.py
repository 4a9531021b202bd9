"""What can reach the bot: people's acts, the clock, and what became of a message.

`id` is the platform's own id of the event, so that the same event delivered again does nothing. `at` is
the bot's time when it arrived, aware UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.messages import Ref


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed a line to the bot; `thread` is the key of the message whose thread it stands in."""

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
    fields: dict[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody installed the bot, was invited, or came back: what the platform knows of them."""

    id: str
    person: str
    at: datetime
    name: str
    address: str
    zone: str = ""
    locale: str = ""
    invited_by: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left the workspace or was deactivated."""

    id: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The platform reports another time zone."""

    id: str
    person: str
    at: datetime
    zone: str


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


Act = Said | Pressed | Submitted | Joined | Left | Moved
Event = Act | Due | Undelivered

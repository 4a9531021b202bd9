"""What a turn does: a small closed union of effects; all but the two that speak are a flow's deeds."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from bot.ballot.asked import Questions
from bot.facts import Record
from bot.messages import Ask, Parts

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
FileForm = Literal["json", "csv", "md"]
"""How a file is written; the end of its name."""


@dataclass(frozen=True, slots=True)
class Save:
    """Store this value over the one of the same identity."""

    record: Record


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Ask again: `kind` names the flow's handler, `rules.budget` its class.

    A new follow-up takes the place of the open one of the same kind and subject. `on` is a date of the
    person's calendar, `at` a wall time or None for the day's own message. `again` are further attempts, in
    working days after the first. `stop` says in words when it ends; `occasion` is the date it is about.
    """

    kind: str
    on: date
    stop: str
    at: time | None = None
    again: tuple[int, ...] = ()
    occasion: date | None = None
    generation: int = 0
    flow: str = ""  # "" is the conversation's own
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Nobody needs to ask this any more. Kind "" is every follow-up of the conversation's subject."""

    reason: str
    kind: str = ""
    flow: str = ""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a conversation (again), for the same person or, with their consent checked, for another.

    Towards another person the words go out in a human's name: class behalf.
    """

    flow: str
    subject: str = ""
    owner: str = ""
    step: str = ""
    answers: dict[str, Json] = field(default_factory=dict)
    occasion: str = ""  # the ISO date that the question is about


@dataclass(frozen=True, slots=True)
class Tell:
    """Words for another person, in the name of the one who acts: class behalf. They ask nothing."""

    to: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Publish:
    """Words for a channel, in the name of the one who acts: class behalf. They ask nothing.

    With `only`, the ids of people, they leave only if the channel is private then and nobody else is in it, bots aside.
    What does not get there the conversation hears (`Flow.unposted`). Published once more under the same `name`, words
    take the place of the earlier ones; of those that never got there they do not.
    """

    address: str
    parts: Parts
    only: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Give a typed line to the conversation it was meant for, or, with flow "", read it as a command."""

    text: str
    flow: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class BringWaiting:
    """Ask at once what has been waiting for room in the day's message."""


@dataclass(frozen=True, slots=True)
class Replan:
    """Hours, days or zone have changed: compute every planned moment of this person again."""


@dataclass(frozen=True, slots=True)
class GiveExport:
    """Hand the person a file of their own: everything that is kept, their weeks, or what they have read as a coach."""

    of: Literal["everything", "weeks", "history"]
    form: FileForm


@dataclass(frozen=True, slots=True)
class EraseAll:
    """Erase everything about the person, follow-ups and waiting messages with it."""


@dataclass(frozen=True, slots=True)
class MakeCode:
    """Ask the store for a code that leads to this person."""


@dataclass(frozen=True, slots=True)
class TryCode:
    """Ask the store to whom a code leads; it is used up by that."""

    code: str


@dataclass(frozen=True, slots=True)
class Join:
    """Ask the store to make this person and the other one known as the same."""

    other: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Ask the store to open an anonymous round: whoever of `roster` was not asked since `rested` is invited.

    With fewer than `k` or five of them it is not opened. `previous` is the round before, "" for none.
    """

    round: str
    roster: tuple[str, ...]
    questions: Questions
    k: int
    closes_at: datetime
    rested: date
    previous: str = ""


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Ask the store to close a round at its time, and how it ended."""

    round: str


@dataclass(frozen=True, slots=True)
class DropRound:
    """Ask the store to end a round before its time: nobody reads what was answered."""

    round: str


@dataclass(frozen=True, slots=True)
class CountKept:
    """Ask the store how much it keeps about this person, by kind."""


Inquiry = MakeCode | TryCode | Join | OpenRound | CloseRound | DropRound | CountKept
"""What only the store can answer: a conversation begins with what it says (`bot.inquiries`)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whoever was known as the same person is on their own again, on both sides."""


@dataclass(frozen=True, slots=True)
class Quieten:
    """The questions come to another place: whatever is planned here is put aside."""


@dataclass(frozen=True, slots=True)
class TakeUp:
    """The questions come here again: what was put aside is planned as before."""


@dataclass(frozen=True, slots=True)
class Say:
    """A new message's share. The engine joins what one event says to one person into one message."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Redraw:
    """Exchange one ask of the message that holds it (the newest that does)."""

    ask: Ask
    message: str


Deed = (
    Save
    | FollowUp
    | Settle
    | Start
    | Tell
    | Publish
    | Hand
    | BringWaiting
    | Replan
    | GiveExport
    | EraseAll
    | Inquiry
    | Part
    | Quieten
    | TakeUp
)
"""What a flow can bring about."""
Effect = Deed | Say | Redraw

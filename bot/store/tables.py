"""The tables. A value of `bot.facts` has a table of its name with the same field names."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, DateTime, Index, text
from sqlmodel import Field, SQLModel

from bot.store.types import Instant, Listed, Sealed


def _instant(*, nullable: bool = True) -> Any:
    return Field(sa_column=Column(Instant, nullable=nullable), default=None)


def _sealed() -> Any:
    return Field(sa_column=Column(Sealed, nullable=False), default="")


def _listed(shape: str = "plain") -> Any:
    return Field(sa_column=Column(Listed(shape), nullable=False), default=())


class PersonRow(SQLModel, table=True):
    """See `bot.facts.Person`."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    zone: str
    locale: str
    country: str
    workdays: str
    opens: time
    closes: time
    asks_at: time
    next_morning: bool
    pace: str
    state: str
    joined_on: date | None
    paused_until: date | None
    away: tuple[Any, ...] = _listed("spans")
    free_days: tuple[Any, ...] = _listed("dates")
    quiet_until: datetime | None = _instant()
    lookback: str
    effort: bool
    energy: bool
    coach: str
    homes: tuple[Any, ...] = _listed()


class PracticeRow(SQLModel, table=True):
    """See `bot.facts.Practice`."""

    __tablename__ = "practice"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    wish: str
    theme: str
    situation: str
    who: str
    act: str
    proof_kind: str
    proof: str
    dose: str
    often: str
    matters: int
    sure: int
    obstacle: str
    then: str
    state: str
    level: int
    started_on: date | None
    began_on: date | None
    resting_until: date | None
    ended_on: date | None
    generation: int
    restarts: tuple[Any, ...] = _listed("dates")
    slipped_on: date | None
    changed_on: date | None
    own_pace_until: date | None
    asked_automatic: int
    automatic: tuple[Any, ...] = _listed()
    trial: str
    recent: str


class ChanceRow(SQLModel, table=True):
    """See `bot.facts.Chance`."""

    __tablename__ = "chance"
    __table_args__ = (Index("chance_of_owner", "owner", "day"),)
    practice: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    owner: str
    mark: str
    effort: int
    note: str = _sealed()
    late: bool
    revision: int
    answered_at: datetime | None = _instant()


class CaptureRow(SQLModel, table=True):
    """See `bot.facts.Capture`."""

    __tablename__ = "capture"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    kind: str
    text: str = _sealed()
    who: str = _sealed()
    on: date | None
    told: bool
    moved: bool
    state: str
    made_at: datetime | None = _instant()


class PartnerRow(SQLModel, table=True):
    """See `bot.facts.Partner`."""

    __tablename__ = "partner"
    leader: str = Field(primary_key=True)
    partner: str = Field(primary_key=True, index=True)
    practice: str = Field(primary_key=True)
    state: str
    since: date | None


class ConsentRow(SQLModel, table=True):
    """See `bot.facts.Consent`."""

    __tablename__ = "consent"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    audience: str = Field(index=True)
    scope: str
    from_at: datetime = _instant(nullable=False)
    until_at: datetime | None = _instant()


class WeekRow(SQLModel, table=True):
    """See `bot.facts.Week`."""

    __tablename__ = "week"
    owner: str = Field(primary_key=True)
    friday: date = Field(primary_key=True)
    kind: str
    question: str
    answer: str = _sealed()
    good: str = _sealed()
    thanks: str = _sealed()
    energy: str = _sealed()


class ConversationRow(SQLModel, table=True):
    """See `bot.turn.State`; `answers` is JSON, sealed unless it is of the planning path."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "conversation_open", "owner", sqlite_where=text("step <> 'done'"), postgresql_where=text("step <> 'done'")
        ),
    )
    flow: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    step: str
    answers: str
    occasion: str
    asked: str
    asked_at: datetime | None = _instant()
    missed: int
    version: int


_OPEN = text("state = 'open'")


class FollowUpRow(SQLModel, table=True):
    """See `bot.planned.Planned`; `state` is open, done, stopped or aside, with its `reason`."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_due", "due_at", "person", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "follow_up_open",
            "person",
            "flow",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str = Field(unique=True)
    person: str
    flow: str
    subject: str
    kind: str
    occasion: date
    generation: int
    wall: datetime = Field(sa_column=Column(DateTime(timezone=False), nullable=False))
    zone: str
    due_at: datetime = _instant(nullable=False)
    slot: bool
    again: tuple[Any, ...] = _listed()
    first_on: date
    stop: str
    attempts: int
    state: str = "open"
    reason: str = ""


_WAITING = text("state = 'waiting'")


class OutboxRow(SQLModel, table=True):
    """See `bot.outgoing.Outgoing`; `state` is waiting, sent, doubtful, expired, failed or aside."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_waiting", "not_before", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("outbox_address", "address", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("outbox_budget", "person", "cls", "day"),
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str = Field(unique=True)
    person: str
    address: str
    cls: str
    day: date
    payload: str
    not_before: datetime = _instant(nullable=False)
    expires_at: datetime = _instant(nullable=False)
    replaces: str
    attempts: int
    rank: int
    state: str = "waiting"
    claimed_until: datetime | None = _instant()
    platform_id: str = ""
    sent_at: datetime | None = _instant()
    error: str = ""


class SeenRow(SQLModel, table=True):
    """An event that was handled: its id and when, nothing of what it said."""

    __tablename__ = "seen"
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class PlaygroundRow(SQLModel, table=True):
    """At most one row: this database is a playground's, and its clock runs ahead by so many seconds."""

    __tablename__ = "playground"
    id: int = Field(primary_key=True)
    clock_offset: float


class PostRow(SQLModel, table=True):
    """The playground's own history of what stood in its chats, as a platform would keep it."""

    __tablename__ = "post"
    __table_args__ = (Index("post_of_address", "address", "id"),)
    id: int | None = Field(primary_key=True, default=None)
    address: str
    key: str = Field(index=True)
    author: str
    at: datetime = _instant(nullable=False)
    payload: str = _sealed()

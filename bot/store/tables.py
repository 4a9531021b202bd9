"""The tables. A value of `bot.facts` has a table of its name with the same field names; those of teams and of coaches
are in files of their own.

Nobody but a person's own rows hold their id as owner, so the database itself sees to it that no row outlives
its person. Conversations and messages are not bound like that: a round or a channel can own one too.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Index, Table
from sqlmodel import Field, SQLModel

from bot.store import coach_tables, columns, team_tables  # noqa: F401  two of them for their tables
from bot.store.columns import ENDED, GIVEN, GOING_ON, OPEN, OVER, WAITING
from bot.store.types import Day, Instant, Wall


class PersonRow(SQLModel, table=True):
    """See `bot.facts.Person`."""

    __tablename__ = "person"
    __table_args__ = (Index("person_by_name", "name", "id"),)
    id: str = Field(primary_key=True)
    name: str
    zone: str
    locale: str
    country: str
    workdays: str
    opens: time = columns.clock()
    closes: time = columns.clock()
    asks_at: time = columns.clock()
    next_morning: bool
    pace: str
    state: str
    joined_on: date | None = columns.day()
    paused_until: date | None = columns.day()
    away: tuple[Any, ...] = columns.listed("spans")
    free_days: tuple[Any, ...] = columns.listed("dates")
    quiet_until: datetime | None = columns.instant()
    lookback: str
    effort: bool
    energy: bool
    follow_status: bool
    coach: str
    homes: tuple[Any, ...] = columns.listed()
    linked: str


class PracticeRow(SQLModel, table=True):
    """See `bot.facts.Practice`."""

    __tablename__ = "practice"
    id: str = Field(primary_key=True)
    owner: str = columns.owner(index=True)
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
    started_on: date | None = columns.day()
    began_on: date | None = columns.day()
    resting_until: date | None = columns.day()
    ended_on: date | None = columns.day()
    generation: int
    restarts: tuple[Any, ...] = columns.listed("dates")
    slipped_on: date | None = columns.day()
    changed_on: date | None = columns.day()
    own_pace_until: date | None = columns.day()
    asked_automatic: int
    automatic: tuple[Any, ...] = columns.listed()
    trial: str
    recent: str


class ChanceRow(SQLModel, table=True):
    """See `bot.facts.Chance`. The key puts a person's days side by side: a batch goes through people in order,
    and every page it need not touch is one that need not be written.
    """

    __tablename__ = "chance"
    __table_args__ = ({"sqlite_with_rowid": False},)
    owner: str = columns.owner(primary_key=True)
    day: date = Field(sa_type=Day, primary_key=True)
    practice: str = Field(primary_key=True)
    mark: str
    effort: int
    note: str = columns.sealed()
    late: bool
    revision: int
    answered_at: datetime | None = columns.instant()


class CaptureRow(SQLModel, table=True):
    """See `bot.facts.Capture`."""

    __tablename__ = "capture"
    id: str = Field(primary_key=True)
    owner: str = columns.owner(index=True)
    kind: str
    text: str = columns.sealed()
    who: str = columns.sealed()
    on: date | None = columns.day()
    told: bool
    moved: bool
    state: str
    made_at: datetime | None = columns.instant()
    loop: str
    place: str = columns.sealed()


class PartnerRow(SQLModel, table=True):
    """See `bot.facts.Partner`."""

    __tablename__ = "partner"
    __table_args__ = ({"sqlite_with_rowid": False},)
    leader: str = columns.owner(primary_key=True)
    partner: str = Field(primary_key=True, index=True)
    practice: str = Field(primary_key=True)
    state: str
    since: date | None = columns.day()


class ConsentRow(SQLModel, table=True):
    """See `bot.facts.Consent`."""

    __tablename__ = "consent"
    id: str = Field(primary_key=True)
    owner: str = columns.owner(index=True)
    audience: str = Field(index=True)
    scope: str
    from_at: datetime = columns.instant()
    until_at: datetime | None = columns.instant()


class WeekRow(SQLModel, table=True):
    """See `bot.facts.Week`."""

    __tablename__ = "week"
    __table_args__ = ({"sqlite_with_rowid": False},)
    owner: str = columns.owner(primary_key=True)
    friday: date = Field(sa_type=Day, primary_key=True)
    kind: str
    question: str
    answer: str = columns.sealed()
    good: str = columns.sealed()
    thanks: str = columns.sealed()
    energy: str = columns.sealed()


class ConversationRow(SQLModel, table=True):
    """See `bot.turn.State`; `answers` is JSON, "" when nothing is kept."""

    __tablename__ = "conversation"
    __table_args__ = (
        columns.where("conversation_open", "owner", where=GOING_ON),
        columns.where("conversation_over", "asked_at", where=OVER),
        {"sqlite_with_rowid": False},
    )
    flow: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    step: str
    answers: str = columns.sealed()
    occasion: str
    asked: str
    asked_at: datetime | None = columns.instant()
    missed: int
    version: int


class FollowUpRow(SQLModel, table=True):
    """See `bot.planned.Planned`; `state` is open, done, stopped, expired or aside, with its `reason`.

    What is open moves in its own row every day, so the keys of open rows stand in no index: there is one open
    row of a kind and subject, and a key is looked for among those that have ended.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        columns.where("follow_up_due", "due_at", "person", where=OPEN),
        columns.where("follow_up_open", "person", "flow", "kind", "subject", where=OPEN, unique=True),
        columns.where("follow_up_ended", "key", where=ENDED),
        columns.where("follow_up_over", "due_at", where=ENDED),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str
    person: str = columns.owner()
    flow: str
    subject: str
    kind: str
    occasion: date = columns.day()
    generation: int
    wall: datetime = Field(sa_type=Wall)
    zone: str
    due_at: datetime = columns.instant()
    slot: bool
    again: tuple[Any, ...] = columns.listed()
    first_on: date = columns.day()
    stop: str
    attempts: int
    state: str
    reason: str


class OutboxRow(SQLModel, table=True):
    """See `bot.outgoing.Outgoing`; `state` is waiting, sent, doubtful, expired, failed or aside.

    An id is never given twice: a process may still hold the row that had it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        columns.where("outbox_queue", "rank", "id", "not_before", where=WAITING),
        columns.where("outbox_address", "address", "rank", "id", where=WAITING),
        Index("outbox_budget", "person", "cls", "day"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str = Field(unique=True)
    person: str
    address: str
    cls: str
    day: date = columns.day()
    payload: str = columns.sealed()
    not_before: datetime = columns.instant()
    expires_at: datetime = columns.instant()
    replaces: str
    attempts: int
    rank: int
    state: str
    claimed_until: datetime | None = columns.instant()
    platform_id: str
    sent_at: datetime | None = columns.instant()
    error: str


class CodeRow(SQLModel, table=True):
    """See `bot.store.links.Code`."""

    __tablename__ = "code"
    __table_args__ = (columns.where("code_given", "hash", where=GIVEN, unique=True),)
    owner: str = columns.owner(primary_key=True)
    hash: str
    until_at: datetime | None = columns.instant()
    wrong: int
    wrong_at: datetime | None = columns.instant()


class SeenRow(SQLModel, table=True):
    """An event that was handled: its id and when, nothing of what it said."""

    __tablename__ = "seen"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)


class InstallationRow(SQLModel, table=True):
    """See `bot.installations.Installation`."""

    __tablename__ = "installation"
    platform: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    secret: str = columns.sealed()
    since: datetime = columns.instant()
    live: bool


class ReferenceRow(SQLModel, table=True):
    """See `bot.references.Reference`."""

    __tablename__ = "reference"
    address: str = Field(primary_key=True)
    tenant: str
    user: str
    bot: str
    service_url: str
    conversation: str
    since: datetime = columns.instant()
    live: bool
    zone: str
    locale: str
    name: str
    team: str


class PlaygroundRow(SQLModel, table=True):
    """At most one row: this database is a playground's, and its clock runs ahead by so many seconds."""

    __tablename__ = "playground"
    id: int = Field(primary_key=True)
    clock_offset: float


class PostRow(SQLModel, table=True):
    """The playground's own history of what stood in its chats, as a platform would keep it."""

    __tablename__ = "post"
    __table_args__ = (Index("post_of_address", "address", "id"), {"sqlite_autoincrement": True})
    id: int | None = Field(primary_key=True, default=None)
    address: str
    key: str = Field(index=True)
    author: str
    at: datetime = columns.instant()
    payload: str = columns.sealed()


TABLES: dict[str, Table] = dict(SQLModel.metadata.tables)
"""Every table, by name."""

"""The tables. A value of `bot.facts` has a table of its name with the same field names.

Nobody but a person's own rows hold their id as owner, so the database itself sees to it that no row outlives
its person. Conversations and messages are not bound like that: a round or a channel can own one too.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Index, Table, text
from sqlalchemy.sql.elements import TextClause
from sqlmodel import Field, SQLModel

from bot.store.types import Clock, Day, Instant, Listed, Sealed, Shape, Wall


def _day() -> Any:
    return Field(sa_type=Day)


def _clock() -> Any:
    return Field(sa_type=Clock)


def _instant() -> Any:
    return Field(sa_type=Instant)


def _sealed() -> Any:
    return Field(sa_type=Sealed)


def _listed(shape: Shape = "plain") -> Any:
    return Field(sa_type=Listed(shape))


def _owner(**more: Any) -> Any:
    return Field(foreign_key="person.id", ondelete="CASCADE", **more)


def _ballot(**more: Any) -> Any:
    return Field(foreign_key="ballot.round", ondelete="CASCADE", **more)


def _where(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of some rows only, such as the few that are still to do."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


OPEN = text("state = 'open'")
ENDED = text("state <> 'open'")
WAITING = text("state = 'waiting'")
GOING_ON = text("step <> 'done'")
GIVEN = text("hash <> ''")
OVER = text("step = 'done'")
"""Written out and not as parameters: otherwise the database cannot know that the index holds what is asked."""


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
    opens: time = _clock()
    closes: time = _clock()
    asks_at: time = _clock()
    next_morning: bool
    pace: str
    state: str
    joined_on: date | None = _day()
    paused_until: date | None = _day()
    away: tuple[Any, ...] = _listed("spans")
    free_days: tuple[Any, ...] = _listed("dates")
    quiet_until: datetime | None = _instant()
    lookback: str
    effort: bool
    energy: bool
    follow_status: bool
    coach: str
    homes: tuple[Any, ...] = _listed()
    linked: str


class PracticeRow(SQLModel, table=True):
    """See `bot.facts.Practice`."""

    __tablename__ = "practice"
    id: str = Field(primary_key=True)
    owner: str = _owner(index=True)
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
    started_on: date | None = _day()
    began_on: date | None = _day()
    resting_until: date | None = _day()
    ended_on: date | None = _day()
    generation: int
    restarts: tuple[Any, ...] = _listed("dates")
    slipped_on: date | None = _day()
    changed_on: date | None = _day()
    own_pace_until: date | None = _day()
    asked_automatic: int
    automatic: tuple[Any, ...] = _listed()
    trial: str
    recent: str


class ChanceRow(SQLModel, table=True):
    """See `bot.facts.Chance`. The key puts a person's days side by side: a batch goes through people in order,
    and every page it need not touch is one that need not be written.
    """

    __tablename__ = "chance"
    __table_args__ = ({"sqlite_with_rowid": False},)
    owner: str = _owner(primary_key=True)
    day: date = Field(sa_type=Day, primary_key=True)
    practice: str = Field(primary_key=True)
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
    owner: str = _owner(index=True)
    kind: str
    text: str = _sealed()
    who: str = _sealed()
    on: date | None = _day()
    told: bool
    moved: bool
    state: str
    made_at: datetime | None = _instant()
    loop: str


class PartnerRow(SQLModel, table=True):
    """See `bot.facts.Partner`."""

    __tablename__ = "partner"
    __table_args__ = ({"sqlite_with_rowid": False},)
    leader: str = _owner(primary_key=True)
    partner: str = Field(primary_key=True, index=True)
    practice: str = Field(primary_key=True)
    state: str
    since: date | None = _day()


class ConsentRow(SQLModel, table=True):
    """See `bot.facts.Consent`."""

    __tablename__ = "consent"
    id: str = Field(primary_key=True)
    owner: str = _owner(index=True)
    audience: str = Field(index=True)
    scope: str
    from_at: datetime = _instant()
    until_at: datetime | None = _instant()


class WeekRow(SQLModel, table=True):
    """See `bot.facts.Week`."""

    __tablename__ = "week"
    __table_args__ = ({"sqlite_with_rowid": False},)
    owner: str = _owner(primary_key=True)
    friday: date = Field(sa_type=Day, primary_key=True)
    kind: str
    question: str
    answer: str = _sealed()
    good: str = _sealed()
    thanks: str = _sealed()
    energy: str = _sealed()


class ConversationRow(SQLModel, table=True):
    """See `bot.turn.State`; `answers` is JSON, "" when nothing is kept."""

    __tablename__ = "conversation"
    __table_args__ = (
        _where("conversation_open", "owner", where=GOING_ON),
        _where("conversation_over", "asked_at", where=OVER),
        {"sqlite_with_rowid": False},
    )
    flow: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    step: str
    answers: str = _sealed()
    occasion: str
    asked: str
    asked_at: datetime | None = _instant()
    missed: int
    version: int


class FollowUpRow(SQLModel, table=True):
    """See `bot.planned.Planned`; `state` is open, done, stopped, expired or aside, with its `reason`.

    What is open moves in its own row every day, so the keys of open rows stand in no index: there is one open
    row of a kind and subject, and a key is looked for among those that have ended.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        _where("follow_up_due", "due_at", "person", where=OPEN),
        _where("follow_up_open", "person", "flow", "kind", "subject", where=OPEN, unique=True),
        _where("follow_up_ended", "key", where=ENDED),
        _where("follow_up_over", "due_at", where=ENDED),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str
    person: str = _owner()
    flow: str
    subject: str
    kind: str
    occasion: date = _day()
    generation: int
    wall: datetime = Field(sa_type=Wall)
    zone: str
    due_at: datetime = _instant()
    slot: bool
    again: tuple[Any, ...] = _listed()
    first_on: date = _day()
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
        _where("outbox_queue", "rank", "id", "not_before", where=WAITING),
        _where("outbox_address", "address", "rank", "id", where=WAITING),
        Index("outbox_budget", "person", "cls", "day"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(primary_key=True, default=None)
    key: str = Field(unique=True)
    person: str
    address: str
    cls: str
    day: date = _day()
    payload: str = _sealed()
    not_before: datetime = _instant()
    expires_at: datetime = _instant()
    replaces: str
    attempts: int
    rank: int
    state: str
    claimed_until: datetime | None = _instant()
    platform_id: str
    sent_at: datetime | None = _instant()
    error: str


class CodeRow(SQLModel, table=True):
    """See `bot.store.links.Code`."""

    __tablename__ = "code"
    __table_args__ = (_where("code_given", "hash", where=GIVEN, unique=True),)
    owner: str = _owner(primary_key=True)
    hash: str
    until_at: datetime | None = _instant()
    wrong: int
    wrong_at: datetime | None = _instant()


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
    secret: str = _sealed()
    since: datetime = _instant()
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
    since: datetime = _instant()
    live: bool
    zone: str
    locale: str
    name: str


class TeamRow(SQLModel, table=True):
    """See `bot.facts.Team`."""

    __tablename__ = "team"
    leader: str = _owner(primary_key=True)
    state: str
    k: int
    every: int
    notice: str = _sealed()
    told_on: date | None = _day()
    practice: str
    holds: bool
    channel: str
    shows: bool
    since: date | None = _day()


class MemberRow(SQLModel, table=True):
    """See `bot.facts.Member`."""

    __tablename__ = "member"
    __table_args__ = ({"sqlite_with_rowid": False},)
    leader: str = _owner(primary_key=True)
    person: str = _owner(primary_key=True, index=True)
    state: str
    since: date | None = _day()


class RoundRow(SQLModel, table=True):
    """See `bot.facts.Round`; its box and what was released of it have the same id in `ballot`."""

    __tablename__ = "round"
    __table_args__ = (_where("round_open", "state", "id", "leader", where=OPEN),)
    id: str = Field(primary_key=True)
    leader: str = _owner(index=True)
    number: int
    opened_on: date = _day()
    closes_at: datetime = _instant()
    releases_at: datetime = _instant()
    k: int
    invited: int
    practice: str
    since: date | None = _day()
    state: str
    guess: str = _sealed()
    thanked_on: date | None = _day()
    replied_on: date | None = _day()
    unanswered_on: date | None = _day()
    heard: str = _sealed()
    declined: str = _sealed()


class ItemRow(SQLModel, table=True):
    """See `bot.facts.Item`."""

    __tablename__ = "item"
    id: str = Field(primary_key=True)
    author: str = _owner(index=True)
    leader: str = _owner(index=True)
    kind: str
    text: str = _sealed()
    made_at: datetime = _instant()
    state: str
    answer: str = _sealed()
    thanked_on: date | None = _day()
    answered_on: date | None = _day()


class BallotRow(SQLModel, table=True):
    """One anonymous round, as it was frozen when it opened, and how it ended; see `bot.store.ballots`.

    `cells` names the pair of cells with its keys. `gone` invited people were erased since. `questions` is JSON.
    """

    __tablename__ = "ballot"
    round: str = Field(primary_key=True)
    k: int
    questions: str
    closes_at: datetime = _instant()
    previous: str
    cells: str
    gone: int
    state: str
    least: int
    most: int
    half: bool
    comparable: bool


class InvitedRow(SQLModel, table=True):
    """Who is asked in a round, written when it opens. Who has answered stands in the box and nowhere else."""

    __tablename__ = "invited"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round: str = Field(primary_key=True)
    person: str = _owner(primary_key=True, index=True)


class BoxRow(SQLModel, table=True):
    """The sealed box of a round that is open; see `bot.ballot.box`. One row a round and none an answer; on SQLite a
    table with rowids, where a box is written over in its place.
    """

    __tablename__ = "box"
    round: str = _ballot(primary_key=True)
    sealed: bytes


class ResultRow(SQLModel, table=True):
    """See `bot.ballot.release.Result`."""

    __tablename__ = "result"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round: str = _ballot(primary_key=True)
    question: str = Field(primary_key=True)
    low: float | None
    high: float | None
    unseen: bool


class ChosenRow(SQLModel, table=True):
    """See `bot.ballot.released.Chosen`."""

    __tablename__ = "chosen"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round: str = _ballot(primary_key=True)
    question: str = Field(primary_key=True)
    options: tuple[Any, ...] = _listed()


class CommentRow(SQLModel, table=True):
    """See `bot.ballot.release.Comment`. They lie in the order of their ids, which are random."""

    __tablename__ = "comment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    round: str = _ballot(index=True)
    question: str
    text: str = _sealed()
    under: str


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
    at: datetime = _instant()
    payload: str = _sealed()


TABLES: dict[str, Table] = dict(SQLModel.metadata.tables)
"""Every table, by name."""

"""The tables of teams: who is in them, their rounds, what was told with a name, and what is sealed and released."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from bot.store import columns
from bot.store.columns import OPEN


class TeamRow(SQLModel, table=True):
    """See `bot.facts.Team`."""

    __tablename__ = "team"
    leader: str = columns.owner(primary_key=True)
    state: str
    k: int
    every: int
    notice: str = columns.sealed()
    told_on: date | None = columns.day()
    practice: str
    holds: bool
    channel: str
    shows: bool
    since: date | None = columns.day()


class MemberRow(SQLModel, table=True):
    """See `bot.facts.Member`."""

    __tablename__ = "member"
    __table_args__ = ({"sqlite_with_rowid": False},)
    leader: str = columns.owner(primary_key=True)
    person: str = columns.owner(primary_key=True, index=True)
    state: str
    since: date | None = columns.day()


class RoundRow(SQLModel, table=True):
    """See `bot.facts.Round`; its box and what was released of it have the same id in `ballot`."""

    __tablename__ = "round"
    __table_args__ = (columns.where("round_open", "state", "id", "leader", where=OPEN),)
    id: str = Field(primary_key=True)
    leader: str = columns.owner(index=True)
    number: int
    opened_on: date = columns.day()
    closes_at: datetime = columns.instant()
    releases_at: datetime = columns.instant()
    k: int
    invited: int
    practice: str
    since: date | None = columns.day()
    state: str
    guess: str = columns.sealed()
    thanked_on: date | None = columns.day()
    replied_on: date | None = columns.day()
    unanswered_on: date | None = columns.day()
    heard: str = columns.sealed()
    declined: str = columns.sealed()


class ItemRow(SQLModel, table=True):
    """See `bot.facts.Item`."""

    __tablename__ = "item"
    id: str = Field(primary_key=True)
    author: str = columns.owner(index=True)
    leader: str = columns.owner(index=True)
    kind: str
    text: str = columns.sealed()
    made_at: datetime = columns.instant()
    state: str
    answer: str = columns.sealed()
    thanked_on: date | None = columns.day()
    answered_on: date | None = columns.day()


class BallotRow(SQLModel, table=True):
    """One anonymous round, as it was frozen when it opened, and how it ended; see `bot.store.ballots`.

    `cells` names the pair of cells with its keys. `gone` invited people were erased since. `questions` is JSON.
    """

    __tablename__ = "ballot"
    round: str = Field(primary_key=True)
    k: int
    questions: str
    closes_at: datetime = columns.instant()
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
    person: str = columns.owner(primary_key=True, index=True)


class BoxRow(SQLModel, table=True):
    """The sealed box of a round that is open; see `bot.ballot.box`. One row a round and none an answer; on SQLite a
    table with rowids, where a box is written over in its place.
    """

    __tablename__ = "box"
    round: str = columns.ballot(primary_key=True)
    sealed: bytes


class ResultRow(SQLModel, table=True):
    """See `bot.ballot.release.Result`."""

    __tablename__ = "result"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round: str = columns.ballot(primary_key=True)
    question: str = Field(primary_key=True)
    low: float | None
    high: float | None
    unseen: bool


class ChosenRow(SQLModel, table=True):
    """See `bot.ballot.released.Chosen`."""

    __tablename__ = "chosen"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round: str = columns.ballot(primary_key=True)
    question: str = Field(primary_key=True)
    options: tuple[Any, ...] = columns.listed()


class CommentRow(SQLModel, table=True):
    """See `bot.ballot.release.Comment`. They lie in the order of their ids, which are random."""

    __tablename__ = "comment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    round: str = columns.ballot(index=True)
    question: str
    text: str = columns.sealed()
    under: str

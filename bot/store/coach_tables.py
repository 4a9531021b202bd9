"""The tables of coaches: who works with whom, where a coach reads, and what each leader shows of a week."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from bot.coaching import Line
from bot.store import columns
from bot.store.types import Day, Lined


class EngagementRow(SQLModel, table=True):
    """See `bot.coaching.Engagement`."""

    __tablename__ = "engagement"
    __table_args__ = ({"sqlite_with_rowid": False},)
    coach: str = columns.owner(primary_key=True)
    leader: str = columns.owner(primary_key=True, index=True)
    state: str
    note: str = columns.sealed()
    since: date | None = columns.day()
    session_at: datetime | None = columns.instant()
    ahead: str = columns.sealed()
    told_on: date | None = columns.day()


class PageRow(SQLModel, table=True):
    """See `bot.coaching.Page`."""

    __tablename__ = "page"
    coach: str = columns.owner(primary_key=True)
    channel: str
    name: str
    agreed: tuple[Any, ...] = columns.listed()
    leaders: tuple[Any, ...] = columns.listed()
    held: str


class ShownRow(SQLModel, table=True):
    """See `bot.coaching.Shown`."""

    __tablename__ = "shown"
    __table_args__ = ({"sqlite_with_rowid": False},)
    leader: str = columns.owner(primary_key=True)
    coach: str = columns.owner(primary_key=True, index=True)
    friday: date = Field(sa_type=Day, primary_key=True)
    consent: str
    line: Line = Field(sa_type=Lined)
    removed: tuple[Any, ...] = columns.listed()

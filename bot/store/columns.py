"""What tables have in common: columns of their kinds, and the few conditions that indexes are made for."""

from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.sql.elements import TextClause
from sqlmodel import Field

from bot.store.types import Clock, Day, Instant, Listed, Sealed, Shape


def day() -> Any:
    """A calendar date."""
    return Field(sa_type=Day)


def clock() -> Any:
    """A time of day."""
    return Field(sa_type=Clock)


def instant() -> Any:
    """An aware instant."""
    return Field(sa_type=Instant)


def sealed() -> Any:
    """Private words, encrypted at rest."""
    return Field(sa_type=Sealed)


def listed(shape: Shape = "plain") -> Any:
    """A short tuple."""
    return Field(sa_type=Listed(shape))


def owner(**more: Any) -> Any:
    """Whose row it is: it goes with its person."""
    return Field(foreign_key="person.id", ondelete="CASCADE", **more)


def ballot(**more: Any) -> Any:
    """The round whose row it is: it goes with its ballot."""
    return Field(foreign_key="ballot.round", ondelete="CASCADE", **more)


def where(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of some rows only, such as the few that are still to do."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


OPEN = text("state = 'open'")
ENDED = text("state <> 'open'")
WAITING = text("state = 'waiting'")
GOING_ON = text("step <> 'done'")
GIVEN = text("hash <> ''")
OVER = text("step = 'done'")
"""Written out and not as parameters: otherwise the database cannot know that the index holds what is asked."""

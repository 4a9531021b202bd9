"""One unit of work: a transaction, and the rooms of the store that take part in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from bot.store.follow_ups import FollowUps
from bot.store.outbox import OUTBOX, Outbox
from bot.store.people import FOLLOW_UPS, People
from bot.store.playground import Playground
from bot.store.tables import SeenRow
from bot.store.talks import Talks
from bot.store.types import unseal

SEEN: Final = SeenRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy
KEPT: Final = timedelta(days=7)
"""How long handled events are remembered; no platform delivers one again after an hour."""

OWNED: Final[dict[str, tuple[str, ...]]] = {
    "practice": ("owner",),
    "chance": ("owner",),
    "capture": ("owner",),
    "partner": ("leader", "partner"),
    "consent": ("owner", "audience"),
    "week": ("owner",),
    "conversation": ("owner",),
    "follow_up": ("person",),
    "outbox": ("person",),
    "person": ("id",),
}
"""Every table that holds something about a person, and the columns that say about whom."""


class Unit:
    """A transaction; what is done through it is committed together or not at all."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.connection = connection
        self.people = People(connection, writing=writing)
        self.talks = Talks(connection)
        self.follow_ups = FollowUps(connection)
        self.outbox = Outbox(connection)
        self.playground = Playground(connection)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A part that can fail by itself: a savepoint."""
        with self.connection.begin_nested():
            yield

    def first_seen(self, event_id: str, at: datetime) -> bool:
        """Remember an event; False when it was handled before."""
        add: Any = (postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert)(SEEN)
        done = self.connection.execute(add.values(id=event_id, at=at).on_conflict_do_nothing(index_elements=["id"]))
        return bool(done.rowcount == 1)

    def next_due(self) -> datetime | None:
        """The soonest moment of an open follow-up or a waiting message, aware UTC."""
        asked = self.connection.execute(_NEXT_FOLLOW_UP).scalar()
        sent = self.connection.execute(_NEXT_MESSAGE).scalar()
        return min((moment for moment in (asked, sent) if moment is not None), default=None)

    def tidy(self, now: datetime) -> None:
        """Housekeeping: forget handled events, and messages of people who are erased."""
        self.connection.execute(delete(SEEN).where(SEEN.c.at < now - KEPT))
        people = SQLModel.metadata.tables["person"]
        gone = OUTBOX.c.person.not_in(select(people.c.id))
        self.connection.execute(delete(OUTBOX).where(OUTBOX.c.state != "waiting", gone))

    def export(self, person: str) -> dict[str, Any]:
        """Everything that is kept about a person, as plain values, by table."""
        found: dict[str, Any] = {}
        for name, columns in OWNED.items():
            table = SQLModel.metadata.tables[name]
            about = or_(*(table.c[column] == person for column in columns))
            rows = [dict(row._mapping) for row in self.connection.execute(select(table).where(about))]
            found[name] = [{key: _plain(key, value) for key, value in row.items()} for row in rows]
        return found

    def erase(self, person: str) -> None:
        """Remove everything about a person, their chats in a playground with it."""
        row = self.people.get(person)
        for home in row.homes if row else ():
            self.playground.forget(home)
        for name, columns in OWNED.items():
            table = SQLModel.metadata.tables[name]
            self.connection.execute(delete(table).where(or_(*(table.c[column] == person for column in columns))))

    def copy_to(self, other: "Unit", person: str) -> None:
        """Copy what concerns one person, and the people they know, into another (empty) store."""
        known = self.people.facts([person], _no_words)[person]
        other.people.save([known.person, *known.people])
        for name, columns in OWNED.items():
            if name == "person":
                continue
            table = SQLModel.metadata.tables[name]
            about = or_(*(table.c[column] == person for column in columns))
            rows = [dict(row._mapping) for row in self.connection.execute(select(table).where(about))]
            if rows:
                other.connection.execute(insert(table), rows)


def _no_words(_: str) -> Any:
    return None


def _plain(key: str, value: object) -> object:
    """A stored value as JSON can hold it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case tuple():
            return [_plain("", one) for one in value]
        case str() if key in ("payload", "answers") and value:
            return json.loads(unseal(value))
        case _:
            return value


_NEXT_FOLLOW_UP: Final = select(func.min(FOLLOW_UPS.c.due_at)).where(FOLLOW_UPS.c.state == "open")
_NEXT_MESSAGE: Final = select(func.min(OUTBOX.c.not_before)).where(and_(OUTBOX.c.state == "waiting"))

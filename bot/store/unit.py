"""One unit of work: a transaction, and the rooms of the store that take part in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from bot.ballot.keys import Keys
from bot.errors import Stale
from bot.store.ballots import Ballots
from bot.store.bulk import Bulk
from bot.store.erase import erase
from bot.store.export import copy, counts, export
from bot.store.follow_ups import FollowUps
from bot.store.installations import Places
from bot.store.links import Links
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.playground import Playground
from bot.store.query import Query, among, insert_into
from bot.store.references import Whereabouts
from bot.store.retention import forget
from bot.store.tables import TABLES
from bot.store.talks import Talks
from bot.store.trouble import explaining
from bot.store.types import Instant
from bot.store.vault import vault_of

KEPT: Final = timedelta(days=7)
"""How long handled events are remembered; no platform delivers one again after an hour."""

_SEEN: Final = TABLES["seen"]


def _remember(on: str) -> Any:
    row = insert_into(on, _SEEN).values(id=bindparam("id"), at=bindparam("at", type_=Instant))
    return row.on_conflict_do_nothing(index_elements=["id"])


_REMEMBER: Final = Query(_remember)
_SEEN_BEFORE: Final = Query(lambda on: select(_SEEN.c.id).where(among(on, _SEEN.c.id, "ids")))


class Unit:
    """A transaction; what is done through it is committed together or not at all.

    `erased`: it removed what must not be found in the database's log either.
    """

    def __init__(self, connection: Connection, keys: Keys, *, writing: bool) -> None:
        self.connection = connection
        self.keys = keys
        self.erased = False
        self.ballots = Ballots(connection, keys)
        self.people = People(connection, writing=writing)
        self.talks = Talks(connection)
        self.follow_ups = FollowUps(connection)
        self.outbox = Outbox(connection)
        self.bulk = Bulk(connection)
        self.links = Links(connection)
        self.installations = Places(connection)
        self.references = Whereabouts(connection)
        self.playground = Playground(connection)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A part that can fail by itself: a savepoint.

        Raises:
            Stale, StoreError: as `Store.begin`.
        """
        with self.keys.nested(), explaining(self.connection.dialect), self.connection.begin_nested():
            yield

    def first_seen(self, events: Mapping[str, datetime]) -> frozenset[str]:
        """Remember events, by id, each with its moment: those that were not handled before.

        Raises:
            Stale: one of them is handled elsewhere at this moment.
        """
        known = {id_ for (id_,) in _SEEN_BEFORE.rows(self.connection, ids=sorted(events))}
        new = sorted(events.keys() - known)
        if new:
            write = Instant().bind_processor(self.connection.dialect)
            if _REMEMBER.many(self.connection, {"id": new, "at": [write(events[id_]) for id_ in new]}) != len(new):
                raise Stale
        return frozenset(new)

    def forget_seen(self, event_id: str) -> None:
        """An event that changed nothing may come again under its id."""
        self.connection.execute(delete(_SEEN).where(_SEEN.c.id == event_id))

    def next_due(self) -> datetime | None:
        """The soonest moment of an open follow-up or a waiting message, aware UTC."""
        moments = (self.follow_ups.first(), self.outbox.first())
        return min((moment for moment in moments if moment is not None), default=None)

    def tidy(self, now: datetime) -> None:
        """Housekeeping: forget events that were handled long ago, codes that are over, and the last words to people
        who were erased."""
        self.connection.execute(delete(_SEEN).where(_SEEN.c.at < now - KEPT))
        self.links.tidy(now)
        outbox, people = TABLES["outbox"], TABLES["person"]
        gone = outbox.c.person.not_in(select(people.c.id))
        last_words = self.connection.execute(delete(outbox).where(outbox.c.state != "waiting", gone))
        self.erased = self.erased or last_words.rowcount > 0

    def forget(self, now: datetime) -> bool:
        """Housekeeping: forget a batch of what is older than its span; False when there was nothing."""
        forgotten = forget(self.connection, now)
        if forgotten:
            vault_of(self.connection.dialect).forget()
            self.erased = True
        return forgotten

    def export(self, person: str, now: datetime) -> dict[str, Any]:
        """Everything that is kept about a person and shown to them by now, by table, as JSON can hold it."""
        return export(self.connection, person, now)

    def counts(self, person: str) -> dict[str, int]:
        """How much is kept about a person: rows, by table."""
        return counts(self.connection, person)

    def erase(self, person: str) -> None:
        """Remove everything about a person, in others' rows too, their chats in a playground with it.

        Raises:
            KeysUnreachable: a round of theirs is open, and its keys cannot be destroyed now.
        """
        erase(self.connection, self.ballots, person)
        vault_of(self.connection.dialect).forget()
        self.erased = True

    def copy_to(self, other: "Unit", person: str) -> None:
        """Copy what concerns one person, and the people they know, into another store, an empty one.

        Raises:
            KeyError: nobody of that id.
        """
        copy(self.connection, other.connection, person)

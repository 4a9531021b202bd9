"""One unit of work: a transaction, and the rooms of the store that take part in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, true

from bot.ballot.keys import Keys
from bot.facts import Facts
from bot.flow import State
from bot.flows.export.between import Between
from bot.outgoing import Outgoing
from bot.store.ballots import Ballots
from bot.store.bulk import Bulk
from bot.store.erase import erase
from bot.store.export import copy, counts, export
from bot.store.follow_ups import FollowUps
from bot.store.history import between
from bot.store.installations import Places
from bot.store.links import Links
from bot.store.outbox import Outbox
from bot.store.people import EVERYTHING, People, WordsFor
from bot.store.playground import Playground
from bot.store.query import Query, each_of, insert_into, rows_of, together
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
    """In one order, in which nobody waits for somebody who waits for them."""
    each = each_of(on, "ids")
    found = select(each, bindparam("at", type_=Instant)).where(true()).order_by(each)
    row = insert_into(on, _SEEN).from_select(["id", "at"], found)
    return row.on_conflict_do_nothing(index_elements=["id"]).returning(_SEEN.c.id)


_REMEMBER: Final = Query(_remember)


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

    def lives(
        self, people: Iterable[str], words_for: WordsFor, since: date, messages: Collection[str]
    ) -> tuple[dict[str, Facts], dict[str, tuple[State, ...]], dict[str, Outgoing]]:
        """What is known about these people, what they have going on, and these messages, by key: asked for at once."""
        ids = sorted(set(people))
        asked = self.people.asked(ids, EVERYTHING, since)
        *known, going_on, shown = rows_of(self.connection, [*asked, self.talks.asked(ids), self.outbox.asked(messages)])
        facts = self.people.told(ids, words_for, EVERYTHING, known)
        return facts, self.talks.told(going_on), self.outbox.told(shown)

    def together(self) -> AbstractContextManager[None]:
        """See `bot.store.query.together`."""
        return together(self.connection)

    def first_seen(self, events: Mapping[str, datetime]) -> frozenset[str]:
        """Remember events, by id, as of the first of their moments: those that were not handled before. One that is
        handled elsewhere at this moment is waited for."""
        found = _REMEMBER.rows(self.connection, ids=list(events), at=min(events.values())) if events else []
        return frozenset(id_ for (id_,) in found)

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

    def between(self, person: str, now: datetime) -> tuple[Between, ...]:
        """What passed between them and their coaches or leaders, a line a Monday."""
        return between(self.connection, person, now)

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

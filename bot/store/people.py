"""People and what is known about them: facts in, records out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Date, Select, Table, bindparam, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from bot.content.words import Words
from bot.facts import Capture, Chance, Consent, Facts, Partner, Person, Practice, Record, Waiting, Week
from bot.rules.budget import KINDS
from bot.store import tables

TABLES: Final[dict[type, Table]] = {
    Person: SQLModel.metadata.tables["person"],
    Practice: SQLModel.metadata.tables["practice"],
    Chance: SQLModel.metadata.tables["chance"],
    Capture: SQLModel.metadata.tables["capture"],
    Partner: SQLModel.metadata.tables["partner"],
    Consent: SQLModel.metadata.tables["consent"],
    Week: SQLModel.metadata.tables["week"],
}
FOLLOW_UPS: Final = tables.FollowUpRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy
EVERYTHING: Final = frozenset((Practice, Chance, Capture, Partner, Consent, Week, Waiting))

WordsFor = Callable[[str], Words]


def _columns(kind: type) -> list[Any]:
    table = TABLES[kind]
    return [table.c[field.name] for field in fields(kind)]


SELECTS: Final = {kind: select(*_columns(kind)) for kind in TABLES}


class People:
    """The people of one unit of work."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.connection = connection
        self.locks = writing and connection.dialect.name == "postgresql"

    def get(self, person: str) -> Person | None:
        """One person, or None."""
        row = self.connection.execute(_IDS[Person], {"ids": [person]}).first()
        return None if row is None else Person(*row)

    def all(self) -> list[Person]:
        """Everybody, by id."""
        return [Person(*row) for row in self.connection.execute(SELECTS[Person].order_by(TABLES[Person].c.id))]

    def save(self, records: Sequence[Record]) -> None:
        """Insert or overwrite; of several values of one identity the last one stays."""
        for kind, table in TABLES.items():
            rows = {self._key(table, record): record for record in records if type(record) is kind}
            if rows:
                values = [dict(zip(_NAMES[kind], _flat(record), strict=True)) for record in rows.values()]
                self.connection.execute(_upsert(table, self.connection.dialect.name), values)

    def facts(
        self,
        people: Sequence[str],
        words_for: WordsFor,
        needs: frozenset[type] = EVERYTHING,
        since: date = date.min,
    ) -> dict[str, Facts]:
        """What is known about these people, one query a table; on PostgreSQL their rows are locked, in order.

        Args:
            needs: the kinds of record to load beside the people themselves, `Waiting` among them.
            since: older chances and look-backs stay where they are.
        """
        statement = _LOCKING if self.locks else _IDS[Person]
        ids = sorted(set(people))
        found = {row[0]: Person(*row) for row in self.connection.execute(statement, {"ids": ids})}
        parts: dict[type, Mapping[str, tuple[Any, ...]]] = {
            kind: self._grouped(kind, ids, since) for kind in TABLES if kind in needs and kind not in (Person, Partner)
        }
        partners = self._partners(ids) if Partner in needs else {}
        waiting = self._waiting(ids) if Waiting in needs else {}
        others = self._others(found, partners) if Partner in needs else {}
        return {
            name: Facts(
                person,
                words_for(person.locale),
                practices=parts.get(Practice, {}).get(name, ()),
                chances=parts.get(Chance, {}).get(name, ()),
                captures=parts.get(Capture, {}).get(name, ()),
                partners=partners.get(name, ()),
                consents=parts.get(Consent, {}).get(name, ()),
                weeks=parts.get(Week, {}).get(name, ()),
                waiting=waiting.get(name, ()),
                people=others.get(name, ()),
            )
            for name, person in found.items()
        }

    def _grouped(self, kind: type, ids: Sequence[str], since: date) -> dict[str, tuple[Any, ...]]:
        owner = _NAMES[kind].index("owner")
        rows: dict[str, list[Any]] = {}
        for row in self.connection.execute(_IDS[kind], {"ids": ids, "since": since}):
            rows.setdefault(row[owner], []).append(kind(*row))
        return {name: tuple(values) for name, values in rows.items()}

    def _partners(self, ids: Sequence[str]) -> dict[str, tuple[Partner, ...]]:
        found: dict[str, list[Partner]] = {}
        for row in self.connection.execute(_IDS[Partner], {"ids": ids}):
            partner = Partner(*row)
            for name in (partner.leader, partner.partner):
                found.setdefault(name, []).append(partner)
        return {name: tuple(values) for name, values in found.items()}

    def _waiting(self, ids: Sequence[str]) -> dict[str, tuple[Waiting, ...]]:
        found: dict[str, list[Waiting]] = {}
        for person, flow, kind, subject, wall, first_on in self.connection.execute(_WAITING, {"ids": ids}):
            known = KINDS.get((flow, kind))
            if known is not None:
                found.setdefault(person, []).append(Waiting(flow, kind, subject, wall, known.cls, first_on))
        return {name: tuple(values) for name, values in found.items()}

    def _others(
        self, found: Mapping[str, Person], partners: Mapping[str, tuple[Partner, ...]]
    ) -> dict[str, tuple[Person, ...]]:
        """Coach and partners of each, and, in a small workplace, whoever else uses the bot."""
        wanted = {
            name: {person.coach, *(id_ for one in partners.get(name, ()) for id_ in (one.leader, one.partner))}
            - {"", name}
            for name, person in found.items()
        }
        for name in found:
            wanted[name] |= set(self.colleagues(name))
        ids: list[str] = sorted({one for ones in wanted.values() for one in ones})
        people = {row[0]: Person(*row) for row in self.connection.execute(_IDS[Person], {"ids": ids})} if ids else {}
        return {name: tuple(people[one] for one in sorted(ones) if one in people) for name, ones in wanted.items()}

    def colleagues(self, person: str) -> list[str]:
        """Up to twenty others who use the bot, by name: whom a leader may choose as a partner or thank."""
        statement = (
            select(TABLES[Person].c.id).where(TABLES[Person].c.id != person).order_by(TABLES[Person].c.name).limit(20)
        )
        return list(self.connection.scalars(statement))

    @staticmethod
    def _key(table: Table, record: Record) -> tuple[Any, ...]:
        return tuple(getattr(record, column.name) for column in table.primary_key)


_NAMES: Final = {kind: [field.name for field in fields(kind)] for kind in TABLES}


def _flat(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in _NAMES[type(record)])


def _by_ids(kind: type) -> Select[Any]:
    table = TABLES[kind]
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    match kind.__name__:
        case "Person":
            return SELECTS[kind].where(table.c.id.in_(ids))
        case "Practice":
            return SELECTS[kind].where(table.c.owner.in_(ids)).order_by(table.c.started_on, table.c.id)
        case "Chance":
            recent = table.c.day >= bindparam("since", type_=Date)
            return SELECTS[kind].where(table.c.owner.in_(ids), recent).order_by(table.c.day)
        case "Capture":
            return SELECTS[kind].where(table.c.owner.in_(ids)).order_by(table.c.made_at, table.c.id)
        case "Partner":
            return SELECTS[kind].where(or_(table.c.leader.in_(ids), table.c.partner.in_(ids)))
        case "Consent":
            return SELECTS[kind].where(table.c.owner.in_(ids)).order_by(table.c.from_at)
        case _:
            recent = table.c.friday >= bindparam("since", type_=Date)
            return SELECTS[kind].where(table.c.owner.in_(ids), recent).order_by(table.c.friday)


_IDS: Final = {kind: _by_ids(kind) for kind in TABLES}
_LOCKING: Final = _IDS[Person].order_by(TABLES[Person].c.id).with_for_update()
_WAITING: Final = (
    select(
        FOLLOW_UPS.c.person,
        FOLLOW_UPS.c.flow,
        FOLLOW_UPS.c.kind,
        FOLLOW_UPS.c.subject,
        FOLLOW_UPS.c.wall,
        FOLLOW_UPS.c.first_on,
    )
    .where(FOLLOW_UPS.c.state == "open", FOLLOW_UPS.c.person.in_(bindparam("ids", expanding=True)))
    .order_by(FOLLOW_UPS.c.due_at)
)
_UPSERTS: dict[tuple[str, str], Any] = {}


def _upsert(table: Table, dialect: str) -> Any:
    """Insert, or overwrite every column of the row of that key; built once a table."""
    if (table.name, dialect) not in _UPSERTS:
        insert: Any = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
        keys = [column.name for column in table.primary_key]
        rest = {column.name: insert.excluded[column.name] for column in table.c if column.name not in keys}
        _UPSERTS[(table.name, dialect)] = insert.on_conflict_do_update(index_elements=keys, set_=rest)
    return _UPSERTS[(table.name, dialect)]

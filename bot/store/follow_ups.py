"""Follow-ups: what is due, claimed by one worker; at most one open of a kind and subject; each key once."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.planned import Planned
from bot.store.people import FOLLOW_UPS

_NAMES: Final = [
    "key",
    "person",
    "flow",
    "subject",
    "kind",
    "occasion",
    "generation",
    "wall",
    "zone",
    "due_at",
    "slot",
    "again",
    "first_on",
    "stop",
    "attempts",
    "id",
]
_ALL: Final = [FOLLOW_UPS.c[name] for name in _NAMES]
_IDENTITY: Final = ("person", "flow", "kind", "subject")
_OPEN: Final = select(*_ALL).where(FOLLOW_UPS.c.state == "open")
_CLOSE: Final = (
    update(FOLLOW_UPS)
    .where(FOLLOW_UPS.c.id == bindparam("b_id"))
    .values(state=bindparam("state"), reason=bindparam("reason"))
)
_MOVE: Final = (
    update(FOLLOW_UPS)
    .where(FOLLOW_UPS.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in _NAMES if name != "id"})
)


class FollowUps:
    """The follow-ups of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.insert: Any = _insert(self.dialect)

    def due(self, now: datetime, limit: int, without: frozenset[str] = frozenset()) -> list[Planned]:
        """What is due, soonest first: about `limit` rows, and all that is due of every person among them.

        On PostgreSQL rows that another worker has claimed are passed by.
        """
        first = _OPEN.where(FOLLOW_UPS.c.due_at <= now).order_by(FOLLOW_UPS.c.due_at, FOLLOW_UPS.c.person)
        if without:
            first = first.where(FOLLOW_UPS.c.person.not_in(sorted(without)))
        if self.dialect == "postgresql":
            first = first.with_for_update(skip_locked=True)
        rows = [_planned(row) for row in self.connection.execute(first.limit(limit))]
        if len(rows) < limit:
            return rows
        people = {row.person for row in rows}
        rest = _OPEN.where(FOLLOW_UPS.c.due_at <= now, FOLLOW_UPS.c.person.in_(sorted(people)))
        if self.dialect == "postgresql":
            rest = rest.with_for_update(skip_locked=True)
        known = {row.id for row in rows}
        rows.extend(row for found in self.connection.execute(rest) if (row := _planned(found)).id not in known)
        return rows

    def waiting(self, person: str) -> list[Planned]:
        """Everything that is still to be asked of one person, soonest first."""
        statement = _OPEN.where(FOLLOW_UPS.c.person == person).order_by(FOLLOW_UPS.c.due_at, FOLLOW_UPS.c.id)
        return [_planned(row) for row in self.connection.execute(statement)]

    def all_open(self) -> list[Planned]:
        """Everything that is still to be asked of anybody, soonest first."""
        return [_planned(row) for row in self.connection.execute(_OPEN.order_by(FOLLOW_UPS.c.due_at))]

    def put(self, items: Sequence[Planned]) -> None:
        """Plan: in the place of the open one of the same kind and subject; what was asked before is not again."""
        moved = [_row(item) for item in items if item.id]
        if moved:
            self.connection.execute(_MOVE, moved)
        new = [_row(item) for item in items if not item.id]
        if new:
            asked = self._asked(new)
            self.connection.execute(self.insert, [row for row in new if row["key"] not in asked]) if len(asked) < len(
                new
            ) else None

    def close(self, closings: Sequence[tuple[Planned, str, str]]) -> None:
        """End follow-ups in a state, with the reason."""
        if closings:
            rows = [{"b_id": item.id, "state": state, "reason": reason} for item, state, reason in closings]
            self.connection.execute(_CLOSE, rows)

    def close_where(self, person: str, flow: str, subject: str | None, kind: str, reason: str) -> None:
        """End what is open of one person: of a flow (or "" all), a subject (or None all), a kind (or "" all)."""
        statement = update(FOLLOW_UPS).where(FOLLOW_UPS.c.person == person, FOLLOW_UPS.c.state == "open")
        if flow:
            statement = statement.where(FOLLOW_UPS.c.flow == flow)
        if subject is not None:
            statement = statement.where(FOLLOW_UPS.c.subject == subject)
        if kind:
            statement = statement.where(FOLLOW_UPS.c.kind == kind)
        self.connection.execute(statement.values(state="stopped", reason=reason))

    def _asked(self, rows: Sequence[dict[str, Any]]) -> set[str]:
        """Keys whose question was asked and ended: they are never asked again."""
        keys = [row["key"] for row in rows]
        statement = select(FOLLOW_UPS.c.key).where(
            FOLLOW_UPS.c.key.in_(keys), FOLLOW_UPS.c.state != "open", FOLLOW_UPS.c.state != "stopped"
        )
        return set(self.connection.scalars(statement))


@cache
def _insert(dialect: str) -> Any:
    """Insert, or move the open row of the same identity."""
    insert: Any = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(FOLLOW_UPS)
    names = [name for name in _NAMES if name != "id"]
    return insert.values(
        {name: bindparam(name) for name in names} | {"state": "open", "reason": ""}
    ).on_conflict_do_update(
        index_elements=list(_IDENTITY),
        index_where=text("state = 'open'"),
        set_={name: insert.excluded[name] for name in names if name not in _IDENTITY},
    )


def _row(item: Planned) -> dict[str, Any]:
    return {
        "b_id": item.id,
        "key": item.key,
        "person": item.person,
        "flow": item.flow,
        "subject": item.subject,
        "kind": item.kind,
        "occasion": item.occasion,
        "generation": item.generation,
        "wall": item.wall,
        "zone": item.zone,
        "due_at": item.due_at,
        "slot": item.slot,
        "again": item.again,
        "first_on": item.first_on,
        "stop": item.stop,
        "attempts": item.attempts,
    }


def _planned(row: Any) -> Planned:
    return Planned(*row)

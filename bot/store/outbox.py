"""The outbox: messages written with the turn that says them, claimed under a lease, sent in order."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.messages import MESSAGE, Message
from bot.outgoing import Outgoing
from bot.store.tables import OutboxRow
from bot.store.types import seal, unseal

OUTBOX: Final = OutboxRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy
_NAMES: Final = [
    "key",
    "person",
    "address",
    "cls",
    "day",
    "payload",
    "not_before",
    "expires_at",
    "replaces",
    "attempts",
    "id",
]
_ALL: Final = [OUTBOX.c[name] for name in _NAMES]
PLANNED: Final = ("slot", "timed")
"""Classes whose payload is not sealed: they are planned by the thousand, from what stands unsealed beside them."""

_EARLIER: Final = OUTBOX.alias("earlier")
_MARK_SENT: Final = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"))
    .values(state="sent", platform_id=bindparam("platform_id"), sent_at=bindparam("sent_at"), claimed_until=None)
)


class Outbox:
    """The outbox of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.insert: Any = _insert(self.dialect)

    def put(self, rows: Sequence[Outgoing]) -> None:
        """Add messages; one whose key is known already is not added again."""
        if rows:
            self.connection.execute(self.insert, [_row(row) for row in rows])

    def sent(self, people: Sequence[str], since: date) -> dict[str, dict[tuple[str, date], int]]:
        """How many messages of each class these people got or will get, by their local date."""
        statement = (
            select(OUTBOX.c.person, OUTBOX.c.cls, OUTBOX.c.day, func.count())
            .where(
                OUTBOX.c.person.in_(list(people)),
                OUTBOX.c.cls.in_(PLANNED),
                OUTBOX.c.day >= since,
                OUTBOX.c.replaces == "",
            )
            .group_by(OUTBOX.c.person, OUTBOX.c.cls, OUTBOX.c.day)
        )
        counts: dict[str, dict[tuple[str, date], int]] = {}
        for person, cls, day, count in self.connection.execute(statement):
            counts.setdefault(person, {})[(cls, day)] = count
        return counts

    def claim(self, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> list[Outgoing]:
        """Take what may leave, for as long as the lease lasts: replies first, to each address in order.

        An address with an earlier message that somebody holds, or that waits for another try, gives nothing.
        """
        earlier = exists().where(
            _EARLIER.c.address == OUTBOX.c.address,
            _EARLIER.c.state == "waiting",
            or_(_EARLIER.c.rank < OUTBOX.c.rank, and_(_EARLIER.c.rank == OUTBOX.c.rank, _EARLIER.c.id < OUTBOX.c.id)),
            or_(_EARLIER.c.claimed_until > real_now, and_(_EARLIER.c.not_before > now, _EARLIER.c.attempts > 0)),
        )
        statement = (
            select(*_ALL)
            .where(
                OUTBOX.c.state == "waiting",
                OUTBOX.c.not_before <= now,
                or_(OUTBOX.c.claimed_until.is_(None), OUTBOX.c.claimed_until <= real_now),
                ~earlier,
            )
            .order_by(OUTBOX.c.rank, OUTBOX.c.id)
            .limit(limit)
        )
        return self._take(statement, real_now + lease)

    def claim_now(self, keys: Sequence[str], real_now: datetime, lease: timedelta) -> list[Outgoing]:
        """Take these messages, which this process has just written, unless somebody else holds them."""
        statement = (
            select(*_ALL)
            .where(
                OUTBOX.c.key.in_(list(keys)),
                OUTBOX.c.state == "waiting",
                or_(OUTBOX.c.claimed_until.is_(None), OUTBOX.c.claimed_until <= real_now),
            )
            .order_by(OUTBOX.c.id)
        )
        return self._take(statement, real_now + lease)

    def _take(self, statement: Any, until: datetime) -> list[Outgoing]:
        if self.dialect == "postgresql":
            statement = statement.with_for_update(skip_locked=True, of=OUTBOX)
        rows = [_outgoing(row) for row in self.connection.execute(statement)]
        if rows:
            ids = [row.id for row in rows]
            self.connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(claimed_until=until))
        return rows

    def mark_sent(self, sent: Sequence[tuple[int, str, datetime]]) -> None:
        """They are there: id, the platform's id, when."""
        if sent:
            rows = [{"b_id": id_, "platform_id": platform_id, "sent_at": at} for id_, platform_id, at in sent]
            self.connection.execute(_MARK_SENT, rows)

    def mark_retry(self, id_: int, not_before: datetime, error: str) -> None:
        """Try again then."""
        self._mark(
            OUTBOX.c.id == id_, not_before=not_before, error=error, attempts=OUTBOX.c.attempts + 1, claimed_until=None
        )

    def mark_failed(self, id_: int, state: str, error: str) -> None:
        """It will not be sent."""
        self._mark(OUTBOX.c.id == id_, state=state, error=error, claimed_until=None)

    def expire(self, now: datetime) -> list[Outgoing]:
        """Take out what is no longer worth sending, and say what it was."""
        late = and_(OUTBOX.c.state == "waiting", OUTBOX.c.expires_at <= now)
        rows = [_outgoing(row) for row in self.connection.execute(select(*_ALL).where(late))]
        if rows:
            self._mark(OUTBOX.c.id.in_([row.id for row in rows]), state="expired")
        return rows

    def message(self, key: str) -> Outgoing | None:
        """A message as it stands now, redrawings included."""
        row = self.connection.execute(select(*_ALL).where(OUTBOX.c.key == key)).first()
        return None if row is None else _outgoing(row)

    def rewrite(self, key: str, message: Message) -> None:
        """Keep the redrawn form, from which the next redrawing starts."""
        payload = seal(MESSAGE.dump_json(message).decode())
        self._mark(OUTBOX.c.key == key, payload=payload)

    def _mark(self, where: ColumnElement[bool], **values: Any) -> None:
        self.connection.execute(update(OUTBOX).where(where).values(**values))


@cache
def _insert(dialect: str) -> Any:
    insert: Any = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(OUTBOX)
    names = [name for name in _NAMES if name != "id"]
    values: dict[str, Any] = {name: bindparam(name) for name in (*names, "rank")} | {
        "state": "waiting",
        "platform_id": "",
        "error": "",
    }
    return insert.values(values).on_conflict_do_nothing(index_elements=["key"])


def _row(row: Outgoing) -> dict[str, Any]:
    payload = MESSAGE.dump_json(row.message).decode()
    return {
        "key": row.key,
        "person": row.person,
        "address": row.address,
        "cls": row.cls,
        "day": row.day,
        "payload": payload if row.cls in PLANNED else seal(payload),
        "not_before": row.not_before,
        "expires_at": row.expires_at,
        "replaces": row.replaces,
        "attempts": row.attempts,
        "rank": 0 if row.cls == "reply" else 1,
    }


def _outgoing(row: Any) -> Outgoing:
    key, person, address, cls, day, payload, *rest = row
    return Outgoing(key, person, address, cls, day, MESSAGE.validate_json(unseal(payload)), *rest)

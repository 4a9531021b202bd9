"""The outbox: messages written with the turn that says them, claimed under a lease, sent in order.

An address gets its messages in the order of their rank (replies before the rest) and then of writing. A
message waits behind an earlier one that somebody holds or that waits for another try, and behind the one
that it replaces. Which those are is decided under one lock: claiming is short, sending is not.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Text,
    Update,
    UpdateBase,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.errors import StoreError
from bot.messages import MESSAGE, Message, Quote
from bot.outgoing import DOUBT, Outgoing
from bot.store.columns import WAITING
from bot.store.query import Asked, Given, Query, Writing, added, among, rows_of, words
from bot.store.shape import Shape
from bot.store.tables import TABLES
from bot.store.talks import OPEN_FLOWS
from bot.store.types import Day, Instant, Sealed
from bot.store.vault import vault_of

PLANNED: Final = ("slot", "timed")
"""Classes that are counted against a person's budget."""
CLAIMING: Final = 4_715_201
"""The number of PostgreSQL's advisory lock under which one process at a time claims."""


def _message(payload: str) -> Message:
    """A stored message; what cannot be read is not quoted, because the error goes to the log."""
    try:
        return MESSAGE.validate_json(payload)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise StoreError(f"A stored message is not of this version: {first['type']} at {where}.") from None


_ROW: Final = TABLES["outbox"]
_EARLIER: Final = _ROW.alias("earlier")
_EARLIER_WAITING: Final = text("earlier.state = 'waiting'")
_REPLACED: Final = _ROW.alias("replaced")
_OUTGOING: Final = Shape(
    _ROW,
    Outgoing,
    stored={"message": "payload"},
    by_hand=frozenset({"payload"}),
    reads={"payload": _message},
    without=frozenset({"doubtful", "replaced_id", "last_id"}),
)
_SET_UP: Final = {"id", "attempts", "state"}
_NAMES: Final = [column.name for column in _OUTGOING.select if column.name not in _SET_UP]
_NOW: Final = bindparam("now", type_=Instant)
_REAL: Final = bindparam("real", type_=Instant)
_TAKEN_BEFORE: Final = _ROW.c.claimed_until.is_not(None)


def _insert(on: str, given: Given) -> Any:
    set_up = {"state": literal("waiting"), "attempts": literal(0), "platform_id": literal(""), "error": literal("")}
    values = {name: given(name) for name in (*_NAMES, "rank")} | set_up
    return added(on, _ROW, values).on_conflict_do_nothing(index_elements=["key"])


def _free() -> ColumnElement[bool]:
    return or_(_ROW.c.claimed_until.is_(None), _ROW.c.claimed_until <= _REAL)


def _earlier(*held: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an earlier message to the same address is `held`, or the one to be replaced has not left."""
    before = or_(_EARLIER.c.rank < _ROW.c.rank, and_(_EARLIER.c.rank == _ROW.c.rank, _EARLIER.c.id < _ROW.c.id))
    same_address = and_(_EARLIER.c.address == _ROW.c.address, _EARLIER_WAITING)
    replaced = and_(_REPLACED.c.key == _ROW.c.replaces, _REPLACED.c.state == "waiting")
    return or_(
        exists(literal_column("1")).where(same_address, before, or_(*held)),
        and_(_ROW.c.replaces != "", exists(literal_column("1")).where(replaced)),
    )


def _claim() -> Select[Any]:
    """What may leave. A message that somebody took and was not heard of about again is never too late: what
    became of it has to be decided."""
    put_off = or_(_EARLIER.c.attempts > 0, _EARLIER.c.rank == 0)  # a reply is not overtaken, whatever it waits for
    held = or_(_EARLIER.c.claimed_until > _REAL, and_(put_off, _EARLIER.c.not_before > _NOW))
    in_time = or_(_ROW.c.expires_at > _NOW, _TAKEN_BEFORE)
    return (
        select(*_OUTGOING.select, _TAKEN_BEFORE)
        .where(text("outbox.state = 'waiting'"), _ROW.c.not_before <= _NOW, _free(), in_time, ~_earlier(held))
        .order_by(_ROW.c.rank, _ROW.c.id)
        .limit(bindparam("limit"))
        .with_for_update(of=_ROW, skip_locked=True)
    )


def _claim_now(on: str) -> UpdateBase:
    """These messages, unless somebody took them, or one before them is on its way, or waits and is not among them."""
    held = and_(
        ~among(on, _EARLIER.c.key, "keys"),
        or_(
            _EARLIER.c.claimed_until > _REAL,
            _EARLIER.c.attempts > 0,
            _EARLIER.c.rank == 0,
            _EARLIER.c.not_before <= _ROW.c.not_before,
        ),
    )
    # Written out: after RETURNING, SQLAlchemy names no table on SQLite, and then the inner key would be the outer one.
    # What is returned there has lost its type, and is found by the index only with one.
    replaced = "SELECT r.platform_id FROM outbox AS r WHERE r.key = CAST(outbox.replaces AS TEXT)"
    called = literal_column(f"({replaced})", String)
    return (
        update(_ROW)
        .where(text("outbox.state = 'waiting'"), among(on, _ROW.c.key, "keys"))
        .where(_ROW.c.claimed_until.is_(None), ~_earlier(held))
        .values(claimed_until=bindparam("until", type_=Instant))
        .returning(_ROW.c.id, _ROW.c.key, called)
    )


def _by_id(**values: Any) -> Query:
    return Query(update(_ROW).where(_ROW.c.id == bindparam("b_id")).values(**values, claimed_until=None))


_INSERT: Final = Writing({name: _ROW.c[name].type for name in (*_NAMES, "rank")}, _insert)
_CLAIM: Final = Query(_claim())
_CLAIM_NOW: Final = Query(_claim_now)


def _sent(on: str) -> Update:
    """Of many messages at once: `given` is a JSON object, the platform's ids by ours."""
    given = bindparam("given", type_=Text)
    each = func.jsonb_each_text(cast(given, JSONB)) if on == "postgresql" else func.json_each(given)
    sent = each.table_valued("key", "value", name="sent")
    return (
        update(_ROW)
        .where(_ROW.c.id == cast(sent.c.key, _ROW.c.id.type))
        .values(state="sent", platform_id=sent.c.value, sent_at=bindparam("at", type_=Instant), claimed_until=None)
    )


_LEASE: Final = Query(
    lambda on: update(_ROW).where(among(on, _ROW.c.id, "ids")).values(claimed_until=bindparam("until", type_=Instant))
)
# PostgreSQL expects a few waiting rows where there may be a hundred thousand, and would sort them all for each batch.
# In the order of the index it reads only the first; for this transaction alone.
_LOCK: Final = Query(
    select(
        func.pg_advisory_xact_lock(CLAIMING),
        *(func.set_config(name, "off", true()) for name in ("enable_sort", "enable_bitmapscan")),
    )
)
_SENT: Final = Query(_sent)
_MOVED: Final = Query(
    update(_ROW).where(_ROW.c.key == bindparam("b_key")).values(platform_id=bindparam("called", type_=Text))
)
_RETRY: Final = _by_id(
    not_before=bindparam("later", type_=Instant), error=bindparam("why"), attempts=_ROW.c.attempts + 1
)
_FAILED: Final = _by_id(state=bindparam("to"), error=bindparam("why"))
_LATE: Final = Query(
    select(*_OUTGOING.select)
    .where(WAITING, _ROW.c.rank >= 0, _ROW.c.expires_at <= _NOW, _ROW.c.claimed_until.is_(None))
    .order_by(_ROW.c.rank, _ROW.c.id)
    .with_for_update(skip_locked=True)
)
_PUT_OFF: Final = _by_id(not_before=bindparam("later", type_=Instant), error=bindparam("why"))
_DOUBTED: Final = Query(
    update(_ROW)
    .where(_ROW.c.id == bindparam("b_id"))
    .values(claimed_until=bindparam("since", type_=Instant), error=bindparam("why"), attempts=_ROW.c.attempts + 1)
)
_RELEASE: Final = _by_id()
_WITHDRAW: Final = Query(
    update(_ROW)
    .where(WAITING, _ROW.c.rank > 0, _ROW.c.person == bindparam("person"), _ROW.c.claimed_until.is_(None))
    .values(state="failed", error=bindparam("why"))
)
_SILENCE: Final = Query(
    update(_ROW)
    .where(WAITING, _ROW.c.cls.in_(words("slot", "timed")), _ROW.c.person == bindparam("person"))
    .where(_ROW.c.claimed_until.is_(None))
    .values(state="failed", error=bindparam("why"))
)
_BY_KEY: Final = Query(lambda on: select(*_OUTGOING.select).where(among(on, _ROW.c.key, "keys")))
_TO: Final = Query(
    select(*_OUTGOING.select)
    .where(_ROW.c.person == bindparam("person"), _ROW.c.replaces == "", _ROW.c.state == "sent")
    .order_by(_ROW.c.id.desc())
)
_PLATFORM_IDS: Final = Query(lambda on: select(_ROW.c.key, _ROW.c.platform_id).where(among(on, _ROW.c.key, "keys")))
_KEY_OF: Final = Query(
    select(_ROW.c.key).where(
        _ROW.c.person == bindparam("person"), _ROW.c.platform_id == bindparam("platform_id"), _ROW.c.replaces == ""
    )
)
_LAST_ID: Final = Query(
    select(_ROW.c.platform_id)
    .where(_ROW.c.person == bindparam("person"), _ROW.c.address == bindparam("address"), _ROW.c.platform_id != "")
    .order_by(_ROW.c.id.desc())
    .limit(1)
)
_REWRITE: Final = Writing(
    {"b_key": _ROW.c.key.type, "payload": _ROW.c.payload.type},
    lambda _on, given: update(_ROW).where(_ROW.c.key == given("b_key")).values(payload=given("payload")),
)
_FIRST: Final = Query(select(func.min(_ROW.c.not_before)).where(WAITING, _ROW.c.rank >= 0))  # so it reads outbox_queue
_COUNTS: Final = Query(
    lambda on: (
        select(_ROW.c.person, _ROW.c.cls, _ROW.c.day, func.count())
        .where(
            among(on, _ROW.c.person, "people"),
            _ROW.c.cls.in_(words(*PLANNED)),
            _ROW.c.day >= bindparam("since", type_=Day),
            _ROW.c.replaces == "",
        )
        .group_by(_ROW.c.person, _ROW.c.cls, _ROW.c.day)
    )
)


class Outbox:
    """The outbox of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect

    def put(self, rows: Sequence[Outgoing]) -> None:
        """Add messages; one whose key is known already is not added again."""
        if not rows:
            return
        columns = _OUTGOING.columns(self.dialect, rows)
        columns["payload"] = [self._payload(row) for row in rows]
        columns["rank"] = [0 if row.cls == "reply" else 1 for row in rows]
        _INSERT.many(self.connection, columns)

    def sent(self, people: Iterable[str], since: date) -> dict[str, dict[tuple[str, date], int]]:
        """How many messages of each class with a budget were meant for these people, by their local date.

        One that could not be delivered counts too: the day's message has one key, and is not written twice.
        """
        counts: dict[str, dict[tuple[str, date], int]] = {}
        read = Day().result_processor(self.dialect, None) or (lambda day: day)
        for person, cls, day, count in _COUNTS.rows(self.connection, people=sorted(set(people)), since=since):
            counts.setdefault(person, {})[(cls, read(day))] = count
        return counts

    def claim(self, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> list[Outgoing]:
        """Take what may leave, for as long as the lease lasts: replies first, to each address in order.

        What a lease that has ended still holds is doubtful, and taken when `DOUBT` has gone by.
        """
        self._lock()
        found = _CLAIM.rows(self.connection, now=now, real=real_now - DOUBT, limit=limit)
        rows = self._values([row[:-1] for row in found])
        return self._take([(row, before) for row, (*_, before) in zip(rows, found, strict=True)], real_now + lease)

    def claim_now(self, keys: Sequence[str], real_now: datetime, lease: timedelta) -> list[Outgoing]:
        """Take these messages, which this process wrote, if it is their turn."""
        self._lock()
        written = self.messages(keys)
        return self.claim_written([written[key] for key in keys if key in written], real_now, lease)

    def claim_written(self, rows: Sequence[Outgoing], real_now: datetime, lease: timedelta) -> list[Outgoing]:
        """Take these replies, which this unit has just written, if it is their turn. Nobody else sees them yet, and
        no reply is overtaken by a later one, so there is nothing that would have to be decided under the lock."""
        by_key = {row.key: row for row in rows}
        until, given = real_now + lease, list(by_key)
        found = _CLAIM_NOW.rows(self.connection, keys=given, real=real_now - DOUBT, until=until) if given else []
        return [replace(by_key[key], id=id_, replaced_id=replaced or "") for id_, key, replaced in sorted(found)]

    def _lock(self) -> None:
        if self.dialect.name == "postgresql":
            _LOCK.rows(self.connection)

    def _take(self, found: Sequence[tuple[Outgoing, bool]], until: datetime) -> list[Outgoing]:
        """Lease them; `found` says of each whether somebody took it before."""
        if not found:
            return []
        rows = [replace(row, doubtful=True, last_id=self._last_id(row)) if before else row for row, before in found]
        _LEASE.run(self.connection, ids=[row.id for row in rows], until=until)
        return self._replacing(rows)

    def _replacing(self, rows: Sequence[Outgoing]) -> list[Outgoing]:
        """The same, with what the platform calls the messages that some of them replace."""
        known = self.platform_ids({row.replaces for row in rows if row.replaces})
        return [replace(row, replaced_id=known.get(row.replaces, "")) if row.replaces else row for row in rows]

    def mark_sent(self, sent: Mapping[int, str], at: datetime) -> None:
        """They are there: the platform's ids, by ours."""
        if sent:
            _SENT.run(self.connection, given=json.dumps(sent), at=at)

    def moved(self, anew: Mapping[str, str]) -> None:
        """Messages that could not be changed in their place and were shown anew: the platform's new ids, by key."""
        if anew:
            _MOVED.many(self.connection, {"b_key": list(anew), "called": list(anew.values())})

    def mark_retry(self, id_: int, not_before: datetime, error: str) -> None:
        """Try again then."""
        _RETRY.run(self.connection, b_id=id_, later=not_before, why=error)

    def put_off(self, id_: int, not_before: datetime, why: str) -> None:
        """It was not tried, and waits until then."""
        _PUT_OFF.run(self.connection, b_id=id_, later=not_before, why=why)

    def mark_doubted(self, id_: int, real_now: datetime, why: str) -> None:
        """Nobody knows whether it arrived: it stays taken, and is looked for later."""
        _DOUBTED.run(self.connection, b_id=id_, since=real_now, why=why)

    def mark_failed(self, id_: int, state: str, error: str) -> None:
        """It will not be sent: "failed", "doubtful" or "aside"."""
        _FAILED.run(self.connection, b_id=id_, to=state, why=error)

    def release(self, id_: int) -> None:
        """Give back what was taken and not begun."""
        _RELEASE.run(self.connection, b_id=id_)

    def withdraw(self, person: str, why: str) -> None:
        """What waits for somebody who wants nothing any more does not leave; replies do."""
        _WITHDRAW.run(self.connection, person=person, why=why)

    def silence(self, person: str, why: str) -> None:
        """What waits to be asked does not leave; what others send does."""
        _SILENCE.run(self.connection, person=person, why=why)

    def expire(self, now: datetime) -> list[Outgoing]:
        """Take out what is no longer worth sending, and say what it was; nothing that somebody took."""
        rows = self._values(_LATE.rows(self.connection, now=now))
        if rows:
            ids = [row.id for row in rows]
            _FAILED.many(self.connection, {"b_id": ids, "to": ["expired"] * len(ids), "why": [""] * len(ids)})
        return rows

    def message(self, key: str) -> Outgoing | None:
        """A message as it stands now, redrawings included."""
        return self.messages([key]).get(key)

    def messages(self, keys: Collection[str]) -> dict[str, Outgoing]:
        """Those of these messages that there are, by key, as they stand now."""
        return self.told(rows_of(self.connection, [self.asked(keys)])[0]) if keys else {}

    def asked(self, keys: Collection[str]) -> Asked:
        """What has to be asked for `messages`."""
        return _BY_KEY, {"keys": sorted(keys)}

    def told(self, rows: Sequence[tuple[Any, ...]]) -> dict[str, Outgoing]:
        """`messages` from the rows that were found."""
        return {row.key: row for row in self._values(rows)}

    def shown_to(self, person: str) -> list[Outgoing]:
        """Every message that a person was sent, the newest first, as it stands now."""
        return self._values(_TO.rows(self.connection, person=person))

    def platform_id(self, key: str) -> str:
        """What the platform calls a message that was sent, or ""."""
        return self.platform_ids([key]).get(key, "")

    def platform_ids(self, keys: Collection[str]) -> dict[str, str]:
        """The same of several, by key."""
        return dict(_PLATFORM_IDS.rows(self.connection, keys=sorted(keys))) if keys else {}

    def key_of(self, person: str, platform_id: str) -> str:
        """The key of a message that a person was sent, by the platform's id, or ""."""
        return next((str(key) for (key,) in _KEY_OF.rows(self.connection, person=person, platform_id=platform_id)), "")

    def _last_id(self, row: Outgoing) -> str:
        found = _LAST_ID.rows(self.connection, person=row.person, address=row.address)
        return next((str(platform_id) for (platform_id,) in found), "")

    def rewrite(self, drawn: Mapping[str, Message]) -> None:
        """Keep the redrawn form of messages, by key, from which the next redrawing starts."""
        if drawn:
            seal = Sealed().bind_processor(self.dialect)
            payloads = [seal(MESSAGE.dump_json(message).decode()) for message in drawn.values()]
            _REWRITE.many(self.connection, {"b_key": list(drawn), "payload": payloads})

    def first(self) -> datetime | None:
        """The soonest moment at which a waiting message may leave, aware UTC."""
        ((moment,),) = _FIRST.rows(self.connection)
        found: datetime | None = Instant().result_processor(self.dialect, None)(moment)
        return found

    def _payload(self, row: Outgoing) -> str:
        payload = MESSAGE.dump_json(row.message).decode()
        return payload if row.cls == "slot" and _is_open(row.message) else vault_of(self.dialect).seal(payload)

    def _values(self, rows: Sequence[tuple[Any, ...]]) -> list[Outgoing]:
        return _OUTGOING.values(self.dialect, rows)


def _is_open(message: Message) -> bool:
    """Whether it says nothing but what stands open in the practice beside it: the daily question, unanswered."""
    return all(
        ask.ref is not None and ask.ref.flow in OPEN_FLOWS and not any(isinstance(part, Quote) for part in ask.parts)
        for ask in message.asks
    )

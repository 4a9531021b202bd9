"""Ordinary check-ins by the thousand: read with one statement, written with one a table.

For what each column means see the rooms of the store; this is the same with nothing read that is not looked
at, and nothing written that does not change.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from string import Formatter
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    text,
    tuple_,
    type_coerce,
)

from bot.errors import Stale
from bot.flows.checkin.many import Asked, Coming, Day
from bot.store import types
from bot.store.query import Columns, Query, among, words
from bot.store.tables import TABLES
from bot.store.types import Instant, Wall

_F, _P, _Q, _C = (TABLES[name] for name in ("follow_up", "person", "practice", "conversation"))
_OTHER: Final = _F.alias("other")
_SENT: Final = TABLES["outbox"].alias("sent")
_SOURCES: Final = {
    "subject": _F.c.subject,
    "planned_zone": _F.c.zone,
    "act": _Q.c.act,
    "generation": _Q.c.generation,
    "version": _C.c.version,
    "step": _C.c.step,
    "answers": type_coerce(_C.c.answers, String),
    **{name: _F.c[name] for name in ("id", "due_at", "person", "occasion", "wall")},
    **{name: _P.c[name] for name in ("homes", "locale", "zone", "country", "workdays", "opens", "closes", "asks_at")},
    **{name: _Q.c[name] for name in ("level", "recent", "often", "began_on", "started_on", "restarts", "changed_on")},
    **{name: _Q.c[name] for name in ("own_pace_until", "slipped_on", "automatic")},
}
_SELECT: Final = [_SOURCES[name] for name in Coming._fields]


def _coming(on: str) -> Select[Any]:
    """Due check-ins of these people, where nothing is known that is out of the ordinary.

    Fewer than five messages from the week before to the day itself, and none on it: then this one finds room.
    """
    now = bindparam("now", type_=Instant)
    # The sign keeps SQLite, which knows nothing of the rows, from beginning with all conversations of that flow.
    flow = literal_column("+follow_up.flow") if on == "sqlite" else _F.c.flow
    sooner = "date(follow_up.occasion, '-7 days')" if on == "sqlite" else "follow_up.occasion - 7"
    week_before = literal_column(sooner, types.Day)
    full = (
        select(func.coalesce(func.sum(case((_SENT.c.day >= _F.c.occasion, 5), else_=1)), 0))
        .where(
            _SENT.c.person == _F.c.person,
            _SENT.c.cls == words("slot")[0],
            _SENT.c.day > week_before,
        )
        .scalar_subquery()
    )
    another = exists(literal_column("1")).where(
        text("other.state = 'open'"), _OTHER.c.person == _F.c.person, _OTHER.c.due_at <= now, _OTHER.c.id != _F.c.id
    )
    found = (
        select(*_SELECT)
        .join_from(_F, _P, _P.c.id == _F.c.person)
        .join(_Q, and_(_Q.c.id == _F.c.subject, _Q.c.owner == _F.c.person))
        .join(
            _C,
            and_(_C.c.flow == flow, _C.c.owner == _F.c.person, _C.c.subject == _F.c.subject),
        )
        .where(
            text("follow_up.state = 'open' AND follow_up.flow = 'checkin' AND follow_up.kind = 'asked'"),
            text("follow_up.slot AND follow_up.again = '' AND follow_up.attempts = 0"),
            text("person.state = 'active' AND NOT person.next_morning AND NOT person.effort"),
            text("person.away = '' AND person.free_days = '' AND person.homes <> ''"),
            text("practice.state = 'active' AND practice.level < 2 AND practice.often NOT IN ('1-2', 'less')"),
            _F.c.due_at <= now,
            among(on, _F.c.person, "people"),
            _P.c.quiet_until.is_(None) | (_P.c.quiet_until <= now),
            ~another,
            full < 5,
        )
        .order_by(_F.c.due_at, _F.c.person)
    )
    return found.with_for_update(of=_P, skip_locked=True, key_share=True)


_COMING: Final = Query(_coming)
# PostgreSQL takes two joined keys for two chances, expects one row where there are hundreds, and would read
# everybody to join them. Row by row from the index is what a batch is read by; for this transaction alone.
_ROW_BY_ROW: Final = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
# Who comes next is a question of its own: asked together with the rest, PostgreSQL would begin with everybody.
_WHOSE: Final = Query(
    select(_F.c.person, _F.c.due_at)
    .where(
        text("follow_up.state = 'open' AND follow_up.flow = 'checkin'"),
        _F.c.due_at <= bindparam("now", type_=Instant),
        tuple_(_F.c.due_at, _F.c.person) > tuple_(bindparam("after", type_=Instant), bindparam("person")),
    )
    .order_by(_F.c.due_at, _F.c.person)
    .limit(bindparam("limit"))
)
Place = tuple[datetime, str]
"""Where a batch ended: the moment and the person of its last follow-up."""
FIRST: Final[Place] = (datetime.min.replace(tzinfo=UTC), "")

_CASTS: Final = {
    **dict.fromkeys(("day", "next_on", "first_on"), "::date"),
    **dict.fromkeys(("next_at", "not_before", "expires_at", "now"), "::timestamptz"),
    **dict.fromkeys(("generation", "id", "version"), "::bigint"),
    "next_wall": "::timestamp",
}


class Writing:
    """One statement, written once for both databases, and run for many rows.

    Where its text has `{name}` comes that value of the row; where it has `{rows}`, PostgreSQL's source of rows.
    """

    def __init__(self, sql: str) -> None:
        self.names = [name for _, name, *_ in Formatter().parse(sql) if name and name != "rows"]
        self.one = sql.format(rows="", **dict.fromkeys(self.names, "?"))
        self.all = sql.format(rows="FROM given", **{name: f"given.{name}" for name in self.names}) + " RETURNING 1"


_CHANCE: Final = Writing(
    "INSERT INTO chance (owner, day, practice, mark, effort, note, late, revision, answered_at)"
    " SELECT {person}, {day}, {subject}, '', 0, '', false, 0, NULL {rows} WHERE true"
    " ON CONFLICT (owner, day, practice) DO UPDATE"
    " SET mark = '', effort = 0, note = '', late = false, revision = 0, answered_at = NULL"
)
_RECENT: Final = Writing(
    "UPDATE practice SET recent = {recent} {rows}"
    " WHERE practice.id = {subject} AND practice.recent = {before} AND {recent} <> {before}"
)
_TALK: Final = Writing(
    "UPDATE conversation SET step = 'asked', answers = {answers}, occasion = {day}, asked = {key},"
    " asked_at = {now}, missed = 0, version = conversation.version + 1 {rows}"
    " WHERE conversation.flow = 'checkin' AND conversation.owner = {person} AND conversation.subject = {subject}"
    " AND conversation.version = {version}"
)
_NEXT: Final = Writing(
    "UPDATE follow_up SET key = {next_key}, occasion = {next_on}, generation = {generation}, wall = {next_wall},"
    " zone = {zone}, due_at = {next_at}, first_on = {first_on}, stop = {stop} {rows}"
    " WHERE follow_up.id = {id} AND follow_up.state = 'open'"
)
_OUTBOX: Final = Writing(
    "INSERT INTO outbox (key, person, address, day, payload, not_before, expires_at, cls, replaces, attempts, rank,"
    " state, platform_id, error)"
    " SELECT {key}, {person}, {address}, {day}, {payload}, {not_before}, {expires_at}, 'slot', '', 0, 1,"
    " 'waiting', '', '' {rows} WHERE true ON CONFLICT (key) DO NOTHING"
)

_WRITINGS: Final = (_CHANCE, _RECENT, _TALK, _NEXT, _OUTBOX)
_NAMES: Final = list(dict.fromkeys(name for writing in _WRITINGS for name in writing.names))
_GIVEN: Final = ", ".join(f"(v ->> {place}){_CASTS.get(name, '')} AS {name}" for place, name in enumerate(_NAMES))
_ALL_AT_ONCE: Final = (
    f"WITH given AS MATERIALIZED (SELECT {_GIVEN} FROM jsonb_array_elements(%s::jsonb) AS element(v)), "
    + ", ".join(f"writing_{place} AS ({writing.all})" for place, writing in enumerate(_WRITINGS))
    + " SELECT "
    + ", ".join(f"(SELECT count(*) FROM writing_{place})" for place in range(len(_WRITINGS)))
)
"""Every writing, of rows that come as one JSON parameter; how many rows each has changed."""


class Bulk:
    """The ordinary check-ins of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect

    def next(self, now: datetime, limit: int, after: Place = FIRST) -> tuple[list[str], Place | None]:
        """Whose check-in is due next, soonest first.

        Returns:
            So many people, and the place after which to go on; None when these were the last.
        """
        found = _WHOSE.rows(self.connection, now=now, limit=limit, after=after[0], person=after[1])
        if len(found) < limit:
            return [person for person, _ in found], None
        person, moment = found[-1]
        return [person for person, _ in found], (Instant().result_processor(self.dialect, None)(moment), person)

    def coming(self, now: datetime, people: Sequence[str]) -> list[Coming]:
        """Of these people's due check-ins those that are, as far as the database can tell, ordinary."""
        if not people:
            return []
        if self.dialect.name == "postgresql":
            self.connection.exec_driver_sql(_ROW_BY_ROW)
        return self._read(_COMING.rows(self.connection, now=now, people=sorted(set(people))))

    def _read(self, rows: Sequence[tuple[Any, ...]]) -> list[Coming]:
        if not rows:
            return []
        columns: list[Any] = list(zip(*rows, strict=True))
        for place, column in enumerate(_SELECT):
            read = column.type.dialect_impl(self.dialect).result_processor(self.dialect, None)
            if read is not None:
                columns[place] = map(read, columns[place])
        return list(map(Coming, *columns))

    def write(self, asked: Sequence[Asked], now: datetime) -> None:
        """What asking them changes, and their messages.

        Raises:
            Stale: somebody else wrote about one of them since they were read.
        """
        if not asked:
            return
        columns = self._columns(asked, now)
        silent = sum(one.recent != one.coming.recent for one in asked)
        changed = self._rows_one_by_one(columns) if self.dialect.name == "sqlite" else self._all_at_once(columns)
        if (changed[_RECENT], changed[_TALK], changed[_NEXT]) != (silent, len(asked), len(asked)):
            raise Stale

    def _rows_one_by_one(self, columns: Columns) -> dict[Writing, int]:
        cursor = self.connection.connection.cursor()
        changed = {}
        try:
            for writing in _WRITINGS:
                cursor.executemany(writing.one, list(zip(*(columns[name] for name in writing.names), strict=True)))
                changed[writing] = int(cursor.rowcount)
        finally:
            cursor.close()
        return changed

    def _all_at_once(self, columns: Columns) -> dict[Writing, int]:
        rows = list(zip(*(columns[name] for name in _NAMES), strict=True))
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(_ALL_AT_ONCE, (json.dumps(rows),))
            (counts,) = cursor.fetchall()
            return dict(zip(_WRITINGS, counts, strict=True))
        finally:
            cursor.close()

    def _columns(self, asked: Sequence[Asked], now: datetime) -> Columns:
        """Every value that is written, as text wherever it is no number; a day is put into text once."""
        rows, days, keys, payloads, next_keys, answers, recent = zip(*asked, strict=True)
        texts = {key: self._texts(day) for key, day in {id(day): day for day in days}.items()}
        return {
            "id": [row.id for row in rows],
            "person": [row.person for row in rows],
            "subject": [row.subject for row in rows],
            "address": [row.homes[0] for row in rows],
            "generation": [row.generation for row in rows],
            "version": [row.version for row in rows],
            "before": [row.recent for row in rows],
            "recent": recent,
            "key": keys,
            "payload": payloads,
            "next_key": next_keys,
            "answers": answers,
            "now": [self._moment(now)] * len(asked),
            **dict(zip(_DAY, zip(*(texts[id(day)] for day in days), strict=True), strict=True)),
        }

    def _texts(self, day: Day) -> tuple[str, ...]:
        """As `_DAY` names them."""
        coming, moment = day.next, self._moment
        wall = str(Wall().bind_processor(self.dialect)(coming.wall))
        dates = (day.today, coming.occasion, coming.first_on)
        moments = (day.not_before, day.expires_at, coming.due_at)
        return (*map(str, dates), *map(moment, moments), wall, coming.zone, coming.stop)

    def _moment(self, value: datetime) -> str:
        return str(Instant().bind_processor(self.dialect)(value))


_DAY: Final = ("day", "next_on", "first_on", "not_before", "expires_at", "next_at", "next_wall", "zone", "stop")

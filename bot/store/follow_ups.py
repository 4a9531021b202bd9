"""Follow-ups: what is due, by one worker; at most one open of a kind and subject; each key asked once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, select, text, update

from bot.planned import ELSEWHERE, Planned
from bot.store.columns import ENDED, OPEN
from bot.store.query import Query, among, insert_into
from bot.store.shape import Shape
from bot.store.tables import TABLES
from bot.store.types import Instant

_ROW: Final = TABLES["follow_up"]
_PERSON: Final = TABLES["person"]
_PLANNED: Final = Shape(_ROW, Planned)
_NAMES: Final = [column.name for column in _PLANNED.select if column.name != "id"]
_IDENTITY: Final = ("person", "flow", "kind", "subject")
_NOW: Final = bindparam("now", type_=Instant)


def _due_people(on: str) -> Select[Any]:
    """Whose rows come first. PostgreSQL locks the people, not the rows, so that nobody's are split between
    two workers; who is in the middle of a turn is passed by and comes up again in the next round."""
    still_open = text("follow_up.state = 'open'")  # a person has a state too
    due = select(_ROW.c.person).where(still_open, _ROW.c.due_at <= _NOW, ~among(on, _ROW.c.person, "without"))
    due = due.order_by(_ROW.c.due_at, _ROW.c.person).limit(bindparam("limit"))
    if on == "sqlite":
        return due
    theirs = due.join_from(_ROW, _PERSON, _ROW.c.person == _PERSON.c.id)
    return theirs.with_for_update(of=_PERSON, skip_locked=True, key_share=True)


def _put(on: str) -> Any:
    insert = insert_into(on, _ROW).values(
        {name: bindparam(name, type_=_ROW.c[name].type) for name in _NAMES} | {"state": "open", "reason": ""}
    )
    fresh = {name: insert.excluded[name] for name in _NAMES if name not in _IDENTITY}
    return insert.on_conflict_do_update(index_elements=_IDENTITY, index_where=OPEN, set_=fresh)


def _with_key(on: str) -> Any:
    return among(on, _ROW.c.key, "keys")


_DUE_PEOPLE: Final = Query(_due_people)
_DUE: Final = Query(
    lambda on: select(*_PLANNED.select).where(OPEN, _ROW.c.due_at <= _NOW, among(on, _ROW.c.person, "people"))
)
_OF: Final = Query(
    select(*_PLANNED.select).where(OPEN, _ROW.c.person == bindparam("person")).order_by(_ROW.c.due_at, _ROW.c.id)
)
_ALL: Final = Query(select(*_PLANNED.select).where(OPEN).order_by(_ROW.c.due_at, _ROW.c.person))
_FIRST: Final = Query(select(func.min(_ROW.c.due_at)).where(OPEN))
_KNOWN: Final = Query(lambda on: select(_ROW.c.id, _ROW.c.key, _ROW.c.state).where(_with_key(on), ENDED))
_FORGET: Final = Query(lambda on: delete(_ROW).where(_with_key(on), _ROW.c.state == "stopped"))
_PUT: Final = Query(_put)
_MOVE: Final = Query(
    update(_ROW)
    .where(_ROW.c.id == bindparam("b_id"), OPEN)
    .values({name: bindparam(name, type_=_ROW.c[name].type) for name in _NAMES})
)
_CLOSE: Final = Query(
    update(_ROW).where(_ROW.c.id == bindparam("b_id"), OPEN).values(state=bindparam("to"), reason=bindparam("why"))
)


class FollowUps:
    """The follow-ups of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect

    def due(self, now: datetime, limit: int, without: frozenset[str] = frozenset()) -> list[Planned]:
        """What is due, soonest first: of as many people as `limit` rows reach, all that is due of each."""
        first = _DUE_PEOPLE.rows(self.connection, now=now, limit=limit, without=sorted(without))
        people = sorted({person for (person,) in first})
        if not people:
            return []
        rows = _PLANNED.values(self.dialect, _DUE.rows(self.connection, now=now, people=people))
        return sorted(rows, key=attrgetter("due_at", "person", "id"))

    def waiting(self, person: str) -> list[Planned]:
        """Everything that is still to be asked of one person, soonest first."""
        return _PLANNED.values(self.dialect, _OF.rows(self.connection, person=person))

    def all_open(self) -> list[Planned]:
        """Everything that is still to be asked of anybody, soonest first."""
        return _PLANNED.values(self.dialect, _ALL.rows(self.connection))

    def first(self) -> datetime | None:
        """The soonest moment at which something is due, aware UTC."""
        ((moment,),) = _FIRST.rows(self.connection)
        read = Instant().result_processor(self.dialect, None)
        found: datetime | None = read(moment)
        return found

    def put(self, items: Sequence[Planned]) -> frozenset[str]:
        """Plan. What has an id moves, where it is still open; what has none takes the place of the open one
        of its kind and subject, if there is one.

        Returns:
            Keys whose question was asked before and came to an end: these are not planned again. One that
            was stopped without having been asked is.
        """
        ended = frozenset(self._ended(items))
        if ended:
            self.close([(item, "done", "asked before") for item in items if item.id and item.key in ended])
            items = [item for item in items if item.key not in ended]
        moved = [item for item in items if item.id]
        if moved:
            columns = _PLANNED.columns(self.dialect, moved)
            columns["b_id"] = columns["id"]
            _MOVE.many(self.connection, columns)
        new = [item for item in items if not item.id]
        if new:
            _PUT.many(self.connection, _PLANNED.columns(self.dialect, new))
        return ended

    def _ended(self, items: Sequence[Planned]) -> Iterable[str]:
        """Keys that another row was asked under; one that was stopped unasked gives its key away."""
        own = {item.key: item.id for item in items}
        found = _KNOWN.rows(self.connection, keys=list(own)) if own else []
        others = [(key, state) for id_, key, state in found if id_ != own[key]]
        stopped = [key for key, state in others if state == "stopped"]
        if stopped:
            _FORGET.run(self.connection, keys=stopped)
        return (key for key, state in others if state != "stopped")

    def close(self, closings: Iterable[tuple[Planned, str, str]]) -> None:
        """End follow-ups in a state ("done", "stopped", "expired", "aside"), with the reason."""
        closings = list(closings)
        if closings:
            items, states, reasons = zip(*closings, strict=True)
            _CLOSE.many(self.connection, {"b_id": [item.id for item in items], "to": states, "why": reasons})

    def close_where(self, person: str, flow: str, subject: str | None, kind: str, reason: str) -> None:
        """End what is open of one person: of a flow (or "" all), a subject (or None all), a kind (or "" all)."""
        statement = update(_ROW).where(_ROW.c.person == person, OPEN)
        for column, value in (("flow", flow or None), ("subject", subject), ("kind", kind or None)):
            if value is not None:
                statement = statement.where(_ROW.c[column] == value)
        self.connection.execute(statement.values(state="stopped", reason=reason))

    def put_aside(self, person: str, but: frozenset[str]) -> None:
        """End what is open of one person until it is taken up again, of all flows but these."""
        theirs = update(_ROW).where(_ROW.c.person == person, OPEN, _ROW.c.flow.not_in(sorted(but)))
        self.connection.execute(theirs.values(state="stopped", reason=ELSEWHERE))

    def take_up(self, person: str) -> list[Planned]:
        """Open again what was put aside, of each kind and subject the newest, unless there is an open one."""
        aside = and_(_ROW.c.person == person, _ROW.c.state == "stopped", _ROW.c.reason == ELSEWHERE)
        other = _ROW.alias("other")
        same = and_(*(other.c[name] == _ROW.c[name] for name in _IDENTITY))
        instead = select(other.c.id).where(same, text("other.state = 'open'"))
        newest = select(func.max(_ROW.c.id)).where(aside, ~instead.exists()).group_by(*(_ROW.c[n] for n in _IDENTITY))
        ids = self.connection.scalars(newest).all()
        self.connection.execute(update(_ROW).where(_ROW.c.id.in_(ids)).values(state="open", reason=""))
        self.connection.execute(update(_ROW).where(aside).values(reason="planned anew meanwhile"))
        return [one for one in self.waiting(person) if one.id in ids]

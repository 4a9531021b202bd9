"""Housekeeping's share in forgetting: what is older than its span goes, the oldest first, a few rows at a time.

Spans stand in `bot.rules.retention`. Every rule finds its rows by an index or by the order in which they were written,
so that a big database is not read through, and nobody waits long for the one who writes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, case, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from bot.rules.retention import SPANS
from bot.store.columns import ENDED, OVER
from bot.store.tables import TABLES

BATCH: Final = 500
"""Rows of one rule that are forgotten in one transaction."""
FRONT: Final = 4 * BATCH
"""Of the oldest messages so many are looked at; those that still wait are few."""
FILES: Final = "export/"
"""How the keys of messages with an export begin."""
BLANK: Final[Mapping[str, Any]] = {"mark": "note", "effort": 0, "late": False, "revision": 0, "answered_at": None}
"""A day of which only the note is left."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which rows are over, and what becomes of them: they go, or these columns are emptied."""

    table: Table
    over: Select[Any]  # the keys of those rows
    empties: Mapping[str, Any] = field(default_factory=dict)


def forget(connection: Connection, now: datetime) -> bool:
    """Forget one batch of everything that is over; False when there was nothing."""
    forgotten = [_forgotten(connection, rule) for rule in rules(now, connection.dialect.name)]
    return sum(forgotten) > 0


def _forgotten(connection: Connection, rule: Rule) -> int:
    keys = [tuple(key) for key in connection.execute(rule.over.limit(BATCH))]
    if keys:
        same = tuple_(*rule.table.primary_key).in_(keys)
        if rule.empties:
            connection.execute(update(rule.table).where(same).values(rule.empties))
        else:
            connection.execute(delete(rule.table).where(same))
    return len(keys)


def rules(now: datetime, on: str) -> Iterator[Rule]:
    """In this order: a round goes before its ballot, which is looked for as long as there is the round."""
    chance, week = TABLES["chance"], TABLES["week"]
    old_day = _of_everybody(chance, chance.c.day < (now - SPANS["tallies"]).date())
    yield Rule(chance, old_day.where(chance.c.note == ""))
    yield Rule(chance, old_day.where(chance.c.note != "", chance.c.mark != "note"), BLANK)
    tapped = _of_everybody(week, week.c.friday < (now - SPANS["energy"]).date()).where(week.c.energy != "")
    yield Rule(week, tapped, {"energy": ""})
    yield from _of_rounds(now)
    yield _of_items(now)
    shown = TABLES["shown"]
    yield Rule(shown, _keys(shown).where(shown.c.friday < (now - SPANS["digests"]).date()))
    planned = TABLES["follow_up"]
    yield Rule(planned, _keys(planned).where(ENDED, planned.c.due_at < now - SPANS["planned"]))
    yield _of_talks(now)
    yield from _of_messages(now, on)


def _of_rounds(now: datetime) -> Iterator[Rule]:
    round_, ballot, invited, comment = (TABLES[name] for name in ("round", "ballot", "invited", "comment"))
    told = select(ballot.c.round).where(ballot.c.state != "open", ballot.c.closes_at < now - SPANS["comments"])
    yield Rule(comment, _keys(comment).where(comment.c.round.in_(told)))
    yield Rule(invited, _keys(invited).where(invited.c.round.in_(told)))
    yield Rule(round_, _keys(round_).where(round_.c.state != "open", round_.c.closes_at < now - SPANS["rounds"]))
    over = and_(ballot.c.state != "open", ballot.c.closes_at < now - SPANS["rounds"])
    led = exists().where(round_.c.id == ballot.c.round)
    yield Rule(ballot, _keys(ballot).where(over, ~led))


def _of_items(now: datetime) -> Rule:
    item = TABLES["item"]
    before = now - SPANS["items"]
    thanked = case((item.c.kind == "thanks", item.c.thanked_on))  # thanks want no other answer
    ended = func.coalesce(item.c.answered_on, thanked)
    unanswered = and_(ended.is_(None), item.c.made_at < before)
    return Rule(item, _keys(item).where(or_(ended < before.date(), unanswered)))


def _of_talks(now: datetime) -> Rule:
    """A conversation that is over goes, unless something is planned that will go on with it."""
    talk, planned = TABLES["conversation"], TABLES["follow_up"]
    same = and_(planned.c.person == talk.c.owner, planned.c.flow == talk.c.flow, planned.c.subject == talk.c.subject)
    goes_on = exists().where(planned.c.state == "open", same)
    return Rule(talk, _keys(talk).where(OVER, talk.c.asked_at < now - SPANS["talks"], ~goes_on))


def _of_messages(now: datetime, on: str) -> Iterator[Rule]:
    """A message goes whole: its chat has it, and what answers it is said anew."""
    row = TABLES["outbox"]
    left = func.coalesce(row.c.sent_at, row.c.not_before).label("left_at")
    oldest = select(row.c.id, row.c.state, left).order_by(row.c.id).limit(FRONT).subquery()
    over = select(oldest.c.id).where(oldest.c.state != "waiting", oldest.c.left_at < now - SPANS["messages"])
    yield Rule(row, over)
    # LIKE finds its way by no index of SQLite's, and GLOB does.
    files = row.c.key.op("GLOB")(f"{FILES}*") if on == "sqlite" else row.c.key.startswith(FILES)
    yield Rule(row, _keys(row).where(files, row.c.state != "waiting", left < now - SPANS["exports"]))


def _keys(table: Table) -> Select[Any]:
    return select(*table.primary_key)


def _of_everybody(table: Table, old: ColumnElement[bool]) -> Select[Any]:
    """Person by person, which is the order of the key."""
    return _keys(table).where(table.c.owner.in_(select(TABLES["person"].c.id)), old)

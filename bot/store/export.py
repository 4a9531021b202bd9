"""Everything about one person at once: as plain values for themselves, or copied into another store."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, false, func, insert, or_, select

from bot.coaching import LINE, Line
from bot.effects import Json
from bot.facts import Person
from bot.store.coaches import unread_by
from bot.store.people import People
from bot.store.tables import TABLES

OWNED: Final[dict[str, tuple[str, ...]]] = {
    "person": ("id",),
    "practice": ("owner",),
    "chance": ("owner",),
    "capture": ("owner",),
    "partner": ("leader", "partner"),
    "code": ("owner",),
    "consent": ("owner",),
    "week": ("owner",),
    "conversation": ("owner",),
    "follow_up": ("person",),
    "outbox": ("person",),
    "team": ("leader",),
    "member": ("leader", "person"),
    "round": ("leader",),
    "item": ("author", "leader"),
    "invited": ("person",),
    "engagement": ("coach", "leader"),
    "page": ("coach",),
    "shown": ("leader", "coach"),
}
"""Every table that holds something of a person's, and the columns that say whose; people first."""
INNER: Final = frozenset({"version", "claimed_until", "rank", "platform_id", "hash"})
"""Columns that say nothing about anybody."""

UNREAD: Final = "…"
"""Stands in a copy for what a team wrote without names."""
COUNTED: Final = frozenset({"follow_up", "outbox"})
"""Tables whose ids are counted up: they would tell how much others were sent in between."""


def export(connection: Connection, person: str, now: datetime) -> dict[str, list[dict[str, Json]]]:
    """What is kept about a person, by table: dates as ISO text, messages as they were drawn. A leader finds in it what
    was released to them by `now`, and never who asked not to be asked; a coach what they have had to read by then."""
    found: dict[str, list[dict[str, Json]]] = {}
    row = People(connection, writing=False).get(person)
    unread = unread_by(connection, row, now) if row else frozenset()
    for name, columns in OWNED.items():
        theirs = select(TABLES[name]).where(about(name, columns, person)).order_by(*TABLES[name].primary_key)
        rows = connection.execute(theirs).mappings()
        told = (one for one in rows if name != "shown" or (one["coach"], one["leader"], one["friday"]) not in unread)
        as_theirs = [_untold(name, dict(one), now) for one in told]
        inner = INNER | {"id"} if name in COUNTED else INNER
        plain = [{key: _plain(key, row[key]) for key in row if key not in inner} for row in as_theirs]
        found[name] = [_as_theirs(name, row, person) for row in plain]
    found |= _released(connection, person, now)
    post = TABLES["post"]
    chats = select(post.c.author, post.c.at, post.c.payload).where(post.c.address.in_(row.homes if row else ()))
    lines = connection.execute(chats.order_by(post.c.id)).mappings()
    found["post"] = [{key: _plain(key, line[key]) for key in line} for line in lines]
    places = connection.execute(select(TABLES["reference"]).where(found_at(person, row))).mappings()
    found["reference"] = [{key: _plain(key, place[key]) for key in place} for place in places]
    return found


def _untold(table: str, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A round that has closed: how it ended is told at its hour, and not before."""
    if table == "round" and row["state"] in ("released", "below") and now < row["releases_at"]:
        return {**row, "state": "closed"}
    return row


def _as_theirs(table: str, row: dict[str, Json], person: str) -> dict[str, Json]:
    """A leader's own rows can tell who asked not to be asked: by their state, or by who was invited."""
    match table:
        case "member" if row["person"] != person:
            state = row["state"] if row["state"] == "left" else "named"
            return {"leader": row["leader"], "person": row["person"], "state": state}
        case "conversation" if isinstance(row["answers"], dict):
            return {**row, "answers": {name: value for name, value in row["answers"].items() if name != "invited"}}
        case _:
            return row


def _released(connection: Connection, person: str, now: datetime) -> dict[str, list[dict[str, Json]]]:
    """Of one's own rounds. Comments lie in the order of their random ids and under no round: nothing tells when."""
    names = ("round", "ballot", "result", "chosen", "comment")
    round_, ballot, result, chosen, comment = (TABLES[name] for name in names)
    shown = (round_.c.leader == person, round_.c.state == "released", round_.c.releases_at <= now)
    told = (ballot.c.round, ballot.c.least, ballot.c.most, ballot.c.half, ballot.c.comparable)
    ballots = select(*told).join(round_, round_.c.id == ballot.c.round).where(*shown)
    results = select(result).join(round_, round_.c.id == result.c.round).where(*shown)
    halves = select(chosen).join(round_, round_.c.id == chosen.c.round).where(*shown)
    comments = select(comment.c.question, comment.c.text).join(round_, round_.c.id == comment.c.round).where(*shown)
    found = {
        "ballot": ballots.order_by(ballot.c.round),
        "result": results.order_by(*result.primary_key),
        "chosen": halves.order_by(*chosen.primary_key),
        "comment": comments.order_by(comment.c.id),
    }
    rows = {name: connection.execute(query).mappings() for name, query in found.items()}
    return {name: [{key: _plain(key, row[key]) for key in row} for row in rows[name]] for name in found}


def counts(connection: Connection, person: str) -> dict[str, int]:
    """How many rows there are of a person's in each table."""
    row = People(connection, writing=False).get(person)
    theirs = {name: about(name, columns, person) for name, columns in OWNED.items()}
    theirs["reference"] = found_at(person, row)
    return {name: _count(connection, name, where) for name, where in theirs.items()}


def _count(connection: Connection, name: str, where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(TABLES[name]).where(where)).scalar_one())


def copy(connection: Connection, other: Connection, person: str) -> None:
    """Copy what concerns one person, and the people they have to do with, into another store, an empty one. What a team
    wrote without names is counted there and not read: whoever looks at a copy is not its leader, or it is too early.

    Raises:
        KeyError: nobody of that id.
    """
    people = People(connection, writing=False)
    row = people.get(person)
    if row is None:
        raise KeyError(person)
    near = {person, row.coach, *_circle(connection, person)}
    known = {one.id: one for one in people.first()} | {id_: one for id_ in near if (one := people.get(id_)) is not None}
    People(other, writing=True).save([known[id_] for id_ in sorted(known)])
    for name, where in _rows_about(connection, person):
        rows = connection.execute(select(TABLES[name]).where(where)).mappings().all()
        if rows:
            unread = {"text": UNREAD} if name == "comment" else {}
            other.execute(insert(TABLES[name]), [{**one, **unread} for one in rows])


def _rows_about(connection: Connection, person: str) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """What is a person's own, the teams they are in with their rounds, and how their own rounds ended. No box: nothing
    opens it elsewhere."""
    round_, team, ballot, invited = (TABLES[name] for name in ("round", "team", "ballot", "invited"))
    member, engagement, consent = TABLES["member"], TABLES["engagement"], TABLES["consent"]
    coached = select(engagement.c.leader).where(engagement.c.coach == person)
    leaders = connection.scalars(select(member.c.leader).where(member.c.person == person)).all()
    own = connection.scalars(select(round_.c.id).where(round_.c.leader == person)).all()
    more = {
        "team": team.c.leader.in_(leaders),
        "round": round_.c.leader.in_(leaders),
        "invited": invited.c.round.in_(own),
        "consent": (consent.c.audience == person) & consent.c.owner.in_(coached),
    }
    for name, columns in OWNED.items():
        if name != "person":
            yield name, or_(about(name, columns, person), more.get(name, false()))
    yield "ballot", ballot.c.round.in_(own)
    for name in ("result", "chosen", "comment"):
        yield name, TABLES[name].c.round.in_(own)


def _circle(connection: Connection, person: str) -> set[str]:
    """Who is a partner of somebody's, coaches them or is coached, shares a team with them, has told them something, or
    was told."""
    found: set[str] = set()
    for name, columns in (
        ("partner", ("leader", "partner")),
        ("member", ("leader", "person")),
        ("item", ("author", "leader")),
        ("engagement", ("coach", "leader")),
    ):
        theirs = select(*(TABLES[name].c[column] for column in columns)).where(about(name, columns, person))
        found.update(id_ for row in connection.execute(theirs) for id_ in row)
    return found


def about(name: str, columns: tuple[str, ...], person: str) -> ColumnElement[bool]:
    """The rows of a table that are a person's."""
    return or_(*(TABLES[name].c[column] == person for column in columns))


def found_at(person: str, row: Person | None) -> ColumnElement[bool]:
    """Where a person is found: at home, and where they were met before they joined."""
    address = TABLES["reference"].c.address
    return or_(address.in_(row.homes if row else ()), address.endswith(f":{person}", autoescape=True))


def _plain(name: str, value: object) -> Json:
    """A stored value as JSON can hold it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case tuple():
            return [_plain("", one) for one in value]
        case Line():
            shown: Json = LINE.dump_python(value, mode="json")
            return shown
        case str() if name in ("payload", "answers") and value:
            read: Json = json.loads(value)
            return read
        case str() | int() | float() | None:
            return value
        case _:
            raise TypeError(f"{name} is a {type(value).__name__}")

"""What is known about people's teams: their own, and those they are in. Most people are in none, and cost one query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from bot.ballot.asked import Questions
from bot.ballot.keys import Keys
from bot.ballot.released import Ended
from bot.facts import Item, Member, Round, Team
from bot.store.ballots import Ballots
from bot.store.query import Query, among
from bot.store.shape import Shape
from bot.store.tables import TABLES

LAST: Final = 3
"""Of so many of one's own rounds it is read how they ended."""

SHAPES: Final[dict[type, Shape[Any]]] = {
    kind: Shape(TABLES[kind.__name__.lower()], kind) for kind in (Team, Member, Round, Item)
}
_MEMBER, _ITEM = TABLES["member"], TABLES["item"]
NEAR: Final = Query(
    lambda on: (
        select(*SHAPES[Member].select)
        .where(or_(among(on, _MEMBER.c.leader, "ids"), among(on, _MEMBER.c.person, "ids")))
        .order_by(_MEMBER.c.leader, _MEMBER.c.person)
    )
)


def _of_leaders(kind: type) -> Query:
    shape = SHAPES[kind]
    return Query(lambda on: select(*shape.select).where(among(on, shape.table.c.leader, "leaders")))


_OF_LEADERS: Final = {kind: _of_leaders(kind) for kind in (Team, Round)}
_ITEMS: Final = Query(
    lambda on: select(*SHAPES[Item].select).where(
        or_(among(on, _ITEM.c.leader, "leaders"), among(on, _ITEM.c.author, "ids"))
    )
)


@dataclass(frozen=True, slots=True)
class Circle:
    """One person's share of it, as `bot.facts.Facts` has it, and `near`: who else is in it."""

    teams: tuple[Team, ...] = ()
    members: tuple[Member, ...] = ()
    rounds: tuple[Round, ...] = ()
    items: tuple[Item, ...] = ()
    released: tuple[tuple[str, Ended], ...] = ()
    invited: tuple[tuple[str, tuple[str, ...]], ...] = ()
    questions: tuple[tuple[str, Questions], ...] = ()
    near: frozenset[str] = frozenset()


_ALONE: Final = Circle()


def shares(circle: Circle | None) -> tuple[Any, ...]:
    """Its parts in the order in which the facts have them."""
    return tuple(getattr(circle or _ALONE, one.name) for one in fields(Circle))[:-1]


def circles(connection: Connection, ids: Iterable[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Circle]:
    """By person, of those who lead a team or are in one; `rows` are what `NEAR` found."""
    if not rows:
        return {}
    wanted = set(ids)
    ballots = Ballots(connection, Keys(None))  # how rounds ended is read without keys
    read = _reader(connection)
    members: list[Member] = read(Member, rows)
    leaders = sorted({one.leader for one in members})
    teams: list[Team] = read(Team, _OF_LEADERS[Team].rows(connection, leaders=leaders))
    rounds: list[Round] = read(Round, _OF_LEADERS[Round].rows(connection, leaders=leaders))
    items: list[Item] = read(Item, _ITEMS.rows(connection, leaders=leaders, ids=sorted(wanted)))
    found: dict[str, Circle] = {}
    for person in sorted({id_ for one in members for id_ in (one.leader, one.person)} & wanted):
        theirs = tuple(one for one in members if person in (one.leader, one.person))
        led = {one.leader for one in theirs}
        own = [one for one in _sorted(rounds, "opened_on") if one.leader == person]
        last = own[-LAST:]
        found[person] = Circle(
            tuple(one for one in teams if one.leader in led),
            theirs,
            tuple(as_seen_by(person, one) for one in _sorted(rounds, "opened_on") if one.leader in led),
            tuple(told(person, one) for one in _sorted(items, "made_at") if one.author == person or one.leader in led),
            tuple((one.id, ballots.ended(one.id)) for one in last if one.state in ("released", "below", "lost")),
            tuple((one.id, tuple(sorted(ballots.invited(one.id)))) for one in last),
            tuple((one.id, frozen.questions) for one in last if (frozen := ballots.find(one.id)) is not None),
            frozenset({id_ for one in theirs for id_ in (one.leader, one.person)}) - {person},
        )
    return found


def _reader(connection: Connection) -> Callable[[type, Sequence[tuple[Any, ...]]], list[Any]]:
    return lambda kind, rows: SHAPES[kind].values(connection.dialect, rows)


def _sorted(rows: Iterable[Any], by: str) -> list[Any]:
    return sorted(rows, key=attrgetter(by, "id"))


def as_seen_by(person: str, one: Round) -> Round:
    """A guess and a draft are the leader's own."""
    return one if one.leader == person else replace(one, guess="", heard="", declined="")


def told(person: str, one: Item) -> Item:
    """What others told somebody's leader counts, and says nothing of itself."""
    return one if person in (one.author, one.leader) else replace(one, author="", text="", answer="")

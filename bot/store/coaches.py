"""What coaches and leaders have to do with each other. Most people have no coach and are none, and cost one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, literal_column, or_, select

from bot.coaching import Engagement, Page, Shown
from bot.facts import Consent, Person
from bot.flows.shown.days import read_at
from bot.store.query import Query, among
from bot.store.shape import Shape
from bot.store.tables import TABLES

SHAPES: Final[dict[type, Shape[Any]]] = {
    kind: Shape(TABLES[kind.__name__.lower()], kind) for kind in (Engagement, Page, Shown)
}
_CONSENTS: Final = Shape(TABLES["consent"], Consent)
_ENGAGEMENT, _PAGE, _SHOWN, _CONSENT = (TABLES[name] for name in ("engagement", "page", "shown", "consent"))
WORKS: Final = Query(
    lambda on: (
        select(*SHAPES[Engagement].select)
        .where(or_(among(on, _ENGAGEMENT.c.coach, "ids"), among(on, _ENGAGEMENT.c.leader, "ids")))
        .order_by(_ENGAGEMENT.c.coach, _ENGAGEMENT.c.leader)
    )
)
_PAGES: Final = Query(lambda on: select(*SHAPES[Page].select).where(among(on, _PAGE.c.coach, "ids")))
_GRANTED: Final = Query(
    lambda on: select(*_CONSENTS.select).where(among(on, _CONSENT.c.audience, "ids"), _CONSENT.c.until_at.is_(None))
)


def _newest(on: str) -> Any:
    """The last line of every pair. It is found from the pair, so that years of lines cost nothing."""
    other = _SHOWN.alias("other")
    pair = (other.c.leader == _ENGAGEMENT.c.leader) & (other.c.coach == _ENGAGEMENT.c.coach)
    last = select(func.max(other.c.friday)).where(pair).correlate(_ENGAGEMENT).scalar_subquery()
    theirs = (_SHOWN.c.leader == _ENGAGEMENT.c.leader) & (_SHOWN.c.coach == _ENGAGEMENT.c.coach)
    holds = select(literal_column("1")).where(_CONSENT.c.id == _SHOWN.c.consent, _CONSENT.c.until_at.is_(None)).exists()
    return (
        select(*SHAPES[Shown].select, holds)
        .select_from(_ENGAGEMENT.join(_SHOWN, theirs & (_SHOWN.c.friday == last)))
        .where(_ENGAGEMENT.c.state == "accepted")
        .where(or_(among(on, _ENGAGEMENT.c.coach, "ids"), among(on, _ENGAGEMENT.c.leader, "ids")))
        .order_by(_SHOWN.c.coach, _SHOWN.c.leader)
    )


_NEWEST: Final = Query(_newest)


@dataclass(frozen=True, slots=True)
class Coaching:
    """One person's share of it, as `bot.facts.Facts` has it, and `near`: who else is in it."""

    engagements: tuple[Engagement, ...] = ()
    page: Page | None = None
    shown: tuple[Shown, ...] = ()
    granted: tuple[Consent, ...] = ()
    near: frozenset[str] = frozenset()


def coachings(connection: Connection, ids: Iterable[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Coaching]:
    """By person, of those who coach or are coached; `rows` are what `WORKS` found."""
    if not rows:
        return {}
    on = connection.dialect
    works: list[Engagement] = SHAPES[Engagement].values(on, rows)
    people = sorted({id_ for one in works for id_ in (one.coach, one.leader)} & set(ids))
    pages: list[Page] = SHAPES[Page].values(on, _PAGES.rows(connection, ids=people))
    granted: list[Consent] = _CONSENTS.values(on, _GRANTED.rows(connection, ids=people))
    newest = _NEWEST.rows(connection, ids=people)
    shown: list[Shown] = SHAPES[Shown].values(on, [row[:-1] for row in newest])
    holding = {(one.coach, one.leader) for one, row in zip(shown, newest, strict=True) if row[-1]}
    found: dict[str, Coaching] = {}
    for person in people:
        theirs = tuple(one for one in works if person in (one.coach, one.leader))
        coached = {(one.coach, one.leader) for one in theirs if one.coach == person}
        lines = (
            one for one in shown if one.leader == person or (one.coach == person and (person, one.leader) in holding)
        )
        found[person] = Coaching(
            theirs,
            next((one for one in pages if one.coach == person), None),
            tuple(lines),
            tuple(one for one in granted if (one.audience, one.owner) in coached),
            frozenset({id_ for one in theirs for id_ in (one.coach, one.leader)} | _readers(pages, person)) - {person},
        )
    return found


def _readers(pages: list[Page], coach: str) -> set[str]:
    """Who reads with this coach."""
    return {id_ for one in pages if one.coach == coach for id_ in one.agreed}


def unread_by(connection: Connection, coach: Person, now: datetime) -> frozenset[tuple[str, str, date]]:
    """The lines, by coach, leader and day, that a coach has not had to read: their Monday has not come, or the choice
    under which they were made had ended by then."""
    made = (_SHOWN.c.leader, _SHOWN.c.friday, _CONSENT.c.id, _CONSENT.c.until_at)
    lines = select(*made).outerjoin(_CONSENT, _CONSENT.c.id == _SHOWN.c.consent).where(_SHOWN.c.coach == coach.id)
    found = set()
    for leader, friday, consent, until_at in connection.execute(lines):
        at = read_at(coach, friday)
        if at > now or consent is None or (until_at is not None and until_at <= at):
            found.add((coach.id, leader, friday))
    return frozenset(found)


def shares(coaching: Coaching | None) -> tuple[Any, ...]:
    """Its parts in the order in which the facts have them."""
    return () if coaching is None else (coaching.engagements, coaching.page, coaching.shown, coaching.granted)

"""People and what is known about them: facts in, records out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, or_, select

from bot.coaching import Engagement
from bot.content.words import Words
from bot.facts import Capture, Chance, Consent, Facts, Linked, Partner, Person, Practice, Record, Team, Waiting, Week
from bot.rules.budget import KINDS
from bot.saved import identity
from bot.store import circles, coaches
from bot.store.columns import OPEN
from bot.store.query import Asked, Query, among, insert_into, rows_of, upsert
from bot.store.shape import Shape
from bot.store.tables import TABLES
from bot.store.types import Day

SHAPES: Final[dict[type, Shape[Any]]] = {
    kind: Shape(TABLES[kind.__name__.lower()], kind)
    for kind in (Person, Practice, Chance, Capture, Partner, Consent, Week)
}
_SAVED: Final[dict[type, Shape[Any]]] = {**SHAPES, **circles.SHAPES, **coaches.SHAPES}
"""In the order in which they are saved: people before what is theirs."""
EVERYTHING: Final = frozenset((Practice, Chance, Capture, Partner, Consent, Week, Waiting, Linked, Team, Engagement))
COLLEAGUES: Final = 20

WordsFor = Callable[[str], Words]

_PERSON: Final = TABLES["person"]
_FOLLOW_UP: Final = TABLES["follow_up"]
_EARLY: Final = datetime.min.replace(tzinfo=UTC)
_ORDER: Final[dict[type, Callable[[Any], Any]]] = {
    Practice: lambda one: (one.started_on or date.max, one.id),
    Chance: attrgetter("day", "practice"),
    Capture: lambda one: (one.made_at or _EARLY, one.id),
    Consent: attrgetter("from_at", "id"),
    Week: attrgetter("friday"),
}
"""Oldest first. Sorted here: a person has few of each, while the database would sort a whole batch's rows."""


def _of(kind: type, *, locked: bool = False) -> Query:
    """The values of one kind of the people `ids`; history only from `since` on."""
    shape = SHAPES[kind]
    c = shape.table.c

    def build(on: str) -> Select[Any]:
        match kind.__name__:
            case "Person":
                theirs = among(on, c.id, "ids")
            case "Partner":
                theirs = or_(among(on, c.leader, "ids"), among(on, c.partner, "ids"))
            case "Chance":
                theirs = among(on, c.owner, "ids") & (c.day >= bindparam("since", type_=Day))
            case "Week":
                theirs = among(on, c.owner, "ids") & (c.friday >= bindparam("since", type_=Day))
            case _:
                theirs = among(on, c.owner, "ids")
        found = select(*shape.select).where(theirs)
        # Two units of one person wait for each other. No key changes, so that rows which only refer to the
        # person can be added meanwhile: FOR NO KEY UPDATE. SQLite has one writer at a time anyway.
        return found.order_by(c.id).with_for_update(key_share=True) if locked else found

    return Query(build)


_OF: Final = {kind: _of(kind) for kind in SHAPES}
_LOCKED: Final = _of(Person, locked=True)
_UPSERT: Final = {kind: upsert(shape.table) for kind, shape in _SAVED.items()}
_ADD: Final = Query(
    lambda on: (
        insert_into(on, _PERSON)
        .values({one.name: bindparam(one.name, type_=one.type) for one in _PERSON.c})
        .on_conflict_do_nothing(index_elements=["id"])
    )
)
_ALL: Final = Query(select(*SHAPES[Person].select).order_by(_PERSON.c.id))
_FIRST: Final = Query(select(*SHAPES[Person].select).order_by(_PERSON.c.name, _PERSON.c.id).limit(COLLEAGUES + 1))
_CALLED: Final = Query(
    lambda on: select(*SHAPES[Person].select).where(among(on, _PERSON.c.name, "names")).order_by(_PERSON.c.id)
)
_WAITING: Final = Shape(_FOLLOW_UP, Waiting, without=frozenset({"cls"}))
_OPEN: Final = Query(
    lambda on: (
        select(_FOLLOW_UP.c.person, *_WAITING.select)
        .where(OPEN, among(on, _FOLLOW_UP.c.person, "ids"))
        .order_by(_FOLLOW_UP.c.due_at, _FOLLOW_UP.c.id)
    )
)

_PARTS: Final[dict[type, Query]] = {**{kind: _OF[kind] for kind in (*_ORDER, Partner)}, Waiting: _OPEN}
"""What is read beside the people themselves."""


class People:
    """The people of one unit of work."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.connection = connection
        self.writing = writing

    def get(self, person: str) -> Person | None:
        """One person, or None."""
        return self._people([person]).get(person)

    def several(self, people: Iterable[str]) -> list[Person]:
        """Those of them who are known."""
        return list(self._people(sorted(set(people))).values())

    def locked(self, person: str) -> Person | None:
        """One person, with whom no other unit does anything meanwhile."""
        return self._people([person], locked=True).get(person)

    def all(self) -> list[Person]:
        """Everybody, by id."""
        return SHAPES[Person].values(self.connection.dialect, _ALL.rows(self.connection))

    def add(self, newcomers: Sequence[Person]) -> None:
        """People nobody knew; who is known already stays as they are."""
        if newcomers:
            _ADD.many(self.connection, SHAPES[Person].columns(self.connection.dialect, newcomers))

    def first(self) -> list[Person]:
        """The first by name, of whom everybody may choose a partner."""
        return SHAPES[Person].values(self.connection.dialect, _FIRST.rows(self.connection))

    def called(self, names: Iterable[str]) -> list[Person]:
        """Everybody of one of these whole names, as it is written or with capitals."""
        spelt = sorted({spelling for name in names for spelling in (name, name.title())})
        rows = _CALLED.rows(self.connection, names=spelt) if spelt else []
        return SHAPES[Person].values(self.connection.dialect, rows)

    def save(self, records: Iterable[Record]) -> None:
        """Insert or overwrite; of several values of one identity the last one stays."""
        by_kind: dict[type, dict[Any, Record]] = {kind: {} for kind in _SAVED}
        for record in records:
            by_kind[type(record)][identity(record)] = record
        for kind, found in by_kind.items():
            if found:
                columns = _SAVED[kind].columns(self.connection.dialect, [*found.values()])
                _UPSERT[kind].many(self.connection, columns)

    def facts(
        self,
        people: Iterable[str],
        words_for: WordsFor,
        needs: frozenset[type] = EVERYTHING,
        since: date = date.min,
    ) -> dict[str, Facts]:
        """What is known about these people, one query a table.

        In a unit that writes, PostgreSQL locks their rows in the order of their ids: two turns of one person
        run one after the other.

        Args:
            needs: the kinds of record to load beside the people themselves, `Waiting` among them.
            since: older chances and look-backs stay where they are.
        """
        ids = sorted(set(people))
        return self.told(ids, words_for, needs, rows_of(self.connection, self.asked(ids, needs, since)))

    def asked(self, ids: Sequence[str], needs: frozenset[type], since: date) -> list[Asked]:
        """What has to be asked for `facts`."""
        given = {"ids": ids, "since": since}
        return [(query, given) for query in self._queries(needs).values()]

    def _queries(self, needs: frozenset[type]) -> dict[type | str, Query]:
        asked: dict[type | str, Query] = {Person: _LOCKED if self.writing else _OF[Person]}
        asked |= {kind: query for kind, query in _PARTS.items() if kind in needs}
        if Partner in needs:
            asked["by name"] = _FIRST
        if Team in needs:
            asked["near"] = circles.NEAR
        if Engagement in needs:
            asked["works"] = coaches.WORKS
        return asked

    def told(
        self, ids: Sequence[str], words_for: WordsFor, needs: frozenset[type], found: Sequence[list[tuple[Any, ...]]]
    ) -> dict[str, Facts]:
        """`facts` from the rows that were found, in the order in which they were `asked` for."""
        rows = dict(zip(self._queries(needs), found, strict=True))
        known = {person.id: person for person in self._values(Person, rows[Person])}
        parts: dict[type, Mapping[str, tuple[Any, ...]]] = {
            kind: _grouped(self._values(kind, rows[kind]), order) for kind, order in _ORDER.items() if kind in needs
        }
        partners = _partners(self._values(Partner, rows[Partner])) if Partner in needs else {}
        waiting = self._waiting(rows[Waiting]) if Waiting in needs else {}
        teams = circles.circles(self.connection, ids, rows["near"]) if Team in needs else {}
        by_name = self._values(Person, rows.get("by name", ()))
        works = coaches.coachings(self.connection, ids, rows["works"]) if Engagement in needs else {}
        near = {
            name: _near(person, partners.get(name, ()), teams.get(name), works.get(name))
            for name, person in known.items()
        }
        others = self._others(known, near, by_name) if needs & {Partner, Team, Engagement} else {}
        linked = self._linked(known) if Linked in needs else {}
        practices, chances, captures = (parts.get(kind, {}) for kind in (Practice, Chance, Capture))
        consents, weeks = parts.get(Consent, {}), parts.get(Week, {})
        return {
            name: Facts(
                person,
                words_for(person.locale),
                practices.get(name, ()),
                chances.get(name, ()),
                captures.get(name, ()),
                partners.get(name, ()),
                consents.get(name, ()),
                weeks.get(name, ()),
                waiting.get(name, ()),
                others.get(name, ()),
                linked.get(name),
                *circles.shares(teams.get(name)),
                *coaches.shares(works.get(name)),
            )
            for name, person in known.items()
        }

    def _people(self, ids: Sequence[str], *, locked: bool = False) -> dict[str, Person]:
        rows = (_LOCKED if locked else _OF[Person]).rows(self.connection, ids=ids)
        people: list[Person] = SHAPES[Person].values(self.connection.dialect, rows)
        return {person.id: person for person in people}

    def load(self, kind: type, ids: Sequence[str], since: date = date.min) -> list[Any]:
        """The values of one kind of these people."""
        return self._values(kind, _OF[kind].rows(self.connection, ids=ids, since=since))

    def _values(self, kind: type, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        return SHAPES[kind].values(self.connection.dialect, rows)

    def _waiting(self, rows: Sequence[tuple[Any, ...]]) -> dict[str, tuple[Waiting, ...]]:
        found: dict[str, list[Waiting]] = {}
        values = _WAITING.tuples(self.connection.dialect, [row[1:] for row in rows])
        for (person, *_), (flow, kind, subject, wall, first_on) in zip(rows, values, strict=True):
            known = KINDS.get((flow, kind))
            if known is not None:
                found.setdefault(person, []).append(Waiting(flow, kind, subject, wall, known.cls, first_on))
        return {name: tuple(items) for name, items in found.items()}

    def _linked(self, found: Mapping[str, Person]) -> dict[str, Linked]:
        """Where somebody is known too: few are, and for everybody else nothing is read."""
        wanted = {name: person.linked for name, person in found.items() if person.linked}
        if not wanted:
            return {}
        ids = sorted(set(wanted.values()))
        known = self._people(ids)
        practices = _grouped(self.load(Practice, ids), _ORDER[Practice])
        return {
            name: Linked(known[other], practices.get(other, ())) for name, other in wanted.items() if other in known
        }

    def _others(
        self,
        found: Mapping[str, Person],
        near: Mapping[str, set[str]],
        by_name: Sequence[Person],
    ) -> dict[str, tuple[Person, ...]]:
        """Who is near each, and the first others by name, whom a leader may choose or thank."""
        wanted = {
            name: (near[name] | {*[one.id for one in by_name if one.id != name][:COLLEAGUES]}) - {"", name}
            for name in found
        }
        known = {one.id: one for one in by_name} | dict(found)
        missing = sorted({one for ones in wanted.values() for one in ones if one not in known})
        known |= self._people(missing) if missing else {}
        return {name: tuple(known[one] for one in sorted(ones) if one in known) for name, ones in wanted.items()}


def _near(
    person: Person, partners: tuple[Partner, ...], team: circles.Circle | None, works: coaches.Coaching | None
) -> set[str]:
    """Coach, partners, teams, and those they coach."""
    found = {person.coach, *(id_ for one in partners for id_ in (one.leader, one.partner))}
    return found | (team.near if team else frozenset()) | (works.near if works else frozenset())


def _partners(values: Iterable[Partner]) -> dict[str, tuple[Partner, ...]]:
    found: dict[str, list[Partner]] = {}
    for partner in sorted(values, key=attrgetter("leader", "partner", "practice")):
        for name in {partner.leader, partner.partner}:
            found.setdefault(name, []).append(partner)
    return {name: tuple(theirs) for name, theirs in found.items()}


def _grouped(values: Iterable[Any], order: Callable[[Any], Any]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for value in values:
        found.setdefault(value.owner, []).append(value)
    for theirs in found.values():
        if len(theirs) > 1:
            theirs.sort(key=order)
    return {owner: tuple(theirs) for owner, theirs in found.items()}

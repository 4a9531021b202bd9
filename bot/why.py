"""Why a follow-up is asked now, or why not: `bot.due.agenda` itself is asked, once for each thing in the way.

The freest person imaginable (no pause, no day off, no closing time, a free budget) is given back their own
limits one by one; the first with which the agenda does not ask any more is the reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, Literal

from bot.due import Agenda, Sent, agenda, moved_to
from bot.facts import Person
from bot.planned import Planned
from bot.rules import calendar
from bot.sharing import bundle
from bot.store import Unit

WEEK: Final = timedelta(days=8)
"""How far back messages are counted: a week, and a day for whoever is ahead of UTC."""

Why = Literal[
    "due", "not yet", "paused", "weekend", "holiday", "free", "away", "hours", "quiet", "room", "over", "ended"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a follow-up stands. `until` is when it is looked at next, aware UTC; None when it is not, or now."""

    person: Person
    item: Planned
    why: Why
    until: datetime | None = None
    reason: str = ""  # of "ended", in words


def all_standings(unit: Unit, now: datetime) -> Iterator[Standing]:
    """How everybody's open follow-ups stand at a moment."""
    planned: dict[str, list[Planned]] = {}
    for item in unit.follow_ups.all_open():
        planned.setdefault(item.person, []).append(item)
    sent = unit.outbox.sent(planned, (now - WEEK).date())
    for person in unit.people.all():
        if person.id in planned:
            yield from standings(person, planned[person.id], sent.get(person.id, {}), now)


def standings(person: Person, items: Iterable[Planned], sent: Sent, now: datetime) -> Iterator[Standing]:
    """How each of one person's open follow-ups stands; `sent` as for the agenda."""
    items = list(items)
    come = [item for item in items if item.due_at <= now]
    todo = agenda(person, come, sent, now)
    asked, left = bundle(todo.slot)
    today = calendar.local(now, person.zone).date()
    for item in (*todo.alone, *asked):
        yield Standing(person, item, "due")
    for item in left:
        later = moved_to(person, item, calendar.next_workday(person, today))
        yield Standing(person, item, "room", later.due_at)
    yield from _not_asked(person, come, todo, sent, now)
    for item in items:
        if item.due_at > now:
            yield from _to_come(person, item, sent, item.due_at)


def _to_come(person: Person, item: Planned, sent: Sent, moment: datetime) -> Iterator[Standing]:
    """What would become of it at its own moment, as things stand."""
    todo = agenda(person, (item,), sent, moment)
    if todo.slot or todo.alone:
        yield Standing(person, item, "not yet", moment)
    yield from _not_asked(person, (item,), todo, sent, moment)


def _not_asked(person: Person, items: Iterable[Planned], todo: Agenda, sent: Sent, now: datetime) -> Iterator[Standing]:
    before = {item.key: item for item in items}
    for later in todo.moved:
        item = before[later.key]
        yield Standing(person, item, _in_the_way(person, item, sent, now), later.due_at)
    for item in todo.lapsed:
        yield Standing(person, item, _in_the_way(person, item, sent, now))
    for item, reason in todo.ended:
        yield Standing(person, item, "ended", reason=reason)


def _in_the_way(person: Person, item: Planned, sent: Sent, now: datetime) -> Why:
    for why, limited, counted in _limits(person, sent, now):
        todo = agenda(limited, (item,), counted, now)
        if not todo.slot and not todo.alone:
            return why or ("over" if todo.lapsed else "not yet")
    return "not yet"


def _limits(person: Person, sent: Sent, now: datetime) -> Iterator[tuple[Why | None, Person, Sent]]:
    """The freest person, and then one limit more each time, with its name."""
    some = replace(
        person,
        state="active" if person.state == "paused" else person.state,
        paused_until=None,
        workdays="1234567",
        country="",
        free_days=(),
        away=(),
        opens=time.min,
        closes=time.max,
        asks_at=calendar.asks_at(person),
        next_morning=False,
        quiet_until=None,
    )
    yield None, some, {}
    some = replace(some, state=person.state, paused_until=person.paused_until)
    yield "paused", some, {}
    some = replace(some, workdays=person.workdays, country=person.country, free_days=person.free_days, away=person.away)
    yield calendar.day_off(person, calendar.local(now, person.zone).date()) or None, some, {}
    some = replace(some, opens=person.opens, closes=person.closes)
    yield "hours", some, {}
    yield "quiet", person, {}
    yield "room", person, sent

"""The clock: what a leader was told, what has become of each, and how long it waits, in their working days. Pure.

Every release of a round counts, and whatever was told with a name to be known or as a request; thanks carry no clock.
Before its release a round is nothing here, however it ended. Whoever sees counts and ages sees no more than these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from bot.content.words import Words
from bot.facts import Capture, Facts, Item, Person, Round
from bot.messages import Span
from bot.rules import calendar

KEPT: Final = timedelta(days=365)
"""As far back as it is counted: what was told with a name is kept no longer."""

State = Literal["heard", "thanked", "answered", "declined", "done", "told", "unanswered"]
"""In this order; "unanswered": the team was told that no reply came."""
WAITING: Final = ("heard", "thanked")


@dataclass(frozen=True, slots=True)
class Heard:
    """One release, or one thing that was told with a name: since when the leader has it, and its age in working days
    of theirs."""

    id: str
    kind: Literal["round", "item"]
    state: State
    since: date
    age: int

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Clock:
    """What a team can always see: how many were heard, how many of them answered, and how long the oldest of the others
    waits; None when nothing does. `unanswered` were left without a reply."""

    heard: int = 0
    answered: int = 0
    unanswered: int = 0
    oldest: int | None = None


def clock(facts: Facts, leader: Person, now: datetime) -> Clock:
    """The clock of one leader's team, the same for them and for everybody in it."""
    return counted(heard(facts, leader, now))


def counted(told: Iterable[Heard]) -> Clock:
    """What so much comes to."""
    told = tuple(told)
    waiting = [one.age for one in told if one.waits]
    unanswered = sum(one.state == "unanswered" for one in told)
    answered = len(told) - len(waiting) - unanswered
    return Clock(len(told), answered, unanswered, max(waiting, default=None))


def heard(facts: Facts, leader: Person, now: datetime) -> tuple[Heard, ...]:
    """Everything of this leader's that carries a clock, oldest first."""
    today = calendar.local(now, leader.zone).date()
    rounds = (_round(one, leader, facts.captures, today) for one in facts.rounds if is_released(one, leader.id, now))
    items = (_item(one, leader, today) for one in facts.items if one.leader == leader.id and one.kind != "thanks")
    found = (one for one in (*rounds, *items) if today - one.since <= KEPT)
    return tuple(sorted(found, key=lambda one: (one.since, one.id)))


def is_released(one: Round, leader: str, now: datetime) -> bool:
    """Whether it is a round of that leader's whose results have come."""
    return one.leader == leader and one.state == "released" and one.releases_at <= now


def arrived_on(leader: Person, at: datetime) -> date:
    """The working day on which something that was told at that moment is with the leader."""
    wall = calendar.local(at, leader.zone)
    late = leader.opens <= leader.closes < wall.time()
    return calendar.workday_on_or_after(leader, wall.date() + timedelta(days=late))


def age(leader: Person, since: date, today: date) -> int:
    """For how many working days a leader has had something."""
    return calendar.workdays_between(leader, since, today)


def line(words: Words, clock: Clock) -> tuple[Span, ...]:
    """The clock in a line: "6 heard, 5 answered, the oldest waits 3 days."."""
    if not clock.heard:
        return words.spans("clock.nothing")
    if clock.unanswered:
        begin = words.spans("clock.counts_left", heard=clock.heard, answered=clock.answered, left=clock.unanswered)
    else:
        begin = words.spans("clock.counts", heard=clock.heard, answered=clock.answered)
    if clock.oldest is None:
        return (*begin, *words.spans("clock.nothing_waits"))
    if not clock.oldest:
        return (*begin, *words.spans("clock.oldest_today"))
    return (*begin, *words.spans("clock.oldest", count=clock.oldest))


def _round(one: Round, leader: Person, captures: Iterable[Capture], today: date) -> Heard:
    since = calendar.local(one.releases_at, leader.zone).date()
    return Heard(one.id, "round", _state(one, captures), since, age(leader, since, today))


def _state(one: Round, captures: Iterable[Capture]) -> State:
    if one.replied_on is not None:
        promised = [capture.state for capture in captures if capture.loop == one.id]
        return "done" if promised and all(state == "kept" for state in promised) else "answered"
    if one.unanswered_on is not None:
        return "unanswered"
    return "heard" if one.thanked_on is None else "thanked"


def _item(one: Item, leader: Person, today: date) -> Heard:
    since = arrived_on(leader, one.made_at)
    return Heard(one.id, "item", one.state, since, age(leader, since, today))

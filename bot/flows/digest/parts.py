"""Which part of the page each leader stands in, by exception, and what the five parts and the figures say.

Composed of `Shown` rows and of what the coach has noted, and of nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from bot.coaching import Engagement, Shown
from bot.content.words import Words
from bot.facts import Person
from bot.flows.digest import full, said
from bot.flows.digest.said import Standing
from bot.messages import Plain, Span, Text, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

FEWEST: Final = 5
"""Leaders from whom on figures of a group are told."""
STEADY: Final[tuple[Standing, ...]] = ("usual", "above", "below", "going")


Row = tuple[str, tuple[Span, ...]]
"""A leader, and what is said of them."""
NAME: Final = 60
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One leader on a page: who it is, what they show of the week (None for nothing), and what the coach has noted."""

    leader: Person
    shown: Shown | None
    between: Engagement

    @property
    def name(self) -> Typed:
        """How they are called."""
        return Typed(one_line(self.leader.name or self.leader.id, NAME))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every leader in one part, by name within it."""

    first: tuple[Entry, ...] = ()
    good: tuple[Entry, ...] = ()
    steady: tuple[Entry, ...] = ()
    quiet: tuple[Entry, ...] = ()


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By name."""
    return tuple(sorted(entries, key=lambda one: (one.name.text.casefold(), one.leader.id)))


def placed(words: Words, entries: Iterable[Entry]) -> Sorted:
    """What needs the coach first, good news, steady, and the rest."""
    found: dict[str, list[Entry]] = {"first": [], "good": [], "steady": [], "quiet": []}
    for one in in_order(entries):
        found[_part(words, one)].append(one)
    return Sorted(*(tuple(some) for some in found.values()))


def _part(words: Words, one: Entry) -> str:
    if one.shown is None or full.is_empty(one.shown):
        return "quiet"
    places = {piece.place for piece in said.pieces(words, one.shown, one.leader)}
    if "first" in places or "good" in places:
        return "first" if "first" in places else "good"
    return "quiet" if said.standing(one.shown) == "quiet" else "steady"


def row(words: Words, one: Entry, now: datetime, zone: str, *, own: bool) -> Row:
    """One leader of the first two parts: the name, what is worth a word, and the session of this week. That one is
    noted by the coach and stands on no leader's card, so it is for the coach's own eyes."""
    told = said.in_short(words, one.shown, one.leader) if one.shown is not None else ()
    return (one.name.text, said.joined((told, *(_session(words, one, now, zone) if own else ()))))


def _session(words: Words, one: Entry, now: datetime, zone: str) -> tuple[tuple[Span, ...], ...]:
    at = one.between.session_at
    if at is None or at < now:
        return ()
    wall = calendar.local(at, zone)
    return (words.spans("digest.session", day=wall.date(), at=wall.time()),)


def steady(words: Words, some: tuple[Entry, ...]) -> Text:
    """Names alone, against each one's own past."""
    groups: list[tuple[Span, ...]] = []
    for standing in STEADY:
        names = [one.name for one in some if one.shown is not None and said.standing(one.shown) == standing]
        if names:
            groups.append((*listed(names), Plain(" "), *words.spans(said.STANDINGS[standing])))
    return Text((*words.spans("digest.steady"), Plain(" "), *said.joined(tuple(groups))))


def quiet(words: Words, some: tuple[Entry, ...]) -> Text:
    """Names alone: resting, silent, and sharing nothing look the same."""
    return Text((*words.spans("digest.quiet_part"), Plain(" "), *listed([one.name for one in some])))


def listed(names: Iterable[Typed]) -> tuple[Span, ...]:
    """One after the other."""
    found: list[Span] = []
    for name in names:
        found += [Plain(", "), name] if found else [name]
    return tuple(found)


def together(words: Words, entries: Iterable[Entry]) -> tuple[Text, ...]:
    """Figures of all of them; from fewer than five nothing."""
    lines = [one.shown.line for one in entries if one.shown is not None]
    counted = [one for one in lines if one.expected]
    if len(counted) < FEWEST:
        return ()
    done, expected = sum(one.done for one in counted), sum(one.expected for one in counted)
    return (words("digest.together", size="small", done=done, expected=expected, count=len(counted)),)


T = TypeVar("T")


def batched(some: tuple[T, ...], most: int) -> tuple[tuple[T, ...], ...]:
    """So many at a time."""
    return tuple(some[at : at + most] for at in range(0, len(some), most))

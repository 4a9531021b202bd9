"""Whom one can tell something with one's name: the leaders in whose team one is, found by what was typed."""

from dataclasses import dataclass
from typing import Final

from bot.content.words import Words, fold
from bot.facts import Facts, Member, Person, Team
from bot.flows import teams
from bot.rules.shortened import one_line

_EDGES: Final = "@,:;.!?\"“”'"


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: whom it names (None: nobody, or several), what it says, and a name that fits no leader."""

    leader: Person | None
    words: str
    unknown: str = ""


def leaders(facts: Facts) -> tuple[Person, ...]:
    """The leaders whom something can be told, by name."""
    return tuple(one for one in _named(facts) if one.state not in teams.ASKED_NO_MORE)


def unreached(facts: Facts) -> Person | None:
    """The leader whom nothing reaches at the moment, where there is nobody else to tell."""
    return next(iter(_named(facts)), None) if not leaders(facts) else None


def leader(facts: Facts, wanted: str) -> Person | None:
    """The leader of that id; None where one is not in their team, or nothing reaches them."""
    return next((one for one in leaders(facts) if one.id == wanted), None)


def read(facts: Facts, text: str) -> Line:
    """What was typed after "tell": a name first, or none at all where there is only one leader."""
    bare, known = text.strip(), leaders(facts)
    found = [(size, one) for one in known if (size := _names(bare, one))]
    longest = max((size for size, _ in found), default=0)
    fitting = [one for size, one in found if size == longest]
    if fitting:
        return Line(fitting[0] if len(fitting) == 1 else None, _said(facts.words, _after(bare, longest)))
    only = known[0] if len(known) == 1 else None
    if not bare or _first(bare) in facts.words.list("tell.no_names"):
        return Line(only, _said(facts.words, bare))
    return Line(None, bare, one_line(bare.split(maxsplit=1)[0].strip(_EDGES), 40))


def _named(facts: Facts) -> tuple[Person, ...]:
    """Nobody hears of a team before its leader has told them."""
    ids = {one.leader for one in teams.joined(facts) if _knows(one, teams.led_by(facts, one.leader))}
    return tuple(sorted((one for one in facts.people if one.id in ids), key=lambda one: (fold(one.name), one.id)))


def _knows(member: Member, team: Team | None) -> bool:
    if team is None or team.state not in ("told", "running"):
        return False
    return team.state == "told" or member.state != "named"


def _names(text: str, one: Person) -> int:
    """With how many words the line begins that are this person's name, or their first name."""
    typed = [fold(word).strip(_EDGES) for word in text.split()]
    whole = fold(one.name).split()
    if whole and typed[: len(whole)] == whole:
        return len(whole)
    return int(bool(whole) and typed[:1] == whole[:1])


def _after(text: str, size: int) -> str:
    rest = text.split(maxsplit=size)
    return rest[size] if len(rest) > size else ""


def _first(text: str) -> str:
    return fold(text.split(maxsplit=1)[0]).strip(_EDGES)


def _said(words: Words, text: str) -> str:
    """The words themselves, without the "that" between them and the name."""
    bare = text.lstrip(" \t\r\n:,;-–—")
    if bare and _first(bare) in words.list("tell.joins"):
        return _after(bare, 1).lstrip()
    return bare

"""What several flows ask about other people: how somebody is called, whom a form names, and where they are."""

import re
from collections.abc import Iterable
from typing import Final

from bot.facts import Facts, Person
from bot.messages import Typed
from bot.rules.sentence import tokens

MOST_NAMED: Final = 100
"""Ids that are read of one field."""
LONGEST_NAME: Final = 20
"""Words in which a name is looked for."""


def called(facts: Facts, person_id: str) -> Typed:
    """How a person is called: the name that the platform has, or the id when they are not known (any more)."""
    known = next((one for one in facts.people if one.id == person_id), None)
    return Typed(known.name if known is not None and known.name else person_id)


def named_in(field: str) -> tuple[str, ...]:
    """The ids of the people whom a field of a form names, each once."""
    return tuple(dict.fromkeys(one for one in re.split(r"[,\s]+", field) if one))[:MOST_NAMED]


def names_in(text: str) -> tuple[str, ...]:
    """Whole names as they are pasted, each once: a line each, or with commas or semicolons between; what a list puts
    before them goes."""
    pasted = (re.sub(r"^[\s\d.)*•@–-]+", "", one) for one in re.split(r"[\n,;]+", text))
    return tuple(dict.fromkeys(name for one in pasted if (name := " ".join(one.split()))))[:MOST_NAMED]


def addressed(text: str, some: Iterable[Person]) -> tuple[tuple[Person, ...], str]:
    """Whom of these a line names first, by whole name or by the first of it, and what it says behind that, as it was
    typed. The longest name that fits is meant, and one that stands there whole before one that begins so."""
    typed = [next(iter(tokens(word)), "") for word in text.split(maxsplit=LONGEST_NAME)[:LONGEST_NAME]]
    sizes = [(_fits(typed, tokens(one.name)), one) for one in some]
    best = max((size for size, _ in sizes), default=(0, False))
    if not best[0]:
        return (), text.strip()
    behind = text.split(maxsplit=best[0])[best[0] :]
    return tuple(one for size, one in sizes if size == best), "".join(behind).lstrip(" :,-–—").strip()


def _fits(typed: list[str], name: list[str]) -> tuple[int, bool]:
    """How many words of a name the line begins with, and whether that is all of it."""
    if name and typed[: len(name)] == name:
        return len(name), True
    return int(bool(name) and typed[:1] == name[:1]), False


def same_place(one: str, other: str) -> bool:
    """Whether both ids are of one workspace or tenant: what stands before the first dot of an id."""
    return workspace(one) == workspace(other)


def workspace(person: str) -> str:
    """The workspace or tenant of an id; "" where there is only one."""
    before, dot, _ = person.partition(".")
    return before if dot else ""


def is_near(facts: Facts, channel: str) -> bool:
    """Whether a channel's address is on the platform and in the workspace of one of this person's own."""
    return bool(channel) and any(_place(home) == _place(channel) for home in facts.person.homes)


def _place(address: str) -> tuple[str, str]:
    platform, _, rest = address.partition(":")
    return platform, workspace(re.split(r"\s", rest)[0])

"""Which person an operator means: an id, or a name that only one person has."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from bot.content.words import fold
from bot.errors import UnknownPerson
from bot.facts import Person

NEAR: Final = 5
"""How many are suggested."""


def find_person(people: Iterable[Person], typed: str) -> Person:
    """The person of that id, or else of that name.

    Raises:
        UnknownPerson: there is none, or more than one; names those who come near.
    """
    everybody = sorted(people, key=lambda person: person.id)
    for person in everybody:
        if person.id == typed:
            return person
    same = [person for person in everybody if fold(person.name) == fold(typed)]
    match same:
        case [only]:
            return only
        case []:
            near = _near(everybody, typed)
            meant = f" Did you mean {_listed(near)}?" if near else ""
            raise UnknownPerson(f"Nobody has the id or the name “{typed}”.{meant}")
        case _:
            raise UnknownPerson(f"“{typed}” is the name of {len(same)} people: {_listed(same[:NEAR])}. Use an id.")


def _near(people: list[Person], typed: str) -> list[Person]:
    folded = fold(typed)
    known: dict[str, list[Person]] = {}
    for person in people:
        for name in {fold(person.id), fold(person.name), *fold(person.name).split()}:
            known.setdefault(name, []).append(person)
    begin = [name for name in sorted(known) if folded and name.startswith(folded)]
    names = (*begin, *get_close_matches(folded, known, NEAR))
    return list({person.id: person for name in names for person in known[name]}.values())[:NEAR]


def _listed(people: list[Person]) -> str:
    return ", ".join(f"{person.name} ({person.id})" for person in people)

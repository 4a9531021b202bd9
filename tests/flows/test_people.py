"""Whom a typed line means, in the words of whoever writes it."""

import pytest

from bot.facts import Person
from bot.flows.people import addressed

PEOPLE = [Person(name, name) for name in ("Ana", "Ana Lima", "Ben Ota", "Ben Ito", "")]


@pytest.mark.parametrize(
    ("line", "who", "said"),
    [
        ("Ana", ["Ana"], ""),
        ("ana lima: call Lea\nask Omar", ["Ana Lima"], "call Lea\nask Omar"),
        ("Ana, the numbers", ["Ana"], "the numbers"),
        ("Ben", ["Ben Ota", "Ben Ito"], ""),
        ("Ben Ito tomorrow", ["Ben Ito"], "tomorrow"),
        ("Anatol 14:00", [], "Anatol 14:00"),
        ("", [], ""),
        (":", [], ":"),
        ("word " * 9999, [], ("word " * 9999).strip()),
    ],
)
def test_the_longest_name_at_the_beginning_is_meant_and_the_rest_stays_as_it_was_typed(
    line: str, who: list[str], said: str
) -> None:
    found, rest = addressed(line, PEOPLE)
    assert ([one.name for one in found], rest) == (who, said)

"""The opponent of anonymity, played: every file, every journal, every key that can be copied, and who answered when.

He must do no better than a guess, and he must not be blind: what everybody builds first, and our own box with one
thing broken, he links. `pytest --ballots 400` shows him more rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.ballot.cells import FileCells
from bot.store import Store
from tests.ballot.opponent.attacks import ATTACKS
from tests.ballot.opponent.houses import BROKEN, Breaking, House, Naive, Ours
from tests.ballot.opponent.sight import Sight, bound, hits
from tests.ballot.opponent.watch import play

FEW = 60
"""Rounds of a broken house, where one answer in five is linked for certain."""
LEVEL = 0.01 / (len(ATTACKS) * 2 * 2)
"""One percent for everything that is tried together: every attack, at two moments, on two databases."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best attack on some rounds at one moment."""

    attack: str
    right: int
    rounds: int
    people: int

    @property
    def accuracy(self) -> float:
        return self.right / (self.rounds * self.people)

    @property
    def is_a_guess(self) -> bool:
        return self.right < bound(self.rounds, self.people, LEVEL)

    def __str__(self) -> str:
        limit = bound(self.rounds, self.people, LEVEL) / (self.rounds * self.people)
        return f"{self.accuracy:.3f} by {self.attack!r} in {self.rounds} rounds (a guess stays below {limit:.3f})"


def best(sights: Sequence[Sight]) -> Best:
    right = {name: hits(sights, attack(sights)) for name, attack in ATTACKS.items()}
    attack = max(right, key=lambda name: right[name])
    return Best(attack, right[attack], len(sights), len(sights[0].people))


def attacked(store: Store, cells: FileCells, house: House, rounds: int, name: str) -> tuple[Best, Best]:
    """In the middle with every key that lies there, and after the end."""
    middle, end = play(store, cells, house, rounds, name)
    return best(middle), best(end)


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--ballots"))


def test_nobody_is_linked_to_an_answer_better_than_by_guessing(store: Store, cells: FileCells, rounds: int) -> None:
    """In one run of a hundred some attack is lucky; then four times as many rounds decide."""
    found = attacked(store, cells, Ours(), rounds, "first")
    if not all(one.is_a_guess for one in found):
        found = attacked(store, cells, Ours(), 4 * rounds, "again")
    middle, end = found
    print(f"{store.dialect}: middle {middle}; end {end}")
    assert middle.is_a_guess, f"in the middle, with the key: {middle}"
    assert end.is_a_guess, f"after the end: {end}"


def test_the_opponent_is_not_blind(store: Store, cells: FileCells) -> None:
    for found in attacked(store, cells, Naive(), 10, "naive"):
        assert found.accuracy >= 0.9, str(found)


@pytest.mark.parametrize("breaking", BROKEN, ids=lambda one: one.__name__)
def test_whatever_is_broken_is_caught(
    store: Store, cells: FileCells, breaking: Breaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch)
    middle, end = attacked(store, cells, Ours(), FEW, "broken")
    print(f"{store.dialect}, {breaking.__name__}: middle {middle}; end {end}")
    assert not (middle.is_a_guess and end.is_a_guess)

"""The box: one size, one key a time, one round, and no order."""

from collections import Counter

import pytest

from bot.ballot import box
from bot.ballot.box import MARK, SLOT, Box


def filled(*texts: str, roster: int = 8) -> Box:
    found = box.empty(roster)
    for text in texts:
        found = box.add(found, box.mark("r", text), text.encode().ljust(SLOT, b"\0"))
    return found


@pytest.mark.parametrize(("roster", "slots"), [(5, 8), (8, 8), (9, 16), (50, 56), (200, 200)])
def test_it_is_as_large_as_the_roster_rounded_up(roster: int, slots: int) -> None:
    found = box.empty(roster)
    assert len(found.people) == len(found.slots) == slots
    sealed = box.seal(found, "r", box.new_key())
    assert len(sealed) == slots * (SLOT + MARK) + 28


def test_it_is_as_large_with_all_answers_as_with_none() -> None:
    sizes = {len(box.seal(filled(*"abcdefgh"[:count]), "r", box.new_key())) for count in range(9)}
    assert len(sizes) == 1


def test_it_opens_with_its_key_for_its_round_and_unchanged() -> None:
    key, other = box.new_key(), box.new_key()
    sealed = box.seal(filled("a"), "r", key)
    see_that_a_has_answered(box.unseal(sealed, "r", key))
    assert box.unseal(sealed, "r", other) is None
    assert box.unseal(sealed, "another", key) is None
    assert box.unseal(bytes([sealed[0] ^ 1]) + sealed[1:], "r", key) is None
    assert box.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "r", key) is None


def see_that_a_has_answered(found: Box | None) -> None:
    assert found is not None
    assert [slot.rstrip(b"\0") for slot in found.answers()] == [b"a"]
    assert found.holds(box.mark("r", "a"))
    assert not found.holds(box.mark("r", "b"))
    assert not found.holds(box.mark("other", "a"))


def test_the_same_box_is_sealed_differently_each_time() -> None:
    key = box.new_key()
    assert len({box.seal(filled("a"), "r", key) for _ in range(50)}) == 50
    assert len({box.new_key() for _ in range(50)}) == 50


def test_every_slot_and_every_mark_is_moved_with_every_answer() -> None:
    """800 boxes of three answers: each lies in each of eight places about a hundred times, in either part."""
    places: Counter[tuple[str, str, int]] = Counter()
    for _ in range(800):
        found = filled("a", "b", "c")
        for text in "abc":
            places["slot", text, found.slots.index(text.encode().ljust(SLOT, b"\0"))] += 1
            places["mark", text, found.people.index(box.mark("r", text))] += 1
    assert len(places) == 2 * 3 * 8
    assert all(44 < count < 156 for count in places.values())  # six standard deviations


def test_where_a_person_stands_says_nothing_of_where_the_answer_lies() -> None:
    together = sum(
        one.people.index(box.mark("r", "a")) == one.slots.index(b"a".ljust(SLOT, b"\0"))
        for one in (filled("a", "b") for _ in range(800))
    )
    assert 44 < together < 156


def test_it_shows_nothing_of_itself() -> None:
    assert "slots" not in repr(filled("a"))

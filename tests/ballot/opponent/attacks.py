"""Every way of guessing whose answer is which that we could think of. Each has an answer for everybody.

Where nothing is found, it is a blind guess, which is right as often as any other.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from bot.ballot import box
from bot.ballot.box import Box
from bot.store.vault import MARK
from tests.ballot.opponent.sight import Guess, Sight

Attack = Callable[[Sequence[Sight]], list[Guess]]

STREAMS: Final = ("files", "journal", "log")
_TOKEN: Final = re.compile(re.escape(MARK.encode()) + rb"[A-Za-z0-9_=-]{60,}")


def by_order(sight: Sight, found: Iterable[int]) -> Guess:
    """The answers in the order in which they were found are those of the people in the order in which they came."""
    return filled(sight, dict(enumerate(dict.fromkeys(found))))


def filled(sight: Sight, known: dict[int, int]) -> Guess:
    """What is known of some, and for the others what is left, blindly."""
    taken: dict[int, int] = {}
    for person, answer in known.items():
        if person < len(sight.people) and answer not in taken.values():
            taken[person] = answer
    left = [answer for answer in range(len(sight.answers)) if answer not in taken.values()]
    random.shuffle(left)
    return [taken[person] if person in taken else left.pop() for person in range(len(sight.people))]


def assigned(sight: Sight, weights: dict[tuple[int, int], float]) -> Guess:
    """The heaviest pairs of person and answer first."""
    known: dict[int, int] = {}
    for person, answer in sorted(weights, key=lambda pair: -weights[pair]):
        if person not in known and answer not in known.values():
            known[person] = answer
    return filled(sight, known)


def places(sight: Sight, stream: str) -> list[tuple[int, int]]:
    """Where in a stream which answer stands, in the clear or sealed with a key of the settings."""
    if stream not in sight.known:
        sight.known[stream] = _places(sight, sight.bytes_of[stream])
    found: list[tuple[int, int]] = sight.known[stream]
    return found


def _places(sight: Sight, searched: bytes) -> list[tuple[int, int]]:
    found = [
        (hit.start(), answer)
        for answer, text in enumerate(sight.answers)
        for hit in re.finditer(re.escape(text.encode()), searched)
    ]
    for token in _TOKEN.finditer(searched):
        texts = [_unsealed(token[0][1:], key) for key in sight.secrets]
        found += [
            (token.start(), place) for place, one in enumerate(sight.answers) if any(one in text for text in texts)
        ]
    return sorted(found)


@lru_cache(maxsize=10_000)
def _unsealed(token: bytes, key: bytes) -> str:
    try:
        return Fernet(key).decrypt(token).decode()
    except InvalidToken:
        return ""  # a piece of one, or something else


def in_order_of_bytes(stream: str, last: bool, backward: bool, sights: Sequence[Sight]) -> list[Guess]:
    """Where each answer stands first, or last."""
    guesses = []
    for sight in sights:
        found = places(sight, stream)
        at = {answer: place for place, answer in (found if last else reversed(found))}
        guesses.append(by_order(sight, sorted(at, key=lambda answer: at[answer], reverse=backward)))
    return guesses


def beside_the_name(stream: str, after: bool, sights: Sequence[Sight]) -> list[Guess]:
    """Whose id stands nearest to each answer, before it or after it."""
    guesses = []
    for sight in sights:
        searched = sight.bytes_of[stream]
        names = sorted(
            (hit.start(), person)
            for person, name in enumerate(sight.people)
            for hit in re.finditer(re.escape(name.encode()), searched)
        )
        weights: dict[tuple[int, int], float] = {}
        for at, answer in places(sight, stream):
            near = [(abs(at - place), person) for place, person in names if (place > at) is after]
            if near:
                away, person = min(near)
                weights[person, answer] = max(weights.get((person, answer), 0), 1 / (1 + away))
        guesses.append(assigned(sight, weights))
    return guesses


def by_length(sights: Sequence[Sight]) -> list[Guess]:
    """By how much the box grew with every answer."""
    guesses = []
    for sight in sights:
        sizes = [len(one) for one in sight.versions]
        grown = [later - earlier for earlier, later in pairwise(sizes) if later != earlier]
        lengths = [len(text.encode()) for text in sight.answers]
        offset = min(grown, default=0) - min(lengths)
        weights = {
            (person, answer): 1 / (1 + abs(more - offset - length))
            for person, more in enumerate(grown)
            for answer, length in enumerate(lengths)
        }
        guesses.append(assigned(sight, weights if grown else {}))
    return guesses


def opened(sight: Sight) -> list[Box]:
    """The boxes that the keys open, oldest first."""
    if "boxes" not in sight.known:
        sight.known["boxes"] = _opened(sight)
    found: list[Box] = sight.known["boxes"]
    return found


def _opened(sight: Sight) -> list[Box]:
    found = []
    for sealed in sight.versions:
        for key in sight.keys:
            one = box.unseal(sealed, sight.round, key)
            if one is not None:
                found.append(one)
                break
    return found


def in_slots(sight: Sight, one: Box) -> dict[int, int]:
    """Which answer lies in which slot."""
    return {
        place: answer
        for place, slot in enumerate(one.slots)
        for answer, text in enumerate(sight.answers)
        if text.encode() in slot
    }


def in_order_of_slots(backward: bool, sights: Sequence[Sight]) -> list[Guess]:
    """Where each answer lies in the newest box."""
    guesses = []
    for sight in sights:
        lies = in_slots(sight, boxes[-1]) if (boxes := opened(sight)) else {}
        guesses.append(by_order(sight, (lies[place] for place in sorted(lies, reverse=backward))))
    return guesses


def beside_the_mark(by_rank: bool, sights: Sequence[Sight]) -> list[Guess]:
    """Where each person stands in the newest box, and which answer lies there, or is the so manyeth."""
    guesses = []
    for sight in sights:
        known: dict[int, int] = {}
        for newest in opened(sight)[-1:]:
            marks = [box.mark(sight.round, name) for name in sight.people]
            stands = sorted((newest.people.index(mark), person) for person, mark in enumerate(marks))
            lies = in_slots(sight, newest)
            if by_rank:
                known = dict(zip((person for _, person in stands), (lies[at] for at in sorted(lies)), strict=False))
            else:
                known = {person: lies[place] for place, person in stands if place in lies}
        guesses.append(filled(sight, known))
    return guesses


def by_difference(sights: Sequence[Sight]) -> list[Guess]:
    """Which answer came with which version of the box."""
    guesses = []
    for sight in sights:
        known: dict[int, int] = {}
        before: set[int] = set()
        for one in opened(sight):
            there = set(in_slots(sight, one).values())
            if len(there - before) == 1:
                known[len(there) - 1] = min(there - before)
            before = there
        guesses.append(filled(sight, known))
    return guesses


def learned(place_of: Callable[[Sight], dict[int, int]], sights: Sequence[Sight]) -> list[Guess]:
    """Where the answer of the first, the second, … lay in one half of the rounds, it is looked for in the other."""
    found = [{answer: place for place, answer in place_of(sight).items()} for sight in sights]
    seen: tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]] = (Counter(), Counter())
    for number, (sight, where) in enumerate(zip(sights, found, strict=True)):
        seen[number % 2].update((person, where[one]) for person, one in enumerate(sight.truth) if one in where)
    guesses = []
    for number, (sight, where) in enumerate(zip(sights, found, strict=True)):
        other = seen[1 - number % 2]
        weights = {
            (person, answer): other[person, place] + random.random() / 1000
            for person in range(len(sight.people))
            for answer, place in where.items()
        }
        guesses.append(assigned(sight, weights))
    return guesses


def newest_slots(sight: Sight) -> dict[int, int]:
    """Which answer lies where in the newest box."""
    boxes = opened(sight)
    return in_slots(sight, boxes[-1]) if boxes else {}


def ranks(stream: str, sight: Sight) -> dict[int, int]:
    """Which answer stands first in a stream, which second."""
    return dict(enumerate(dict.fromkeys(answer for _, answer in places(sight, stream))))


ATTACKS: Final[dict[str, Attack]] = {
    **{
        f"{'last' if last else 'first'} in the {stream}{', backward' if backward else ''}": partial(
            in_order_of_bytes, stream, last, backward
        )
        for stream in STREAMS
        for last in (False, True)
        for backward in (False, True)
    },
    **{
        f"{'after' if after else 'before'} the name in the {stream}": partial(beside_the_name, stream, after)
        for stream in STREAMS
        for after in (False, True)
    },
    **{f"learned ranks in the {stream}": partial(learned, partial(ranks, stream)) for stream in STREAMS},
    "lengths": by_length,
    "slots": partial(in_order_of_slots, False),
    "slots, backward": partial(in_order_of_slots, True),
    "learned slots": partial(learned, newest_slots),
    "slot of the mark": partial(beside_the_mark, False),
    "rank of the mark": partial(beside_the_mark, True),
    "differences": by_difference,
}

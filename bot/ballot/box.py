"""The box of one round: as large with one answer as with all of them, and nothing in it has an order.

Sealed it is a nonce and what ChaCha20-Poly1305 makes of two parts, each padded with zeros: who has taken part, and
what was answered. Every answer shuffles both and seals them with a key that was never used before, so an older box
cannot be held against a newer one by whoever has the newer one's key.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from secrets import SystemRandom
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SLOT: Final = 2048
"""Bytes of one answer."""
MARK: Final = 32
"""Bytes that stand for one person."""
STEP: Final = 8
"""A roster is rounded up to so many."""
NONCE: Final = 12
_FREE: Final = bytes(SLOT)
_NOBODY: Final = bytes(MARK)


@dataclass(frozen=True, slots=True, repr=False)
class Box:
    """An open box; free slots are zeros."""

    people: tuple[bytes, ...]
    slots: tuple[bytes, ...]

    def holds(self, person: bytes) -> bool:
        """Whether that person has taken part."""
        return person in self.people

    def answers(self) -> list[bytes]:
        """The slots that are not free."""
        return [slot for slot in self.slots if slot != _FREE]


def empty(roster: int) -> Box:
    """A box for so many people."""
    size = -(-roster // STEP) * STEP
    return Box((_NOBODY,) * size, (_FREE,) * size)


def mark(round_: str, person: str) -> bytes:
    """What stands for a person in the box of a round."""
    return sha256(f"{round_}\0{person}".encode()).digest()


def add(box: Box, person: bytes, slot: bytes) -> Box:
    """With one answer more, and all of it shuffled, each part by itself."""
    people, slots = list(box.people), list(box.slots)
    people[people.index(_NOBODY)] = person
    slots[slots.index(_FREE)] = slot
    return Box(tuple(shuffled(people)), tuple(shuffled(slots)))


def shuffled(things: Iterable[bytes]) -> list[bytes]:
    """In an order that nobody can work out: a generator with a seed could be wound back."""
    shuffling = list(things)
    SystemRandom().shuffle(shuffling)
    return shuffling


def new_key() -> bytes:
    """A key that was never used before."""
    return ChaCha20Poly1305.generate_key()


def seal(box: Box, round_: str, key: bytes) -> bytes:
    """The box of that round as the database holds it."""
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, b"".join((*box.people, *box.slots)), round_.encode())


def unseal(sealed: bytes, round_: str, key: bytes) -> Box | None:
    """The box of that round; None where this is not its key."""
    try:
        parts = ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], round_.encode())
    except InvalidTag:
        return None
    size = len(parts) // (MARK + SLOT)
    middle = size * MARK
    return Box(
        tuple(parts[at : at + MARK] for at in range(0, middle, MARK)),
        tuple(parts[at : at + SLOT] for at in range(middle, len(parts), SLOT)),
    )

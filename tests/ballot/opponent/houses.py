"""Ways of keeping answers: ours, ours with one thing broken, and the one that everybody builds first."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import pytest
from sqlalchemy import text

from bot.ballot import box, keys, release
from bot.ballot.answer import Answer
from bot.ballot.box import MARK, NONCE, SLOT, Box
from bot.store import Store
from bot.store.ballots import Ballots
from tests.ballot.samples import OPENED, answer, casts, closes, opens

log = logging.getLogger("house")

Patch = pytest.MonkeyPatch
Breaking = Callable[[Patch], None]


class House(Protocol):
    """Where people answer."""

    def opens(self, store: Store, round_: str, people: Sequence[str]) -> None:
        """A round begins."""

    def casts(self, store: Store, round_: str, person: str, words: str) -> None:
        """Somebody answers."""

    def closes(self, store: Store, round_: str) -> None:
        """It ends."""


class Ours:
    """The sealed box."""

    def opens(self, store: Store, round_: str, people: Sequence[str]) -> None:
        opens(store, round_, people)

    def casts(self, store: Store, round_: str, person: str, words: str) -> None:
        assert casts(store, person, answer(1, words), round_) == "taken"

    def closes(self, store: Store, round_: str) -> None:
        closes(store, round_)


class Naive:
    """A row an answer, with a number, and a ledger of who has answered when."""

    def opens(self, store: Store, round_: str, people: Sequence[str]) -> None:
        number = "integer primary key" if store.dialect == "sqlite" else "serial primary key"
        with store.begin() as unit:
            unit.connection.execute(text(f"CREATE TABLE IF NOT EXISTS naive (id {number}, round text, words text)"))
            unit.connection.execute(text("CREATE TABLE IF NOT EXISTS ledger (person text, round text, at text)"))

    def casts(self, store: Store, round_: str, person: str, words: str) -> None:
        given = {"person": person, "round": round_, "words": words, "at": OPENED.isoformat()}
        with store.begin() as unit:
            unit.connection.execute(text("INSERT INTO naive (round, words) VALUES (:round, :words)"), given)
            unit.connection.execute(text("INSERT INTO ledger VALUES (:person, :round, :at)"), given)

    def closes(self, store: Store, round_: str) -> None:
        return None


def no_shuffle(patch: Patch) -> None:
    """Everything stays where it was put."""
    for module in (box, release):
        patch.setattr(module, "shuffled", list)


def half_a_shuffle(patch: Patch) -> None:
    """Only the first half is shuffled."""
    whole = box.shuffled

    def half(things: Any) -> list[bytes]:
        found = list(things)
        return whole(found[: len(found) // 2]) + found[len(found) // 2 :]

    patch.setattr(box, "shuffled", half)


def no_new_key(patch: Patch) -> None:
    """One key for ever."""
    patch.setattr(keys, "new_key", lambda: b"k" * 32)


def an_old_key_kept(patch: Patch) -> None:
    """The key before the last one is never zeroed."""
    patch.setattr(keys.Keys, "done", lambda self: None)


def no_padding(patch: Patch) -> None:
    """A slot is as long as its answer."""
    seal, unseal = box.seal, box.unseal

    class Short:
        """A box that is written down without its zeros."""

        def __init__(self, whole: Box) -> None:
            self.people = [len(one).to_bytes(2) + one for one in (one.rstrip(b"\0") for one in whole.people)]
            self.slots = [len(one).to_bytes(2) + one for one in (one.rstrip(b"\0") for one in whole.slots)]

    def sealed(whole: Box, round_: str, key: bytes) -> bytes:
        return seal(Short(whole), round_, key)  # type: ignore[arg-type]  # as good as one, to be written down

    def unsealed(sealed: bytes, round_: str, key: bytes) -> Box | None:
        found = unseal(sealed, round_, key)
        if found is None:
            return None
        joined, parts = _plain(sealed, round_, key), []
        while joined:
            length = int.from_bytes(joined[:2])
            parts.append(joined[2 : 2 + length])
            joined = joined[2 + length :]
        size = len(parts) // 2
        people = tuple(one.ljust(MARK, b"\0") for one in parts[:size])
        return Box(people, tuple(one.ljust(SLOT, b"\0") for one in parts[size:]))

    patch.setattr(box, "seal", sealed)
    patch.setattr(box, "unseal", unsealed)


def _plain(sealed: bytes, round_: str, key: bytes) -> bytes:
    return box.ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], round_.encode())


def a_clear_copy_in_a_log(patch: Patch) -> None:
    """What was written is logged, without a name."""
    cast = Ballots.cast

    def logged(self: Ballots, round_: str, person: str, given: Answer, now: Any) -> Any:
        log.debug("an answer came: %s", given.given("next"))
        return cast(self, round_, person, given, now)

    patch.setattr(Ballots, "cast", logged)


BROKEN: Final[tuple[Breaking, ...]] = (
    no_shuffle,
    half_a_shuffle,
    no_new_key,
    an_old_key_kept,
    no_padding,
    a_clear_copy_in_a_log,
)

"""Sealing: private words are encrypted before they reach the database, with keys that it never sees.

Sealed are notes, captures, look-backs, what conversations keep, messages, and the playground's chats. Left
open is what planning reads and writes for thousands at once: a practice and its last marks, the state of a
daily check-in (codes and dates), and the daily question made from them. Sealing one value takes as long as
all the rest of planning one person's day in the store.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, Connection, Dialect, Text, bindparam, select, type_coerce, update

from bot.errors import WrongKey

MARK: Final = "~"
"""The first character of sealed text. Open text is JSON or nothing, so it never begins with it."""

OPENED: Final = 4096
"""How many opened values are kept in memory."""


class Vault:
    """The keys of one store: the first seals, all of them open."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])
        self._first = bytes(keys[0])
        # Opening takes 7 µs, and somebody who talks to the bot is loaded again with every word.
        self._opened = lru_cache(maxsize=OPENED)(self._decrypted)

    def seal(self, text: str) -> str:
        """Encrypt; nothing stays nothing."""
        return MARK + self._keys.encrypt(text.encode()).decode() if text else ""

    def open(self, stored: str) -> str:
        """Decrypt; open text passes through.

        Raises:
            WrongKey: it was sealed with none of these keys.
        """
        return self._opened(stored) if stored.startswith(MARK) else stored

    def hashed(self, text: str) -> str:
        """The same for the same text, and nobody finds the text without the first key."""
        return blake2b(text.encode(), key=self._first[: blake2b.MAX_KEY_SIZE], digest_size=16).hexdigest()

    @property
    def opened(self) -> int:
        """How many opened values are in memory."""
        return self._opened.cache_info().currsize

    def forget(self) -> None:
        """Keep nothing opened in memory."""
        self._opened.cache_clear()

    def _decrypted(self, stored: str) -> str:
        try:
            return self._keys.decrypt(stored[1:].encode()).decode()
        except InvalidToken as error:
            raise WrongKey from error

    def rotate_all(self, connection: Connection, column: Column[Any]) -> int:
        """Seal every sealed value of a column anew with the first key; returns how many there were.

        Raises:
            WrongKey: as `open`.
        """
        stored = type_coerce(column, Text)  # as it lies there: the column's own type would open and seal it
        keys = list(column.table.primary_key)
        rows = connection.execute(select(*keys, stored).where(stored.like(f"{MARK}%"))).all()
        if rows:
            same = [key == bindparam(f"b_{place}") for place, key in enumerate(keys)]
            seal = update(column.table).where(*same).values({column: bindparam("fresh", type_=Text)})
            fresh = [
                {**{f"b_{place}": part for place, part in enumerate(key)}, "fresh": self.rotate(old)}
                for *key, old in rows
            ]
            connection.execute(seal, fresh)
        return len(rows)

    def rotate(self, stored: str) -> str:
        """The same, sealed with the first key.

        Raises:
            WrongKey: as `open`.
        """
        try:
            return MARK + self._keys.rotate(stored[1:].encode()).decode()
        except InvalidToken as error:
            raise WrongKey from error


_vaults: "WeakKeyDictionary[Dialect, Vault]" = WeakKeyDictionary()


def give_vault(dialect: Dialect, vault: Vault) -> None:
    """From now on this engine's columns are sealed and opened with these keys."""
    _vaults[dialect] = vault


def vault_of(dialect: Dialect) -> Vault:
    """The keys of the store whose engine speaks this dialect."""
    return _vaults[dialect]

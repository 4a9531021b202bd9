"""Column types: aware UTC instants, tuples as JSON, and text that is sealed at rest.

Sealed are private words: notes, captures, look-backs, what conversations keep, and replies in the outbox.
Not sealed is what planning reads and writes for thousands at once (a practice's line, the daily question
made from it): sealing costs about as much as all the rest of a planned row together.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.errors import WrongKey

MARK: Final = "~"
"""The first character of sealed text; text that begins with it by itself is sealed too."""

box: ContextVar[MultiFernet] = ContextVar("box")
"""The keys of the store whose unit of work is running; set by the unit for its own thread."""


def seal(text: str) -> str:
    """Encrypt; nothing stays nothing."""
    return MARK + box.get().encrypt(text.encode()).decode() if text else text


def unseal(stored: str) -> str:
    """Decrypt what `seal` made; plain text of the planning path passes through.

    Raises:
        WrongKey: sealed with none of the keys.
    """
    if not stored.startswith(MARK):
        return stored
    try:
        return box.get().decrypt(stored[1:].encode()).decode()
    except InvalidToken as error:
        raise WrongKey from error


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so it gets none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Private words, encrypted at rest."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal."""
        return None if value is None else seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Unseal."""
        return None if value is None else unseal(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


@lru_cache(maxsize=4096)
def _read(text: str, shape: str) -> tuple[Any, ...]:
    return _SHAPES[shape](json.loads(text))


_SHAPES: dict[str, Callable[[list[Any]], tuple[Any, ...]]] = {
    "plain": tuple,
    "dates": lambda rows: tuple(date.fromisoformat(row) for row in rows),
    "spans": lambda rows: tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows),
}


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A short tuple as JSON text, "" when it is empty: of plain values, of dates, or of spans of dates."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: str = "plain") -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        """As JSON."""
        return json.dumps(value, default=_plain) if not value or self.shape == "plain" else _dated(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        """As a tuple."""
        return () if not value or value == "[]" else _read(value, self.shape)


def _dated(value: tuple[Any, ...]) -> str:
    rows = [row.isoformat() if isinstance(row, date) else [day.isoformat() for day in row] for row in value]
    return json.dumps(rows)

"""Column types: aware UTC instants, naive wall times, dates, tuples as JSON, and text that is sealed at rest.

On SQLite they are all text, written and read through caches: a batch holds the same few dates and moments
over and over. On PostgreSQL they are its own types, which psycopg translates.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final, Literal

from pydantic_core import from_json
from sqlalchemy import ARRAY, Date, DateTime, Dialect, Text, Time
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.coaching import LINE
from bot.store.vault import vault_of

Process = Callable[[Any], Any]
CACHED: Final = 8192

cached: Final = lru_cache(maxsize=CACHED)


@cached
def _text(value: date | time | None) -> str | None:
    return None if value is None else value.isoformat()


@cached
def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@cached
def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


class Day(TypeDecorator[date]):
    """A calendar date."""

    impl = Date
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process | None:
        """ISO text on SQLite."""
        return _text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Process | None:
        """A date again."""
        return _date if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class Clock(TypeDecorator[time]):
    """A time of day on a person's own clock."""

    impl = Time
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process | None:
        """ISO text on SQLite."""
        return _text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Process | None:
        """A time again."""
        return _time if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value.astimezone(UTC)


@cached
def _moment_text(value: datetime | None) -> str | None:
    """Microseconds always, so that text sorts as time does. Only UTC and naive values come here: equal
    values of other zones can be different moments, in the hour that a zone repeats."""
    return None if value is None else value.replace(tzinfo=None).isoformat(" ", "microseconds")


@cached
def _naive(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@cached
def _aware(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:
        """To UTC; SQLite keeps no zone, so it gets none."""
        return (lambda value: _moment_text(_utc(value))) if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        """Aware, in UTC."""
        return _aware if dialect.name == "sqlite" else _utc


def _wall(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return value


class Wall(TypeDecorator[datetime]):
    """What a clock on the wall shows, naive by design; an aware value is refused."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:
        """ISO text on SQLite."""
        return (lambda value: _moment_text(_wall(value))) if dialect.name == "sqlite" else _wall

    def result_processor(self, dialect: Dialect, coltype: object) -> Process | None:
        """As it was."""
        return _naive if dialect.name == "sqlite" else None


Shape = Literal["plain", "dates", "spans"]


@cached
def _list_text(value: tuple[Any, ...]) -> str:
    return json.dumps(value, default=date.isoformat, separators=(",", ":")) if value else ""


@cached
def _plain(text: str) -> tuple[Any, ...]:
    return tuple(from_json(text)) if text else ()


@cached
def _dates(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(row) for row in from_json(text)) if text else ()


@cached
def _spans(text: str) -> tuple[tuple[date, date], ...]:
    rows = from_json(text) if text else ()
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows)


_READERS: Final[dict[Shape, Process]] = {"plain": _plain, "dates": _dates, "spans": _spans}


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A short tuple as JSON text, "" when it is empty: of plain values, of dates, or of spans of dates."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Shape = "plain") -> None:
        super().__init__()
        self.shape = shape

    def bind_processor(self, dialect: Dialect) -> Process:
        """As JSON."""
        return _list_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        """As a tuple."""
        return _READERS[self.shape]


class Sealed(TypeDecorator[str]):
    """Private words, encrypted at rest; what was left open (see `vault`) is read as it stands."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:
        """Seal."""
        return vault_of(dialect).seal

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        """Open."""
        return vault_of(dialect).open


class Lined(Sealed):
    """What a leader shows of a week, as JSON, sealed."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:
        """As JSON, sealed."""
        seal = super().bind_processor(dialect)
        return lambda line: seal(LINE.dump_json(line, exclude_defaults=True).decode())

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        """Opened and read."""
        opened = super().result_processor(dialect, coltype)
        return lambda text: LINE.validate_json(opened(text))


class Names(TypeDecorator[Sequence[str]]):
    """Any number of ids as one parameter, so that a statement's text never changes."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays."""
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == "postgresql" else Text())

    def bind_processor(self, dialect: Dialect) -> Process:
        """A list, or JSON for SQLite's json_each."""
        return list if dialect.name == "postgresql" else (lambda names: json.dumps(list(names)))

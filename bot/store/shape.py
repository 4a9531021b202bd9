"""How values of one kind lie in one table: from values to columns and from rows to values, a batch at a time.

Column by column is the fast way: what needs translating is translated with one call of `map`, and what
does not is never looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Dialect, Table

from bot.store.query import Columns
from bot.store.types import Process

V = TypeVar("V")


class Shape(Generic[V]):
    """The fields of `kind` as columns of `table`.

    `stored` names the column of a field where it has another name. `by_hand` are fields whose column the
    caller makes: `columns` leaves them as they are. `reads` come after the column's own type.
    """

    def __init__(
        self,
        table: Table,
        kind: Callable[..., V],
        stored: Mapping[str, str] | None = None,
        by_hand: frozenset[str] = frozenset(),
        reads: Mapping[str, Process] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.table = table
        self.kind = kind
        names = [field.name for field in fields(kind) if field.name not in without]  # type: ignore[arg-type]  # always a dataclass
        self._names = [(stored or {}).get(name, name) for name in names]
        self.select: list[Column[Any]] = [table.c[name] for name in self._names]
        self._get = attrgetter(*names)
        self._by_hand = by_hand
        self._reads = reads or {}
        self._writers: WeakKeyDictionary[Dialect, list[tuple[int, Process]]] = WeakKeyDictionary()
        self._readers: WeakKeyDictionary[Dialect, list[tuple[int, Process]]] = WeakKeyDictionary()

    def columns(self, dialect: Dialect, values: Sequence[V]) -> Columns:
        """Values as columns, ready for `Query.many`."""
        columns: list[Any] = list(zip(*map(self._get, values), strict=True))
        for place, write in self._writing(dialect):
            columns[place] = list(map(write, columns[place]))
        return dict(zip(self._names, columns, strict=True))

    def values(self, dialect: Dialect, rows: Sequence[tuple[Any, ...]]) -> list[V]:
        """Rows of `select` as values."""
        return list(map(self.kind, *self._read(dialect, rows))) if rows else []

    def tuples(self, dialect: Dialect, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows of `select`, each field as the value would hold it."""
        return list(zip(*self._read(dialect, rows), strict=True)) if rows else []

    def _read(self, dialect: Dialect, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        columns: list[Any] = list(zip(*rows, strict=True))
        for place, read in self._reading(dialect):
            columns[place] = map(read, columns[place])
        return columns

    def _writing(self, dialect: Dialect) -> list[tuple[int, Process]]:
        found = self._writers.get(dialect)
        if found is None:
            found = self._writers[dialect] = [
                (place, write)
                for place, column in enumerate(self.select)
                if column.name not in self._by_hand
                and (write := column.type.dialect_impl(dialect).bind_processor(dialect)) is not None
            ]
        return found

    def _reading(self, dialect: Dialect) -> list[tuple[int, Process]]:
        found = self._readers.get(dialect)
        if found is None:
            found = self._readers[dialect] = []
            for place, column in enumerate(self.select):
                read = column.type.dialect_impl(dialect).result_processor(dialect, None)
                if read is not None:
                    found.append((place, read))
                if column.name in self._reads:
                    found.append((place, self._reads[column.name]))
        return found

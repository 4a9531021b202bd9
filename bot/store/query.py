"""Statements that are compiled once and run on the driver's own cursor.

A statement is written in Core, once for both databases. Running it through SQLAlchemy costs 40 µs on top of
the driver's 14, and a turn has twenty of them; so its text is kept, and only types are applied by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import repeat
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    String,
    Table,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

from bot.store.types import Names, Process

Columns = dict[str, Sequence[Any]]
"""Rows column by column, as the driver takes them."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    names: tuple[str, ...]
    given: Mapping[str, Any]
    processes: Mapping[str, Process]

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        found = []
        for name in self.names:
            value = values[name] if name in values else self.given[name]
            process = self.processes.get(name)
            found.append(value if process is None else process(value))
        return tuple(found)


class Query:
    """One statement; where it differs, a function that gets the database's name, "sqlite" or "postgresql"."""

    def __init__(self, statement: ClauseElement | Callable[[str], ClauseElement]) -> None:
        self.statement = statement
        self._compiled: WeakKeyDictionary[Dialect, _Compiled] = WeakKeyDictionary()

    def rows(self, connection: Connection, /, **values: Any) -> list[tuple[Any, ...]]:
        """Run it; all rows, as the driver gives them."""
        compiled = self.on(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def run(self, connection: Connection, /, **values: Any) -> int:
        """Run it; how many rows it changed."""
        compiled = self.on(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def many(self, connection: Connection, columns: Columns, /) -> int:
        """Run it for every row of `columns`; how many rows it changed in all."""
        compiled = self.on(connection.dialect)
        given = compiled.given
        sources = [columns[name] if name in columns else repeat(given[name]) for name in compiled.names]
        rows = list(zip(*sources, strict=False))  # what repeats has no end
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(compiled.text, rows)
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def on(self, dialect: Dialect) -> _Compiled:
        """Its text for one database."""
        found = self._compiled.get(dialect)
        if found is None:
            one = self.statement if isinstance(self.statement, ClauseElement) else self.statement(dialect.name)
            found = self._compiled[dialect] = _compile(one, dialect)
        return found


def rows_of(connection: Connection, asked: Sequence[tuple[Query, Mapping[str, Any]]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several statements, none of which needs what another one finds: PostgreSQL is asked them all at
    once, and answers in their order."""
    if connection.dialect.name == "sqlite" or len(asked) == 1:
        return [query.rows(connection, **values) for query, values in asked]
    with ExitStack() as cursors, connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]  # psycopg's
        found = []
        for query, values in asked:
            compiled = query.on(connection.dialect)
            cursor = cursors.enter_context(closing(connection.connection.cursor()))
            cursor.execute(compiled.text, compiled.parameters(values))
            found.append(cursor)
        return [list(cursor.fetchall()) for cursor in found]


def _compile(statement: ClauseElement, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    names = tuple(compiled.positiontup or ())
    processes = {
        name: process
        for name in names
        if (process := compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    given = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
    return _Compiled(str(compiled), names, given, processes)


def among(on: str, one: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`one` is among the ids of the parameter `name`; any number of them, and still one statement."""
    ids = bindparam(name, type_=Names)
    if on == "postgresql":
        return one == any_(cast(ids, ARRAY(one.type)))
    return one.in_(select(column("value")).select_from(func.json_each(ids)))


def words(*constants: str) -> list[ColumnElement[str]]:
    """Words of the program's own for `in_`, written into the statement."""
    return [literal_column(f"'{word}'", String) for word in constants]


def insert_into(on: str, table: Table) -> Any:
    """The database's own insert, which knows what to do about a conflict."""
    return (postgresql.insert if on == "postgresql" else sqlite.insert)(table)


def upsert(table: Table) -> Query:
    """Insert, or overwrite every column of the row of the same key."""

    def build(on: str) -> ClauseElement:
        insert = insert_into(on, table).values({one.name: bindparam(one.name, type_=one.type) for one in table.c})
        rest = {one.name: insert.excluded[one.name] for one in table.c if not one.primary_key}
        result: ClauseElement = insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
        return result

    return Query(build)

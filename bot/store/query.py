"""Statements that are compiled once and run on the driver's own cursor.

A statement is written in Core, once for both databases. Running it through SQLAlchemy costs 40 µs on top of
the driver's 14, and a turn has twenty of them; so its text is kept, and only types are applied by hand.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, time
from itertools import repeat
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    String,
    Table,
    Text,
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
from sqlalchemy.types import TypeEngine

from bot.errors import Stale
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


Asked = tuple[Query, Mapping[str, Any]]
"""A statement, and the values of its parameters."""


def rows_of(connection: Connection, asked: Sequence[Asked]) -> list[list[tuple[Any, ...]]]:
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


Given = Callable[[str], ColumnElement[Any]]
"""A value of the row that is written, by its name."""


class Writing:
    """One statement for many rows: SQLite runs it for each, PostgreSQL once, and gets the rows as JSON. One execution
    costs as much there as reading dozens of such rows.

    `build` makes it from the database's name and from what gives the values; `types` are theirs.
    """

    def __init__(self, types: Mapping[str, TypeEngine[Any]], build: Callable[[str, Given], ClauseElement]) -> None:
        self.types, self.build = types, build
        self.query = Query(self._built)

    def _built(self, on: str) -> ClauseElement:
        if on == "sqlite":
            return self.build(on, lambda name: bindparam(name, type_=self.types[name]))
        rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), postgresql.JSON))
        named = (column(name, type_) for name, type_ in self.types.items())
        read = rows.table_valued(*named).render_derived("read", with_types=True)
        # The limit tells how few they are. PostgreSQL expects a hundred, and would read a whole table to join them.
        given = select(*read.c).limit(bindparam("count", type_=Integer)).subquery("given")
        return self.build(on, given.c.__getitem__)

    def many(self, connection: Connection, columns: Columns, /, *, each: bool = False) -> None:
        """Run it for every row of `columns`.

        Raises:
            Stale: `each` was to change a row, and one did not; within `together` in the end.
        """
        rows = list(zip(*(columns[name] for name in self.types), strict=True))
        if connection.dialect.name == "sqlite":
            changed = self.query.many(connection, columns)
        else:
            named = [dict(zip(self.types, row, strict=True)) for row in rows]
            text = json.dumps(named, default=_iso, separators=(",", ":"))
            compiled = self.query.on(connection.dialect)
            cursor = connection.connection.cursor()
            cursor.execute(compiled.text, compiled.parameters({"rows": text, "count": len(rows)}))
            if (waiting := connection.info.get(_WRITTEN)) is not None:
                waiting.append((cursor, len(rows) if each else None))
                return
            changed = int(cursor.rowcount)
            cursor.close()
        if each and changed != len(rows):
            raise Stale


_WRITTEN: Final = "written together"


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """PostgreSQL gets all that is written meanwhile before it is asked what came of it.

    Raises:
        Stale: as `Writing.many`.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    written: list[tuple[Any, int | None]] = []
    connection.info[_WRITTEN] = written
    try:
        with connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]  # psycopg's
            yield
    finally:
        del connection.info[_WRITTEN]
    for cursor, expected in written:
        if expected not in (None, cursor.rowcount):
            raise Stale


def added(on: str, table: Table, values: Mapping[str, Any]) -> Any:
    """The database's own insert of the rows of a `Writing`."""
    insert = insert_into(on, table)
    return insert.values(values) if on == "sqlite" else insert.from_select([*values], select(*values.values()))


def _iso(value: date | time) -> str:
    return value.isoformat()


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
    if on == "postgresql":
        return one == any_(cast(bindparam(name, type_=Names), ARRAY(one.type)))
    return one.in_(select(each_of(on, name)))


def each_of(on: str, name: str) -> ColumnElement[str]:
    """The ids of the parameter `name`, a row each."""
    ids = bindparam(name, type_=Names)
    if on == "postgresql":
        return func.unnest(cast(ids, ARRAY(Text))).column_valued("each")
    value: ColumnElement[str] = func.json_each(ids).table_valued(column("value", Text)).c.value
    return value


def words(*constants: str) -> list[ColumnElement[str]]:
    """Words of the program's own for `in_`, written into the statement."""
    return [literal_column(f"'{word}'", String) for word in constants]


def insert_into(on: str, table: Table) -> Any:
    """The database's own insert, which knows what to do about a conflict."""
    return (postgresql.insert if on == "postgresql" else sqlite.insert)(table)


def upsert(table: Table) -> Writing:
    """Insert, or overwrite every column of the row of the same key; no two rows have the same."""

    def build(on: str, given: Given) -> ClauseElement:
        insert = added(on, table, {one.name: given(one.name) for one in table.c})
        rest = {one.name: insert.excluded[one.name] for one in table.c if not one.primary_key}
        result: ClauseElement = insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
        return result

    return Writing({one.name: one.type for one in table.c}, build)

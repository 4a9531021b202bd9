"""While a round is open its answers stand nowhere, and nothing that can be read says who has answered or what."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.ballot.cells import FileCells
from bot.store import Store
from bot.store.tables import TABLES
from tests.ballot.opponent.watch import everything_logged
from tests.ballot.samples import PEOPLE, ROUND, answer, casts, closes, lies, opens

MARKS = tuple(f"Kassandra-{number}-unmistakable" for number in range(8))


def files(store: Store, cells: FileCells) -> Iterator[Path]:
    """Every file of the database, its server's too, and of the cells."""
    yield from cells.folder.iterdir()
    if store.dialect == "sqlite":
        yield from Path(str(store.url.database)).parent.iterdir()
        return
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        (folder,) = connection.execute(text("SHOW data_directory")).one()
    yield from (file for file in Path(folder).rglob("*") if file.is_file())


def found(store: Store, cells: FileCells, words: Sequence[str]) -> set[str]:
    """Which of these words stand in any file."""
    hits: set[str] = set()
    for file in files(store, cells):
        content = file.read_bytes()
        hits.update(word for word in words if word.encode() in content)
    return hits


def test_no_answer_stands_in_any_file_while_its_round_is_open(store: Store, cells: FileCells) -> None:
    with everything_logged() as said:
        opens(store)
        for person, mark in zip(PEOPLE, MARKS, strict=True):
            casts(store, person, answer(1, mark))
            casts(store, person, answer(1, f"again {mark}"))
        casts(store, "nobody", answer(1, f"uninvited {MARKS[0]}"))
        assert found(store, cells, [*MARKS, PEOPLE[0], ROUND]) == {PEOPLE[0], ROUND}, (
            "the search is blind, or finds one"
        )
        assert MARKS[0].partition("-")[0] not in said.getvalue()
        assert not any(key in said.getvalue().encode() for key in lies(store)[1])


def test_below_the_threshold_no_answer_ever_stood_in_any_file(store: Store, cells: FileCells) -> None:
    with everything_logged() as said:
        opens(store)
        for person, mark in zip(PEOPLE[:4], MARKS, strict=False):
            casts(store, person, answer(1, mark))
        closes(store)
        assert found(store, cells, MARKS) == set()
        assert "Kassandra" not in said.getvalue()


def test_what_is_released_is_sealed_at_rest_with_the_key_of_the_settings(store: Store, cells: FileCells) -> None:
    opens(store)
    for person, mark in zip(PEOPLE, MARKS, strict=True):
        casts(store, person, answer(1, mark))
    closes(store)
    assert found(store, cells, MARKS) == set()


def readable(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables; of a box its length, and of the name of its cells, which is random, too."""
    tables = {}
    with store.look() as unit:
        for name, table in TABLES.items():
            rows = [dict(row) for row in unit.connection.execute(table.select()).mappings()]
            for row in rows:
                row.update({hidden: len(row[hidden]) for hidden in ("sealed", "cells") if hidden in row})
            tables[name] = rows
    return tables


def run(
    store: Store, cells: FileCells, people: Sequence[str], words: str
) -> tuple[dict[str, list[dict[str, Any]]], str, list[int]]:
    """What can be read of a round in which these have answered so: tables, log, and how long each file is."""
    with store.begin() as unit:
        unit.connection.execute(TABLES["ballot"].delete())
        unit.connection.execute(TABLES["invited"].delete())
        unit.erased = True  # the log begins anew
    for name in cells.names() if cells.folder.exists() else []:
        cells.destroy(name)
    with everything_logged() as said:
        opens(store)
        said.truncate(said.seek(0))
        for number, person in enumerate(people):
            assert casts(store, person, answer(1 + number % 3, words * (1 + number))) == "taken"
    return readable(store), said.getvalue(), sizes(store, cells)


def sizes(store: Store, cells: FileCells) -> list[int]:
    folders = [cells.folder]
    if store.dialect == "sqlite":
        folders.append(Path(str(store.url.database)).parent)
    return sorted(file.stat().st_size for folder in folders for file in folder.iterdir())


@pytest.mark.parametrize("others", [PEOPLE[3:], tuple(reversed(PEOPLE[:5]))], ids=["others", "another order"])
def test_two_rounds_that_differ_in_who_answered_what_can_be_told_apart_by_nobody(
    store: Store, cells: FileCells, others: tuple[str, ...]
) -> None:
    run(store, cells, PEOPLE[:5], "the first, for which the file grows")
    tables, log, length = run(store, cells, PEOPLE[:5], "a")
    for people, words in ((others, "another thing 👍 "), (PEOPLE[:5], "")):
        again = run(store, cells, people, words)
        assert again[0] == tables
        assert without_addresses(again[1]) == without_addresses(log)
        assert again[2] == length


def without_addresses(log: str) -> list[str]:
    """A log of the database's driver, without what differs from one run to the next: where in memory, and when."""
    lines = [line.partition(" at 0x")[0].partition("[cached since")[0] for line in log.splitlines()]
    return [line for line in lines if "generated in" not in line]


def test_how_many_have_answered_is_in_no_table_either(store: Store, cells: FileCells) -> None:
    nobody, everybody = (run(store, cells, people, "a")[0] for people in ((), PEOPLE))
    assert nobody == everybody

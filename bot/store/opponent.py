"""What an opponent with a copy of everything sees of anonymous rounds, read as it lies. For playgrounds only.

Nothing here is said in the bot's favour that was not looked up a moment before: rows are read without the types that
open them, files as bytes, and the box is tried with whatever keys lie there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select

from bot.ballot import box
from bot.ballot.cells import EMPTY, PLACES, FileCells
from bot.store.tables import TABLES
from bot.store.vault import vault_of

TAG: Final = 16
"""Bytes that ChaCha20-Poly1305 adds."""
_HEX: Final = re.compile(r"[0-9a-f]{12,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it lies, by the names of its columns; bytes are written in hex."""

    table: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One key cell: its file or its name, how many bytes it has, and whether these are zeros."""

    name: str
    size: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Before:
    """A box as somebody saw it earlier, held against the present one: how many bytes differ, and whether a key that
    lies there now opens it."""

    differs: int
    opens: bool


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round whose box is there. `empty_size` is how large a box of nobody's answers is, with so many invited.

    `talks` is how many conversations about the round are kept, `unlike` in which columns they differ but for names.
    """

    id: str
    leader: str
    k: int
    closes_at: str
    invited: tuple[str, ...]
    sealed: bytes
    empty_size: int
    cells: tuple[Cell, ...]
    opens: bool
    rows: tuple[Row, ...]
    talks: int
    unlike: tuple[str, ...]
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class EndedRound:
    """A round that is over, and what is left of it: boxes, key cells, comments."""

    id: str
    leader: str
    state: str
    boxes: int
    cells: int
    comments: int


@dataclass(frozen=True, slots=True)
class Held:
    """What the database, its files and the key cells hold now. `columns` are those of the box's table."""

    files: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    where: str
    warning: str
    open: tuple[OpenRound, ...]
    ended: tuple[EndedRound, ...]


Raw = dict[str, list[dict[str, Any]]]
"""Every row of every table, as the driver gives it."""


def raw(connection: Connection) -> Raw:
    """All of it; a playground's database is small."""
    found: Raw = {}
    for name in sorted(TABLES):
        rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        found[name] = [dict(row) for row in rows.mappings()]
    return found


def held(connection: Connection, cells: object, file: Path | None, before: Mapping[str, bytes]) -> Held:
    """What lies there; `before` are boxes that somebody saw earlier, by their rounds."""
    rows = raw(connection)
    person = TABLES["person"]
    names = {str(id_): str(name) for id_, name in connection.execute(select(person.c.id, person.c.name))}
    leaders = {one["id"]: names.get(one["leader"], "") for one in rows["round"]}
    boxes = {one["round"]: bytes(one["sealed"]) for one in rows["box"]}
    place = cells if isinstance(cells, FileCells) else None
    opened: list[OpenRound] = []
    ended: list[EndedRound] = []
    for ballot in rows["ballot"]:
        round_ = ballot["round"]
        lying = tuple(_cells(place, ballot["cells"])) if place else ()
        if round_ not in boxes:
            comments = sum(one["round"] == round_ for one in rows["comment"])
            ended.append(EndedRound(round_, leaders.get(round_, ""), ballot["state"], 0, len(lying), comments))
            continue
        invited = [one["person"] for one in rows["invited"] if one["round"] == round_]
        opens = _opener(cells, ballot["cells"], round_)
        talks = [one for one in rows["conversation"] if one["subject"] == round_ and one["owner"] in invited]
        opened.append(
            OpenRound(
                id=round_,
                leader=leaders.get(round_, ""),
                k=ballot["k"],
                closes_at=str(ballot["closes_at"]),
                invited=tuple(sorted(names.get(one, one) for one in invited)),
                sealed=boxes[round_],
                empty_size=_size_of_an_empty_one(len(invited) + ballot["gone"]),
                cells=lying,
                opens=opens(boxes[round_]),
                rows=tuple(_about(rows, round_)),
                talks=len(talks),
                unlike=_unlike(connection, talks),
                before=_against(before[round_], boxes[round_], opens) if round_ in before else None,
            )
        )
    counts = tuple((name, len(there)) for name, there in rows.items())
    columns = tuple(TABLES["box"].c.keys())
    where, warning = (str(place.folder), place.warning) if place else ("", "")
    return Held(tuple(sizes(file)), counts, columns, where, warning, tuple(opened), tuple(ended))


def files(file: Path | None) -> list[Path]:
    """SQLite's files that are there: the database and its logs. None where it lies with a server, or in memory."""
    if file is None:
        return []
    return [one for end in ("", "-wal", "-journal", "-shm") if (one := Path(f"{file}{end}")).exists()]


def sizes(file: Path | None) -> Iterator[tuple[str, int]]:
    """These by name, with their bytes."""
    return ((one.name, one.stat().st_size) for one in files(file))


def _cells(place: FileCells, name: str) -> Iterator[Cell]:
    for number, key in zip(PLACES, place.read(name), strict=True):
        file = place.folder / f"{name}.{number}"
        if file.exists():
            yield Cell(file.name, file.stat().st_size, key == EMPTY)


def _opener(cells: Any, name: str, round_: str) -> Callable[[bytes], bool]:
    """Whether a box opens with one of the keys that lie there; what is in it is not looked at."""
    keys = [] if cells is None else [key for key in cells.read(name) if key != EMPTY]
    return lambda sealed: any(box.unseal(sealed, round_, key) is not None for key in keys)


def _size_of_an_empty_one(invited: int) -> int:
    nobody = box.empty(invited)
    return box.NONCE + sum(map(len, (*nobody.people, *nobody.slots))) + TAG


def _against(old: bytes, new: bytes, opens: Callable[[bytes], bool]) -> Before:
    differs = sum(one != other for one, other in zip(old, new, strict=False)) + abs(len(old) - len(new))
    return Before(differs, len(old) == len(new) and opens(old))


def _about(rows: Raw, round_: str) -> Iterator[Row]:
    """Every row in which the round's id stands, of whatever table."""
    for table, there in rows.items():
        for row in there:
            if any(isinstance(value, str) and round_ in value for value in row.values()):
                yield Row(table, tuple((name, _written(value)) for name, value in row.items()))


def _written(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else "" if value is None else str(value)


def _unlike(connection: Connection, talks: list[dict[str, Any]]) -> tuple[str, ...]:
    """Columns in which people's conversations about one round differ, opened, and with whose they are left out."""
    vault = vault_of(connection.dialect)

    def plain(row: dict[str, Any], column: str) -> str:
        value = row[column]
        text = vault.open(value) if isinstance(value, str) else str(value)
        return _HEX.sub("·", text).replace(row["owner"], "·")

    columns = [name for name in (talks[0] if talks else ()) if name != "owner"]
    return tuple(name for name in columns if len({plain(row, name) for row in talks}) > 1)

"""Looking for a word in everything that an opponent can copy: files as bytes, and sealed words opened.

A word is looked for as it is written, as JSON writes it, in UTF-16, in hex and in base64.
"""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.ballot.cells import FileCells
from bot.store.opponent import Raw, files, raw
from bot.store.vault import vault_of

LEAST: Final = 5
"""Bytes of the shortest word that is looked for: shorter ones stand in any large file by chance."""
CONTROL: Final = "playground:"
"""A word that has to be found, or the search is blind: everybody's address begins with it."""
AROUND: Final = 30
"""Bytes shown on either side."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that was looked through: how often the word stands there, the control word, and what is around it."""

    name: str
    size: int
    found: int
    control: int
    around: str


def sought(connection: Connection, cells: object, file: Path | None, word: str) -> tuple[Place, ...]:
    """Look everywhere."""
    forms, control = spellings(word), spellings(CONTROL)
    found: list[Place] = []
    for name, data in _places(connection, cells, file):
        first = min((at for form in forms if (at := data.find(form)) >= 0), default=-1)
        around = _shown(data[max(first - AROUND, 0) : first + len(word) + AROUND]) if first >= 0 else ""
        found.append(Place(name, len(data), _count(data, forms), _count(data, control), around))
    return tuple(found)


def spellings(word: str) -> frozenset[bytes]:
    """Every way in which a word could stand in a file."""
    found: set[bytes] = set()
    for one in {word, word.lower(), word.upper(), word.capitalize()}:
        written = one.encode()
        found |= {written, json.dumps(one)[1:-1].encode(), one.encode("utf-16-le")}
        found |= {written.hex().encode(), written.hex().upper().encode()}
        for ahead in range(3):
            for encode in (b64encode, urlsafe_b64encode):
                found.add(_core(encode(bytes(ahead) + written), ahead, len(written)))
    return frozenset(form for form in found if len(form) >= LEAST)


def _core(encoded: bytes, ahead: int, length: int) -> bytes:
    """Of base64 the letters that are the same whatever stands before and behind."""
    first = (0, 2, 3)[ahead]
    return encoded[first : (ahead + length) * 8 // 6]


def _places(connection: Connection, cells: object, file: Path | None) -> Iterator[tuple[str, bytes]]:
    there = files(file)
    for one in there:
        yield one.name, one.read_bytes()
    rows = raw(connection)
    if not there:
        yield "the rows of every table", _joined(rows)
    if isinstance(cells, FileCells):
        for name in sorted(row["cells"] for row in rows["ballot"]):
            for one in sorted(cells.folder.glob(f"{name}.[01]")):
                yield one.name, one.read_bytes()
    vault = vault_of(connection.dialect)
    opened = (
        vault.open(value)
        for there in rows.values()
        for row in there
        for value in row.values()
        if isinstance(value, str)
    )
    yield "every row, opened with the bot’s own key", "\n".join(opened).encode()


def _joined(rows: Raw) -> bytes:
    values = (value for there in rows.values() for row in there for value in row.values())
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in values)


def _count(data: bytes, forms: frozenset[bytes]) -> int:
    return sum(data.count(form) for form in forms)


def _shown(data: bytes) -> str:
    text = data.decode("utf-8", errors="replace")
    return "".join(char if char.isprintable() and char != "\N{REPLACEMENT CHARACTER}" else "·" for char in text)

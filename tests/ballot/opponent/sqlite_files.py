"""SQLite's files as an opponent reads them: every page that was ever written, and the box after every commit.

The format is https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from struct import unpack_from

HEADER, FRAME = 32, 24


def frames(wal: bytes) -> Iterator[tuple[int, bool, bytes]]:
    """Number, whether a commit ends with it, and content of each page that was written."""
    if len(wal) < HEADER:
        return
    size, salt = unpack_from(">I", wal, 8)[0], wal[16:24]
    for at in range(HEADER, len(wal) - size, FRAME + size):
        number, committed = unpack_from(">II", wal, at)
        if wal[at + 8 : at + 16] != salt:
            return
        yield number, committed > 0, wal[at + FRAME : at + FRAME + size]


def versions(database: bytes, wal: bytes) -> list[bytes]:
    """The box after every commit of the journal, where there was one."""
    found: list[bytes] = []
    image = bytearray(database)
    for number, committed, page in frames(wal):
        end = number * len(page)
        image.extend(bytes(max(0, end - len(image))))
        image[end - len(page) : end] = page
        if committed:
            found += [box for box in _box(bytes(image)) if box not in found[-1:]]
    return found


def _box(image: bytes) -> list[bytes]:
    plain = image[:18] + b"\x01\x01" + image[20:]  # in memory there is no journal
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(plain)
        return [bytes(sealed) for (sealed,) in opened.execute("SELECT sealed FROM box ORDER BY round DESC LIMIT 1")]

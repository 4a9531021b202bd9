"""PostgreSQL's files as an opponent reads them: its write-ahead log between two moments, and every box in it.

The format is that of src/include/access/xlogrecord.h, xlog_internal.h and heapam_xlog.h of PostgreSQL 18.
"""

from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from

PAGE, SEGMENT = 8192, 16 * 2**20
SHORT_HEADER, LONG_HEADER = 24, 40
RECORD = 24
HEAP, INSERT, UPDATES = 10, 0x00, (0x20, 0x40)
POINTED = 64
"""Columns of a row whose box lies elsewhere are no longer."""


def log(folder: Path, start: int, end: int) -> bytes:
    """What was written between two places in the log, without the headers of its pages."""
    found = bytearray()
    at = start
    while at < end:
        segment = at // SEGMENT
        names = f"{segment // 256:08X}{segment % 256:08X}"
        (file,) = (folder / "pg_wal").glob(f"????????{names}")
        whole = file.read_bytes()
        until = min(end, (segment + 1) * SEGMENT)
        while at < until:
            page_end = min(until, (at // PAGE + 1) * PAGE)
            if at % PAGE == 0:
                at += LONG_HEADER if at % SEGMENT == 0 else SHORT_HEADER
            found += whole[at % SEGMENT : (page_end - 1) % SEGMENT + 1]
            at = page_end
    return bytes(found)


def versions(written: bytes, rows_in: int, pieces_in: int) -> list[bytes]:
    """The boxes that were written, oldest first, in the relations of these file numbers: a large one in pieces, a
    small one in its row."""
    found: list[bytes] = []
    pieces: dict[int, int] = {}
    for relation, row in _rows(written):
        if relation == pieces_in:
            (value,) = unpack_from("<I", row)
            if value not in pieces:
                pieces[value] = len(found)
                found.append(b"")
            found[pieces[value]] += row[12:]
        elif relation == rows_in and len(row) > POINTED:
            found.append(row[16:])  # the id of the round stands before it
    return found


def _rows(written: bytes) -> Iterator[tuple[int, bytes]]:
    """File number of the relation, and columns, of every row that was inserted or updated."""
    at = 0
    while at + RECORD <= len(written):
        (length,) = unpack_from("<I", written, at)
        if length < RECORD:
            return
        info, manager = written[at + 16] & 0x70, written[at + 17]
        if manager == HEAP and info in (INSERT, *UPDATES):
            yield from _row(written[at : at + length], updated=info in UPDATES)
        at = (at + length + 7) // 8 * 8


def _row(record: bytes, *, updated: bool) -> Iterator[tuple[int, bytes]]:
    """Of an update what it has in common with the row before is left out; zeros stand for it here."""
    at = RECORD
    blocks: list[tuple[int, int, int]] = []
    while record[at] <= 32:
        flags, data, image = record[at + 1], unpack_from("<H", record, at + 2)[0], 0
        relation = blocks[-1][0] if blocks else 0
        at += 4
        if flags & 0x10:
            image, how = unpack_from("<H", record, at)[0], record[at + 4]
            at += 7 if how & 0x01 and how & 0x1C else 5
        if not flags & 0x80:
            relation = unpack_from("<I", record, at + 8)[0]
            at += 12
        at += 4
        blocks.append((relation, image, data))
    if record[at] not in (254, 255) or not blocks:
        return
    at += 2 if record[at] == 255 else 5
    relation, image, data = blocks[0]
    row = record[at + image : at + image + data]
    common = 0
    if updated:
        flags = record[len(record) - 14 + 7]
        for flag in (0x20, 0x40):
            if flags & flag:
                common += unpack_from("<H", row)[0]
                row = row[2:]
    if row:
        yield relation, bytes(common) + row[5 + row[4] - 23 :]

"""Tables as text: a CSV that a spreadsheet reads and cannot be made to run anything by, and Markdown to read. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import groupby
from typing import Final

Cell = str | int | date | None

BOM: Final = "\ufeff"
"""Without it spreadsheets take the letters of most languages for others."""
_RUNS: Final = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠]|[\t\r])")  # noqa: RUF001  spreadsheets calculate with these too
"""What a spreadsheet takes for a formula. Where a comma is the decimal sign it also begins a cell after a semicolon,
whatever is quoted."""
_MARKS: Final = re.compile(r"[\\`*_\[\]<>#|~&@$!]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What means something in Markdown in the middle of a line; no text stands anywhere else."""
_APART: Final = " · "


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a heading for each column, and the rows. The first column is the day to which a row belongs, the second
    what it is of, and the third its words."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(sheet: Sheet) -> str:
    """RFC 4180, dates as ISO, after a byte order mark."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.headings)
    writer.writerows([_cell(one) for one in row] for row in sheet.rows)
    return BOM + text.getvalue()


def _cell(value: Cell) -> str | int:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case str():
            return _RUNS.sub(r"\1'", value)
        case int():
            return value


def as_markdown(sheet: Sheet) -> str:
    """A list under each day; numbers with what they count."""
    lines = [f"# {escaped(sheet.title)}", ""]
    for first, rows in groupby(sheet.rows, key=lambda row: row[0]):
        lines += [f"## {_shown(first)}", "", *(_line(sheet.headings, row) for row in rows), ""]
    return "\n".join(lines)


def _line(headings: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    return f"- **{_shown(row[1])}**: {_APART.join(_pieces(headings, row))}"


def _pieces(headings: tuple[str, ...], row: tuple[Cell, ...]) -> Iterator[str]:
    for heading, value in list(zip(headings, row, strict=True))[2:]:
        if isinstance(value, int):
            yield f"{escaped(heading)}: {value}"
        elif value:
            yield _shown(value)


def _shown(value: Cell) -> str:
    return value.isoformat() if isinstance(value, date) else escaped("" if value is None else str(value))


def escaped(text: str) -> str:
    """On one line, as it was typed."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))

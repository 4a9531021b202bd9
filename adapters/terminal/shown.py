"""How the command line prints: tables and sentences to stdout, progress and trouble to stderr.

What people typed may hold signs that steer a terminal; they are shown and not obeyed.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
T = TypeVar("T")

WIDE: Final = 200
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clean(text: str) -> str:
    """The text with every sign that steers a terminal exchanged for one that does not."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def as_json(value: Any) -> str:
    """Readable JSON that steers nothing either: it means the same with these signs escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str) -> None:
    """One line to stdout."""
    print(clean(text))


def complain(text: str) -> None:
    """One line to stderr."""
    print(clean(text), file=sys.stderr)


def cell(text: str, style: str = "") -> Text:
    """A table's cell."""
    return Text(clean(text), style)


def print_table(table: Table) -> None:
    """As wide as the terminal, or as it needs to be where there is none."""
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def weekday(day: date) -> str:
    """Three letters."""
    return WEEKDAYS[day.weekday()]


def moment(wall: datetime) -> str:
    """A wall time, with its weekday."""
    return f"{weekday(wall.date())} {wall:%Y-%m-%d %H:%M}"


class Bar:
    """A bar that fills."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def so_far(self, done: int) -> None:
        """How much is done."""
        self._progress.update(self._task, completed=done)

    def over(self, values: Iterable[T]) -> Iterator[T]:
        """One step for each value."""
        for value in values:
            self._progress.advance(self._task)
            yield value


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Bar]:
    """A bar on stderr while something takes long; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Bar(bar, bar.add_task(what, total=total))

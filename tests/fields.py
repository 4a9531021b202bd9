"""The table of what is stored, as docs/works-council.md has it; `python -m tests.fields` writes it there anew."""

import re
from pathlib import Path
from typing import Final

from bot.content.loader import load_words
from bot.flows.privacy.register import REGISTER, Erased, Kept
from bot.flows.privacy.shown import READERS, UNTIL
from bot.store.tables import TABLES
from bot.store.types import Sealed

PAGE: Final = Path(__file__).parents[1] / "docs" / "works-council.md"
WORDS: Final = load_words()
ERASED: Final[dict[Erased, str]] = {
    "goes": "goes",
    "goes with its leader": "goes when the leader is erased; it bears no other name",
    "stays": "stays for its span: a number without a name",
    "nobody's": "about nobody",
}
EVENTS: Final = "a week"
NEEDED: Final = "as long as it is needed"
"""What people are not shown, because it is about nobody."""


def table() -> str:
    """One line for each thing that is stored."""
    heads = ("stored as", "what it is", "who is shown it", "how long", "at rest", "on erasing")
    lines = [_line(heads), "|---" * len(heads) + "|", *(_line(_cells(one)) for one in REGISTER)]
    return "\n".join(lines)


def _cells(one: Kept) -> list[str]:
    columns = ", ".join(f"`{name}`" for name in one.columns)
    what = WORDS.plain(one.what) if one.what else "Ids that hold the rest together"
    until = WORDS.plain(UNTIL[one.until]) if one.until in UNTIL else EVENTS
    if one.erased == "nobody's":
        until = NEEDED
    readers = ", ".join(WORDS.plain(READERS[reader]) for reader in one.readers)
    guarded = f"; {WORDS.plain('privacy.guarded')}" if one.guarded else ""
    sealed = {isinstance(TABLES[one.table].c[name].type, Sealed) for name in one.columns}
    at_rest = "sealed" if sealed == {True} or one.table == "box" else "sealed in part" if True in sealed else "open"
    return [f"`{one.table}`: {columns}", what, readers + guarded, until, at_rest, ERASED[one.erased]]


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def written(page: str) -> str:
    """The page with the table as it is now."""
    found = re.search(r"^\| stored as \|.*\n(?:\|.*\n)+", page, re.MULTILINE)
    assert found, "the page has no table of fields"
    return page.replace(found[0], table() + "\n")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""The view of an opponent as JSON: what lies there, and in plain sentences what it is good for.

Every sentence is chosen by what was looked up a moment before; where something does not hold, the page says so.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any, Final

from pydantic import StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from adapters.browser.acts import Unclear
from bot.store.opponent import EndedRound, Held, OpenRound, Row
from bot.store.sought import LEAST, Place

SHOWN: Final = 6
"""Rows of one table about one round."""
LONGEST: Final = 160
"""Characters of one value that are shown."""
Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})*$", max_length=2**19)]


@dataclass(frozen=True, slots=True)
class Look:
    """The page asks; `before` are boxes as it saw them earlier, in hex, by their rounds."""

    before: dict[str, Hex]


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for."""

    word: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


LOOK = TypeAdapter(Look)
WORD = TypeAdapter(Word)


def shown(held: Held) -> dict[str, Any]:
    """What lies there, as the page draws it."""
    return {
        "files": [list(one) for one in held.files],
        "counts": [list(one) for one in held.counts],
        "where": held.where,
        "warning": held.warning,
        "open": [_open_round(held, one) for one in held.open],
        "ended": [asdict(one) | {"said": _said_of_ended(one)} for one in held.ended],
    }


def _open_round(held: Held, one: OpenRound) -> dict[str, Any]:
    return {
        "id": one.id,
        "leader": one.leader,
        "box": one.sealed.hex(),
        "cells": [asdict(cell) for cell in one.cells],
        "tables": list(_tables(one.rows)),
        "can": list(_can(held, one)),
        "cannot": list(_cannot(held, one)),
    }


def _tables(rows: tuple[Row, ...]) -> Iterator[dict[str, Any]]:
    for name in dict.fromkeys(row.table for row in rows):
        there = [row for row in rows if row.table == name]
        first = [[_cut(value) for _, value in row.values] for row in there[:SHOWN]]
        columns = [column for column, _ in there[0].values]
        yield {"name": name, "columns": columns, "rows": first, "count": len(there)}


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}… ({len(value):,} characters)"


def _can(held: Held, one: OpenRound) -> Iterator[str]:
    """What an opponent can do with it."""
    yield f"Read who is asked in the round: {', '.join(one.invited)}."
    yield f"Read that {one.k} of these {len(one.invited)} have to take part, or nothing is released."
    if one.opens:
        yield (
            "Open the box, with the key that lies beside it at this moment: that was tried just now, and it opens. The "
            "program puts the answers into it without names and shuffled, and apart from them, shuffled too, who has "
            "taken part. As long as there is only one answer, that tells whose it is."
        )
    if one.opens and held.where and not held.warning:
        yield (
            f"Have that key only from this machine while it runs: {held.where} was found to be memory and no disk when "
            "the playground began, and is gone when the machine is switched off."
        )
    if one.unlike:
        yield f"See that what is kept of these people’s conversations differs, in: {', '.join(one.unlike)}."
    if len(one.sealed) != one.empty_size:
        yield f"See that the box has {len(one.sealed):,} bytes, and {one.empty_size:,} when nobody has answered."
    if one.before is not None and one.before.opens and one.before.differs:
        yield "Open the box as you saw it here before, with the key of now."
    if one.before is not None and one.before.differs:
        yield "See that something was put into the box since this page last looked at it."


def _cannot(held: Held, one: OpenRound) -> Iterator[str]:
    """What an opponent cannot do with it."""
    if not one.opens:
        yield "Open the box: no key that lies there opens it. That was tried just now."
    if len(one.sealed) == one.empty_size:
        yield (
            f"Tell from its size how many have answered: it has {len(one.sealed):,} bytes, exactly as many as when "
            "nobody has."
        )
    if not one.unlike and one.talks:
        yield (
            f"Tell from the {one.talks} conversations about this round who has answered: opened and compared just now, "
            "they differ in nothing but whose they are."
        )
    yield f"Read in the box’s row when anything was put in: its columns are {' and '.join(held.columns)}, and no more."
    if one.before is not None and one.before.differs and not one.before.opens:
        yield (
            f"Hold this box against the one that you saw before: {one.before.differs:,} of its {len(one.sealed):,} "
            "bytes are other ones, and the key of now does not open the old one. That was tried just now."
        )


def _said_of_ended(one: EndedRound) -> str:
    box = "Its box is gone" if not one.boxes else f"{one.boxes} boxes of it are there"
    keys = "so are its keys" if not one.cells else f"{one.cells} of its key cells are still there"
    kept = {0: "no comment is kept", 1: "one comment is kept"}.get(one.comments, f"{one.comments} comments are kept")
    return f"{box}, {keys}; {kept}."


def word_of(asked: Word) -> str:
    """The word, if it is long enough to mean anything."""
    if len(asked.word.encode()) < LEAST:
        raise Unclear(f"Take a word of at least {LEAST} letters: shorter ones stand in any large file by chance.")
    return asked.word


def found(places: tuple[Place, ...]) -> dict[str, Any]:
    """Where the word stands, and whether the search can see at all."""
    there = [one for one in places if one.found]
    sees = any(one.control for one in places)
    if not sees:
        said = "The search did not find what must be there, so that it found nothing means nothing."
    elif there:
        said = f"It stands in {len(there)} of {len(places)} places."
    else:
        said = f"It stands in none of {len(places)} places."
    return {"places": [asdict(one) for one in places], "said": said, "found": bool(there)}

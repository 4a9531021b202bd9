"""`followthrough export`: everything that is kept about a person, as JSON."""

import os
from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal.opened import opened
from adapters.terminal.shown import as_json, complain
from bot.errors import SettingError


def export(
    person: Annotated[str, typer.Argument(help="An id, or a name that only one person has.")],
    out: Annotated[Path | None, typer.Option(help="A new file, which only its owner may read.")] = None,
) -> None:
    """Write everything that is kept about a person, private words included, as JSON."""
    with opened() as at:
        found = at.person(person)
        with at.store.look() as unit:
            text = as_json(unit.export(found.id, at.now))
    if out is None:
        print(text)
        return
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SettingError(f"{out} is there already; name a new file.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    complain(f"Everything about {found.name} ({found.id}) is in {out}, which only you can read.")

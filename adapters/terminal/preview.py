"""`followthrough preview`: every message that a person will get in the coming days."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from adapters.terminal.opened import Opened, opened
from adapters.terminal.shown import as_json, cell, print_table, progress, say, weekday
from bot.errors import ScriptProblem
from bot.facts import Person
from bot.preview import Coming, Quiet, WhyQuiet, preview
from bot.script import Line, read_script

WHY: Final[dict[WhyQuiet, str]] = {
    "weekend": "weekend",
    "holiday": "public holiday",
    "free": "day off",
    "away": "away",
    "paused": "paused",
    "quiet": "is asked where they are linked",
    "stopped": "has stopped the bot",
    "gone": "has left",
    "nothing": "nothing is planned",
}
LONGEST: Final = 3660
"""Days."""


def show_preview(
    person: Annotated[str, typer.Argument(help="An id, or a name that only one person has.")],
    days: Annotated[int, typer.Option(help="How many days.", min=1, max=LONGEST)] = 14,
    first: Annotated[
        datetime | None, typer.Option("--from", help="The first day; today by default.", formats=["%Y-%m-%d"])
    ] = None,
    script: Annotated[
        Path | None, typer.Option(help="Answers, one a line: 2026-11-24 17:05 did it, or [Label] for a button.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show every message that a person will get, if they answer nothing or what a script says."""
    with opened() as at:
        found = at.person(person)
        lines = [] if script is None else read_script(_read(script), found.locale)
        told = asyncio.run(_collect(at, found, days, None if first is None else first.date(), lines))
    if json:
        print(as_json([_plain(one) for one in told]))
    else:
        _print(found, told)


def _read(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScriptProblem(f"{script} is not UTF-8 text.") from error


async def _collect(
    at: Opened, person: Person, days: int, first: date | None, lines: list[Line]
) -> list[Coming | Quiet]:
    told: list[Coming | Quiet] = []
    with progress(f"{person.name}, {days} days", days) as bar:
        async for one in preview(at.store, at.settings, person, at.now, days, first=first, script=lines):
            told.append(one)
            bar.so_far((_last(one) - _first(told[0])).days + 1)
    return told


def _first(one: Coming | Quiet) -> date:
    return one.first if isinstance(one, Quiet) else one.wall.date()


def _last(one: Coming | Quiet) -> date:
    return one.last if isinstance(one, Quiet) else one.wall.date()


def _plain(one: Coming | Quiet) -> dict[str, Any]:
    if isinstance(one, Quiet):
        return {"first": one.first.isoformat(), "last": one.last.isoformat(), "quiet": one.why}
    return {
        "date": one.wall.date().isoformat(),
        "time": f"{one.wall:%H:%M}",
        "weekday": weekday(one.wall.date()),
        "zone": one.zone,
        "class": one.cls,
        "asks": list(one.asks),
        "text": one.text,
    }


def _print(person: Person, told: list[Coming | Quiet]) -> None:
    messages = [one for one in told if isinstance(one, Coming)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Date", "Time", "Day", "What it asks"):
        table.add_column(name)
    zone = person.zone
    for one in told:
        if isinstance(one, Quiet):
            table.add_row(*_quiet(one))
            continue
        if one.zone != zone:
            zone = one.zone
            table.add_row("", "", "", cell(f"from here on in {zone}", "dim"))
        day = one.wall.date()
        table.add_row(f"{day}", f"{one.wall:%H:%M}", weekday(day), cell("\n".join(one.asks)))
    print_table(table)
    count = f"{len(messages)} message{'' if len(messages) == 1 else 's'}"
    say(f"{count} for {person.name} ({person.id}), by their own clock in {person.zone}.")


def _quiet(one: Quiet) -> tuple[Any, ...]:
    span = weekday(one.first) if one.first == one.last else f"{weekday(one.first)}–{weekday(one.last)}"
    until = "" if one.first == one.last else f", until {one.last}"
    return cell(f"{one.first}", "dim"), "", cell(span, "dim"), cell(f"no message: {WHY[one.why]}{until}", "dim")

"""`followthrough due`: what is to be asked now, and why the rest is not."""

from typing import Annotated, Any, Final

import typer
from rich.table import Table

from adapters.terminal.opened import opened
from adapters.terminal.shown import as_json, cell, moment, print_table, progress, say
from bot.moment import read_moment
from bot.rules import calendar
from bot.why import Standing, Why, all_standings

WHY: Final[dict[Why, str]] = {
    "due": "due now",
    "not yet": "not yet",
    "paused": "paused",
    "weekend": "not on their weekend",
    "holiday": "not on a public holiday",
    "free": "not on a day off",
    "away": "away",
    "hours": "not outside their hours",
    "quiet": "do not disturb",
    "room": "waits for room in the day’s message",
    "over": "its day is over",
    "ended": "ended",
}


def due(
    now: Annotated[str | None, typer.Option(help="As if it were 2026-11-23T17:00:00+00:00.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is due now, and for the rest why it is not."""
    given = None if now is None else read_moment(now, "--now")
    with opened() as at, progress("Looking at what is planned") as bar, at.store.look() as unit:
        found = list(bar.over(all_standings(unit, given or at.now)))
    if json:
        print(as_json([_plain(one) for one in found]))
    else:
        _print(found)


def _plain(one: Standing) -> dict[str, Any]:
    item = one.item
    return {
        "person": item.person,
        "name": one.person.name,
        "flow": item.flow,
        "kind": item.kind,
        "subject": item.subject,
        "wall": item.wall.isoformat(),
        "zone": item.zone,
        "due_at": item.due_at.isoformat(),
        "why": one.why,
        "until": None if one.until is None else one.until.isoformat(),
    }


def _print(found: list[Standing]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Person", "What", "Planned for", "Now"):
        table.add_column(name)
    for one in sorted(found, key=lambda one: (one.why != "due", one.item.due_at, one.item.person)):
        item = one.item
        style = "" if one.why == "due" else "dim"
        cells = (f"{one.person.name} ({item.person})", f"{item.flow}/{item.kind}", moment(item.wall), _now(one))
        table.add_row(*(cell(text, style) for text in cells))
    print_table(table)
    now = sum(one.why == "due" for one in found)
    say(f"{now} due now, {len(found) - now} later. Times are each person's own.")


def _now(one: Standing) -> str:
    why = one.reason or WHY[one.why]
    if one.until is None or (one.why == "not yet" and one.until == one.item.due_at):
        return why
    return f"{why}, until {moment(calendar.local(one.until, one.person.zone))}"

"""`followthrough erase`: removes a person and everything about them."""

from typing import Annotated, Final

import typer

from adapters.terminal.opened import opened
from adapters.terminal.shown import clean, complain, say

ROWS: Final = {
    "person": ("person", "people"),
    "practice": ("practice", "practices"),
    "chance": ("day", "days"),
    "capture": ("kept line", "kept lines"),
    "partner": ("partnership", "partnerships"),
    "code": ("code", "codes"),
    "consent": ("consent", "consents"),
    "week": ("look-back", "look-backs"),
    "conversation": ("conversation", "conversations"),
    "follow_up": ("follow-up", "follow-ups"),
    "outbox": ("message", "messages"),
    "team": ("team", "teams"),
    "member": ("place in a team", "places in teams"),
    "round": ("round", "rounds"),
    "item": ("thing told with a name", "things told with a name"),
    "invited": ("invitation to a round", "invitations to rounds"),
    "engagement": ("coaching", "coachings"),
    "page": ("coach’s page", "coach’s pages"),
    "shown": ("line shown to a coach", "lines shown to coaches"),
    "ballot": ("outcome of a round", "outcomes of rounds"),
    "result": ("result of a round", "results of rounds"),
    "chosen": ("half of a small choice", "halves of small choices"),
    "comment": ("comment", "comments"),
    "post": ("line of chat", "lines of chat"),
    "reference": ("address", "addresses"),
}
"""What an operator calls one row of a table, and several."""


def erase(
    person: Annotated[str, typer.Argument(help="An id, or a name that only one person has.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a person for good, with everything about them, in what is others' too."""
    with opened() as at:
        found = at.person(person)
        with at.store.look() as unit:
            kept = unit.export(found.id, at.now)
        goes = ", ".join(_count(name, len(rows)) for name, rows in kept.items() if rows)
        who = f"{found.name} ({found.id})"
        if not yes:
            complain(f"What goes, for good: {goes}; and what others' conversations keep of {found.name}.")
            if not typer.confirm(clean(f"Erase {who}?"), err=True):
                complain("Nothing was erased.")
                raise typer.Exit(1)
        with at.store.begin() as unit:
            unit.erase(found.id)
    say(f"{who} is erased: {goes}.")


def _count(table: str, rows: int) -> str:
    one, several = ROWS[table]
    return f"{rows} {one if rows == 1 else several}"

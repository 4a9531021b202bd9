"""People and channels in a form of the page: who can be named there, and who was."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from adapters.browser.acts import Unclear
from adapters.browser.people import Cast, Channel
from bot.messages import FieldErrors

Kind = Literal["someone", "channel", "members", "looked"]
MANY: Final = 1000
"""Names that are looked at in one field."""


def offered(cast: Cast) -> dict[str, Any]:
    """Whom and which channels the page offers in a form."""
    people = [[one.id, one.name] for one in cast.people]
    return {"people": people, "channels": [[one.address, one.name] for one in cast.channels]}


def settled(cast: Cast, fields: Mapping[str, str], kinds: Mapping[str, Kind]) -> dict[str, str] | FieldErrors:
    """The fields as the bot reads them, or what is wrong with them; raises Unclear."""
    found = dict(fields)
    wrong: list[tuple[str, str]] = []
    for name, kind in kinds.items():
        said = fields.get(name, "")
        if kind == "someone":
            named = tuple(dict.fromkeys(said.split(None, MANY)[:MANY]))
            if not set(named) <= set(cast.ids):
                wrong.append((name, "Somebody who is chosen there is not in the playground."))
            found[name] = " ".join(named)
        elif said:
            there = next((one for one in cast.channels if one.address == said), None)
            if there is None:
                raise Unclear(f"“{said[:40]}” is no channel of the playground.")
            found[name] = _channel(there, cast, kind)
    return FieldErrors(tuple(wrong)) if wrong else found


def _channel(there: Channel, cast: Cast, kind: Kind) -> str:
    """One that was chosen, as its field takes it."""
    match kind:
        case "members":
            return " ".join(there.members or cast.ids)
        case "looked":
            what = "gone" if there.archived else "shared" if there.shared else "private" if there.members else "public"
            return "\n".join((there.address, what, there.name, " ".join(there.members), ""))
        case _:
            return there.address

"""What the store says when a conversation about links asks it; with that the conversation begins again."""

from datetime import datetime
from typing import assert_never

from bot.effects import Inquiry, Join, MakeCode, Start, TryCode
from bot.flows.link.places import platform_of
from bot.store import Unit


def answered(unit: Unit, person: str, inquiry: Inquiry, now: datetime) -> Start:
    """Ask, in this unit of work, and begin again with the answer."""
    match inquiry:
        case MakeCode():
            return Start("link", answers={"news": "code", "code": unit.links.make(person, now)})
        case TryCode(code):
            tried = unit.links.use(person, code, now)
            other = unit.people.get(tried.owner) if tried.owner else None
            if other is None:
                return Start("link", answers={"news": tried.outcome})
            told = {"name": other.name, "at": platform_of(other)}
            return Start("link", other.id, answers={"news": "found", **told})
        case Join(other_id):
            joined = unit.links.join(person, other_id)
            return Start("link", answers={"news": "joined" if joined else "over"})
        case _:
            assert_never(inquiry)

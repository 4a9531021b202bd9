"""What only the store can answer: asked in the asker's own unit of work, and a conversation begins with the answer."""

from datetime import datetime
from typing import Final, assert_never

from bot.ballot.released import SMALLEST, Below, Lost, Released
from bot.effects import CloseRound, CountKept, DropRound, Inquiry, Join, Json, MakeCode, OpenRound, Start, TryCode
from bot.errors import KeysUnreachable, RoundsRefused, TooEarly
from bot.flows.link.places import platform_of
from bot.store import Unit

PULSE: Final = "pulse"
"""The flow that hears what became of a round."""


def answered(unit: Unit, person: str, inquiry: Inquiry, now: datetime) -> Start:
    """Ask, and begin with the answer."""
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
        case OpenRound(round=round_):
            unit.ballots.alone()
            return Start(PULSE, round_, answers=_opened(unit, inquiry))
        case CloseRound(round=round_):
            return Start(PULSE, round_, answers={"news": _closed(unit, round_, now)})
        case DropRound(round=round_):
            unit.ballots.drop(round_)
            return Start(PULSE, round_, answers={"news": "dropped"})
        case CountKept():
            return Start("privacy", answers={"news": "counted", "counts": {**unit.counts(person)}})
        case _:
            assert_never(inquiry)


def _opened(unit: Unit, wanted: OpenRound) -> dict[str, Json]:
    """News "opened" with the ids of whoever is `invited`; "few", and when those who are missing were last `asked`, ""
    where it would be too few with all of them; or "refused" with the sentence `why`."""
    asked = unit.ballots.asked(wanted.roster, wanted.rested)
    free = sorted(set(wanted.roster) - set(asked))
    missing = max(SMALLEST, wanted.k) - len(free)
    if missing > 0:
        days = sorted(asked.values())[missing - 1 : missing]
        return {"news": "few", "asked": "".join(day.isoformat() for day in days)}
    try:
        unit.ballots.open(wanted.round, free, wanted.questions, wanted.k, wanted.closes_at, wanted.previous)
    except (KeysUnreachable, RoundsRefused) as refused:
        return {"news": "refused", "why": str(refused)}
    return {"news": "opened", "invited": list(free)}


def _closed(unit: Unit, round_: str, now: datetime) -> str:
    """News "released", "below" or "lost"; "later" where it cannot be told now."""
    try:
        ended = unit.ballots.close(round_, now)
    except (KeysUnreachable, TooEarly):
        return "later"
    except KeyError:
        return "lost"
    match ended:
        case Released():
            return "released"
        case Below():
            return "below"
        case Lost():
            return "lost"
        case _:
            assert_never(ended)

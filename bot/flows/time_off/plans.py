"""What is planned around an absence: the card on the first day back, and the promises before leaving."""

from datetime import date, timedelta

from bot.effects import Deed, FollowUp, Settle
from bot.facts import Person
from bot.rules import calendar

_DAY = timedelta(days=1)


def planned(person: Person, today: date) -> tuple[Deed, ...]:
    """Both follow-ups, for a person as they are from now on; only the next of each, the others come after it."""
    return (back_card(person, today), before_leaving(person, today))


def back_card(person: Person, today: date) -> FollowUp | Settle:
    """One card on the first working day back, whatever has ended by then."""
    ends = [last + _DAY for _, last in person.away if last >= today]
    if person.state == "paused" and person.paused_until is not None:
        ends.append(person.paused_until)
    if not ends:
        return Settle("nobody is away", "back")
    on = max(min(calendar.workday_on_or_after(person, end) for end in ends), today + _DAY)
    return FollowUp("back", on, "once, on the first day back")


def before_leaving(person: Person, today: date) -> FollowUp | Settle:
    """On the last working day before the next absence: which promises fall into it?"""
    leaving = ((calendar.previous_workday(person, first), first) for first, _ in person.away if first > today)
    ahead = [(on, first) for on, first in leaving if on > today]
    if not ahead:
        return Settle("nobody is leaving", "hand_over")
    on, first = min(ahead)
    return FollowUp("hand_over", on, "moved, handed over, or the leave begins", occasion=first)

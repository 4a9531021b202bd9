"""What passed between a leader and a coach on a Monday, as an export needs it."""

from dataclasses import dataclass

from bot.coaching import Shown
from bot.facts import Person


@dataclass(frozen=True, slots=True)
class Between:
    """One line, whose it is and for whom; `read`: the choice under which it was made held when its Monday came."""

    shown: Shown
    leader: Person
    coach: Person
    read: bool

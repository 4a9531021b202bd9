"""What a coach and a leader have to do with each other: frozen values, as those of `bot.facts`.

All that a digest can say of a leader is a `Line`. It has no field for what must not leave: no words but those that the
leader gave by a tap of their own, nobody else's name, nothing of what a team wrote, and nothing that compares people.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from pydantic import TypeAdapter

Count = tuple[int, int]
"""Chances taken, and chances that came."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A coach and a leader who work together, or were asked to. Identity: coach and leader.

    `session_at` is the next session, `ahead` what will be different in it; `told_on` is when the leader was told.
    """

    coach: str
    leader: str
    state: Literal["invited", "accepted", "declined", "ended"] = "invited"
    note: str = ""  # what the coach wrote with the invitation
    since: date | None = None  # the day of the present state
    session_at: datetime | None = None
    ahead: str = ""
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Where a coach reads the digest. Identity: coach."""

    coach: str
    channel: str = ""  # address of a private channel; "": by DM
    name: str = ""  # what the channel is called
    agreed: tuple[str, ...] = ()  # person ids of those who may be in it, as the leaders were told
    leaders: tuple[str, ...] = ()  # those of the leaders who said yes to exactly these people
    held: Literal["", "newcomer", "public", "shared", "gone", "unknown"] = ""  # why the last one was held


@dataclass(frozen=True, slots=True)
class Line:
    """What a leader shows of one week. Counts are of closed chances; what is compared is one's own past alone."""

    going: bool = True  # otherwise resting: by choice or by silence looks the same
    practice: str = ""
    done: int = 0
    expected: int = 0
    usual_done: int = 0  # the four weeks before
    usual_expected: int = 0
    weeks: tuple[Count, ...] = ()  # at most twelve, oldest first
    waits_since: date | None = None  # the day of the oldest answer or named item that waits for them
    due: int = 0  # promises that are due
    kept: int = 0  # of those that were settled this week
    promised: int = 0
    milestone: str = ""  # the content key of what was reached this week
    fresh_on: date | None = None
    band: Literal["", "more", "same", "less"] = ""  # what their team said, as coarse as it was released
    quiet_since: date | None = None
    brings: tuple[str, ...] = ()  # what they want to bring, each given by a tap of their own
    things_due: int = 0
    things_done: int = 0
    things_dropped: int = 0


LINE: Final[TypeAdapter[Line]] = TypeAdapter(Line)
"""How a line is stored."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a leader shows a coach of the week that ends on `friday`, as they saw it before. Identity: all three.

    `consent` is the id of the choice under which it was made; once that has ended, nobody reads it. `removed` are names
    of fields that the leader took out.
    """

    leader: str
    coach: str
    friday: date
    consent: str
    line: Line
    removed: tuple[str, ...] = ()

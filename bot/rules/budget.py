"""What kinds of message there are, and how many of them a person gets: one table, one place to change it.

A person gets one slot message a working day and five a week, two timed ones a day, and never anything but
a reply outside their working hours. A slot message asks two things at most: about the day, and one thing more.
"""

from dataclasses import dataclass
from typing import Literal

Class = Literal["reply", "slot", "timed", "notice", "behalf"]

SLOTS_PER_DAY = 1
SLOTS_PER_WEEK = 5
TIMED_PER_DAY = 2
LONGEST_WAIT = 15
"""Working days after which something that found no room is said once in the look-back and closed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of follow-up is treated.

    `rank` is its place in the day's message, 1 first. `joins`: it is part of the message whatever else is asked;
    of the rest a message has one. `fades`: it is about its own day and expires instead of waiting for another.
    `patient`: it can come on any later day just as well, and is not counted among what waits. `label` is the
    content key that names it on the home page; what comes when there is room stands there under no day. `here`: it
    comes in the place it is about even to somebody who is asked elsewhere. `silent`: it says nothing to the one whose
    it is, so that neither hours nor a pause nor their leaving hold it up.
    """

    cls: Class
    label: str
    rank: int = 5
    joins: bool = False
    fades: bool = False
    patient: bool = False
    here: bool = False
    silent: bool = False


KINDS: dict[tuple[str, str], Kind] = {
    ("capture", "promised_later"): Kind("slot", "home.kind_promise", rank=1),
    ("things", "due"): Kind("slot", "home.kind_thing", rank=1),
    ("time_off", "hand_over"): Kind("slot", "home.kind_promise", rank=1),
    ("capture", "bring"): Kind("slot", "home.kind_bring", rank=1),
    ("session", "bring"): Kind("slot", "session.kind_bring", rank=1),
    ("time_off", "back"): Kind("slot", "home.kind_back", rank=1, joins=True),
    ("answer", "asked"): Kind("slot", "answer.kind", rank=2, here=True),
    ("answer", "reminded"): Kind("slot", "answer.kind", rank=2, here=True),
    ("mirror", "supplied"): Kind("slot", "home.kind_mirror", rank=2),
    ("session", "knew"): Kind("slot", "session.kind_after", rank=2),
    ("session", "after"): Kind("slot", "session.kind_after", rank=2),
    ("item", "waits"): Kind("slot", "home.kind_item", rank=2, here=True),
    ("loop", "reply"): Kind("slot", "loop.kind_reply", rank=2, here=True),
    ("loop", "nudge"): Kind("slot", "loop.kind_reply", rank=2, here=True),
    ("loop", "told"): Kind("slot", "loop.kind_reply", rank=2, here=True),
    ("welcome", "unfinished"): Kind("slot", "home.kind_welcome", rank=3),
    ("practice", "unfinished"): Kind("slot", "home.kind_practice", rank=3),
    ("checkin", "asked"): Kind("slot", "home.kind_checkin", rank=3, joins=True, fades=True),
    ("first_days", "picture"): Kind("slot", "", rank=4, joins=True),
    ("consent", "again"): Kind("slot", "home.kind_consent", rank=4),
    ("restart", "offer"): Kind("slot", "home.kind_restart", rank=4),
    ("restart", "rested"): Kind("slot", "home.kind_rested", rank=4),
    ("restart", "recheck"): Kind("slot", "home.kind_restart", rank=4),
    ("restart", "reached"): Kind("slot", "home.kind_restart", rank=4),
    ("pace", "offer"): Kind("slot", "home.kind_pace", rank=4),
    ("pace", "checkback"): Kind("slot", "home.kind_pace", rank=4),
    ("pace", "ends"): Kind("slot", "home.kind_pace", rank=4),
    ("zone", "settled"): Kind("slot", "home.kind_zone", rank=4),
    ("mirror", "next"): Kind("slot", "home.kind_mirror", rank=4),
    ("mirror", "offer"): Kind("slot", "home.kind_mirror", rank=4),
    ("mirror", "reopen"): Kind("slot", "home.kind_mirror", rank=4),
    ("capture", "thank"): Kind("slot", "home.kind_thank", rank=5),
    ("things", "later"): Kind("slot", "home.kind_thing", rank=5),
    ("capture", "finish"): Kind("slot", "home.kind_capture", rank=5),
    ("talk", "held"): Kind("slot", "home.kind_talk", rank=5),
    ("talk", "thanked"): Kind("slot", "home.kind_talk", rank=5),
    ("team", "told"): Kind("slot", "team.kind_told", rank=6),
    ("partner", "told"): Kind("slot", "home.kind_partner", rank=6),
    ("partner", "unanswered"): Kind("slot", "home.kind_partner", rank=6),
    ("partner", "still"): Kind("slot", "home.kind_partner", rank=6),
    ("invited", "unanswered"): Kind("slot", "home.kind_invited", rank=6),
    ("talk", "told"): Kind("slot", "home.kind_talk", rank=6),
    ("milestone", "reached"): Kind("slot", "home.kind_milestone", rank=6),
    ("milestone", "booster"): Kind("slot", "home.kind_booster", rank=6),
    ("first_days", "next"): Kind("slot", "", rank=7, patient=True),
    ("sharpen", "trial"): Kind("slot", "", rank=7, patient=True),
    ("sharpen", "next"): Kind("slot", "", rank=7, patient=True),
    ("lookback", "weekly"): Kind("slot", "home.kind_lookback", rank=7, joins=True, fades=True),
    ("shown", "preview"): Kind("slot", "home.kind_shown", rank=8, joins=True, fades=True, here=True),
    ("capture", "promised"): Kind("timed", "home.kind_promise"),
    ("session", "ahead"): Kind("timed", "session.kind_ahead"),
    ("loop", "results"): Kind("timed", "loop.kind_results", here=True),
    ("loop", "holding"): Kind("timed", "loop.kind_holding", here=True),
    ("loop", "late"): Kind("notice", "", here=True),
    ("loop", "hold"): Kind("behalf", "", here=True, silent=True),
    ("loop", "unanswered"): Kind("behalf", "", here=True, silent=True),
    ("account", "unconfirmed"): Kind("notice", ""),
    ("link", "unanswered"): Kind("notice", "", here=True),
    ("pulse", "introduce"): Kind("notice", "", here=True, silent=True),
    ("pulse", "open"): Kind("notice", "pulse.kind_open", here=True, silent=True),
    ("pulse", "close"): Kind("notice", "", here=True, silent=True),
    ("pulse", "quiet"): Kind("notice", "", here=True, silent=True),
    ("word", "open"): Kind("notice", "", silent=True),
    ("clock", "weekly"): Kind("behalf", "", here=True, silent=True),
    ("shown", "friday"): Kind("notice", "", here=True, silent=True),
    ("digest", "monday"): Kind("behalf", "home.kind_digest", here=True),
    ("digest", "taken_back"): Kind("behalf", "", here=True, silent=True),
    ("partner", "weekly"): Kind("behalf", "home.kind_partner", fades=True),
}
"""Every kind of follow-up there is, by flow and kind; those of one rank in the order in which they are asked."""

HERE: frozenset[str] = frozenset(flow for (flow, _), kind in KINDS.items() if kind.here)
"""Flows that go on where they are, wherever somebody is asked about everything else."""

PLACES: dict[tuple[str, str], int] = {kind: place for place, kind in enumerate(KINDS)}
"""The place of each in this table."""

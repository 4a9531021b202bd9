"""A planned follow-up, as `due` computes it and the store keeps it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

ELSEWHERE: Final = "asked in another place"
"""Why something is not asked here: the same person is asked where they are linked (`bot.flows.link`)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One question to be asked, or asked again, of one person.

    `key` is unique for ever (recipient, flow, kind, subject, occasion, generation). `wall` is the person's
    wall time, naive, in `zone`; `due_at` is the instant computed from both, aware UTC. `slot`: it rides in the
    day's message. `again` are the further attempts, in working days after `first_on`, the day it was first due.
    """

    key: str
    person: str
    flow: str
    subject: str
    kind: str
    occasion: date
    generation: int
    wall: datetime
    zone: str
    due_at: datetime
    slot: bool
    again: tuple[int, ...]
    first_on: date
    stop: str
    attempts: int = 0
    id: int = 0  # the store's own; 0 before it is stored

"""What a coach reads, and the leader before them: three messages as the bot writes them, in weeks that were made up."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.facts import Capture
from bot.outcome import Post
from tests.digests import STEADY, read, shows, twelve
from tests.showing import ON_FRIDAY, together
from tests.stage import ANA, Stage

NAMES: Final = {
    "ana": "Ana Okafor", "ben": "Ben Hartmann", "eva": "Eva Lindqvist", "ida": "Ida Moreau", "jon": "Jon Bakker",
    "kim": "Kim Nguyen", "lea": "Lea Fischer", "mia": "Mia Rossi", "omar": "Omar Haddad", "raj": "Raj Patel",
    "sam": "Sam O’Neill", "tom": "Tom Weiss",
}  # fmt: skip
"""Whole names, as platforms tell them."""
OMAR: Final = replace(
    STEADY, practice="ask one question before I answer", waits_since=date(2026, 11, 23), due=2,
    milestone="digest.milestone_10",
    weeks=((1, 4), (2, 4), (0, 3), (2, 4), (3, 5), (3, 4), (0, 0), (3, 4), (3, 4), (2, 4), (4, 4), (3, 4)),
)  # fmt: skip
"""The line of the one who is opened; in one of twelve weeks no chance came."""


def monday() -> Post:
    """The page of a coach with twelve leaders."""
    return _newest(_page())


def opened() -> Post:
    """One of them, opened, with twelve weeks as a chart."""
    return _newest(_page().presses("Open a leader").presses(NAMES["omar"]))


def preview() -> Post:
    """The same for another leader, on the last working day before."""
    stage = together(person=replace(ANA, name="Ines Costa"))
    stage.saves(Capture("c1", "ana", "promise", "the numbers", "Omar", date(2026, 11, 26), state="kept"))
    stage.saves(Capture("b1", "ana", "bring", "telling Sales that it slips"))
    stage.saves(Capture("b2", "ana", "bring", "whether Petra leads the review"))
    return _newest(stage.goes_to(ON_FRIDAY).presses("Bring “telling Sales that it slips”"))


def _page() -> Stage:
    stage = shows(twelve(), "omar", OMAR)
    stage.people |= {one.id: replace(one, name=NAMES[one.id]) for one in stage.people.values() if one.id in NAMES}
    return read(stage)


def _newest(stage: Stage) -> Post:
    return next(stage.messages[key] for key in reversed(stage.order) if stage.messages[key].person == stage.who)

"""The trial of a practice: five real days, or two weeks, decide whether its words were clear enough."""

from datetime import date, timedelta
from typing import Final, Literal

from bot.facts import Practice
from bot.rules.chances import LETTERS

Verdict = Literal["proof", "situation", "passed"]

TRIAL_CHANCES: Final = 5
TRIAL: Final = timedelta(weeks=2)
WEAK: Final = 3
"""So many of the first five reopen a slot; one fewer does nothing."""


def trial_verdict(practice: Practice, today: date) -> Verdict | None:
    """What the first five chances say; None while the trial goes on or when it is over.

    Three that nobody could say yes or no to: the proof is weak. Three for which no chance came: the
    situation is, and it comes less than three times a week, so a wider one is offered. After two weeks it is
    said from what there is. Whoever acts on a verdict ends the trial (`trial="passed"`), because it is
    given once.
    """
    begins = practice.began_on or practice.started_on
    if practice.trial == "passed" or begins is None:
        return None
    first = practice.recent.replace(LETTERS["away"], "")[:TRIAL_CHANCES]
    if len(first) < TRIAL_CHANCES and today < begins + TRIAL:
        return None
    if first.count(LETTERS["unsure"]) >= WEAK:
        return "proof"
    if first.count(LETTERS["none"]) >= WEAK:
        return "situation"
    return "passed"


def is_seldom(practice: Practice) -> bool:
    """Whether the person expects fewer than three chances a week, so that a wider situation is offered."""
    return practice.often in ("1-2", "less")

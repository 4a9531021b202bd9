"""A session as it is typed: with whom, on which day, at what hour, in any order after the name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from bot.content.words import fold
from bot.facts import Person
from bot.flow import Answer, Scene, Wrote
from bot.flows.people import addressed
from bot.rules import clock, dates
from bot.rules.shortened import one_line

LONGEST: Final = 160
"""Characters of a line in which a day and an hour are looked for."""

_HALF: Final = r"(?:am|pm|a\.m\.?|p\.m\.?)"
_HOUR: Final = re.compile(
    rf"(?:\bat\s+)?\b(\d{{1,2}}[:h]\d{{2}}\s*{_HALF}?|\d{{1,2}}(?:\.\d{{2}})?\s*(?:{_HALF}|o['’]clock))(?![\w:])"
    r"|\bat\s+(\d{1,2}(?:\.\d{2})?)(?![\w:.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """What is understood of a day and an hour; `days` when it can be several, `wrong` says why there is no one day."""

    on: date | None = None
    at: time | None = None
    days: tuple[date, ...] = ()
    wrong: str = ""  # "past", "impossible", "several"

    @property
    def anything(self) -> bool:
        """Whether there was a day or an hour in it at all."""
        return bool(self.on or self.at or self.days or self.wrong)


def when(scene: Scene, text: str) -> When:
    """The day and the hour of a line; what else stands in it makes the day unreadable."""
    line = text.strip()
    if len(line) > LONGEST:
        return When()
    hour, rest = None, line
    for found in _HOUR.finditer(line):
        hour = clock.read_time(re.sub(r"\s*o['’]clock$", "", found[1] or found[2], flags=re.IGNORECASE))
        rest = f"{line[: found.start()]} {line[found.end() :]}"
    bare = rest.strip(" \t\n,;.-–—")
    if not bare:
        return When(at=hour)
    match dates.read_date(bare, scene.today, scene.person.locale, workdays=scene.person.workdays):
        case dates.Date(on):
            return When(on, hour)
        case dates.Several(days):
            return When(None, hour, days, "several")
        case dates.Past():
            return When(None, hour, wrong="past")
        case dates.Impossible():
            return When(None, hour, wrong="impossible")
        case None:
            return When()


def read_when(scene: Scene, text: str) -> Answer | None:
    """For a question that waits for a day and an hour: other words are no answer to it."""
    return Wrote(text) if when(scene, text).anything else None


def named(scene: Scene, text: str, theirs: Iterable[Person]) -> tuple[tuple[Person, ...], str]:
    """Whom of these people a line names first, perhaps with a “with” before the name, and what follows the name."""
    first, _, rest = text.strip().partition(" ")
    with_words = scene.facts.words.list("session.with_words")
    return addressed(rest if fold(first) in with_words else text, theirs)


def first_word(text: str) -> str:
    """The name that fits nobody, to say so."""
    return one_line(next(iter(text.split()), "").strip("@,:;.!?"), 40)

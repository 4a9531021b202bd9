"""A typed promise, thank-you or day, as far as it is understood."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.flow import Answer, Scene, Wrote
from bot.flows.capture import item
from bot.flows.commands import read_command
from bot.flows.practices import own_words
from bot.rules import dates, oneline

FRESH: Final = timedelta(minutes=10)
"""How long a bare day typed after a read-back is a correction of it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Who, what and by when; `days` when it can be several; `wrong` says why there is no one day."""

    who: str = ""
    what: str = ""
    on: date | None = None
    days: tuple[date, ...] = ()
    wrong: str = ""  # "past", "impossible", "several"


def read_line(scene: Scene, text: str) -> Understood:
    """A promise or a thank-you on one line."""
    person = scene.person
    found = oneline.captured(item.kind(scene), text, scene.today, person.locale, workdays=person.workdays)
    return _dated(found.on, found.who, found.text)


def read_own(scene: Scene, text: str) -> Understood:
    """Something to be reminded of on one line: nobody is named in it, for it is their own."""
    person = scene.person
    found = dates.find_date(text, scene.today, person.locale, workdays=person.workdays)
    return Understood(what=text) if found is None else _dated(found[0], what=found[1])


def read_day(scene: Scene, text: str) -> Understood | None:
    """A line that is a day and nothing else; None for any other."""
    person = scene.person
    found = dates.read_date(text, scene.today, person.locale, workdays=person.workdays)
    return None if found is None else _dated(found)


def read_date(scene: Scene, text: str) -> Answer | None:
    """For a step that waits for a day: other words are no answer to it."""
    return Wrote(text) if read_day(scene, text) is not None else None


def no_command(scene: Scene, text: str) -> Answer | None:
    """Words of their own: a line that is a command is no answer to a question with nothing kept yet."""
    found = read_command(scene.facts.words, text, scene.facts.people, asked=True)
    return own_words(scene, text) if found is None else None


def fresh_date(scene: Scene, text: str) -> Answer | None:
    """A bare day right after a read-back corrects it; later it could be about anything."""
    asked = scene.state.asked_at
    if asked is None or scene.now - asked > FRESH:
        return None
    return read_date(scene, text)


def _dated(found: dates.Reading | None, who: str = "", what: str = "") -> Understood:
    match found:
        case None:
            return Understood(who, what)
        case dates.Date(on):
            return Understood(who, what, on)
        case dates.Several(days):
            return Understood(who, what, None, days, "several")
        case dates.Past():
            return Understood(who, what, wrong="past")
        case dates.Impossible():
            return Understood(who, what, wrong="impossible")

"""A leader's own weeks: chances, promises and things, milestones, and what each coach was shown. Their eyes alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.words import Words
from bot.facts import Capture, Chance, Practice
from bot.flows import practices
from bot.flows.export.between import Between
from bot.flows.export.history import told
from bot.flows.shown.days import monday_after, monday_of
from bot.flows.shown.line import MILESTONES, SAID, TAKEN, USUAL
from bot.rules import calendar
from bot.sheets import Cell, Sheet

STATES = {
    ("promise", "open"): "export.open",
    ("promise", "kept"): "export.kept",
    ("thing", "open"): "export.open",
    ("thing", "kept"): "export.done",
    ("promise", "dropped"): "export.dropped",
    ("thing", "dropped"): "export.dropped",
}
"""What became of it; anything else was closed without a word."""
KINDS = {"promise": "export.promise", "thing": "export.thing"}


@dataclass(frozen=True, slots=True)
class Own:
    """What is kept of a leader, as their weeks need it, and the day on which they ask."""

    zone: str
    practices: tuple[Practice, ...]
    chances: tuple[Chance, ...]
    captures: tuple[Capture, ...]
    between: tuple[Between, ...]
    today: date


def weeks(words: Words, own: Own) -> Sheet:
    """The oldest week first; in each the practices first, and what was shown last."""
    headings = (
        "export.week", "export.what", "export.said", "export.with", "export.taken", "export.came", "export.day",
        "export.state",
    )  # fmt: skip
    rows = (*_chances(words, own), *_captures(words, own), *_milestones(words, own), *_shown(words, own))
    return Sheet(
        words.plain("export.weeks"),
        tuple(words.plain(one) for one in headings),
        tuple(sorted(rows, key=lambda row: str(row[0]))),
    )


def _chances(words: Words, own: Own) -> Iterator[tuple[Cell, ...]]:
    titles = {one.id: practices.act(one) for one in own.practices}
    came = Counter((monday_of(one.day), one.practice) for one in own.chances if one.mark in SAID)
    taken = Counter((monday_of(one.day), one.practice) for one in own.chances if one.mark in TAKEN)
    for week, practice in sorted(came):
        both = (taken[week, practice], came[week, practice])
        yield (week, words.plain("export.practice"), titles.get(practice, ""), "", *both, None, "")


def _captures(words: Words, own: Own) -> Iterator[tuple[Cell, ...]]:
    some = [(one, _day(own, one)) for one in own.captures if one.kind in KINDS and one.state != "draft"]
    for one, day in sorted(some, key=lambda pair: (pair[1], pair[0].id)):
        state = words.plain(STATES.get((one.kind, one.state), "export.closed"))
        yield (monday_of(day), words.plain(KINDS[one.kind]), one.text, one.who, None, None, one.on, state)


def _day(own: Own, one: Capture) -> date:
    """When it is due, or else when it was made."""
    made = own.today if one.made_at is None else calendar.local(one.made_at, own.zone).date()
    return one.on or made


def _milestones(words: Words, own: Own) -> Iterator[tuple[Cell, ...]]:
    """Stretches that were reached on the way: whoever was silent for weeks before has reached none."""
    for practice in own.practices:
        for count, key in MILESTONES.items():
            day = practice.started_on and practice.started_on + timedelta(weeks=count)
            if day is None or day > min(own.today, practice.ended_on or own.today):
                continue
            if _answered(own.chances, practice.id, day):
                act = practices.act(practice)
                yield (monday_of(day), words.plain("export.milestone"), act, "", None, None, day, words.plain(key))


def _answered(some: Iterable[Chance], practice: str, day: date) -> bool:
    return any(one.practice == practice and one.mark in SAID and day - USUAL <= one.day <= day for one in some)


def _shown(words: Words, own: Own) -> Iterator[tuple[Cell, ...]]:
    """Word for word, with the day of the page and whether it was read there."""
    for one in sorted(own.between, key=lambda one: (one.shown.friday, one.coach.name.casefold(), one.coach.id)):
        state, monday = words.plain("export.read" if one.read else "export.unread"), monday_after(one.shown.friday)
        for label, text in told(words, one):
            shown = words.plain("export.line", label=label, text=text)
            yield (
                monday_of(one.shown.friday),
                words.plain("export.shown"),
                shown,
                one.coach.name or one.coach.id,
                *_NONE,
                monday,
                state,
            )


_NONE = (None, None)
"""Nothing was counted."""

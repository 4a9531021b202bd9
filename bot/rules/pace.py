"""How often a practice is asked about, and when that is offered to change: a plain ladder, no guessing.

Five a week, three, one, every other week, paused. Everything here decides and changes nothing; a flow
applies a decision by storing `level` and `changed_on`, and a tap by the person by storing `own_pace_until`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal
from zlib import crc32

from bot.facts import Person, Practice
from bot.rules import chances
from bot.rules.calendar import (
    LOOK,
    is_workday,
    last_workday_of_week,
    next_workday,
    week_of,
    workdays_between,
)

Rung = Literal["five", "three", "one", "fortnight", "paused"]
Offer = Literal["silent", "too_hard", "too_rare", "settling", "faster"]

LADDER: Final[tuple[Rung, ...]] = ("five", "three", "one", "fortnight", "paused")
"""The levels by name; a practice's `level` is the place in it."""
FORTNIGHT: Final = LADDER.index("fortnight")
PAUSED: Final = LADDER.index("paused")

SILENT_CHANCES: Final = chances.SILENT_CHANCES
PASSES_PER_WEEK: Final = 2
AUTOMATIC_EVERY: Final = 10
"""Chances between two askings whether it happens by itself."""
CHECK_BACK: Final = (14, 30)
"""Days after silence has paused a practice on which the bot asks once more; then never."""

ONE_CHANGE: Final = timedelta(weeks=2)
"""How long a pace stays before another change is offered."""
OWN_WORDS: Final = timedelta(weeks=4)
"""How long a tap by the person overrides the rules, and how long an offered change lasts."""
COOLDOWN: Final = 10
"""Working days between two offers of a fresh start."""
HALF_YEAR: Final = timedelta(weeks=26)

_ENOUGH: Final = 6  # answers, or expected chances, before a rate means anything
_ASKED: Final = ("draft", "active")
_PER_OCCASION: Final = ("1-2", "less")
_DAY: Final = timedelta(days=1)


def start_level(pace: Literal["brisk", "steady", "gentle"]) -> int:
    """Where a new practice stands on the ladder."""
    return 1 if pace == "gentle" else 0


def slower(level: int) -> int:
    """One level less; paused stays paused."""
    return min(level + 1, PAUSED)


def faster(level: int) -> int:
    """One level more; five a week stays so."""
    return max(level - 1, 0)


def quieter(level: int) -> int:
    """One level less on the silent path, which skips the fortnightly step."""
    return PAUSED if slower(level) >= FORTNIGHT else slower(level)


def expected_on(person: Person, practice: Practice, day: date) -> bool:
    """Whether that day holds a chance: asked about, begun, a working day, and one of its days.

    Whether the person has paused the bot itself is not looked at here.
    """
    begins = _begins(practice)
    if begins is None or day < begins:
        return False
    return is_workday(person, day) and _is_its_day(person, practice, day)


def next_chance(person: Person, practice: Practice, after: date) -> date | None:
    """The first expected day strictly after a date; None when the practice is not asked about.

    Whoever works on none of its days for years gets the next working day: what is planned for it is looked
    at again when it comes.
    """
    begins = _begins(practice)
    if begins is None:
        return None
    if begins > after:
        after = begins - _DAY
    if practice.level == 0 and practice.often not in _PER_OCCASION:
        return next_workday(person, after)
    days = (after + timedelta(ahead) for ahead in range(1, LOOK + 1))
    found = (day for day in days if is_workday(person, day) and _is_its_day(person, practice, day))
    return next(found, None) or next_workday(person, after)


def is_silent(person: Person, practice: Practice, today: date) -> bool:
    """Whether the last three chances before today, all since the last change or tap, were left unanswered.

    Nothing softens it, neither a recent change nor the person's own choice, so that the silent path ends
    after nine prompts; but after each step or "Keep" it takes three more.
    """
    if _begins(practice) is None or chances.silent_run(practice.recent) < SILENT_CHANCES:
        return False
    day = _touched(practice)
    if day is None:
        return True
    for _ in range(SILENT_CHANCES):
        ahead = next_chance(person, practice, day)
        if ahead is None or ahead >= today:
            return False
        day = ahead
    return True


def decide(person: Person, practice: Practice, today: date, offered_on: date | None = None) -> Offer | None:
    """What the pace rules say, before today's chance is asked; None for nothing, the usual answer.

    Silence speaks first. The rest waits two weeks after a change, a fresh start or `offered_on` (when a
    fresh start or another pace was last offered, taken or not), and four after a tap.

    * "silent": go to `quieter(level)` and send the one card about it.
    * "too_hard": offer a smaller act, a clearer cue, another person, or rest.
    * "too_rare": offer a wider situation, or one question a week.
    * "settling": offer `slower(level)`.
    * "faster": offer a harder version or a second practice.
    """
    if _begins(practice) is None:
        return None
    if is_silent(person, practice, today):
        return "silent"
    if chances.silent_run(practice.recent) >= SILENT_CHANCES:
        return None
    if practice.own_pace_until is not None and today < practice.own_pace_until:
        return None
    touched = max((day for day in (_touched(practice), offered_on) if day), default=None)
    if touched is not None and today < touched + ONE_CHANGE:
        return None
    return _by_rates(practice, today)


def offers_restart(person: Person, practice: Practice, today: date, offered_on: date | None = None) -> bool:
    """Whether a fresh start is offered now: at the second "not" in a row, once in ten working days.

    `offered_on` is when it was last offered; a fresh start taken counts too. The third "not" and those
    after it add nothing here: that it is too hard is for `decide` to say.
    """
    if practice.state not in _ASKED or chances.misses(practice.recent) != chances.MISSES:
        return False
    before = max((day for day in (*practice.restarts, offered_on) if day), default=None)
    return before is None or workdays_between(person, before, today) >= COOLDOWN


def wants_help(restarts: Iterable[date], today: date) -> bool:
    """Whether a coach or outside help is offered: the third fresh start of one practice in half a year."""
    return sum(today - HALF_YEAR < day <= today for day in restarts) >= 3


def asks_automatic(practice: Practice, count: int) -> bool:
    """Whether to ask if it happens by itself; `count` is the chances so far, this one included."""
    return count - practice.asked_automatic >= AUTOMATIC_EVERY


def _begins(practice: Practice) -> date | None:
    """The first day of its present run; None when it is not asked about at all."""
    going = practice.level < PAUSED and practice.state in _ASKED
    return practice.began_on or practice.started_on if going else None


def _touched(practice: Practice) -> date | None:
    """When the pace was last changed or tapped, or the practice begun afresh."""
    tapped = practice.own_pace_until - OWN_WORDS if practice.own_pace_until else None
    return max((day for day in (practice.changed_on, tapped, *practice.restarts[-1:]) if day), default=None)


def _by_rates(practice: Practice, today: date) -> Offer | None:
    """Rules 3 to 6. Too hard and too rare exclude each other: both need most of the ten chances."""
    seen = chances.tally(practice.recent)
    if seen.expected >= _ENOUGH and seen.no_chance * 2 > seen.expected:
        return "too_rare"
    answers, doing = seen.answer_rate, seen.doing_rate
    if seen.said < _ENOUGH or answers is None or doing is None:
        return None
    if doing < 0.4:
        return "too_hard"
    if practice.slipped_on is not None or len(practice.automatic) < 2:
        return None
    itself = min(practice.automatic[-2:])
    if practice.level < FORTNIGHT and answers >= 0.6 and doing >= 0.8 and itself >= 4:
        return "settling"
    begins = _begins(practice)
    lasting = begins is not None and today >= begins + OWN_WORDS
    return "faster" if lasting and doing >= 0.7 and itself >= 3 else None


def _is_its_day(person: Person, practice: Practice, day: date) -> bool:
    """Whether a working day is one of the practice's own. A day off on one of them is not made up for."""
    level = practice.level
    if practice.often in _PER_OCCASION:
        its_day = last_workday_of_week(person, day) == day
    elif level == 0:
        return True
    elif level == 1:
        return day.isoweekday() in _three_of(person.workdays)
    else:
        works = _in_order(person.workdays)
        its_day = day.isoweekday() == works[crc32(practice.id.encode()) % len(works)]
    if level < FORTNIGHT or not its_day:
        return its_day
    return (week_of(person, day)[0].toordinal() // 7 + crc32(practice.id.encode())) % 2 == 0


@lru_cache(maxsize=128)
def _in_order(workdays: str) -> tuple[int, ...]:
    """ISO weekdays of a pattern from the first day of its week on: Sunday first for Sunday to Thursday."""
    first = week_of(Person("", "", workdays=workdays), date(2024, 1, 1))[0].isoweekday()
    return tuple(sorted({int(digit) for digit in workdays}, key=lambda weekday: (weekday - first) % 7))


@lru_cache(maxsize=128)
def _three_of(workdays: str) -> frozenset[int]:
    """First, middle and last weekday of a pattern; all of a shorter one."""
    works = _in_order(workdays)
    return frozenset((works[0], works[len(works) // 2], works[-1])) if len(works) > 3 else frozenset(works)

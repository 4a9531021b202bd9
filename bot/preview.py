"""Every message that a person will get in the coming days, found by letting those days pass.

The person is copied into a database in memory. There the bot itself lives through the time: what is due is
asked, what is said is recorded instead of sent, and the person answers nothing, or what a script says. What others
answer is not known: of rounds only what was released before is gone on with.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from bot.drawn import drawn
from bot.facts import Person
from bot.life import Life
from bot.messages import Message
from bot.rules import calendar
from bot.script import Line
from bot.settings import Settings
from bot.store import Store, open_store
from bot.typed import words_of
from bot.work import on

ONE: Final = timedelta(days=1)

WhyQuiet = Literal["weekend", "holiday", "free", "away", "paused", "quiet", "stopped", "gone", "nothing"]


@dataclass(frozen=True, slots=True)
class Coming:
    """A message that the person will get: at which wall time of theirs, of which class, and what it says."""

    wall: datetime
    zone: str
    cls: str
    message: Message
    text: str

    @property
    def asks(self) -> tuple[str, ...]:
        """The first words of each of its questions."""
        return tuple(words for ask in self.message.asks if (words := words_of(ask)))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days without a message, first and last included, and why."""

    first: date
    last: date
    why: WhyQuiet


async def preview(
    store: Store,
    settings: Settings,
    person: Person,
    now: datetime,
    days: int,
    *,
    first: date | None = None,
    script: Sequence[Line] = (),
) -> AsyncIterator[Coming | Quiet]:
    """What comes in so many days of the person's calendar, in order. Nothing in `store` is changed.

    Args:
        now: the moment from which time passes, aware UTC.
        first: the first day that is told, by default today. One that has gone by begins again, with what
            is planned now.
        script: the person's answers.

    Raises:
        ScriptProblem: a line of the script cannot be done.
        StandsStill: what was done is due again and again.
    """
    copied = open_store("sqlite://", settings.keys)
    work = on(copied)
    try:
        copied.migrate()
        with store.look() as unit, copied.begin() as other:
            unit.copy_to(other, person.id)
        today = calendar.local(now, person.zone).date()
        first = first or today
        begins = calendar.instant(datetime.combine(first, time.min), person.zone) if first < today else now
        life = Life(work, settings, person, begins)
        life.script.extend(script)
        async for found in _told(life, first, first + timedelta(days=days)):
            yield found
    finally:
        await work.close()


async def _told(life: Life, first: date, end: date) -> AsyncIterator[Coming | Quiet]:
    """What happens from the first day until the end, and the days on which nothing does."""
    day = first  # the first one of which nothing has been told
    quiet: Quiet | None = None
    while day < end:
        moment, line = await life.next()
        today = end if moment is None else min(calendar.local(moment, life.person.zone).date(), end)
        while day < today:
            why = _why_quiet(life.person, day)
            if quiet is not None and quiet.why != why:
                yield quiet
                quiet = None
            quiet = Quiet(day if quiet is None else quiet.first, day, why)
            day += ONE
        if moment is None or today == end:
            break
        messages = await life.live(moment, line)
        wall, zone = calendar.local(moment, life.person.zone), life.person.zone
        for cls, message in messages:
            if wall.date() < first:
                continue
            if quiet is not None:
                yield quiet
                quiet = None
            yield Coming(wall, zone, cls, message, drawn(message))
            day = max(day, wall.date() + ONE)
    if quiet is not None:
        yield quiet


def _why_quiet(person: Person, day: date) -> WhyQuiet:
    match person.state:
        case "quiet" | "stopped" | "gone":
            return person.state
        case "paused" if person.paused_until is None or day < person.paused_until:
            return "paused"
        case _:
            return calendar.day_off(person, day) or "nothing"

"""The ordinary check-ins of one moment, asked of thousands at once: the same outcome as one turn each.

Who is asked every day is nearly always asked in the same way: an active practice, in working hours, nothing
else due, no other pace to offer. For these the calendar is worked out once per working pattern and the words
once per wording; what is each person's own is filled in. Whoever is not plainly ordinary is left to the
engine, and a test holds both ways to the same rows.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple

from bot.content.words import Words
from bot.due import agenda, expires, not_before, plan
from bot.effects import FollowUp
from bot.facts import Facts, Person, Practice
from bot.flow import Scene, State, hashed, opaque, ref_of
from bot.flows import practices
from bot.flows.checkin.asking import keeps, next_asking, offered_on, unanswered
from bot.flows.checkin.drawing import draw_asked
from bot.messages import MESSAGE, Ask, Message
from bot.planned import Planned
from bot.rules import calendar, chances, pace


class Coming(NamedTuple):
    """A check-in that is due, with what asking it looks at; the store leaves out who is plainly not ordinary."""

    id: int
    due_at: datetime
    person: str
    subject: str
    act: str
    homes: tuple[str, ...]
    locale: str
    generation: int
    version: int
    step: str
    answers: str
    # what the calendar looks at
    zone: str
    country: str
    workdays: str
    opens: time
    closes: time
    asks_at: time
    occasion: date
    wall: datetime
    planned_zone: str
    level: int
    # what the pace rules look at
    recent: str
    often: str
    began_on: date | None
    started_on: date | None
    restarts: tuple[date, ...]
    changed_on: date | None
    own_pace_until: date | None
    slipped_on: date | None
    automatic: tuple[int, ...]


_DAY: Final = slice(Coming._fields.index("zone"), Coming._fields.index("recent"))
_RULES: Final = slice(Coming._fields.index("zone"), None)
_ACT: Final = "the act stands here 5e1f0c"
_SUBJECT: Final = "the subject stands here 5e1f0c"


@dataclass(frozen=True, slots=True)
class Day:
    """One moment in one working pattern: the message's day and times, and the next check-in."""

    person: Person
    today: date
    not_before: datetime
    expires_at: datetime
    next: Planned


class Asked(NamedTuple):
    """What asking one of them writes."""

    coming: Coming
    day: Day
    key: str
    payload: str
    next_key: str
    answers: str
    recent: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a conversation goes on with, and what the rules look at in it."""

    answers: str
    silent: bool
    offered: date | None


@dataclass
class Many:
    """One moment. What was worked out for one person is kept for all who are like them."""

    now: datetime
    words_for: Callable[[str], Words]
    days: dict[tuple[Any, ...], Day | None] = field(default_factory=dict)
    kept: dict[tuple[str, str, date], _Kept | None] = field(default_factory=dict)
    rules: dict[tuple[Any, ...], str | None] = field(default_factory=dict)
    wordings: dict[tuple[str, int, date], tuple[list[str], str] | None] = field(default_factory=dict)

    def ask(self, rows: Iterable[Coming]) -> list[Asked]:
        """Those of them who are asked in the ordinary way."""
        return [asked for row in rows if (asked := self._asked(row)) is not None]

    def _asked(self, row: Coming) -> Asked | None:
        columns: tuple[Any, ...] = row
        pattern = columns[_DAY]
        if pattern not in self.days:
            self.days[pattern] = self._day(row)
        talk = (row.step, row.answers, row.occasion)
        if talk not in self.kept:
            self.kept[talk] = self._keeps(row)
        day, kept = self.days[pattern], self.kept[talk]
        if day is None or kept is None:
            return None
        practice = (columns[_RULES], kept.silent, kept.offered)
        if practice not in self.rules:
            self.rules[practice] = _recent(row, day, kept)
        recent = self.rules[practice]
        if recent is None:
            return None
        occasion = row.occasion.isoformat()
        words = self.words_for(row.locale)
        wording = (row.locale, words.variant("checkin.asked", f"{row.person}{row.subject}{occasion}"), row.occasion)
        if wording not in self.wordings:
            self.wordings[wording] = self._wording(row, words)
        found = self.wordings[wording]
        if found is None:
            return None
        before, after = found
        payload = f"{encode_basestring(practices.spoken(row.act)).join(before)}{encode_basestring(row.subject)}{after}"
        coming = hashed(row.person, "checkin", "asked", row.subject, day.next.occasion.isoformat(), str(row.generation))
        return Asked(row, day, f"slot/{opaque(row.person)}/{day.today}", payload, coming, kept.answers, recent)

    def _day(self, row: Coming) -> Day | None:
        """What the calendar says for everybody of this pattern; None when it is no ordinary moment."""
        person = Person(
            "",
            "",
            zone=row.zone,
            country=row.country,
            workdays=row.workdays,
            opens=row.opens,
            closes=row.closes,
            asks_at=row.asks_at,
            state="active",
        )
        today = calendar.local(self.now, row.zone).date()
        zone, stop = row.planned_zone, ""
        item = Planned(
            "", "", "checkin", "", "asked", row.occasion, 0, row.wall, zone, row.due_at, True, (), row.occasion, stop
        )
        if row.occasion != today or not agenda(person, (item,), {}, self.now).slot:
            return None
        practice = Practice("", "", state="active", level=row.level, began_on=row.occasion)
        scene = Scene(Facts(person, self.words_for(row.locale)), State("checkin", ""), self.now)
        (wish,) = next_asking(scene, practice, row.occasion)
        if not isinstance(wish, FollowUp):
            return None
        leaves = not_before(person, "slot", self.now)
        return Day(person, today, leaves, expires(person, "slot", leaves), plan(person, wish))

    def _keeps(self, row: Coming) -> _Kept | None:
        """What the conversation keeps once it is asked; None where it is sealed."""
        if row.answers and not row.answers.startswith("{"):
            return None
        answers = json.loads(row.answers) if row.answers else {}
        facts = Facts(Person("", ""), self.words_for(row.locale))
        scene = Scene(facts, State("checkin", "", step=row.step, answers=answers), self.now)
        silent = unanswered(scene)
        kept = {**answers, **keeps(scene, row.occasion, silent=silent)}
        return _Kept(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), silent, offered_on(scene))

    def _wording(self, row: Coming, words: Words) -> tuple[list[str], str] | None:
        """The message as JSON, in pieces: around the act, and after the subject."""
        state = State("checkin", row.person, row.subject, "asked", occasion=row.occasion.isoformat())
        practice = Practice(row.subject, row.person, act=_ACT)
        person = Person(row.person, "", zone=row.zone, locale=row.locale)
        parts = draw_asked(Scene(Facts(person, words, practices=(practice,)), state, self.now))
        ref = ref_of(State("checkin", row.person, _SUBJECT, "asked", occasion=state.occasion))
        drawn = MESSAGE.dump_json(Message((Ask(parts, ref),))).decode().split(f'"{_SUBJECT}"')
        return (drawn[0].split(f'"{_ACT}"'), drawn[1]) if len(drawn) == 2 and _ACT not in drawn[1] else None


def _recent(row: Coming, day: Day, kept: _Kept) -> str | None:
    """The practice's last chances once this one is asked; None when the pace rules have something to offer."""
    practice = Practice(
        "",
        "",
        state="active",
        level=row.level,
        often=row.often,  # type: ignore[arg-type]  # as the store keeps it
        began_on=row.began_on,
        started_on=row.started_on,
        restarts=row.restarts,
        changed_on=row.changed_on,
        own_pace_until=row.own_pace_until,
        slipped_on=row.slipped_on,
        automatic=row.automatic,
        recent=chances.push(row.recent, "") if kept.silent else row.recent,
    )
    begins = row.began_on or row.started_on
    if begins is None or begins > row.occasion:
        return None
    offer = pace.decide(day.person, practice, day.today, kept.offered)
    return practice.recent if offer is None else None

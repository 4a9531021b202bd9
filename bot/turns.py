"""Turns on the store: what an act, a moment or a lost message reads and writes, within one unit of work.

Whose transaction it is, and whether it is run again, the service decides.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import structlog

from bot.content.words import Words
from bot.effects import Start, Tell
from bot.errors import DOWN, Stale
from bot.events import Act, Joined, Left, OutOfOffice, Pressed, Said, Submitted, Undelivered
from bot.facts import Person
from bot.flow import hashed
from bot.flows.catalog import FLOWS
from bot.messages import NOTHING, Ask, FieldErrors, Ref, Reply
from bot.outcome import Outcome, gathered, of_act, of_moment, of_waiting
from bot.outgoing import Outgoing
from bot.planned import Planned
from bot.play import NeedsMore, Play
from bot.react import react
from bot.settings import Settings
from bot.store import Unit
from bot.writing import write_all

log = structlog.get_logger()

TRIES: Final = 5
"""How often a turn is run again because somebody else wrote meanwhile."""
HISTORY: Final = timedelta(weeks=27)
"""How far back chances and look-backs are loaded: half a year and a week."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The people's turns; words come from `words_for`, what nobody knows of a newcomer from the settings."""

    words_for: Callable[[str], Words]
    settings: Settings

    def act(self, unit: Unit, event: Act) -> tuple[Reply, list[str]] | None:
        """What a person did: the reply, and the keys of what was said; None when nobody of that id has joined."""
        if isinstance(event, Said) and event.thread:
            event = replace(event, thread=unit.outbox.key_of(event.person, event.thread) or event.thread)
        if isinstance(event, Joined):
            unit.people.add(self._newcomer(event))
        about = (event.ref,) if isinstance(event, Pressed | Submitted) else ()
        play = self.play(unit, event.person, event.at, about)
        if play is None:
            unit.forget_seen(event.id)
            return None
        if isinstance(event, Pressed) and event.message and not self._is_theirs(unit, event):
            play.asks.append(Ask((play.facts.words("desk.not_yours"),)))
            outcome = gathered(play, f"reply/{event.id}/{event.person}", "reply")
        else:
            # A status may begin at midnight, and nobody waits for an answer to it.
            outcome = of_act(play, event, "notice" if isinstance(event, OutOfOffice) else "reply")
        keys = self._write(unit, outcome, event.id, event.at)
        if isinstance(outcome.reply, FieldErrors):
            unit.forget_seen(event.id)  # the same form may be sent again, and is not the same event then
        return outcome.reply or NOTHING, keys

    def _newcomer(self, event: Joined) -> Person:
        return Person(
            id=event.person,
            name=event.name,
            zone=event.zone or self.settings.timezone or "Etc/UTC",
            locale=event.locale or self.settings.locale,
            country=self.settings.country,
        )

    def _is_theirs(self, unit: Unit, event: Pressed) -> bool:
        found = unit.outbox.message(event.message)
        return found is None or found.person == event.person

    def play(self, unit: Unit, person: str, now: datetime, about: Iterable[Planned | Ref] = ()) -> Play | None:
        """Everything about one person, ready to react: what goes on, and what these are about, over or not."""
        facts = unit.people.facts([person], self.words_for, since=(now - HISTORY).date()).get(person)
        if facts is None:
            return None
        states = {state.key: state for state in unit.talks.of([person]).get(person, ())}
        return Play(facts, states | unit.talks.at([(one.flow, person, one.subject) for one in about]), FLOWS, now)

    def _write(self, unit: Unit, outcome: Outcome, event_id: str, now: datetime) -> list[str]:
        """One outcome, and whatever it starts with other people or brings forward, in the same transaction."""
        keys = write_all(unit, [outcome], event_id, now)
        for number, order in enumerate(outcome.elsewhere):
            keys += self._elsewhere(unit, outcome.person.id, order, f"{event_id}.{number}", now)
        if outcome.bring_waiting:
            items = unit.follow_ups.waiting(outcome.person.id)
            play = self.play(unit, outcome.person.id, now, items)
            if play is not None:
                keys += self._write(unit, of_waiting(play, items, event_id), event_id, now)
        return keys

    def _elsewhere(self, unit: Unit, sender: str, order: Start | Tell, event_id: str, now: datetime) -> list[str]:
        to = order.owner if isinstance(order, Start) else order.to
        play = self.play(unit, to, now)
        if play is None or play.facts.person.state in ("stopped", "gone"):
            return []
        match order:
            case Start():
                play.start(replace(order, owner=""), event_id)
            case Tell(parts=parts):
                play.asks.append(Ask(parts))
        return self._write(unit, gathered(play, f"behalf/{event_id}/{hashed(sender)}/{to}", "behalf"), event_id, now)

    def plan(self, unit: Unit, people: Mapping[str, list[Planned]], now: datetime) -> None:
        """Plan a batch: everybody at first with just what their flows need; whoever needs more, whole."""
        needs = frozenset(need for items in people.values() for item in items for need in _needs(item))
        keys = [(item.flow, item.person, item.subject) for items in people.values() for item in items]
        facts = unit.people.facts(list(people), self.words_for, needs)
        states = unit.talks.at(keys)
        sent = unit.outbox.sent(list(people), (now - timedelta(days=8)).date())
        outcomes: list[Outcome] = []
        for person, items in people.items():
            if person not in facts:
                unit.follow_ups.close_where(person, "", None, "", "the person is gone")
                continue
            known = {key: states[key] for item in items if (key := (item.flow, person, item.subject)) in states}
            play = Play(facts[person], known, FLOWS, now, partial=True)
            try:
                outcomes.append(of_moment(play, items, sent.get(person, {})))
            except NeedsMore:
                whole = self.play(unit, person, now, items)
                if whole is not None:
                    outcomes.append(of_moment(whole, items, sent.get(person, {})))
        write_all(unit, outcomes, f"tick/{now.isoformat()}", now)
        for outcome in outcomes:
            for number, order in enumerate(outcome.elsewhere):
                self._elsewhere(unit, outcome.person.id, order, f"tick/{now.isoformat()}.{number}", now)

    def plan_alone(self, unit: Unit, person: str, items: list[Planned], now: datetime, tries: int) -> None:
        try:
            with unit.nested():
                self.plan(unit, {person: items}, now)
        except DOWN:
            raise
        except Exception as error:  # an edge: set aside with an id that the log and the operator both see
            if isinstance(error, Stale) and tries < TRIES:
                return  # somebody else was in the way; the next round asks again
            trouble = uuid4().hex[:8]
            log.error("a follow-up is set aside", id=trouble, person=person, error=type(error).__name__, exc_info=True)
            unit.follow_ups.close([(item, "aside", f"{trouble}: {type(error).__name__}") for item in items])

    def left(self, unit: Unit, row: Outgoing, now: datetime) -> None:
        """Nothing reaches somebody any more: nothing is asked until they come back."""
        play = self.play(unit, row.person, now)
        if play is not None and play.facts.person.state != "gone":
            event = Left(f"{row.key}/gone", row.person, now)
            self._write(unit, of_act(play, event, "notice"), event.id, now)

    def lost(self, unit: Unit, row: Outgoing, why: str, now: datetime) -> None:
        """Tell the flows whose questions did not arrive. One that fails must not undo what the others are told."""
        if row.replaces:
            return
        for number, ask in enumerate(row.message.asks):
            if ask.ref is None:
                continue
            event = Undelivered(f"{row.key}/lost/{number}", row.person, now, ask.ref, why)
            try:
                with unit.nested():
                    play = self.play(unit, row.person, now)
                    if play is not None:
                        outcome = gathered(react(play, event), f"reply/{event.id}", "reply")
                        self._write(unit, outcome, event.id, now)
            except Stale:
                raise
            except DOWN:
                raise
            except Exception:  # an edge: what became of the other messages has to be kept
                log.exception("a flow failed over a lost question", id=uuid4().hex[:8], key=row.key)


def by_person(items: Iterable[Planned]) -> dict[str, list[Planned]]:
    """Follow-ups by whom they are of, in their order."""
    people: dict[str, list[Planned]] = {}
    for item in items:
        people.setdefault(item.person, []).append(item)
    return people


def _needs(item: Planned) -> frozenset[type]:
    flow = FLOWS.get(item.flow)
    return flow.needs if flow else frozenset()

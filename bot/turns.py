"""Turns on the store: what an act, a moment or a lost message reads and writes, within one unit of work.

Whose transaction it is, and whether it is run again, the service decides.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import structlog

from bot.content.words import Words
from bot.effects import Start, Tell
from bot.errors import DOWN, Stale
from bot.events import Act, Held, Joined, Left, Newcomers, OutOfOffice, Pressed, Said, Submitted, Undelivered, Unposted
from bot.facts import Person
from bot.flow import DONE, hashed, opaque
from bot.flows import answer
from bot.flows.catalog import FLOWS
from bot.flows.commands import read_command
from bot.flows.people import named_in, names_in
from bot.inquiries import answered
from bot.messages import NOTHING, Ask, FieldErrors, Ref, Reply
from bot.outcome import Outcome, gathered, key_of, of_act, of_moment, of_waiting
from bot.outgoing import Outgoing
from bot.planned import Planned
from bot.play import Key, NeedsMore, Play
from bot.react import react
from bot.rules.budget import Class
from bot.settings import Settings
from bot.store import Unit
from bot.writing import NOTHING_SHOWN, Replies, write_all

log = structlog.get_logger()

PATIENCE: Final = 5
"""How often a follow-up may come up again because somebody else wrote meanwhile, before it is set aside."""
HISTORY: Final = timedelta(weeks=27)
"""How far back chances and look-backs are loaded: half a year and a week."""
Done = tuple[Reply, list[Outgoing]]
"""What is answered at once, and the replies that were put into the outbox."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The people's turns; words come from `words_for`, what nobody knows of a newcomer from the settings."""

    words_for: Callable[[str], Words]
    settings: Settings

    def act(self, unit: Unit, events: Sequence[Act]) -> list[Done | None]:
        """What different people did, each one thing; None where nobody of that id has joined.

        What is known of all of them is read together, and what they lead to is written together.
        """
        if not events:
            return []
        events = [self._placed(unit, event) for event in events]
        unit.people.add([self._newcomer(event) for event in events if isinstance(event, Joined)])
        plays, shown = self._plays(unit, events)
        outcomes = [
            None if play is None else _reaction(play, event, shown) for play, event in zip(plays, events, strict=True)
        ]
        found = [outcome for outcome in outcomes if outcome is not None]
        said = self._write(unit, found, max(event.at for event in events), shown)
        for outcome, event in zip(outcomes, events, strict=True):
            if outcome is None or isinstance(outcome.reply, FieldErrors):
                unit.forget_seen(event.id)  # the same form may be sent again, and is not the same event then
        return [None if outcome is None else (outcome.reply or NOTHING, said[outcome.key]) for outcome in outcomes]

    def _placed(self, unit: Unit, event: Act) -> Act:
        if isinstance(event, Said) and event.thread:
            return replace(event, thread=unit.outbox.key_of(event.person, event.thread) or event.thread)
        return event

    def _newcomer(self, event: Joined) -> Person:
        return Person(
            id=event.person,
            name=event.name,
            zone=event.zone or self.settings.timezone or "Etc/UTC",
            locale=event.locale or self.settings.locale,
            country=self.settings.country,
        )

    def play(self, unit: Unit, person: str, now: datetime, about: Iterable[Planned | Ref] = ()) -> Play | None:
        """Everything about one person, ready to react: what goes on, and what these are about, over or not."""
        keys = [(one.flow, person, one.subject) for one in about]
        return self._all(unit, {person: now}, keys)[0].get(person)

    def _plays(self, unit: Unit, events: Sequence[Act]) -> tuple[list[Play | None], dict[str, Outgoing]]:
        """Everybody's, and the messages in which they pressed or answered something."""
        about = [event for event in events if isinstance(event, Pressed | Submitted)]
        keys = [(event.ref.flow, event.person, event.ref.subject) for event in about]
        named = {event.message for event in about} | {event.thread for event in events if isinstance(event, Said)}
        moments = {event.person: event.at for event in events}
        found, shown = self._all(unit, moments, keys, named - {""})
        for event in about:
            if isinstance(event, Submitted) and event.person in found:
                _meet(unit, found[event.person], event)
        return [found.get(event.person) for event in events], shown

    def _all(
        self, unit: Unit, moments: Mapping[str, datetime], keys: Iterable[Key], messages: Collection[str] = ()
    ) -> tuple[dict[str, Play], dict[str, Outgoing]]:
        """The same of several people, each at their moment; and these messages."""
        since = (min(moments.values()) - HISTORY).date()
        facts, states, shown = unit.lives(moments, self.words_for, since, messages)
        going_on = {state.key for theirs in states.values() for state in theirs}
        about = unit.talks.at(set(keys) - going_on)
        plays = {
            person: Play(
                known,
                {state.key: state for state in states.get(person, ())}
                | {key: state for key, state in about.items() if state.owner == person},
                FLOWS,
                moments[person],
            )
            for person, known in facts.items()
        }
        return plays, shown

    def _write(
        self, unit: Unit, outcomes: Sequence[Outcome], now: datetime, shown: Mapping[str, Outgoing] = NOTHING_SHOWN
    ) -> Replies:
        """Outcomes of different people, and whatever they start with others or bring forward, in one transaction."""
        said = write_all(unit, outcomes, now, shown)
        for outcome in outcomes:
            if outcome.elsewhere:
                self._elsewhere(unit, outcome, now)
            if outcome.bring_waiting:
                items = unit.follow_ups.waiting(outcome.person.id)
                play = self.play(unit, outcome.person.id, now, items)
                if play is not None:
                    waited = of_waiting(play, items, outcome.key)
                    said[outcome.key] += self._write(unit, [waited], now)[waited.key]
            for number, inquiry in enumerate(outcome.inquiries):
                begun = answered(unit, outcome.person.id, inquiry, now)
                play = self.play(unit, outcome.person.id, now, [Ref(begun.flow, begun.subject, begun.step)])
                if play is not None:
                    key = f"{outcome.key}/answer{number}"
                    play.start(begun, key)
                    said[outcome.key] += self._write(unit, [gathered(play, key, outcome.cls)], now)[key]
        return said

    def _elsewhere(self, unit: Unit, outcome: Outcome, now: datetime) -> None:
        """What somebody's outcome starts with other people, everybody's first together, everybody's second, and so on.
        None of it is a reply."""
        sender = hashed(outcome.person.id)
        left = [(number, _receiver(order), order) for number, order in enumerate(outcome.elsewhere)]
        while left:
            together = {to: (number, order) for number, to, order in reversed(left)}
            left = [one for one in left if together[one[1]][0] != one[0]]
            keys = [(order.flow, to, order.subject) for to, (_, order) in together.items() if isinstance(order, Start)]
            begun: list[Outcome] = []
            for to, play in self._all(unit, dict.fromkeys(together, now), keys)[0].items():
                if play.facts.person.state in ("stopped", "gone"):
                    continue
                number, order = together[to]
                cause = f"{outcome.key}.{number}"
                match order:
                    case Start():
                        play.start(replace(order, owner=""), cause)
                    case Tell(parts=parts):
                        play.asks.append(Ask(parts))
                begun.append(gathered(play, f"behalf/{hashed(cause)}/{sender}/{opaque(to)}", "behalf"))
            self._write(unit, begun, now)

    def plan(self, unit: Unit, people: Mapping[str, list[Planned]], now: datetime) -> None:
        """Plan a batch: everybody at first with just what their flows need; whoever needs more, whole."""
        needs = frozenset(need for items in people.values() for item in items for need in _needs(item))
        keys = [(item.flow, item.person, item.subject) for items in people.values() for item in items]
        facts = unit.people.facts(list(people), self.words_for, needs)
        states = unit.talks.at(keys)
        sent = unit.outbox.sent(list(people), (now - timedelta(days=8)).date())
        outcomes: list[Outcome] = []
        whole: list[str] = []
        for person, items in people.items():
            if person not in facts:
                unit.follow_ups.close_where(person, "", None, "", "the person is gone")
                continue
            known = {key: states[key] for item in items if (key := (item.flow, person, item.subject)) in states}
            play = Play(facts[person], known, FLOWS, now, partial=True)
            try:
                outcomes.append(of_moment(play, items, sent.get(person, {})))
            except NeedsMore:
                whole.append(person)
        if whole:
            plays, _ = self._all(unit, dict.fromkeys(whole, now), keys)
            outcomes += (of_moment(play, people[who], sent.get(who, {})) for who, play in plays.items())
        self._write(unit, outcomes, now)

    def plan_alone(self, unit: Unit, person: str, items: list[Planned], now: datetime, tries: int) -> None:
        try:
            with unit.nested():
                self.plan(unit, {person: items}, now)
        except DOWN:
            raise
        except Exception as error:  # an edge: set aside with an id that the log and the operator both see
            if isinstance(error, Stale) and tries < PATIENCE:
                return  # somebody else was in the way; the next round asks again
            trouble = uuid4().hex[:8]
            log.error("a follow-up is set aside", id=trouble, person=person, error=type(error).__name__, exc_info=True)
            unit.follow_ups.close([(item, "aside", f"{trouble}: {type(error).__name__}") for item in items])

    def begun(self, unit: Unit, person: str, begin: Start, key: str, now: datetime) -> None:
        """Begin one conversation of somebody's because of what has come to light; what it says is a notice."""
        play = self.play(unit, person, now, [Ref(begin.flow, begin.subject, begin.step)])
        if play is not None:
            play.start(begin, key)
            self._write(unit, [gathered(play, key, "notice")], now)

    def left(self, unit: Unit, row: Outgoing, now: datetime) -> None:
        """Nothing reaches somebody any more: nothing is asked until they come back. What went elsewhere than to them,
        to a channel for one, says nothing about them."""
        play = self.play(unit, row.person, now)
        if play is not None and row.address in play.facts.person.homes and play.facts.person.state != "gone":
            event = Left(f"{row.key}/gone", row.person, now)
            self._write(unit, [of_act(play, event, "notice")], now)

    def lost(self, unit: Unit, row: Outgoing, why: str, now: datetime) -> None:
        """Tell the flows whose questions did not arrive."""
        if row.replaces:
            return
        for number, ask in enumerate(row.message.asks):
            if ask.ref is None:
                continue
            event = Undelivered(f"{row.key}/lost/{number}", row.person, now, ask.ref, why)
            self._hears(unit, row, event, "reply", now)

    def unposted(self, unit: Unit, row: Outgoing, held: Held, who: Newcomers, now: datetime) -> None:
        """Tell the flow whose words did not get to their channel."""
        for ask in row.message.asks:
            if ask.ref is not None:
                event = Unposted(f"{row.key}/unposted", row.person, now, ask.ref, row.address, held, who)
                self._hears(unit, row, event, "notice", now)

    def _hears(self, unit: Unit, row: Outgoing, event: Undelivered | Unposted, cls: Class, now: datetime) -> None:
        """What a flow does about it. One that fails must not undo what the others are told."""
        try:
            with unit.nested():
                play = self.play(unit, row.person, now, [event.ref])
                if play is not None:
                    self._write(unit, [gathered(react(play, event), f"{cls}/{event.id}", cls)], now)
        except Stale:
            raise
        except DOWN:
            raise
        except Exception:  # an edge: what became of the other messages has to be kept
            log.exception("a flow failed over a lost message", id=uuid4().hex[:8], key=row.key)


def _reaction(play: Play, event: Act, shown: Mapping[str, Outgoing]) -> Outcome:
    """What an act leads to. A press on somebody else's message says so, and changes nothing."""
    if isinstance(event, Pressed) and event.message in shown and shown[event.message].person != event.person:
        play.asks.append(Ask((play.facts.words("desk.not_yours"),)))
        return gathered(play, key_of("reply", event), "reply")
    if isinstance(event, Said) and event.thread in shown and _is_meant_for_the_form(play, event, shown[event.thread]):
        play.asks.append(Ask((play.facts.words("answer.use_the_form"),)))
        return gathered(play, key_of("reply", event), "reply")
    # A status may begin at midnight, and nobody waits for an answer to it.
    return of_act(play, event, "notice" if isinstance(event, OutOfOffice) else "reply")


def _meet(unit: Unit, play: Play, event: Submitted) -> None:
    """Whoever the form names is among the people whom its flow knows of."""
    flow = FLOWS.get(event.ref.flow)
    if flow is None:
        return
    ids = [one for field in sorted(flow.names & set(event.fields)) for one in named_in(event.fields[field])]
    names = [one for field in sorted(flow.written & set(event.fields)) for one in names_in(event.fields[field])]
    if ids or names:
        found = (*unit.people.several(ids), *unit.people.called(names))
        known = {one.id: one for one in (*found, *play.facts.people)}
        known.pop(play.facts.person.id, None)
        play.facts = replace(play.facts, people=tuple(known[one] for one in sorted(known)))


def _is_meant_for_the_form(play: Play, event: Said, message: Outgoing) -> bool:
    """Whether a line in the thread of this message answers the prompt of a round, when nothing in it is asked any more:
    that round may be over, or its prompt stand in a newer message too."""
    asked = any(ask.ref is not None and ask.ref.flow == answer.NAME for ask in message.message.asks)
    if not asked or any(one.asked == message.key and one.step != DONE for one in play.states.values()):
        return False
    command = read_command(play.facts.words, event.text, play.facts.people)
    return command is None or not command[0].exact


def _receiver(order: Start | Tell) -> str:
    return order.owner if isinstance(order, Start) else order.to


def by_person(items: Iterable[Planned]) -> dict[str, list[Planned]]:
    """Follow-ups by whom they are of, in their order."""
    people: dict[str, list[Planned]] = {}
    for item in items:
        people.setdefault(item.person, []).append(item)
    return people


def _needs(item: Planned) -> frozenset[type]:
    flow = FLOWS.get(item.flow)
    return flow.needs if flow else frozenset()

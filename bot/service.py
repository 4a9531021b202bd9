"""The four verbs, and the only transactions: receive, view, tick, deliver."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final, TypeVar
from uuid import uuid4
from weakref import WeakValueDictionary

import structlog

from bot.content.check import check as check_words
from bot.content.loader import load_words
from bot.content.words import Words
from bot.delivery import (
    LEASE,
    SPARE,
    Directory,
    Doubted,
    Failed,
    Left,
    Platforms,
    Result,
    Retried,
    Sent,
    Transport,
    ended,
    send_all,
)
from bot.effects import Start, Tell
from bot.errors import DOWN, NotSaved, Stale, StoreError
from bot.events import Act, Joined, Pressed, Said, Undelivered
from bot.events import Left as LeftPlace
from bot.facts import Person
from bot.flow import hashed
from bot.flows.catalog import FLOWS
from bot.flows.checkin.many import Many
from bot.home import home
from bot.installations import Installations
from bot.legible import legible
from bot.messages import NOTHING, Ask, FieldErrors, Page, Reply
from bot.outcome import Outcome, gathered, of_act, of_moment, of_waiting
from bot.outgoing import Outgoing
from bot.planned import Planned
from bot.play import NeedsMore, Play
from bot.playground import History
from bot.react import react
from bot.settings import Settings
from bot.store import Store, Unit, open_store
from bot.store.bulk import FIRST, Place
from bot.writing import write_all

log = structlog.get_logger()

BATCH: Final = 200
"""People's follow-ups planned in one transaction, and messages claimed at once: some 15 ms of work."""
LANES: Final = 2
"""Batches of ordinary check-ins in work at once where the database takes several writers."""
TRIES: Final = 5
"""How often a turn is run again because somebody else wrote meanwhile."""

HISTORY: Final = timedelta(weeks=27)
"""How far back chances and look-backs are loaded: half a year and a week."""
ROUNDS: Final = 20
"""How often one person may come up in one tick: a guard against a flow that plans the past for ever."""

T = TypeVar("T")


@dataclass
class Ordinary:
    """How far a tick has come with the ordinary check-ins, the kind that thousands get at once."""

    many: Many
    after: Place = FIRST
    over: bool = False
    turn: Lock = field(default_factory=Lock)  # held while a batch is marked off, so that no two are the same


@dataclass
class Bot:
    """Followthrough, put together: what adapters and the scheduler talk to.

    `clock` is the bot's time, `wall` real time, for leases alone. Store calls run on `pool`, off the event
    loop; with SQLite that is one thread.
    """

    store: Store
    transports: Mapping[str, Transport]
    clock: Callable[[], datetime]
    wall: Callable[[], datetime]
    settings: Settings
    pool: ThreadPoolExecutor
    words: dict[str, Words] = field(default_factory=dict)
    directories: Mapping[str, Directory] = field(default_factory=dict)
    queues: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    leaving: set[asyncio.Task[None]] = field(default_factory=set)  # replies under way
    draining: bool = False  # the process is about to end: no further batch is begun

    @property
    def playground(self) -> History:
        """The playground's own history."""
        return History(self.store, self._run)

    @property
    def installations(self) -> Installations:
        """Where the bot is installed."""
        return Installations(self.store, self._run)

    async def receive(self, event: Act) -> Reply:
        """Take what a person did: one transaction. Its replies leave at once, in a task of their own.

        Raises:
            NotSaved: nothing was written; its words, with an id, are for the person.
        """
        event = legible(event)
        reply, keys = await self._saving(lambda: self._receive(event), event.person)
        if keys:
            answer = asyncio.create_task(self._answer(event.person, keys))
            self.leaving.add(answer)
            answer.add_done_callback(self.leaving.discard)
        return reply

    async def replied(self) -> None:
        """Wait until every reply that is under way has left, or is left to the worker."""
        while self.leaving:
            await asyncio.wait(self.leaving)

    async def knows(self, person: str) -> bool:
        """Whether somebody of that id has joined."""
        return await self._run(lambda: self._knows(person))

    async def _answer(self, person: str, keys: list[str]) -> None:
        """Send the replies at once, one act's after another's; what does not leave now is the worker's."""
        queue = self.queues.setdefault(person, asyncio.Lock())
        try:
            async with queue:
                await self._send(lambda unit: unit.outbox.claim_now(keys, self.wall(), LEASE), self.clock())
        except (StoreError, Stale) as error:
            log.error("a reply is left to the worker: the turn itself is saved", person=person, exc_info=error)

    async def view(self, person: str, place: str = "home") -> Page:
        """Draw a person's page; nothing changes."""
        return await self._run(lambda: self._view(person, place))

    async def tick(self, now: datetime) -> int:
        """Turn everything that is due into messages, in batches; returns how many follow-ups were handled."""
        if not await self._run(lambda: self._is_due(now)):
            return 0
        ordinary = Ordinary(Many(now, self.words_for))
        lanes = 1 if self.store.dialect == "sqlite" else LANES
        handled = sum(await asyncio.gather(*(self._ask_all_ordinary(ordinary) for _ in range(lanes))))
        seen: dict[str, int] = {}
        while not self.draining and (batch := await self._again(lambda: self._tick(now, seen))):
            handled += batch
        return handled

    async def deliver(self, now: datetime) -> int:
        """Empty the outbox of what may leave now; returns how many messages were handled.

        What a process without a platform finds there is left to one that has it.
        """
        handled = await self._again(lambda: self._expire(now))

        def claim(unit: Unit) -> list[Outgoing]:
            return unit.outbox.claim(now, self.wall(), LEASE, BATCH)

        while self.transports and not self.draining and (batch := await self._send(claim, now)):
            handled += batch
        return handled

    async def tidy(self, now: datetime) -> None:
        """Housekeeping: forget what need not be kept any longer."""
        await self._again(lambda: self._tidy(now))

    async def next_due(self) -> datetime | None:
        """The next moment at which there is something to do, aware UTC."""
        return await self._run(self._next_due)

    async def close(self) -> None:
        """Let the replies leave, and let go of the database."""
        await self.replied()
        await self._run(self.store.close)
        self.pool.shutdown()

    # inside, on the pool's thread

    def words_for(self, locale: str) -> Words:
        """The words of one language, read once."""
        if locale not in self.words:
            self.words[locale] = load_words(locale, self.settings.content)
        return self.words[locale]

    def _knows(self, person: str) -> bool:
        with self.store.glance() as unit:
            return unit.people.get(person) is not None

    def _receive(self, event: Act) -> tuple[Reply, list[str]]:
        with self.store.begin() as unit:
            if not unit.first_seen(event.id, event.at):
                return NOTHING, []
            if isinstance(event, Said) and event.thread:
                event = replace(event, thread=unit.outbox.key_of(event.person, event.thread) or event.thread)
            if isinstance(event, Joined):
                unit.people.add(self._newcomer(event))
            play = self._play(unit, event.person, event.at)
            if play is None:
                log.warning("somebody unknown", person=event.person, kind=type(event).__name__)
                return NOTHING, []
            if isinstance(event, Pressed) and event.message and not self._is_theirs(unit, event):
                play.asks.append(Ask((play.facts.words("desk.not_yours"),)))
                outcome = gathered(play, f"reply/{event.id}/{event.person}", "reply")
            else:
                outcome = of_act(play, event)
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

    def _play(self, unit: Unit, person: str, now: datetime, items: Iterable[Planned] = ()) -> Play | None:
        """Everything about one person, ready to react: what goes on, and what these follow-ups are of, over or not."""
        facts = unit.people.facts([person], self.words_for, since=(now - HISTORY).date()).get(person)
        if facts is None:
            return None
        states = {state.key: state for state in unit.talks.of([person]).get(person, ())}
        return Play(facts, states | unit.talks.at([(item.flow, person, item.subject) for item in items]), FLOWS, now)

    def _write(self, unit: Unit, outcome: Outcome, event_id: str, now: datetime) -> list[str]:
        """One outcome, and whatever it starts with other people or brings forward, in the same transaction."""
        keys = write_all(unit, [outcome], event_id, now)
        for number, order in enumerate(outcome.elsewhere):
            keys += self._elsewhere(unit, outcome.person.id, order, f"{event_id}.{number}", now)
        if outcome.bring_waiting:
            items = unit.follow_ups.waiting(outcome.person.id)
            play = self._play(unit, outcome.person.id, now, items)
            if play is not None:
                keys += self._write(unit, of_waiting(play, items, event_id), event_id, now)
        return keys

    def _elsewhere(self, unit: Unit, sender: str, order: Start | Tell, event_id: str, now: datetime) -> list[str]:
        to = order.owner if isinstance(order, Start) else order.to
        play = self._play(unit, to, now)
        if play is None or play.facts.person.state in ("stopped", "gone"):
            return []
        match order:
            case Start():
                play.start(replace(order, owner=""), event_id)
            case Tell(parts=parts):
                play.asks.append(Ask(parts))
        return self._write(unit, gathered(play, f"behalf/{event_id}/{hashed(sender)}/{to}", "behalf"), event_id, now)

    def _is_due(self, now: datetime) -> bool:
        """Most ticks find nothing: one look at an index, and no lock."""
        with self.store.glance() as unit:
            first = unit.follow_ups.first()
        return first is not None and first <= now

    async def _ask_all_ordinary(self, ordinary: Ordinary) -> int:
        handled = 0
        while not self.draining and not ordinary.over:
            handled += await self._run(lambda: self._ask_ordinary(ordinary))
        return handled

    def _ask_ordinary(self, ordinary: Ordinary) -> int:
        """One batch of ordinary check-ins in one transaction; when it fails, all are left to the general way."""
        try:
            with self.store.begin() as unit:
                with ordinary.turn:
                    people, after = unit.bulk.next(ordinary.many.now, BATCH, ordinary.after)
                    ordinary.after, ordinary.over = after or FIRST, after is None
                asked = ordinary.many.ask(unit.bulk.coming(ordinary.many.now, people))
                unit.bulk.write(asked, ordinary.many.now)
        except DOWN:
            raise
        except Exception as error:  # noqa: BLE001  an edge: the general way finds the one row and sets it aside
            log.warning("a batch of check-ins failed and goes the general way", error=type(error).__name__)
            ordinary.over = True
            return 0
        return len(asked)

    def _tick(self, now: datetime, seen: dict[str, int]) -> int:
        """One batch in one transaction; when it fails, person by person, so that one poison row is alone."""
        with self.store.begin() as unit:
            stuck = frozenset(person for person, count in seen.items() if count >= ROUNDS)
            items = unit.follow_ups.due(now, BATCH, stuck)
            if not items:
                return 0
            people = _by_person(items)
            for person in people:
                seen[person] = seen.get(person, 0) + 1
            try:
                with unit.nested():
                    self._plan(unit, people, now)
            except DOWN:
                raise
            except Exception as error:  # noqa: BLE001  an edge: one person's row must not stop the others
                log.warning("a batch failed and is replayed person by person", error=type(error).__name__)
                for person, theirs in people.items():
                    self._plan_alone(unit, person, theirs, now, tries=seen[person])
        return len(items)

    def _plan(self, unit: Unit, people: Mapping[str, list[Planned]], now: datetime) -> None:
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
                whole = self._play(unit, person, now, items)
                if whole is not None:
                    outcomes.append(of_moment(whole, items, sent.get(person, {})))
        write_all(unit, outcomes, f"tick/{now.isoformat()}", now)
        for outcome in outcomes:
            for number, order in enumerate(outcome.elsewhere):
                self._elsewhere(unit, outcome.person.id, order, f"tick/{now.isoformat()}.{number}", now)

    def _plan_alone(self, unit: Unit, person: str, items: list[Planned], now: datetime, tries: int) -> None:
        try:
            with unit.nested():
                self._plan(unit, {person: items}, now)
        except DOWN:
            raise
        except Exception as error:  # an edge: set aside with an id that the log and the operator both see
            if isinstance(error, Stale) and tries < TRIES:
                return  # somebody else was in the way; the next round asks again
            trouble = uuid4().hex[:8]
            log.error("a follow-up is set aside", id=trouble, person=person, error=type(error).__name__, exc_info=True)
            unit.follow_ups.close([(item, "aside", f"{trouble}: {type(error).__name__}") for item in items])

    def _view(self, person: str, place: str) -> Page:
        if place != "home":
            raise KeyError(place)
        with self.store.look() as unit:
            play = self._play(unit, person, self.clock())
            return Page(()) if play is None else home(play.facts, play.states, play.now)

    def _next_due(self) -> datetime | None:
        with self.store.look() as unit:
            return unit.next_due()

    def _expire(self, now: datetime) -> int:
        with self.store.begin() as unit:
            rows = unit.outbox.expire(now)
            for row in rows:
                self._undelivered(unit, row, "it expired before it could be sent", now)
        return len(rows)

    def _tidy(self, now: datetime) -> None:
        with self.store.begin() as unit:
            unit.tidy(now)

    async def _send(self, claim: Callable[[Unit], list[Outgoing]], now: datetime) -> int:
        until = self.wall() + LEASE - SPARE
        rows = await self._again(lambda: self._claim(claim))
        if rows:
            platforms = Platforms(self.transports, self.directories)
            results = await send_all(rows, platforms, now, lambda: self.wall() < until)
            await self._again(lambda: self._mark(results, now))
        return len(rows)

    def _claim(self, claim: Callable[[Unit], list[Outgoing]]) -> list[Outgoing]:
        with self.store.begin() as unit:
            return claim(unit)

    def _mark(self, results: Iterable[Result], now: datetime) -> None:
        results = list(results)
        with self.store.begin() as unit:
            unit.outbox.mark_sent([(one.row.id, one.platform_id, now) for one in results if isinstance(one, Sent)])
            for result in results:
                match result:
                    case Retried(row, not_before, why, tried=True):
                        unit.outbox.mark_retry(row.id, not_before, why)
                    case Retried(row, not_before, why):
                        unit.outbox.put_off(row.id, not_before, why)
                    case Doubted(row, why):
                        log.warning("nobody knows whether a message arrived", key=row.key, why=why)
                        unit.outbox.mark_doubted(row.id, self.wall(), why)
                    case Failed(row, state, why):
                        log.warning("a message was not sent", key=row.key, state=state, why=why)
                        unit.outbox.mark_failed(row.id, state, why)
                    case Left(row):
                        unit.outbox.release(row.id)
                    case Sent():
                        pass
                if ended(result):
                    self._undelivered(unit, result.row, "it could not be delivered", now)
                if isinstance(result, Failed) and result.gone:
                    self._left(unit, result.row, now)

    def _left(self, unit: Unit, row: Outgoing, now: datetime) -> None:
        """Nothing reaches somebody any more: nothing is asked until they come back."""
        play = self._play(unit, row.person, now)
        if play is not None and play.facts.person.state != "gone":
            event = LeftPlace(f"{row.key}/gone", row.person, now)
            self._write(unit, of_act(play, event, "notice"), event.id, now)

    def _undelivered(self, unit: Unit, row: Outgoing, why: str, now: datetime) -> None:
        """Tell the flows whose questions did not arrive. One that fails must not undo what the others are told."""
        if row.replaces:
            return
        for number, ask in enumerate(row.message.asks):
            if ask.ref is None:
                continue
            event = Undelivered(f"{row.key}/lost/{number}", row.person, now, ask.ref, why)
            try:
                with unit.nested():
                    play = self._play(unit, row.person, now)
                    if play is not None:
                        outcome = gathered(react(play, event), f"reply/{event.id}", "reply")
                        self._write(unit, outcome, event.id, now)
            except Stale:
                raise
            except DOWN:
                raise
            except Exception:  # an edge: what became of the other messages has to be kept
                log.exception("a flow failed over a lost question", id=uuid4().hex[:8], key=row.key)

    async def _saving(self, work: Callable[[], T], person: str) -> T:
        """Run a turn, again when it was stale; what cannot be saved is said to the person with an id."""
        try:
            return await self._again(work)
        except Exception as error:  # an edge: whatever went wrong, the person hears of it, with an id
            raise self._not_saved(person, error) from error

    def _not_saved(self, person: str, error: Exception) -> NotSaved:
        trouble = uuid4().hex[:8]
        log.error("a turn was not saved", id=trouble, person=person, exc_info=error)
        words = self.words_for(self.settings.locale)
        return NotSaved(words.plain("desk.not_saved", "", id=trouble))

    async def _again(self, work: Callable[[], T]) -> T:
        """Do it, and do it over when somebody else wrote meanwhile."""
        for _ in range(TRIES - 1):
            try:
                return await self._run(work)
            except Stale:
                continue
        return await self._run(work)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)


def _by_person(items: Iterable[Planned]) -> dict[str, list[Planned]]:
    people: dict[str, list[Planned]] = {}
    for item in items:
        people.setdefault(item.person, []).append(item)
    return people


def _needs(item: Planned) -> frozenset[type]:
    flow = FLOWS.get(item.flow)
    return flow.needs if flow else frozenset()


def real_time() -> datetime:
    """Now, aware UTC: the one place, with the adapters' clocks, where time is asked for."""
    return datetime.now(UTC)  # noqa: TID251  the composition root's default clock


def build(
    settings: Settings,
    transports: Mapping[str, Transport],
    clock: Callable[[], datetime] = real_time,
    directories: Mapping[str, Directory] | None = None,
) -> Bot:
    """The composition root.

    Raises:
        ContentError, StoreError: what keeps the bot from starting, in a sentence.
    """
    store = open_store(settings.database_url, settings.keys)
    threads = 1 if store.dialect == "sqlite" else 4
    pool = ThreadPoolExecutor(threads, "store")
    bot = Bot(store, transports, clock, real_time, settings, pool, directories=directories or {})
    check_words(load_words())
    bot.words_for(settings.locale)
    store.check()
    return bot

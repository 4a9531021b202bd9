"""The four verbs, and the only transactions: receive, view, tick, deliver."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from threading import Lock
from types import MappingProxyType
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
from bot.errors import DOWN, Nobody, NotSaved, Stale, StoreError
from bot.events import Act
from bot.flows.checkin.many import Many
from bot.home import home
from bot.installations import Installations
from bot.legible import legible
from bot.messages import NOTHING, Document, Page, Reply
from bot.outgoing import Outgoing
from bot.playground import History
from bot.references import References
from bot.settings import Settings
from bot.store import Store, Unit, open_store
from bot.store.bulk import FIRST, Place
from bot.together import Together
from bot.turns import TRIES, Turns, by_person

log = structlog.get_logger()

BATCH: Final = 200
"""People's follow-ups planned in one transaction, and messages claimed at once: some 15 ms of work."""
LANES: Final = 2
"""Batches in work at once where the database takes several writers."""
GOODBYE: Final = 3.0
"""Seconds that replies under way have left when the process ends."""
ROUNDS: Final = 20
"""How often one person may come up in one tick: a guard against a flow that plans the past for ever."""

NO_DIRECTORIES: Final[Mapping[str, Directory]] = MappingProxyType({})
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T")


@dataclass
class Ordinary:
    """How far a tick has come with the ordinary check-ins, the kind that thousands get at once."""

    many: Many
    after: Place = FIRST
    over: bool = False
    turn: Lock = field(default_factory=Lock)  # held while a batch is marked off, so that no two are the same


@dataclass(slots=True)
class Taken:
    """What became of an act: the reply, the keys of what is said, and what of it is ours to send, until when."""

    reply: Reply
    keys: list[str] = field(default_factory=list)
    claimed: list[Outgoing] = field(default_factory=list)
    until: datetime = LONG_AGO


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
    arrivals: Together[Act, "Taken | None"] = field(init=False)
    departures: Together[tuple[list[Result], datetime], None] = field(init=False)
    draining: bool = False  # the process is about to end: no further batch is begun

    def __post_init__(self) -> None:
        self.arrivals = Together(self._take_together, self._lanes)
        self.departures = Together(self._mark_together)

    @property
    def playground(self) -> History:
        """The playground's own history."""
        return History(self.store, self._run)

    @property
    def installations(self) -> Installations:
        """Where the bot is installed."""
        return Installations(self.store, self._run)

    @cached_property
    def references(self) -> References:
        """Where people are found."""
        return References(self.store, self._run)

    async def receive(self, event: Act) -> Reply:
        """Take what a person did. Its replies leave at once, in a task of their own.

        Raises:
            Nobody: whose act it is has not joined; nothing was written.
            NotSaved: nothing was written; its words, with an id, are for the person.
        """
        event = legible(event)
        try:
            taken = await self.arrivals.do(event)
        except Exception as error:  # an edge: whatever went wrong, the person hears of it, with an id
            raise self._not_saved(event.person, error) from error
        if taken is None:
            raise Nobody
        if taken.keys:
            answer = asyncio.create_task(self._answer(event.person, taken))
            self.leaving.add(answer)
            answer.add_done_callback(self.leaving.discard)
        return taken.reply

    async def replied(self) -> None:
        """Wait until every reply that is under way has left, or is left to the worker."""
        while self.leaving:
            await asyncio.wait(self.leaving)

    async def knows(self, person: str) -> bool:
        """Whether somebody of that id has joined."""
        return await self._run(lambda: self._knows(person))

    async def _answer(self, person: str, taken: Taken) -> None:
        """Send the replies at once, one act's after another's; what does not leave now is the worker's."""
        queue = self.queues.setdefault(person, asyncio.Lock())
        try:
            async with queue:
                until, rows = taken.until, taken.claimed
                if not rows:  # something was on its way before them
                    until = self.wall() + LEASE - SPARE
                    rows = await self._again(lambda: self._claim(lambda unit: self._claim_now(unit, taken.keys)))
                if rows:
                    await self.departures.do((await self._send_all(rows, self.clock(), until), self.clock()))
        except (StoreError, Stale) as error:
            log.error("a reply is left to the worker: the turn itself is saved", person=person, exc_info=error)

    async def document(self, person: str, key: str) -> Document | None:
        """The file that stands in a message of that key to this person; None where there is none (any more)."""
        return await self._run(lambda: self._document(person, key))

    async def view(self, person: str, place: str = "home") -> Page:
        """Draw a person's page; nothing changes."""
        return await self._run(lambda: self._view(person, place))

    async def tick(self, now: datetime) -> int:
        """Turn everything that is due into messages, in batches; returns how many follow-ups were handled."""
        if not await self._run(lambda: self._is_due(now)):
            return 0
        ordinary = Ordinary(Many(now, self.words_for))
        handled = sum(await asyncio.gather(*(self._ask_all_ordinary(ordinary) for _ in range(self._lanes))))
        seen: dict[str, int] = {}
        while not self.draining and (batch := await self._again(lambda: self._tick(now, seen))):
            handled += batch
        return handled

    async def deliver(self, now: datetime) -> int:
        """Empty the outbox of what may leave now; returns how many messages were handled.

        What a process without a platform finds there is left to one that has it.
        """
        handled = await self._again(lambda: self._expire(now)) if self.transports else 0

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
        """Let the replies leave, as many as can in a few seconds, and let go of the database."""
        if self.leaving:
            _, late = await asyncio.wait(self.leaving, timeout=GOODBYE)
            for answer in late:
                answer.cancel()  # whether it left is looked for by whoever comes next
            await asyncio.gather(*late, return_exceptions=True)
        await self._run(self.store.close)
        self.pool.shutdown()

    # inside, on the pool's thread

    @property
    def _lanes(self) -> int:
        return 1 if self.store.dialect == "sqlite" else LANES

    @property
    def _turns(self) -> Turns:
        return Turns(self.words_for, self.settings)

    def words_for(self, locale: str) -> Words:
        """The words of one language, read once."""
        if locale not in self.words:
            self.words[locale] = load_words(locale, self.settings.content)
        return self.words[locale]

    def _knows(self, person: str) -> bool:
        with self.store.glance() as unit:
            return unit.people.get(person) is not None

    def _take(self, events: list[Act]) -> list[Taken | Exception | None]:
        """Acts in one transaction, in their order. Where one of them fails, each has its own."""
        if len(events) > 1:
            try:
                return self._take_all(events)
            except DOWN as error:
                return [error] * len(events)
            except Exception as error:  # noqa: BLE001  an edge: each by itself says which it was
                log.info("acts are taken one by one", count=len(events), error=type(error).__name__)
        return [self._take_alone(event) for event in events]

    def _take_alone(self, event: Act) -> Taken | Exception | None:
        failed: Exception = Stale()
        for _ in range(TRIES):
            try:
                return self._take_all([event])[0]
            except Stale as error:
                failed = error
            except Exception as error:  # noqa: BLE001  an edge: raised where the act was received
                return error
        return failed

    def _take_all(self, events: list[Act]) -> list[Taken | Exception | None]:
        """Acts and the claim on their replies: who waits for whom is the same in every batch, so that no two wait
        for each other. The replies are this process's own from the beginning, unless something is on its way before.
        """
        taken: list[Taken | Exception | None] = [None] * len(events)
        with self.store.begin() as unit:
            for place in sorted(range(len(events)), key=lambda place: events[place].person):
                taken[place] = self._taken(unit, events[place])
            said = [one for one in taken if isinstance(one, Taken) and one.keys]
            if said:
                until = self.wall() + LEASE - SPARE
                rows = {row.key: row for row in self._claim_now(unit, [key for one in said for key in one.keys])}
                for one in said:
                    one.claimed, one.until = [rows[key] for key in one.keys if key in rows], until
        return taken

    def _taken(self, unit: Unit, event: Act) -> Taken | None:
        if not unit.first_seen(event.id, event.at):
            return Taken(NOTHING)
        done = self._turns.act(unit, event)
        return None if done is None else Taken(*done)

    def _claim_now(self, unit: Unit, keys: list[str]) -> list[Outgoing]:
        return unit.outbox.claim_now(keys, self.wall(), LEASE) if self.transports else []

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
            people = by_person(items)
            for person in people:
                seen[person] = seen.get(person, 0) + 1
            try:
                with unit.nested():
                    self._turns.plan(unit, people, now)
            except DOWN:
                raise
            except Exception as error:  # noqa: BLE001  an edge: one person's row must not stop the others
                log.warning("a batch failed and is replayed person by person", error=type(error).__name__)
                for person, theirs in people.items():
                    self._turns.plan_alone(unit, person, theirs, now, tries=seen[person])
        return len(items)

    def _document(self, person: str, key: str) -> Document | None:
        with self.store.look() as unit:
            row = unit.outbox.message(key)
        if row is None or row.person != person:
            return None
        parts = (part for ask in row.message.asks for part in ask.parts)
        return next((part for part in parts if isinstance(part, Document)), None)

    def _view(self, person: str, place: str) -> Page:
        if place != "home":
            raise KeyError(place)
        with self.store.look() as unit:
            play = self._turns.play(unit, person, self.clock())
            return Page(()) if play is None else home(play.facts, play.states, play.now)

    def _next_due(self) -> datetime | None:
        with self.store.look() as unit:
            return unit.next_due()

    def _expire(self, now: datetime) -> int:
        with self.store.begin() as unit:
            rows = unit.outbox.expire(now)
            for row in rows:
                self._turns.lost(unit, row, "it expired before it could be sent", now)
        return len(rows)

    def _tidy(self, now: datetime) -> None:
        with self.store.begin() as unit:
            unit.tidy(now)

    async def _send(self, claim: Callable[[Unit], list[Outgoing]], now: datetime) -> int:
        until = self.wall() + LEASE - SPARE
        rows = await self._again(lambda: self._claim(claim))
        if rows:
            results = await self._send_all(rows, now, until)
            await self._again(lambda: self._mark(results, now))
        return len(rows)

    async def _send_all(self, rows: list[Outgoing], now: datetime, until: datetime) -> list[Result]:
        platforms = Platforms(self.transports, self.directories)
        return await send_all(rows, platforms, now, lambda: self.wall() < until)

    async def _take_together(self, events: list[Act]) -> list[Taken | Exception | None]:
        return await self._run(lambda: self._take(events))

    async def _mark_together(self, ended: list[tuple[list[Result], datetime]]) -> list[Exception | None]:
        """What became of several people's replies; when one cannot be written, each by itself."""
        try:
            await self._run(lambda: self._mark([result for results, _ in ended for result in results], ended[0][1]))
        except DOWN as error:
            return [error] * len(ended)
        except Exception as error:  # noqa: BLE001  an edge: each by itself says which it was
            if len(ended) == 1 and not isinstance(error, Stale):
                return [error]
        else:
            return [None] * len(ended)
        found: list[Exception | None] = []
        for results, now in ended:
            try:
                await self._again(partial(self._mark, results, now))
                found.append(None)
            except Exception as error:  # noqa: BLE001  an edge: raised where it was asked for
                found.append(error)
        return found

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
                    self._turns.lost(unit, result.row, "it could not be delivered", now)
                if isinstance(result, Failed) and result.gone:
                    self._turns.left(unit, result.row, now)

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


def real_time() -> datetime:
    """Now, aware UTC: the one place, with the adapters' clocks, where time is asked for."""
    return datetime.now(UTC)  # noqa: TID251  the composition root's default clock


def build(
    settings: Settings,
    transports: Mapping[str, Transport],
    clock: Callable[[], datetime] = real_time,
    directories: Mapping[str, Directory] = NO_DIRECTORIES,
) -> Bot:
    """The composition root. Platforms that are set up afterwards are put into these two.

    Raises:
        ContentError, StoreError: what keeps the bot from starting, in a sentence.
    """
    store = open_store(settings.database_url, settings.keys)
    threads = 1 if store.dialect == "sqlite" else 4
    pool = ThreadPoolExecutor(threads, "store")
    bot = Bot(store, transports, clock, real_time, settings, pool, directories=directories)
    check_words(load_words())
    bot.words_for(settings.locale)
    store.check()
    return bot

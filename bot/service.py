"""The verbs of the bot: receive, view, tick, deliver. Adapters and the scheduler talk to nothing else."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final
from uuid import uuid4

import structlog

from bot.acts import Acts
from bot.answering import Answering, is_answering
from bot.audience import Audiences
from bot.ballot.cells import Cells, cells_at
from bot.ballot.rounds import Rounds
from bot.content.check import check as check_words
from bot.content.loader import load_words
from bot.content.words import Words
from bot.delivery import Directory, Platforms, Transport
from bot.errors import Nobody, NotSaved
from bot.events import Act, Pressed, Submitted
from bot.home import home
from bot.installations import Installations
from bot.legible import legible
from bot.losses import Losses
from bot.messages import Document, Page, Reply
from bot.planning import Planning
from bot.playground import History
from bot.references import References
from bot.sending import Sending
from bot.settings import Settings
from bot.store import Store, open_store
from bot.turns import Turns
from bot.work import Work, on

log = structlog.get_logger()

FORGOTTEN: Final = 20
"""Batches of what is over that are forgotten in one round of housekeeping."""
NO_DIRECTORIES: Final[Mapping[str, Directory]] = MappingProxyType({})
NO_AUDIENCES: Final[Mapping[str, Audiences]] = MappingProxyType({})


@dataclass
class Bot:
    """Followthrough, put together.

    `clock` is the bot's time, `wall` real time, for leases alone.
    """

    work: Work
    transports: Mapping[str, Transport]
    clock: Callable[[], datetime]
    wall: Callable[[], datetime]
    settings: Settings
    words: dict[str, Words] = field(default_factory=dict)
    directories: Mapping[str, Directory] = field(default_factory=dict)
    audiences: Mapping[str, Audiences] = field(default_factory=dict)
    acts: Acts = field(init=False)
    answering: Answering = field(init=False)
    losses: Losses = field(init=False)
    planning: Planning = field(init=False)
    sending: Sending = field(init=False)
    draining: bool = False  # the process is about to end: no further batch is begun

    def __post_init__(self) -> None:
        self._turns = Turns(self.words_for, self.settings)
        platforms = Platforms(self.transports, self.directories, self.audiences)
        self.sending = Sending(self.work, self._turns, platforms, self.clock, self.wall)
        self.acts = Acts(self.work, self._turns, self.wall, self.sending.possible)
        self.answering = Answering(self.work, self.words_for, self.settings.locale)
        self.losses = Losses(self.work, self._turns)
        self.planning = Planning(self.work, self._turns, self.words_for, self.losses, lambda: self.draining)

    @property
    def store(self) -> Store:
        """The database."""
        return self.work.store

    @property
    def playground(self) -> History:
        """The playground's own history."""
        return History(self.work.store, self.work.run)

    @property
    def rounds(self) -> Rounds:
        """Anonymous rounds."""
        return Rounds(self.work)

    @property
    def installations(self) -> Installations:
        """Where the bot is installed."""
        return Installations(self.work.store, self.work.run)

    @cached_property
    def references(self) -> References:
        """Where people are found."""
        return References(self.work.store, self.work.run)

    async def receive(self, event: Act) -> Reply:
        """Take what a person did. Its replies leave at once, in a task of their own.

        Raises:
            Nobody: whose act it is has not joined; nothing was written.
            NotSaved: nothing was written; its words, with an id, are for the person.
        """
        event = legible(event)
        if isinstance(event, Pressed | Submitted) and is_answering(event):
            return await self.answering.reply(event)
        try:
            taken = await self.acts.take(event)
        except Exception as error:  # an edge: whatever went wrong, the person hears of it, with an id
            raise self._not_saved(event.person, error) from error
        if taken is None:
            raise Nobody
        if taken.keys:
            self.sending.answer(event.person, taken)
        return taken.reply

    async def replied(self) -> None:
        """Wait until every reply that is under way has left, or is left to the worker."""
        await self.sending.answered()

    async def knows(self, person: str) -> bool:
        """Whether somebody of that id has joined."""
        return await self.work.run(lambda: self._knows(person))

    async def known(self, people: Collection[str]) -> frozenset[str]:
        """Those of them who have joined and are still there."""
        return await self.work.run(lambda: self._known(people))

    async def document(self, person: str, key: str) -> Document | None:
        """The file that stands in a message of that key to this person; None where there is none (any more)."""
        return await self.work.run(lambda: self._document(person, key))

    async def view(self, person: str, place: str = "home") -> Page:
        """Draw a person's page; nothing changes."""
        return await self.work.run(lambda: self._view(person, place))

    async def recover(self, now: datetime) -> None:
        """As a process starts: what was left behind by one that was killed is put right, and whoever has lost a round
        is told of it."""
        await self.losses.recover(now)

    async def tick(self, now: datetime) -> int:
        """Turn everything that is due into messages, in batches; returns how many follow-ups were handled."""
        return await self.planning.tick(now)

    async def deliver(self, now: datetime) -> int:
        """Empty the outbox of what may leave now; returns how many messages were handled."""
        return await self.sending.deliver(now, lambda: self.draining)

    async def tidy(self, now: datetime) -> None:
        """Housekeeping: forget what need not be kept any longer, so much of it that nobody waits."""
        await self.work.again(lambda: self._tidy(now))
        await self.losses.close(now)
        for _ in range(FORGOTTEN):
            if self.draining or not await self.work.again(lambda: self._forget(now)):
                return

    async def next_due(self) -> datetime | None:
        """The next moment at which there is something to do, aware UTC."""
        return await self.work.run(self._next_due)

    async def close(self) -> None:
        """Let the replies leave, as many as can in a few seconds, and let go of the database."""
        await self.sending.close()
        await self.work.close()

    def words_for(self, locale: str) -> Words:
        """The words of one language, read once."""
        if locale not in self.words:
            words = load_words(locale, self.settings.content)
            if self.settings.outside:
                words = replace(words, lists={**words.lists, "restart.outside_help": self.settings.outside})
            self.words[locale] = words
        return self.words[locale]

    def _knows(self, person: str) -> bool:
        with self.work.store.glance() as unit:
            return unit.people.get(person) is not None

    def _known(self, people: Collection[str]) -> frozenset[str]:
        with self.work.store.glance() as unit:
            return frozenset(one.id for one in unit.people.several(people) if one.state != "gone")

    def _document(self, person: str, key: str) -> Document | None:
        with self.work.store.look() as unit:
            row = unit.outbox.message(key)
        if row is None or row.person != person:
            return None
        parts = (part for ask in row.message.asks for part in ask.parts)
        return next((part for part in parts if isinstance(part, Document)), None)

    def _view(self, person: str, place: str) -> Page:
        if place != "home":
            raise KeyError(place)
        with self.work.store.look() as unit:
            play = self._turns.play(unit, person, self.clock())
            return Page(()) if play is None else home(play.facts, play.states, play.now)

    def _next_due(self) -> datetime | None:
        with self.work.store.look() as unit:
            return unit.next_due()

    def _tidy(self, now: datetime) -> None:
        with self.work.store.begin() as unit:
            unit.tidy(now)

    def _forget(self, now: datetime) -> bool:
        with self.work.store.begin() as unit:
            return unit.forget(now)

    def _not_saved(self, person: str, error: Exception) -> NotSaved:
        trouble = uuid4().hex[:8]
        log.error("a turn was not saved", id=trouble, person=person, exc_info=error)
        words = self.words_for(self.settings.locale)
        return NotSaved(words.plain("desk.not_saved", "", id=trouble))


def real_time() -> datetime:
    """Now, aware UTC: the one place, with the adapters' clocks, where time is asked for."""
    return datetime.now(UTC)  # noqa: TID251  the composition root's default clock


@cache
def _see_that_all_is_said() -> None:
    """Once a process: what the code says stands in the content files."""
    check_words(load_words())


def build(
    settings: Settings,
    transports: Mapping[str, Transport],
    clock: Callable[[], datetime] = real_time,
    directories: Mapping[str, Directory] = NO_DIRECTORIES,
    cells: Cells | None = None,
    audiences: Mapping[str, Audiences] = NO_AUDIENCES,
) -> Bot:
    """The composition root. Platforms that are set up afterwards are put into these three; `cells` in the place of what
    KEYS_URL names.

    Raises:
        ContentError, StoreError: what keeps the bot from starting, in a sentence.
    """
    store = open_store(settings.database_url, settings.keys, cells or cells_at(settings.keys_url))
    bot = Bot(on(store), transports, clock, real_time, settings, directories=directories, audiences=audiences)
    _see_that_all_is_said()
    bot.words_for(settings.locale)
    store.check()
    return bot

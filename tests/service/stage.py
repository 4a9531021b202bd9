"""The real bot on a real database, with a platform that remembers what it was sent and can be told to fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import text

from bot.audience import Audiences
from bot.content.loader import load_words
from bot.delivery import Directory, Transport
from bot.due import plan
from bot.effects import FollowUp
from bot.events import Act, Joined, Pressed, Said
from bot.facts import Person, Practice
from bot.flow import hashed, opaque
from bot.messages import Choices, Message, Quote, Ref, Reply, Rows, Text
from bot.outgoing import Outgoing
from bot.service import Bot
from bot.settings import Settings
from bot.store import Store
from bot.work import on

WORDS = load_words()
KEY = b"A" * 43 + b"="
MONDAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""17:00 in Berlin: when the day's question is asked."""


def slot_of(person: str, day: str = "2026-11-23") -> str:
    """The key of somebody's message of a day."""
    return f"slot/{opaque(person)}/{day}"


@dataclass
class Platform:
    """What was sent, oldest first: address, key, message, what it replaces. `fail` may raise in its place."""

    sent: list[tuple[str, str, Message, str | None]] = field(default_factory=list)
    fail: Callable[[str, str], None] = lambda address, key: None

    async def send(self, row: Outgoing) -> str:
        self.fail(row.address, row.key)
        self.sent.append((row.address, row.key, row.message, row.replaces or None))
        return f"id-{len(self.sent)}"

    def to(self, person: str) -> list[str]:
        """What that person was shown, as plain text."""
        return [drawn(message) for address, _, message, _ in self.sent if address == f"x:{person}"]

    def sent_keys(self) -> list[str]:
        return [key for _, key, _, _ in self.sent]


class World:
    """People who have settled in, a bot, and two clocks: the bot's, and the real one of leases."""

    def __init__(self, store: Store, platform: Platform | None = None) -> None:
        self.store = store
        self.now = self.real = MORNING
        self.later = timedelta(0)  # by how much real time has gone on while nobody lived
        self.platform = platform or Platform()
        self.numbers = count(1)
        self.transports: dict[str, Transport] = {"x": self.platform}
        self.directories: dict[str, Directory] = {}
        self.audiences: dict[str, Audiences] = {}
        self.bot = self._bot(store, self.transports, self.directories)

    def another_bot(self, platform: Platform | None = None, store: Store | None = None) -> Bot:
        """One more process on the same database."""
        return self._bot(store or self.store, {"x": platform or self.platform}, {})

    def _bot(self, store: Store, transports: dict[str, Transport], directories: dict[str, Directory]) -> Bot:
        settings = Settings(keys=(KEY,), database_url=str(store.url))
        now, real = (lambda: self.now), (lambda: self.real + self.later)
        return Bot(on(store), transports, now, real, settings, {"en": WORDS}, directories, self.audiences)

    def settle(self, *names: str, asked: bool = True) -> None:
        """Leaders with one practice each, asked about every evening."""
        with self.store.begin() as unit:
            for name in names or ("ana",):
                person = leader(name)
                unit.people.save([person, practice(name)])
                about = practice_id(name)
                wish = FollowUp("asked", MONDAY, "every day", occasion=MONDAY, flow="checkin", subject=about)
                unit.follow_ups.put([plan(person, wish)] if asked else [])

    async def at(self, moment: datetime) -> None:
        """Let that moment come, and do what is due."""
        self.now = self.real = moment
        await self.bot.tick(moment)
        await self.bot.deliver(moment)

    async def asks(self, *names: str) -> None:
        """Everybody is asked about today."""
        self.settle(*names)
        await self.at(EVENING)

    def press(self, label: str, person: str = "ana", of: str = "", id_: str = "") -> Pressed:
        """A press on the newest button of that key which `of` (or the person) was shown."""
        for address, key, message, replaces in reversed(self.platform.sent):
            if address != f"x:{of or person}":
                continue
            for ask in message.asks:
                for part in ask.parts:
                    if isinstance(part, Choices) and ask.ref and label in [one.key for one in part.choices]:
                        event_id = id_ or self.new_id()
                        return Pressed(event_id, person, self.now, ask.ref, label, replaces or key)
        raise AssertionError(f"no button {label!r}")

    def press_of(self, ref: Ref, choice: str, person: str = "ana") -> Pressed:
        """A press that nobody drew a button for."""
        return Pressed(self.new_id(), person, self.now, ref, choice)

    def line(self, words: str, person: str = "ana") -> Said:
        return Said(self.new_id(), person, self.now, words)

    def joined(self, person: str, address: str = "", **more: str) -> Joined:
        return Joined(self.new_id(), person, self.now, person.title(), address or f"x:{person}", **more)

    async def does(self, event: Act) -> Reply:
        reply = await self.bot.receive(event)
        await self.bot.replied()
        return reply

    def new_id(self) -> str:
        return f"e{next(self.numbers)}"

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What stands in the database."""
        with self.store.look() as unit:
            return [tuple(row) for row in unit.connection.execute(text(query))]

    def mark(self, name: str = "ana", day: date = MONDAY) -> str | None:
        """What is kept about that person's day; None when there is no row."""
        with self.store.look() as unit:
            facts = unit.people.facts([name], self.bot.words_for)[name]
        return next((str(one.mark) for one in facts.chances if one.day == day), None)


def leader(name: str) -> Person:
    return Person(
        name, name.title(), "Europe/Berlin", state="active", joined_on=MONDAY - timedelta(days=20), homes=(f"x:{name}",)
    )


def practice_id(name: str) -> str:
    """As the bot makes them: it does not say whose it is."""
    return hashed("practice", name)


def practice(name: str) -> Practice:
    began = MONDAY - timedelta(days=10)
    return Practice(practice_id(name), name, act="I wait two seconds", situation="somebody stops", state="active",
                    started_on=began, began_on=began)  # fmt: skip


def drawn(message: Message) -> str:
    """The words of a message, and its buttons."""
    lines = []
    for ask in message.asks:
        for part in ask.parts:
            match part:
                case Text(spans):
                    lines.append("".join(span.text for span in spans))
                case Quote(words):
                    lines.append(f"> {words}")
                case Choices(choices):
                    lines.append(" ".join(f"[{one.key}]" for one in choices))
                case Rows(rows):
                    lines += [f"{label}: {''.join(span.text for span in spans)}" for label, spans in rows]
                case _:
                    lines.append(f"<{part.kind}>")
    return "\n".join(lines)

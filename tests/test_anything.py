"""Whatever people do, in whatever order and however often, the bot answers, stays on known steps, keeps to
the budget and sends nothing twice. The real engine, on a real database, with the clock going both ways."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.ballot.answer import Answer
from bot.ballot.cells import FileCells
from bot.content.loader import load_words
from bot.due import plan
from bot.effects import FollowUp
from bot.events import Act, Joined, Moved, Pressed, Said, Submitted
from bot.facts import Member, Person, Round, Team
from bot.flow import DONE
from bot.flows.catalog import FLOWS
from bot.flows.pulse.questions import NEXT, SAY
from bot.messages import Ask, Choices, FieldErrors, Form, Line, Message, Page, Pick, Reply, Someone
from bot.outgoing import Outgoing
from bot.rules import calendar
from bot.rules.budget import SLOTS_PER_DAY, SLOTS_PER_WEEK, TIMED_PER_DAY
from bot.service import Bot
from bot.settings import Settings
from bot.store import Store, open_store
from bot.work import Work

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = Fernet.generate_key()
POOL = ThreadPoolExecutor(1)
WORDS = {"en": load_words()}

LINES = [
    "hi", "help", "home", "stop", "stop interrupting", "did it", "yes", "no", "partly", "not today", "skip", "👍",
    "any meeting", "I wait two seconds", "that's it", "good", "change", "promise Omar the numbers Thursday",
    "promise Omar", "promise", "thank Lea for flagging the delay", "note it was hard", "bring the reorganisation",
    "find Omar", "new practice", "start fresh", "slower", "faster", "pause", "pause until Monday", "resume",
    "away tomorrow", "away 1 to 9 December", "i was sick since Monday", "ask me at 16:30", "hours 9 to 17",
    "ask me at 25:00", "days Sunday to Thursday", "days none", "zone Lisbon", "zone Nowhere", "holidays DE",
    "mornings", "effort on", "energy on", "look back", "partner Omar", "share", "privacy", "waiting", "checkin",
    "feedback", "feedback Lea: the meetings run over", "reply", "who said this?",
    "team", "my team", "ask my team", "don't ask me", "ask me again", "told them",
    "tell Nora that the agenda comes too late", "tell", "what I was told", "show the clock",
    "link", "link K7QW-M3PD", "link Omar", "unlink", "home here", "home there",
    "export", "3", "7", "31 February", "yesterday", "in a fortnight", "3/4", "<!channel>", "'; drop table person",
    "x" * 5000, "\u202eevil", "\x00\x07", "   ", "🤷",
]  # fmt: skip

ZONES = ["Europe/Lisbon", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"]
events = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(LINES)),
    st.tuples(st.just("say"), st.text(max_size=60)),
    st.tuples(st.just("press"), st.integers(0, 400)),
    st.tuples(st.just("press newest"), st.integers(0, 5)),
    st.tuples(st.just("press newest"), st.integers(0, 5)),
    st.tuples(st.just("double click"), st.integers(0, 5)),
    st.tuples(st.just("fill"), st.text(max_size=30)),
    st.tuples(st.just("again"), st.integers(0, 30)),
    st.tuples(st.just("late"), st.sampled_from(LINES)),
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 4)),
    st.tuples(st.just("next"), st.integers(1, 4)),
    st.tuples(st.just("back"), st.integers(1, 60 * 24 * 3)),
    st.tuples(st.just("move"), st.sampled_from(ZONES)),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("begin"), st.just(0)),
    st.tuples(st.just("round"), st.integers(4, 6)),
    st.tuples(st.just("round"), st.integers(5, 6)),
)
TEAM = ("team-ben", "team-eva", "team-jon", "team-kim", "team-lea", "team-mia")
"""Who is in everybody's team; none of them ever says anything."""
READ = timedelta(hours=4)
"""How long after the close of a round it is read."""


class Platform:
    """Takes what is sent, and remembers when."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Message, str | None]] = []

    async def send(self, row: Outgoing) -> str:
        self.sent.append((row.address, row.key, row.message, row.replaces or None))
        return row.key


class World:
    """One leader's life with the bot, lived by random acts."""

    def __init__(self, store: Store, who: str) -> None:
        self.store, self.who, self.now = store, who, START
        self.platform = Platform()
        self.bot = self.fresh_bot()
        self.past: list[Act] = []
        self.held: list[Act] = []
        self.form: Form | None = None
        self.numbers = count()

    def fresh_bot(self) -> Bot:
        settings_ = Settings(keys=(KEY,), database_url="sqlite://")
        transports = {"x": self.platform}
        now = lambda: self.now  # noqa: E731  the world's clock
        return Bot(Work(self.store, POOL), transports, now, now, settings_, words=WORDS)

    async def join(self) -> None:
        for name in (f"{self.who}-coach", self.who):
            coach = f"{self.who}-coach" if name == self.who else ""
            event = Joined(f"join-{name}", name, self.now, name.title(), f"x:{name}", "Europe/Berlin", "en", coach)
            await self.bot.receive(event)
            await self.bot.replied()

    def new_id(self) -> str:
        return f"{self.who}-{next(self.numbers)}"

    async def act(self, event: Act) -> None:
        reply: Reply = await self.bot.receive(event)
        await self.bot.replied()
        if isinstance(reply, Form):
            self.form = reply
        elif not isinstance(reply, FieldErrors):
            self.form = None
        self.past.append(event)

    def buttons(self) -> list[tuple[str, Ask, str]]:
        drawn: dict[str, tuple[str, Message]] = {}
        for address, key, message, replaces in self.platform.sent:
            if address == f"x:{self.who}":
                drawn[replaces or key] = (replaces or key, message)
        found = []
        for key, message in drawn.values():
            for ask in message.asks:
                for part in ask.parts:
                    if isinstance(part, Choices) and ask.ref is not None:
                        found += [(key, ask, choice.key) for choice in part.choices]
        return found

    async def do(self, what: str, value: int | str) -> None:
        match what, value:
            case "say", str(text_):
                await self.act(Said(self.new_id(), self.who, self.now, text_))
            case "late", str(text_):
                self.held.append(Said(self.new_id(), self.who, self.now, text_))
            case (("press" | "press newest" | "double click"), int(number)):
                buttons = self.buttons()
                if buttons:
                    place = number % len(buttons) if what == "press" else -1 - number % min(6, len(buttons))
                    key, ask, choice = buttons[place]
                    assert ask.ref is not None
                    for _ in range(2 if what == "double click" else 1):
                        await self.act(Pressed(self.new_id(), self.who, self.now, ask.ref, choice, key))
            case "fill", str(text_):
                if self.form is not None:
                    fields = {
                        one.name: one.options[len(text_) % len(one.options)][0] if isinstance(one, Pick) else text_
                        for one in self.form.body
                        if isinstance(one, (Line, Pick))
                    }
                    fields |= {one.name: f"{self.who}-coach" for one in self.form.body if isinstance(one, Someone)}
                    await self.act(Submitted(self.new_id(), self.who, self.now, self.form.ref, fields))
            case "again", int(number):
                if self.past:
                    sent = len(self.platform.sent)
                    await self.bot.receive(self.past[number % len(self.past)])
                    await self.bot.replied()
                    assert len(self.platform.sent) == sent, "a redelivered event was answered again"
            case "wait", int(minutes):
                await self.until(self.now + timedelta(minutes=minutes))
            case "next", int(steps):
                for _ in range(steps):
                    due = await self.bot.next_due()
                    if due is not None:
                        await self.until(max(due, self.now))
            case "back", int(minutes):
                self.now -= timedelta(minutes=minutes)
                await self.tick()
            case "move", str(zone):
                await self.act(Moved(self.new_id(), self.who, self.now, zone))
            case "restart", _:
                self.bot = self.fresh_bot()
            case "round", int(answers):
                self.asked(answers)
                await self.until(self.now + READ)
            case "begin", _:
                for line in ("hi", "stop interrupting"):
                    await self.act(Said(self.new_id(), self.who, self.now, line))
        if self.held and what not in ("late",):
            await self.act(self.held.pop())

    def asked(self, answers: int) -> None:
        """A team of theirs is asked in a round, and so many have answered; it closes at once."""
        round_ = f"{self.who}-round"
        read = self.now + READ
        with self.store.begin() as unit:
            person = unit.people.get(self.who)
            if person is None or unit.ballots.find(round_) is not None:
                return
            today = calendar.local(self.now, person.zone)
            close = FollowUp("close", today.date(), "closed", today.time(), flow="pulse", subject=round_)
            members = [Member(self.who, name, "asked") for name in TEAM]
            unit.people.save([Person(name, name.title(), homes=(f"x:{name}",)) for name in TEAM])
            unit.people.save([Team(self.who, "running", 5, holds=True), *members])
            unit.ballots.open(round_, TEAM, (SAY, NEXT), 5, self.now)
            unit.people.save([Round(round_, self.who, 1, today.date(), self.now, read, 5, len(TEAM))])
            unit.follow_ups.put([plan(person, close)])
        for name in TEAM[:answers]:
            with self.store.begin() as unit:
                unit.ballots.cast(round_, name, Answer({"say": 4, "next": "an agenda"}), self.now - timedelta(hours=1))

    async def until(self, moment: datetime) -> None:
        for _ in range(40):
            due = await self.bot.next_due()
            if due is None or due > moment:
                break
            self.now = max(due, self.now)
            await self.tick()
        self.now = max(self.now, moment)
        await self.tick()

    async def tick(self) -> None:
        before = len(self.platform.sent)
        await self.bot.tick(self.now)
        await self.bot.deliver(self.now)
        person = self.person()
        for address, key, _, replaces in self.platform.sent[before:]:
            if person is not None and address == f"x:{self.who}" and not replaces and not key.startswith("reply/"):
                self.within_hours(person, key)

    def within_hours(self, person: Person, key: str) -> None:
        local = calendar.local(self.now, person.zone)
        assert not calendar.day_off(person, local.date()), f"{key} came on a day off, {local}"
        assert person.opens <= local.time() <= max(person.closes, person.asks_at), f"{key} came at {local}"

    def person(self) -> Person | None:
        with self.store.look() as unit:
            return unit.people.get(self.who)

    def check(self) -> None:
        keys = [key for _, key, _, _ in self.platform.sent]
        assert len(keys) == len(set(keys)), "a key was sent twice"
        with self.store.look() as unit:
            for owner in (self.who, f"{self.who}-coach"):
                for state in unit.talks.of([owner]).get(owner, ()):
                    known = {step.name for step in FLOWS[state.flow].steps} | {DONE, ""}
                    assert state.step in known, f"{state.flow} stands at {state.step!r}"
                counts = unit.outbox.sent([owner], date(2020, 1, 1)).get(owner, {})
                for (cls, day), number in counts.items():
                    assert number <= (SLOTS_PER_DAY if cls == "slot" else TIMED_PER_DAY), f"{number} {cls} on {day}"
            aside = unit.connection.execute(
                text("SELECT reason FROM follow_up WHERE state = 'aside' AND person LIKE :who"), {"who": f"{self.who}%"}
            ).all()
            assert not aside, f"set aside: {aside}"
            person = unit.people.get(self.who)
            if person is not None:
                counts = unit.outbox.sent([self.who], date(2020, 1, 1)).get(self.who, {})
                weeks: dict[date, int] = {}
                for (cls, day), number in counts.items():
                    if cls == "slot":
                        monday = day - timedelta(days=day.weekday())
                        weeks[monday] = weeks.get(monday, 0) + number
                if person.workdays == "12345":
                    assert all(number <= SLOTS_PER_WEEK for number in weeks.values()), weeks


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store("sqlite://", (KEY,), FileCells(tmp_path_factory.mktemp("cells") / "keys", plain=True))
    store.migrate()
    yield store
    store.close()


people = count()


@pytest.mark.parametrize("part", range(4))
def test_whatever_people_do_the_bot_answers_and_keeps_its_promises(store: Store, part: int) -> None:
    lived = 0

    @seed(part)
    @settings(max_examples=500, suppress_health_check=list(HealthCheck), database=None, deadline=None)
    @given(st.lists(events, min_size=1, max_size=14))
    def live(acts: list[tuple[str, int | str]]) -> None:
        nonlocal lived
        lived += 1
        world = World(store, f"p{part}-{next(people)}")

        async def life() -> None:
            await world.join()
            for what, value in acts:
                await world.do(what, value)
            assert isinstance(await world.bot.view(world.who, "home"), Page)

        asyncio.run(life())
        world.check()
        with store.begin() as unit:
            unit.erase(world.who)
            unit.erase(f"{world.who}-coach")

    live()
    assert lived >= 500

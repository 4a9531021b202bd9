"""A bot on a stage: it says what a test wants, through the same ports as the real one."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from adapters.browser.transport import Transport, address_of
from bot.errors import NotSaved, OnlyPlaygrounds
from bot.events import Act, Pressed, Said, Submitted
from bot.messages import (
    NOTHING,
    Ask,
    Chart,
    Choice,
    Choices,
    Closed,
    Day,
    Divider,
    Document,
    Dots,
    FieldErrors,
    Form,
    Line,
    Message,
    Page,
    Parts,
    Pick,
    Plain,
    Quote,
    Ref,
    Reply,
    Rows,
    Series,
    Strong,
    Text,
    Typed,
)
from bot.outgoing import Outgoing
from bot.store.opponent import Held
from bot.store.sought import Place

NASTY = "<script>document.title='owned'</script> <!channel> <at>Omar</at> & <b>bold</b> *star* [a](http://b)"
EVERY_PART: Parts = (
    Text((Plain("The week as a picture"),), "title"),
    Text((Plain("You said "), Typed("done & dusted"), Plain(" on "), Strong("Thursday"), Plain("."))),
    Dots(("did", "partly", "not", "out", "did", "did", "open", "ahead", "ahead", "ahead"), "3 of your last 5 chances"),
    Rows((("Omar", (Plain("numbers, Thursday 26 November"),)), ("Lea", (Typed("flagged the delay"),)))),
    Quote("When somebody talks in a meeting, I wait two seconds.", "Ana"),
    Chart("Chances taken", ("W1", "W2", "W3", "W4"), (Series("did", (2, 4, None, 5)),), "2, 4, nothing asked, 5"),
    Chart(
        "You and your team",
        ("Sep", "Oct", "Nov"),
        (Series("you", (1, 2, 2)), Series("team", (-1, 0, 1.5))),
        "You 1, 2, 2; your team -1, 0, 1.5",
        "line",
    ),
    Document("followthrough-ana.csv", "text/csv", "\ufeffName\r\nZoë\r\n"),
    Divider(),
    Text((Plain("You can stop any time."),), "small"),
    Choices((Choice("did", "Did it", main=True), Choice("partly", "Partly"), Choice("more", "More…", opens=True))),
)
REF = Ref("checkin", "p1", "ask", "2026-11-23")
FORM = Form(
    REF,
    "The week behind you",
    (
        Text((Plain("Five minutes, for you alone."),)),
        Line("good", "One good thing", hint="Small counts."),
        Line("longer", "What helped?", long=True, optional=True, limit=40),
        Pick("energy", "Energy", (("low", "Low"), ("ok", "OK"), ("good", "Good")), optional=True),
        Pick("who", "Who was there?", (("omar", "Omar"), ("lea", "Lea")), many=True, optional=True),
        Pick("hour", "When?", tuple((str(hour), f"{hour}:00") for hour in range(8, 18)), ("17",)),
        Day("on", "Until when?", date(2026, 11, 26)),
    ),
    "Keep it",
)


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    key: str
    author: str
    at: datetime
    payload: str


@dataclass
class Notebook:
    """A history in memory."""

    marked: bool = False
    offset: float = 0
    count: int = 0
    rows: list[tuple[str, Kept]] = field(default_factory=list)

    async def is_playground(self) -> bool:
        return self.marked

    async def mark_playground(self) -> None:
        self.marked = True

    async def clock_offset(self) -> float:
        return self.offset

    async def set_clock_offset(self, seconds: float) -> None:
        self.offset = seconds

    async def add_post(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        self.count += 1
        number = max((row.id for _, row in self.rows), default=0) + 1  # as SQLite counts: numbers come again
        self.rows.append((address, Kept(number, key, author, at, payload)))
        return number

    async def posts(self, address: str, after_id: int) -> Sequence[Kept]:
        return [row for there, row in self.rows if there == address and row.id > after_id]

    async def held(self, before: Mapping[str, bytes]) -> Held:
        raise OnlyPlaygrounds

    async def sought(self, word: str) -> tuple[Place, ...]:
        raise OnlyPlaygrounds


@dataclass
class StagedBot:
    """Answers as a test tells it to, and remembers what reached it."""

    transport: Transport
    clock: Callable[[], datetime]
    playground: Notebook = field(default_factory=Notebook)
    heard: list[Act] = field(default_factory=list)
    worked: list[datetime] = field(default_factory=list)
    planned: list[datetime] = field(default_factory=list)
    reply: Reply = NOTHING
    form: Form = FORM
    home: Page = field(default_factory=lambda: Page(()))
    stubborn: bool = False  # what is due stays due
    pause: float = 0

    async def replied(self) -> None:
        """Everything has left already."""

    async def receive(self, event: Act) -> Reply:
        self.heard.append(event)
        await asyncio.sleep(self.pause)
        match event:
            case Said(text="fail"):
                raise NotSaved("I could not save that, please try once more (id 1234abcd).")
            case Said(text="crash"):
                raise ZeroDivisionError
            case Said(text="forget me"):
                self.playground.rows = [row for row in self.playground.rows if row[0] != address_of(event.person)]
                await self.say(event.person, Ask((Text((Plain("Everything is gone."),)),)))
            case Said(text="everything"):
                await self.say(event.person, Ask(EVERY_PART, REF))
            case Said(text=text):
                await self.say(event.person, question(text))
            case Pressed(choice="form" | "more"):
                return self.form
            case Pressed(choice=choice) if event.message:
                await self.answered(event, choice)
            case Submitted():
                return self.reply
            case _:
                pass
        return NOTHING

    async def answered(self, event: Pressed, choice: str) -> None:
        """The question without its buttons, and the next one."""
        done = Ask((Text((Plain("Kept it today?"),)), Text((Strong(choice),))), event.ref)
        await self.send(event.person, Message((done,)), f"{event.message}#{event.id}", event.message)
        await self.say(event.person, question("And tomorrow?"))

    async def say(self, person: str, *asks: Ask) -> str:
        key = f"message-{self.playground.count}"
        await self.send(person, Message(asks), key)
        return key

    async def send(self, person: str, message: Message, key: str, replaces: str = "") -> None:
        now = datetime.now(UTC)  # noqa: TID251  nobody reads it
        row = Outgoing(key, person, address_of(person), "reply", now.date(), message, now, now, replaces)
        await self.transport.send(row)

    async def view(self, person: str, place: str) -> Page:
        return self.home

    async def tick(self, now: datetime) -> int:
        self.worked.append(now)
        await asyncio.sleep(self.pause)
        return 1

    async def deliver(self, now: datetime) -> int:
        if not self.stubborn and any(moment <= now for moment in self.planned):
            self.planned = [moment for moment in self.planned if moment > now]
            await self.say("ana", Ask((Text((Plain(f"It is {now:%H:%M} UTC."),)),)))
            return 1
        return 0

    async def next_due(self) -> datetime | None:
        return min(self.planned, default=None)


def question(text: str) -> Ask:
    """A question about a line that somebody typed."""
    choices = Choices((Choice("did", "Did it", main=True), Choice("not", "Not today"), Choice("form", "Form…", True)))
    return Ask((Text((Plain("Kept it today?"),)), Quote(text, "Ana"), choices), replace(REF, step="again"))


SAVED = Closed()
WRONG = FieldErrors((("good", "Say it with somebody's name in it."), ("elsewhere", "This concerns the whole form.")))

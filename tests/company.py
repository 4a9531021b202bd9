"""A company with leaders all over the world, and the real bot that talks to them, second by second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.drawn import drawn
from bot.events import Act, Joined, Moved, Pressed, Said
from bot.messages import Choices, Message
from bot.outgoing import Outgoing
from bot.rules import calendar
from bot.script import Line
from bot.service import Bot
from bot.settings import Settings
from bot.store import Store
from bot.work import on

KEY: Final = b"A" * 43 + b"="
SETTINGS: Final = Settings(keys=(KEY,), database_url="sqlite://")
ROUND: Final = timedelta(seconds=15)
"""The worker looks once in so many seconds, and not at the moment when something is due."""
LATE: Final = timedelta(seconds=7)
BEGINNING: Final = ("hi", "start", "stop interrupting", "any meeting", "I wait two seconds", "that's it", "good")


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody with a zone, and what they tell the bot about themselves once they have a practice."""

    id: str
    zone: str
    tells: tuple[str, ...] = ()


LEADERS: Final = (
    Leader("ana", "Europe/Berlin", ("holidays DE", "away 21 December to 5 January", "energy on")),
    Leader("bo", "Australia/Lord_Howe", ("holidays AU",)),
    Leader("cem", "Asia/Kathmandu", ("days Sunday to Friday", "holidays NP")),
    Leader("dot", "America/St_Johns", ("holidays CA", "mornings")),
    Leader("eli", "Africa/Casablanca", ("holidays MA", "ask me at 16:30")),
    Leader("fay", "America/Sao_Paulo", ("holidays BR", "away 8 to 12 February")),
    Leader("gus", "Pacific/Apia", ("holidays WS",)),
    Leader("hal", "Asia/Jerusalem", ("days Sunday to Thursday", "holidays IL", "effort on")),
    Leader("ida", "America/New_York", ("holidays US",)),
    Leader("jin", "Asia/Tokyo", ("holidays JP", "hours 10 to 19", "ask me at 18:45")),
    Leader("kai", "Pacific/Chatham", ("holidays NZ", "days Monday to Thursday")),
    Leader("lou", "America/Santiago", ("holidays CL",)),
    Leader("mia", "Asia/Dubai", ("holidays AE", "days Monday, Wednesday and Friday")),
    Leader("nil", "Africa/Cairo", ("days Sunday to Thursday", "holidays EG", "mornings")),
)


@dataclass(frozen=True, slots=True)
class Got:
    """A message that somebody got, to the minute of their own clock."""

    wall: datetime
    zone: str
    cls: str
    text: str


@dataclass
class Company:
    """Everybody in one store, `now`, and what each was sent."""

    store: Store
    now: datetime
    got: dict[str, list[Got]] = field(default_factory=dict)
    sent: dict[str, dict[str, Message]] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        self.bot = Bot(on(self.store), {"x": self}, lambda: self.now, lambda: self.now, SETTINGS)

    async def send(self, row: Outgoing) -> str:
        """The company's platform."""
        person = row.address.removeprefix("x:")
        self.sent.setdefault(person, {})[row.replaces or row.key] = row.message
        if not row.replaces:
            zone = self.zones[person]
            wall = calendar.local(self.now, zone).replace(second=0)
            self.got.setdefault(person, []).append(Got(wall, zone, row.key.partition("/")[0], drawn(row.message)))
        return row.key

    async def settle(self, leaders: Sequence[Leader]) -> None:
        """Everybody finds a practice, by hand."""
        await self.does(Joined("nora", "nora", self.now, "Nora", "x:nora", "Europe/Berlin", "en"))
        for one in leaders:
            await self.does(Joined(one.id, one.id, self.now, one.id.title(), f"x:{one.id}", one.zone, "en", "nora"))
            for words in (*BEGINNING, *one.tells):
                await self.does(Said(self.new_id(), one.id, self.now, words))
        self.got.clear()

    async def live(self, until: datetime, scripts: Mapping[str, Sequence[Line]]) -> None:
        """Time passes; the worker comes round, and people do what their scripts say, by their own clocks."""
        left = {person: list(lines) for person, lines in scripts.items() if lines}
        while True:
            due = await self.bot.next_due()
            round_ = until if due is None else max(_next_round(due), self.now + ROUND)
            acts = [(calendar.instant(lines[0].wall, self.zones[person]), person) for person, lines in left.items()]
            at, person = min(acts, default=(until, ""))
            if min(at, round_) >= until:
                return
            self.now = min(at, round_)
            if at < round_:
                await self.does(self.act(person, left[person].pop(0)))
                left = {name: lines for name, lines in left.items() if lines}
            else:
                await self.bot.tick(self.now)
            await self.bot.deliver(self.now)

    async def does(self, event: Act) -> None:
        if isinstance(event, Joined | Moved):
            self.zones[event.person] = event.zone
        await self.bot.receive(event)
        await self.bot.replied()

    def act(self, person: str, line: Line) -> Act:
        """With an id as the preview makes it: what an act brings into being is called after the act."""
        id_ = f"preview/{person}/{line.number}"
        match line.act:
            case "types":
                return Said(id_, person, self.now, line.text)
            case "moves":
                return Moved(id_, person, self.now, line.text)
            case "presses":
                return self.press(id_, person, line.text)

    def press(self, id_: str, person: str, label: str) -> Pressed:
        for key, message in reversed(self.sent[person].items()):
            for ask in reversed(message.asks):
                for part in ask.parts:
                    for choice in part.choices if isinstance(part, Choices) else ():
                        if ask.ref is not None and choice.label == label:
                            return Pressed(id_, person, self.now, ask.ref, choice.key, key)
        raise AssertionError(f"{person} was shown no button {label!r}")

    def new_id(self) -> str:
        self.number += 1
        return f"e{self.number}"


def _next_round(due: datetime) -> datetime:
    """The first time the worker looks after something has come due."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + LATE
    return start + ROUND * -((start - due) // ROUND)

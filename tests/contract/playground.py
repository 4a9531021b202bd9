"""People in the playground: they do over HTTP what the page does, and see what it is sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from adapters.browser.app import Playground
from adapters.browser.audience import PlaygroundAudiences
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.people import CAST, Cast, Channel, Somebody
from adapters.browser.transport import PLATFORM, Transport
from bot.audience import Audiences
from bot.events import Left
from bot.messages import Channel as ChannelField
from bot.messages import Day, Input, Line, Pick, Someone
from bot.messages import Form as Sent
from bot.service import Bot
from bot.settings import Settings
from tests.contract.bots import bot_on, stored
from tests.contract.cast import A_MINUTE, CHANNEL, KEY, NAMES, QUIET, READERS, START, ZONE
from tests.contract.on_the_page import form_look, message_look, page_look, read_form
from tests.contract.seen import Answer, Button, Look, Seen

PATIENCE: Final = 20
ROOM: Final = Channel("channel-team", CHANNEL)
QUIET_ROOM: Final = Channel("channel-coaching", QUIET, tuple(name.lower() for name in READERS))
Json = dict[str, Any]


@dataclass
class Tab:
    """A page that somebody has open: the conversation that it was told of, and the form over it."""

    person: str
    shown: dict[str, Seen] = field(default_factory=dict)
    moves: int = 0
    form: Sent | None = None
    opened_by: str = ""
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self, content: aiohttp.StreamReader) -> None:
        """Read the page's stream until it ends."""
        event = ""
        async for raw in content:
            name, _, value = raw.decode().rstrip("\n").partition(": ")
            if name == "event":
                event = value
            elif name == "data":
                self._take(event, json.loads(value))
                self.told.set()

    def _take(self, event: str, data: Json) -> None:
        match event:
            case "post" if data["author"] == "bot":
                key = data["replaces"] or data["key"]
                look, known = message_look(data["message"]), self.shown.get(key)
                self.shown[key] = Seen(key, known.at if known else datetime.fromisoformat(data["at"]), look)
            case "clock":
                self.moves += not data["moving"]
                assert "error" not in data, data
            case _:
                pass


@dataclass
class InThePlayground:
    """The driver."""

    address: str
    session: aiohttp.ClientSession
    bot: Bot
    clock: Clock
    tabs: dict[str, Tab]
    playground: Playground
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self.tabs if not name.startswith("#"))

    @property
    def now(self) -> datetime:
        return self.clock()

    async def says(self, name: str, text: str, thread: str = "") -> Answer:
        return await self._acts(name, "say", {"text": text, "thread": thread})

    async def presses(self, name: str, button: Button, message: str, times: int = 1) -> Answer:
        tab = self.tabs[name]
        tab.opened_by = message
        acts = (self._post(name, "press", {**button.press(), "message": message}) for _ in range(times))
        answers = await asyncio.gather(*acts)
        return await self._answered(name, answers[0])

    async def sends(self, name: str, fields: dict[str, str]) -> Answer:
        tab = self.tabs[name]
        assert tab.form is not None, "no form is open"
        values = _filled(tab.form, fields)
        act = {"ref": _ref(tab.form), "fields": values, "message": tab.opened_by, "kinds": _kinds(tab.form)}
        return await self._acts(name, "submit", act)

    async def home(self, name: str) -> Look:
        async with self.session.get(f"{self.address}api/home", params={"person": name.lower()}) as answer:
            return page_look(await answer.json())

    async def goes_to(self, moment: datetime) -> None:
        before = {name: tab.moves for name, tab in self.tabs.items()}
        wall = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
        status, said = await self._send("clock", {"move": "to", "zone": "UTC", "at": wall})
        assert status == 202, said
        # The stream tells of the move last, so whatever came of it has been told by then.
        async with asyncio.timeout(PATIENCE):
            for name, tab in self.tabs.items():
                while tab.moves == before[name]:
                    tab.told.clear()
                    await tab.told.wait()

    def messages(self, name: str) -> list[Seen]:
        return list(self.tabs[name].shown.values())

    def conversations(self) -> set[tuple[str, str]]:
        return stored(self.bot.store, [name.lower() for name in self.names])

    def posts(self) -> dict[str, list[Seen]]:
        return {name: list(tab.shown.values()) for name, tab in self.tabs.items() if name.startswith("#")}

    async def reports(self, name: str, what: str, value: str) -> None:
        match what:
            case "left":  # nobody leaves the page, so the bot is told of it directly
                await self.bot.receive(Left(f"{name}.left", name.lower(), self.now))
            case "came":
                self._changes(members=(*self._quiet.members, name.lower()))
            case "opened":
                self._changes(members=())
            case _:
                raise AssertionError(f"the playground never reports anybody's {what}")
        await self.goes_to(self.now + A_MINUTE)

    @property
    def _quiet(self) -> Channel:
        return next(one for one in self.playground.cast.channels if one.name == QUIET)

    def _changes(self, members: tuple[str, ...]) -> None:
        before = self.playground.cast
        rooms = (replace(one, members=members) if one.name == QUIET else one for one in before.channels)
        self.playground.cast = replace(before, channels=tuple(rooms))

    async def _acts(self, name: str, what: str, act: Json) -> Answer:
        return await self._answered(name, await self._post(name, what, act))

    async def _answered(self, name: str, said: Json) -> Answer:
        await self.goes_to(self.now + A_MINUTE)
        tab = self.tabs[name]
        match said.get("reply"):
            case "form":
                tab.form = read_form(said["form"])
                return Answer(form_look(tab.form))
            case "errors":
                return Answer(errors=_at_fields(tab.form, said["errors"]))
            case "closed":
                tab.form = None
                return Answer()
            case "nothing":
                return Answer()
            case _:
                return Answer(aside=said["sentence"])

    async def _post(self, name: str, what: str, act: Json) -> Json:
        _, said = await self._send(what, {"id": f"act-{next(self.numbers):08d}", "person": name.lower(), **act})
        return said

    async def _send(self, what: str, body: Json) -> tuple[int, Json]:
        headers = {"Origin": self.address.rstrip("/")}
        async with self.session.post(f"{self.address}api/{what}", json=body, headers=headers) as answer:
            return answer.status, await answer.json()


def _ref(form: Sent) -> Json:
    ref = form.ref
    return {"flow": ref.flow, "subject": ref.subject, "step": ref.step, "occasion": ref.occasion}


def _filled(form: Sent, fields: dict[str, str]) -> dict[str, str]:
    """The values that the page would send: what stands in each field, by its name."""
    values: dict[str, str] = {}
    by_label = dict(fields)
    for part in form.body:
        match part:
            case Line(value=value):
                values[part.name] = by_label.pop(part.label, value)
            case Day():
                values[part.name] = by_label.pop(part.label, part.value.isoformat() if part.value else "")
            case Pick(value=value):
                keys = {label: key for key, label in part.options}
                wanted = by_label.pop(part.label, None)
                # A label may hold a comma itself.
                labels = [wanted] if wanted in keys else [one.strip() for one in (wanted or "").split(",") if one]
                chosen = value if wanted is None else tuple(keys[one] for one in labels)
                values[part.name] = ",".join(chosen)
            case Someone():
                wanted = by_label.pop(part.label, None)
                named = part.value if wanted is None else [one.strip().lower() for one in wanted.split(",") if one]
                values[part.name] = " ".join(named)
            case ChannelField():
                wanted = by_label.pop(part.label, "")
                values[part.name] = {"": "", CHANNEL: ROOM.address, QUIET: QUIET_ROOM.address}[wanted]
            case _:
                pass
    assert not by_label, f"no such fields: {list(by_label)}"
    return values


def _kinds(form: Sent) -> dict[str, str]:
    """Of the fields that name somebody or a channel, which each of them is."""
    named = {part.name: part.kind for part in form.body if isinstance(part, Someone)}
    channels = {
        part.name: "looked" if part.looks else "members" if part.members else part.kind
        for part in form.body
        if isinstance(part, ChannelField)
    }
    return {**named, **channels}


def _cast(names: tuple[str, ...]) -> Cast:
    """The three of the playground, and whoever else is there; then there is a channel too."""
    first = tuple(one for one in CAST.people if one.name in NAMES)
    more = tuple(Somebody(name.lower(), name, "") for name in names if name not in NAMES)
    return Cast((*first, *more), (ROOM, QUIET_ROOM) if more else ())


def _at_fields(form: Sent | None, errors: list[list[str]]) -> tuple[tuple[str, str], ...]:
    assert form is not None
    fields = {part.name: part.label for part in form.body if isinstance(part, Input)}
    # The page shows a sentence about no field of the form at its end; on Slack it stands at the last field.
    last = list(fields.values())[-1]
    return tuple((fields.get(name, last), sentence) for name, sentence in errors)


@asynccontextmanager
async def in_the_playground(
    database: str, content: Path, names: tuple[str, ...] = NAMES
) -> AsyncIterator[InThePlayground]:
    """A playground on an empty database. Real time stands still in it."""
    settings = Settings((KEY,), database, content=content)
    feed, clock = Feed(), Clock(lambda: START)
    transport = Transport(feed, clock)
    cast = _cast(names)
    audiences: dict[str, Audiences] = {}
    bot = bot_on(settings, {PLATFORM: transport}, clock, {}, audiences)
    playground = Playground(bot, clock, feed, transport, "", cast)
    audiences[PLATFORM] = PlaygroundAudiences(lambda: playground.cast)
    await playground.open()
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    readers: list[asyncio.Task[None]] = []
    try:
        async with aiohttp.ClientSession() as session:
            places = (*cast.people, *cast.channels)
            driver = InThePlayground(
                address, session, bot, clock, {one.name: Tab(one.id) for one in places}, playground
            )
            await driver._send("arrive", {"zone": ZONE})
            for tab in driver.tabs.values():
                # The stream stays open as long as the page.
                forever = aiohttp.ClientTimeout(total=None)
                stream = await session.get(
                    f"{address}api/events", params={"person": tab.person, "after": "0"}, timeout=forever
                )
                readers.append(asyncio.create_task(tab.listen(stream.content)))
            await driver.goes_to(START)
            yield driver
            await playground.close()
            await asyncio.gather(*readers)
    finally:
        await runner.cleanup()
        await bot.close()

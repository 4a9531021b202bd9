"""The team on the page: what the page posts over HTTP, and what it is shown."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Final

import aiohttp
from aiohttp import web

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.transport import PLATFORM, Transport
from bot.ballot.cells import Cells
from bot.service import Bot, build
from tests.anonymity.front import START, Json, passes, pressed, settings_of, settles
from tests.anonymity.team import ZONE

TEAM: Final = ("nora", "omar", "ida", "jon", "kim", "mia", "noa", "raj")
LEADER: Final = "ana"


@dataclass
class OnThePage:
    """The front."""

    address: str
    session: aiohttp.ClientSession
    bot: Bot
    clock: Clock
    transport: Transport
    people: tuple[str, ...] = TEAM
    leader: str = LEADER
    channel: str = f"{PLATFORM}:channel-team"
    replies: list[str] = field(default_factory=list)
    forms: dict[int, Json] = field(default_factory=dict)
    pressed: dict[int, list[Json]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def opens(self, place: int, round_: str = "") -> str:
        posts = [note.data for note in await self.transport.notes(self.people[place], 0) if "message" in note.data]
        asks = [(post["key"], ask) for post in posts for ask in post["message"]["asks"]]
        key, ref = [(key, ask["ref"]) for key, ask in asks if ask["ref"] and ask["ref"]["flow"] == "answer"][-1]
        said = await self._posts(place, "press", pressed({"ref": ref, "choice": "open", "message": key}, round_))
        self.forms[place], self.pressed[place] = said["form"], [key, ref]
        return words_of(said["form"])

    async def sends(self, place: int, words: str, *, ticked: bool = True) -> str:
        return await self.forges(place, say="3", next=words, **({"as_it_stands": "yes"} if ticked else {}))

    async def forges(self, place: int, **fields: str) -> str:
        said = await self._posts(place, "submit", {"ref": self.forms[place]["ref"], "fields": fields})
        if said["reply"] != "form":
            return json.dumps(said, ensure_ascii=False)
        assert not said["form"]["send"], "there is something to send"
        return words_of(said["form"])

    def carried(self, place: int) -> str:
        return json.dumps([self.pressed[place], self.forms[place]["ref"]])

    async def types(self, place: int, words: str) -> None:
        await self._posts(place, "say", {"text": words})

    async def goes_to(self, moment: datetime) -> None:
        def stands(now: datetime) -> None:
            self.clock.set_offset((now - START).total_seconds())

        await passes(self.bot, self.clock, stands, moment)

    def sent(self) -> dict[str, list[str]]:
        with self.bot.store.look() as unit:
            return {
                person: [f"{one.key} {one.payload}" for one in unit.playground.posts(f"{PLATFORM}:{person}", 0)]
                for person in (self.leader, *self.people, "channel-team")
            }

    async def _posts(self, place: int, what: str, act: Json) -> Json:
        body = {"id": f"act-{next(self.numbers):08d}", "person": self.people[place], **act}
        headers = {"Origin": self.address.rstrip("/")}
        async with self.session.post(f"{self.address}api/{what}", json=body, headers=headers) as answer:
            self.replies.append(await answer.text())
            return dict(json.loads(self.replies[-1]))


def words_of(form: Json) -> str:
    """What a form says and asks."""
    parts = form["body"]
    return "\n".join(
        "".join(span["text"] for span in part["spans"]) if part["kind"] == "text" else part["label"] for part in parts
    )


@asynccontextmanager
async def on_the_page(database: str, cells: Cells) -> AsyncIterator[OnThePage]:
    """The playground. Real time stands still in it."""
    settings, feed, clock = settings_of(database), Feed(), Clock(lambda: START)
    transport = Transport(feed, clock)
    bot = build(settings, {PLATFORM: transport}, clock, cells=cells)
    playground = Playground(bot, clock, feed, transport, ZONE)
    await playground.open()
    settles(bot, {name: name for name in (LEADER, *TEAM)}, lambda who: f"{PLATFORM}:{who}", LEADER)
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            yield OnThePage(f"http://127.0.0.1:{runner.addresses[0][1]}/", session, bot, clock, transport)
            await playground.close()
    finally:
        await runner.cleanup()
        await bot.close()

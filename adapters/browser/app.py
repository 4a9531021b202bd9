"""The playground's routes: what the page sends becomes an event, what the bot replies becomes JSON."""

from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.browser import acts, named, opponent, people, stream
from adapters.browser.acts import Unclear, read
from adapters.browser.clock import Clock, Moving
from adapters.browser.feed import Feed, Note
from adapters.browser.guard import add_headers, guard, refusal, sorry
from adapters.browser.ports import Bot
from adapters.browser.render import answered, shown
from adapters.browser.transport import Transport, is_new
from bot.errors import Nobody
from bot.events import Act, Pressed, Said, Submitted
from bot.messages import NOTHING, FieldErrors, Form

STATIC: Final = Path(__file__).parent / "static"
LONGEST: Final = 2**20
"""Bytes in one request."""


class Playground:
    """A chat of a few people with the bot. `zone` is everybody's time zone, "" where the browser's counts."""

    def __init__(
        self, bot: Bot, clock: Clock, feed: Feed, transport: Transport, zone: str, cast: people.Cast = people.CAST
    ) -> None:
        self._bot, self._clock, self._feed, self._transport = bot, clock, feed, transport
        self._zone = self._here = zone
        self.cast = cast
        self._moving = Moving(bot, clock, feed, sorry)

    async def open(self) -> None:
        """Take up the clock and the conversations where they were left."""
        history = self._bot.playground
        if not await history.is_playground():
            await history.mark_playground()
        await self._transport.keep_in(history, self.cast.places)
        self._clock.set_offset(await history.clock_offset())
        await self._join(self._here, *self.cast.ids)

    def app(self) -> web.Application:
        """The web application that serves it."""
        app = web.Application(middlewares=[guard], client_max_size=LONGEST)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(lambda _: self.close())
        app.router.add_get("/", self._page)
        app.router.add_static("/static", STATIC)
        app.router.add_post("/api/arrive", self._arrive)
        app.router.add_get("/api/events", self._events)
        app.router.add_get("/api/home", self._home)
        app.router.add_post("/api/say", self._say)
        app.router.add_post("/api/press", self._press)
        app.router.add_post("/api/submit", self._submit)
        app.router.add_post("/api/clock", self._move)
        app.router.add_post("/api/clock/stop", self._stop)
        app.router.add_get("/opponent", self._opponent)
        app.router.add_post("/api/opponent", self._held)
        app.router.add_post("/api/opponent/search", self._sought)
        return app

    async def close(self) -> None:
        """End every page's stream, and stop the clock where it has come to."""
        self._feed.close()
        await self._moving.stop()

    async def _page(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _opponent(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "opponent.html")

    async def _held(self, request: web.Request) -> web.Response:
        """What an opponent with a copy of everything sees now."""
        before = read(opponent.LOOK, await request.read()).before
        held = await self._bot.playground.held({round_: bytes.fromhex(seen) for round_, seen in before.items()})
        return web.json_response(opponent.shown(held))

    async def _sought(self, request: web.Request) -> web.Response:
        """Where a word stands in it. It is kept nowhere."""
        word = opponent.word_of(read(opponent.WORD, await request.read()))
        return web.json_response(opponent.found(await self._bot.playground.sought(word)))

    async def _arrive(self, request: web.Request) -> web.Response:
        """The page was opened: who there is, and the clock."""
        self._here = self._zone or str(acts.zone_of(read(acts.ARRIVAL, await request.read()).zone))
        await self._join(self._here, *self.cast.ids)
        cast = [
            {
                "id": one.id,
                "name": one.name,
                "role": one.role,
                "group": one.group,
                "newest": await self._newest(one.id),
            }
            for one in self.cast.people
        ]
        cast += [
            {
                "id": one.id,
                "name": one.name,
                "role": "channel",
                "group": "Channels",
                "newest": await self._newest(one.id),
                "read": True,
            }
            for one in self.cast.channels
        ]
        return web.json_response({"people": cast, "zone": self._here, "clock": self._moving.stands()})

    async def _newest(self, person: str) -> int:
        notes = await self._transport.notes(person, 0)
        return max((note.id or 0 for note in notes if is_new(note)), default=0)

    async def _join(self, zone: str, *ids: str) -> None:
        silent = [person for person in ids if not self._transport.has_spoken(person)]
        await people.join(self._bot, self._clock, self.cast.people, silent, zone)

    async def _home(self, request: web.Request) -> web.Response:
        return web.json_response(
            shown(await self._bot.view(_one_of(self.cast.ids, request.query.get("person", "")), "home"))
        )

    async def _say(self, request: web.Request) -> web.Response:
        act = read(acts.WORDS, await request.read())
        _one_of(self.cast.ids, act.person)
        await self._join(self._here, act.person)
        await self._transport.said(act.person, act.id, act.text, act.thread)
        return await self._receive(Said(act.id, act.person, self._clock(), act.text, act.thread))

    async def _press(self, request: web.Request) -> web.Response:
        act = read(acts.PRESS, await request.read())
        return await self._receive(Pressed(act.id, act.person, self._clock(), act.ref, act.choice, act.message))

    async def _submit(self, request: web.Request) -> web.Response:
        act = read(acts.FILLING, await request.read())
        fields = named.settled(self.cast, act.fields, act.kinds)
        if isinstance(fields, FieldErrors):
            return web.json_response(answered(fields))
        return await self._receive(Submitted(act.id, act.person, self._clock(), act.ref, fields, act.message))

    async def _receive(self, event: Act) -> web.Response:
        _one_of(self.cast.ids, event.person)
        last = self._transport.last(event.person)
        try:
            reply = await self._bot.receive(event)
        except Nobody:  # they were erased a moment ago
            reply = NOTHING
        await self._bot.replied()
        if await self._transport.lost(event.person, last):
            self._feed.tell(Note("reset", {}, event.person))
        offers = named.offered(self.cast) if isinstance(reply, Form) else {}
        return web.json_response(answered(reply) | offers)

    async def _move(self, request: web.Request) -> web.Response:
        """Begin to move the clock; how far it has come stands in the stream."""
        act = read(acts.MOVE, await request.read())
        target = await self._bot.next_due() if act.move == "next" else acts.target_of(act, self._clock())
        if self._moving.under_way:
            return refusal(409, "The clock is being moved already.")
        if target is None:
            return web.json_response({"sentence": "Nothing is planned."})
        self._moving.start(max(target, self._clock()) if act.move == "next" else target)
        return web.json_response({}, status=202)

    async def _stop(self, _: web.Request) -> web.Response:
        await self._moving.stop()
        return web.json_response({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The conversation since the page's last post, and from then on whatever happens."""
        person = _one_of(self.cast.places, request.query.get("person", ""))
        after = _number(request.headers.get("Last-Event-ID") or request.query.get("after", "0"))
        return await stream.serve(request, self._feed, self._transport, person, after, self._moving.stands)


def _one_of(known: tuple[str, ...], person: str) -> str:
    if person not in known:
        raise Unclear(f"“{person[:40]}” is nobody in the playground.")
    return person


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unclear(f"“{text[:40]}” is not the number of a post.")
    return int(text)

"""People on Teams: they send what Teams' client does, with the connector's token, and see what it was sent back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from adapters.platforms import Platforms
from adapters.teams.outward import reach
from adapters.teams.serving import serving
from adapters.teams.whom import PLATFORM
from bot.events import Joined
from bot.settings import Settings
from tests.contract.bots import bot_on, stored
from tests.contract.cast import A_MINUTE, CHANNEL, INVITED, INVITER, KEY, NAMES, QUIET, READERS, START, ZONE
from tests.contract.on_teams import elements_of, form_look, lines_of
from tests.contract.seen import Answer, Button, Look, Seen
from tests.teams.openid import OpenId
from tests.teams.person import BOT, Clock, Office, Person, body_of, listening
from tests.teams.standin import Connector

Json = dict[str, Any]
ROOM: Final = "19:team@thread.tacv2"
QUIET_TEAM: Final = "19:coaches@thread.tacv2"
QUIET_ROOM: Final = "19:coaching@thread.tacv2"


@dataclass
class OnTeams:
    """The driver."""

    office: Office
    people: dict[str, Person]
    pages: set[str] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.people)

    @property
    def now(self) -> datetime:
        return self.office.now

    async def says(self, name: str, text: str, thread: str = "") -> Answer:
        person = self.people[name]
        await person.says(text, **(person.quotation(thread, text) if thread else {}))
        return await self._answered(name)

    async def presses(self, name: str, button: Button, message: str, times: int = 1) -> Answer:
        person = self.people[name]
        person.dialog = None
        press = button.press()
        presses = (person.sends({**press, "id": f"{press['id']}.{number}"}) for number in range(times))
        await asyncio.gather(*presses)
        return await self._answered(name, opens=True)

    async def sends(self, name: str, fields: dict[str, str]) -> Answer:
        person = self.people[name]
        await person.fills(fields)
        await person.submits()
        if person.errors:
            return replace(await self._answered(name), errors=tuple(person.errors.items()))
        return await self._answered(name, opens=True)

    async def home(self, name: str) -> Look:
        person = self.people[name]
        await person.says("home")
        page = person.messages()[-1]
        # Teams has no place for a page, so it is a card in the chat; whoever looks for messages passes it over.
        self.pages.add(page["id"])
        return self._look(person, page)

    async def goes_to(self, moment: datetime) -> None:
        bot, clock = self.office.bot, self.office.clock
        again = 0
        while (due := await bot.next_due()) is not None and due <= moment:
            # As the playground's clock: once more at the same moment, then a minute later each time.
            again = 0 if due > clock.now else again + 1
            assert again < 5, f"something stays due at {clock.now}"
            clock.now = max(due, min(clock.now + timedelta(minutes=again > 1), moment))
            await self._works()
        clock.now = moment
        await self._works()

    def messages(self, name: str) -> list[Seen]:
        person = self.people[name]
        told = [one for one in person.messages() if one["id"] not in self.pages and "text" not in one]
        return [Seen(one["id"], _at(one), self._look(person, one)) for one in told if not _is_offer(one)]

    def posts(self) -> dict[str, list[Seen]]:
        return {name: self._posts(room) for name, room in ((CHANNEL, ROOM), (QUIET, QUIET_ROOM))}

    def _posts(self, room: str) -> list[Seen]:
        found = self.office.teams.seen(room)
        return [Seen(one["id"], _at(one), Look(tuple(lines_of(body_of(one))))) for one in found]

    def conversations(self) -> set[tuple[str, str]]:
        return stored(self.office.bot.store, [person.person for person in self.people.values()])

    async def reports(self, name: str, what: str, value: str) -> None:
        match what:
            case "left":
                await self.people[name].uninstalls()
            case "came":
                self.office.teams.rosters[QUIET_ROOM].append(self.people[name].user)
            case "opened":
                self.office.teams.kinds[QUIET_ROOM] = "standard"
            case _:
                raise AssertionError(f"Teams reports nobody's {what} by itself")
        await self.goes_to(self.now + A_MINUTE)

    def _look(self, person: Person, message: Json) -> Look:
        body = body_of(message)
        buttons = tuple(Button(one["title"], partial(person.press, one, message["id"])) for one in elements_of(body))
        return Look(tuple(lines_of(body)), buttons)

    async def _works(self) -> None:
        await self.office.bot.tick(self.now)
        await self.office.bot.deliver(self.now)

    async def _answered(self, name: str, *, opens: bool = False) -> Answer:
        await self.goes_to(self.now + A_MINUTE)
        person = self.people[name]
        assert person.answer.status == 200, person.answer
        lines = [one for one in person.messages() if "text" in one and one["id"] not in self.aside]
        self.aside |= {one["id"] for one in lines}
        shown = {one.user: name for name, one in self.people.items()}
        form = form_look(person.dialog["title"], person.card, shown) if opens and person.dialog is not None else None
        return Answer(form, aside=" ".join([*(one["text"] for one in lines), *filter(None, [person.note])]))


def _at(message: Json) -> datetime:
    """The stand-in's ids begin with the time at which a message came, in milliseconds."""
    return datetime.fromtimestamp(int(message["id"][:-5]) // 1000, UTC)


def _is_offer(message: Json) -> bool:
    """A file is named in the message, and offered below it by a card of Teams' own."""
    return not body_of(message)


@asynccontextmanager
async def on_teams(database: str, content: Path, names: tuple[str, ...] = NAMES) -> AsyncIterator[OnTeams]:
    """The web process on an empty database, and a tenant with a few people in front of it.

    Teams' own limits are switched off: half a year passes here in a second.
    """
    clock = Clock(START)
    async with (
        OpenId() as openid,
        Connector(lambda: clock.now.timestamp()) as teams,
        aiohttp.ClientSession() as session,
    ):
        credentials = teams.settings(openid_url=openid.url)
        settings = Settings((KEY,), database, content=content, teams=credentials)
        outward = Platforms(settings, session)
        bot = bot_on(settings, outward.transports, clock, outward.directories, outward.audiences)
        app = web.Application()
        try:
            words = bot.words_for(settings.locale)
            found = await reach(credentials, session, bot.references, bot.wall, rates=None, words=words)
            outward.transports[PLATFORM] = found.transport
            outward.audiences[PLATFORM] = found.audiences
            try:
                async with serving(app, bot, found, settings, credentials) as served, listening(app) as url:
                    office = Office(teams, openid, bot, served, url, session, clock)
                    driver = OnTeams(office, {name: office.person(name, zone=ZONE) for name in names})
                    await _come(driver)
                    yield driver
            finally:
                await found.close()
        finally:
            await bot.close()


async def _is_added(driver: OnTeams) -> None:
    """The team has the bot, and Teams says what the team is called, which is what its first channel is called by."""
    people = list(driver.people.values())
    driver.office.teams.team(ROOM, CHANNEL, *(one.user for one in people))
    await _told(people[0], ROOM, {"team": {"id": ROOM, "name": CHANNEL}, "channel": {"id": ROOM}})
    # A channel is called by its team's name and its own; this team has none, so that it is called as elsewhere.
    driver.office.teams.team(QUIET_TEAM, "", **{QUIET: QUIET_ROOM})
    driver.office.teams.kinds[QUIET_ROOM] = "private"
    driver.office.teams.rosters[QUIET_ROOM] = [driver.people[name].user for name in READERS]
    await _told(people[0], QUIET_ROOM, {"team": {"id": QUIET_TEAM}, "channel": {"id": QUIET_ROOM, "name": QUIET}})


async def _told(person: Person, room: str, beside: Json) -> None:
    told = person.activity("conversationUpdate", membersAdded=[{"id": BOT}])
    place = {"id": room, "conversationType": "channel", "isGroup": True, "tenantId": person.tenant}
    await person.sends({**told, "conversation": place, "channelData": {**told["channelData"], **beside}})


async def _come(driver: OnTeams) -> None:
    """Everybody looks in once. No platform carries a coach's invitation yet, so the bot is told of it directly."""
    for name in NAMES:
        if name != INVITED:
            await driver.home(name)
    if len(driver.names) > len(NAMES):
        await _is_added(driver)
    invited, inviter = driver.people[INVITED], driver.people[INVITER]
    reference = f"{PLATFORM}:{invited.person}"
    joined = Joined("invited", invited.person, driver.now, INVITED, reference, ZONE, "en-GB", inviter.person)
    await driver.office.bot.receive(joined)
    await driver.goes_to(driver.now)

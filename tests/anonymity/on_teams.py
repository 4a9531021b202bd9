"""The team on Teams: activities with the connector's token through the bot's door, and what the connector was sent."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import aiohttp
from aiohttp import web

from adapters.platforms import Platforms
from adapters.teams.outward import reach
from adapters.teams.serving import serving
from adapters.teams.whom import PLATFORM
from bot.ballot.cells import Cells
from bot.service import Bot, build
from bot.store.references import Reference
from tests.anonymity.front import START, fields_for, passes, pressed, settings_of, settles
from tests.anonymity.team import LEADER, PEOPLE, ZONE
from tests.contract.on_teams import elements_of
from tests.teams.openid import OpenId
from tests.teams.person import BOT, Clock, Office, Person, body_of, listening
from tests.teams.standin import TENANT, Connector

IDS: Final = {"next": "line-next", "say": "pick-say", "as_it_stands": "pick-as_it_stands"}


@dataclass
class OnTeams:
    """The front."""

    office: Office
    persons: list[Person]
    leader: str
    channel: str = ""
    replies: list[str] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        return self.office.bot

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(one.person for one in self.persons)

    async def opens(self, place: int, round_: str = "") -> str:
        person = self.persons[place]
        await person.sends(pressed(person.button("Answer"), round_))
        self.replies.append(person.answer.text)
        return person.form() or person.note

    async def sends(self, place: int, words: str, *, ticked: bool = True) -> str:
        person = self.persons[place]
        await person.fills(fields_for(LEADER.title(), words, ticked=ticked))
        await person.submits()
        self.replies.append(person.answer.text)
        if person.dialog is None or not person.card.get("actions"):
            return person.form() or person.note
        return json.dumps(person.errors)

    async def forges(self, place: int, **fields: str) -> str:
        person = self.persons[place]
        person.filled = {IDS[name]: value if name == "next" else f"0:{value}" for name, value in fields.items()}
        await person.submits()
        return json.dumps(person.errors, ensure_ascii=False) if person.dialog else person.note

    def carried(self, place: int) -> str:
        person = self.persons[place]
        actions = [one["data"] for one in elements_of(body_of(person.messages()[-1]))]
        return json.dumps([actions, [one["data"] for one in person.card["actions"]]])

    async def types(self, place: int, words: str) -> None:
        await self.persons[place].says(words)

    async def goes_to(self, moment: datetime) -> None:
        clock = self.office.clock
        await passes(self.bot, clock, lambda now: setattr(clock, "now", now), moment)
        await self.office.settled()

    def sent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for call in self.office.teams.calls:
            if call.conversation:
                body = json.dumps(call.body, sort_keys=True)
                found.setdefault(call.conversation, []).append(f"{call.kind} {call.activity} {body}")
        return found


@asynccontextmanager
async def on_teams(database: str, cells: Cells) -> AsyncIterator[OnTeams]:
    """The web process with Teams in front of it."""
    clock = Clock(START)
    async with (
        OpenId() as openid,
        Connector(lambda: clock.now.timestamp()) as teams,
        aiohttp.ClientSession() as session,
    ):
        credentials = teams.settings(openid_url=openid.url)
        settings = settings_of(database, teams=credentials)
        outward = Platforms(settings, session)
        bot = build(settings, outward.transports, clock, outward.directories, cells)
        app = web.Application()
        try:
            words = bot.words_for(settings.locale)
            found = await reach(credentials, session, bot.references, bot.wall, rates=None, words=words)
            outward.transports[PLATFORM] = found.transport
            try:
                async with serving(app, bot, found, settings, credentials) as served, listening(app) as url:
                    office = Office(teams, openid, bot, served, url, session, clock)
                    persons = [office.person(name.title(), zone=ZONE, locale="en") for name in (LEADER, *PEOPLE)]
                    settles(bot, {one.name.lower(): one.person for one in persons}, lambda who: f"{PLATFORM}:{who}")
                    with bot.store.begin() as unit:
                        for one in persons:
                            unit.references.save(known(one))
                    yield OnTeams(office, persons[1:], persons[0].person)
            finally:
                await found.close()
        finally:
            await bot.close()


def known(one: Person) -> Reference:
    """Where somebody is found, as an earlier activity of theirs said."""
    here, chat = f"{PLATFORM}:{one.person}", one.chat
    url, name = one.office.teams.service_url, one.name
    return Reference(here, TENANT, one.account, BOT, url, chat, START, zone=ZONE, locale="en", name=name)

"""The team on Slack: signed requests over HTTP through Bolt, and what its Web API was sent."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
from aiohttp import web

from adapters.platforms import Platforms
from adapters.slack.outward import reach
from adapters.slack.serving import serving
from adapters.slack.whom import PLATFORM, person_of
from bot.ballot.cells import Cells
from bot.service import Bot, build
from tests.anonymity.front import START, Json, fields_for, passes, pressed, settings_of, settles
from tests.anonymity.team import LEADER, PEOPLE, ZONE
from tests.slack.office import ONE, Clock, Office, listening
from tests.slack.person import Answer, Person
from tests.slack.sight import shown
from tests.slack.standin import StandIn


@dataclass
class OnSlack:
    """The front."""

    office: Office
    persons: list[Person]
    leader: str
    channel: str = f"{PLATFORM}:T1-C1"
    replies: list[str] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        return self.office.bot

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(person_of("T1", one.user) for one in self.persons)

    async def opens(self, place: int, round_: str = "") -> str:
        person = self.persons[place]
        await person.clicks(pressed(person.button("Answer"), round_))
        self.replies.append(person.answer.text)
        return shown(person.modal) if person.modal else ""

    async def sends(self, place: int, words: str, *, ticked: bool = True) -> str:
        person = self.persons[place]
        await person.fills(fields_for(LEADER.title(), words, ticked=ticked))
        await person.submits()
        self.replies.append(person.answer.text)
        said = person.answer.body
        if said.get("response_action") != "update":
            return json.dumps(said)
        assert "submit" not in said["view"], "there is something to send"
        return shown(said["view"])

    async def forges(self, place: int, **fields: str) -> str:
        person = self.persons[place]
        payload = person.submission()
        values = {name: {name: forged(name, value)} for name, value in fields.items()}
        payload["view"]["state"]["values"] = values
        await person.sends(payload)
        return json.dumps(person.answer.body, ensure_ascii=False)

    def carried(self, place: int) -> str:
        person = self.persons[place]
        message = person.messages()[-1]
        values = [one["value"] for block in message["blocks"] for one in block.get("elements", ()) if "value" in one]
        assert person.modal is not None
        return json.dumps([values, message.get("metadata"), person.modal["private_metadata"]])

    async def types(self, place: int, words: str) -> None:
        await self.persons[place].says(words)

    async def goes_to(self, moment: datetime) -> None:
        clock = self.office.clock
        await passes(self.bot, clock, lambda now: setattr(clock, "now", now), moment)
        await self.office.settled(Answer(0, ""))

    def sent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for call in self.office.slack.calls:
            to = call.arguments.get("channel") or call.arguments.get("user_id")
            if to:  # a form is opened in answer to a press
                found.setdefault(str(to), []).append(f"{call.method} {json.dumps(call.arguments, sort_keys=True)}")
        return found


def forged(name: str, value: str) -> Json:
    """A field's value as Slack's client would send it."""
    match name:
        case "next":
            return {"type": "plain_text_input", "value": value}
        case "as_it_stands":
            return {"type": "checkboxes", "selected_options": [{"value": value}]}
        case _:
            return {"type": "radio_buttons", "selected_option": {"value": value}}


@asynccontextmanager
async def on_slack(database: str, cells: Cells) -> AsyncIterator[OnSlack]:
    """The web process with Slack in front of it."""
    clock = Clock(START)
    async with StandIn(lambda: clock.now.timestamp()) as slack, aiohttp.ClientSession() as session:
        credentials = replace(ONE, api_url=slack.url)
        settings = settings_of(database, slack=credentials)
        outward = Platforms(settings, session)
        bot = build(settings, outward.transports, clock, outward.directories, cells)
        app = web.Application()
        try:
            found = await reach(credentials, session, bot.installations, bot.wall, rates=None)
            outward.transports[PLATFORM] = outward.directories[PLATFORM] = found.transport
            async with (
                serving(app, bot, found, settings, credentials) as served,
                listening(app) as url,
                listening(web.Application()) as hooks,
            ):
                office = Office(slack, bot, served, url, session, clock, f"{hooks}hooks/")
                slack.channel("C1")
                names = (LEADER, *PEOPLE)
                persons = [office.person(f"U{name.upper()}", name.title(), tz=ZONE, locale="en") for name in names]
                ids = {name: person_of("T1", one.user) for name, one in zip(names, persons, strict=True)}
                settles(bot, ids, lambda who: f"{PLATFORM}:{who}")
                yield OnSlack(office, persons[1:], ids[LEADER])
        finally:
            await bot.close()

"""People on Slack: they send what Slack's client does, signed, through Bolt, and see what its Web API was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from adapters.platforms import Platforms
from adapters.slack.outward import reach
from adapters.slack.serving import serving
from adapters.slack.whom import PLATFORM, address_of, person_of
from bot.events import Joined
from bot.settings import Settings
from tests.contract.bots import bot_on, stored
from tests.contract.cast import (
    A_MINUTE,
    CHANNEL,
    EVERYBODY,
    INVITED,
    INVITER,
    KEY,
    NAMES,
    QUIET,
    READERS,
    START,
    ZONE,
)
from tests.contract.on_slack import elements_of, form_look, labels_of, lines_of
from tests.contract.seen import Answer, Button, Look, Seen
from tests.slack.office import ONE, Clock, Office, listening
from tests.slack.person import Person
from tests.slack.sight import escaped
from tests.slack.standin import StandIn

TEAM: Final = "T1"
USERS: Final = {name: f"U{name.upper()}" for name in EVERYBODY}
SHOWN: Final = {user: name for name, user in USERS.items()}
ROOMS: Final = {CHANNEL: "CTEAM", QUIET: "CQUIET"}
Json = dict[str, Any]


@dataclass
class OnSlack:
    """The driver."""

    office: Office
    people: dict[str, Person]
    heard: dict[str, int] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.people)

    @property
    def now(self) -> datetime:
        return self.office.now

    async def says(self, name: str, text: str, thread: str = "") -> Answer:
        more = {"thread_ts": thread} if thread else {}
        await self.people[name].types(escaped(text), **more)
        return await self._answered(name)

    async def presses(self, name: str, button: Button, message: str, times: int = 1) -> Answer:
        person = self.people[name]
        person.modal = None
        presses, pressed = [], button.press()
        for number in range(times):
            payload = deepcopy(pressed)
            payload["actions"][0]["action_ts"] = person.ts()  # each press of a fast finger has its own
            payload["trigger_id"] = f"{payload['trigger_id']}.{number}.{person.ts()}"
            presses.append(person.clicks(payload))
        await asyncio.gather(*presses)
        return await self._answered(name, opens=True)

    async def sends(self, name: str, fields: dict[str, str]) -> Answer:
        person = self.people[name]
        assert person.modal is not None, "no form is open"
        before = person.modal = deepcopy(person.modal)
        await person.fills({label: _chosen(person.modal, label, value) for label, value in fields.items()})
        submission = person.submission()
        for number, block in enumerate(submission["view"]["blocks"]):
            block.setdefault("block_id", f"slack-{number}")  # Slack names every block that we have not named
        await person.sends(submission)
        labels = labels_of(before)
        errors = tuple((labels[place], sentence) for place, sentence in person.errors.items())
        if errors:
            return replace(await self._answered(name), errors=errors)
        return await self._answered(name, opens=person.modal is not before)

    async def home(self, name: str) -> Look:
        await self.people[name].opens_home()
        return self._look(name, {"type": "view", "view_id": "VHOME"}, self.office.slack.homes[USERS[name]]["blocks"])

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
        found = []
        for message in self.office.slack.seen(USERS[name], TEAM):
            container = {"type": "message", "message_ts": message["ts"], "channel_id": self.people[name].channel}
            look = self._look(name, container, message["blocks"])
            found.append(Seen(message["ts"], _at(message), look))
        return found

    def posts(self) -> dict[str, list[Seen]]:
        return {name: self._posts(room) for name, room in ROOMS.items()}

    def _posts(self, room: str) -> list[Seen]:
        found = self.office.slack.seen(room, TEAM)
        return [Seen(one["ts"], _at(one), Look(tuple(lines_of(one["blocks"])))) for one in found]

    def conversations(self) -> set[tuple[str, str]]:
        return stored(self.office.bot.store, [person.person for person in self.people.values()])

    async def reports(self, name: str, what: str, value: str) -> None:
        match what:
            case "zone":
                await self.people[name].changes(tz=value)
            case "out":
                ends = int(datetime.fromisoformat(value).timestamp())
                status = {"status_text": "On holiday", "status_emoji": ":palm_tree:", "status_expiration": ends}
                await self.people[name].changes(profile=status)
            case "left":
                await self.people[name].changes(deleted=True)
            case "came":
                self.office.slack.kept.channels[ROOMS[QUIET]]["members"].append(USERS[name])
            case "opened":
                self.office.slack.kept.channels[ROOMS[QUIET]]["is_private"] = False
            case _:
                raise AssertionError(what)
        await self.goes_to(self.now + A_MINUTE)

    def _look(self, name: str, container: Json, blocks: list[Json]) -> Look:
        person = self.people[name]
        buttons = [Button(one["text"]["text"], partial(person.press, container, one)) for one in elements_of(blocks)]
        return Look(tuple(lines_of(blocks)), tuple(buttons))

    async def _works(self) -> None:
        await self.office.bot.tick(self.now)
        await self.office.bot.deliver(self.now)

    async def _answered(self, name: str, *, opens: bool = False) -> Answer:
        await self.goes_to(self.now + A_MINUTE)
        person = self.people[name]
        assert person.answer.status == 200, person.answer
        lines = person.hears()
        new, self.heard[name] = lines[self.heard.get(name, 0) :], len(lines)
        form = form_look(person.modal, SHOWN) if opens and person.modal is not None else None
        return Answer(form, aside=" ".join(new))


def _at(message: Json) -> datetime:
    return datetime.fromtimestamp(int(float(message["ts"])), UTC)


def _chosen(view: Json, label: str, value: str) -> str:
    """What Slack's pickers bring back for people and the channel, which are chosen by name."""
    kinds = {block["label"]["text"]: block["element"]["type"] for block in view["blocks"] if block["type"] == "input"}
    match kinds.get(label):
        case "users_select" | "multi_users_select":
            return ",".join(USERS[one.strip()] for one in value.split(",") if one.strip())
        case "conversations_select":
            return ROOMS[value] if value else ""
        case _:
            return value


@asynccontextmanager
async def on_slack(database: str, content: Path, names: tuple[str, ...] = NAMES) -> AsyncIterator[OnSlack]:
    """The web process on an empty database, and a workspace with a few people in front of it.

    Slack's own limits are switched off: half a year passes here in a second.
    """
    clock = Clock(START)
    async with StandIn(lambda: clock.now.timestamp()) as slack, aiohttp.ClientSession() as session:
        credentials = replace(ONE, api_url=slack.url)
        settings = Settings((KEY,), database, content=content, slack=credentials)
        outward = Platforms(settings, session)
        bot = bot_on(settings, outward.transports, clock, outward.directories, outward.audiences)
        app, hooks, asides = web.Application(), web.Application(), dict[str, list[str]]()

        async def hook(request: web.Request) -> web.Response:
            asides.setdefault(request.match_info["user"], []).append((await request.json())["text"])
            return web.Response(text="ok")

        hooks.router.add_post("/hooks/{user}", hook)
        try:
            found = await reach(credentials, session, bot.installations, bot.wall, rates=None)
            outward.transports[PLATFORM] = outward.directories[PLATFORM] = found.transport
            outward.audiences[PLATFORM] = found.audiences
            async with (
                serving(app, bot, found, settings, credentials) as served,
                listening(app) as url,
                listening(hooks) as hooks_url,
            ):
                office = Office(slack, bot, served, url, session, clock, f"{hooks_url}hooks/", asides)
                people = {name: office.person(USERS[name], name, team=TEAM, tz=ZONE, locale="en-GB") for name in names}
                if len(names) > len(NAMES):
                    slack.channel(ROOMS[CHANNEL], *(USERS[name] for name in names))
                    readers = (USERS[name] for name in READERS)
                    slack.channel(ROOMS[QUIET], *readers, name=QUIET.removeprefix("#"), is_private=True)
                    slack.person("UBOT1", "Followthrough", team_id=TEAM, is_bot=True)
                driver = OnSlack(office, people)
                await _come(driver)
                yield driver
        finally:
            await bot.close()


async def _come(driver: OnSlack) -> None:
    """Everybody looks in once. No platform carries a coach's invitation yet, so the bot is told of it directly."""
    for name in NAMES:
        if name != INVITED:
            await driver.people[name].opens_home()
    user, inviter = USERS[INVITED], USERS[INVITER]
    invited = Joined(
        "invited",
        person_of(TEAM, user),
        driver.now,
        INVITED,
        address_of(TEAM, user),
        ZONE,
        "en-GB",
        person_of(TEAM, inviter),
    )
    await driver.office.bot.receive(invited)
    await driver.goes_to(driver.now)

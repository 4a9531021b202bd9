"""People on Slack: they type, press, fill in and look, by signed payloads over real HTTP, and see what is drawn.

    async with office(database_url, slack) as acme:
        ada = acme.person("U1", "Ada")
        await ada.says("hi"); await ada.presses("Start")
        assert "what shall it be" in ada.sees()

`slack` is the stand-in for Slack's Web API: what the bot sent there is all that a person sees. Between a person
and the bot is what production has: the aiohttp application of the web process with Bolt inside, the outbox, the
transport. Each act ends when everything that it led to has been sent. `acme.now` is the bot's time.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.health import add_health
from adapters.platforms import platforms
from adapters.slack.serving import Serving, serving
from bot.service import Bot, build, real_time
from bot.settings import Settings, SlackSettings
from bot.store import open_store
from tests.slack.sight import escaped, filled, initial, shown, signed, texts
from tests.slack.standin import StandIn

KEY: Final = b"A" * 43 + b"="
SECRET: Final = "a-signing-secret"
MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE: Final = SlackSettings(bot_token="xoxb-1", signing_secret=SECRET)
MANY: Final = SlackSettings(client_id="1.2", client_secret="shh", signing_secret=SECRET)
Json = dict[str, Any]


@dataclass
class Office:
    """Everything between people and the bot's database: the web process, and Slack in front of it."""

    slack: StandIn
    bot: Bot
    serving: Serving
    url: str
    session: aiohttp.ClientSession
    clock: "Clock"
    hooks: str
    asides: dict[str, list[str]] = field(default_factory=dict)  # lines by response_url, by user
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        """The bot's time, aware UTC."""
        return self.clock.now

    def person(self, user: str, name: str = "Ada", team: str = "T1", **said: Any) -> "Person":
        """Somebody whom Slack knows; `said` is what users.info says beside the usual."""
        self.slack.person(user, name, **{"team_id": team, **said})
        return Person(self, user, name, team)

    async def goes_to(self, now: datetime) -> None:
        """Time passes: all that is due by then is asked and delivered."""
        while (due := await self.bot.next_due()) is not None and due <= now:
            self.clock.now = max(due, self.clock.now)
            await self.bot.tick(self.clock.now)
            await self.bot.deliver(self.clock.now)
            if await self.bot.next_due() == due:
                self.clock.now += timedelta(minutes=1)
        self.clock.now = max(now, self.clock.now)
        await self.bot.deliver(self.clock.now)

    async def post(self, body: str, content_type: str, **headers: str | None) -> "Answer":
        """A request of Slack's, signed as Slack does; a header that is given stands in for the right one."""
        sent = {**signed(body, SECRET), "Content-Type": content_type}
        sent |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        sent = {name: value for name, value in sent.items() if headers.get(name.replace("-", "_"), "") is not None}
        async with self.session.post(f"{self.url}slack/events", data=body.encode(), headers=sent) as answer:
            return Answer(answer.status, await answer.text())

    async def event(self, event: Json, team: str = "T1", event_id: str = "", **more: Any) -> "Answer":
        """An event of the Events API."""
        body = {
            "token": "old",
            "team_id": team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self.numbers)}",
            "event_time": int(real_time().timestamp()),
            "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": "UBOT1", "is_bot": True}],
            "event": event,
            **more,
        }
        return await self.settled(await self.post(json.dumps(body), "application/json"))

    async def interaction(self, payload: Json) -> "Answer":
        """A button, a modal or a shortcut."""
        body = urlencode({"payload": json.dumps(payload)})
        return await self.settled(await self.post(body, "application/x-www-form-urlencoded"))

    async def settled(self, answer: "Answer") -> "Answer":
        """When everything is sent that is on its way."""
        await self.serving.app.idle()
        await self.bot.replied()
        await self.serving.app.idle()
        return answer


@dataclass
class Clock:
    """The bot's time, which tests move."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def office(
    database: str, slack: StandIn, credentials: SlackSettings = ONE, clock: Clock | None = None
) -> AsyncIterator[Office]:
    """The web process on an empty database, or on one that was left by an earlier one, until the block ends."""
    clock = clock or Clock()
    credentials = replace(credentials, api_url=slack.url)
    settings = Settings((KEY,), database, slack=credentials)
    store = open_store(database, settings.keys)
    store.migrate()
    store.close()
    app, hooks, asides = web.Application(), web.Application(), dict[str, list[str]]()

    async def hook(request: web.Request) -> web.Response:
        asides.setdefault(request.match_info["user"], []).append((await request.json())["text"])
        return web.Response(text="ok")

    hooks.router.add_post("/hooks/{user}", hook)
    async with platforms(settings) as outward, aiohttp.ClientSession() as session, listening(hooks) as hooks_url:
        bot = build(settings, outward.transports, clock, directories=outward.directories)
        try:
            await outward.connect(bot)
            assert outward.slack is not None
            async with serving(app, bot, outward.slack, settings, credentials) as served:
                add_health(app, bot, (served.ready,))
                async with listening(app) as url:
                    yield Office(slack, bot, served, url, session, clock, f"{hooks_url}hooks/", asides)
        finally:
            await bot.close()


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    """Serve on loopback until the block ends."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack was answered."""

    status: int
    text: str

    @property
    def body(self) -> Json:
        """Its JSON, {} when there is none."""
        return json.loads(self.text) if self.text.startswith("{") else {}


@dataclass
class Person:
    """One person. `answer` is what Slack got for their last act, `errors` what stands at a modal's fields."""

    office: Office
    user: str
    name: str
    team: str = "T1"
    modal: Json | None = None
    modal_id: str = ""
    filled: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    answer: Answer = Answer(0, "")

    # what a person does

    async def says(self, text: str, thread: str = "", **more: Any) -> "Person":
        """Type a line; with `thread` in the thread of the newest message in which these words stand."""
        await self.types(escaped(text), thread, **more)
        return self

    async def types(self, marked: str, thread: str = "", event_id: str = "", **more: Any) -> "Person":
        """The same with Slack's own marks, as its client makes them of mentions and links."""
        event = {
            "type": "message",
            "channel_type": "im",
            "channel": self.channel,
            "user": self.user,
            "team": self.team,
            "ts": self.ts(),
            "text": marked,
            **({"thread_ts": self.message(thread)["ts"]} if thread else {}),
            **more,
        }
        self.answer = await self.office.event(event, self.team, event_id)
        return self

    async def presses(self, label: str, on: str = "") -> "Person":
        """Press the newest button of that label, of a message or the home page; `on` are words of its message."""
        return await self.clicks(self.button(label, on))

    async def clicks(self, payload: Json) -> "Person":
        """Send what `button` gave."""
        self.answer = await self.office.interaction(payload)
        self._look_for_modal(payload["trigger_id"])
        return self

    def button(self, label: str, on: str = "") -> Json:
        """What a press of that button sends, to be sent now, later, twice, or by somebody else."""
        for container, blocks in self._surfaces(on):
            for block in reversed(blocks):
                for one in block.get("elements", ()) if block["type"] == "actions" else ():
                    if label in (one["text"]["text"], one["action_id"]):
                        return self._press(container, {"block_id": block.get("block_id", "b"), **one})
        raise AssertionError(f"{self.name} sees no button {label!r}, but: {self.buttons()}")

    async def fills(self, fields: Mapping[str, str]) -> "Person":
        """Fill fields of the open modal by their labels; options by theirs, several with commas between."""
        assert self.modal is not None, "no modal is open"
        by_label = {block["label"]["text"]: block for block in self.modal["blocks"] if block["type"] == "input"}
        for label, value in fields.items():
            assert label in by_label, f"no field {label!r}, but: {list(by_label)}"
            self.filled[by_label[label]["block_id"]] = filled(by_label[label]["element"], value)
        return self

    async def submits(self) -> "Person":
        """Send the open modal, which closes, changes, or stays open with errors."""
        return await self.sends(self.submission())

    async def sends(self, payload: Json) -> "Person":
        """Send what `submission` gave."""
        self.answer = await self.office.interaction(payload)
        assert self.answer.status == 200, self.answer
        said, self.errors = self.answer.body, {}
        match said.get("response_action"):
            case "errors":
                self.errors = said["errors"]
            case "update":
                self._opens(said["view"], self.modal_id)
            case _:
                self.modal = None
        self._look_for_modal(payload["trigger_id"])
        return self

    def submission(self) -> Json:
        """What sending the open modal sends."""
        assert self.modal is not None, "no modal is open"
        values: Json = {}
        for block in self.modal["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                value = self.filled.get(block["block_id"], initial(element))
                values[block["block_id"]] = {element["action_id"]: value}
        view = {**self.modal, "id": self.modal_id, "team_id": self.team, "state": {"values": values}, "hash": "1"}
        return {"type": "view_submission", "view": view, "response_urls": [], **self._who()}

    async def opens_home(self, tab: str = "home") -> "Person":
        """Look at the home page."""
        event = {
            "type": "app_home_opened",
            "user": self.user,
            "channel": self.channel,
            "tab": tab,
            "event_ts": self.ts(),
        }
        self.answer = await self.office.event(event, self.team)
        return self

    async def types_command(self, text: str = "", command: str = "/followthrough", channel: str = "C1") -> "Person":
        """Use the slash command, in a channel or with `channel=ada.channel` in the conversation with the bot."""
        payload = self._who()
        body = {
            "command": command,
            "text": text,
            "channel_id": channel,
            "channel_name": "directmessage" if channel.startswith("D") else "general",
            "user_id": self.user,
            "user_name": self.name.lower(),
            "team_id": self.team,
            "team_domain": "example",
            "is_enterprise_install": "false",
            "response_url": payload["response_url"],
            "trigger_id": payload["trigger_id"],
            "api_app_id": "A1",
        }
        form = "application/x-www-form-urlencoded"
        self.answer = await self.office.settled(await self.office.post(urlencode(body), form))
        if self.answer.body.get("text"):
            self.office.asides.setdefault(self.user, []).append(self.answer.body["text"])
        self._look_for_modal(payload["trigger_id"])
        return self

    async def uses_shortcut(self, callback_id: str, message: Json | None = None) -> "Person":
        """Use a shortcut: of everywhere, or of that message."""
        kind: Json = {"type": "shortcut"} if message is None else {"type": "message_action", "message": message}
        payload = {**self._who(), **kind, "callback_id": callback_id, "action_ts": self.ts()}
        if message is None:
            del payload["response_url"]  # a global shortcut has none
        self.answer = await self.office.interaction(payload)
        self._look_for_modal(payload["trigger_id"])
        return self

    async def changes(self, event_id: str = "", **user: Any) -> "Person":
        """Change something about the account; Slack tells."""
        now = self.office.slack.people[self.user]
        profile = {**now["profile"], **user.pop("profile", {})}
        now.update({**user, "profile": profile})
        self.answer = await self.office.event({"type": "user_change", "user": dict(now)}, self.team, event_id)
        return self

    # what a person sees

    @property
    def channel(self) -> str:
        """The conversation with the bot."""
        return f"D{self.user}"

    @property
    def person(self) -> str:
        """The bot's id of them."""
        return f"{self.team}-{self.user}"

    def messages(self) -> list[Json]:
        """The bot's messages, oldest first."""
        return list(self.office.slack.seen(self.user, self.team))

    def sees(self) -> str:
        """All words of the bot's messages, oldest first."""
        return "\n".join(shown(message) for message in self.messages())

    def sees_last(self) -> str:
        """The words of the newest message."""
        return shown(self.messages()[-1]) if self.messages() else ""

    def home(self) -> str:
        """The words of the home page, "" before it was ever shown."""
        view = self.office.slack.homes.get(self.user)
        return "" if view is None else "\n".join(texts(view["blocks"]))

    def form(self) -> str:
        """The words of the open modal."""
        return "" if self.modal is None else "\n".join(texts(self.modal))

    def hears(self) -> list[str]:
        """Lines that only they saw, and that are not kept."""
        return self.office.asides.get(self.user, [])

    def buttons(self) -> list[str]:
        """Labels of every button that can be pressed, the newest last."""
        return [
            one["text"]["text"]
            for _, blocks in reversed(list(self._surfaces("")))
            for block in blocks
            for one in (block.get("elements", ()) if block["type"] == "actions" else ())
        ]

    def message(self, words: str) -> Json:
        """The newest message in which these words stand."""
        for message in reversed(self.messages()):
            if words in shown(message):
                return message
        raise AssertionError(f"{self.name} sees no message with {words!r}, but:\n{self.sees()}")

    def ts(self) -> str:
        """A time of Slack's, a later one each time."""
        return f"{int(real_time().timestamp())}.{next(self.office.numbers):06d}"

    # inside

    def _surfaces(self, on: str) -> Iterator[tuple[Json, list[Json]]]:
        for message in reversed(self.messages()):
            if on in shown(message):
                yield (
                    {"type": "message", "message_ts": message["ts"], "channel_id": self.channel},
                    message.get("blocks", []),
                )
        view = self.office.slack.homes.get(self.user)
        if view is not None and not on:
            yield {"type": "view", "view_id": "VHOME"}, view["blocks"]

    def _press(self, container: Json, element: Json) -> Json:
        payload = {"type": "block_actions", "container": container, **self._who()}
        if container["type"] == "view":
            del payload["response_url"]
        else:
            payload["channel"] = {"id": self.channel, "name": "directmessage"}
        return {**payload, "actions": [{**element, "action_ts": self.ts()}]}

    def _who(self) -> Json:
        return {
            "user": {"id": self.user, "username": self.name.lower(), "name": self.name.lower(), "team_id": self.team},
            "api_app_id": "A1",
            "token": "old",
            "team": {"id": self.team, "domain": "example"},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": f"{next(self.office.numbers)}.{self.user}",
            "response_url": f"{self.office.hooks}{self.user}",
        }

    def _look_for_modal(self, trigger: str) -> None:
        for number, modal in enumerate(self.office.slack.modals):
            if modal.by == trigger:
                self._opens(modal.view, f"V{number}")

    def _opens(self, view: Json, view_id: str) -> None:
        self.modal, self.modal_id, self.filled, self.errors = view, view_id, {}, {}

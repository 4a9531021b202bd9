"""People on Teams: they type, press, fill in and look, by signed activities over real HTTP, and see what is drawn.

    async with office(database_url) as acme:
        ada = acme.person("Ada")
        await ada.says("hi")
        await ada.presses("Start")
        assert "what shall it be" in ada.sees()

`acme.teams` is the stand-in for the Bot Connector: what the bot sent there is all that a person sees. Between a
person and the bot is what production has: the aiohttp application of the web process behind its door, the outbox, the
gateway with its SDK. Each act ends when everything that it led to has been sent. `acme.now` is the bot's time.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

import aiohttp
from aiohttp import web

from adapters.health import add_health
from adapters.platforms import platforms
from adapters.teams.serving import Serving, serving
from adapters.teams.whom import person_of
from bot.service import Bot, build, real_time
from bot.settings import Settings
from bot.store import open_store
from tests.contract.on_teams import elements_of, errors_of, labels_of, lines_of
from tests.teams.openid import APP_ID, OpenId
from tests.teams.standin import TENANT, Connector

KEY: Final = b"A" * 43 + b"="
MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOT: Final = f"28:{APP_ID}"
FETCH: Final = "composeExtension/fetchTask"
PROMISE: Final = {"To whom?": "Omar", "What?": "the Rosebud numbers", "By when?": "2026-11-26"}
Json = dict[str, Any]


@dataclass
class Clock:
    """The bot's time, which tests move."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """Everything between people and the bot's database: the web process, and Teams in front of it."""

    teams: Connector
    openid: OpenId
    bot: Bot
    serving: Serving
    url: str
    session: aiohttp.ClientSession
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        """The bot's time, aware UTC."""
        return self.clock.now

    def person(self, name: str = "Ada", tenant: str = TENANT, **more: Any) -> "Person":
        """Somebody of the tenant; the same name is the same person."""
        one = Person(self, name, tenant, **more)
        self.teams.person(one.user, one.account, name, tenant)
        return one

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

    async def post(self, activity: Json, **headers: str) -> "Answer":
        """An activity with the connector's token."""
        said = {"Authorization": self.openid.bearer(activity.get("serviceUrl") or self.teams.service_url), **headers}
        async with self.session.post(f"{self.url}api/messages", json=activity, headers=said) as answer:
            return Answer(answer.status, await answer.text())

    async def settled(self) -> None:
        """When everything is sent that is on its way."""
        await self.serving.app.idle()
        await self.bot.replied()
        await self.serving.app.idle()


@asynccontextmanager
async def office(
    database: str, clock: Clock | None = None, drives: Sequence[str] = (), **settings: Any
) -> AsyncIterator[Office]:
    """The web process on an empty database, or on one that was left by an earlier one, until the block ends.

    `drives` are hosts at which people keep their files.
    """
    clock = clock or Clock()
    async with OpenId() as openid, Connector(lambda: clock.now.timestamp()) as teams:
        credentials = teams.settings(openid_url=openid.url, **settings)
        found = Settings((KEY,), database, teams=credentials)
        store = open_store(database, found.keys)
        store.migrate()
        store.close()
        app = web.Application()
        async with platforms(found) as outward, aiohttp.ClientSession() as session:
            bot = build(found, outward.transports, clock, outward.directories, audiences=outward.audiences)
            try:
                await outward.connect(bot)
                assert outward.teams is not None
                async with serving(app, bot, outward.teams, found, credentials, drives) as served:
                    add_health(app, bot, (served.ready,))
                    async with listening(app) as url:
                        yield Office(teams, openid, bot, served, url, session, clock)
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
    """What Teams was answered."""

    status: int
    text: str

    @property
    def body(self) -> Json:
        """Its JSON, {} when there is none."""
        return json.loads(self.text) if self.text.startswith("{") else {}


@dataclass
class Person:
    """One person. `answer` is what Teams got for their last act, `note` the sentence in which a dialog ended."""

    office: Office
    name: str
    tenant: str = TENANT
    zone: str = "Europe/Berlin"
    locale: str = "en-GB"
    dialog: Json | None = None
    filled: dict[str, str] = field(default_factory=dict)
    note: str = ""
    answer: Answer = Answer(0, "")

    # what a person does

    async def says(self, text: str, quoting: str = "", **more: Any) -> "Person":
        """Type a line; with `quoting` as a reply to the newest message in which these words stand."""
        if quoting:
            more = {**self.quotation(self.message(quoting)["id"], text), **more}
        return await self.sends({**self.activity("message", text=text, textFormat="plain"), **more})

    async def sends(self, activity: Json) -> "Person":
        """Send this activity, whatever it is."""
        self.answer = await self.office.post(activity)
        await self.office.settled()
        if activity.get("type") == "invoke":
            self._look()
        return self

    async def presses(self, label: str, on: str = "") -> "Person":
        """Press the newest button of that label; `on` are words of its message."""
        return await self.sends(self.button(label, on))

    def button(self, label: str, on: str = "") -> Json:
        """What a press of that button sends, to be sent now, later, twice, or by somebody else."""
        for message in reversed(self.messages()):
            if on in shown(message):
                for action in reversed(list(elements_of(body_of(message)))):
                    if action["title"] == label:
                        return self.press(action, message["id"])
        raise AssertionError(f"{self.name} sees no button {label!r}, but: {self.buttons()}")

    def press(self, action: Json, message: str) -> Json:
        """What a press of a drawn button sends."""
        data = action["data"]
        if data.get("msteams", {}).get("type") == "task/fetch":
            value = {"data": data, "context": {"theme": "default"}}
            return self.activity("invoke", name="task/fetch", value=value, replyToId=message)
        return self.activity("message", value=data, replyToId=message)

    async def fills(self, fields: Mapping[str, str]) -> "Person":
        """Fill fields of the open dialog by their labels; options by theirs, several with commas between."""
        assert self.dialog is not None, "no dialog is open"
        by_label = {label: name for name, label in labels_of(self.card).items()}
        for label, value in fields.items():
            assert label in by_label, f"no field {label!r}, but: {list(by_label)}"
            self.filled[by_label[label]] = self._value(by_label[label], value)
        return self

    async def submits(self) -> "Person":
        """Send the open dialog, which closes, changes, or stays open with errors."""
        return await self.sends(self.submission())

    def submission(self, name: str = "task/submit") -> Json:
        """What sending the open dialog sends."""
        inputs = {block["id"]: block.get("value", "") for block in self.card["body"] if "label" in block}
        (action,) = self.card["actions"]
        value = {"data": {**action["data"], **inputs, **self.filled}, "context": {"theme": "default"}}
        return self.activity("invoke", name=name, value=value)

    async def installs(self, **more: Any) -> "Person":
        """Add the app; Teams tells it twice, once as new members of the conversation, and says little of them."""
        members = [{"id": BOT}, {"id": self.account, "aadObjectId": self.user}]
        bare = {"from": {"id": self.account, "aadObjectId": self.user}, "localTimezone": None, "entities": None}
        await self.sends({**self.activity("conversationUpdate", membersAdded=members), **bare, **more})
        return await self.sends({**self.activity("installationUpdate", action="add"), **bare, **more})

    async def uninstalls(self, **more: Any) -> "Person":
        """Remove the app."""
        return await self.sends({**self.activity("installationUpdate", action="remove"), **more})

    async def uses_extension(
        self, command: str, message: Json | None, name: str = "composeExtension/fetchTask"
    ) -> "Person":
        """Use a message action on a message in some chat between people."""
        value = {"commandId": command, "commandContext": "message", "context": {"theme": "default"}}
        if message is not None:
            value["messagePayload"] = message
        chat = {"id": "19:two@unq.gbl.spaces", "conversationType": "personal", "tenantId": self.tenant}
        return await self.sends({**self.activity("invoke", name=name, value=value), "conversation": chat})

    # how it is sent

    def activity(self, kind: str, **more: Any) -> Json:
        """An activity of theirs in their chat with the bot, as Teams sends it."""
        now = real_time().isoformat()
        said = {
            "type": kind,
            "id": f"{next(self.office.numbers)}",
            "timestamp": now,
            "localTimestamp": now,
            "localTimezone": self.zone,
            "channelId": "msteams",
            "serviceUrl": self.office.teams.service_url,
            "from": {"id": self.account, "name": self.name, "aadObjectId": self.user},
            "conversation": {"id": self.chat, "conversationType": "personal", "tenantId": self.tenant},
            "recipient": {"id": BOT, "name": "Followthrough"},
            "channelData": {"tenant": {"id": self.tenant}},
            "entities": [{"type": "clientInfo", "locale": self.locale, "timezone": self.zone, "platform": "Web"}],
            "locale": self.locale,
            **more,
        }
        return {name: value for name, value in said.items() if value is not None}

    def in_channel(self, text: str, **more: Any) -> Json:
        """A line in a channel that names the bot."""
        thread = {"id": "19:general@thread.tacv2;messageid=17", "conversationType": "channel", "isGroup": True}
        named = {"type": "mention", "text": "<at>Followthrough</at>", "mentioned": {"id": BOT, "name": "Followthrough"}}
        said = self.activity("message", text=f"<at>Followthrough</at> {text}", textFormat="plain", entities=[named])
        return {**said, "conversation": {**thread, "tenantId": self.tenant}, **more}

    def quotation(self, message: str, text: str) -> Json:
        """What stands beside a line that answers a message."""
        quote = (
            f'<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="{message}">'
            f'<strong itemprop="mri" itemid="{BOT}">Followthrough</strong>'
            f'<span itemprop="time" itemid="{message}"></span>'
            f'<p itemprop="preview">Something else…</p></blockquote>\n<p>{escape(text)}</p>'
        )
        return {"attachments": [{"contentType": "text/html", "content": quote}]}

    # what a person sees

    @property
    def user(self) -> str:
        """Their id in the directory."""
        return str(uuid5(NAMESPACE_DNS, self.name))

    @property
    def account(self) -> str:
        """Their id in the bot's eyes."""
        return f"29:{self.name.lower()}"

    @property
    def chat(self) -> str:
        """Their conversation with the bot."""
        return self.office.teams.chat_of(self.tenant, self.user)

    @property
    def person(self) -> str:
        """The bot's id of them."""
        return person_of(self.tenant, self.user)

    @property
    def card(self) -> Json:
        """That of the open dialog."""
        assert self.dialog is not None, "no dialog is open"
        card: Json = self.dialog["card"]["content"]
        return card

    @property
    def errors(self) -> dict[str, str]:
        """What is said to be wrong in the open dialog, by the labels of its fields."""
        return dict(errors_of(self.card)) if self.dialog is not None else {}

    def messages(self) -> list[Json]:
        """The bot's messages, oldest first."""
        return list(self.office.teams.seen(self.chat))

    def sees(self) -> str:
        """All words of the bot's messages, oldest first."""
        return "\n".join(shown(message) for message in self.messages())

    def sees_last(self) -> str:
        """The words of the newest message."""
        return shown(self.messages()[-1]) if self.messages() else ""

    def form(self) -> str:
        """The words of the open dialog."""
        return "" if self.dialog is None else "\n".join([self.dialog["title"], *lines_of(self.card["body"])])

    def hears(self) -> list[str]:
        """Lines that are not kept."""
        return [message["text"] for message in self.messages() if "text" in message]

    def buttons(self) -> list[str]:
        """Labels of every button that can be pressed, the newest last."""
        return [one["title"] for message in self.messages() for one in elements_of(body_of(message))]

    def message(self, words: str) -> Json:
        """The newest message in which these words stand."""
        for message in reversed(self.messages()):
            if words in shown(message):
                return message
        raise AssertionError(f"{self.name} sees no message with {words!r}, but:\n{self.sees()}")

    # inside

    def _look(self) -> None:
        """What an answer to an invoke shows."""
        task = self.answer.body.get("task", {})
        self.note = task["value"] if task.get("type") == "message" else ""
        self.dialog = task["value"] if task.get("type") == "continue" else None
        self.filled = {}

    def _value(self, name: str, value: str) -> str:
        block = next(one for one in self.card["body"] if one.get("id") == name)
        if block["type"] == "Input.Text":
            assert len(value) <= block.get("maxLength", 10**6), "Teams lets nobody type more"
        if block["type"] != "Input.ChoiceSet":
            return value
        if "choices.data" in block:  # Teams' own picker, which brings back what the directory calls them
            named = [one.strip() for one in value.split(",") if one.strip()]
            assert block["isMultiSelect"] or len(named) < 2, "one person can be chosen"
            by_name = {one["name"]: user for user, one in self.office.teams.people.items()}
            return ",".join(by_name[name] for name in named)
        by_title = {one["title"]: one["value"] for one in block["choices"]}
        if value in by_title:  # a title of its own may hold a comma
            return by_title[value]
        assert all(one.strip() in by_title for one in value.split(",") if one), f"no option {value!r} in {by_title}"
        return ",".join(by_title[one.strip()] for one in value.split(",") if one)


def body_of(message: Json) -> list[Json]:
    """The elements of a message's card."""
    cards = [one["content"]["body"] for one in message.get("attachments", ()) if "body" in one.get("content", {})]
    return [block for body in cards for block in body]


def shown(message: Json) -> str:
    """A message as it is read."""
    return "\n".join([*([message["text"]] if "text" in message else ()), *lines_of(body_of(message))])


async def opened(somebody: Person) -> None:
    """They have the form for a promise before them, filled."""
    await somebody.says("home")
    await somebody.presses("Keep a promise", on="How it stands")
    await somebody.fills(PROMISE)


def state(somebody: Person) -> str:
    """Everything that stands in their chat."""
    return json.dumps(somebody.messages())

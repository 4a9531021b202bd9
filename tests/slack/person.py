"""People on Slack: they type, press, fill in and look, by signed payloads over real HTTP, and see what is drawn.

async with office(database_url, slack) as acme:
    ada = acme.person("U1", "Ada")
    await ada.says("hi"); await ada.presses("Start")
    assert "what shall it be" in ada.sees()
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from bot.service import real_time
from tests.slack import payloads
from tests.slack.sight import escaped, filled, shown, texts
from tests.slack.standin import StandIn

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack was answered."""

    status: int
    text: str

    @property
    def body(self) -> Json:
        """Its JSON, {} when there is none."""
        return json.loads(self.text) if self.text.startswith("{") else {}


class Desk(Protocol):
    """What a person sends to, and what comes of it: the office that they are in."""

    slack: StandIn
    hooks: str
    asides: dict[str, list[str]]
    numbers: Iterator[int]

    async def post(self, body: str, content_type: str) -> Answer:
        """A request of Slack's."""

    async def event(self, event: Json, team: str, event_id: str = "") -> Answer:
        """An event of the Events API."""

    async def interaction(self, payload: Json) -> Answer:
        """A button, a modal or a shortcut."""

    async def settled(self, answer: Answer) -> Answer:
        """When everything is sent that is on its way."""


@dataclass
class Person:
    """One person. `answer` is what Slack got for their last act, `errors` what stands at a modal's fields."""

    office: Desk
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
        under = {"thread_ts": self.message(thread)["ts"]} if thread else {}
        event = payloads.line(self.user, self.team, self.channel, self.ts(), marked, **under, **more)
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
                        return self.press(container, {"block_id": block.get("block_id", "b"), **one})
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
        return payloads.submission(self.by(), self.modal, self.modal_id, self.filled)

    def press(self, container: Json, element: Json) -> Json:
        """What pressing that element of a message or of the home page sends."""
        return payloads.press(self.by(), self.channel, self.ts(), container, element)

    def by(self) -> Json:
        """What Slack says of who did something, in every payload; each has a trigger of its own."""
        number = next(self.office.numbers)
        return payloads.by(self.user, self.name, self.team, f"{number}.{self.user}", f"{self.office.hooks}{self.user}")

    async def opens_home(self, tab: str = "home") -> "Person":
        """Look at the home page."""
        event = payloads.home(self.user, self.channel, tab, self.ts())
        self.answer = await self.office.event(event, self.team)
        return self

    async def types_command(self, text: str = "", command: str = "/followthrough", channel: str = "C1") -> "Person":
        """Use the slash command, in a channel or with `channel=ada.channel` in the conversation with the bot."""
        body = payloads.command(self.by(), command, text, channel)
        form = "application/x-www-form-urlencoded"
        self.answer = await self.office.settled(await self.office.post(urlencode(body), form))
        if self.answer.body.get("text"):
            self.office.asides.setdefault(self.user, []).append(self.answer.body["text"])
        self._look_for_modal(body["trigger_id"])
        return self

    async def uses_shortcut(self, callback_id: str, message: Json | None = None) -> "Person":
        """Use a shortcut: of everywhere, or of that message."""
        payload = payloads.shortcut(self.by(), callback_id, self.ts(), message)
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

    def _look_for_modal(self, trigger: str) -> None:
        for number, modal in enumerate(self.office.slack.modals):
            if modal.by == trigger:
                self._opens(modal.view, f"V{number}")

    def _opens(self, view: Json, view_id: str) -> None:
        self.modal, self.modal_id, self.filled, self.errors = view, view_id, {}, {}

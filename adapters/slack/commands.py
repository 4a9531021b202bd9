"""The slash command and the shortcuts: ways to the bot from anywhere, whose answers come in its own conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from adapters.bounded import Bounded
from adapters.edge import NotForThem
from adapters.slack.answers import Answers, aside
from adapters.slack.arrivals import SHORTCUT, TYPED, Noted, Shortcut, read
from adapters.slack.as_typed import as_typed, mentioned, unescaped
from adapters.slack.handles import Unclear
from adapters.slack.lookups import Lookups
from adapters.slack.reception import Reception
from adapters.slack.visitors import YES, Body, Json, Visitor
from bot.content.words import Words
from bot.events import Act, Captured, Pressed, Said
from bot.flows.commands import read_command
from bot.messages import Ref

NAME: Final = "/followthrough"
"""An app for trying things out has a command that begins so too."""
DESK: Final = Ref("desk", "", "idle")
FORM: Final = "promise_form"
FORMS: Final = {FORM: FORM, "tell_form": "tell"}
"""Shortcuts from everywhere, by callback_id, and the button that each of them stands for."""
KEEPS: Final[Mapping[str, Literal["promise", "thank", "tell", "thing"]]] = {
    "keep_promise": "promise",
    "keep_thank": "thank",
    "keep_tell": "tell",
    "keep_thing": "thing",
}
"""Message shortcuts, by callback_id, and what becomes of the message."""


@dataclass(frozen=True, slots=True)
class Commands:
    """`chats` are the conversations with the bot, by person, as far as they are known."""

    reception: Reception
    answers: Answers
    lookups: Lookups
    words: Words
    chats: Bounded[str, str] = field(default_factory=Bounded)

    async def command(self, visitor: Visitor, body: Json) -> Body:
        """What stands behind the slash is a line like every other; nothing of it is repeated where it was typed."""
        typed = read(TYPED, body)
        if not typed.command.startswith(NAME):
            raise Unclear
        text = unescaped(typed.text).strip().removeprefix("/").lstrip()
        opens = self._opens_form(text)
        reply = await self.reception.receive(visitor, self._said(visitor, typed.trigger_id, text, opens=opens))
        answer = await self.answers.reply(visitor, reply)
        if answer != YES or opens or typed.channel_id == self.chats.get(visitor.person):
            return answer
        return aside(self.words.plain("slack.elsewhere"))

    async def shortcut(self, visitor: Visitor, body: Json) -> Body:
        """Open a form, or keep a message."""
        used = read(SHORTCUT, body)
        button = FORMS.get(used.callback_id)
        if button is not None:
            event: Act = Pressed(used.trigger_id, visitor.person, self.reception.bot.clock(), DESK, button)
        else:
            event = await self._captured(visitor, used)
        return await self.answers.reply(visitor, await self.reception.receive(visitor, event))

    def _opens_form(self, text: str) -> bool:
        found = read_command(self.words, text)
        return found is not None and found[0].name == "promise" and not found[1]

    def _said(self, visitor: Visitor, event_id: str, text: str, *, opens: bool) -> Said | Pressed:
        now = self.reception.bot.clock()
        if opens:
            return Pressed(event_id, visitor.person, now, DESK, FORM)
        return Said(event_id, visitor.person, now, text or "help")

    async def _captured(self, visitor: Visitor, used: Shortcut) -> Captured:
        kind = KEEPS.get(used.callback_id)
        if kind is None or used.message is None:
            raise Unclear
        text, who = await self._written(visitor, used.message)
        return Captured(used.trigger_id, visitor.person, self.reception.bot.clock(), kind, text, who)

    async def _written(self, visitor: Visitor, message: Noted) -> tuple[str, str]:
        """What a message says, and its author's name, "" when Slack does not say it in time."""
        if not message.user or message.bot_id:
            raise NotForThem(self.words.plain("platform.no_author"))
        names = await self.lookups.names(visitor.here, (message.user, *mentioned(message.text or "")))
        text = as_typed(message.text or "", names, self.words.plain("platform.somebody")).strip()
        if not text:
            raise NotForThem(self.words.plain("platform.nothing_written"))
        return text, names.get(message.user, "")

"""What the bot replies at once, as Slack takes it: a modal, errors at its fields, or a line that only they see."""

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any, Final, assert_never
from uuid import uuid4

import aiohttp
import structlog

from adapters.slack.calls import Calls, Misspoken
from adapters.slack.forms import errors_payload, modal_view
from adapters.slack.visitors import YES, Body, Json, Visitor, Way
from bot.content.words import Words
from bot.delivery import Doubtful, Later, Refused
from bot.messages import Closed, FieldErrors, Form, Nothing, Reply

log = structlog.get_logger()

PATIENCE: Final = 1.5
"""Seconds that a call gets while somebody waits."""
TOO_LATE: Final = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to visitors. None of them is kept: what has to stay is a message of the bot's, in the outbox."""

    calls: Calls
    session: aiohttp.ClientSession
    words: Words
    patience: float = PATIENCE

    async def reply(self, visitor: Visitor, reply: Reply, message: str = "") -> Body:
        """Show a reply; `message` is the key of the message whose button was pressed."""
        view = visitor.way.view
        match reply:
            case Form() if view is not None:
                # The form before it was taken, so nothing is left to come back to.
                return {"response_action": "update", "view": modal_view(reply, message, self._closes)}
            case Form():
                return await self._open(visitor, modal_view(reply, message, self._closes))
            case FieldErrors(errors):
                placed = errors_payload(reply, view) if view is not None else {}
                if placed:
                    return {"response_action": "errors", "errors": placed}
                return await self.say(visitor, " ".join(sentence for _, sentence in errors))
            case Closed() | Nothing():
                return YES
            case _:
                assert_never(reply)

    async def say(self, visitor: Visitor, sentence: str) -> Body:
        """A sentence that only they see, in the way in which they came."""
        way = visitor.way
        if way.view is not None and (shown := at_first_field(way.view, sentence)):
            return shown
        if way.command:
            return aside(sentence)
        await self.write(visitor, sentence)
        return YES

    @property
    def _closes(self) -> str:
        return self.words.plain("platform.close")

    def nothing(self, visitor: Visitor) -> Body:  # noqa: ARG002  the port's signature
        """A bare yes."""
        return YES

    def once_more(self, visitor: Visitor) -> Body | None:
        """What takes too long keeps a modal open, so that what was typed is not lost, and asks to send it again,
        which is the same act."""
        view = visitor.way.view
        again = at_first_field(view, self.words.plain("platform.send_again")) if view is not None else YES
        return again or None

    async def late(self, visitor: Visitor, body: Body) -> None:
        """The request was answered, so what would have been its answer is said in their own chat."""
        shown = body.get("text") if isinstance(body, dict) else body
        sentence = shown if isinstance(shown, str) else self.words.plain("platform.late_answer")
        await self.write(replace(visitor, way=Way(url=visitor.way.url)), sentence)

    async def write(self, visitor: Visitor, sentence: str) -> None:
        """A sentence to somebody whose request is answered already: beside the message, or else in their own chat."""
        if visitor.way.url and await self.respond(visitor.way.url, sentence):
            return
        said = {"channel": visitor.user, "text": _escaped(sentence), "mrkdwn": False, "parse": "none"}
        try:
            async with asyncio.timeout(self.patience):
                await self.calls.call(visitor.here.place, "chat.postMessage", said, urgent=True)
        except (Later, Refused, Doubtful, Misspoken, TimeoutError) as error:
            log.warning("a line beside the conversation was not sent", person=visitor.person, why=_why(error))

    async def respond(self, url: str, sentence: str) -> bool:
        """A line by a response_url, which works without a token, five times in half an hour."""
        try:
            async with asyncio.timeout(self.patience), self.session.post(url, json=aside(sentence)) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    async def _open(self, visitor: Visitor, view: dict[str, Any]) -> Body:
        if not visitor.way.trigger:
            log.error("a form has no way to be shown", id=uuid4().hex[:8], person=visitor.person)
            return YES
        asked = {"trigger_id": visitor.way.trigger, "view": json.dumps(view)}
        try:
            async with asyncio.timeout(self.patience):
                await self.calls.call(visitor.here.place, "views.open", asked, urgent=True)
        except (Later, Refused, Doubtful, TimeoutError) as error:
            log.warning("a form was not shown", person=visitor.person, why=_why(error))
            return await self.say(visitor, self.words.plain("platform.too_late"))
        except Misspoken as error:
            if error.code in TOO_LATE:
                return await self.say(visitor, self.words.plain("platform.too_late"))
            trouble = uuid4().hex[:8]
            log.error("Slack does not take a form", id=trouble, person=visitor.person, why=str(error))
            return await self.say(visitor, self.words.plain("platform.failed", id=trouble))
        return YES


def aside(sentence: str) -> dict[str, Any]:
    """A line that only one person sees."""
    return {"response_type": "ephemeral", "replace_original": False, "text": _escaped(sentence)}


def _escaped(sentence: str) -> str:
    return sentence.translate(_ENTITIES)


def at_first_field(view: Json, sentence: str) -> Body:
    """A sentence in the modal itself, which stays open; "" where it has no field at which one could stand."""
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and block.get("type") == "input" and block.get("block_id"):
            return {"response_action": "errors", "errors": {str(block["block_id"]): sentence}}
    return YES


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__

"""Slack's inbound side: Bolt's app, and what listens on it."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from logging import ERROR, Logger, getLogger
from typing import Any, Final
from uuid import uuid4

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.edge import Edge, NotForThem
from adapters.meeting import Meeting
from adapters.newcomers import Bot
from adapters.slack.admission import Admission, kind_of_event, visitor_of
from adapters.slack.answers import Answers
from adapters.slack.arrivals import LINE, is_spoken, read, read_ending, read_pressed, read_submitted
from adapters.slack.as_typed import as_typed, mentioned
from adapters.slack.changes import Changes
from adapters.slack.commands import Commands
from adapters.slack.forms import named_in
from adapters.slack.handles import Unclear
from adapters.slack.home_tab import HomeTab
from adapters.slack.installs import Authorize
from adapters.slack.lookups import Lookups
from adapters.slack.outward import Outward
from adapters.slack.reception import Reception
from adapters.slack.roster import Roster
from adapters.slack.visitors import YES, Body, Json, Visitor
from adapters.slack.workspaces import Workspace
from adapters.tasks import Tasks, Turns, fault
from bot.content.words import Words
from bot.events import Said
from bot.messages import FieldErrors

log = structlog.get_logger()

PATIENCE: Final = 2.3
"""Seconds until Slack is answered, done or not; it waits for 3, the way there and back included."""
MEETING: Final = 1.5
"""Seconds of those in which whoever a form names is asked about."""
ANY: Final = re.compile("")
Handler = Callable[[Visitor, Json], Coroutine[Any, Any, Body]]


class SlackApp:
    """Everything that Slack can send, handled. `clock` is monotonic, in seconds; `flow` lets many places install it."""

    def __init__(
        self,
        bot: Bot,
        outward: Outward,
        words: Words,
        clock: Callable[[], float],
        flow: AsyncOAuthFlow | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._bot, self._words, self._outward = bot, words, outward
        self._tasks, turns = Tasks(), Turns()
        background = self._tasks.background
        self._lookups = Lookups(outward.calls, words, lambda: bot.clock())
        self._meeting = Meeting(bot, words, self._tasks, turns, MEETING)
        self._home = HomeTab(bot, outward.calls, clock, background)
        self._reception = Reception(bot, self._lookups, self._home, words, background, turns)
        self._answers = Answers(outward.calls, outward.session, words)
        self._commands = Commands(self._reception, self._answers, self._lookups, words)
        self._changes = Changes(self._reception, words)
        self._edge = Edge("slack", self._answers, words, self._tasks, turns, patience)
        self.bolt = AsyncApp(
            name="followthrough",
            logger=_bolt_log(),
            client=AsyncWebClient(session=outward.session, logger=_bolt_log()),
            process_before_response=True,  # what is answered is saved
            raise_error_for_unhandled_request=True,  # Bolt's own answer is 404, and a log line with all that was sent
            signing_secret="",
            request_verification_enabled=False,  # the route has verified what came over HTTP
            attaching_function_token_enabled=False,
            before_authorize=Admission(outward.workspaces, self._answers, words),
            authorize=Authorize(),
            oauth_flow=flow,
        )
        self._listen()

    async def idle(self) -> None:
        """Wait until nothing is under way: no act, no page."""
        await self._tasks.idle()

    async def close(self) -> None:
        """Let what is under way end, within a few seconds."""
        await self._tasks.close()

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.action(ANY)(self._listener(self._pressed))
        bolt.view_submission(ANY)(self._listener(self._submitted))
        bolt.event("message")(self._listener(self._wrote))
        bolt.event("app_home_opened")(self._listener(self._opened_home))
        bolt.event("user_change")(self._listener(self._changed))
        bolt.command(ANY)(self._listener(self._commands.command))
        bolt.shortcut(ANY)(self._listener(self._commands.shortcut))
        bolt.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(self._ended)
        bolt.view_closed(ANY)(_nothing)
        bolt.error(self._failed)

    def _listener(self, handler: Handler) -> Callable[..., Awaitable[None]]:
        async def listen(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            visitor = visitor_of(context, body)
            await ack(await self._edge.handle(visitor, handler(visitor, body)))

        return listen

    async def _pressed(self, visitor: Visitor, body: Json) -> Body:
        event = read_pressed(body, visitor.person, self._bot.clock())
        reply = await self._reception.receive(visitor, event, joins=False)
        return await self._answers.reply(visitor, reply, event.message)

    async def _submitted(self, visitor: Visitor, body: Json) -> Body:
        view = body["view"]
        event, named = read_submitted(view, visitor.person, self._bot.clock()), named_in(view)
        if named and await self._bot.knows(visitor.person):
            roster = Roster(visitor.here, self._lookups, self._outward.calls, self._words)
            fields = await self._meeting.settled(roster, named, event.fields, f"{view.get('id')}.{visitor.person}")
            if isinstance(fields, FieldErrors):
                return await self._answers.reply(visitor, fields, event.message)
            event = replace(event, fields=fields)
        reply = await self._reception.receive(visitor, event, joins=False)
        return await self._answers.reply(visitor, reply, event.message)

    async def _wrote(self, visitor: Visitor, body: Json) -> Body:
        if not is_spoken(body["event"]):
            return YES
        line, at = read(LINE, body["event"]), self._bot.clock()
        self._commands.chats.keep(visitor.person, line.channel)
        if not line.text.strip():
            raise NotForThem(self._words.plain("platform.only_words"))
        names = await self._lookups.names(visitor.here, mentioned(line.text))
        text = as_typed(line.text, names, self._words.plain("platform.somebody"))
        await self._reception.receive(visitor, Said(_event_id(body), visitor.person, at, text, line.thread))
        return YES

    async def _opened_home(self, visitor: Visitor, body: Json) -> Body:
        if body["event"].get("tab") == "home":  # it is said of the Messages tab too
            await self._reception.join(visitor, _event_id(body))
            self._home.opened(visitor)
        return YES

    async def _changed(self, visitor: Visitor, body: Json) -> Body:
        await self._changes.user_changed(visitor, _event_id(body), body["event"])
        return YES

    async def _ended(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The bot was removed, or its token taken away: nothing is done there any more."""
        here: Workspace = context["workspace"]
        if await self._outward.workspaces.end(here.place, read_ending(body)):
            log.warning("the bot was removed", place=here.place, kind=kind_of_event(body))

    async def _failed(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Slack gets its answer in any case: a second time it would send the same."""
        kind = kind_of_event(body) or str(body.get("type") or "")[:40]
        if isinstance(error, BoltUnhandledRequestError | Unclear):
            log.warning("Slack sent something that nothing here is for", id=uuid4().hex[:8], kind=kind)
        else:
            fault("something that Slack sent was not handled", error, kind=kind)
        return BoltResponse(status=200, body="")


async def _nothing(ack: AsyncAck) -> None:
    """A modal was closed, and nothing of it was meant to be kept."""
    await ack()


def _event_id(body: Json) -> str:
    event_id = body.get("event_id")
    if not isinstance(event_id, str) or not event_id:
        raise Unclear
    return event_id


def _bolt_log() -> Logger:
    """Bolt's own lines, its errors only: its warnings quote whole requests."""
    bolt_log = getLogger("followthrough.slack.bolt")
    bolt_log.setLevel(ERROR)
    return bolt_log

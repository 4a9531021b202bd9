"""Teams' inbound side: every activity that was admitted, handled and answered."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import structlog

from adapters.bounded import Bounded
from adapters.edge import Edge, NotForThem, Unclear
from adapters.meeting import Meeting
from adapters.tasks import Tasks, Turns, fault
from adapters.teams import dialogs
from adapters.teams.activity import ACTIVITY, Activity, read
from adapters.teams.answers import Answers
from adapters.teams.arrivals import answered, event_id, is_called, read_pressed, read_submitted, words_of
from adapters.teams.channels import Channels, channel_from
from adapters.teams.comings import Comings
from adapters.teams.commands import FETCH, SUBMIT, read_captured
from adapters.teams.downloads import Downloads
from adapters.teams.files import INVOKE as FILE
from adapters.teams.home import Home
from adapters.teams.people import Kind, kind_of, place_of, visitor_of
from adapters.teams.reception import Bot, Reception
from adapters.teams.roster import Roster, Seen
from adapters.teams.visitors import YES, Answer, Dialog, Json, Visitor
from bot.content.words import Words
from bot.errors import DOWN, NotSaved
from bot.events import Said
from bot.messages import FieldErrors

log = structlog.get_logger()

PATIENCE: Final = 3.5
"""Seconds until Teams is answered, done or not; it waits for 5 where a dialog is asked for, the way included."""
MEETING: Final = 2.4
"""Seconds of those in which whoever a form names is asked about."""
LATELY: Final = 1000
"""Activities whose work is remembered: one that comes again gets the same answer, and nothing is done anew."""
NOT_OURS: Final = Answer(501)
"""What Teams expects of a bot that does not know what it is asked for."""
NOT_NOW: Final = Answer(503)
"""What brings an activity back."""
CARD: Final = "adaptiveCard/action"
OPENS: Final = "task/fetch"
SENDS: Final = "task/submit"

Work = Callable[[Visitor, Activity], Coroutine[Any, Any, Answer]]


class TeamsApp:
    """Everything that Teams can send, handled."""

    def __init__(
        self, bot: Bot, answers: Answers, downloads: Downloads, words: Words, patience: float = PATIENCE
    ) -> None:
        self._bot, self._words, self._answers = bot, words, answers
        self._tasks, self._turns, self._patience = Tasks(), Turns(), patience
        self._reception = Reception(bot, words)
        self._comings = Comings(self._reception)
        self._home = Home(bot, answers, words)
        self._channels = Channels(bot.references, answers.calls, lambda: bot.clock(), self._tasks.background)
        self._meeting = Meeting(bot, words, self._tasks, self._turns, MEETING)
        self._seen: Seen = Bounded()
        self._downloads = downloads
        self._edge: Edge[Visitor, Answer] = Edge("teams", answers, words, self._tasks, self._turns, patience)
        self._lately: Bounded[str, asyncio.Task[Answer]] = Bounded(LATELY)
        self._updates: dict[str, Work] = {
            "installationUpdate": self._comings.installed,
            "conversationUpdate": self._comings.members,
        }
        self._invokes: dict[str, Work] = {
            OPENS: self._opened,
            SENDS: self._submitted,
            FETCH: self._captured,
            SUBMIT: self._kept,
            FILE: self._answered_offer,
        }

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        await self._tasks.idle()

    async def close(self) -> None:
        """Let what is under way end, within a few seconds."""
        await self._tasks.close()

    async def handle(self, body: Json) -> Answer:
        """What to answer to an activity. Teams gets its answer in any case: a second time it would send the same."""
        kind = str(body.get("type"))[:40]
        try:
            return await self._handle(read(ACTIVITY, body))
        except Unclear:
            log.warning("Teams sent something that nothing here is for", id=uuid4().hex[:8], kind=kind)
            sentence = self._words.plain("platform.unclear")
        except Exception as error:  # noqa: BLE001  an edge: whatever Teams sent, a 500 would bring it back
            sentence = self._words.plain("platform.failed", id=fault("an activity was not handled", error, kind=kind))
        return dialogs.note(sentence) if kind == "invoke" else YES

    async def _handle(self, activity: Activity) -> Answer:
        if activity.type == "invoke":
            return await self._invoked(activity)
        if activity.type in self._updates:
            return await self._updated(activity, self._updates[activity.type])
        if activity.type != "message":
            return YES
        channel = channel_from(activity)
        if channel is not None:
            self._tasks.background(self._channels.hear(activity, channel))
        if not activity.personal and not activity.value:
            if is_called(activity):
                self._tasks.background(self._called(activity))
            return YES
        return await self._run(activity, self._wrote)

    async def _updated(self, activity: Activity, work: Work) -> Answer:
        """Where the bot is put, and where it is taken away. Nothing is said there; while nothing can be kept, Teams is
        asked to tell it again."""
        task = self._tasks.start(self._update(activity, work))
        await asyncio.wait({task}, timeout=self._patience)
        return task.result() if task.done() else NOT_NOW

    async def _update(self, activity: Activity, work: Work) -> Answer:
        try:
            channel = channel_from(activity)
            if channel is not None:
                await self._channels.hear(activity, channel)
            if kind_of(activity) == "person":
                visitor = visitor_of(activity)
                async with self._turns.of(visitor.person):
                    await work(visitor, activity)
        except DOWN as error:
            fault("an installation was not kept", error, kind=activity.type)
            return NOT_NOW
        except NotSaved as error:  # it was logged
            return NOT_NOW if isinstance(error.__cause__, DOWN) else YES
        except Unclear:
            log.warning("Teams told of an installation and not of which", id=uuid4().hex[:8], kind=activity.type)
        except Exception as error:  # noqa: BLE001  an edge: told once more it would end in the same way
            fault("an installation was not understood", error, kind=activity.type)
        return YES

    async def _called(self, activity: Activity) -> None:
        """Somebody calls the bot where others read along."""
        kind = kind_of(activity)
        if kind == "bot" or not await self._is_first(activity):
            return
        if kind == "person":
            await self._answers.invite(place_of(activity), activity.sender.id, activity.sender.name or "")
        else:
            await self._turn_away(visitor_of(activity), kind)

    async def _is_first(self, activity: Activity) -> bool:
        """Whether a call was not told before; whose it was is not remembered."""
        if not activity.id:
            return True
        told = sha256(f"{activity.conversation.id}|{activity.id}".encode("utf-8", "surrogatepass")).hexdigest()
        return await self._bot.references.is_new(f"called.{told}", self._bot.clock())

    async def _turn_away(self, visitor: Visitor, kind: Kind) -> Answer:
        why = "teams.outsider" if kind == "guest" else "teams.nobody"
        return await self._answers.turn_away(visitor, self._words.plain(why))

    async def _invoked(self, activity: Activity) -> Answer:
        name, dialog = activity.name or "", None
        if name == CARD:
            said = self._words.plain("platform.unclear")
            return Answer(200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": said})
        if name == SUBMIT and not _data(activity):
            name = FETCH  # a command without a dialog of its own is sent at once
        work = self._invokes.get(name)
        if work is None:
            return NOT_OURS
        if name in (OPENS, FETCH):
            dialog = Dialog(activity.id or "")
        elif name in (SENDS, SUBMIT):
            dialog = Dialog(activity.id or "", dialogs.read_sent(_data(activity)))
        return await self._run(activity, work, dialog)

    async def _run(self, activity: Activity, work: Work, dialog: Dialog | None = None) -> Answer:
        visitor, kind = visitor_of(activity, dialog), kind_of(activity)
        if kind != "person":
            return YES if kind == "bot" else await self._turn_away(visitor, kind)
        known = event_id(activity, visitor.person)
        task = self._lately.get(known)
        if task is None:
            task = self._edge.begin(visitor, work(visitor, activity))
            self._lately.keep(known, task)
        return await self._edge.answer(visitor, task)

    async def _wrote(self, visitor: Visitor, activity: Activity) -> Answer:
        if activity.value is not None:
            return await self._pressed(visitor, activity, activity.value)
        text = words_of(activity)
        if not text:
            raise NotForThem(self._words.plain("platform.only_words"))
        said = Said(event_id(activity, visitor.person), visitor.person, self._bot.clock(), text, answered(activity))
        if self._home.is_asked_for(text):
            await self._reception.arrive(visitor, said.id)
            if await self._bot.references.is_new(said.id, said.at):
                await self._home.show(visitor)
        else:
            await self._reception.receive(visitor, said)
        return YES

    async def _opened(self, visitor: Visitor, activity: Activity) -> Answer:
        return await self._pressed(visitor, activity, _data(activity))

    async def _pressed(self, visitor: Visitor, activity: Activity, value: object) -> Answer:
        event = read_pressed(value, activity, visitor.person, self._bot.clock())
        if self._home.is_button(event) and visitor.place.personal and await self._bot.knows(visitor.person):
            if await self._bot.references.is_new(event.id, event.at):
                await self._home.show(visitor)
            return self._answers.nothing(visitor)
        reply = await self._reception.receive(visitor, event, joins=False)
        return await self._answers.reply(visitor, reply, event.message)

    async def _submitted(self, visitor: Visitor, activity: Activity) -> Answer:
        sent = visitor.dialog.sent if visitor.dialog else None
        assert sent is not None, "it was read before anything was done"
        event = read_submitted(_data(activity), sent.opened, visitor.person, self._bot.clock())
        if sent.named and await self._bot.knows(visitor.person):
            roster = Roster(visitor, self._answers.calls, self._bot.references, self._words, event.at, self._seen)
            form = f"{sent.opened}.{visitor.person}"
            fields = await self._meeting.settled(roster, sent.named, event.fields, form)
            if isinstance(fields, FieldErrors):
                return await self._answers.reply(visitor, fields, event.message)
            event = replace(event, fields=fields)
        reply = await self._reception.receive(visitor, event, joins=False)
        return await self._answers.reply(visitor, reply, event.message)

    async def _kept(self, visitor: Visitor, activity: Activity) -> Answer:
        return await self._submitted(await self._elsewhere(visitor), activity)

    async def _captured(self, visitor: Visitor, activity: Activity) -> Answer:
        event = read_captured(activity, visitor, self._words, self._bot.clock())
        visitor = await self._elsewhere(visitor)
        return await self._answers.reply(visitor, await self._reception.receive(visitor, event))

    async def _elsewhere(self, visitor: Visitor) -> Visitor:
        """The conversation is the one in which a message stands, and the bot is none of those who speak there. Whoever
        never put it into a chat of their own has none in which they would see its answer."""
        known = await self._reception.find(visitor)
        return replace(visitor.elsewhere(), chat=known is not None and known.live and bool(known.conversation))

    async def _answered_offer(self, visitor: Visitor, activity: Activity) -> Answer:
        self._tasks.background(self._downloads.answered(visitor, activity))
        return YES


def _data(activity: Activity) -> Any:
    """What a dialog's button carried, and what stood in its fields."""
    return activity.value.get("data") if isinstance(activity.value, dict) else None

"""What the bot replies at once, as Teams takes it: a dialog, what is wrong in it, or a line that is not kept.

A line goes into the conversation in which somebody did something. Where others read along it says only where the bot
answers, whatever there was to say.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, assert_never
from uuid import uuid4

import structlog

from adapters.bounded import Bounded
from adapters.teams import dialogs
from adapters.teams.activity import SHARED
from adapters.teams.calls import Anew, Calls, Elsewhere, Lost, Misspoken
from adapters.teams.mentions import invitation
from adapters.teams.visitors import YES, Answer, Json, Place, Visitor
from adapters.teams.whom import PLATFORM
from bot.content.words import Words
from bot.delivery import Doubtful, Later, Refused
from bot.messages import Channel, Closed, FieldErrors, Form, Nothing, Reply
from bot.references import Reference

log = structlog.get_logger()

PATIENCE: Final = 3.0
"""Seconds that a line gets while somebody waits."""
MANY: Final = 100
"""Channels that are offered in a form."""
FEW: Final = 1000
"""Places that are remembered, so that a line that is always the same is said there once."""
AGAIN: Final = timedelta(minutes=1)
"""So long nobody is invited anew in the same thread."""
INVITING: Final = 8
"""Invitations on their way at once; whoever calls meanwhile calls again."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to visitors. None of them is kept: what has to stay is a message of the bot's, in the outbox."""

    calls: Calls
    words: Words
    clock: Callable[[], datetime]
    patience: float = PATIENCE
    channels: Callable[[str], Awaitable[Sequence[Reference]]] | None = None  # by the beginning of their addresses
    _told: Bounded[str, bool] = field(default_factory=lambda: Bounded(FEW))
    _invited: Bounded[tuple[str, str], datetime] = field(default_factory=lambda: Bounded(FEW))
    _inviting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(INVITING))

    async def reply(self, visitor: Visitor, reply: Reply, message: str = "") -> Answer:
        """Show a reply; `message` is the key of the message whose button was pressed."""
        asked = visitor.dialog
        match reply:
            case Form() if asked is not None:
                return dialogs.dialog(reply, message, asked.id, self.words, await self._offered(reply, visitor))
            case Form():
                trouble = uuid4().hex[:8]
                log.warning("a form has no way to be shown", id=trouble, person=visitor.person)
                return await self.say(visitor, self.words.plain("teams.no_dialog"))
            case FieldErrors(errors) if asked is not None and asked.sent is not None:
                return dialogs.again(asked.sent, FieldErrors(errors), self.words)
            case FieldErrors(errors):
                return await self.say(visitor, " ".join(sentence for _, sentence in errors))
            case Closed() | Nothing():
                return self.nothing(visitor)
            case _:
                assert_never(reply)

    async def _offered(self, form: Form, visitor: Visitor) -> dialogs.Channels:
        """The channels that a form can offer, by address and name."""
        if self.channels is None or not any(isinstance(part, Channel) for part in form.body):
            return ()
        found = await self.channels(f"{PLATFORM}:{visitor.tenant}.{SHARED}")
        nameless = self.words.plain("cards.channel")
        return tuple((one.address, one.name or nameless) for one in found[:MANY])

    def nothing(self, visitor: Visitor) -> Answer:
        """A bare yes; to somebody who waits for a dialog, where the answer is."""
        asked = visitor.dialog
        if asked is None or (asked.sent is not None and visitor.chat):
            return YES
        return dialogs.note(self.words.plain("teams.elsewhere" if visitor.chat else "teams.kept"))

    async def say(self, visitor: Visitor, sentence: str) -> Answer:
        """A sentence in the way in which they came."""
        asked = visitor.dialog
        if asked is not None:
            return dialogs.at_first_field(asked.sent, sentence, self.words) if asked.sent else dialogs.note(sentence)
        if visitor.place.personal:
            await self.write(visitor.place, sentence)
        else:
            await self.invite(visitor.place, visitor.account, visitor.name)
        return YES

    def once_more(self, visitor: Visitor) -> Answer | None:
        """A dialog that takes too long: what was typed stays there to be sent again, which is the same act."""
        asked = visitor.dialog
        if asked is None:
            return None
        if asked.sent is None:
            return dialogs.note(self.words.plain("platform.too_late"))
        return dialogs.at_first_field(asked.sent, self.words.plain("platform.send_again"), self.words)

    async def late(self, visitor: Visitor, body: Answer) -> None:
        """Nothing is left to say: whoever waits for a dialog was asked to do it once more."""

    async def invite(self, place: Place, account: str, name: str) -> None:
        """Say to whoever called the bot among others where it answers, in the thread in which they did; not at every
        call, however often they do."""
        key, now = (place.conversation, account), self.clock()
        before = self._invited.get(key)
        if (before is not None and now < before + AGAIN) or self._inviting.locked():
            return
        self._invited.keep(key, now)
        async with self._inviting:
            await self.show(place, invitation(account, name, self.words))

    async def turn_away(self, visitor: Visitor, sentence: str) -> Answer:
        """Say that there is nothing to be had here, once."""
        if visitor.dialog is not None:
            return dialogs.note(sentence)
        if visitor.place.conversation not in self._told:
            self._told.keep(visitor.place.conversation, True)
            await self.write(visitor.place, sentence)
        return YES

    async def write(self, place: Place, sentence: str) -> None:
        """A line in a conversation, which names nobody and holds no markup."""
        await self.show(place, {"type": "message", "text": sentence, "textFormat": "plain"})

    async def show(self, place: Place, activity: Json) -> None:
        """An activity in a conversation, now or not at all."""
        there = _there(place)
        await self._send(lambda: self.calls.post(there, activity, urgent=True))

    async def exchange(self, place: Place, activity_id: str, activity: Json) -> None:
        """The same in the place of another one; where that has no id, below it."""
        if not activity_id:
            await self.show(place, activity)
        else:
            there = _there(place)
            await self._send(lambda: self.calls.update(there, activity_id, activity, urgent=True))

    async def _send(self, send: Callable[[], Awaitable[object]]) -> None:
        try:
            async with asyncio.timeout(self.patience):
                try:
                    await send()
                except Later as later:
                    if later.seconds >= self.patience:
                        raise
                    await asyncio.sleep(later.seconds)
                    await send()
        except (Later, Refused, Doubtful, Misspoken, Anew, Lost, Elsewhere, TimeoutError) as error:
            why = str(error) or type(error).__name__
            log.warning("a line beside the conversation was not sent", id=uuid4().hex[:8], why=why)


def _there(place: Place) -> Reference:
    """A place as what is sent there is counted."""
    url, conversation = place.service_url, place.conversation
    return Reference(place.address, place.tenant, "", place.bot, url, conversation, datetime.min.replace(tzinfo=UTC))

"""Teams' outward side: a message of the outbox becomes a card in somebody's conversation with the bot, or in a channel.

Teams cannot be asked what stands in a conversation. So nothing looks for a message that may have arrived: a reply is
sent again, a nudge is left.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from adapters.teams.calls import Anew, Calls, Elsewhere, Lost, Misspoken
from adapters.teams.cards import attached, documents, message_card, summary_of
from adapters.teams.files import offered
from adapters.teams.hosts import is_allowed, service_at
from adapters.teams.trouble import GOVERNMENT, HOUR
from adapters.teams.whom import Channel, channel_of, whom
from bot.content.words import Words
from bot.delivery import Doubtful, Later, Refused
from bot.outgoing import Outgoing
from bot.references import Reference, References
from bot.teams_settings import TeamsSettings

Json = dict[str, Any]
T = TypeVar("T")

WHOLE: Final = 14.0
"""Seconds for all that belongs to one message: less than the outbox's patience, which does not know what left."""
AGAIN: Final = 5.0
"""Seconds until a message is tried again for which they were not enough."""


class NotShared(Exception):
    """The message is there, and the offer of the file that belongs to it is not."""


@dataclass(slots=True)
class _Way:
    """A message on its way to a place, which may turn out to be another one. `leaves` while it may arrive, `arrived`
    when it has and its files have not."""

    row: Outgoing
    channel: Channel | None
    there: Reference
    activity: Json
    leaves: bool = False
    arrived: bool = False

    @property
    def urgent(self) -> bool:
        """Somebody waits for it."""
        return self.row.cls == "reply"


class TeamsTransport:
    """Sends. `wall` is real time, aware; the `words` stand beside a file that is offered."""

    def __init__(
        self,
        settings: TeamsSettings,
        calls: Calls,
        references: References,
        wall: Callable[[], datetime],
        words: Words,
    ) -> None:
        self._settings = settings
        self._calls = calls
        self._references = references
        self._wall = wall
        self._words = words

    async def send(self, row: Outgoing) -> str:
        """Post it, or change the one that it replaces; the id is "conversation|activity".

        A message to a channel begins a thread there, which is a conversation of its own: an address that holds it
        ("…;messageid=…") is that of a reply in the thread.

        Raises:
            Later, Refused, Doubtful: what kept it from being sent.
            Misspoken, NotShared: our own fault.
        """
        channel = channel_of(row.address)
        way = _Way(row, channel, await self._whereabouts(row.address, channel), _activity(row))
        try:
            async with asyncio.timeout(WHOLE):
                return await self._send(way)
        except TimeoutError:
            if way.arrived:
                raise NotShared("the message is there, and there was no time left for its file") from None
            if way.leaves:
                raise Doubtful(f"no answer in {WHOLE:g} s") from None
            raise Later(AGAIN, "there was no time left to send it") from None
        except Refused as refused:
            if refused.gone:  # unless they have come back meanwhile
                await self._references.stop(row.address, way.there.since)
            raise

    async def _whereabouts(self, address: str, channel: Channel | None) -> Reference:
        """Where somebody is found, or a channel; one that was never heard of, by the directory's id or Teams' own."""
        address, tenant = (channel.whole.address, channel.tenant) if channel else (address, whom(address)[0])
        if self._settings.tenants and tenant not in self._settings.tenants:
            raise Refused(f"the bot does not speak in the tenant {tenant}")
        found = await self._references.find(address)
        if found is None:
            bot, service_url = f"28:{self._settings.app_id}", service_at(self._settings.hosts)
            return Reference(address, tenant, "", bot, service_url, "", self._wall())
        if not found.live:
            raise Refused("the bot was removed or blocked there", gone=channel is None)
        return found

    async def _send(self, way: _Way) -> str:
        try:
            return await self._show(way)
        except Elsewhere as error:
            if way.there.service_url == GOVERNMENT or not is_allowed(GOVERNMENT, self._settings.hosts):
                raise Later(HOUR, str(error), tried=False) from None
        await self._keep(way, replace(way.there, service_url=GOVERNMENT))
        try:
            return await self._show(way)
        except Elsewhere as error:
            raise Later(HOUR, str(error), tried=False) from None

    async def _show(self, way: _Way) -> str:
        conversation, _, activity_id = way.row.replaced_id.partition("|")
        if way.row.replaces and activity_id:
            try:
                there = replace(way.there, conversation=conversation)
                await self._calls.update(there, activity_id, way.activity, urgent=way.urgent)
            except (Anew, Lost):
                pass  # it was deleted, or all that was said there: shown as a new one, it is seen at all
            else:
                return way.row.replaced_id
        return await (self._write(way) if way.channel is None else self._publish(way, way.channel))

    async def _write(self, way: _Way) -> str:
        """To a person."""
        if way.there.conversation:
            try:
                return await self._post(way)
            except Lost:
                pass
        user = way.there.user or whom(way.row.address)[1]
        opened = await self._calls.open(way.there, user, urgent=way.urgent)
        await self._keep(way, replace(way.there, conversation=opened))
        try:
            return await self._post(way)
        except Lost as error:
            raise Refused(str(error), gone=True) from None

    async def _post(self, way: _Way) -> str:
        activity_id = await self._left(way, self._calls.post(way.there, way.activity, urgent=way.urgent))
        for document in documents(way.row.message):
            offer = _said(document.name, offered(document, way.row.key, self._words))
            try:
                await self._calls.post(way.there, offer, urgent=True)
            except (Later, Refused, Doubtful, Lost, Misspoken, Elsewhere) as error:
                raise NotShared(f"the message is there and its file is not: {error}") from error
        return f"{way.there.conversation}|{activity_id}"

    async def _publish(self, way: _Way, channel: Channel) -> str:
        """In a channel; in its thread, unless that was deleted, and otherwise as the first message of a new one."""
        if documents(way.row.message):
            raise Misspoken("a file is offered to a person, and this message goes to a channel")
        there, urgent = way.there, way.urgent
        if channel.root:
            place = replace(there, conversation=channel.conversation)
            with suppress(Lost):
                said = await self._left(way, self._calls.post(place, way.activity, urgent=urgent))
                return f"{channel.conversation}|{said}"
        try:
            if there.conversation:
                root = await self._left(way, self._calls.post(there, way.activity, urgent=urgent))
            else:
                begun = self._calls.begin(there, channel.id, way.activity, urgent=urgent)
                thread, said = await self._left(way, begun)
                root = said or thread.partition(";messageid=")[2]
        except Lost as error:
            raise Refused(str(error)) from None
        return f"{replace(channel, root=root).conversation}|{root}"

    async def _left(self, way: _Way, sending: Coroutine[Any, Any, T]) -> T:
        """What is answered to a call that puts the message there."""
        way.leaves = True
        try:
            answered = await sending
        except Exception:
            way.leaves = False
            raise
        way.arrived = True
        return answered

    async def _keep(self, way: _Way, there: Reference) -> None:
        way.there = replace(there, since=self._wall())
        # Whoever is answered has been met. If nothing is known of them they were erased, and this is the last line.
        if there.user or not way.urgent or way.channel is not None:
            await self._references.keep(way.there)


def _activity(row: Outgoing) -> Json:
    """A card and nothing beside it: Teams makes two messages of a text and a card, and names only one of them."""
    return _said(summary_of(row.message), attached(message_card(row.message, row.replaces or row.key)))


def _said(summary: str, attachment: Json) -> Json:
    return {"type": "message", "summary": summary, "attachments": [attachment]}

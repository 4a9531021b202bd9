"""Teams' outward side: a message of the outbox becomes a card in somebody's conversation with the bot, or in a channel.

Teams cannot be asked what stands in a conversation. So nothing looks for a message that may have arrived: a reply is
sent again, a nudge is left.

A file is offered by a message of its own, after the one that it belongs to. When only the first of the two got there,
the next attempt makes the offer alone; in the end the person is told how to ask for the file.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from adapters.bounded import Bounded
from adapters.tasks import fault
from adapters.teams.calls import Anew, Calls, Elsewhere, Lost, Misspoken
from adapters.teams.cards import attached, documents, message_card, summary_of
from adapters.teams.files import offered
from adapters.teams.hosts import is_allowed, service_at
from adapters.teams.trouble import GOVERNMENT, HOUR
from adapters.teams.whom import Channel, channel_of, whom
from bot.content.words import Words
from bot.delivery import ATTEMPTS, Doubtful, Later, Refused
from bot.outgoing import Outgoing
from bot.references import Reference, References
from bot.teams_settings import TeamsSettings

Json = dict[str, Any]
T = TypeVar("T")

WHOLE: Final = 14.0
"""Seconds for all that belongs to one message: less than the outbox's patience, which does not know what left."""
AGAIN: Final = 5.0
"""Seconds until a message is tried again for which they were not enough."""
SHORT: Final = 5.0
"""Seconds that an offer of a file waits here when Teams asks it to; for more it leaves its place to others."""


@dataclass(slots=True)
class _Way:
    """A message on its way to a place, which may turn out to be another one. `leaves` while it may arrive; `sent` is
    its id, "" until it has arrived, which its files may not have."""

    row: Outgoing
    channel: Channel | None
    there: Reference
    activity: Json
    leaves: bool = False
    sent: str = ""

    @property
    def urgent(self) -> bool:
        """Somebody waits for it."""
        return self.row.cls == "reply"

    @property
    def last(self) -> bool:
        """There is no further attempt."""
        return self.row.attempts + 1 >= ATTEMPTS


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
        self._without_file: Bounded[str, str] = Bounded(1000)  # the ids of messages that are there, by their keys

    async def send(self, row: Outgoing) -> str:
        """Post it, or change the one that it replaces; the id is "conversation|activity".

        A message to a channel begins a thread there, which is a conversation of its own: an address that holds it
        ("…;messageid=…") is that of a reply in the thread.

        Raises:
            Later, Refused, Doubtful: what kept it from being sent.
            Misspoken: our own fault.
        """
        channel = channel_of(row.address)
        way = _Way(row, channel, await self._whereabouts(row.address, channel), _activity(row))
        way.sent = self._without_file.get(row.key) or ""
        try:
            async with asyncio.timeout(WHOLE):
                return await self._send(way)
        except TimeoutError:
            if way.sent:
                return self._unshared(way, Later(AGAIN, "there was no time left for it"))
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
        if not way.sent:
            activity_id = await self._left(way, self._calls.post(way.there, way.activity, urgent=way.urgent))
            way.sent = f"{way.there.conversation}|{activity_id}"
        return await self._share(way) if documents(way.row.message) else way.sent

    async def _share(self, way: _Way) -> str:
        """Offer the files of a message that is there; the last of several attempts says how to ask for them."""
        asks = way.last and way.row.key in self._without_file
        self._without_file.keep(way.row.key, way.sent)
        try:
            for document in () if asks else documents(way.row.message):
                await self._offer(way, _said(document.name, offered(document, way.row.key, self._words)))
        except (Later, Doubtful) as error:
            return self._unshared(way, error)
        except (Refused, Lost, Misspoken, Elsewhere) as error:
            fault("a file could not be offered", error, key=way.row.key, why=str(error))
        else:
            if not asks:
                self._without_file.drop(way.row.key)
                return way.sent
        try:
            told = {"type": "message", "text": self._words.plain("teams.file_again"), "textFormat": "plain"}
            await self._calls.post(way.there, told, urgent=True)
        except (Later, Doubtful, Refused, Lost, Misspoken, Elsewhere) as error:
            fault("nobody could be told that a file is missing", error, key=way.row.key, why=str(error))
        return way.sent

    async def _offer(self, way: _Way, offer: Json) -> None:
        try:
            await self._calls.post(way.there, offer, urgent=True)
        except Later as error:
            if error.seconds > SHORT:
                raise
            await asyncio.sleep(error.seconds)
            await self._calls.post(way.there, offer, urgent=True)

    def _unshared(self, way: _Way, error: Later | Doubtful) -> str:
        """A file that is offered by another attempt, as long as there is one: its message is not lost.

        Raises:
            Later: when that is.
        """
        seconds, tried = (error.seconds, error.tried) if isinstance(error, Later) else (AGAIN, True)
        in_time = self._wall() + timedelta(seconds=seconds) < way.row.expires_at
        if in_time and not (tried and way.last):
            raise Later(seconds, f"the message is there and its file is not yet: {error}", tried=tried) from None
        fault("a file could not be offered in time", error, key=way.row.key, why=str(error))
        return way.sent

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
            return await sending
        except Exception:
            way.leaves = False
            raise

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

"""Takes everybody in: who is new joins first, where they are found is kept, and what changed of them is told once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from adapters.edge import NotForThem
from adapters.newcomers import Bot as ReceivingBot
from adapters.newcomers import receive
from adapters.teams.activity import SHARED
from adapters.teams.visitors import Visitor
from bot.content.words import Words
from bot.errors import Nobody
from bot.events import Act, Joined, Left, Moved
from bot.messages import Reply
from bot.references import Reference, References


class Bot(ReceivingBot, Protocol):
    """What the reception needs of the bot."""

    @property
    def references(self) -> References:
        """Where people are found."""


@dataclass(frozen=True, slots=True)
class Reception:
    """What is known of a person between two activities stands in their reference, which every process reads.

    Only what is done in the conversation with the bot says where somebody is found; a message extension is used
    anywhere.
    """

    bot: Bot
    words: Words

    async def receive(self, visitor: Visitor, event: Act, *, joins: bool = True) -> Reply:
        """Take an act; `joins` says whether it brings somebody in who is not known.

        What hangs on an earlier message does not: whoever is not known then was erased, and stays so.

        Raises:
            NotForThem: the bot has nothing to do with them.
            NotSaved: nothing was written.
        """

        async def join() -> None:
            if not joins:
                raise NotForThem(self.words.plain("platform.forgotten"))
            await self.join(visitor, f"{event.id}.joined")

        known = await self.find(visitor)
        if known is not None:
            await self.meet(visitor, known, event.id)
        reply = await receive(self.bot, event, join)
        if known is None and not isinstance(event, Left):
            await self.keep(visitor)
        return reply

    async def arrive(self, visitor: Visitor, event_id: str) -> None:
        """Somebody is here and has done nothing that is kept; raises as `receive`."""
        known = await self.find(visitor)
        if not await self.bot.knows(visitor.person):
            await self.join(visitor, f"{event_id}.joined")
        elif known is None:
            await self.keep(visitor)
        else:
            await self.meet(visitor, known, event_id)

    async def find(self, visitor: Visitor) -> Reference | None:
        """Where they were found last, live or not."""
        return await self.bot.references.find(visitor.address)

    async def join(self, visitor: Visitor, event_id: str, *, installed: bool = False) -> None:
        """Bring somebody in. Where they are found is kept first: the answer leaves at once."""
        found = await self.keep(visitor)
        await self.bot.receive(
            Joined(
                id=event_id,
                person=visitor.person,
                at=self.bot.clock(),
                name=found.name or self.words.plain("platform.newcomer"),
                address=visitor.address,
                zone=found.zone,
                locale=found.locale,
                installed=installed,
            )
        )

    async def meet(self, visitor: Visitor, known: Reference, event_id: str) -> None:
        """Somebody whom the bot knows is here: keep where, and tell what is another one now."""
        now = _seen(visitor, known, self.moment(visitor))
        if now == known:
            return
        if (known.zone, known.locale, known.name) != (now.zone, now.locale, now.name):
            zone = now.zone if known.zone != now.zone else ""
            moved = Moved(f"{event_id}.moved", visitor.person, self.bot.clock(), zone, now.locale, now.name)
            try:
                await self.bot.receive(moved)
            except Nobody:
                return  # they were erased, and only the last line to them left a trace
        await self.bot.references.keep(now)

    def moment(self, visitor: Visitor) -> datetime:
        """When they did it, by Teams' clock; now, where Teams does not say."""
        return visitor.at or self.bot.clock()

    async def keep(self, visitor: Visitor) -> Reference:
        """What is known of somebody from now on. It is stored where it says how they are written to."""
        found = _seen(visitor, await self.find(visitor), self.moment(visitor))
        if found.conversation:
            await self.bot.references.keep(found)
        return found


def _seen(visitor: Visitor, known: Reference | None, now: datetime) -> Reference:
    """The newest of everything; what this activity does not say stays as it was."""
    place = visitor.place
    if known is None:
        known = Reference(visitor.address, visitor.tenant, visitor.account, place.bot, place.service_url, "", now)
    found = replace(
        known,
        zone=visitor.zone or known.zone,
        locale=visitor.locale or known.locale,
        name=visitor.name or known.name,
    )
    if place.personal and not place.conversation.startswith(SHARED):  # or a channel would hear what is theirs alone
        found = replace(
            found,
            user=visitor.account,
            bot=place.bot,
            service_url=place.service_url,
            conversation=place.conversation,
            live=True,
        )
    return (
        found
        if found == known
        else replace(found, since=now if found.live is not known.live else max(now, known.since))
    )

"""Who installs the bot and who has it removed. In a team or a chat of many it keeps quiet."""

from contextlib import suppress
from dataclasses import dataclass

from adapters.teams.activity import Activity
from adapters.teams.arrivals import event_id
from adapters.teams.reception import Reception
from adapters.teams.visitors import YES, Answer, Visitor
from bot.errors import Nobody
from bot.events import Left


@dataclass(frozen=True, slots=True)
class Comings:
    """An installation is told twice, as such and as new members of the conversation, each under an id of its own."""

    reception: Reception

    async def installed(self, visitor: Visitor, activity: Activity) -> Answer:
        """The app was added, removed, or brought up to date, for one person or for a team."""
        if not visitor.place.personal:
            return YES
        match activity.action:
            case "add":
                await self._come(visitor, event_id(activity, visitor.person))
            case "remove":
                await self._go(visitor, event_id(activity, visitor.person))
            case _:
                pass
        return YES

    async def members(self, visitor: Visitor, activity: Activity) -> Answer:
        """Somebody was added to a conversation, or left it."""
        if not visitor.place.personal:
            return YES
        if activity.brings_us:
            await self._come(visitor, event_id(activity, visitor.person))
        elif activity.takes_us:
            await self._go(visitor, event_id(activity, visitor.person))
        return YES

    async def _come(self, visitor: Visitor, event: str) -> None:
        """Greet them, once: somebody new under an id that is theirs for ever, for both may come at the same time."""
        bot, known, at = self.reception.bot, await self.reception.find(visitor), self.reception.moment(visitor)
        if known is not None and not known.live and at < known.since:
            return  # told late, and it is over
        if not await bot.knows(visitor.person):
            await self.reception.join(visitor, f"installed.{visitor.person}", installed=True)
        elif known is None or not known.live or not known.conversation:  # others have named them, and that was all
            await self.reception.join(visitor, f"{event}.installed", installed=True)
        else:
            await self.reception.meet(visitor, known, event)
        await bot.references.confirm(visitor.address, at)

    async def _go(self, visitor: Visitor, event: str) -> None:
        """Nothing is sent there any more, and what was planned stops; not when they have come back since."""
        bot, known, at = self.reception.bot, await self.reception.find(visitor), self.reception.moment(visitor)
        if known is not None and at < known.since:
            return
        with suppress(Nobody):  # they were erased before, or never spoke
            await bot.receive(Left(f"{event}.left", visitor.person, bot.clock()))
        await bot.references.end(visitor.address, at)

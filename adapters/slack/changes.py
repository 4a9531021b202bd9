"""What Slack tells without anybody having asked: somebody moved, left, came back, or is out of office."""

from dataclasses import dataclass

from adapters.slack.people import Account, read_account
from adapters.slack.reception import Reception
from adapters.slack.visitors import Json, Visitor
from bot.content.words import Words
from bot.events import Joined, Left, Moved, OutOfOffice


@dataclass(frozen=True, slots=True)
class Changes:
    """Events of the platform's own about people. Of those whom the bot does not know it keeps nothing."""

    reception: Reception
    words: Words

    async def user_changed(self, visitor: Visitor, event_id: str, event: Json) -> None:
        """A profile, an account or a status is another one now; raises Unclear."""
        bot = self.reception.bot
        account = read_account(event.get("user") or {}, visitor.here, self.words, bot.clock())
        if account.kind in ("bot", "stranger"):
            return
        if not await bot.knows(visitor.person):
            self.reception.told.drop(visitor.person)
            return
        before = self.reception.told.get(visitor.person)
        self.reception.told.keep(visitor.person, account)
        await self._tell(visitor, event_id, before, account)
        self.reception.home.acted(visitor)

    async def _tell(self, visitor: Visitor, event_id: str, before: Account | None, now: Account) -> None:
        bot, person, at = self.reception.bot, visitor.person, self.reception.bot.clock()
        if now.kind == "deleted":
            if before is None or before.kind != "deleted":
                await bot.receive(Left(f"{event_id}.left", person, at))
            return
        if before is None or before.kind == "deleted":
            # For whoever is here this is no news; whoever was gone can be written to again, once they write.
            joined = Joined(f"{event_id}.back", person, at, now.name, visitor.address, now.zone, now.locale)
            await bot.receive(joined)
        elif (before.zone, before.locale, before.name) != (now.zone, now.locale, now.name):
            await bot.receive(Moved(f"{event_id}.moved", person, at, now.zone, now.locale, now.name))
        if now.away_until is not None and (before is None or before.away_until != now.away_until):
            await bot.receive(OutOfOffice(f"{event_id}.away", person, at, now.away_until))

"""Takes everybody in: who is new joins first, and whoever is none of the bot's people is turned away."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.bounded import Bounded
from adapters.edge import NotForThem
from adapters.newcomers import Bot, receive
from adapters.slack.home_tab import HomeTab
from adapters.slack.lookups import Lookups
from adapters.slack.people import Account
from adapters.slack.visitors import Visitor
from adapters.tasks import Turns
from bot.content.words import Words
from bot.events import Act, Joined, Moved
from bot.messages import Reply

FEW: Final = 1000
"""Strangers who are remembered, so that they are told only once."""


@dataclass(frozen=True, slots=True)
class Reception:
    """`background` runs what nobody waits for."""

    bot: Bot
    lookups: Lookups
    home: HomeTab
    words: Words
    background: Callable[[Coroutine[Any, Any, None]], None]
    turns: Turns
    told: Bounded[str, Account] = field(default_factory=Bounded)
    """What the bot was last told of each person."""
    _unsure: Bounded[str, bool] = field(default_factory=Bounded)
    _strangers: Bounded[str, bool] = field(default_factory=lambda: Bounded(FEW))

    async def receive(self, visitor: Visitor, event: Act, *, joins: bool = True) -> Reply:
        """Take an act; `joins` says whether it brings somebody in who is not known.

        What hangs on an earlier message does not: whoever is not known then was erased, and stays so.

        Raises:
            NotForThem: the bot has nothing to do with them.
            NotSaved: nothing was written.
        """

        async def join() -> None:
            self.told.drop(visitor.person)
            if not joins:
                raise NotForThem(self.words.plain("platform.forgotten"))
            await self._join(visitor, event.id)

        reply = await receive(self.bot, event, join)
        self.home.acted(visitor)
        if self._unsure.get(visitor.person):
            self._unsure.drop(visitor.person)
            self.background(self._ask_again(visitor, event.id))
        return reply

    async def join(self, visitor: Visitor, event_id: str) -> None:
        """Bring somebody in who has done nothing but come; raises as `receive`."""
        if not await self.bot.knows(visitor.person):
            await self._join(visitor, event_id)

    async def _join(self, visitor: Visitor, event_id: str) -> None:
        if visitor.person in self._strangers:
            raise NotForThem
        account = await self.lookups.account(visitor.here, visitor.user)
        match account:
            case None:
                account = Account("person", visitor.name, "", "")
                self._unsure.keep(visitor.person, True)
            case Account(kind="person"):
                self.told.keep(visitor.person, account)
            case Account(kind="stranger"):
                self._strangers.keep(visitor.person, True)
                raise NotForThem(self.words.plain("slack.outsider"))
            case _:
                raise NotForThem
        await self.bot.receive(
            Joined(
                id=f"{event_id}.joined",
                person=visitor.person,
                at=self.bot.clock(),
                name=account.name or self.words.plain("platform.newcomer"),
                address=visitor.address,
                zone=account.zone,
                locale=account.locale,
            )
        )

    async def _ask_again(self, visitor: Visitor, event_id: str) -> None:
        """Slack did not say who they are when they came."""
        account = await self.lookups.account(visitor.here, visitor.user)
        if account is None:
            self._unsure.keep(visitor.person, True)
        elif account.kind == "person":
            async with self.turns.of(visitor.person):
                self.told.keep(visitor.person, account)
                moved = Moved(
                    f"{event_id}.known", visitor.person, self.bot.clock(), account.zone, account.locale, account.name
                )
                await self.bot.receive(moved)

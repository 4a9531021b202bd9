"""A transport that speaks with the stand-in, and the messages that it is given to send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import aiohttp

from adapters.pace import Rates
from adapters.teams.outward import Outward, reach
from adapters.teams.whom import Channel, address_of, person_of
from bot.messages import Ask, Document, Message, Plain, Text, Typed
from bot.outgoing import Outgoing
from bot.references import Reference, References
from bot.store import open_store
from tests.store.samples import KEY
from tests.teams.standin import TENANT, Connector

SECRET = "Rosebud is what I never told anybody"
"""What somebody typed: it stands in every message here, and may stand in no log and no exception."""
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADA = "ada00000-0000-4000-8000-000000000001"
BEN = "be000000-0000-4000-8000-000000000002"
CHANNEL = "19:general_1-A@thread.tacv2"
OTHER = "0e0e0e0e-0000-4000-8000-00000000beef"
"""Another tenant."""

T = TypeVar("T")


def words(text: str = "Well done.", *more: Document) -> Message:
    """Words of the bot's, and of a person's."""
    return Message((Ask((Text((Plain(text), Typed(SECRET))), *more)),))


def row(
    user: str = ADA, tenant: str = TENANT, key: str = "k1", message: Message | None = None, **more: Any
) -> Outgoing:
    """A message to somebody, in the outbox."""
    given: dict[str, Any] = {
        "key": key,
        "person": person_of(tenant, user),
        "address": address_of(tenant, user),
        "cls": "nudge",
        "day": date(2026, 11, 23),
        "message": message or words(),
        "not_before": NOW,
        "expires_at": NOW + timedelta(hours=2),
        **more,
    }
    return Outgoing(**given)


def post(conversation: str = CHANNEL, key: str = "k1", tenant: str = TENANT, **more: Any) -> Outgoing:
    """A message to a channel, in the outbox; with "…;messageid=…" a reply in a thread there."""
    return row(key=key, tenant=tenant, **{"address": f"teams:{tenant}.{conversation}", **more})


async def at_once(work: Callable[[], T]) -> T:
    """Store calls on this thread."""
    return work()


def in_memory() -> References:
    """Nobody was met yet."""
    store = open_store("sqlite://", (KEY,))
    store.migrate()
    return References(store, at_once)


@dataclass(slots=True)
class Desk:
    """The transport and what it knows of people. `now` is the real time that it sees."""

    teams: Connector
    session: aiohttp.ClientSession
    references: References = field(default_factory=in_memory)
    rates: Rates | None = None
    now: datetime = NOW
    outward: Outward | None = None

    async def sits(self, **settings: Any) -> Outward:
        """Set everything up, with other settings where they are given."""
        await self.leaves()
        self.outward = await reach(
            self.teams.settings(**settings), self.session, self.references, lambda: self.now, self.rates
        )
        return self.outward

    async def leaves(self) -> None:
        """Let go of it."""
        if self.outward is not None:
            await self.outward.close()

    async def send(self, one: Outgoing) -> str:
        """Send a message."""
        outward = self.outward or await self.sits()
        return await outward.transport.send(one)

    async def meets(self, user: str = ADA, tenant: str = TENANT, **more: Any) -> Reference:
        """Somebody has come by, and where they are found is known since."""
        given = {"user": f"29:{user[:3]}", "conversation": self.teams.chat_of(tenant, user), **more}
        return await self._keeps(address_of(tenant, user), tenant, **given)

    async def hears_of(self, channel: str = CHANNEL, **more: Any) -> Reference:
        """Something was said in a channel, and where it is found is known since."""
        return await self._keeps(Channel(TENANT, channel).address, TENANT, user="", conversation=channel, **more)

    async def _keeps(self, address: str, tenant: str, **more: Any) -> Reference:
        given: dict[str, Any] = {
            "bot": f"28:{self.teams.settings().app_id}",
            "service_url": self.teams.service_url,
            "since": NOW - timedelta(days=1),
            **more,
        }
        one = Reference(address=address, tenant=tenant, **given)
        await self.references.keep(one)
        return one

    async def knows(self, user: str = ADA, tenant: str = TENANT) -> Reference | None:
        """Where somebody is found."""
        return await self.references.find(address_of(tenant, user))

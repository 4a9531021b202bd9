"""Asks Slack who somebody is, within a bounded time: whoever waits for an answer does not wait for this."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from adapters.bounded import Bounded
from adapters.slack.calls import Calls, Misspoken
from adapters.slack.handles import Unclear
from adapters.slack.people import Account, read_account
from adapters.slack.workspaces import Workspace
from bot.content.words import Words
from bot.delivery import Doubtful, Later, Refused

PATIENCE: Final = 1.0
"""Seconds that users.info gets: a trigger lives for 3, and what it opens has to be made yet."""
NAMES: Final = 5
"""Mentions in one line that are looked up."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """users.info. `now` is the bot's time, aware UTC."""

    calls: Calls
    words: Words
    now: Callable[[], datetime]
    patience: float = PATIENCE
    _names: Bounded[tuple[str, str], str] = field(default_factory=Bounded, repr=False)

    async def account(self, here: Workspace, user: str) -> Account | None:
        """What Slack says of them; None when it does not say, or not in time."""
        try:
            async with asyncio.timeout(self.patience):
                return await self.told(here, user)
        except (Later, Refused, Doubtful, Misspoken, TimeoutError, Unclear):
            return None

    async def told(self, here: Workspace, user: str) -> Account:
        """The same, in Slack's own time.

        Raises:
            Later, Refused, Doubtful, Misspoken, Unclear: Slack does not say.
        """
        asked = {"user": user, "include_locale": "true"}
        try:
            answer = await self.calls.call(here.place, "users.info", asked, urgent=True)
        except Refused as refused:
            if not refused.gone:
                raise
            # `user_not_visible` is said of people of other companies.
            return Account("stranger", "", "", "")
        account = read_account(answer.get("user") or {}, here, self.words, self.now())
        if account.name:
            self._names.keep((here.place, user), account.name)
        return account

    async def names(self, here: Workspace, users: Iterable[str]) -> Mapping[str, str]:
        """The names of those whom Slack knows, looked up at once."""
        wanted = tuple(users)[:NAMES]
        new = [user for user in wanted if self._names.get((here.place, user)) is None]
        await asyncio.gather(*(self.account(here, user) for user in new))
        return {user: name for user in wanted if (name := self._names.get((here.place, user)))}

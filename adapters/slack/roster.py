"""Who is in a workspace and in its channels, as a form that names them needs to know it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.register import About, NotSaid, Somebody, Why, patiently
from adapters.slack.audience import SHARED
from adapters.slack.calls import Calls, Forbidden, Misspoken
from adapters.slack.handles import Unclear
from adapters.slack.lookups import Lookups
from adapters.slack.people import Account
from adapters.slack.whom import address_of, is_channel, person_of
from adapters.slack.workspaces import Workspace
from bot.content.words import Words
from bot.delivery import Doubtful, Later, Refused

PAGE: Final = 200
PAGES: Final = 20
_USER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Roster:
    """Of one workspace."""

    here: Workspace
    lookups: Lookups
    calls: Calls
    words: Words

    @property
    def place(self) -> str:
        return self.here.place

    def person(self, user: str) -> str:
        return person_of(self.here.place, user) if _USER.fullmatch(user) else ""

    async def who(self, user: str) -> Somebody:
        try:
            account = await patiently(lambda: self.lookups.told(self.here, user), self.words)
        except (Refused, Unclear):
            raise NotSaid(self.words.plain("platform.not_said")) from None
        return self._someone(user, account)

    async def channel(self, channel: str) -> str:
        """One that the bot is in, and nobody else's company."""
        said = (await self._call("conversations.info", channel)).get("channel")
        found: Mapping[str, Any] = said if isinstance(said, dict) else {}
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            raise NotSaid(self.words.plain("slack.shared_channel"))
        if not found.get("is_member") or found.get("is_archived"):
            raise NotSaid(self.words.plain("slack.no_channel"))
        return address_of(self.here.place, channel)

    async def about(self, channel: str) -> About:
        """One that the bot is in."""
        said = (await self._call("conversations.info", channel)).get("channel")
        found: Mapping[str, Any] = said if isinstance(said, dict) else {}
        address, name = address_of(self.here.place, channel), f"#{found.get('name') or channel}"
        if found.get("is_archived"):
            return About(address, "gone", name)
        if not found.get("is_member"):
            raise NotSaid(self.words.plain("slack.no_channel"))
        if any(found.get(one) for one in SHARED):
            return About(address, "shared", name)
        return About(address, "private" if found.get("is_private") is True else "public", name)

    async def members(self, channel: str, most: int) -> Sequence[str]:
        """Without the bot itself, whom nobody has chosen."""
        users: list[str] = []
        cursor = ""
        for _ in range(PAGES):
            answer = await self._call("conversations.members", channel, cursor)
            users += [user for user in answer.get("members") or () if isinstance(user, str)]
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or len(users) > most + 1:
                break
        return tuple(user for user in dict.fromkeys(users) if user != self.here.bot_user)

    async def _call(self, method: str, channel: str, cursor: str = "") -> Mapping[str, Any]:
        if not (_CHANNEL.fullmatch(channel) and is_channel(channel)):
            raise NotSaid(self.words.plain("slack.no_channel"))
        asked: dict[str, Any] = {"channel": channel}
        if method == "conversations.members":
            asked |= {"limit": PAGE, **({"cursor": cursor} if cursor else {})}
        try:
            return await self.calls.call(self.here.place, method, asked, urgent=True)
        except Forbidden:
            raise NotSaid(self.words.plain("slack.no_scope")) from None
        except Later:
            raise NotSaid(self.words.plain("platform.asked_to_wait")) from None
        except Refused:
            raise NotSaid(self.words.plain("slack.no_channel")) from None
        except (Doubtful, Misspoken):
            raise NotSaid(self.words.plain("platform.not_said")) from None

    def _someone(self, user: str, account: Account) -> Somebody:
        why: Why | None = None
        match account:
            case Account(kind="bot" | "stranger" as kind):
                why = kind
            case Account(kind="deleted"):
                why = "gone"
            case Account(guest=True):
                why = "guest"
            case _:
                pass
        place = self.here.place
        return Somebody(
            person_of(place, user), address_of(place, user), account.name, account.zone, account.locale, why
        )

"""Who can read one of Slack's channels right now: asked anew before everything that is for certain people alone."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.bounded import Bounded
from adapters.slack.calls import Calls
from adapters.slack.people import SLACKBOT
from adapters.slack.whom import is_channel, person_of, whom
from bot.audience import Audience
from bot.delivery import CannotTell, Refused

PAGE: Final = 200
PAGES: Final = 5
"""Of members. What is for a few people is not said where a thousand are."""
SHARED: Final = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
"""With another workspace or another company, or about to be."""


@dataclass(frozen=True, slots=True)
class SlackAudiences:
    """Of all workspaces that the bot is in. What nobody ever stops being, a bot, is asked once."""

    calls: Calls
    _bots: Bounded[tuple[str, str], bool] = field(default_factory=Bounded, repr=False)

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:
        """Who can read what is said there. Raises as `bot.audience.Audiences`, and Misspoken."""
        place, channel = whom(address)
        if not is_channel(channel):
            raise Refused("that is no channel")
        said = (await self.calls.call(place, "conversations.info", {"channel": channel})).get("channel")
        found: Mapping[str, Any] = said if isinstance(said, dict) else {}
        if found.get("is_archived") or found.get("is_member") is False:
            raise Refused("the channel is archived, or the bot is not in it any more")
        shared = any(found.get(name) for name in SHARED)
        if shared or found.get("is_private") is not True:
            return Audience(private=found.get("is_private") is True, shared=shared)
        users = await self._members(place, channel)
        named = await asyncio.gather(*(self._named(place, user, known) for user in users))
        return Audience(private=True, people=dict(one for one in named if one is not None))

    async def _members(self, place: str, channel: str) -> list[str]:
        users: list[str] = []
        cursor = ""
        for _ in range(PAGES):
            asked = {"channel": channel, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
            answer = await self.calls.call(place, "conversations.members", asked)
            members = answer.get("members")
            if not isinstance(members, list) or not all(isinstance(user, str) for user in members):
                raise CannotTell("Slack does not name the channel's members")
            users += members
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return users
        raise CannotTell(f"more than {PAGE * PAGES} people are in the channel")

    async def _named(self, place: str, user: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
        """Id and name; None for a bot. Whoever is known is not asked about: their name is not needed."""
        person = person_of(place, user)
        if known(person):
            return person, ""
        if user == SLACKBOT or self._bots.get((place, user)):
            return None
        try:
            said = (await self.calls.call(place, "users.info", {"user": user})).get("user")
        except Refused:  # of another company, and not visible: somebody is there all the same
            return person, ""
        account: Mapping[str, Any] = said if isinstance(said, dict) else {}
        if account.get("is_bot") or account.get("is_workflow_bot"):
            self._bots.keep((place, user), True)
            return None
        profile = account.get("profile")
        profile = profile if isinstance(profile, dict) else {}
        names = (profile.get("display_name"), profile.get("real_name"), account.get("real_name"), account.get("name"))
        return person, next((name for name in names if isinstance(name, str) and name), "")

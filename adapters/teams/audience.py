"""Who can read one of Teams' channels right now: asked anew before everything that is for certain people alone.

Bots are in no roster.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from adapters.teams.calls import Anew, Calls, Elsewhere, Lost
from adapters.teams.kinds import kind_of
from adapters.teams.roster import PAGE, members_in
from adapters.teams.whom import channel_of, person_of
from bot.audience import Audience
from bot.delivery import CannotTell, Refused
from bot.references import Reference, References

PAGES: Final = 5
"""Of members. What is for a few people is not said where a thousand are."""


@dataclass(frozen=True, slots=True)
class TeamsAudiences:
    """Of all tenants that the bot is in."""

    calls: Calls
    references: References

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:  # noqa: ARG002  no bot is in a roster
        """Who can read what is said there. Raises as `bot.audience.Audiences`, and Misspoken."""
        channel = channel_of(address)
        if channel is None:
            raise Refused("that is no channel")
        there = await self.references.find(channel.whole.address)
        if there is None or not there.live:
            raise Refused("the bot is not in the channel any more")
        try:
            kind = await kind_of(self.calls, there)
            if kind == "gone":
                raise Refused("the channel is not in its team any more, or the bot is not in it")
            return await self._people(there) if kind == "private" else Audience(False, kind == "shared")
        except (Lost, Anew) as error:
            raise Refused(f"the channel is not there any more: {error}") from None
        except Elsewhere as error:
            raise CannotTell(str(error)) from None

    async def _people(self, there: Reference) -> Audience:
        path, people, shared = ("conversations", there.conversation, "pagedmembers"), dict[str, str](), False
        token = ""
        for _ in range(PAGES):
            query = {"pageSize": str(PAGE), **({"continuationToken": token} if token else {})}
            said = await self.calls.look(there, path, query)
            listed = said.get("members")
            members = members_in(listed)
            if not isinstance(listed, list) or len(members) != len(listed):
                raise CannotTell("somebody in the channel cannot be told from others")
            for member in members:
                if not member.user:
                    raise CannotTell("somebody in the channel has no id in the directory")
                shared = shared or bool(member.tenant and member.tenant.lower() != there.tenant)
                people[person_of(there.tenant, member.user)] = (member.name or "").strip()
            token = str(said.get("continuationToken") or "")
            if not token:
                return Audience(private=True, shared=shared, people=people)
        raise CannotTell(f"more than {PAGE * PAGES} people are in the channel")

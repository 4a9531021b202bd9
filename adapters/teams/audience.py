"""Who can read one of Teams' channels right now: asked anew before everything that is for certain people alone.

Teams says of what kind a channel is where it lists those of a team, and only a private one has members of its own: in
a standard one everybody reads who is in the team, in a shared one others too. Bots are in no roster.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.teams.calls import NOTHING, Anew, Calls, Elsewhere, Lost
from adapters.teams.roster import PAGE, members_in
from adapters.teams.whom import channel_of, person_of
from bot.audience import Audience
from bot.delivery import CannotTell, Refused
from bot.references import Reference, References

Json = Mapping[str, Any]
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
        kind = await self._kind(there)
        if kind != "private":
            return Audience(private=False, shared=kind == "shared")
        return await self._people(there)

    async def _kind(self, there: Reference) -> str:
        if not there.team:
            raise CannotTell("nothing has been told from the channel since its team is kept")
        listed = (await self._look(there, ("teams", there.team, "conversations"))).get("conversations")
        channels = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        found = next((one for one in channels if one.get("id") == there.conversation), None)
        if found is None:
            raise Refused("the channel is not in its team any more, or the bot is not in it")
        kind = found.get("type")
        if there.conversation == there.team:
            return "standard"  # a team's first channel, of which Teams says least
        if not isinstance(kind, str) or not kind:
            raise CannotTell("Teams does not say whether the channel is private")
        return kind.lower()

    async def _people(self, there: Reference) -> Audience:
        path, people, shared = ("conversations", there.conversation, "pagedmembers"), dict[str, str](), False
        token = ""
        for _ in range(PAGES):
            query = {"pageSize": str(PAGE), **({"continuationToken": token} if token else {})}
            said = await self._look(there, path, query)
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

    async def _look(self, there: Reference, path: Sequence[str], query: Json = NOTHING) -> Json:
        try:
            return await self.calls.look(there, path, query)
        except (Lost, Anew) as error:
            raise Refused(f"the channel is not there any more: {error}") from None
        except Elsewhere as error:
            raise CannotTell(str(error)) from None

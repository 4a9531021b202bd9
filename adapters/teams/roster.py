"""Who is in a tenant and in the channels that the bot is in, as a form that names them needs to know it.

Teams' people picker brings ids and no names, and a bot without rights to the directory can ask about somebody only in a
conversation that they have with it. So one is opened, in which nothing is said, and that nobody sees before there is.
Whoever was seen in a channel's roster is not asked about again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from adapters.bounded import Bounded
from adapters.register import About, NotSaid, Somebody, Why, patiently
from adapters.teams.activity import Side
from adapters.teams.calls import Anew, Calls, Elsewhere, Lost
from adapters.teams.kinds import kind_of
from adapters.teams.people import GUESTS
from adapters.teams.visitors import Visitor
from adapters.teams.whom import address_of, channel_of, person_of
from bot.content.words import Words
from bot.delivery import CannotTell, Refused
from bot.references import Reference, References

PAGE: Final = 200
PAGES: Final = 20
Seen = Bounded[str, "Member"]
"""Members of channels, by the bot's ids of them."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a conversation; the directory's id goes by two names."""

    id: str
    directory: Annotated[Side[str], Field(alias="aadObjectId")] = None
    object: Annotated[Side[str], Field(alias="objectId")] = None
    name: Side[str] = None
    role: Annotated[Side[str], Field(alias="userRole")] = None
    tenant: Annotated[Side[str], Field(alias="tenantId")] = None

    @property
    def user(self) -> str:
        """Their id in the directory, "" for what is no person."""
        return (self.directory or self.object or "").lower()


_MEMBER: Final = TypeAdapter(Member)


@dataclass(frozen=True, slots=True)
class Roster:
    """Of the tenant of whoever sends the form, who is also taken to be in the same zone: Teams says of nobody in which
    they are before they write."""

    visitor: Visitor
    calls: Calls
    references: References
    words: Words
    now: datetime
    seen: Seen = field(default_factory=Bounded)

    @property
    def place(self) -> str:
        return self.visitor.tenant

    def person(self, user: str) -> str:
        try:
            return person_of(self.visitor.tenant, user)
        except ValueError:
            return ""

    async def who(self, user: str) -> Somebody:
        person = self.person(user)
        known = await self.references.find(address_of(self.visitor.tenant, user))
        if known is not None and not known.live:
            return self._someone(person, known.name, "unreachable")
        member = self.seen.get(person)
        try:
            if member is None:
                member = await patiently(lambda: self._asked(user), self.words)
        except Refused:
            return self._someone(person, "", "unreachable")
        except (Anew, Lost, Elsewhere):
            raise NotSaid(self.words.plain("platform.not_said")) from None
        why = self._why(member)
        if why is None and known is None:
            await self.references.keep(replace(self._there(user), user=member.id, name=(member.name or "").strip()))
        return self._someone(person, (member.name or "").strip(), why)

    async def channel(self, channel: str) -> str:
        return (await self._channel(channel)).address

    async def about(self, channel: str) -> About:
        there = await self._channel(channel)
        try:
            kind = await patiently(lambda: kind_of(self.calls, there, urgent=True), self.words)
        except (Refused, Lost):
            raise NotSaid(self.words.plain("teams.no_channel")) from None
        except (Anew, Elsewhere, CannotTell):
            raise NotSaid(self.words.plain("platform.not_said")) from None
        return About(there.address, kind, there.name)

    async def members(self, channel: str, most: int) -> Sequence[str]:
        there = await self._channel(channel)
        users: list[str] = []
        token = ""
        for _ in range(PAGES):
            said = await self._page(there, token)
            for member in members_in(said.get("members")):
                person = self.person(member.user)
                if person:
                    self.seen.keep(person, member)
                    users.append(member.user)
            token = str(said.get("continuationToken") or "")
            if not token or len(users) > most + 1:
                break
        return tuple(dict.fromkeys(users))

    async def _page(self, there: Reference, token: str) -> Mapping[str, Any]:
        path = ("conversations", there.conversation, "pagedmembers")
        query = {"pageSize": str(PAGE), **({"continuationToken": token} if token else {})}
        try:
            return await patiently(lambda: self.calls.look(there, path, query, urgent=True), self.words)
        except (Refused, Lost):
            raise NotSaid(self.words.plain("teams.no_channel")) from None
        except (Anew, Elsewhere):
            raise NotSaid(self.words.plain("platform.not_said")) from None

    async def _channel(self, address: str) -> Reference:
        """One that the bot is in still, of the same tenant."""
        try:
            channel = channel_of(address)
        except ValueError:
            channel = None
        found = await self.references.find(channel.whole.address) if channel is not None else None
        if found is None or not found.live or found.tenant != self.visitor.tenant:
            raise NotSaid(self.words.plain("teams.no_channel"))
        return found

    async def _asked(self, user: str) -> Member:
        there = self._there(user)
        conversation = await self.calls.open(there, user, urgent=True)
        path = ("conversations", conversation, "members", user)
        found = members_in([await self.calls.look(there, path, urgent=True)])
        if not found:
            raise NotSaid(self.words.plain("platform.not_said"))
        return found[0]

    def _there(self, user: str) -> Reference:
        """Where somebody is written to first; the conversation with them is opened when there is something to say."""
        tenant, place = self.visitor.tenant, self.visitor.place
        return Reference(address_of(tenant, user), tenant, "", place.bot, place.service_url, "", self.now)

    def _why(self, member: Member) -> Why | None:
        if (member.role or "").lower() in GUESTS:
            return "guest"
        return "stranger" if member.tenant and member.tenant.lower() != self.visitor.tenant else None

    def _someone(self, person: str, name: str, why: Why | None) -> Somebody:
        user = person.partition(".")[2]
        return Somebody(person, address_of(self.visitor.tenant, user), name, self.visitor.zone, "", why)


def members_in(said: object) -> list[Member]:
    """Those of a roster that make sense."""
    found: list[Member] = []
    for one in said if isinstance(said, list) else ():
        member = _member(one)
        if member is not None:
            found.append(member)
    return found


def _member(said: object) -> Member | None:
    if not isinstance(said, Mapping):
        return None
    try:
        return _MEMBER.validate_python(dict[str, Any](said))
    except ValidationError:
        return None

"""People and channels whom a form names: everybody is known to the bot before what was sent is taken.

Whoever is new joins without hearing of it, and nobody is asked about twice. Whom the bot does not ask anything is left
out, and that stands at the field before anything is done without them. What takes longer than somebody can be kept
waiting goes on by itself, and the form stays open meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from adapters.bounded import Bounded
from adapters.register import WHY, Named, NotSaid, Register, Somebody
from adapters.tasks import Tasks, Turns
from bot.content.words import Words
from bot.events import Act, Joined
from bot.messages import FieldErrors, Reply

REMEMBERED: Final = 300.0
AT_ONCE: Final = 8
"""People who are asked about at the same time."""
SHOWN: Final = 8
"""Names in a sentence; more of them are counted."""
SPARE: Final = 30
"""Members of a channel that are asked for beyond those who fit: apps are members too."""

T = TypeVar("T")


class Bot(Protocol):
    """What the meeting needs of the bot."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The bot's time, aware UTC."""

    async def receive(self, event: Act) -> Reply:
        """Take what a person did."""

    async def known(self, people: Collection[str]) -> frozenset[str]:
        """Those of them who have joined and are still there."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of one field."""

    value: str
    left: tuple[Somebody, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """`patience` is in seconds: so long somebody waits before they are asked to press once more. What a platform said
    is believed for so many seconds as are `remembered`."""

    bot: Bot
    words: Words
    tasks: Tasks
    turns: Turns
    patience: float
    remembered: float = REMEMBERED
    _under_way: dict[tuple[str, str], asyncio.Task[Any]] = field(default_factory=dict, repr=False)
    _left: Bounded[tuple[str, str], tuple[float, Somebody]] = field(default_factory=Bounded, repr=False)
    _members: Bounded[tuple[str, str], tuple[float, Sequence[str]]] = field(
        default_factory=lambda: Bounded(100), repr=False
    )
    _told: Bounded[tuple[str, str], frozenset[str]] = field(default_factory=Bounded, repr=False)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)

    async def settled(
        self, register: Register, named: Sequence[Named], fields: Mapping[str, str], form: str
    ) -> dict[str, str] | FieldErrors:
        """The fields as the bot reads them, with everybody in them known, or what has to be said first.

        `form` is the same whenever the same form is sent.
        """
        if not named:
            return dict(fields)
        task = self.tasks.start(self._all(register, named))
        await asyncio.wait({task}, timeout=self.patience)
        if not task.done():
            self.tasks.background(_to_its_end(task))
            return FieldErrors(((named[0].field, self.words.plain("platform.one_moment")),))
        found = task.result()
        wrong = [
            (one.field, said) for one, what in zip(named, found, strict=True) if (said := self._said(form, one, what))
        ]
        if wrong:
            return FieldErrors(tuple(wrong))
        return {**fields, **{one.field: what.value for one, what in zip(named, found, strict=True)}}

    def _said(self, form: str, named: Named, found: _Found) -> str:
        """What stands at the field before it is taken; who is left out is said once, unless nobody remains."""
        if found.wrong or not found.left:
            return found.wrong
        who = self._listed(found.left)
        if not found.value:
            return self.words.plain("platform.nobody_left", who=who)
        key, left = (form, named.field), frozenset(one.person for one in found.left)
        if self._told.get(key) == left:
            return ""
        self._told.keep(key, left)
        return self.words.plain("platform.left_out", who=who)

    def _listed(self, left: Sequence[Somebody]) -> str:
        somebody = self.words.plain("platform.somebody")
        said = [f"{one.name or somebody} ({self.words.plain(WHY[one.why])})" for one in left[:SHOWN] if one.why]
        more = len(left) - SHOWN
        return ", ".join([*said, self.words.plain("platform.and_more", count=more)] if more > 0 else said)

    async def _all(self, register: Register, named: Sequence[Named]) -> list[_Found]:
        return [await self._one(register, one) for one in named]

    async def _one(self, register: Register, named: Named) -> _Found:
        try:
            if named.kind == "channel":
                return _Found(await register.channel(named.ids[0]))
            if named.kind == "looked":
                return await self._looked(register, named)
            users: Sequence[str] = tuple(dict.fromkeys(named.ids))
            if named.kind == "members":
                users = await self._in_channel(register, named)
            elif len(users) > named.most:
                return _Found("", wrong=self.words.plain("platform.too_many", most=named.most, count=len(users)))
            return await self._people(register, named, users)
        except NotSaid as error:
            return _Found("", wrong=error.sentence)

    async def _looked(self, register: Register, named: Named) -> _Found:
        """What a channel is, and who is in it; nobody is met in one that is open to others. Whoever is in it and cannot
        be asked anything is named: they read there too."""
        about = await register.about(named.ids[0])
        lines = [about.address, about.kind, about.name]
        if about.kind != "private":
            return _Found("\n".join([*lines, "", ""]))
        found = await self._people(register, named, await self._in_channel(register, named))
        if found.wrong:
            return found
        others = tuple(one for one in found.left if one.why not in ("bot", "gone"))
        return _Found("\n".join([*lines, found.value, self._listed(others)]))

    async def _in_channel(self, register: Register, named: Named) -> Sequence[str]:
        channel, enough = named.ids[0], named.most + SPARE
        key = (register.place, channel)
        users = self._fresh(self._members.get(key))
        if users is None:
            users = await self._shared(key, lambda: register.members(channel, enough))
            self._members.keep(key, (self._now(), users))
        if len(users) > enough:
            raise NotSaid(self.words.plain("platform.large_channel", most=named.most))
        return users

    async def _people(self, register: Register, named: Named, users: Sequence[str]) -> _Found:
        people = {user: register.person(user) for user in users}
        if not all(people.values()):
            raise NotSaid(self.words.plain("platform.nobody_there"))
        known = await self.bot.known(people.values())
        new = [user for user in users if people[user] not in known]
        told = await asyncio.gather(*(self._who(register, user) for user in new), return_exceptions=True)
        for one in told:
            if isinstance(one, BaseException):
                raise one
        met = dict(zip(new, told, strict=True))
        left = tuple(one for one in met.values() if isinstance(one, Somebody) and one.why)
        without = {one.person for one in left}
        kept = [person for person in people.values() if person not in without]
        if len(kept) > named.most:
            raise NotSaid(self.words.plain("platform.large_channel", most=named.most))
        return _Found(" ".join(kept), left)

    async def _who(self, register: Register, user: str) -> Somebody:
        """Somebody whom the bot does not know; afterwards it does, unless they are left out."""
        key = (register.place, user)
        known = self._fresh(self._left.get(key))
        return known if known is not None else await self._shared(key, lambda: self._meet(register, user))

    async def _meet(self, register: Register, user: str) -> Somebody:
        async with self._places:
            found = await register.who(user)
        if found.why:
            self._left.keep((register.place, user), (self._now(), found))
            return found
        async with self.turns.of(found.person):
            now = self.bot.clock()
            name = found.name or self.words.plain("platform.newcomer")
            event = f"met/{found.person}/{now:%Y-%m-%d}"
            await self.bot.receive(Joined(event, found.person, now, name, found.address, found.zone, found.locale))
        return found

    def _fresh(self, known: tuple[float, T] | None) -> T | None:
        return known[1] if known is not None and self._now() - known[0] < self.remembered else None

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _shared(self, key: tuple[str, str], work: Callable[[], Awaitable[T]]) -> T:
        """Done once for all who ask at the same time, and to its end, whoever waits."""
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = self.tasks.start(_done(work))
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        result: T = await asyncio.shield(task)
        return result


async def _done(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


async def _to_its_end(task: "asyncio.Task[Any]") -> None:
    await task

"""Who can be talked as in the playground, and the channels that they read: a leader with her coach, an accountability
partner and her team of six; somebody who leads three people."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from adapters.browser.ports import Bot
from adapters.browser.transport import address_of
from bot.events import Joined


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of the playground. `group` is under which the page shows them, "" for those that it shows first."""

    id: str
    name: str
    role: str
    invited_by: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, which one may look into. Nobody writes there but the bot. Without `members` it is open to everybody;
    one that is `shared` has readers elsewhere, and of one that is `archived` nothing is new."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    shared: bool = False
    archived: bool = False

    @property
    def address(self) -> str:
        """Where it is written to."""
        return address_of(self.id)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who is there, and every channel, in the order in which the page shows them."""

    people: tuple[Somebody, ...]
    channels: tuple[Channel, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the people."""
        return tuple(one.id for one in self.people)

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of all whose messages can be looked at."""
        return (*self.ids, *(one.id for one in self.channels))


def _team(group: str, *names: str) -> tuple[Somebody, ...]:
    return tuple(Somebody(name.lower(), name, "", group=group) for name in names)


_SIX: Final = _team("Ana’s team", "Ida", "Jon", "Kim", "Mia", "Noa", "Raj")
_THREE: Final = _team("Eva’s team", "Pia", "Sam", "Tom")

CAST: Final = Cast(
    (
        Somebody("ana", "Ana", "leader", invited_by="nora"),
        Somebody("nora", "Nora", "coach"),
        Somebody("omar", "Omar", "accountability partner"),
        *_SIX,
        Somebody("eva", "Eva", "leader of three", group="Eva’s team"),
        *_THREE,
    ),
    (
        Channel("channel-team", "#team", ("ana", *(one.id for one in _SIX))),
        Channel("channel-eva", "#eva", ("eva", *(one.id for one in _THREE))),
        Channel("channel-coaching", "#coaching", ("nora", "omar")),
    ),
)
"""The teams are people who can be named, and no rosters yet: a leader names them and tells them, as everywhere."""


async def join(
    bot: Bot, clock: Callable[[], datetime], people: Sequence[Somebody], silent: Collection[str], zone: str
) -> None:
    """Everybody who has said nothing yet joins, an inviter before the invited; for whoever is known it is no news.

    So it is at the first start, when a page first says in which zone it is, and after somebody was erased.
    """
    for person in sorted(people, key=lambda person: person.invited_by):
        if person.id in silent:
            await bot.receive(
                Joined(
                    id=uuid4().hex,
                    person=person.id,
                    at=clock(),
                    name=person.name,
                    address=address_of(person.id),
                    zone=zone,
                    invited_by=person.invited_by,
                )
            )

"""Who can be talked as in the playground: a leader, the coach who invited her, an accountability partner."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import uuid4

from adapters.browser.ports import Bot
from adapters.browser.transport import address_of
from bot.events import Joined

PersonId = Literal["ana", "nora", "omar"]


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of the playground."""

    id: PersonId
    name: str
    role: str
    invited_by: str = ""


PEOPLE: Final = (
    Somebody("ana", "Ana", "leader", invited_by="nora"),
    Somebody("nora", "Nora", "coach"),
    Somebody("omar", "Omar", "accountability partner"),
)
"""In the order in which the page shows them."""
IDS: Final[tuple[str, ...]] = tuple(person.id for person in PEOPLE)


async def join(bot: Bot, clock: Callable[[], datetime], silent: Collection[str], zone: str) -> None:
    """Everybody who has said nothing yet joins, an inviter before the invited; for whoever is known it is no news.

    So it is at the first start, when a page first says in which zone it is, and after somebody was erased.
    """
    for person in sorted(PEOPLE, key=lambda person: person.invited_by):
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

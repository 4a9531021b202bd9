"""Who can read a channel right now, and whether words that are for certain people alone may go there."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.events import Held, Newcomers
from bot.flow import opaque


@dataclass(frozen=True, slots=True)
class Audience:
    """Of a channel, as its platform says at this moment; `shared` is one with others than the workspace or team that it
    is in. `people` are the names of everybody in it by the bot's ids, bots aside; of a channel that is not private, or
    is shared, they need not be known."""

    private: bool
    shared: bool = False
    people: Mapping[str, str] = field(default_factory=dict)


class Audiences(Protocol):
    """What a platform knows of who is in its channels."""

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:
        """Who can read what is said there. Whoever is not `known` is looked at more closely: they may be a bot.

        Raises:
            Later, Doubtful: not now.
            Refused: it is archived or not there, or the bot is not in it.
            CannotTell: the platform does not say.
        """
        ...


def sealed(people: Collection[str]) -> tuple[str, ...]:
    """People as a message names those whom it is for: it may be kept for longer than they are."""
    return tuple(sorted(opaque(person) for person in people))


def objection(found: Audience, only: Collection[str]) -> tuple[Held, Newcomers] | None:
    """What keeps words from leaving that are only for these people, who are `sealed`; None when nothing does."""
    if found.shared:
        return "shared", ()
    if not found.private:
        return "public", ()
    come = tuple(sorted((person, name) for person, name in found.people.items() if opaque(person) not in only))
    return ("newcomer", come) if come else None

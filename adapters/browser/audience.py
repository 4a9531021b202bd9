"""Who can read one of the playground's channels: whoever is in it, or everybody where nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.browser.people import Cast
from bot.audience import Audience
from bot.delivery import Refused


@dataclass(frozen=True, slots=True)
class PlaygroundAudiences:
    """`cast` says who is there now."""

    cast: Callable[[], Cast]

    async def audience(self, address: str, known: Callable[[str], bool]) -> Audience:  # noqa: ARG002  the bot is in none
        """Who can read what is said there.

        Raises:
            Refused: there is no such channel, or it is archived.
        """
        cast = self.cast()
        there = next((one for one in cast.channels if one.address == address), None)
        if there is None or there.archived:
            raise Refused("there is no such channel in the playground any more")
        names = {one.id: one.name for one in cast.people}
        people = {person: names.get(person, person) for person in there.members}
        return Audience(private=bool(there.members), shared=there.shared, people=people)

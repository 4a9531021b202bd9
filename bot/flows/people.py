"""What several flows ask about other people: how somebody is called, and which coach there is."""

from bot.facts import Facts
from bot.messages import Typed


def called(facts: Facts, person_id: str) -> Typed:
    """How a person is called: the name that the platform has, or the id when they are not known (any more)."""
    known = next((one for one in facts.people if one.id == person_id), None)
    return Typed(known.name if known is not None and known.name else person_id)

"""A scene to run a step's functions in: Ana, Monday 23 November 2026, 09:00 in Berlin."""

from datetime import UTC, datetime

from bot.content.loader import load_words
from bot.facts import Facts, Person
from bot.flow import Scene, State

WORDS = load_words()
ANA = Person("ana", "Ana", zone="Europe/Berlin", state="active", homes=("stage:ana",))
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def scene_of(state: State, now: datetime = NINE, facts: Facts | None = None) -> Scene:
    """The scene of one conversation."""
    return Scene(facts or Facts(ANA, WORDS), state, now)

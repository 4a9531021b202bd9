"""What a leader has marked so far: six mirrors in their order, each with a mark and, where known, a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from bot.effects import Json
from bot.flow import Scene


@dataclass(frozen=True, slots=True)
class Mirror:
    """The keys of one: the question, and what it is called once it is answered."""

    asks: str
    name: str


MIRRORS: Final = (
    Mirror("mirror.told", "mirror.told_name"),
    Mirror("mirror.bad_news", "mirror.bad_news_name"),
    Mirror("mirror.idea", "mirror.idea_name"),
    Mirror("mirror.thanked", "mirror.thanked_name"),
    Mirror("mirror.asked", "mirror.asked_name"),
    Mirror("mirror.provided", "mirror.provided_name"),
)
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {"yes": "mirror.yes", "partly": "mirror.partly", "not_yet": "mirror.not_yet"}
)
"""What each mark is called."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One answered mirror; `last` is None where they could not recall it."""

    mark: str
    last: date | None


def marks(scene: Scene) -> tuple[Mark, ...]:
    """Those that are answered, in the order of the mirrors."""
    kept = scene.state.answers.get("marks")
    found = [one for one in kept if isinstance(one, list) and len(one) == 2] if isinstance(kept, list) else []
    return tuple(Mark(str(mark), date.fromisoformat(str(last)) if last else None) for mark, last in found)


def with_one_more(scene: Scene, last: date | None) -> list[Json]:
    """The same with the mark that was given just now."""
    known: list[Json] = [[one.mark, one.last.isoformat() if one.last else ""] for one in marks(scene)]
    return [*known, [scene.answer("mark"), last.isoformat() if last else ""]]


FORGOTTEN: Final[Mapping[str, Json]] = MappingProxyType({"marks": [], "mark": "", "offered": False, "pressed": ""})
"""Once a look is over nothing of it is kept but the message in which it stood; the next one has the same buttons."""

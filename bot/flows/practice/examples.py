"""Examples to tap: a few themes, narrow wishes, moments and acts. Shown as examples; none is recommended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.flow import Scene
from bot.messages import Choice

FIRST: Final = ("listening", "meetings", "hard_news", "appreciation", "delegation")
"""Themes shown at once; the rest behind "More"."""
ACTS: Final = 4
MOMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """Where in the content the words of one theme stand."""

    label: str
    wishes: str
    moments: str
    acts: str
    meeting: str = "practice.any_meeting_means"


THEMES: Final[Mapping[str, Theme]] = {
    "listening": Theme(
        "themes.listening",
        "themes.listening_wishes",
        "themes.listening_situations",
        "themes.listening_acts",
        meeting="practice.any_meeting_means_talk",
    ),
    "meetings": Theme(
        "themes.meetings", "themes.meetings_wishes", "themes.meetings_situations", "themes.meetings_acts"
    ),
    "hard_news": Theme(
        "themes.hard_news", "themes.hard_news_wishes", "themes.hard_news_situations", "themes.hard_news_acts"
    ),
    "appreciation": Theme(
        "themes.appreciation",
        "themes.appreciation_wishes",
        "themes.appreciation_situations",
        "themes.appreciation_acts",
    ),
    "feedback": Theme(
        "themes.feedback", "themes.feedback_wishes", "themes.feedback_situations", "themes.feedback_acts"
    ),
    "delegation": Theme(
        "themes.delegation", "themes.delegation_wishes", "themes.delegation_situations", "themes.delegation_acts"
    ),
    "presence": Theme(
        "themes.presence", "themes.presence_wishes", "themes.presence_situations", "themes.presence_acts"
    ),
    "decisions": Theme(
        "themes.decisions", "themes.decisions_wishes", "themes.decisions_situations", "themes.decisions_acts"
    ),
    "conflict": Theme(
        "themes.conflict", "themes.conflict_wishes", "themes.conflict_situations", "themes.conflict_acts"
    ),
    "requests": Theme(
        "themes.requests", "themes.requests_wishes", "themes.requests_situations", "themes.requests_acts"
    ),
    "available": Theme(
        "themes.available", "themes.available_wishes", "themes.available_situations", "themes.available_acts"
    ),
    "growing": Theme("themes.growing", "themes.growing_wishes", "themes.growing_situations", "themes.growing_acts"),
}
"""Every theme that `specificity.theme_of` knows."""

ANY: Final = Theme("", "practice.any_wishes", "practice.any_moments", "practice.any_acts")
"""What stands in for a theme when a wish shows none."""


def theme(name: str) -> Theme:
    """The theme of that name, or what stands in for none."""
    return THEMES.get(name, ANY)


def wishes(scene: Scene, name: str) -> tuple[str, ...]:
    """Narrow wishes of a theme."""
    return scene.facts.words.list(theme(name).wishes)


def meeting(scene: Scene, name: str) -> str:
    """What "any meeting" stands for as the moment of a practice of this theme."""
    return scene.label(theme(name).meeting)


def moments(scene: Scene, name: str, *, fresh: bool = False) -> tuple[str, ...]:
    """Moments of a theme that are not "any meeting"; fresh ones when the question is asked once more."""
    if fresh:
        return scene.facts.words.list("practice.fresh_moments")
    own = scene.facts.words.list(theme(name).moments)
    return tuple(one for one in own if one != meeting(scene, name))[:MOMENTS]


def acts(scene: Scene, name: str, *, fresh: bool = False) -> tuple[str, ...]:
    """Acts of a theme; fresh ones when the question is asked once more."""
    if fresh:
        return scene.facts.words.list("practice.fresh_acts")
    return scene.facts.words.list(theme(name).acts)[:ACTS]


def buttons(texts: tuple[str, ...]) -> tuple[Choice, ...]:
    """One button for each, its key the place in the list."""
    return tuple(Choice(str(place), upper(text)) for place, text in enumerate(texts))


def upper(text: str) -> str:
    """With a capital, as on a button."""
    return text[:1].upper() + text[1:]

"""From nothing to open: how much a coach may see, what it is called, and what holds between two now."""

from dataclasses import replace
from typing import Final, Literal

from bot.effects import Deed, Save, Start
from bot.facts import Consent
from bot.flow import Scene
from bot.flows.people import called
from bot.messages import Parts

Scope = Literal["nothing", "status", "together", "open"]

SCOPES: Final[tuple[Scope, ...]] = ("nothing", "status", "together", "open")
"""From the least to the most."""
OFFERED: Final[tuple[Scope, ...]] = ("status", "together", "open", "nothing")
"""As they are shown; none is chosen beforehand."""

LABELS: Final[dict[Scope, str]] = {
    "status": "consent.status",
    "together": "consent.together",
    "open": "consent.open",
    "nothing": "consent.nothing",
}
MEANINGS: Final[dict[Scope, str]] = {
    "status": "consent.status_means",
    "together": "consent.together_means",
    "open": "consent.open_means",
    "nothing": "consent.nothing_means",
}
WORDS: Final[dict[Scope, str]] = {
    "status": "consent.status_words",
    "together": "consent.together_words",
    "open": "consent.open_words",
    "nothing": "consent.nothing_words",
}


def current(scene: Scene, audience: str) -> Consent | None:
    """What this person lets somebody see now; None while nothing was chosen."""
    mine = (one for one in scene.facts.consents if one.owner == scene.person.id and one.audience == audience)
    return next((one for one in mine if one.until_at is None), None)


def withdrawn(scene: Scene, coach: str) -> tuple[Deed, ...]:
    """What was let that coach see ends now."""
    held = current(scene, coach)
    posted = Start("digest", owner=coach, answers={"news": "withdrawn"})
    return () if held is None else (Save(replace(held, until_at=scene.now)), posted)


def read_before(scene: Scene, coach: str) -> Parts:
    """What becomes of what that coach was shown before; nothing where nothing was."""
    held = current(scene, coach)
    if held is None or held.scope == "nothing":
        return ()
    return (scene.say("consent.read_before", "small", coach=called(scene.facts, coach)),)

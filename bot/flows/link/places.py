"""The places in which one person is known: what each is called, and where they are asked."""

from typing import Final

from bot.facts import Facts, Person
from bot.flow import Scene
from bot.messages import Typed
from bot.rules.shortened import one_line

NAMES: Final = {"slack": "link.on_slack", "teams": "link.on_teams"}
"""How a platform is called, by the first word of its addresses."""


def platform_of(person: Person) -> str:
    """The first word of somebody's address."""
    return person.homes[0].partition(":")[0] if person.homes else ""


def where(scene: Scene, platform: str) -> str:
    """ "on Slack", or, seen from there, "in another workspace": to stand within a sentence."""
    if platform == platform_of(scene.person):
        return scene.label("link.same_platform")
    return scene.label(NAMES.get(platform, "link.somewhere"))


def there(scene: Scene) -> str:
    """The same of the place that is linked with this one."""
    linked = scene.facts.linked
    return where(scene, platform_of(linked.person)) if linked else scene.label("link.somewhere")


def called(scene: Scene, name: str) -> Typed:
    """Somebody's name there."""
    return Typed(one_line(name) or scene.label("link.somebody"))


def is_asked(person: Person) -> bool:
    """Whether the questions come to them in this place."""
    return person.state in ("active", "paused")


def is_open(person: Person) -> bool:
    """Whether something may be asked of them in this place, if only how to begin."""
    return person.state in ("new", "active", "paused")


def is_reached(person: Person) -> bool:
    """Whether anything comes to them in this place."""
    return person.state not in ("stopped", "gone")


def comes_elsewhere(facts: Facts) -> bool:
    """Whether nothing is asked here because it is, or was, asked in another place."""
    if facts.person.state == "quiet":
        return True
    return facts.linked is not None and is_asked(facts.linked.person) and not is_asked(facts.person)

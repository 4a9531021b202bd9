"""What a leader was told with a name: the item of a conversation, its author, and what goes back to them."""

from typing import Final

from bot.effects import FollowUp, Tell
from bot.facts import Capture, Facts, Item, Person
from bot.flow import Scene
from bot.flows.items import mine, waits
from bot.flows.teams import ASKED_NO_MORE
from bot.messages import Parts, Quote, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

NUDGED_AFTER: Final = 2
NUDGED_AGAIN: Final = (3,)
"""Working days until the first nudge, and from that to the second: two and five after it was told."""


def present(scene: Scene) -> Item | None:
    """The item, as long as it was told to this very person and is kept."""
    return next((one for one in mine(scene.facts) if one.id == scene.state.subject), None)


def waiting(facts: Facts) -> tuple[Item, ...]:
    """What of it waits: for thanks, for an answer, or for its author to hear that it is done."""
    return tuple(one for one in mine(facts) if waits(one) or (one.state == "done" and reads(facts, one)))


def author(facts: Facts, one: Item) -> Person | None:
    """Who told it; None when they are not known any more."""
    return next((person for person in facts.people if person.id == one.author), None)


def called(facts: Facts, one: Item) -> Typed:
    """How they are called."""
    found = author(facts, one)
    return Typed(found.name if found is not None and found.name else facts.words.plain("item.somebody"))


def reads(facts: Facts, one: Item) -> bool:
    """Whether anything reaches the author."""
    found = author(facts, one)
    return found is not None and found.state not in ASKED_NO_MORE


def promise(facts: Facts, item_id: str) -> Capture | None:
    """What was promised about an item, the newest."""
    promised = [one for one in facts.captures if one.loop == item_id and one.kind == "promise"]
    return promised[-1] if promised else None


def sends(scene: Scene, one: Item, words: str) -> Tell:
    """These words for the author, in this leader's name, beside a few of their own that say what it is about."""
    said = scene.say("item.from_leader", name=Typed(scene.person.name), what=Typed(one_line(one.text)))
    parts: Parts = (said, Quote(words, scene.person.name))
    return Tell(one.author, parts)


def nudge(scene: Scene) -> FollowUp:
    """Asked once more, and then it rests on the home page."""
    on = calendar.next_workday(scene.person, scene.today, NUDGED_AFTER)
    return FollowUp("waits", on, "answered, or asked again; then it stands on the home page", again=NUDGED_AGAIN)

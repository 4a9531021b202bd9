"""Where a coach reads about each leader: in the channel, as far as they said yes to everybody in it, or alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.coaching import Page
from bot.effects import Json, Start
from bot.facts import Facts
from bot.flow import hashed
from bot.flows import coaches
from bot.messages import Typed
from bot.rules.shortened import one_line

CLOSED: Final = ("public", "shared", "gone")
"""Why nothing goes to a channel any more, until the coach chooses one again."""
LONGEST: Final = 600
"""Characters of names in a sentence."""


@dataclass(frozen=True, slots=True)
class Places:
    """`channel` are the leaders whose lines go to `address` while nobody is there but `only`; `direct` are those whom
    the coach reads about in a direct message."""

    address: str = ""
    only: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()


def places(facts: Facts) -> Places:
    """Of the leaders of this coach, in the order in which `coaches.leaders` has them."""
    theirs = tuple(one.leader for one in coaches.leaders(facts))
    page = facts.page
    if page is None or not page.channel or page.held in CLOSED:
        return Places(direct=theirs)
    there = tuple(one for one in open_to(facts) if one in page.leaders)
    return Places(page.channel, page.agreed, there, tuple(one for one in theirs if one not in there))


def open_to(facts: Facts) -> tuple[str, ...]:
    """The leaders of this coach whose lines can go to a channel: between the two there is nothing but coaching."""
    me = facts.person.id
    return tuple(one.leader for one in coaches.leaders(facts) if not coaches.tied(facts, me, one.leader))


def mark(page: Page) -> str:
    """Stands for a channel and exactly these people: a yes to others counts for nothing."""
    return hashed("page", page.channel, *page.agreed)


def named(facts: Facts, people: Iterable[str]) -> Typed:
    """Their names in one line and in their order; of whoever the bot has never met there is none."""
    known = {one.id: one.name for one in facts.people} | {facts.person.id: facts.person.name}
    names = [known.get(one) or facts.words.plain("page.somebody") for one in people]
    return Typed(one_line(", ".join(sorted(names, key=str.casefold)), LONGEST))


def readers(facts: Facts, page: Page) -> str:
    """The names of everybody in it but the coach, "" where there is nobody."""
    return named(facts, (one for one in page.agreed if one != page.coach)).text


def asking(facts: Facts, page: Page, leaders: Iterable[str]) -> tuple[Start, ...]:
    """Each of these leaders gets to know who is there, and says yes or no."""
    people: list[Json] = list(page.agreed)
    told: dict[str, Json] = {
        "news": "asked",
        "channel": page.name,
        "readers": readers(facts, page),
        "people": people,
        "list": mark(page),
        "who": "",
    }
    return tuple(Start("page", page.coach, owner=one, answers=dict(told)) for one in leaders)


def joined(facts: Facts, leader: str) -> tuple[Start, ...]:
    """Somebody works with this coach from now on: where there is a channel, they are asked too."""
    page = facts.page
    if page is None or not page.channel or page.held in CLOSED or leader in page.leaders:
        return ()
    return asking(facts, page, (leader,)) if leader in open_to(facts) else ()


def without(page: Page, leader: str) -> Page:
    """The same, and the coach reads about that leader alone."""
    return replace(page, leaders=tuple(one for one in page.leaders if one != leader))

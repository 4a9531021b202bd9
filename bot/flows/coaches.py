"""What several flows ask of coaches: who they are to somebody, whom somebody coaches, and what was agreed."""

from bot.coaching import Engagement, Shown
from bot.effects import Start, Tell
from bot.facts import Consent, Facts
from bot.flows import teams
from bot.messages import Typed

TOGETHER = "accepted"
"""The state of two who work together."""
RUNNING = ("invited", TOGETHER)
"""Those in which there is something between two."""


def mine(facts: Facts) -> tuple[Engagement, ...]:
    """The coaches of this person, by name."""
    names = _names(facts)
    theirs = (one for one in facts.engagements if one.leader == facts.person.id and one.state == TOGETHER)
    return tuple(sorted(theirs, key=lambda one: (names.get(one.coach, ""), one.coach)))


def leaders(facts: Facts) -> tuple[Engagement, ...]:
    """Those whom this person coaches, by name."""
    names = _names(facts)
    theirs = (one for one in facts.engagements if one.coach == facts.person.id and one.state == TOGETHER)
    return tuple(sorted(theirs, key=lambda one: (names.get(one.leader, ""), one.leader)))


def audiences(facts: Facts) -> tuple[str, ...]:
    """Ids of whom this person can share with: their coaches, and whoever brought them here, unless that has ended."""
    found = dict.fromkeys(one.coach for one in mine(facts))
    first = facts.person.coach
    if first and (first in found or between(facts, first, facts.person.id) is None):
        found = {first: None, **found}
    return tuple(found)


def inviter(facts: Facts) -> str:
    """The id of the coach on whose word this person is written to; "" where there is none."""
    asked = (one.coach for one in facts.engagements if one.leader == facts.person.id and one.state == "invited")
    return next(iter((*audiences(facts), *asked)), "")


def tied(facts: Facts, coach: str, leader: str) -> bool:
    """Whether there is more between this person and the other of the two: one leads the other, or the leader coaches
    their coach as well. What is shown between them stands in no channel then."""
    other = leader if coach == facts.person.id else coach
    led = any(one.leader == other for one in teams.joined(facts))
    return both_ways(facts, coach, leader) or led or any(one.person == other for one in teams.members(facts))


def both_ways(facts: Facts, coach: str, leader: str) -> bool:
    """Whether the leader coaches their coach as well, or has asked to."""
    back = between(facts, leader, coach)
    return back is not None and back.state in RUNNING


def between(facts: Facts, coach: str, leader: str) -> Engagement | None:
    """What there is between these two, whatever became of it."""
    return next((one for one in facts.engagements if (one.coach, one.leader) == (coach, leader)), None)


def coaches(facts: Facts, leader: str) -> bool:
    """Whether this person is that leader's coach now."""
    found = between(facts, facts.person.id, leader)
    return found is not None and found.state == TOGETHER


def is_coached_by(facts: Facts, coach: str) -> bool:
    """Whether that coach is one of this person's now."""
    found = between(facts, coach, facts.person.id)
    return found is not None and found.state == TOGETHER


def granted_by(facts: Facts, leader: str) -> Consent | None:
    """What that leader lets this person see now; None while nothing was chosen."""
    return next((one for one in facts.granted if one.owner == leader), None)


def line_of(facts: Facts, leader: str, coach: str) -> Shown | None:
    """The last line between these two that this person may read."""
    return next((one for one in facts.shown if (one.leader, one.coach) == (leader, coach)), None)


def over(facts: Facts) -> tuple[Start, ...]:
    """For a coach who is asked nothing here any more: nobody shows them anything, either."""
    theirs = any(one.coach == facts.person.id and one.state in RUNNING for one in facts.engagements)
    return (Start("engage", answers={"news": "over"}),) if theirs else ()


def erased(facts: Facts) -> tuple[Tell | Start, ...]:
    """For somebody who is erased: what was between them goes with them, so that there is nothing left to end, but what
    stands of them where a coach has posted it."""
    name = Typed(facts.person.name)
    told: list[Tell | Start] = [Tell(one.leader, (facts.words("invited.ended", name=name),)) for one in leaders(facts)]
    told += [Tell(one.coach, (facts.words("engage.they_ended", name=name),)) for one in mine(facts)]
    told += [Start("digest", owner=one.coach, answers={"news": "withdrawn"}) for one in mine(facts)]
    return tuple(told)


def _names(facts: Facts) -> dict[str, str]:
    return {one.id: one.name.casefold() for one in facts.people}

"""A coach or a leader goes: the other side hears of it, once."""

from bot.effects import Start, Tell
from bot.facts import Facts
from bot.flows import coaches
from bot.messages import Typed


def over(facts: Facts) -> tuple[Start, ...]:
    """For a coach who is asked nothing here any more: nobody shows them anything, either."""
    mine = any(one.coach == facts.person.id and one.state in coaches.RUNNING for one in facts.engagements)
    return (Start("engage", answers={"news": "over"}),) if mine else ()


def erased(facts: Facts) -> tuple[Tell, ...]:
    """For somebody who is erased: what was between them goes with them, so that there is nothing left to end."""
    name = Typed(facts.person.name)
    leaders = (one.leader for one in coaches.leaders(facts))
    told = [Tell(one, (facts.words("invited.ended", name=name),)) for one in leaders]
    told += [Tell(one.coach, (facts.words("engage.they_ended", name=name),)) for one in coaches.mine(facts)]
    return tuple(told)

"""A leader goes: whoever waits for an answer of theirs hears of it, once."""

from bot.effects import Tell
from bot.facts import Facts
from bot.flows import items
from bot.messages import Typed


def unanswered(facts: Facts) -> tuple[Tell, ...]:
    """For each author of something that is not answered yet."""
    said = facts.words("item.no_answer_here", name=Typed(facts.person.name))
    waiting = (one for one in items.mine(facts) if one.kind != "thanks" and items.waits(one))
    return tuple(Tell(author, (said,)) for author in dict.fromkeys(one.author for one in waiting))

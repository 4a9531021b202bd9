"""What several flows ask of things told with a name: what one was told, what waits, what a promise makes of it."""

from dataclasses import replace
from typing import Final, Literal, assert_never

from bot.effects import Save
from bot.facts import Facts, Item

Became = Literal["kept", "dropped", "told"]
"""What happens to a promise: it is kept, or dropped, and whoever it was made to hears of that."""
UNANSWERED: Final = ("heard", "thanked")


def mine(facts: Facts) -> tuple[Item, ...]:
    """What this person was told, oldest first."""
    return tuple(one for one in facts.items if one.leader == facts.person.id)


def own(facts: Facts) -> tuple[Item, ...]:
    """What this person has told others, oldest first."""
    return tuple(one for one in facts.items if one.author == facts.person.id)


def waits(one: Item) -> bool:
    """Whether thanks or an answer are still due."""
    return one.state in (("heard",) if one.kind == "thanks" else UNANSWERED)


def became(facts: Facts, item_id: str, news: Became) -> tuple[Save, ...]:
    """The item to which something was promised, as it stands after that; nothing for what was promised in a round."""
    found = [one for one in mine(facts) if one.id == item_id]
    return tuple(Save(after) for one in found if (after := _after(one, news)) != one)


def _after(one: Item, news: Became) -> Item:
    match news:
        case "kept":
            return replace(one, state="done")
        case "dropped":
            return replace(one, state="declined")
        case "told":
            return replace(one, state="told") if one.state == "done" else one
        case _:
            assert_never(news)

"""The round of a conversation: as its leader goes through it, how it ended, and the round before it."""

from bot.ballot.asked import Chips, Open, Scale
from bot.ballot.released import Released
from bot.facts import Facts, Round
from bot.flow import Scene
from bot.flows import teams


def round_of(scene: Scene) -> Round | None:
    """This person's own round of that id; None for what was told in person, and for what was erased."""
    return next((one for one in teams.rounds(scene.facts) if one.id == scene.state.subject), None)


def is_open(round_: Round | None) -> bool:
    """Whether its results wait for a reply. One can still be posted after the team was told that none has come."""
    return round_ is not None and round_.state == "released" and round_.replied_on is None


def answered(facts: Facts, round_: Round | None) -> Released | None:
    """What was released of it, as long as it is kept."""
    ended = dict(facts.released).get(round_.id) if round_ is not None else None
    return ended if isinstance(ended, Released) else None


def before(facts: Facts, round_: Round) -> Round | None:
    """The round of the same leader before this one."""
    earlier = [one for one in teams.rounds(facts) if one.number < round_.number]
    return max(earlier, key=lambda one: one.number, default=None)


def names(facts: Facts, round_: Round) -> dict[str, int]:
    """The place of everything that it asked, by name."""
    return {one.name: place for place, one in enumerate(dict(facts.questions).get(round_.id, ()))}


def asks_for_words(facts: Facts, round_: Round) -> bool:
    """Whether anybody could write something in it."""
    return any(isinstance(one, Open) for one in dict(facts.questions).get(round_.id, ()))


def scales(facts: Facts, round_: Round | None) -> dict[str, Scale]:
    """What it asked on a scale, by name, in the order in which it was asked."""
    questions = dict(facts.questions).get(round_.id, ()) if round_ is not None else ()
    return {one.name: one for one in questions if isinstance(one, Scale)}


def chips(facts: Facts, round_: Round) -> dict[str, Chips]:
    """What it asked with chips, by name."""
    return {one.name: one for one in dict(facts.questions).get(round_.id, ()) if isinstance(one, Chips)}

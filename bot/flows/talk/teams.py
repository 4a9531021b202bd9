"""Who leads whom, as far as a talk asks: from the stored relations, never from what a button says."""

from bot.facts import Facts


def leads(facts: Facts) -> bool:
    """Whether this person has a team of their own."""
    return any(one.leader == facts.person.id for one in facts.teams)


def people_led(facts: Facts) -> int:
    """How many are in that team; whoever asked not to be asked is one of them like anybody else."""
    return sum(one.leader == facts.person.id and one.state != "left" for one in facts.members)


def leaders(facts: Facts) -> tuple[str, ...]:
    """Whose teams this person is in."""
    return tuple(one.leader for one in facts.members if one.person == facts.person.id and one.state != "left")

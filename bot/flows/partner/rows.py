"""Partnerships: who is whose partner for which practice, and how one ends.

A partnership is one practice of one leader and one partner. Its two conversations, the leader's and the
partner's, have the practice's id as their subject; the choosing before it has none.
"""

from dataclasses import replace

from bot.content.words import fold
from bot.effects import Deed, Save, Settle, Start
from bot.facts import Facts, Partner, Person
from bot.flow import Scene
from bot.flows import practices

RUNNING = ("asked", "accepted")


def running(facts: Facts) -> tuple[Partner, ...]:
    """Partnerships of this person that are asked for or agreed, in either role."""
    return tuple(row for row in facts.partners if row.state in RUNNING)


def row_of(scene: Scene) -> Partner | None:
    """The partnership that this conversation is about: the newest of its practice, one that runs first."""
    rows = [row for row in scene.facts.partners if row.practice == scene.state.subject]
    return next((row for row in reversed(rows) if row.state in RUNNING), rows[-1] if rows else None)


def is_partner(scene: Scene, row: Partner) -> bool:
    """Whether this side of it is the partner's."""
    return row.partner == scene.person.id


def other(scene: Scene, row: Partner) -> Person:
    """The one on the other side; somebody without a name when the bot no longer knows them."""
    wanted = row.leader if is_partner(scene, row) else row.partner
    nobody = Person(wanted, scene.label("partner.somebody"))
    return next((one for one in scene.facts.people if one.id == wanted), nobody)


def reachable(facts: Facts) -> tuple[Person, ...]:
    """People who may be asked, by their names: those the bot knows and who have not told it to stop, or to ask them
    elsewhere."""
    unasked = ("quiet", "stopped", "gone")
    found = (one for one in facts.people if one.id != facts.person.id and one.state not in unasked)
    return tuple(sorted(found, key=lambda one: (fold(one.name), one.id)))


def without_partner(facts: Facts) -> tuple[str, ...]:
    """Ids of the practices that go on and have no partner."""
    taken = {row.practice for row in running(facts) if row.leader == facts.person.id}
    return tuple(one.id for one in practices.going(facts) if one.id not in taken)


def ending(scene: Scene, row: Partner) -> tuple[Deed, ...]:
    """End one, from either side: nothing is asked any more, and the other one gets to know."""
    wanted = row.leader if is_partner(scene, row) else row.partner
    return (
        Save(replace(row, state="ended")),
        Settle("the partnership has ended", flow="partner", subject=row.practice),
        Start("partner", row.practice, owner=wanted, answers={"news": "ended", "name": scene.person.name}),
    )


def farewell(scene: Scene) -> tuple[Deed, ...]:
    """End all of them, because this person leaves; who shares several gets to know once."""
    deeds: list[Deed] = []
    told: set[str] = set()
    for row in running(scene.facts):
        for deed in ending(scene, row):
            if isinstance(deed, Start):
                if deed.owner in told:
                    continue
                told.add(deed.owner)
            deeds.append(deed)
    return tuple(deeds)

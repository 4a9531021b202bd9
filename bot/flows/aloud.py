"""Saying something aloud to everybody it concerns: whoever was asked in a round, or the one who told it with a name.

Nothing goes out here but by the leader's tap, or as the leader agreed to beforehand.
"""

from bot.effects import Deed, Publish, Tell
from bot.facts import Facts
from bot.flow import Scene
from bot.flows import teams
from bot.messages import Parts, Quote, Typed


def aloud(facts: Facts, about: str, parts: Parts) -> tuple[Deed, ...]:
    """These words for everybody who was asked in the round of that id, or for the author of the item of that id.

    In the team's channel where there is one, else to each of them. Of a round so long ago that it is not known any
    more who was asked, to the team as it is now.
    """
    item = next((one for one in facts.items if one.id == about and one.leader == facts.person.id), None)
    if item is not None:
        return (Tell(item.author, parts),)
    if all(one.id != about for one in teams.rounds(facts)):
        return ()
    team = teams.led_by(facts, facts.person.id)
    if team is not None and team.channel:
        return (Publish(team.channel, parts),)
    return tuple(Tell(one, parts) for one in teams.invited(facts, about) or teams.roster(facts))


def what_became(scene: Scene, words: str) -> Parts:
    """What became of something that was promised, in the leader's name."""
    return (scene.say("loop.became", name=Typed(scene.person.name)), Quote(words, scene.person.name))

"""Each on their own again: by a word, because one side was erased, or because nothing reaches it any more."""

from bot.effects import Part, Start
from bot.facts import Facts
from bot.flow import DONE, Next, Scene
from bot.flows.link.news import said, teller, to
from bot.flows.link.places import called, is_asked, platform_of, there
from bot.messages import Text


def unlink(scene: Scene) -> Next:
    """At once, on both sides; what was quiet stays so."""
    linked = scene.facts.linked
    if linked is None:
        return said(scene.say("link.nothing_linked"), "nothing is linked")
    words = scene.say("link.unlinked", name=called(scene, linked.person.name), where=there(scene))
    return alone(scene, words, (Part(), to(scene, linked.person.id, "unlinked")))


def unlinked(scene: Scene) -> Next:
    """The other side has said so."""
    name, place = teller(scene)
    return alone(scene, scene.say("link.unlinked", name=name, where=place))


def erased(facts: Facts) -> tuple[Start, ...]:
    """For somebody who is erased here: what they hear where they are known too. Nothing in it names them."""
    if facts.linked is None:
        return ()
    told = {"news": "erased", "at": platform_of(facts.person)}
    return (Start("link", owner=facts.linked.person.id, answers={**told}),)


def was_erased(scene: Scene) -> Next:
    """What was kept in the other place is gone."""
    _, place = teller(scene)
    return alone(scene, scene.say("link.erased_there", where=place))


def left(facts: Facts) -> tuple[Start, ...]:
    """For somebody whom nothing reaches here any more: the questions are offered where they are quiet."""
    if facts.linked is None or not is_asked(facts.person) or facts.linked.person.state != "quiet":
        return ()
    told = {"news": "left", "at": platform_of(facts.person)}
    return (Start("link", owner=facts.linked.person.id, answers={**told}),)


def has_left(scene: Scene) -> Next:
    """Nothing reaches them in the other place; still linked, should they come back there."""
    _, place = teller(scene)
    return alone(scene, scene.say("link.gone_there", where=place))


def alone(scene: Scene, words: Text, deeds: tuple[Part | Start, ...] = ()) -> Next:
    """Said; and where nothing is asked, how to begin again."""
    to = "quiet" if scene.person.state == "quiet" else DONE
    return Next(to, keep={"alone": True}, say=(words,), deeds=deeds, because="this place is on its own")

"""How a telling ends unsent, and what every question on the way to it shows."""

from typing import Final

from bot.effects import Start
from bot.flow import DONE, Next, Scene
from bot.flows.tell.whom import leader
from bot.messages import Choice, Quote, Typed

UNSENT: Final = "nothing is sent before they send it"


def name(scene: Scene) -> Typed:
    """The leader by name."""
    one = leader(scene.facts, scene.answer("leader"))
    return Typed(one.name if one else scene.label("tell.your_leader"))


def quoted(scene: Scene) -> Quote:
    """The words as they were typed."""
    return Quote(scene.answer("words"), scene.person.name)


def myself_button(scene: Scene) -> Choice:
    """For whom talking is better."""
    return Choice("myself", scene.label("tell.myself"))


def leave_button(scene: Scene) -> Choice:
    """For who thinks better of it."""
    return Choice("leave", scene.label("tell.leave"))


def myself(scene: Scene) -> Next:
    """A card for the talk; nothing is sent."""
    card = Start("talk", answers={"leader": scene.answer("leader")})
    return Next(DONE, deeds=(card,), because="they tell it themselves")


def leave(scene: Scene) -> Next:
    """Nothing was sent."""
    return Next(DONE, say=(scene.say("tell.left"),), because="nothing is sent")


def no_longer(scene: Scene, words: str) -> Next:
    """Left the team, or nothing reaches the leader any more; the words are handed back."""
    back = (Quote(words, scene.person.name),) if words else ()
    return Next(DONE, say=(scene.say("tell.no_longer"), *back), because="there is nobody to send it to")

"""The waiting list: what found no room in the day's message, shown at once to whoever wants to see it."""

from typing import Final

from bot.effects import BringWaiting
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.messages import Choice, Choices, Parts
from bot.sharing import waits


def begin(scene: Scene) -> Next:
    """They typed "waiting": bring it, or say that there is nothing."""
    if any(waits(one, scene.today) for one in scene.facts.waiting):
        return Next(DONE, deeds=(BringWaiting(),), because="what waits is asked now")
    return Next(DONE, say=(scene.say("waiting.nothing"),), because="nothing waits")


def draw_list(scene: Scene) -> Parts:
    """The line at the end of a bundled message."""
    count = scene.state.answers.get("count")
    said = scene.say("waiting.more", "small", count=count if isinstance(count, int) else 1)
    return (said, Choices((Choice("show", scene.label("waiting.show")),)))


def take_list(scene: Scene, answer: Answer) -> Next:
    """Bring what waits."""
    match answer:
        case Chose():
            said = (scene.say("waiting.shown", "small"),)
            return Next(DONE, deeds=(BringWaiting(),), closed=said, because="what waits is asked now")
        case Wrote() | Filled():
            return Next(STAY, because="what waits comes by itself")


FLOW: Final = Flow(
    name="waiting",
    steps=(Step("list", draw_list, take_list, reads={"show": "waiting.show_words"}, idle=True),),
    begin=begin,
)

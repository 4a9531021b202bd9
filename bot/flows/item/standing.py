"""Where an item stands, and what is asked about it now: as it comes, as it waits, and when it is called up."""

from typing import Final

from bot.effects import Settle, Start
from bot.events import Due
from bot.facts import Item
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import items
from bot.flows.item import told
from bot.flows.item.ready import OPEN

MOST: Final = 5
"""Of what waits, asked about at once."""
_DRAFTS: Final = ("line", "what", "when", "why", "words", "ready")
"""Steps at which something of the leader's own waits for their tap."""


def begin(scene: Scene) -> Next:
    """Without a subject, everything that waits; with one, what is new about it."""
    if not scene.state.subject:
        return everything(scene)
    one = told.present(scene)
    if one is None:
        return Next(DONE, deeds=(Settle("it is kept no more"),), because="it is kept no more, or never was theirs")
    if scene.answer("news") == "told" and one.kind != "thanks":
        return Next("told", deeds=(told.nudge(scene),))
    return Next(asked(one), because="thanks carry no clock" if one.kind == "thanks" else OPEN)


def asked(one: Item) -> str:
    """The question that an item stands at."""
    match one.state:
        case "heard":
            return "told"
        case "thanked" if one.kind != "thanks":
            return "answer"
        case _:
            return DONE


def everything(scene: Scene) -> Next:
    """What waits, the oldest first."""
    waiting = told.waiting(scene.facts)
    if not waiting:
        return Next(DONE, say=(scene.say("item.nothing_waits"),), because="nothing waits")
    shown = tuple(again(scene, one) for one in waiting[:MOST])
    left = len(waiting) - len(shown)
    said = (scene.say("item.more", count=left),) if left else ()
    return Next(DONE, say=said, deeds=shown, because="each is a conversation of its own")


def again(scene: Scene, one: Item) -> Start:
    """Its question once more; of a promise that was kept, whether its author has heard."""
    promise = told.promise(scene.facts, one.id)
    if one.state == "done" and promise is not None:
        return Start("capture", promise.id, step="aloud")
    return Start("item", one.id, answers={"news": "again"})


def waits(scene: Scene, due: Due) -> Next:
    """Asked once more, unless nobody would hear the answer; what was begun goes on where it stood."""
    one = told.present(scene)
    if one is None:
        return Next(STAY, because="it is kept no more")
    if not told.reads(scene.facts, one):
        return Next(STAY, because="nothing reaches its author any more")
    step = scene.state.step
    if not items.waits(one):
        return Next(STAY, because=f"it is {one.state}")
    to = step if step in _DRAFTS else asked(one)
    still = "item.still" if one.state == "heard" else "item.still_thanked"
    said = scene.say(still, name=told.called(scene.facts, one))
    return Next(to, say=(said,), because="asked for the last time" if due.last else OPEN)

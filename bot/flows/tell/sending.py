"""What would be sent, word for word, and the tap that sends it in the author's name."""

from typing import Final

from bot.effects import Deed, Save, Start
from bot.facts import Item
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.tell import writing
from bot.flows.tell.ending import (
    UNSENT,
    leave,
    leave_button,
    myself,
    myself_button,
    name,
    no_longer,
    quoted,
)
from bot.flows.tell.whom import leader
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

MOST_A_DAY: Final = 10
"""Of one author's to one leader that are not answered yet."""

_READ: Final = {"know": "tell.read_know", "request": "tell.read_request", "thanks": "tell.read_thanks"}


def draw_read(scene: Scene) -> Parts:
    """Read back; the name, the hours, and that it stays sent are said before the tap."""
    to = name(scene)
    said = scene.say(_READ.get(scene.answer("kind"), "tell.read_know"), name=to)
    buttons = (
        Choice("send", scene.label("tell.send", name=to.text), main=True),
        Choice("change", scene.label("tell.change"), opens=True),
        myself_button(scene),
        leave_button(scene),
    )
    return (said, quoted(scene), scene.say("tell.before", name=to), Choices(buttons))


def take_read(scene: Scene, answer: Answer) -> Next:
    """Sent by this tap and by nothing else."""
    match answer:
        case Chose("send"):
            return send(scene)
        case Chose("change"):
            return writing.change(scene)
        case Chose("myself"):
            return myself(scene)
        case Filled(fields):
            return writing.filled(scene, dict(fields))
        case Chose():
            return leave(scene)
        case Wrote():
            return Next(STAY, because=UNSENT)


def send(scene: Scene) -> Next:
    """On its way, unless one is in that team no more, or has told that leader very much today."""
    to = leader(scene.facts, scene.answer("leader"))
    kind = scene.answer("kind")
    if to is None:
        return no_longer(scene, scene.answer("words"))
    if _today(scene, to.id) >= MOST_A_DAY:
        many = scene.say("tell.too_many", name=Typed(to.name), count=MOST_A_DAY)
        return Next(STAY, say=(many,), because="it can be sent tomorrow")
    new = scene.new_id("item")
    words = scene.answer("words")
    match kind:
        case "know" | "request" | "thanks":
            item = Item(new, scene.person.id, to.id, kind, words, scene.now)
        case _:
            return Next("kind", because=UNSENT)
    deeds: tuple[Deed, ...] = (Save(item), Start("item", new, owner=to.id, answers={"news": "told"}))
    key = "tell.sent_thanks" if kind == "thanks" else "tell.sent"
    kept = {"words": "", "rest": ""}  # they stand in the item now, and nowhere else
    said = (scene.say(key, name=Typed(to.name)),)
    because = "what becomes of it comes from the leader"
    return Next(DONE, kept, said, deeds, because, closed=_sent(scene, to.name))


def _sent(scene: Scene, to: str) -> Parts:
    return (scene.say("tell.went", name=Typed(to)), quoted(scene))


def _today(scene: Scene, to: str) -> int:
    own = (one for one in scene.facts.items if (one.author, one.leader, one.state) == (scene.person.id, to, "heard"))
    return sum(calendar.local(one.made_at, scene.person.zone).date() == scene.today for one in own)

"""What became of a promise made to a team, or to whoever told something with their name: said to them, by a tap."""

from dataclasses import replace
from typing import Final

from bot.effects import Deed, Save
from bot.facts import Capture
from bot.flow import DONE, Answer, Chose, Filled, Next, Room, Scene, Wrote
from bot.flows.aloud import aloud, what_became
from bot.flows.capture import item
from bot.flows.items import became
from bot.messages import Choice, Choices, Parts

A_LINE: Final = Room(1000)


def draw_aloud(scene: Scene) -> Parts:
    """Word for word what would go out."""
    choices = (
        Choice("tell", scene.label("capture.tell_them"), main=True),
        Choice("myself", scene.label("capture.tell_myself")),
    )
    goes_out = what_became(scene, _words(scene, item.present(scene)))
    return (scene.say("capture.aloud"), *goes_out, scene.say("capture.aloud_hint", "small"), Choices(choices))


def _words(scene: Scene, one: Capture) -> str:
    match one.state:
        case "open" | "draft":
            said = scene.label("capture.aloud_moved", what=one.text, day=one.on or scene.today)
        case "dropped":
            said = scene.label("capture.aloud_dropped", what=one.text)
        case _:
            said = scene.label("capture.aloud_kept", what=one.text)
    return "\n".join(words for words in (said, scene.answer("aloud_line")) if words)


def take_aloud(scene: Scene, answer: Answer) -> Next:
    """Told by their tap; a typed line is added and shown once more."""
    one = item.present(scene)
    to = "kept" if one.state == "open" else DONE
    fresh = {"aloud_line": ""}
    match answer:
        case Chose("tell"):
            told = aloud(scene.facts, one.loop, what_became(scene, _words(scene, one)))
            deeds: tuple[Deed, ...] = (Save(replace(one, told=True)), *became(scene.facts, one.loop, "told"), *told)
            return Next(to, fresh, (scene.say("capture.aloud_told"),), deeds, because="they were told")
        case Wrote(text):
            return Next("aloud", {"aloud_line": text.strip()}, because="nothing goes out before it is shown")
        case Chose() | Filled():
            said = (scene.say("capture.aloud_left"),)
            return Next(to, fresh, said, became(scene.facts, one.loop, "told"), because="they say it themselves")

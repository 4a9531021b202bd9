"""It arrives in its author's words, with their name; thanks go back by a tap, with or without a line of one's own."""

from typing import Final

from bot.effects import Tell
from bot.events import Undelivered
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.item import told
from bot.flows.item.ready import OPEN, gone, send, to_ready
from bot.messages import Choice, Choices, Parts, Quote, Typed
from bot.rules.shortened import one_line

_TOLD: Final = {"know": "item.told_know", "request": "item.told_request", "thanks": "item.told_thanks"}


def draw_told(scene: Scene) -> Parts:
    """The author's words, and one button: alone, or with a line beside it."""
    one = told.present(scene)
    if one is None:
        return (scene.say("item.gone"),)
    name = told.called(scene.facts, one)
    return (
        scene.say(_TOLD[one.kind], name=name),
        Quote(one.text, name.text),
        Choices(
            (
                Choice("thank", scene.label("item.thank"), main=True),
                Choice("line", scene.label("item.thank_line")),
            )
        ),
    )


def take_told(scene: Scene, answer: Answer) -> Next:
    """Thanked by this tap; or a line is written first."""
    one = told.present(scene)
    if one is None:
        return gone(scene)
    match answer:
        case Chose("thank"):
            return send(scene, {"how": "thanks", "line": "", "own": ""})
        case Chose():
            return Next("line", because=OPEN)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_line(scene: Scene) -> Parts:
    """One's own line under the thanks."""
    one = told.present(scene)
    if one is None:
        return (scene.say("item.gone"),)
    said = scene.say("item.write_line", name=told.called(scene.facts, one))
    return (said, Choices((Choice("without", scene.label("item.without_line")),)))


def take_line(scene: Scene, answer: Answer) -> Next:
    """Shown once before it is sent."""
    match answer:
        case Wrote(text):
            return to_ready("thanks", {"line": text.strip()})
        case Chose():
            return send(scene, {"how": "thanks", "line": "", "own": ""})
        case Filled():
            return Next(STAY, because="the question stays open")


def unreached(scene: Scene, event: Undelivered) -> Next:
    """What never came to the leader: its author is told, and can tell them in person."""
    one = told.present(scene)
    if one is None or one.state != "heard" or event.ref.step != "told" or scene.state.answers.get("lost"):
        return Next(STAY, because=event.reason)
    words = scene.say("item.not_brought", name=Typed(scene.person.name), what=Typed(one_line(one.text)))
    return Next(STAY, keep={"lost": True}, deeds=(Tell(one.author, (words,)),), because="its author knows")

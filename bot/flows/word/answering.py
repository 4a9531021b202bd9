"""The leader's side of a word: who asks for it, and one tap, or one line, back."""

from typing import Final

from bot.effects import Json, Start
from bot.events import Undelivered
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches
from bot.flows.session.meeting import name
from bot.flows.word.asking import asks
from bot.messages import Choice, Choices, Parts

ONCE: Final = "asked once; nobody is told that there is no answer"
_NOTHING: Final[dict[str, Json]] = {"word": None, "text": ""}


def _word(scene: Scene) -> tuple[str, str]:
    """The coach who asks, and what it is about; "" when they were erased."""
    match scene.state.answers.get("word"):
        case {"coach": str(coach), "text": str(text)}:
            return coach, text
        case _:
            return "", ""


def heard(scene: Scene) -> Next:
    """It comes from a coach of theirs, and of nobody else."""
    coach, _ = _word(scene)
    if not coaches.is_coached_by(scene.facts, coach):
        return Next(DONE, _NOTHING, because="it comes from no coach of theirs")
    return Next("asked", because=ONCE)


def draw_asked(scene: Scene) -> Parts:
    """Who asks, and about what."""
    coach, text = _word(scene)
    if not coach:
        return (scene.say("word.no_longer"),)
    buttons = (
        Choice("touch", scene.label("word.touch"), main=True),
        Choice("when", scene.label("word.say_when")),
    )
    return (*asks(scene, name(scene, coach), text), Choices(buttons))


def take_asked(scene: Scene, answer: Answer) -> Next:
    """They get in touch, or say by when."""
    match answer:
        case Chose("touch"):
            return _answered(scene, "touch", "")
        case Chose():
            return Next("when", because=ONCE)
        case Wrote() | Filled():
            return Next(STAY, because=ONCE)


def draw_when(scene: Scene) -> Parts:
    """By when suits them? It goes to the coach."""
    coach, _ = _word(scene)
    if not coach:
        return (scene.say("word.no_longer"),)
    back = Choice("touch", scene.label("word.touch"))
    return (scene.say("word.when", name=name(scene, coach)), Choices((back,)))


def take_when(scene: Scene, answer: Answer) -> Next:
    """In their words, or without."""
    match answer:
        case Wrote(text):
            return _answered(scene, "when", text.strip())
        case Chose() | Filled():
            return _answered(scene, "touch", "")


def _answered(scene: Scene, news: str, text: str) -> Next:
    coach, _ = _word(scene)
    if not coaches.is_coached_by(scene.facts, coach):
        return Next(DONE, _NOTHING, (scene.say("word.no_longer"),), because="they do not work together")
    back = Start("word", scene.person.id, owner=coach, answers={"news": news, "text": text})
    said = (scene.say("word.passed_on", name=name(scene, coach)),)
    return Next(DONE, _NOTHING, said, (back,), because="the two of them talk")


def unreached(scene: Scene, lost: Undelivered) -> Next:
    """It did not get to the leader: the coach gets to know that, and not why."""
    coach, _ = _word(scene)
    if not coach or lost.ref.step != "asked":
        return Next(STAY, because=lost.reason)
    back = Start("word", scene.person.id, owner=coach, answers={"news": "unreached"})
    return Next(DONE, _NOTHING, deeds=(back,), because="the coach knows that it did not arrive")

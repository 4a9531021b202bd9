"""What gets in the way, what happens then, and the next time pictured once."""

from dataclasses import replace
from typing import Final

from bot.effects import Save
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.sharpen import turns
from bot.flows.sharpen.chances import ASKED_STILL
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import specificity

MENU: Final = (
    ("forget", "sharpen.obstacle_forget"),
    ("hurry", "sharpen.obstacle_hurry"),
    ("heated", "sharpen.obstacle_heated"),
    ("others", "sharpen.obstacle_others"),
)
NAMED: Final = {
    "forget": "sharpen.named_forget",
    "hurry": "sharpen.named_hurry",
    "heated": "sharpen.named_heated",
    "others": "sharpen.named_others",
}
"""The same as they stand after "If"."""


def draw_obstacle(scene: Scene) -> Parts:
    """What might get in the way: a menu, or their own words."""
    menu = tuple(Choice(key, scene.label(words)) for key, words in MENU)
    return (scene.say("sharpen.obstacle"), Choices((*menu, Choice("skip", scene.label("sharpen.nothing")))))


def take_obstacle(scene: Scene, answer: Answer) -> Next:
    """Keep it, and ask what happens then."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose(key):
            return named(scene, scene.label(NAMED[key]))
        case Wrote(text):
            return named(scene, text)
        case Filled():
            return Next(STAY, because=ASKED_STILL)


def named(scene: Scene, obstacle: str) -> Next:
    """It has a name."""
    saved = Save(replace(practices.subject(scene), obstacle=obstacle))
    return Next("then", deeds=(saved,), because=ASKED_STILL)


def draw_then(scene: Scene) -> Parts:
    """If that happens, then what."""
    obstacle = Typed(practices.subject(scene).obstacle)
    leave = Choices((Choice("skip", scene.label("sharpen.leave_open")),))
    return (scene.say("sharpen.then", obstacle=obstacle), leave)


def take_then(scene: Scene, answer: Answer) -> Next:
    """The second half of the plan, in their own words."""
    match answer:
        case Wrote(text):
            return turns.saved(scene, replace(practices.subject(scene), then=text), typed=True)
        case Chose() | Filled():
            return turns.skipped(scene)


def draw_rehearse(scene: Scene) -> Parts:
    """The next time, pictured once: the sentence, and the plan for what gets in the way."""
    practice = practices.subject(scene)
    said = [Text(specificity.line(practice, scene.facts.words))]
    if practice.obstacle and practice.then:
        plan = scene.say("sharpen.plan", obstacle=Typed(practice.obstacle), then=Typed(practice.then))
        said.append(plan)
    done = Choice("done", scene.label("sharpen.pictured"), main=True)
    skip = Choice("skip", scene.label("sharpen.skip"))
    return (scene.say("sharpen.rehearse"), *said, Choices((done, skip)))


def take_rehearse(scene: Scene, answer: Answer) -> Next:
    """Any answer ends the sharpening; the trial follows by itself."""
    clear = specificity.clearness(practices.subject(scene), scene.facts.words)
    match answer:
        case Chose("done"):
            return Next(DONE, say=(scene.say(CLEAR[clear]),), because="the trial follows after five chances")
        case Chose() | Wrote() | Filled():
            return Next(DONE, because="the trial follows after five chances")


CLEAR: Final = {"clear": "sharpen.clear", "nearly": "sharpen.nearly", "broad": "sharpen.broad"}

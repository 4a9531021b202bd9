"""And what instead: the act, in three to twelve words. One hint at most; "two in one" is a question, not a no."""

from typing import Final

from bot.effects import Json
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.practice import examples, slots
from bot.messages import Choice, Choices, Parts, Quote
from bot.rules import specificity

AGAIN: Final = {
    "negative": "practice.act_negative",
    "trait": "practice.act_trait",
    "abstract": "practice.act_abstract",
    "comparison": "practice.act_comparison",
    "short": "practice.act_short",
    "long": "practice.act_long",
}
"""Why an act is asked about once more, and how."""


def shown(scene: Scene) -> tuple[str, ...]:
    """The examples of this asking."""
    return examples.acts(scene, slots.draft(scene).theme, fresh=slots.asked(scene, "act") > 0)


def draw_act(scene: Scene) -> Parts:
    """What is done in that moment, with examples; asked once more, why."""
    choices = Choices(examples.buttons(shown(scene)))
    why = scene.answer("hint")
    if slots.asked(scene, "act") and why in AGAIN:
        return (Quote(scene.answer("act")), scene.say(AGAIN[why]), choices)
    if specificity.hint(slots.draft(scene).wish, scene.facts.words) == "negative":
        return (scene.say("practice.instead"), choices)
    return (scene.say("practice.what"), choices)


def take_act(scene: Scene, answer: Answer) -> Next:
    """An example, or their own words."""
    match answer:
        case Chose(place):
            return slots.onward(scene, {"act": shown(scene)[int(place)], "hint": ""})
        case Wrote(text):
            return typed_act(scene, text.strip())
        case Filled():
            return Next(STAY, because=slots.OPEN)


def typed_act(scene: Scene, text: str, kept: dict[str, Json] | None = None) -> Next:
    """An act in their own words: asked about once more at most, then it counts as it is."""
    found = {**(kept or {}), "act": text, "hint": ""}
    count = slots.asked(scene, "act")
    why = "" if count else specificity.weakness(text, scene.facts.words)
    if why:
        return Next("act", keep={**found, "hint": why, "asked_act": 1}, because=slots.OPEN)
    found["asked_act"] = 2
    if len(specificity.acts(text, scene.facts.words)) > 1:
        return Next("two", keep=found, because=slots.OPEN)
    return slots.onward(scene, found)


def draw_two(scene: Scene) -> Parts:
    """Whether that is two acts."""
    one, is_one = Choice("keep", scene.label("practice.keep_one")), Choice("one", scene.label("practice.is_one"))
    return (Quote(scene.answer("act")), scene.say("practice.two"), Choices((one, is_one)))


def take_two(scene: Scene, answer: Answer) -> Next:
    """Keep one of them, or take it as one."""
    match answer:
        case Chose("keep"):
            return Next("half", in_place=True, because=slots.OPEN)
        case Chose():
            return slots.onward(scene, {})
        case Wrote() | Filled():
            return Next(STAY, because=slots.OPEN)


def draw_half(scene: Scene) -> Parts:
    """The two, to choose from."""
    halves = specificity.acts(scene.answer("act"), scene.facts.words)
    return (scene.say("practice.half"), Choices(examples.buttons(halves)))


def take_half(scene: Scene, answer: Answer) -> Next:
    """One of the two, or other words."""
    match answer:
        case Chose(place):
            halves = specificity.acts(scene.answer("act"), scene.facts.words)
            return slots.onward(scene, {"act": halves[int(place)]})
        case Wrote(text):
            return slots.onward(scene, {"act": text.strip()})
        case Filled():
            return Next(STAY, because=slots.OPEN)

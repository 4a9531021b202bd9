"""With whom: one person, one group, or whoever is there."""

from dataclasses import replace

from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.sharpen import turns
from bot.flows.sharpen.chances import ASKED_STILL
from bot.messages import Choice, Choices, Parts, Quote, Text
from bot.rules import specificity


def draw_who(scene: Scene) -> Parts:
    """The sentence, and with whom; "everybody" is asked about once more."""
    choices = Choices((Choice("anyone", scene.label("practice.anyone")), Choice("skip", scene.label("sharpen.skip"))))
    if scene.answer("everybody"):
        return (Quote(scene.answer("everybody")), scene.say("sharpen.who_again"), choices)
    line = Text(specificity.line(practices.subject(scene), scene.facts.words))
    if scene.state.answers.get("shrinking"):
        return (line, scene.say("sharpen.who_one"), choices)
    return (line, scene.say("sharpen.who"), choices)


def take_who(scene: Scene, answer: Answer) -> Next:
    """A person or a group in their own words, or whoever is there."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose():
            return known(scene, scene.facts.words.list("practice.anyone_words")[0], typed=False)
        case Wrote(text):
            hinted = bool(scene.answer("everybody"))
            if specificity.hint(text, scene.facts.words, "who", hinted=hinted):
                return Next("who", keep={"everybody": text}, because=ASKED_STILL)
            return known(scene, text, typed=True)
        case Filled():
            return Next(STAY, because=ASKED_STILL)


def known(scene: Scene, who: str, *, typed: bool) -> Next:
    """It is known with whom; where that made the practice smaller, how sure they are now."""
    practice = replace(practices.subject(scene), who=who)
    found = turns.saved(scene, practice, typed=typed, everybody="")
    if scene.state.answers.get("shrinking"):
        return replace(found, to="sure", say=(), keep={"everybody": "", "shrinking": False}, because=ASKED_STILL)
    return found

"""The sentence read back: the person is the judge. Any part of it can be changed, typed or by form."""

from typing import Final

from bot.effects import Json
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.practice import slots
from bot.flows.practice.beginning import begun
from bot.flows.practice.form import filled, form
from bot.flows.practices import own_words
from bot.messages import Choice, Choices, Parts, Quote, Text
from bot.rules import sentence, specificity

AFRESH: Final[dict[str, dict[str, Json]]] = {
    "situation": {"asked_situation": 0},
    "act": {"asked_act": 0, "hint": ""},
    "who": {"asked_who": 0},
    "wish": {},
}
"""The parts that can be changed, and what is forgotten so that each is asked as at first."""


def draw_read_back(scene: Scene) -> Parts:
    """The sentence."""
    now = slots.draft(scene)
    yes = Choice("yes", scene.label("practice.thats_it"), main=True)
    line = Text(specificity.line(now, scene.facts.words))
    return (line, Choices((yes, Choice("change", scene.label("practice.change")))))


def take_read_back(scene: Scene, answer: Answer) -> Next:
    """That is it, or something about it is to be changed."""
    match answer:
        case Chose("change"):
            return Next("change", because=slots.OPEN)
        case Chose():
            return begun(scene)
        case Wrote(text):
            return slots.onward(scene, {"act": text, "hint": "", "asked_act": 2})
        case Filled():
            return Next(STAY, because=slots.OPEN)


def read_act(scene: Scene, text: str) -> Answer | None:
    """Other words for what they do, typed below the sentence; a question or a comment is none."""
    said = sentence.tokens(text)
    begun_otherwise = sentence.begins(said, scene.facts.words.list("practice.no_act_begins")) > 0
    fits = len(said) in specificity.ACT_WORDS and not begun_otherwise and not text.rstrip().endswith("?")
    return own_words(scene, text) if fits else None


def draw_change(scene: Scene) -> Parts:
    """Which part is to be said anew."""
    buttons = (
        Choice("situation", scene.label("practice.part_situation")),
        Choice("act", scene.label("practice.part_act")),
        Choice("who", scene.label("practice.part_who")),
        Choice("wish", scene.label("practice.part_wish")),
        Choice("form", scene.label("practice.all_at_once"), opens=True),
        Choice("back", scene.label("practice.back")),
    )
    line = Text(specificity.line(slots.draft(scene), scene.facts.words))
    return (line, scene.say("practice.which_part"), Choices(buttons))


def take_change(scene: Scene, answer: Answer) -> Next:
    """The part that is asked again."""
    match answer:
        case Chose("form"):
            return Next(STAY, form=form(scene), because=slots.OPEN)
        case Chose("back") if slots.is_stored(scene):
            return Next(DONE, say=(scene.say("practice.unchanged"),), because="the practice goes on as it was")
        case Chose("back"):
            return Next("read_back", in_place=True, because=slots.OPEN)
        case Chose(part):
            return Next(part, keep=AFRESH.get(part, {}), because=slots.OPEN)
        case Wrote():
            return Next(STAY, because=slots.OPEN)
        case Filled(fields):
            return filled(scene, fields)


def draw_who(scene: Scene) -> Parts:
    """With whom."""
    anyone = Choices((Choice("anyone", scene.label("practice.anyone")),))
    if slots.asked(scene, "who"):
        return (Quote(scene.answer("who")), scene.say("practice.who_again"), anyone)
    return (scene.say("practice.who"), anyone)


def take_who(scene: Scene, answer: Answer) -> Next:
    """A person or a group; "everybody" is asked about once more."""
    match answer:
        case Chose():
            return slots.onward(scene, {"who": scene.facts.words.list("practice.anyone_words")[0]})
        case Wrote(text):
            hinted = slots.asked(scene, "who") > 0
            if specificity.hint(text, scene.facts.words, "who", hinted=hinted):
                return Next("who", keep={"who": text.strip(), "asked_who": 1}, because=slots.OPEN)
            return slots.onward(scene, {"who": text.strip()})
        case Filled():
            return Next(STAY, because=slots.OPEN)

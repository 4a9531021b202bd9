"""How would a bystander know: heard, seen, received, a gap that is noticed; or nobody could."""

from dataclasses import replace
from typing import Final

from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.practice.form import PROOF
from bot.flows.practice.slots import PROOFS, ProofKind
from bot.flows.sharpen import turns
from bot.flows.sharpen.chances import ASKED_STILL
from bot.messages import Choice, Choices, Parts, Text
from bot.rules import specificity

SIGN: Final = {
    "hear": "sharpen.sign_hear",
    "see": "sharpen.sign_see",
    "receive": "sharpen.sign_receive",
    "gap": "sharpen.sign_gap",
    "nobody": "sharpen.sign_nobody",
}


def draw_proof(scene: Scene) -> Parts:
    """The sentence, and how somebody standing by would know."""
    line = Text(specificity.line(practices.subject(scene), scene.facts.words))
    kinds = tuple(Choice(key, scene.label(words)) for key, words in PROOF)
    choices = Choices((*kinds, Choice("skip", scene.label("sharpen.skip"))))
    if scene.state.answers.get("unsure"):
        return (line, scene.say("sharpen.proof_again"), choices)
    return (line, scene.say("sharpen.proof"), choices)


def take_proof(scene: Scene, answer: Answer) -> Next:
    """One of the five."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose(key):
            return Next("sign", keep={"kind": key}, in_place=True, because=ASKED_STILL)
        case Wrote() | Filled():
            return Next(STAY, because=ASKED_STILL)


def draw_sign(scene: Scene) -> Parts:
    """Which words, movement, message or gap; for what nobody could see, one outward sign."""
    kind = scene.answer("kind")
    skip = "sharpen.no_sign" if kind == "nobody" else "sharpen.skip"
    return (scene.say(SIGN.get(kind, "sharpen.sign_see")), Choices((Choice("skip", scene.label(skip)),)))


def take_sign(scene: Scene, answer: Answer) -> Next:
    """The sign in their own words; without one, an inner practice stays one."""
    kind: ProofKind = PROOFS.get(scene.answer("kind"), "")
    match answer:
        case Chose() if kind == "nobody":
            inner = replace(practices.subject(scene), proof_kind=kind, proof="")
            return turns.saved(scene, inner, unsure=False)
        case Chose():
            return turns.skipped(scene)
        case Wrote(text):
            proven = replace(practices.subject(scene), proof_kind=kind, proof=text)
            return turns.saved(scene, proven, typed=True, unsure=False)
        case Filled():
            return Next(STAY, because=ASKED_STILL)

"""The slots of a practice in the making, and which of them is asked next.

While it is built it lives in the conversation's answers; only "That's it" makes a `Practice` of it. A
practice that exists is changed in the same way: what the answers hold lies over what is stored.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from bot.effects import Json
from bot.facts import Practice
from bot.flow import Next, Scene
from bot.flows import practices
from bot.rules import specificity

OPEN: Final = "the question is open; the reminder of what is unfinished stands"

ProofKind = Literal["", "hear", "see", "receive", "gap", "nobody"]

PROOFS: Final[Mapping[str, ProofKind]] = {
    "hear": "hear",
    "see": "see",
    "receive": "receive",
    "gap": "gap",
    "nobody": "nobody",
}
OFTEN: Final[Mapping[str, Literal["5+", "3-4", "1-2", "less"]]] = {
    "5+": "5+",
    "3-4": "3-4",
    "1-2": "1-2",
    "less": "less",
}
DOSES: Final[Mapping[str, Literal["each", "daily", "weekly"]]] = {"each": "each", "daily": "daily", "weekly": "weekly"}


def draft(scene: Scene) -> Practice:
    """The practice as it stands: what is stored, with this conversation's answers over it."""
    stored = practices.find(scene.facts, scene.state.subject)

    def slot(name: str, otherwise: str) -> str:
        return scene.answer(name) or otherwise

    def number(name: str, otherwise: int) -> int:
        return int(slot(name, str(otherwise)))

    return replace(
        stored,
        wish=slot("wish", stored.wish),
        theme=slot("theme", stored.theme),
        situation=slot("situation", stored.situation),
        who=slot("who", stored.who),
        act=slot("act", stored.act),
        proof_kind=PROOFS.get(slot("proof_kind", stored.proof_kind), ""),
        proof=slot("proof", stored.proof),
        dose=DOSES.get(slot("dose", stored.dose), "each"),
        often=OFTEN.get(slot("often", stored.often), ""),
        matters=number("matters", stored.matters),
        sure=number("sure", stored.sure),
        obstacle=slot("obstacle", stored.obstacle),
        then=slot("then", stored.then),
    )


def is_stored(scene: Scene) -> bool:
    """Whether this practice exists already, so that its words are being changed."""
    return any(one.id == scene.state.subject for one in scene.facts.practices)


def asked(scene: Scene, gate: str) -> int:
    """How often a gate was answered so far without passing, or asked again because of a hint."""
    value = scene.state.answers.get(f"asked_{gate}", 0)
    return value if isinstance(value, int) else 0


def onward(scene: Scene, kept: Mapping[str, Json]) -> Next:
    """The first open gate of those that are enough to start with; with none open, the sentence is read back.

    A gate that was asked twice is let through: nobody who is willing is blocked.
    """
    later = replace(scene, state=replace(scene.state, answers={**scene.state.answers, **kept}))
    now = draft(later)
    counts: dict[str, int] = {gate: asked(later, gate) for gate in specificity.FAST}
    if not now.wish:
        return Next("wish", keep=kept, because=OPEN)
    gate = specificity.next_gate(now, counts, specificity.FAST, scene.facts.words)
    if gate in ("situation", "act"):
        return Next(gate, keep=kept, because=OPEN)
    return Next("read_back", keep=kept, because=OPEN)

"""All of it at once, in one form: for whoever would rather see everything than be asked step by step."""

from collections.abc import Mapping
from typing import Final

from bot.effects import Json
from bot.flow import STAY, Next, Scene, ref_of
from bot.flows.practice import slots
from bot.flows.practice.act import typed_act
from bot.flows.practices import A_SENTENCE
from bot.messages import Form, Line, Pick
from bot.rules import specificity
from bot.rules.shortened import units

PROOF: Final = (
    ("hear", "practice.proof_hear"),
    ("see", "practice.proof_see"),
    ("receive", "practice.proof_receive"),
    ("gap", "practice.proof_gap"),
    ("nobody", "practice.proof_nobody"),
)
OFTEN: Final = (
    ("5+", "practice.often_5"),
    ("3-4", "practice.often_3"),
    ("1-2", "practice.often_1"),
    ("less", "practice.often_less"),
)
DOSE: Final = (("each", "practice.dose_each"), ("daily", "practice.dose_daily"), ("weekly", "practice.dose_weekly"))
SLOTS: Final = (
    "wish",
    "situation",
    "who",
    "act",
    "dose",
    "proof_kind",
    "proof",
    "often",
    "matters",
    "sure",
    "obstacle",
    "then",
)
"""The form's fields, named like the slots they fill."""


def form(scene: Scene) -> Form:
    """Every slot as a field, filled with what is known; three of them are needed."""
    now = slots.draft(scene)

    def line(name: str, label: str, value: str, hint: str = "", *, optional: bool = True) -> Line:
        hinted = scene.label(hint) if hint else ""
        return Line(name, scene.label(label), hinted, value, optional=optional, limit=A_SENTENCE.limit)

    def pick(name: str, label: str, options: tuple[tuple[str, str], ...], value: str) -> Pick:
        said = tuple((key, scene.label(words)) for key, words in options)
        return Pick(name, scene.label(label), said, (value,) if value else (), optional=True)

    def scale(name: str, label: str, top: int, value: int) -> Pick:
        numbers = tuple((str(n), str(n)) for n in range(1, top + 1))
        return Pick(name, scene.label(label), numbers, (str(value),) if value else (), optional=True)

    body = (
        line("wish", "practice.form_wish", now.wish, optional=False),
        line("situation", "practice.form_situation", now.situation, "practice.form_situation_hint", optional=False),
        line("who", "practice.form_who", now.who, "practice.form_who_hint"),
        line("act", "practice.form_act", now.act, "practice.form_act_hint", optional=False),
        pick("dose", "practice.form_dose", DOSE, now.dose),
        pick("proof_kind", "practice.form_proof_kind", PROOF, now.proof_kind),
        line("proof", "practice.form_proof", now.proof, "practice.form_proof_hint"),
        pick("often", "practice.form_often", OFTEN, now.often),
        scale("matters", "practice.form_matters", 5, now.matters),
        scale("sure", "practice.form_sure", 10, now.sure),
        line("obstacle", "practice.form_obstacle", now.obstacle),
        line("then", "practice.form_then", now.then),
    )
    return Form(ref_of(scene.state), scene.label("practice.form_title"), body, scene.label("practice.form_send"))


def filled(scene: Scene, fields: Mapping[str, str]) -> Next:
    """The form as it came: what is missing is said at its field; what is there goes on like typed answers."""
    values = {name: fields.get(name, "").strip() for name in SLOTS}
    errors = tuple((name, scene.label(missing)) for name, missing in MISSING.items() if not values[name])
    if values["proof_kind"] not in ("", "nobody") and not values["proof"]:
        errors += (("proof", scene.label("practice.form_no_proof")),)
    errors += tuple((name, scene.label("desk.too_long_here", count=A_SENTENCE.limit)) for name in too_long(values))
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    theme = specificity.theme_of(values["wish"], scene.facts.words)
    found: dict[str, Json] = {**values, "theme": theme, "asked_situation": specificity.TRIES}
    return typed_act(scene, values["act"], found)


def too_long(values: Mapping[str, str]) -> tuple[str, ...]:
    """The fields with more in them than a part of a practice may have; platforms are not relied on to count."""
    return tuple(name for name, value in values.items() if units(value) > A_SENTENCE.limit)


MISSING: Final = {
    "wish": "practice.form_no_wish",
    "situation": "practice.form_no_situation",
    "act": "practice.form_no_act",
}

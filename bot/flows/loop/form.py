"""The whole reply in one form, for whoever would rather see all of it at once."""

from collections.abc import Mapping
from typing import Final

from bot.effects import Json
from bot.flow import STAY, Next, Scene, ref_of
from bot.flows.capture import item
from bot.flows.loop import drafted, promising, rounds
from bot.flows.loop.drafted import Promised
from bot.messages import Day, Form, Line, Pick
from bot.rules.readings import FAR
from bot.rules.shortened import units
from bot.rules.specificity import vague

NUMBERS: Final = range(1, drafted.MOST + 1)
_LIMITS: Final = {
    "heard": drafted.LONG.limit,
    "hard": drafted.HARD.limit,
    "declined": drafted.LONG.limit,
    **{f"do{number}": promising.A_PROMISE.limit for number in NUMBERS},
}


def draw(scene: Scene) -> Form:
    """Every question as a field, filled with what is there."""
    answers = scene.state.answers
    found: tuple[Promised | None, ...] = (*drafted.promises(answers), *(None,) * drafted.MOST)

    def line(name: str, label: str, value: str, *, hint: str = "", optional: bool = True) -> Line:
        hinted = scene.label(hint) if hint else ""
        return Line(name, label, hinted, value, long=True, optional=optional, limit=_LIMITS[name])

    promised = tuple(
        field
        for number, one in zip(NUMBERS, found, strict=False)
        for field in (
            line(f"do{number}", scene.label("loop.form_do", number=number), one.what if one else ""),
            Day(f"by{number}", scene.label("loop.form_by", number=number), one.on if one else None, optional=True),
        )
    )
    hard = (
        line("hard", scene.label("loop.form_hard"), scene.answer("hard"), hint="loop.form_hard_hint"),
        Pick(
            "share",
            scene.label("loop.form_share"),
            (("keep", scene.label("loop.keep_it")), ("share", scene.label("loop.share_it"))),
            ("share" if answers.get("share") else "keep",),
        ),
    )
    body = (
        line("heard", scene.label("loop.form_heard"), scene.answer("heard"), optional=False),
        *(hard if rounds.round_of(scene) is not None else ()),
        *promised,
        line("declined", scene.label("loop.form_declined"), scene.answer("declined")),
    )
    return Form(ref_of(scene.state), scene.label("loop.form_title"), body, scene.label("loop.form_send"))


def take(scene: Scene, fields: Mapping[str, str]) -> Next:
    """The draft as it came; what is vague in it is asked about once, as when it is typed."""
    values = {name: text.strip() for name, text in fields.items()}
    errors = _errors(scene, values)
    if errors:
        return Next(STAY, errors=errors, because="the form stays open")
    filled = [(values.get(f"do{number}", ""), item.read_day(values.get(f"by{number}", ""))) for number in NUMBERS]
    found = [Promised(what, on) for what, on in filled if what and on is not None]
    kept: dict[str, Json] = {
        **promising.FRESH,
        "heard": values.get("heard", ""),
        "hard": values.get("hard", ""),
        "hard_asked": True,
        "share": values.get("share") == "share",
        "declined": values.get("declined", ""),
        "declined_asked": True,
        "promised": True,
    }
    fresh = not scene.state.answers.get("hinted")
    weak = next((one for one in found if fresh and vague(one.what, scene.facts.words)), None)
    if weak is None:
        return drafted.onward(scene, {**kept, "did": drafted.stored(tuple(found))})
    others = tuple(one for one in found if one != weak)
    again: dict[str, Json] = {
        **kept,
        "did": drafted.stored(others),
        "what": weak.what,
        "on": weak.on.isoformat(),
        "hint": vague(weak.what, scene.facts.words),
        "hinted": True,
    }
    return Next("do", keep=again, because=drafted.OPEN)


def _errors(scene: Scene, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is missing or cannot be, each sentence at its field; platforms are not relied on to count."""
    wrong: list[tuple[str, str]] = []
    if not values.get("heard"):
        wrong.append(("heard", scene.label("loop.form_no_heard")))
    for name, limit in _LIMITS.items():
        if units(values.get(name, "")) > limit:
            wrong.append((name, scene.label("desk.too_long_here", count=limit)))
    for number in NUMBERS:
        what, by = values.get(f"do{number}", ""), values.get(f"by{number}", "")
        on = item.read_day(by)
        if what and on is None:
            wrong.append((f"by{number}", scene.label("loop.form_no_day")))
        elif by and not what:
            wrong.append((f"do{number}", scene.label("loop.form_no_words")))
        elif what and on is not None and on < scene.today:
            wrong.append((f"by{number}", scene.label("capture.form_past")))
        elif what and on is not None and on.year > scene.today.year + FAR:
            wrong.append((f"by{number}", scene.label("capture.form_too_far", years=FAR)))
    return tuple(wrong)

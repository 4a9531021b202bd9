"""A thing to act on in one form: what, with whom, where, and by when."""

from collections.abc import Mapping

from bot.flow import Scene, State, ref_of
from bot.flows.capture import item
from bot.flows.things.thing import LONGEST, Draft
from bot.messages import Day, Form, Line
from bot.rules.readings import FAR
from bot.rules.shortened import shortened, units

Errors = tuple[tuple[str, str], ...]


def form(scene: Scene, one: Draft) -> Form:
    """Empty or as it stands."""
    return Form(ref_of(scene.state), scene.label("things.form_title"), fields(scene, one), scene.label("things.keep"))


def proposal(scene: Scene, state: State, one: Draft, word: str) -> Form:
    """The same for somebody else to act on, with a word to go with it; the day may be left to them."""
    said = Line(
        "word", scene.label("things.form_word"), scene.label("things.form_word_hint"), word,
        long=True, optional=True, limit=LONGEST,
    )  # fmt: skip
    body = (*fields(scene, one, proposed=True), said)
    return Form(ref_of(state), scene.label("things.form_title"), body, scene.label("things.read_it_back"))


def fields(scene: Scene, one: Draft, *, proposed: bool = False) -> tuple[Line | Day, ...]:
    """What, with whom, where, when."""
    label = scene.label
    return (
        Line("what", label("things.form_what"), value=shortened(one.what, LONGEST // 2) if units(one.what) > LONGEST
             else one.what, long=True, optional=proposed, limit=LONGEST),
        Line("who", label("things.form_who"), label("things.form_who_hint"), one.who, optional=True, limit=LONGEST),
        Line("place", label("things.form_place"), label("things.form_place_hint"), one.place, optional=True,
             limit=LONGEST),
        Day("on", label("things.form_on"), one.on, optional=proposed),
    )  # fmt: skip


def read(scene: Scene, sent: Mapping[str, str], *, proposed: bool = False) -> tuple[Draft, Errors]:
    """What the form holds, and what is wrong with it, each at its field."""
    what, who, place, on = (sent.get(name, "").strip() for name in ("what", "who", "place", "on"))
    errors: list[tuple[str, str]] = []
    if not what and not proposed:
        errors.append(("what", scene.label("capture.form_no_words")))
    too_long = scene.label("desk.too_long_here", count=LONGEST)
    known = {"what": what, "who": who, "place": place, "word": sent.get("word", "").strip()}
    errors += [(name, too_long) for name, text in known.items() if units(text) > LONGEST]
    day = item.read_day(on)
    if day is None:
        errors += [] if proposed and not on else [("on", scene.label("capture.form_no_date"))]
    elif day < scene.today:
        errors.append(("on", scene.label("capture.form_past")))
    elif day.year > scene.today.year + FAR:
        errors.append(("on", scene.label("capture.form_too_far", years=FAR)))
    return Draft(what, who, place, day, asked=True), tuple(errors)

"""What the coach will read on Monday, word for word, shown beforehand: each line can be taken out, dilemmas brought."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.coaching import Shown
from bot.effects import Save
from bot.facts import Capture, Person
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote, ref_of
from bot.flows.digest import full, said
from bot.flows.people import called
from bot.flows.shown import days, weekly
from bot.messages import Choice, Choices, Form, Parts, Pick, Rows, Text, Typed
from bot.rules.shortened import ON_A_BUTTON, one_line, shortened

MOST: Final = 5
"""Dilemmas with a button of their own, the newest."""
OUT: Final = "out"
OVER: Final = "the coach has read it, or reads nothing"
BRING: Final = "bring:"
KEPT: Final = "bring/"
"""In the form, before the number of a dilemma."""


def draw(scene: Scene) -> Parts:
    """The short line, everything behind it, and what can be changed until then."""
    name = called(scene.facts, scene.state.subject)
    row = weekly.present(scene, scene.occasion)
    day = reading_day(scene)
    if row is None:
        return (scene.say("shown.over", "small", name=name),)
    if full.is_empty(row):
        return (scene.say("shown.nothing", name=name, day=day), _choices(scene, row))
    words = scene.facts.words
    short = said.in_short(words, row, scene.person)
    lines = tuple((label, told) for _, label, told in full.lines(words, row, scene.person))
    weeks: Parts = (Text((Typed(full.weeks(words, row)),), "small"),) if len(row.line.weeks) > 1 else ()
    return (
        scene.say("shown.title", name=name, day=day),
        Rows(((scene.person.name, short),)),
        scene.say("shown.behind", "small", name=name),
        Rows(lines),
        *weeks,
        _choices(scene, row),
    )


def reading_day(scene: Scene) -> date:
    """The day on which the coach reads it."""
    nobody = Person(scene.state.subject, "")
    coach = next((one for one in scene.facts.people if one.id == scene.state.subject), nobody)
    return days.reading(coach, days.monday_after(scene.occasion))


def _choices(scene: Scene, row: Shown) -> Choices:
    brings = tuple(
        Choice(BRING + one.id, scene.label("shown.bring", what=one_line(one.text, ON_A_BUTTON)))
        for one in dilemmas(scene, row)
    )
    out = () if full.is_empty(row) else (Choice(OUT, scene.label("shown.take_out"), opens=True),)
    back = (Choice("back", scene.label("shown.put_back")),) if row.removed else ()
    return Choices((*brings, *out, *back))


def dilemmas(scene: Scene, row: Shown) -> tuple[Capture, ...]:
    """What they kept to bring, and have not given this week."""
    mine = [one for one in scene.facts.captures if one.kind == "bring" and one.state == "open"]
    return tuple(one for one in reversed(mine) if shortened(one.text) not in row.line.brings)[:MOST]


def take(scene: Scene, answer: Answer) -> Next:
    """Brought, taken out, or put back; until the coach reads it."""
    row = weekly.present(scene, scene.occasion)
    if row is None or weekly.is_read(scene, scene.occasion):
        over = scene.say("shown.passed", name=called(scene.facts, scene.state.subject))
        if answer == Chose(OUT):
            return Next(
                STAY, form=Form(ref_of(scene.state), scene.label("shown.form_title"), (over,), ""), because=OVER
            )
        return Next(STAY, say=(over,), because=OVER)
    match answer:
        case Chose("out"):
            return Next(STAY, form=form(scene, row), because=weekly.NEXT)
        case Chose("back"):
            return put_back(scene, row)
        case Chose(key):
            found = next((one for one in dilemmas(scene, row) if key == BRING + one.id), None)
            return bring(row, found) if found is not None else Next(STAY, because=weekly.NEXT)
        case Filled(fields):
            return take_out(row, tuple(fields.get(OUT, "").split(",")))
        case Wrote():
            return Next(STAY, because=weekly.NEXT)


def bring(row: Shown, one: Capture) -> Next:
    """These words, as they are shown, and no others, by this tap."""
    given = replace(row.line, brings=(*row.line.brings, shortened(one.text)))
    removed = tuple(name for name in row.removed if name != "brings")
    return _changed(replace(row, line=given, removed=removed))


def put_back(scene: Scene, row: Shown) -> Next:
    """As the choice lets it out; what was brought stays."""
    whole = weekly.fresh(scene, row.friday)
    if whole is None:
        return Next(STAY, because="nothing is shared")
    return _changed(replace(whole, line=replace(whole.line, brings=row.line.brings)))


def form(scene: Scene, row: Shown) -> Form:
    """Every line with a box; a dilemma has its own."""
    words = scene.facts.words
    lines = [
        (group, one_line(f"{label}: {''.join(span.text for span in told)}"))
        for group, label, told in full.lines(words, row, scene.person)
        if group != "brings"
    ]
    label = words.plain(full.LABELS["brings"])
    lines += [(f"{KEPT}{place}", one_line(f"{label}: “{text}”")) for place, text in enumerate(row.line.brings)]
    hint = scene.label("shown.form_hint")
    field = Pick(OUT, scene.label("shown.form_label"), tuple(lines), many=True, optional=True, hint=hint)
    return Form(ref_of(scene.state), scene.label("shown.form_title"), (field,), scene.label("shown.form_send"))


def take_out(row: Shown, ticked: tuple[str, ...]) -> Next:
    """What is ticked is not kept either."""
    names = tuple(name for one in ticked for name in full.GROUPS.get(one, ()))
    brings = tuple(text for place, text in enumerate(row.line.brings) if f"{KEPT}{place}" not in ticked)
    return _changed(weekly.taken_out(replace(row, line=replace(row.line, brings=brings)), names))


def _changed(row: Shown) -> Next:
    return Next("preview", deeds=(Save(row),), because=weekly.NEXT, in_place=True)

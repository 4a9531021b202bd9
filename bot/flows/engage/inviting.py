"""Inviting: people picked or their names pasted, one note to all of them, and what they begin with if they are new.

Each gets a message of their own. Who cannot be invited is named with the reason, to the coach alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from bot.coaching import Engagement
from bot.content.words import fold
from bot.effects import Deed, Save, Start
from bot.facts import Person
from bot.flow import STAY, Next, Scene, ref_of
from bot.flows import coaches
from bot.flows.people import named_in, names_in, same_place
from bot.messages import Form, Line, Parts, Pick, Someone, Typed
from bot.rules.shortened import one_line, units

MOST: Final = 12
"""People at once."""
REST: Final = timedelta(weeks=4)
"""How long a no stands before the same coach can ask again."""
LONGEST: Final = 1000
"""Characters of a note."""
PEOPLE: Final = "people"
NAMES: Final = "names"
NOTE: Final = "note"
HOUR: Final = "hour"
DAYS: Final = "days"
FIELDS: Final = frozenset({PEOPLE})
"""Fields that name people by their ids."""
WRITTEN: Final = frozenset({NAMES})
"""Fields in which whole names are written."""
HOURS: Final = ("09:00", "12:00", "15:00", "16:00", "17:00")
WEEKS: Final = {"12345": "engage.days_week", "1234": "engage.days_four", "12347": "engage.days_sunday"}
OWN: Final = ""
"""Of a default: as each of them likes."""


def form(scene: Scene, step: str) -> Form:
    """Whom, with which words, and what they begin with."""
    label = scene.label
    hours = tuple((one, label("engage.hour", at=time.fromisoformat(one))) for one in HOURS)
    weeks = tuple((key, label(words)) for key, words in WEEKS.items())
    own = ("own", label("engage.as_they_like"))
    fields = (
        Someone(PEOPLE, label("engage.people_label"), most=MOST, optional=True, hint=label("engage.people_hint")),
        Line(
            NAMES,
            label("engage.names_label"),
            label("engage.names_hint"),
            one_line(scene.answer(NAMES), LONGEST),
            long=True,
            optional=True,
        ),
        Line(NOTE, label("engage.note_label"), label("engage.note_hint"), long=True, limit=LONGEST),
        Pick(HOUR, label("engage.hour_label"), (own, *hours), ("own",), hint=label("engage.hour_hint")),
        Pick(DAYS, label("engage.days_label"), (own, *weeks), ("own",)),
    )
    return Form(ref_of(replace(scene.state, step=step)), label("engage.form_title"), fields, label("engage.form_send"))


def taken(scene: Scene, fields: Mapping[str, str], to: str) -> Next:
    """Each is asked in a message of their own; or what is wrong stands at its field."""
    found, wrong = chosen(scene, fields)
    note = fields.get(NOTE, "").strip()
    if not note or units(note) > LONGEST:
        wrong = (*wrong, (NOTE, scene.label("engage.note_needed", count=LONGEST)))
    barred = {one: why for one in found if (why := hindrance(scene, one))}
    invited = [one for one in found if one not in barred]
    if not wrong and not invited:
        wrong = ((PEOPLE, scene.label("engage.nobody_left", who=_reasons(scene, barred))),)
    if not wrong and len(invited) > MOST:
        wrong = ((PEOPLE, scene.label("engage.too_many", count=len(invited), most=MOST)),)
    if wrong:
        return Next(STAY, errors=wrong)
    begin = {HOUR: _one_of(fields.get(HOUR, ""), HOURS), DAYS: _one_of(fields.get(DAYS, ""), WEEKS)}
    asked = tuple(deed for one in invited for deed in asking(scene, one.id, note, begin))
    said = (scene.say("engage.sent", names=_names(invited)), *aside(scene, invited, barred))
    return Next(to, {NAMES: ""}, said, asked, because="what they say comes back from each")


def asking(scene: Scene, leader: str, note: str, begin: Mapping[str, str]) -> tuple[Deed, ...]:
    """One invitation, in the coach's name."""
    coach = scene.person.id
    asked = Engagement(coach, leader, "invited", note, scene.today)
    return (Save(asked), Start("invited", coach, owner=leader, answers={"news": "invited", **begin}))


def aside(scene: Scene, invited: Iterable[Person], barred: Mapping[Person, str]) -> Parts:
    """What has to be known beside it: who was left out and why, and with whom there is more than coaching."""
    said: Parts = (scene.say("engage.left_out", who=Typed(_reasons(scene, barred))),) if barred else ()
    tied = [one for one in invited if coaches.tied(scene.facts, scene.person.id, one.id)]
    return (*said, scene.say("engage.tied", names=_names(tied))) if tied else said


def hindrance(scene: Scene, one: Person) -> str:
    """The key of why this person is not invited now; "" when they can be. That somebody stopped the bot is no reason
    that could be told: they get nothing, and stand among the invited like anybody else."""
    if one.id == scene.person.id:
        return "engage.is_oneself"
    known = coaches.between(scene.facts, scene.person.id, one.id)
    match known:
        case Engagement(state="accepted"):
            return "engage.is_coached"
        case Engagement(state="invited"):
            return "engage.is_asked"
        case Engagement(state="declined", since=since) if since is not None and scene.today < since + REST:
            return "engage.has_declined"
        case _:
            return ""


def chosen(scene: Scene, fields: Mapping[str, str]) -> tuple[tuple[Person, ...], tuple[tuple[str, str], ...]]:
    """Everybody whom a form names, each once, and what is wrong at which field."""
    me = scene.person
    here = {one.id: one for one in (me, *scene.facts.people) if one.state != "gone" and same_place(one.id, me.id)}
    found = {one: here[one] for one in named_in(fields.get(PEOPLE, "")) if one in here}
    for name in names_in(fields.get(NAMES, "")):
        fitting = [one for one in here.values() if fold(one.name) == fold(name)]
        picked = [one for one in fitting if one.id in found]
        if len(fitting) != 1 and not picked:
            key = "engage.several" if fitting else "engage.unknown"
            return (), ((NAMES, scene.label(key, name=one_line(name))),)
        found |= {one.id: one for one in picked or fitting}
    if not found:
        return (), ((PEOPLE, scene.label("engage.nobody_named")),)
    return tuple(found.values()), ()


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else OWN


def _names(people: Iterable[Person]) -> Typed:
    return Typed(one_line(", ".join(one.name or one.id for one in people), 1000))


def _reasons(scene: Scene, barred: Mapping[Person, str]) -> str:
    return one_line(", ".join(f"{one.name or one.id} ({scene.label(why)})" for one, why in barred.items()), 1000)

"""The row of a week: made on the last working day without a word, whether anybody answers or not; shown beside it.

It is made for a coach only as long as a choice lets something out, and made anew when that choice changes.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.coaching import Shown
from bot.effects import Deed, FollowUp, Save
from bot.events import Due, Undelivered
from bot.facts import Person
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import coaches, practices
from bot.flows.people import called
from bot.flows.shown import days
from bot.flows.shown.line import BLANK, STATUS, made, scope_of, without
from bot.rules import calendar

STOP: Final = "each last working day, as long as they work together"
KINDS: Final = ("friday", "preview")
NEXT: Final = "the next line comes with the next last working day"
SEEN: Final = "seen"
"""The week of which they were shown what is read."""
_GONE: Final = ("stopped", "gone")


def begin(scene: Scene) -> Next:
    """They work together from now on, or another choice was made."""
    if not coaches.is_coached_by(scene.facts, scene.state.subject):
        return Next(DONE, because="they do not work together")
    plan = planned(scene)
    friday = pending(scene)
    match scene.answer("news"):
        case "asked":
            return asked(scene, friday, plan)
        case "changed" if friday is not None and (row := fresh(scene, friday)) is not None:
            return show(friday, (Save(row), *plan))
        case _:
            return Next(DONE, deeds=plan, because=NEXT)


def asked(scene: Scene, friday: date | None, plan: tuple[FollowUp, ...]) -> Next:
    """What the coach will read, if it is made; otherwise when that will be."""
    if friday is not None and present(scene, friday) is not None:
        return show(friday, plan)
    name, held = called(scene.facts, scene.state.subject), scope_of(scene.facts, scene.state.subject)
    on = days.next_line(scene.person, scene.today if gone_by(scene) else scene.today - timedelta(days=1))
    if held is None or held.scope == "nothing" or on is None:
        said = scene.say("shown.shares_nothing", name=name)
    else:
        said = scene.say("shown.next", name=name, day=on)
    return Next(DONE, say=(said,), deeds=plan, because=NEXT)


def planned(scene: Scene) -> tuple[FollowUp, ...]:
    """The next line and its preview, unless they stand."""
    on = days.next_line(scene.person, scene.today if gone_by(scene) else scene.today - timedelta(days=1))
    there = {one.kind for one in scene.facts.waiting if (one.flow, one.subject) == ("shown", scene.state.subject)}
    if on is None:
        return ()
    return tuple(on_day(scene.person, one, on, scene.state.subject) for one in KINDS if one not in there)


def gone_by(scene: Scene) -> bool:
    """Whether the hour of the day's message is over."""
    return scene.local.time() >= calendar.asks_at(scene.person)


def on_day(person: Person, kind: str, on: date, coach: str) -> FollowUp:
    """The line of the week whose last working day that is; or what the leader sees of it, in the day's own message."""
    at = calendar.asks_at(person) if kind == "friday" else None
    return FollowUp(kind, on, STOP, at=at, occasion=on, flow="shown", subject=coach)


def friday(scene: Scene, due: Due) -> Next:
    """The row is made. Nothing is said, and nothing is when there is no choice, or nothing in it."""
    if not coaches.is_coached_by(scene.facts, scene.state.subject):
        return Next(STAY, because="they do not work together any more")
    plan = (*_next(scene, due.occasion, "friday"), *planned(scene))
    over = is_read(scene, due.occasion) or present(scene, due.occasion) is not None
    row = None if over else fresh(scene, due.occasion)
    if row is not None and (is_left_alone(scene) or scene.today > due.occasion):
        row = unseen(row)
    return Next(STAY, deeds=(*(() if row is None else (Save(row),)), *plan), because=NEXT)


def preview(scene: Scene, due: Due) -> Next:
    """What the coach will read, word for word. Nobody who is paused, away or quiet is shown it."""
    if not coaches.is_coached_by(scene.facts, scene.state.subject):
        return Next(STAY, because="they do not work together any more")
    plan = _next(scene, due.occasion, "preview")
    there = present(scene, due.occasion)
    row = there or fresh(scene, due.occasion)
    if due.lapsed or is_read(scene, due.occasion) or is_left_alone(scene):
        seen = scene.answer(SEEN) == due.occasion.isoformat() or is_read(scene, due.occasion)
        less = () if row is None or seen else (Save(unseen(row)),)
        return Next(STAY, deeds=(*less, *plan), because="it is not shown this week")
    if row is None:
        return Next(STAY, deeds=plan, because="nothing is shared")
    saved = () if there is not None else (Save(row),)
    return show(due.occasion, (*saved, *plan))


def show(friday: date, deeds: tuple[Deed, ...]) -> Next:
    """The preview of that week, and that they have seen it."""
    return Next("preview", {SEEN: friday.isoformat()}, deeds=deeds, because=NEXT, occasion=friday)


def _next(scene: Scene, friday: date, kind: str) -> tuple[FollowUp, ...]:
    on = days.next_line(scene.person, max(friday, scene.today))
    if on is None:
        return ()
    return (on_day(scene.person, kind, on, scene.state.subject),)


def is_left_alone(scene: Scene) -> bool:
    """Whether they are shown nothing: paused, away, or quiet until they write."""
    quiet = bool(practices.going(scene.facts)) and not practices.asked_about(scene.facts)
    return quiet or scene.person.state == "paused" or not calendar.is_workday(scene.person, scene.today)


def unreached(scene: Scene, lost: Undelivered) -> Next:
    """The card never came. Whoever has changed something on one has seen it all the same."""
    row = present(scene, scene.occasion)
    if row is None or row.line.brings or row.removed or is_read(scene, row.friday):
        return Next(STAY, because=lost.reason)
    return Next(STAY, deeds=(Save(unseen(row)),), because=lost.reason)


def unseen(row: Shown) -> Shown:
    """The row of somebody who was not shown it: what they have not seen leaves nobody, but whether they are going."""
    return replace(row, line=without(row.line, frozenset(BLANK) - STATUS))


def fresh(scene: Scene, friday: date) -> Shown | None:
    """The row as it is now; None where nothing is shared."""
    coach = scene.state.subject
    held = scope_of(scene.facts, coach)
    if held is None or held.scope == "nothing" or scene.person.state in _GONE:
        return None
    line = made(scene.facts, held.scope, friday, scene.now)
    return Shown(scene.person.id, coach, friday, held.id, line)


def present(scene: Scene, friday: date) -> Shown | None:
    """The row that stands, as long as the choice under which it was made holds."""
    found = coaches.line_of(scene.facts, scene.person.id, scene.state.subject)
    held = scope_of(scene.facts, scene.state.subject)
    if found is None or held is None or found.consent != held.id:
        return None
    return found if found.friday == friday else None


def pending(scene: Scene) -> date | None:
    """The last working day whose line is made by now and not read yet."""
    lasts = (calendar.last_workday_of_week(scene.person, scene.today - n * days.WEEK) for n in range(2))
    over = (day for day in lasts if day is not None and _moment(scene.person, day) <= scene.now)
    return next((day for day in over if not is_read(scene, day)), None)


def _moment(person: Person, day: date) -> datetime:
    return calendar.instant(datetime.combine(day, calendar.asks_at(person)), person.zone)


def is_read(scene: Scene, friday: date) -> bool:
    """Whether the coach has it by now."""
    coach = next((one for one in scene.facts.people if one.id == scene.state.subject), None)
    return coach is not None and scene.now >= days.read_at(coach, friday)


def taken_out(row: Shown, names: tuple[str, ...]) -> Shown:
    """The row without these: they are not stored any more."""
    return replace(row, line=without(row.line, names), removed=tuple(dict.fromkeys((*row.removed, *names))))

"""The coach notes when the next session is: by line or by form, read back, moved, or called off."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.effects import Deed, Json, Save
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture.item import offered
from bot.flows.session import form, heads_up
from bot.flows.session.meeting import in_time, name, reached, someone, tell, told_on, upcoming, wall, work_of
from bot.flows.session.reading import When, when
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar
from bot.rules.shortened import one_line

OPEN: Final = "nothing is noted before it has its day and hour"
STANDS: Final = "it stands until it is moved or called off"
_ASKED: Final = {
    "past": "session.when_past",
    "impossible": "session.when_impossible",
    "several": "session.when_several",
}


def begin(scene: Scene) -> Next:
    """With a day and an hour on the line, noted; otherwise what stands, or the question. By a button also the form."""
    if work_of(scene) is None:
        return no_longer(scene)
    if scene.answer("asks") == "ahead":
        return Next("ahead", because="it goes as usual unless they say so")
    rest = scene.answer("rest")
    match scene.state.answers.get("filled"):
        case {"on": str(on), "at": str(at), "ahead": str(ahead)}:
            return onward(scene, When(date.fromisoformat(on), time.fromisoformat(at)), {"ahead": ahead})
        case _:
            said = when(scene, rest)
    if said.anything:
        return onward(scene, said)
    if upcoming(scene, work_of(scene)) and not rest:
        return Next("noted", because=STANDS)
    opened = form.form(scene, "when") if scene.state.answers.get("by_button") else None
    unread = (scene.say("session.unread", what=Typed(one_line(rest))),) if rest else ()
    return Next("when", say=unread, form=opened, because=OPEN)


def no_longer(scene: Scene) -> Next:
    """They do not work together, or not any more."""
    return Next(DONE, {"ahead": ""}, (scene.say("session.no_longer"),), because="they do not work together")


def draw_when(scene: Scene) -> Parts:
    """When do you meet next? Or the half of it that is not known yet."""
    who = name(scene, scene.state.subject)
    on, wrong = _day(scene), scene.answer("wrong")
    buttons: tuple[Choice, ...] = ()
    if on is not None:
        said = scene.say("session.which_hour", name=who, day=on)
    elif wrong:
        said = scene.say(_ASKED[wrong])
        buttons = tuple(Choice(one.isoformat(), scene.label("session.day", day=one)) for one in _days(scene))
    elif scene.answer("at"):
        said = scene.say("session.which_day", name=who, at=time.fromisoformat(scene.answer("at")))
        days = offered(scene.person, scene.today)
        buttons = tuple(Choice(one.isoformat(), scene.label("session.day", day=one)) for one in days)
    else:
        said = scene.say("session.when", name=who)
    more = (Choice("form", scene.label("session.use_form"), opens=True), Choice("leave", scene.label("session.leave")))
    return (said, Choices((*buttons, *more)))


def take_when(scene: Scene, answer: Answer) -> Next:
    """A day, an hour, or both; or all of it by form."""
    if work_of(scene) is None:
        return no_longer(scene)
    match answer:
        case Chose("form"):
            return Next(STAY, form=form.form(scene, "when"), because=OPEN)
        case Chose("leave"):
            return Next(DONE, say=(scene.say("session.left"),), because="nothing is noted")
        case Chose(key):
            return onward(scene, When(date.fromisoformat(key)))
        case Wrote(text):
            return onward(scene, when(scene, text))
        case Filled(fields):
            said, ahead, errors = form.read(scene, fields)
            if errors:
                return Next(STAY, errors=errors, because="the form stays open")
            return onward(scene, said, {"ahead": ahead})


def onward(scene: Scene, said: When, keep: dict[str, Json] | None = None) -> Next:
    """With what was understood before, to the first thing that is open, and then into the calendar."""
    known = keep or {}
    on = said.on or (None if said.wrong else _day(scene))
    at = said.at or (time.fromisoformat(scene.answer("at")) if scene.answer("at") else None)
    days: list[Json] = [one.isoformat() for one in said.days]
    answers: dict[str, Json] = {
        **known,
        "on": on.isoformat() if on else "",
        "at": at.isoformat() if at else "",
        "days": days,
        "wrong": said.wrong,
    }
    if on is None or at is None:
        return Next("when", answers, because=OPEN)
    moment = calendar.instant(datetime.combine(on, at), scene.person.zone)
    if moment <= scene.now:
        return Next("when", {**answers, "on": "", "at": "", "wrong": "past"}, because=OPEN)
    if calendar.day_off(scene.person, on):
        return Next("off", answers, because=OPEN)
    return _unless_it_moves(scene, moment, answers)


def _unless_it_moves(scene: Scene, moment: datetime, answers: dict[str, Json]) -> Next:
    stands = upcoming(scene, work_of(scene))
    if stands is not None and stands != moment and not scene.state.answers.get("moving"):
        return Next("moves", answers, because=OPEN)
    return note(scene, moment, answers)


def draw_off(scene: Scene) -> Parts:
    """The day is a day off of the coach's own."""
    buttons = (Choice("stands", scene.label("session.it_stands")), Choice("other", scene.label("session.another_day")))
    return (scene.say("session.off", day=_day(scene) or scene.today), Choices(buttons))


def take_off(scene: Scene, answer: Answer) -> Next:
    """It is meant so, or it is another day."""
    match answer:
        case Chose("stands"):
            return _unless_it_moves(scene, _moment(scene), {})
        case Chose():
            return Next("when", {"on": "", "wrong": ""}, because=OPEN)
        case Wrote(text):
            return onward(scene, when(scene, text))
        case Filled():
            return Next(STAY, because=OPEN)


def draw_moves(scene: Scene) -> Parts:
    """One is noted already: shall it move?"""
    stands, to = wall(scene, upcoming(scene, work_of(scene)) or scene.now), wall(scene, _moment(scene))
    who = name(scene, scene.state.subject)
    said = scene.say("session.moves", name=who, day=stands.date(), at=stands.time(), to=to.date(), to_at=to.time())
    buttons = (Choice("move", scene.label("session.move_it"), main=True), Choice("leave", scene.label("session.stays")))
    return (said, Choices(buttons))


def take_moves(scene: Scene, answer: Answer) -> Next:
    """Moved, or left where it is."""
    match answer:
        case Chose("move"):
            return note(scene, _moment(scene), {})
        case Chose():
            return Next("noted", {"ahead": ""}, because=STANDS)
        case Wrote() | Filled():
            return Next(STAY, because=STANDS)


def note(scene: Scene, moment: datetime, answers: dict[str, Json]) -> Next:
    """Into the calendar of both. The same twice changes nothing, and tells nobody."""
    work = work_of(scene)
    if work is None:
        return no_longer(scene)
    if moment <= scene.now:
        return Next("when", {"on": "", "at": "", "wrong": "past"}, because=OPEN)
    stands, leader = upcoming(scene, work), someone(scene, work.leader)
    ahead = str({**scene.state.answers, **answers}.get("ahead") or "")
    fresh: dict[str, Json] = {**answers, "ahead": "", "on": "", "at": "", "moving": False}
    before = work.ahead if stands else ""
    late = bool(ahead) and leader is not None and reached(leader) and not in_time(scene, leader, moment)
    goes = before if late else ahead or before
    told = told_on(scene, leader) if goes and leader is not None and reached(leader) else None
    new = replace(work, session_at=moment, ahead=goes, told_on=told)
    deeds: list[Deed] = []
    if stands not in (None, moment):
        deeds.append(tell(scene, work, "over"))
    if stands != moment or goes != before:
        news = "noted" if stands is None else "moved" if stands != moment else "different"
        deeds += [Save(new), tell(scene, new, news), heads_up.planned(scene, new)]
    if late:
        return Next("late", {**fresh, "ahead": ahead}, deeds=tuple(deeds), because=STANDS)
    known = (scene.say("session.gets_to_know", name=name(scene, work.leader)),) if deeds and reached(leader) else ()
    return Next("noted", fresh, known, tuple(deeds), because=STANDS)


def _day(scene: Scene) -> date | None:
    return date.fromisoformat(scene.answer("on")) if scene.answer("on") else None


def _days(scene: Scene) -> tuple[date, ...]:
    listed = scene.state.answers.get("days")
    return tuple(date.fromisoformat(str(one)) for one in listed) if isinstance(listed, list) else ()


def _moment(scene: Scene) -> datetime:
    on, at = _day(scene) or scene.today, scene.answer("at") or "00:00"
    return calendar.instant(datetime.combine(on, time.fromisoformat(at)), scene.person.zone)

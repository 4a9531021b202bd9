"""Promises that fall into days away: asked about before leaving. Move, hand over, or leave as it is."""

from dataclasses import replace
from datetime import date, timedelta

from bot.effects import Deed, FollowUp, Json, Save, Settle
from bot.events import Due
from bot.facts import Capture
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.capture.booking import AGAIN, when
from bot.flows.time_off import plans
from bot.messages import LIMIT, Choice, Choices, Parts, Typed
from bot.rules import calendar, dates, spans
from bot.rules.shortened import one_line, shortened, units

_DAY = timedelta(days=1)


def inside(scene: Scene) -> tuple[Capture, ...]:
    """Open promises on a day away that is still to come, the soonest first, without those left as they are."""
    left = scene.state.answers.get("left")
    decided = left if isinstance(left, list) else []
    found = [
        (one.on, one)
        for one in scene.facts.captures
        if one.kind == "promise"
        and one.state == "open"
        and one.id not in decided
        and one.on is not None
        and one.on >= scene.today
        and spans.covers(scene.person.away, one.on)
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def before_leaving(scene: Scene, _due: Due) -> Next:
    """The last working day before leaving: what is still open is asked once more."""
    following = plans.before_leaving(scene.person, scene.today)
    if not inside(scene):
        return Next(STAY, deeds=(following,), because="no promise falls into the days away")
    return Next("promise", keep={"left": []}, deeds=(following,), because="asked for the last time")


def draw_promise(scene: Scene) -> Parts:
    """One promise, and what could become of it."""
    found = inside(scene)
    if not found:
        return (scene.say("time_off.promises_settled"),)
    one = found[0]
    on = one.on or scene.today
    before, after = around(scene, on)
    what, who = Typed(shortened(one.text)), Typed(one_line(one.who))
    asked = (
        scene.say("time_off.promise", what=what, who=who, day=on)
        if one.who
        else scene.say("time_off.promise_own", what=what, day=on)
    )
    choices = [Choice("after", scene.label("time_off.move_to", day=after))]
    if before is not None:
        choices.insert(0, Choice("before", scene.label("time_off.move_to", day=before)))
    choices.append(Choice("hand", scene.label("time_off.hand_over")))
    choices.append(Choice("leave", scene.label("time_off.leave_it")))
    return (asked, Choices(tuple(choices)))


def around(scene: Scene, on: date) -> tuple[date | None, date]:
    """The last working day before the absence that holds a day, if it is still to come, and the first after it."""
    first, last = next(span for span in scene.person.away if span[0] <= on <= span[1])
    before = calendar.previous_workday(scene.person, first)
    after = calendar.workday_on_or_after(scene.person, last + _DAY)
    return before if before >= scene.today else None, after


def read_date(scene: Scene, text: str) -> Answer | None:
    """A typed day on which the person works."""
    found = dates.read_date(text, scene.today, scene.person.locale, workdays=scene.person.workdays)
    return Wrote(text) if isinstance(found, dates.Date) else None


def take_promise(scene: Scene, answer: Answer) -> Next:
    """Moved, handed over, or left; then the next one."""
    found = inside(scene)
    if not found:
        return Next(DONE, because="every promise is settled")
    one = found[0]
    before, after = around(scene, one.on or scene.today)
    match answer:
        case Chose("hand"):
            return Next("who_takes_it", because="the question is open")
        case Chose("leave"):
            decided = [*(str(left) for left in kept_left(scene)), one.id]
            return on_to_the_next(scene, one, keep={"left": [*decided]})
        case Chose("before") if before is not None:
            return moved(scene, one, before)
        case Chose():
            return moved(scene, one, after)
        case Wrote(text):
            day = dates.read_date(text, scene.today, scene.person.locale, workdays=scene.person.workdays)
            if not isinstance(day, dates.Date):
                return Next(STAY, because="the question stays open")
            if spans.covers(scene.person.away, day.on):
                return Next(STAY, say=(scene.say("time_off.away_then_too", day=day.on),), because="still open")
            return moved(scene, one, day.on)
        case Filled():
            return Next(STAY, because="the question stays open")


def kept_left(scene: Scene) -> list[Json]:
    """Ids of the promises that stay as they are."""
    left = scene.state.answers.get("left")
    return left if isinstance(left, list) else []


def moved(scene: Scene, one: Capture, on: date) -> Next:
    """Another day, agreed before leaving: this is not the one new date that a promise has."""
    said = scene.say("time_off.moved", day=on)
    return on_to_the_next(scene, one, said=(said,), deeds=rebooked(scene, replace(one, on=on), on))


def rebooked(scene: Scene, one: Capture, on: date) -> tuple[Deed, ...]:
    """The promise as it is now, and its follow-up on that day instead of the old one."""
    booked = when(scene, one, on)
    kind, other = ("promised", "promised_later") if booked.at is not None else ("promised_later", "promised")
    stop = "settled, dropped, or asked three times"
    asks = FollowUp(kind, booked.on, stop, booked.at, AGAIN, occasion=on, flow="capture", subject=one.id)
    return (Save(one), Settle("booked at another time", other, flow="capture", subject=one.id), asks)


def draw_who_takes_it(scene: Scene) -> Parts:
    """Who takes it over: a name, for oneself. The bot writes to nobody."""
    return (
        scene.say("time_off.who_takes_it"),
        Choices((Choice("leave", scene.label("time_off.leave_it")),)),
    )


def take_who_takes_it(scene: Scene, answer: Answer) -> Next:
    """Handed over: the promise stays open, with the name, and is asked about on the first day back."""
    found = inside(scene)
    if not found:
        return Next(DONE, because="every promise is settled")
    one = found[0]
    match answer:
        case Wrote(text):
            _, back = around(scene, one.on or scene.today)
            named = scene.label("time_off.handed_text", what=one.text, name=one_line(text))
            handed = replace(one, text=named if units(named) <= LIMIT else one.text, on=back)
            said = scene.say("time_off.handed", name=Typed(one_line(text)), day=back)
            return on_to_the_next(scene, one, said=(said,), deeds=rebooked(scene, handed, back))
        case Chose() | Filled():
            return Next("promise", because="the question is open again")


def on_to_the_next(
    scene: Scene,
    one: Capture,
    *,
    said: Parts = (),
    deeds: tuple[Deed, ...] = (),
    keep: dict[str, Json] | None = None,
) -> Next:
    """The next promise that falls into the days away; the last one ends it."""
    more = [other for other in inside(scene) if other.id != one.id]
    to = "promise" if more else DONE
    return Next(to, keep=keep or {}, say=said, deeds=deeds, because="each has its day")

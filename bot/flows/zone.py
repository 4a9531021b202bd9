"""The time zone: told by the platform or typed, taken over at once, and looked at again on the third day.

While somebody is away from home the conversation has the home zone as its subject; its question is whether
they are still away.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Replan, Save, Settle
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Flow, Next, Scene, Step, Wrote
from bot.flows import practices
from bot.flows.checkin import next_asking
from bot.flows.replan import check_ins
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar, zones
from bot.rules.shortened import one_line

THIRD_DAY: Final = timedelta(days=3)
APART: Final = timedelta(hours=16)
"""At least so much lies between two check-ins, whatever the clocks do."""


def begin(scene: Scene) -> Next:
    """The platform reports a zone, or somebody types where they are."""
    if scene.answer("moved"):
        return moved(scene, scene.answer("moved"))
    rest = scene.answer("rest")
    return named(scene, rest) if rest else Next("which", because="the question is open")


def moved(scene: Scene, zone: str) -> Next:
    """The platform's zone is taken over without a question; on the third day there is one."""
    if zone == scene.person.zone or not zones.is_zone(zone):
        return Next(DONE, because="the same zone, or one that nobody knows")
    said = scene.say("zone.moved", place=zones.city(zone), at=calendar.asks_at(scene.person))
    if zone in homes(scene):
        return Next(DONE, say=(said,), deeds=(*taken_over(scene, zone), *home_again(scene)), because="home again")
    return Next(DONE, say=(said,), deeds=(*taken_over(scene, zone), *third_day(scene)))


def named(scene: Scene, text: str) -> Next:
    """A place in words: one zone, several, or none."""
    found = zones.find_zones(text, scene.person.locale)
    if len(found) == 1:
        return chosen(scene, found[0])
    near = found or zones.near(text, scene.person.locale)
    return Next("which", keep={"typed": text.strip(), "near": list(near)}, because="the question is open")


def chosen(scene: Scene, zone: str) -> Next:
    """One zone is chosen by hand: taken over at once, and asked for how long unless it is home."""
    place, at = zones.city(zone), calendar.asks_at(scene.person)
    if zone == scene.person.zone:
        said = scene.say("zone.same", place=place, at=at)
        return Next(DONE, say=(said,), because="nothing has changed")
    said = scene.say("zone.changed", place=place, at=at)
    if zone in homes(scene):
        return Next(DONE, say=(said,), deeds=(*taken_over(scene, zone), *home_again(scene)), because="home again")
    home = next(iter(homes(scene)), scene.person.zone)
    return Next("how_long", keep={"home": home}, say=(said,), deeds=(*taken_over(scene, zone), *third_day(scene)))


def homes(scene: Scene) -> tuple[str, ...]:
    """The zone that somebody is away from, as long as that is an open question."""
    return tuple(one.subject for one in scene.facts.waiting if (one.flow, one.kind) == ("zone", "settled"))


def home_again(scene: Scene) -> tuple[Deed, ...]:
    """Nobody needs to ask whether they are still away."""
    return tuple(Settle("home again", "settled", subject=home) for home in homes(scene))


def third_day(scene: Scene) -> tuple[Deed, ...]:
    """Ask on the third day; on a journey with several stops, about the first home."""
    home = next(iter(homes(scene)), scene.person.zone)
    stop = "answered, home again, or asked twice"
    return (FollowUp("settled", scene.today + THIRD_DAY, stop, again=(5,), subject=home),)


def taken_over(scene: Scene, zone: str) -> tuple[Deed, ...]:
    """The person in the new zone, everything planned computed again, and check-ins far enough apart."""
    person = replace(scene.person, zone=zone)
    deeds: list[Deed] = [Save(person), Replan()]
    seen = replace(scene, facts=replace(scene.facts, person=person))
    for ask in check_ins(seen, person):
        if isinstance(ask, FollowUp) and ask.occasion and too_soon(scene, seen, ask):
            deeds += next_asking(seen, practices.find(scene.facts, ask.subject or ""), ask.occasion)
        else:
            deeds.append(ask)
    return tuple(deeds)


def too_soon(before: Scene, after: Scene, ask: FollowUp) -> bool:
    """Whether a check-in would come less than 16 hours after the last one was asked by the old clock."""
    days = [one.day for one in before.facts.chances if one.practice == ask.subject]
    if not days:
        return False
    last = max(days)
    asked_on = calendar.next_workday(before.person, last) if before.person.next_morning else last
    return moment(after, ask.on) - moment(before, asked_on) < APART


def moment(scene: Scene, day: date) -> datetime:
    """The instant of the day's message, by that scene's clock."""
    return calendar.instant(datetime.combine(day, calendar.asks_at(scene.person)), scene.person.zone)


def draw_which(scene: Scene) -> Parts:
    """Which clock: with what looks like the words that were typed."""
    typed, near = scene.answer("typed"), suggested(scene)
    if not typed:
        clock = scene.local.time().replace(second=0, microsecond=0)
        return (scene.say("zone.which", place=zones.city(scene.person.zone), now=clock),)
    if not near:
        return (scene.say("zone.unknown", place=Typed(one_line(typed))),)
    buttons = tuple(Choice(zone, zones.city(zone)) for zone in near)
    return (scene.say("zone.one_of_these", place=Typed(one_line(typed))), Choices(buttons))


def suggested(scene: Scene) -> tuple[str, ...]:
    """The zones offered for what was typed."""
    near = scene.state.answers.get("near")
    return tuple(str(zone) for zone in near) if isinstance(near, list) else ()


def take_which(scene: Scene, answer: Answer) -> Next:
    """A suggestion is pressed, or another place typed."""
    match answer:
        case Chose(zone):
            return chosen(scene, zone)
        case Wrote(text):
            return named(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_how_long(scene: Scene) -> Parts:
    """A few days, or longer."""
    return (
        scene.say("zone.how_long", place=zones.city(scene.person.zone)),
        Choices((Choice("trip", scene.label("zone.few_days")), Choice("stay", scene.label("zone.longer")))),
    )


def take_how_long(scene: Scene, answer: Answer) -> Next:
    """A trip keeps its question of the third day; a move needs none."""
    home = scene.answer("home")
    match answer:
        case Chose("trip"):
            said = scene.say("zone.i_ask_again", place=zones.city(scene.person.zone))
            return Next(DONE, say=(said,), because="the third day has its question")
        case Chose():
            return stays(scene, home)
        case Wrote() | Filled():
            return Next(STAY, because="the third day has its question")


def stays(scene: Scene, home: str) -> Next:
    """This is home now. The holidays stay what they were, and that is said."""
    settled = Settle("this is home now", "settled", subject=home)
    place = zones.city(scene.person.zone)
    said = scene.say("zone.stays_holidays" if scene.person.country else "zone.stays", place=place)
    return Next(DONE, say=(said,), deeds=(settled,), because="this is home now")


def settled_due(scene: Scene, due: Due) -> Next:
    """The third day: still there?"""
    if scene.person.zone == scene.state.subject:
        return Next(STAY, because="home again")
    return Next("settled", because="asked for the last time" if due.last else "asked once more, then it stays")


def draw_settled(scene: Scene) -> Parts:
    """Still there, or back home?"""
    here, home = zones.city(scene.person.zone), zones.city(scene.state.subject)
    return (
        scene.say("zone.still_there", place=here),
        Choices(
            (
                Choice("stay", scene.label("zone.still_here", place=here)),
                Choice("back", scene.label("zone.back_home", place=home)),
            )
        ),
    )


def take_settled(scene: Scene, answer: Answer) -> Next:
    """They stay, or go by the clock of home again."""
    home = scene.state.subject
    match answer:
        case Chose("back"):
            said = scene.say("zone.changed", place=zones.city(home), at=calendar.asks_at(scene.person))
            deeds = (*taken_over(scene, home), *home_again(scene))
            return Next(DONE, say=(said,), deeds=deeds, because="home again")
        case Chose():
            return stays(scene, home)
        case Wrote() | Filled():
            return Next(STAY, because="asked once more, then it stays")


FLOW: Final = Flow(
    name="zone",
    steps=(
        Step("which", draw_which, take_which, text=True, prose=False, hint="zone.which_hint"),
        Step(
            "how_long",
            draw_how_long,
            take_how_long,
            reads={"trip": "zone.trip_words", "stay": "zone.longer_words"},
            hint="zone.how_long_hint",
        ),
        Step(
            "settled",
            draw_settled,
            take_settled,
            reads={"stay": "zone.still_words", "back": "zone.back_words"},
            hint="zone.settled_hint",
        ),
    ),
    begin=begin,
    due={"settled": settled_due},
)

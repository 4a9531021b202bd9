"""One setting at a time: read what was typed, say what is wrong with it, or take it over at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Final

from bot.content.words import spoken
from bot.effects import Json, Replan, Save
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Next, Scene
from bot.flows.replan import replanned
from bot.messages import Part, Typed
from bot.rules import calendar, clock, countries
from bot.rules.shortened import one_line

NOON: Final = time(12, 0)


def applied(scene: Scene, person: Person, *said: Part) -> Next:
    """Take over a change: everything planned is computed again, and the page, if it was open, drawn again."""
    deeds = (Save(person), Replan(), *replanned(scene, person))
    on_page = scene.state.step == "shown" or scene.state.answers.get("page") is True
    if person.state == "stopped":
        said = (*said, scene.say("hours.stopped"))
    return Next("shown" if on_page else DONE, say=said, deeds=deeds, because="it counts from now on")


def again(step: str, problem: Part, **keep: Json) -> Next:
    """What is wrong is said, and the same thing asked again."""
    return Next(step, keep=keep, say=(problem,), because="the question is open")


def where_pressed(take: Callable[[Scene, Answer], Next]) -> Callable[[Scene, Answer], Next]:
    """What a press leads to takes the place of its question; what a typed line leads to is a new message."""

    def taken(scene: Scene, answer: Answer) -> Next:
        found = take(scene, answer)
        return replace(found, in_place=isinstance(answer, Chose) and found.to != STAY)

    return taken


def asking_hour(scene: Scene, text: str) -> Next:
    """When to ask: a time within the hours, the next morning, or the same day again."""
    words, person = scene.facts.words, scene.person
    typed = text.strip()
    if words.means("hours.morning_words", typed):
        return mornings(scene, True)
    if words.means("hours.evening_words", typed):
        return mornings(scene, False)
    bare = without_lead(scene, typed)
    at = NOON if words.means("hours.noon_words", bare) else clock.read_time(bare)
    if at is None:
        return again("ask_at", scene.say("hours.no_time", typed=Typed(one_line(typed))))
    near = clock.nearest(at, person.opens, person.closes)
    if near != at:
        return Next("near", keep={"wanted": f"{at:%H:%M}", "near": f"{near:%H:%M}"}, because="the question is open")
    return ask_at(scene, at)


def ask_at(scene: Scene, at: time) -> Next:
    """That hour, on the day itself."""
    person = replace(scene.person, asks_at=at, next_morning=False)
    return applied(scene, person, scene.say("hours.asks_at_now", at=at))


def mornings(scene: Scene, on: bool) -> Next:
    """Ask about the day before in the morning, or on the day itself."""
    person = replace(scene.person, next_morning=on)
    at = calendar.asks_at(person)
    return applied(scene, person, scene.say("hours.mornings_now" if on else "hours.asks_at_now", at=at))


def work_hours(scene: Scene, text: str) -> Next:
    """From when to when; an asking hour left outside moves to the nearest end, and that is said."""
    found = clock.read_hours(text, scene.facts.words)
    if found is None:
        return again("hours", scene.say("hours.no_hours", typed=Typed(one_line(text))))
    opens, closes = found
    if closes <= opens:
        return again("hours", scene.say("hours.ends_before", opens=opens, closes=closes))
    at = clock.nearest(scene.person.asks_at, opens, closes)
    person = replace(scene.person, opens=opens, closes=closes, asks_at=at)
    said: list[Part] = [scene.say("hours.hours_now", opens=opens, closes=closes)]
    if at != scene.person.asks_at and not person.next_morning:
        said.append(scene.say("hours.asks_at_moved", at=at))
    return applied(scene, person, *said)


def work_days(scene: Scene, text: str) -> Next:
    """On which days; none at all is refused."""
    found = clock.read_days(text, scene.facts.words)
    if found is None:
        return again("days", scene.say("hours.unknown_days", typed=Typed(one_line(text))))
    if not found:
        return again("days", scene.say("hours.no_days"))
    return on_days(scene, found)


def on_days(scene: Scene, workdays: str) -> Next:
    """Those days from now on."""
    said = scene.say("hours.days_now", days=days_spoken(scene, workdays))
    return applied(scene, replace(scene.person, workdays=workdays), said)


def country(scene: Scene, text: str) -> Next:
    """Whose public holidays, by code or name; "none" keeps none."""
    typed = text.strip()
    if scene.facts.words.means("hours.none_words", typed):
        return in_country(scene, "")
    code = countries.find_country(typed, scene.person.locale)
    if code is None:
        near = list(countries.near(typed, scene.person.locale))
        return again("country", scene.say("hours.unknown_country", typed=Typed(one_line(typed))), near=[*near])
    return in_country(scene, code)


def in_country(scene: Scene, code: str) -> Next:
    """That country's holidays from now on; "" keeps none."""
    person = replace(scene.person, country=code)
    if not code:
        return applied(scene, person, scene.say("hours.no_holidays_now"))
    name = countries.country_name(code, scene.person.locale)
    return applied(scene, person, scene.say("hours.holidays_now", country=name))


def effort(scene: Scene, on: bool) -> Next:
    """Ask how hard they tried instead of whether it happened."""
    said = scene.say("hours.effort_on" if on else "hours.effort_off")
    return applied(scene, replace(scene.person, effort=on), said)


def energy(scene: Scene, on: bool) -> Next:
    """The energy tap of the look-back."""
    said = scene.say("hours.energy_on" if on else "hours.energy_off")
    return applied(scene, replace(scene.person, energy=on), said)


def follow_status(scene: Scene, on: bool) -> Next:
    """Ask about a pause when the platform shows them as out of office, or not."""
    person = replace(scene.person, follow_status=on)
    return applied(scene, person, scene.say("hours.status_on" if on else "hours.status_off"))


PACES: Final = {"brisk": "hours.brisk", "steady": "hours.steady", "gentle": "hours.gentle"}
LOOKBACKS: Final = {"weekly": "hours.weekly", "monthly": "hours.monthly", "off": "hours.never"}


def pace(scene: Scene, key: str) -> Next:
    """How often a new practice is asked about at first."""
    person = with_pace(scene.person, key)
    return applied(scene, person, scene.say("hours.pace_now", pace=scene.label(PACES[person.pace])))


def lookback(scene: Scene, key: str) -> Next:
    """How often the look-back comes."""
    person = with_lookback(scene.person, key)
    return applied(scene, person, scene.say("hours.lookback_now", often=scene.label(LOOKBACKS[person.lookback])))


def with_pace(person: Person, key: str) -> Person:
    """The person with that pace; what is none changes nothing."""
    match key:
        case "brisk" | "steady" | "gentle":
            return replace(person, pace=key)
        case _:
            return person


def with_lookback(person: Person, key: str) -> Person:
    """The person with that look-back; what is none changes nothing."""
    match key:
        case "weekly" | "monthly" | "off":
            return replace(person, lookback=key)
        case _:
            return person


def days_spoken(scene: Scene, workdays: str) -> str:
    """ "Monday to Friday", or the days one by one, as the person's week goes."""
    words, locale = scene.facts.words, scene.person.locale
    run = clock.run_of(workdays)
    if run is not None:
        first, last = (clock.weekday_name(day, locale) for day in run)
        return words.plain("hours.from_to", first=first, last=last)
    return ", ".join(clock.weekday_name(int(day), locale) for day in workdays)


def without_lead(scene: Scene, typed: str) -> str:
    """The line without an "at" in front."""
    first, _, rest = typed.partition(" ")
    return rest if scene.facts.words.means("hours.at_words", first) else typed


def clock_face(scene: Scene, at: time) -> str:
    """A time as the language writes it, for a button or a row."""
    return spoken(at, scene.facts.words.locale)

"""The questions behind the page: each setting with its usual answers as buttons, and typed words beside."""

from datetime import time
from typing import Final

from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.hours import change
from bot.messages import Choice, Choices, Parts
from bot.rules import clock, countries

HOURS: Final = ("08:00-17:00", "08:30-17:30", "09:00-17:00", "09:00-18:00")
DAYS: Final = ("12345", "12347", "1234", "123")
BEFORE_CLOSING: Final = (0, 30, 60, 90)
"""Minutes before the end of the working day that are offered as asking hours."""


def draw_ask_at(scene: Scene) -> Parts:
    """At what time: the last hour and a half of the working day, or the next morning."""
    end = scene.person.closes.hour * 60 + scene.person.closes.minute
    offered = [time(*divmod(end - minutes, 60)) for minutes in BEFORE_CLOSING if end >= minutes]
    fitting = [at for at in reversed(offered) if at >= scene.person.opens]
    buttons = [Choice(f"{at:%H:%M}", change.clock_face(scene, at)) for at in fitting]
    return (
        scene.say("hours.ask_at", opens=scene.person.opens, closes=scene.person.closes),
        Choices((*buttons, Choice("morning", scene.label("hours.next_morning")))),
    )


def take_ask_at(scene: Scene, answer: Answer) -> Next:
    """An hour, pressed or typed."""
    match answer:
        case Chose("morning"):
            return change.mornings(scene, True)
        case Chose(text) | Wrote(text):
            return change.asking_hour(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_near(scene: Scene) -> Parts:
    """The hour lies outside: the nearest one that does not."""
    wanted, near = time.fromisoformat(scene.answer("wanted")), time.fromisoformat(scene.answer("near"))
    return (
        scene.say("hours.outside", at=wanted, opens=scene.person.opens, closes=scene.person.closes),
        Choices(
            (
                Choice("near", scene.label("hours.ask_then", at=near), main=True),
                Choice("leave", scene.label("hours.leave", at=scene.person.asks_at)),
            )
        ),
    )


def take_near(scene: Scene, answer: Answer) -> Next:
    """The nearest hour, another one, or the one there was."""
    match answer:
        case Chose("near"):
            return change.ask_at(scene, time.fromisoformat(scene.answer("near")))
        case Chose():
            said = (scene.say("hours.stays", at=scene.person.asks_at),)
            return Next(DONE, say=said, because="nothing has changed")
        case Wrote(text):
            return change.asking_hour(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_hours(scene: Scene) -> Parts:
    """From when to when."""
    buttons = tuple(Choice(key, span_spoken(scene, key)) for key in HOURS)
    return (scene.say("hours.hours"), Choices(buttons))


def span_spoken(scene: Scene, key: str) -> str:
    """ "09:00 to 17:00", as the language writes it."""
    first, last = (change.clock_face(scene, time.fromisoformat(end)) for end in key.split("-"))
    return scene.label("hours.from_to", first=first, last=last)


def take_hours(scene: Scene, answer: Answer) -> Next:
    """A span, pressed or typed."""
    match answer:
        case Chose(text) | Wrote(text):
            return change.work_hours(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_days(scene: Scene) -> Parts:
    """On which days."""
    return (scene.say("hours.days"), Choices(tuple(Choice(one, change.days_spoken(scene, one)) for one in DAYS)))


def take_days(scene: Scene, answer: Answer) -> Next:
    """Days, pressed or typed."""
    match answer:
        case Chose(workdays):
            return change.on_days(scene, workdays)
        case Wrote(text):
            return change.work_days(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_country(scene: Scene) -> Parts:
    """Whose public holidays; with what looks like the words that were typed."""
    near = scene.state.answers.get("near")
    codes = [str(code) for code in near] if isinstance(near, list) else []
    buttons = tuple(Choice(code, countries.country_name(code, scene.person.locale)) for code in codes)
    return (scene.say("hours.country"), Choices((*buttons, Choice("none", scene.label("hours.no_country")))))


def take_country(scene: Scene, answer: Answer) -> Next:
    """A country, pressed or typed."""
    match answer:
        case Chose("none"):
            return change.in_country(scene, "")
        case Chose(code):
            return change.in_country(scene, code)
        case Wrote(text):
            return change.country(scene, text)
        case Filled():
            return Next(STAY, because="the question stays open")


def draw_pace(scene: Scene) -> Parts:
    """How a new practice begins."""
    buttons = tuple(Choice(key, scene.label(words)) for key, words in change.PACES.items())
    return (scene.say("hours.pace"), Choices(buttons))


def take_pace(scene: Scene, answer: Answer) -> Next:
    """One of three."""
    match answer:
        case Chose(key):
            return change.pace(scene, key)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_lookback(scene: Scene) -> Parts:
    """How often to look back."""
    buttons = tuple(Choice(key, scene.label(words)) for key, words in change.LOOKBACKS.items())
    return (scene.say("hours.lookback"), Choices(buttons))


def take_lookback(scene: Scene, answer: Answer) -> Next:
    """One of three."""
    match answer:
        case Chose(key):
            return change.lookback(scene, key)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def fits(at: time, opens: time, closes: time) -> bool:
    """Whether an hour lies within the working day, both ends included."""
    return clock.nearest(at, opens, closes) == at

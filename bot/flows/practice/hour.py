"""When it is asked, said once: "I'll ask at 17:00, Monday to Friday". Changing it is the hours' own flow."""

import re
from typing import Final

from bot.content.words import fold
from bot.effects import Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.hours.change import days_spoken
from bot.messages import Choice, Choices, Dots, Parts
from bot.rules import calendar

HOUR: Final = re.compile(r"(at )?\d{1,2}([:.]\d{2})?( ?[ap]m)?")
BEGUN: Final = "the practice has begun, its first question is planned"


def draw_hour(scene: Scene) -> Parts:
    """When it will be asked."""
    person = scene.person
    days, at = days_spoken(scene, person.workdays), calendar.asks_at(person)
    said = "practice.asks_next_morning" if person.next_morning else "practice.asks_at"
    good = Choice("good", scene.label("practice.good"), main=True)
    return (scene.say(said, at=at, days=days), Choices((good, Choice("change", scene.label("practice.change")))))


def read_hour(scene: Scene, text: str) -> Answer | None:
    """Another hour, typed: "16:30", "at 9", "4 pm". What cannot be one ("25:00") is refused where hours are."""
    del scene
    return Wrote(fold(text).removeprefix("at ")) if HOUR.fullmatch(fold(text)) else None


def take_hour(scene: Scene, answer: Answer) -> Next:
    """Good as it is, or another hour; the practice has begun either way."""
    match answer:
        case Chose("change"):
            hint = (scene.say("practice.other_days", size="small"),)
            return Next(DONE, say=hint, deeds=(to_hours(""),), because=BEGUN)
        case Chose():
            said = (*first_question(scene), scene.say("practice.may_type", size="small"))
            return Next(DONE, say=said, because=BEGUN)
        case Wrote(text):
            return Next(DONE, deeds=(to_hours(text),), because=BEGUN)
        case Filled():
            return Next(STAY, because=BEGUN)


def to_hours(text: str) -> Start:
    """The hour, asked or typed, where all hours are changed."""
    return Start("hours", answers={"command": "ask_at", "rest": text})


def first_question(scene: Scene) -> Parts:
    """When the practice is first asked about, and ten empty dots."""
    begins = practices.subject(scene).began_on or calendar.next_workday(scene.person, scene.today)
    on = calendar.next_workday(scene.person, begins) if scene.person.next_morning else begins
    return (
        scene.say("practice.first_question", day=on, at=calendar.asks_at(scene.person)),
        Dots(("ahead",) * 10, scene.label("practice.empty_dots")),
    )

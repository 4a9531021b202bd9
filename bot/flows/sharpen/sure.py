"""How sure, of ten: under seven it is made smaller, twice at most. Half as much, one person, or one meeting."""

from dataclasses import replace
from typing import Final, Literal

from bot.effects import Save
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.sharpen import turns
from bot.flows.sharpen.chances import ASKED_STILL
from bot.messages import Choice, Choices, Parts, Text
from bot.rules import specificity

HALF: Final[dict[str, Literal["daily", "weekly"]]] = {"each": "daily", "daily": "weekly"}
"""Half of a dose: each time, once a day, once a week."""
TOP: Final = 10


def times(scene: Scene) -> int:
    """How often it was asked how sure they are."""
    value = scene.state.answers.get("times_sure", 0)
    return value if isinstance(value, int) else 0


def draw_sure(scene: Scene) -> Parts:
    """The sentence as it stands, and one to ten."""
    numbers = tuple(Choice(str(n), str(n)) for n in range(1, TOP + 1))
    line = Text(specificity.line(practices.subject(scene), scene.facts.words))
    said = scene.say("sharpen.sure_now") if times(scene) else scene.say("sharpen.sure")
    return (line, said, Choices((*numbers, Choice("skip", scene.label("sharpen.skip")))))


def read_number(scene: Scene, text: str) -> Answer | None:
    """A number from one to ten, as it is typed: "8", "8/10", "8 of 10"."""
    del scene
    number = text.replace("/", " ").split()[:1]
    if number and number[0].isdecimal() and 1 <= int(number[0]) <= TOP:
        return Chose(str(int(number[0])))
    return None


def take_sure(scene: Scene, answer: Answer) -> Next:
    """Seven or more is sure enough; less leads to something smaller."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose(number):
            practice = replace(practices.subject(scene), sure=int(number))
            count = times(scene) + 1
            if specificity.shrinks(practice, {"sure": count}):
                return Next("shrink", keep={"times_sure": count}, deeds=(Save(practice),), because=ASKED_STILL)
            return turns.saved(scene, practice, times_sure=count)
        case Wrote() | Filled():
            return Next(STAY, because=ASKED_STILL)


def draw_shrink(scene: Scene) -> Parts:
    """What could be smaller."""
    practice = practices.subject(scene)
    half = (Choice("half", scene.label("sharpen.half")),) if practice.dose in HALF else ()
    rest = (
        Choice("person", scene.label("sharpen.one_person")),
        Choice("meeting", scene.label("sharpen.one_meeting")),
        Choice("leave", scene.label("sharpen.leave")),
    )
    return (scene.say("sharpen.shrink"), Choices((*half, *rest)))


def take_shrink(scene: Scene, answer: Answer) -> Next:
    """Smaller in one way, and then how sure they are of that; or left as it is."""
    match answer:
        case Chose("half"):
            practice = practices.subject(scene)
            halved = replace(practice, dose=HALF.get(practice.dose, practice.dose))
            return Next("sure", deeds=(Save(halved),), because=ASKED_STILL)
        case Chose("person"):
            return Next("who", keep={"shrinking": True}, because=ASKED_STILL)
        case Chose("meeting"):
            return Next("meeting", because=ASKED_STILL)
        case Chose():
            return turns.skipped(scene)
        case Wrote() | Filled():
            return Next(STAY, because=ASKED_STILL)


def draw_meeting(scene: Scene) -> Parts:
    """Which one meeting."""
    return (scene.say("sharpen.meeting"), Choices((Choice("skip", scene.label("sharpen.leave")),)))


def take_meeting(scene: Scene, answer: Answer) -> Next:
    """One meeting in their own words; then how sure they are of that."""
    match answer:
        case Wrote(text):
            practice = replace(practices.subject(scene), situation=text)
            return Next("sure", deeds=(Save(practice),), because=ASKED_STILL)
        case Chose() | Filled():
            return turns.skipped(scene)

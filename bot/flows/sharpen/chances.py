"""How often it comes up in a normal week: three times or more is asked about daily, less at the week's end."""

from dataclasses import replace
from typing import Final

from bot.effects import Deed, Save
from bot.facts import Practice
from bot.flow import STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.checkin import next_asking
from bot.flows.practice import examples
from bot.flows.practice.slots import OFTEN
from bot.flows.replan import asked_until
from bot.flows.sharpen import turns
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules.trial import is_seldom

ASKED_STILL: Final = "the question stays open; what is left is asked on the days after"
LABELS: Final = (
    ("5+", "practice.often_5"),
    ("3-4", "practice.often_3"),
    ("1-2", "practice.often_1"),
    ("less", "practice.often_less"),
)


def draw_often(scene: Scene) -> Parts:
    """How often, in four bands."""
    practice = practices.subject(scene)
    bands = tuple(Choice(key, scene.label(words)) for key, words in LABELS)
    asked = scene.say("sharpen.often", situation=Typed(practice.situation))
    return (asked, Choices((*bands, Choice("skip", scene.label("sharpen.skip")))))


def take_often(scene: Scene, answer: Answer) -> Next:
    """Three or more is enough; for less, a wider moment is offered once."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose(key):
            practice = replace(practices.subject(scene), often=OFTEN.get(key, ""))
            if is_seldom(practice) and not scene.state.answers.get("widened"):
                return Next("seldom", deeds=replanned(scene, practice), because=ASKED_STILL)
            found = turns.saved(scene, practice)
            return replace(found, deeds=replanned(scene, practice))
        case Wrote() | Filled():
            return Next(STAY, because=ASKED_STILL)


def replanned(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """Keep how often it comes up, and plan the next check-in by it."""
    return (Save(practice), *next_asking(scene, practice, asked_until(scene, practice)))


def draw_seldom(scene: Scene) -> Parts:
    """What that means for the asking, and whether the moment may be wider."""
    few = practices.subject(scene).often == "less"
    said = scene.say("sharpen.less") if few else scene.say("sharpen.seldom")
    widen = Choice("widen", scene.label("sharpen.widen"))
    return (said, Choices((widen, Choice("keep", scene.label("sharpen.once_a_week")))))


def take_seldom(scene: Scene, answer: Answer) -> Next:
    """A wider moment, or once a week."""
    match answer:
        case Chose("widen"):
            return Next("wider", because=ASKED_STILL)
        case Chose():
            return turns.skipped(scene)
        case Wrote() | Filled():
            return Next(STAY, because=ASKED_STILL)


def wider(scene: Scene) -> tuple[str, ...]:
    """Moments of the same theme, "any meeting" first."""
    practice = practices.subject(scene)
    shown = (examples.meeting(scene, practice.theme), *examples.moments(scene, practice.theme))
    return tuple(one for one in shown if one != practice.situation)


def draw_wider(scene: Scene) -> Parts:
    """Which moment comes more often."""
    shown = examples.buttons(wider(scene))
    return (scene.say("sharpen.wider"), Choices((*shown, Choice("skip", scene.label("sharpen.leave")))))


def take_wider(scene: Scene, answer: Answer) -> Next:
    """The wider moment; then once more how often that one comes."""
    match answer:
        case Chose("skip"):
            return turns.skipped(scene)
        case Chose(place):
            return widened(scene, wider(scene)[int(place)])
        case Wrote(text):
            return widened(scene, text)
        case Filled():
            return Next(STAY, because=ASKED_STILL)


def widened(scene: Scene, situation: str) -> Next:
    """Another moment, whose number is not known yet; until it is, the practice is asked about daily."""
    practice = replace(practices.subject(scene), situation=situation, often="")
    return Next("often", keep={"widened": True}, deeds=replanned(scene, practice), because=ASKED_STILL)

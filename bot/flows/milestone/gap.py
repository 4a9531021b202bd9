"""Week 13: how much it has changed, in one's own eyes and, as one guesses, in theirs; shown once, with a question."""

import re
from typing import Final

from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.messages import Choice, Choices, Parts, Typed

SCALE: Final = ("-3", "-2", "-1", "0", "1", "2", "3")
MINUS: Final = "\N{MINUS SIGN}"
_NUMBER: Final = re.compile(r"([+-]?)([0-3])")
_NEXT: Final = "the next milestone is planned"


def shown(value: str) -> str:
    """A place on the scale as it is written, with a sign: minus 3 to plus 3."""
    return value.replace("-", MINUS) if value.startswith("-") or value == "0" else f"+{value}"


def read_number(scene: Scene, text: str) -> Answer | None:
    """A typed number of the scale."""
    del scene
    found = _NUMBER.fullmatch(text.strip().replace(MINUS, "-").replace("–", "-"))
    if found is None:
        return None
    sign = "-" if found[1] == "-" and found[2] != "0" else ""
    return Chose(sign + found[2])


def _scale(*more: Choice) -> Choices:
    return Choices((*(Choice(value, shown(value)) for value in SCALE), *more))


def draw_own(scene: Scene) -> Parts:
    """In their own eyes."""
    act = Typed(practices.act(practices.subject(scene)))
    return (scene.say("milestone.own", act=act), _scale())


def take_own(_scene: Scene, answer: Answer) -> Next:
    """Kept for the other half of the question."""
    match answer:
        case Chose(value):
            return Next("others", keep={"own": value})
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_others(scene: Scene) -> Parts:
    """In the eyes of those who were there, as they guess."""
    return (scene.say("milestone.others"), _scale(Choice("unknown", scene.label("milestone.unknown"))))


def take_others(_scene: Scene, answer: Answer) -> Next:
    """Both, side by side, once."""
    match answer:
        case Chose(value):
            return Next("who", keep={"others": value})
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_who(scene: Scene) -> Parts:
    """The two views and one question."""
    own, others = shown(scene.answer("own") or "0"), scene.answer("others")
    if others in ("", "unknown"):
        said = scene.say("milestone.gap_unknown", own=own)
    else:
        said = scene.say("milestone.gap", own=own, others=shown(others))
    return (said, scene.say("milestone.who"), Choices((Choice("leave", scene.label("milestone.leave")),)))


def take_who(scene: Scene, answer: Answer) -> Next:
    """A name, or nothing: they ask in person, and the bot writes to nobody."""
    match answer:
        case Wrote(text):
            return Next(DONE, say=(scene.say("milestone.who_said", who=Typed(text)),), because=_NEXT)
        case Chose():
            return Next(DONE, say=(scene.say("milestone.left"),), because=_NEXT)
        case Filled():
            return Next(STAY, because="the question stays open")

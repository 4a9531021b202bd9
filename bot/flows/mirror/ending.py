"""Where a look leads: what was seen on one page, one question that the leader asks aloud, and one act."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.effects import Deed, FollowUp, Json, Settle, Start
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.mirror.marks import FORGOTTEN, LABELS, MIRRORS, Mark, marks
from bot.messages import Choice, Choices, Parts, Plain, Rows
from bot.rules import calendar

SUPPLIED_AFTER: Final = 10
SUPPLIED_AGAIN: Final = (3,)
REOPEN_AFTER: Final = 15
"""Working days."""
QUESTIONS: Final[Mapping[str, str]] = {
    "need": "mirror.question_need",
    "small": "mirror.question_small",
    "know": "mirror.question_know",
}
OPEN: Final = "the look is not over yet, and costs nothing to leave"


def draw_question(scene: Scene) -> Parts:
    """The six as they were marked, and room for one question in the leader's own words."""
    rows = tuple(_row(scene, one.name, mark) for one, mark in zip(MIRRORS, marks(scene), strict=False))
    shown = (scene.say("mirror.seen"), Rows(rows)) if rows else ()
    buttons = tuple(Choice(key, scene.label(words)) for key, words in QUESTIONS.items())
    none = Choice("none", scene.label("mirror.no_question"))
    return (*shown, scene.say("mirror.question"), Choices((*buttons, none)))


def _row(scene: Scene, name: str, mark: Mark) -> tuple[str, tuple[Plain, ...]]:
    said = scene.label(LABELS.get(mark.mark, "mirror.not_yet"))
    last = scene.label("mirror.row_last", mark=said, day=mark.last) if mark.last else said
    return (scene.label(name), (Plain(last),))


def take_question(scene: Scene, answer: Answer) -> Next:
    """Words of their own, one of three, or none."""
    match answer:
        case Chose("none"):
            return Next("act", {"asks": ""}, because=OPEN)
        case Chose(key):
            return Next("act", {"asks": scene.label(QUESTIONS[key])}, because=OPEN)
        case Wrote(text):
            return Next("act", {"asks": text.strip()}, because=OPEN)
        case Filled():
            return Next(STAY, because=OPEN)


def draw_act(scene: Scene) -> Parts:
    """One act, or none."""
    return (
        scene.say("mirror.act"),
        Choices(
            (
                Choice("practice", scene.label("mirror.a_practice")),
                Choice("promise", scene.label("mirror.a_promise")),
                Choice("none", scene.label("mirror.nothing_more")),
            )
        ),
    )


def take_act(scene: Scene, answer: Answer) -> Next:
    """It goes on as a practice or as a promise, or ends here."""
    match answer:
        case Chose("practice"):
            return _over(scene, Start("practice", scene.new_id("practice")))
        case Chose("promise"):
            kept: dict[str, Json] = {"command": "promise", "rest": ""}
            return _over(scene, Start("capture", scene.new_id("promise"), answers=kept))
        case Chose():
            return _over(scene)
        case Wrote() | Filled():
            return Next(STAY, because=OPEN)


def _over(scene: Scene, *act: Start) -> Next:
    """The look is over and forgotten; what is asked aloud is asked about, and when the team may be asked again."""

    def after(days: int) -> date:
        return calendar.next_workday(scene.person, scene.today, days)

    reopen = FollowUp("reopen", after(REOPEN_AFTER), "asked once")
    if scene.answer("asks"):
        said = scene.say("mirror.asked_aloud")
        asked: Deed = FollowUp("supplied", after(SUPPLIED_AFTER), "answered, or asked twice", again=SUPPLIED_AGAIN)
    else:
        said, asked = scene.say("mirror.over"), Settle("nothing is asked aloud", "supplied")
    return Next(DONE, FORGOTTEN, (said,), (Settle("the look is over", "next"), asked, reopen, *act))

"""After silence: one card and one level less, without a word about the misses; in the end a pause, kindly."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.effects import Deed, Json, Save, Settle, Start
from bot.events import Due
from bot.facts import Chance, Mark, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import checkin, practices
from bot.flows.checkin.answering import MARKS, marked
from bot.flows.checkin.answering import READS as MARK_WORDS
from bot.flows.pace import changing
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import pace

READS: Final = {"slower": "pace.yes_words", "keep": "pace.no_words", "pause": "pace.pause_words", **MARK_WORDS}
PAUSED_READS: Final = {"again": "pace.yes_words", "leave": "pace.no_words", **MARK_WORDS}
ONE_A_WEEK: Final = 2
_OPEN: Final = "the question stays open"


def begin(scene: Scene) -> Next:
    """Three unanswered in a row: one level less at once, and the card about it."""
    practice = practices.subject(scene)
    since = scene.answer("since")
    slipped = practice.slipped_on or (date.fromisoformat(since) if since else None)
    practice = replace(practice, slipped_on=slipped)
    level = pace.quieter(practice.level)
    keep: dict[str, Json] = {"before": practice.level, "offer": ""}
    if level >= pace.PAUSED:
        first, deeds = changing.paused(scene, practice)
        return Next("paused", keep={**keep, "back_on": first.isoformat()}, deeds=deeds)
    new = changing.at_level(scene, practice, level)
    return Next("silent", keep=keep, deeds=(Save(new), *checkin.next_asking(scene, new, scene.today)))


def _before(scene: Scene) -> int:
    before = scene.state.answers.get("before")
    return before if isinstance(before, int) else pace.start_level(scene.person.pace)


def draw_silent(scene: Scene) -> Parts:
    """The new pace, and what else there is."""
    practice = practices.subject(scene)
    said = scene.say("pace.silent", act=Typed(practices.act(practice)), rung=changing.rung(scene, practice.level))
    keep = scene.label("pace.keep", rung=changing.rung(scene, _before(scene)))
    choices = (
        Choice("slower", scene.label("pace.slower_suits")),
        Choice("keep", keep),
        Choice("pause", scene.label("pace.pause")),
        Choice("fresh", scene.label("pace.fresh")),
        Choice("why", scene.label("pace.why_label")),
    )
    return (said, Choices(choices))


def take_silent(scene: Scene, answer: Answer) -> Next:
    """Keep, slower, pause, start fresh, or why; an answer to the question that the card replaced is one too."""
    practice = practices.subject(scene)
    match answer:
        case Chose("slower"):
            return _slower(scene, practice, practice.level)
        case Chose("keep"):
            _, deeds = changing.changed(scene, practice, _before(scene))
            said = (scene.say("pace.kept", rung=changing.rung(scene, _before(scene))),)
            return Next(DONE, say=said, deeds=deeds)
        case Chose("pause"):
            first, deeds = changing.paused(scene, practice, own=True)
            return Next(DONE, say=(scene.say("pace.paused_said", day=first),), deeds=deeds)
        case Chose("fresh"):
            return Next(DONE, deeds=(Start("restart", practice.id, answers={"command": "restart"}),))
        case Chose("why"):
            return Next("why")
        case Chose(key) if key in MARKS:
            return came_back(scene, practice, MARKS[key])
        case Chose() | Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def _slower(scene: Scene, practice: Practice, level: int) -> Next:
    until, deeds = changing.changed(scene, practice, level)
    return Next(DONE, say=(scene.say("pace.until", rung=changing.rung(scene, level), day=until),), deeds=deeds)


def came_back(scene: Scene, practice: Practice, mark: Mark | None = None) -> Next:
    """An answer after silence: it counts if its day is still open, and the ladder begins anew."""
    deeds: list[Deed] = []
    day = scene.occasion
    if mark is not None and scene.local <= checkin.closes(scene, day):
        chance = Chance(practice.id, day, practice.owner, mark, answered_at=scene.now, late=scene.today > day)
        practice = marked(scene, practice, chance)
        deeds.append(Save(chance))
    new = changing.at_level(scene, practice, pace.start_level(scene.person.pace))
    plan = changing.asking(scene, new)
    said = (scene.say("pace.back", rung=changing.rung(scene, new.level)),)
    return Next(DONE, say=said, deeds=(*deeds, Save(new), Settle("they are back"), *plan))


def checkback(scene: Scene, _due: Due) -> Next:
    """14 and 30 days after the pause: once more, and then nothing until they write."""
    practice = practices.subject(scene)
    if practice.state not in practices.GOING or practice.level < pace.PAUSED:
        return Next(STAY, because=f"it is {practice.state}, at level {practice.level}")
    return Next("paused", keep={"back_on": ""})


def draw_paused(scene: Scene) -> Parts:
    """It is paused; or, weeks later, shall it go on?"""
    act = Typed(practices.act(practices.subject(scene)))
    back_on = scene.answer("back_on")
    if back_on:
        said = scene.say("pace.paused", act=act, day=date.fromisoformat(back_on))
    else:
        said = scene.say("pace.checkback", act=act)
    choices = (
        Choice("again", scene.label("pace.again_weekly")),
        Choice("fresh", scene.label("pace.fresh")),
        Choice("leave", scene.label("pace.leave")),
        Choice("let_go", scene.label("pace.let_go")),
    )
    return (said, Choices(choices))


def take_paused(scene: Scene, answer: Answer) -> Next:
    """Go on, begin again, stay paused, or let it go."""
    practice = practices.subject(scene)
    match answer:
        case Chose("again"):
            return _slower(scene, practice, ONE_A_WEEK)
        case Chose("fresh"):
            return Next(DONE, deeds=(Start("restart", practice.id, answers={"command": "restart"}),))
        case Chose("leave"):
            settled = (Settle("they want it to stay paused", "checkback"),)
            said = (scene.say("pace.left"),)
            return Next(DONE, say=said, deeds=settled, because="it stays paused until they write")
        case Chose("let_go"):
            gone = replace(practice, state="let_go", ended_on=scene.today)
            ended: tuple[Deed, ...] = (Save(gone), *practices.settle_all(practice, "it was let go"))
            return Next(DONE, say=(scene.say("pace.let_go_said"),), deeds=ended, because="it was let go, by choice")
        case Chose(key) if key in MARKS:
            return came_back(scene, practice, MARKS[key] if scene.answer("back_on") else None)
        case Chose() | Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def draw_why(scene: Scene) -> Parts:
    """Why, if they like."""
    choices = (
        Choice("time", scene.label("pace.why_time")),
        Choice("relevant", scene.label("pace.why_relevant")),
        Choice("elsewhere", scene.label("pace.why_elsewhere")),
        Choice("many", scene.label("pace.why_many")),
        Choice("leave", scene.label("pace.why_leave")),
    )
    return (scene.say("pace.why"), Choices(choices))


def take_why(scene: Scene, answer: Answer) -> Next:
    """Each reason leads to where it can be changed."""
    practice = practices.subject(scene)
    because = "the check-ins go on at the new pace"
    match answer:
        case Chose("time"):
            return Next(DONE, deeds=(Start("hours", answers={"command": "hours", "rest": ""}),))
        case Chose("relevant"):
            return Next(DONE, deeds=(Start("restart", practice.id, step="less"),))
        case Chose("elsewhere"):
            return Next(DONE, say=(scene.say("pace.elsewhere_said"),), because=because)
        case Chose("many"):
            return _slower(scene, practice, min(pace.slower(practice.level), pace.FORTNIGHT))
        case Chose():
            said = (scene.say("pace.why_left", rung=changing.rung(scene, practice.level)),)
            return Next(DONE, say=said, because=because)
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)

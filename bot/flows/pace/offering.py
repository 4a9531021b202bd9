"""What is offered when the last ten chances call for it: always with an end, never more than once in two weeks."""

from dataclasses import replace
from typing import Final

from bot.effects import Save, Start
from bot.events import Due
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.pace import changing
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import calendar, pace

READS: Final = {"slower": "pace.yes_words", "as_is": "pace.no_words"}
ADJUSTS: Final = {"smaller": "smaller", "moment": "moment", "wider": "moment", "person": "person", "harder": "harder"}
"""Choices that lead to a step of the flow that edits a practice."""
ONE_A_WEEK: Final = 2
_OPEN: Final = "the question stays open"


def offer(scene: Scene, _due: Due) -> Next:
    """Whatever the last chances still call for; nothing when they no longer do."""
    practice = practices.subject(scene)
    found = pace.decide(scene.person, practice, scene.today)
    if found is None or found == "silent":
        return Next(STAY, because="nothing calls for another pace any more")
    return Next(found)


def _act(scene: Scene) -> Typed:
    return Typed(practices.act(practices.subject(scene)))


def _until(scene: Scene, level: int) -> Choice:
    day = calendar.workday_on_or_after(scene.person, scene.today + pace.OWN_WORDS)
    label = scene.label("pace.rung_until", rung=changing.rung(scene, level), day=day)
    return Choice("slower", label)


def _drawn(scene: Scene, said: Text, *choices: Choice) -> Parts:
    return (said, Choices((*choices, Choice("as_is", scene.label("pace.as_is")))))


def draw_too_hard(scene: Scene) -> Parts:
    """A smaller act, a clearer moment, somebody else, or rest; never more often."""
    return _drawn(
        scene,
        scene.say("pace.too_hard", act=_act(scene)),
        Choice("smaller", scene.label("pace.smaller")),
        Choice("moment", scene.label("pace.moment")),
        Choice("person", scene.label("pace.person")),
        Choice("rest", scene.label("pace.rest")),
    )


def draw_too_rare(scene: Scene) -> Parts:
    """A wider situation, or one question a week."""
    return _drawn(
        scene,
        scene.say("pace.too_rare", act=_act(scene)),
        Choice("wider", scene.label("pace.wider")),
        _until(scene, ONE_A_WEEK),
    )


def draw_settling(scene: Scene) -> Parts:
    """One level slower, until a day."""
    level = pace.slower(practices.subject(scene).level)
    return _drawn(scene, scene.say("pace.settling", act=_act(scene)), _until(scene, level))


def draw_faster(scene: Scene) -> Parts:
    """A harder version, or a second practice."""
    harder = Choice("harder", scene.label("pace.harder"))
    room = len(practices.going(scene.facts)) < practices.MOST
    second = (Choice("second", scene.label("pace.second")),) if room else ()
    return _drawn(scene, scene.say("pace.faster", act=_act(scene)), harder, *second)


def take_offer(scene: Scene, answer: Answer) -> Next:
    """Taken or not; either holds for four weeks."""
    practice = practices.subject(scene)
    match answer:
        case Chose("as_is"):
            said = (scene.say("pace.stays"),)
            return Next(DONE, say=said, deeds=changing.kept(scene, practice), because="it stays as it is")
        case Chose("slower"):
            level = ONE_A_WEEK if scene.state.step == "too_rare" else pace.slower(practice.level)
            return _at(scene, practice, level)
        case Chose("rest"):
            return Next(DONE, deeds=(*_noted(scene, practice), Start("restart", practice.id, step="rest")))
        case Chose("second"):
            begin = Start("practice", scene.new_id("practice"), answers={"command": "practice", "rest": ""})
            return Next(DONE, deeds=(*_noted(scene, practice), begin))
        case Chose(key) if key in ADJUSTS:
            begin = Start("restart", practice.id, step=ADJUSTS[key], answers={"adjust": True})
            return Next(DONE, deeds=(*_noted(scene, practice), begin))
        case Chose() | Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def _noted(scene: Scene, practice: Practice) -> tuple[Save]:
    """An offer was taken: no other one for two weeks."""
    return (Save(replace(practice, changed_on=scene.today)),)


def _at(scene: Scene, practice: Practice, level: int) -> Next:
    until, deeds = changing.changed(scene, practice, level)
    return Next(DONE, say=(scene.say("pace.until", rung=changing.rung(scene, level), day=until),), deeds=deeds)


def ends(scene: Scene, _due: Due) -> Next:
    """The day that a change was to last until."""
    practice = practices.subject(scene)
    if practice.state not in practices.GOING or practice.level >= pace.PAUSED:
        return Next(STAY, because=f"it is {practice.state}, at level {practice.level}")
    return Next("ends")


def draw_ends(scene: Scene) -> Parts:
    """How shall it go on?"""
    level = practices.subject(scene).level
    more = (Choice("more", scene.label("pace.more_often")),) if level > 0 else ()
    less = (Choice("less", scene.label("pace.less_often")),) if level < pace.FORTNIGHT else ()
    said = scene.say("pace.ends", act=_act(scene), rung=changing.rung(scene, level))
    return (said, Choices((Choice("stay", scene.label("pace.stay")), *more, *less)))


def take_ends(scene: Scene, answer: Answer) -> Next:
    """Stay, or one step either way."""
    practice = practices.subject(scene)
    match answer:
        case Chose("more"):
            return _at(scene, practice, pace.faster(practice.level))
        case Chose("less"):
            return _at(scene, practice, pace.slower(practice.level))
        case Chose():
            said = (scene.say("pace.stays"),)
            return Next(DONE, say=said, deeds=changing.kept(scene, practice), because="it stays as it is")
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)

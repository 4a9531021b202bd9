"""Half a year: the check-ins end, the way so far as a picture, and four ways to go on."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.effects import Deed, Save, Settle, Start
from bot.events import Due
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import pictures, practices
from bot.flows.milestone import kept
from bot.messages import Choice, Choices, Parts, Text, Typed
from bot.rules import calendar, pace, sentence

READS: Final = {"keep": "milestone.keep_words", "deepen": "milestone.deepen_words", "stop": "milestone.stop_words"}
_OPEN: Final = "the question stays open"


def half_year(scene: Scene, practice: Practice, due: Due) -> Next:
    """The day has come: from now on it is kept quietly, unless they choose otherwise."""
    if practice.state in ("let_go", "done") or (due.attempt > 1 and scene.answer("chosen")):
        return Next(STAY, because=f"the practice is {practice.state}")
    if practice.state == "kept":
        return Next("half_year")
    ended = replace(practice, state="kept", ended_on=scene.today)
    settled = practices.settle_all(practice, "half a year is over", keep=("milestone",))
    return Next("half_year", keep={"chosen": ""}, deeds=(Save(ended), *settled, *kept.next_look(scene, ended)))


def draw_half_year(scene: Scene) -> Parts:
    """Plainly: it is half a year."""
    practice = practices.subject(scene)
    choices = (
        Choice("keep", scene.label("milestone.keep")),
        Choice("deepen", scene.label("milestone.deepen")),
        Choice("new", scene.label("milestone.new")),
        Choice("stop", scene.label("milestone.stop")),
    )
    said = scene.say("milestone.half_year", act=Typed(practices.act(practice)))
    return (said, *pictures.half_year(scene, practice), scene.say("milestone.half_year_asked"), Choices(choices))


def take_half_year(scene: Scene, answer: Answer) -> Next:
    """Keep it quietly, deepen it, begin a new one, or stop."""
    practice = practices.subject(scene)
    chosen = Settle("they have chosen", "reached")
    match answer:
        case Chose("keep"):
            said = (_kept(scene, practice),)
            return Next(DONE, {"chosen": "keep"}, said, (chosen,), because="two looks at it are planned")
        case Chose("deepen"):
            return Next("deeper", {"chosen": "deepen"}, deeds=(chosen,), because="asked now")
        case Chose("new"):
            said = (_kept(scene, practice),)
            begin = Start("practice", scene.new_id("practice"), answers={"command": "practice", "rest": ""})
            return Next(DONE, {"chosen": "new"}, said, (chosen, begin))
        case Chose():
            done = replace(practice, state="done", ended_on=scene.today)
            deeds: tuple[Deed, ...] = (Save(done), *practices.settle_all(practice, "they stopped after half a year"))
            return Next(
                DONE, {"chosen": "stop"}, (scene.say("milestone.stop_said"),), deeds, because="it ended, by choice"
            )
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def _kept(scene: Scene, practice: Practice) -> Text:
    """When it is looked at again, and that this is all."""
    ended = practice.ended_on or scene.today
    first, last = (calendar.workday_on_or_after(scene.person, ended + timedelta(weeks=n)) for n in kept.LOOKS)
    return scene.say("milestone.keep_said", first=first, last=last)


def draw_deeper(scene: Scene) -> Parts:
    """What would the next, deeper one be?"""
    return (scene.say("milestone.deeper", act=Typed(practices.act(practices.subject(scene)))),)


def take_deeper(scene: Scene, answer: Answer) -> Next:
    """A new practice on the ground of the old one, which is done."""
    match answer:
        case Wrote(text):
            return _deepened(scene, sentence.tidy_act(text, scene.facts.words))
        case Chose() | Filled():
            return Next(STAY, because=_OPEN)


def _deepened(scene: Scene, act: str) -> Next:
    old = practices.subject(scene)
    if len(practices.going(scene.facts)) >= practices.MOST:
        return Next(DONE, say=(scene.say("milestone.two_already"),), because="two practices are going on")
    begins = calendar.next_workday(scene.person, scene.today)
    new = Practice(
        id=scene.new_id("practice"),
        owner=old.owner,
        wish=old.wish,
        theme=old.theme,
        situation=old.situation,
        who=old.who,
        act=act,
        dose=old.dose,
        often=old.often,
        level=pace.start_level(scene.person.pace),
        started_on=scene.today,
        began_on=begins,
    )
    deeds: list[Deed] = [Save(replace(old, state="done")), Settle("it has become a deeper one"), Save(new)]
    deeds += [Start(flow, new.id) for flow in ("checkin", "sharpen", "milestone")]
    return Next(DONE, say=(scene.say("milestone.deepened", act=Typed(act), day=begins),), deeds=tuple(deeds))

"""The trial: after five chances or two weeks, could it be answered yes or no each time?

What was said on those days decides. Three times "not sure" opens the proof again, three times "no chance"
the moment or the person; otherwise it has passed. A verdict is given once.
"""

from dataclasses import replace
from typing import Final

from bot.effects import FollowUp, Save
from bot.events import Due
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.sharpen import turns
from bot.messages import Choice, Choices, Parts, Text
from bot.rules import calendar, pace, specificity
from bot.rules.trial import TRIAL, trial_verdict

OVER: Final = "the trial is over; “change” and “new practice” are always there"


def judge(scene: Scene, due: Due) -> Next:
    """Say what the first chances showed; too early, wait until two weeks are over."""
    del due  # what was answered decides, not the attempt
    practice = practices.subject(scene)
    if practice.state not in practices.GOING:
        return Next(STAY, because=f"the practice is {practice.state}")
    if practice.level >= pace.PAUSED:
        return Next(STAY, because="it is paused")
    if practices.is_quiet(practice):
        on = turns.with_check_in(scene, practice, calendar.next_workday(scene.person, scene.today))
        return Next(STAY, deeds=(FollowUp("trial", on, "a verdict", generation=practice.generation),))
    match trial_verdict(practice, scene.today):
        case None if practice.trial == "open":
            return Next(STAY, deeds=(at_two_weeks(scene),))
        case None:
            return Next(STAY, because="the trial is over")
        case "proof":
            saved = Save(replace(practice, trial="passed", state="active"))
            return Next("proof", keep={"unsure": True}, deeds=(saved,), because=OVER)
        case "situation":
            saved = Save(replace(practice, trial="passed", state="active"))
            return Next("no_chance", deeds=(saved,), because=OVER)
        case "passed":
            saved = Save(replace(practice, trial="passed", state="active"))
            return Next("yes_or_no", deeds=(saved,), because=OVER)


def at_two_weeks(scene: Scene) -> FollowUp:
    """The last day of the trial."""
    practice = practices.subject(scene)
    begins = practice.began_on or scene.today
    on = calendar.workday_on_or_after(
        scene.person, max(begins + TRIAL, calendar.next_workday(scene.person, scene.today))
    )
    return FollowUp("trial", turns.with_check_in(scene, practice, on), "a verdict", generation=practice.generation)


def draw_yes_or_no(scene: Scene) -> Parts:
    """Could you say yes or no each time?"""
    line = Text(specificity.line(practices.subject(scene), scene.facts.words))
    yes, no = Choice("yes", scene.label("sharpen.each_time")), Choice("no", scene.label("sharpen.not_each_time"))
    return (line, scene.say("sharpen.yes_or_no"), Choices((yes, no)))


def take_yes_or_no(scene: Scene, answer: Answer) -> Next:
    """Yes, and it goes on; otherwise the proof is asked about again."""
    match answer:
        case Chose("no"):
            return Next("proof", keep={"unsure": True}, because=OVER)
        case Chose():
            return Next(DONE, say=(scene.say("sharpen.trial_passed"),), because="the trial is over")
        case Wrote() | Filled():
            return Next(STAY, because=OVER)


def draw_no_chance(scene: Scene) -> Parts:
    """The moment hardly came: another one, another person, or as it is."""
    line = Text(specificity.line(practices.subject(scene), scene.facts.words))
    buttons = (
        Choice("situation", scene.label("sharpen.widen")),
        Choice("who", scene.label("sharpen.other_person")),
        Choice("leave", scene.label("sharpen.leave")),
    )
    return (line, scene.say("sharpen.no_chance"), Choices(buttons))


def take_no_chance(scene: Scene, answer: Answer) -> Next:
    """Another moment, another person, or as it is."""
    match answer:
        case Chose("situation"):
            return Next("wider", because=OVER)
        case Chose("who"):
            return Next("who", because=OVER)
        case Chose():
            return turns.skipped(scene)
        case Wrote() | Filled():
            return Next(STAY, because=OVER)

"""What is kept after its half-year: one look after 4 weeks and one after 12, then none."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.events import Due
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar

LOOKS: Final = (4, 12)
"""Weeks after its end."""
READS: Final = {"still": "milestone.yes_words", "gone": "milestone.no_words"}
_OPEN: Final = "the question stays open"


def next_look(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """The next of the two looks; nothing after the second."""
    ended = practice.ended_on or scene.today
    for weeks in LOOKS:
        day = ended + timedelta(weeks=weeks)
        if day > scene.today:
            on = calendar.workday_on_or_after(scene.person, day)
            return (FollowUp("booster", on, "twice after its end", occasion=day, generation=practice.generation),)
    return ()


def booster(scene: Scene, _due: Due) -> Next:
    """One of the two looks at a practice that is kept."""
    practice = practices.subject(scene)
    if practice.state != "kept":
        return Next(STAY, because=f"the practice is {practice.state}")
    plan = next_look(scene, practice)
    return Next("kept", keep={"last": not plan}, deeds=plan, because="" if plan else "it was the last look")


def draw_kept(scene: Scene) -> Parts:
    """Is it still there?"""
    act = Typed(practices.act(practices.subject(scene)))
    choices = (
        Choice("still", scene.label("milestone.still")),
        Choice("sometimes", scene.label("milestone.sometimes")),
        Choice("gone", scene.label("milestone.gone")),
    )
    return (scene.say("milestone.kept", act=act), Choices(choices))


def take_kept(scene: Scene, answer: Answer) -> Next:
    """Still there, now and then, or gone."""
    match answer:
        case Chose("gone"):
            return Next("gone")
        case Chose():
            said = scene.say("milestone.kept_last" if scene.state.answers.get("last") else "milestone.kept_on")
            return Next(DONE, say=(said,), because="the second look is planned, or was the last one")
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)


def draw_gone(scene: Scene) -> Parts:
    """Take it up again, or leave it."""
    again, leave = Choice("again", scene.label("milestone.again")), Choice("leave", scene.label("milestone.leave_it"))
    return (scene.say("milestone.gone_asked"), Choices((again, leave)))


def take_gone(scene: Scene, answer: Answer) -> Next:
    """A fresh start, or an end."""
    practice = practices.subject(scene)
    match answer:
        case Chose("again"):
            return Next(DONE, deeds=(Start("restart", practice.id, answers={"command": "restart"}),))
        case Chose():
            deeds = (Save(replace(practice, state="done")), Settle("they leave it there"))
            return Next(DONE, say=(scene.say("milestone.left_there"),), deeds=deeds, because="it ended, by choice")
        case Wrote() | Filled():
            return Next(STAY, because=_OPEN)

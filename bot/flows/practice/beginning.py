"""A practice begins, at once and as a draft; two go on at a time.

States of a practice: "draft" from the first day, asked about like any other; "active" when its words are
sharp or its trial is over (`flows.sharpen`); "resting" and back; "kept", "let_go" or "done" at its end.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle, Start
from bot.facts import Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import practices
from bot.flows.practice import examples, slots
from bot.flows.practice.hour import first_question
from bot.flows.practice.wish import full
from bot.messages import Choice, Choices, Parts
from bot.rules import calendar, pace
from bot.saved import updated

REST: Final = timedelta(weeks=4)
"""How long a practice rests that made room for another, before it is asked what becomes of it."""
LABEL: Final = 75
"""Characters that fit on a button."""


def begun(scene: Scene) -> Next:
    """That's it: a new practice begins; one that goes on has new words; one that had ended begins again."""
    known = practices.find(scene.facts, scene.state.subject)
    now = slots.draft(scene)
    if slots.is_stored(scene) and known.state in practices.GOING:
        return Next(DONE, say=(scene.say("practice.changed"),), deeds=(Save(now),), because="it goes on")
    if full(scene):
        return Next("cap", because=slots.OPEN)
    started, planned = beginning(scene, replace(now, generation=now.generation + slots.is_stored(scene)))
    deeds: list[Deed] = [*planned, Settle("begun", kind="unfinished")]
    if not any(one.started_on for one in scene.facts.practices):
        deeds.append(Start("first_days"))
        return Next("hour", deeds=tuple(deeds))
    later = replace(scene, facts=updated(scene.facts, started))
    return Next(DONE, say=first_question(later), deeds=tuple(deeds))


def beginning(scene: Scene, practice: Practice) -> tuple[Practice, tuple[Deed, ...]]:
    """A practice as it is from today on, and what is planned about it."""
    started = replace(
        practice,
        state="draft",
        level=pace.start_level(scene.person.pace),
        started_on=practice.started_on or scene.today,
        began_on=calendar.next_workday(scene.person, scene.today),
        ended_on=None,
        resting_until=None,
    )
    deeds: list[Deed] = [Save(started)]
    deeds += [Start(flow, started.id) for flow in ("checkin", "sharpen", "milestone")]
    if not any(one.flow == "lookback" for one in scene.facts.waiting):
        deeds.append(Start("lookback"))
    return started, tuple(deeds)


def draw_cap(scene: Scene) -> Parts:
    """Which of the two that go on makes room."""
    buttons: list[Choice] = []
    for one in others(scene):
        act = examples.upper(practices.act(one))
        buttons.append(Choice(f"rest:{one.id}", scene.label("practice.rest", act=act)[:LABEL]))
        buttons.append(Choice(f"end:{one.id}", scene.label("practice.let_go", act=act)[:LABEL]))
    buttons.append(Choice("none", scene.label("practice.keep_both")))
    return (scene.say("practice.cap"), Choices(tuple(buttons)))


def take_cap(scene: Scene, answer: Answer) -> Next:
    """One rests or is let go, or both go on and this one is not begun."""
    match answer:
        case Chose("none"):
            settled = Settle("two others go on", kind="unfinished")
            return Next(DONE, say=(scene.say("practice.kept_both"),), deeds=(settled,), because="two others go on")
        case Chose(key):
            how, _, one = key.partition(":")
            practice = practices.find(scene.facts, one)
            deeds = resting(scene, practice) if how == "rest" else let_go(scene, practice)
            return replace(slots.onward(scene, {}), deeds=deeds)
        case Wrote() | Filled():
            return Next(STAY, because=slots.OPEN)


def others(scene: Scene) -> tuple[Practice, ...]:
    """The practices that go on, this one not among them."""
    return tuple(one for one in practices.going(scene.facts) if one.id != scene.state.subject)


def resting(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """It rests for four weeks, and then it is asked what becomes of it."""
    until = calendar.workday_on_or_after(scene.person, scene.today + REST)
    rested = FollowUp("rested", until, "an answer, or the next rest", flow="restart", subject=practice.id)
    saved = Save(replace(practice, state="resting", resting_until=until))
    return (saved, Settle("it rests", kind="asked", flow="checkin", subject=practice.id), rested)


def let_go(scene: Scene, practice: Practice) -> tuple[Deed, ...]:
    """It is let go: a choice, and nothing is asked about it any more."""
    saved = Save(replace(practice, state="let_go", ended_on=scene.today))
    return (saved, *practices.settle_all(practice, "let go"))

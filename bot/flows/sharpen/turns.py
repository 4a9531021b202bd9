"""Whose turn it is: how often it comes up, the proof, with whom, how sure, what gets in the way, a rehearsal.

One with each check-in from the first on, when the day's message has room for it; what is known already is passed
over. The proof comes no sooner than the second day, when there has been a chance to prove.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.effects import Deed, FollowUp, Json, Save
from bot.events import Due
from bot.facts import Practice
from bot.flow import DONE, STAY, Next, Scene
from bot.flows import practices
from bot.flows.checkin.days import comes_on
from bot.rules import calendar, pace, specificity
from bot.rules.trial import TRIAL_CHANCES

ITEMS: Final = ("often", "proof", "who", "sure", "obstacle", "rehearse")
"""In the order in which they are asked."""
DAYS: Final = 5
"""On so many days; what is left by then is asked together with the last one."""
PLANNED: Final = "what is left is asked on the days after, and then the trial"


def begin(scene: Scene) -> Next:
    """A practice begins: the first question with its first check-in, the trial after its first five chances."""
    practice = practices.subject(scene)
    begins = practice.began_on or calendar.next_workday(scene.person, scene.today)
    first = with_check_in(scene, practice, begins)
    trial = with_check_in(scene, practice, calendar.next_workday(scene.person, begins, TRIAL_CHANCES))
    deeds: list[Deed] = [FollowUp("next", first, "each was asked once", generation=practice.generation)]
    if practice.trial == "open":
        deeds.append(FollowUp("trial", trial, "a verdict, or two weeks", generation=practice.generation))
    return Next(DONE, deeds=tuple(deeds))


def with_check_in(scene: Scene, practice: Practice, on: date) -> date:
    """The first day from that one on with a check-in about this practice; the day itself when none comes."""
    person = scene.person
    about = calendar.previous_workday(person, on) if person.next_morning else on
    chance = pace.next_chance(person, practice, about - timedelta(days=1))
    return on if chance is None else comes_on(person, chance)


def next_item(scene: Scene, due: Due) -> Next:
    """The first open item that was not asked yet; the one after it with the next check-in."""
    del due  # each item is asked once
    practice = practices.subject(scene)
    if practice.state not in practices.GOING or practice.level >= pace.PAUSED:
        return Next(STAY, because=f"the practice is {practice.state}, at level {practice.level}")
    item = first_open(scene, practice)
    if item is None:
        return Next(STAY, because="all of it is known, or was asked once")
    on = with_check_in(scene, practice, calendar.next_workday(scene.person, scene.today))
    plan = FollowUp("next", on, "each was asked once", generation=practice.generation)
    if practices.is_quiet(practice):
        return Next(STAY, deeds=(plan,), because="nothing is answered at the moment")
    seen = [*asked(scene), item]
    deeds = (plan,) if len(seen) < DAYS else ()
    return Next(item, keep={"asked": [*seen]}, deeds=deeds, because="the last of them")


def asked(scene: Scene) -> list[str]:
    """The items that were asked already."""
    value = scene.state.answers.get("asked")
    return [str(one) for one in value] if isinstance(value, list) else []


def first_open(scene: Scene, practice: Practice) -> str | None:
    """The item to ask now; None when there is none left."""
    return next((item for item in ITEMS if item not in asked(scene) and is_open(scene, practice, item)), None)


def is_open(scene: Scene, practice: Practice, item: str) -> bool:
    """Whether this item is not known yet."""
    if item == "often":
        return not practice.often
    if item == "sure":
        return not practice.sure
    return item == "rehearse" or item in specificity.open_gates(practice, scene.facts.words)


def saved(scene: Scene, changed: Practice, *, typed: bool = False, **keep: Json) -> Next:
    """An item is known: keep it, and see whether the practice is sharp now. What was typed is confirmed."""
    record = replace(changed, state="active") if is_sharp(scene, changed) else changed
    found = onward(scene, record, (Save(record),), **keep)
    return replace(found, say=(scene.say("sharpen.kept"),)) if typed and found.to == DONE else found


def skipped(scene: Scene) -> Next:
    """An item is passed over; it stays open and is not asked again."""
    return onward(scene, practices.subject(scene), ())


def onward(scene: Scene, practice: Practice, deeds: tuple[Deed, ...], **keep: Json) -> Next:
    """To what comes next: at once on the last day, otherwise on the next."""
    left = first_open(scene, practice)
    if left == "rehearse" and len(asked(scene)) >= DAYS:
        return Next(left, keep={**keep, "asked": [*asked(scene), left]}, deeds=deeds, because=PLANNED)
    return Next(DONE, keep=keep, deeds=deeds, because=PLANNED)


def is_sharp(scene: Scene, practice: Practice) -> bool:
    """Whether a draft has become clear."""
    return practice.state == "draft" and specificity.clearness(practice, scene.facts.words) == "clear"

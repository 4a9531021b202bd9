"""The clock of a round: results at their hour, nudges, the holding line, and the day on which the team is told plainly.

Every day here is a working day of the leader's, counted from the results, so nothing comes while they are away.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.effects import Deed, FollowUp, Save, Settle
from bot.events import Due, Undelivered
from bot.facts import Round
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import teams
from bot.flows.aloud import aloud
from bot.flows.loop import drafted, results, rounds
from bot.messages import Choice, Choices, Parts, Quote, Text, Typed
from bot.rules import calendar

NUDGED: Final = 2
NUDGED_AGAIN: Final = 3
"""Working days after the first nudge."""
SHOWN: Final = 9
"""Working days after which the leader is shown the holding line; it goes out on the next."""
UNANSWERED: Final = 20
TRIES: Final = 2
"""How often something comes again that did not arrive."""
READING: Final = ("guess", "first", "rest")
STALE: Final = "a reply was posted, or there is nothing to reply to"


def planned(scene: Scene, round_: Round) -> tuple[FollowUp, ...]:
    """All of it, as soon as a round has closed, whatever came of it."""
    day = results_day(scene, round_).date()
    return (
        at_results(scene, round_),
        FollowUp("nudge", _after(scene, day, NUDGED), "replied, or nudged twice", again=(NUDGED_AGAIN,), occasion=day),
        _at_the_hour(scene, round_, "holding", _after(scene, day, SHOWN), "shown, or replied"),
        _at_the_hour(scene, round_, "unanswered", _after(scene, day, UNANSWERED), "replied, or the team was told"),
    )


def at_results(scene: Scene, round_: Round, times: int = 0) -> FollowUp:
    """At their hour; what did not arrive comes once more, at that hour of the next working day."""
    day = results_day(scene, round_).date()
    on = calendar.next_workday(scene.person, max(day, scene.today)) if times else day
    return _at_the_hour(scene, round_, "results", on, "shown", times)


def results_day(scene: Scene, round_: Round) -> datetime:
    """When the results come, in the leader's own calendar."""
    return calendar.local(round_.releases_at, scene.person.zone)


def _after(scene: Scene, day: date, working_days: int) -> date:
    return calendar.next_workday(scene.person, day, working_days)


def _at_the_hour(scene: Scene, round_: Round, kind: str, on: date, stop: str, times: int = 0) -> FollowUp:
    """All of them are about the same day, so that buttons of earlier messages count as ever."""
    results_at = results_day(scene, round_)
    return FollowUp(kind, on, stop, at=results_at.time(), occasion=results_at.date(), generation=times)


def results_due(scene: Scene, _due: Due) -> Next:
    """There they are; or, plainly, why there are none."""
    round_ = rounds.round_of(scene)
    if round_ is None:
        return Next(STAY, because="there is no such round any more")
    if round_.state == "below":
        return results.below(scene, round_)
    if rounds.answered(scene.facts, round_) is None:
        return Next(STAY, because="nothing was released")
    return Next(results.first_step(scene, round_), keep={"shown": True, "pressed": ""}, because=results.READING)


def nudge_due(scene: Scene, due: Due) -> Next:
    """After two working days and after five: where the leader left off."""
    round_ = rounds.round_of(scene)
    if round_ is None or not rounds.is_open(round_):
        return Next(STAY, because=STALE)
    said = scene.say("loop.nudge_again") if due.last else scene.say("loop.nudge")
    return replace(_goes_on(scene, round_), say=(said,))


def reply_due(scene: Scene, _due: Due) -> Next:
    """The working day after it was drafted."""
    if not rounds.is_open(rounds.round_of(scene)) or not drafted.is_whole(scene):
        return Next(STAY, because=STALE)
    return Next("preview", keep={"pressed": ""}, say=(scene.say("loop.offered"),), because=drafted.OPEN)


def holding_due(scene: Scene, _due: Due) -> Next:
    """The holding line is shown to the leader a working day before it goes, if they agreed to it."""
    round_ = rounds.round_of(scene)
    team = teams.own(scene.facts)
    if round_ is None or not rounds.is_open(round_) or team is None or not team.holds:
        return Next(STAY, because=STALE)
    goes = calendar.next_workday(scene.person, scene.today)
    hold = _at_the_hour(scene, round_, "hold", goes, "sent, or replied")
    return Next("holding", keep={"pressed": "", "goes": goes.isoformat()}, deeds=(hold,))


def draw_holding(scene: Scene) -> Parts:
    """What goes out, and when; to reply is the better way."""
    goes = date.fromisoformat(scene.answer("goes") or scene.today.isoformat())
    choices = (
        Choice("reply", scene.label("loop.reply_instead"), main=True),
        Choice("stop", scene.label("loop.do_not_send")),
    )
    return (scene.say("loop.holding", day=goes), *holding_line(scene), Choices(choices))


def holding_line(scene: Scene) -> tuple[Text | Quote, ...]:
    """As everybody gets it."""
    name = scene.person.name
    return (scene.say("loop.holding_from", name=Typed(name)), Quote(scene.label("loop.holding_line"), name))


def take_holding(scene: Scene, answer: Answer) -> Next:
    """Reply instead, or not this time."""
    match answer:
        case Chose("reply"):
            return drafted.onward(scene)
        case Chose():
            said = (scene.say("loop.not_sent"),)
            return Next(DONE, say=said, deeds=(Settle("not this time", "hold"),), because="not this time")
        case Wrote() | Filled():
            return Next(STAY, because="the line goes as it was shown")


def hold_due(scene: Scene, _due: Due) -> Next:
    """The holding line goes out, on a day on which the leader works."""
    round_ = rounds.round_of(scene)
    team = teams.own(scene.facts)
    if round_ is None or not rounds.is_open(round_) or team is None or not team.holds:
        return Next(STAY, because=STALE)
    if calendar.day_off(scene.person, scene.today):
        later = calendar.next_workday(scene.person, scene.today)
        return Next(STAY, deeds=(_at_the_hour(scene, round_, "hold", later, "sent, or replied"),))
    return Next(STAY, deeds=aloud(scene.facts, round_.id, holding_line(scene)), because="the line has gone out")


def unanswered_due(scene: Scene, _due: Due) -> Next:
    """The team is told plainly that no reply has come, and the leader with it. One can still be posted."""
    round_ = rounds.round_of(scene)
    if round_ is None or not rounds.is_open(round_) or round_.unanswered_on is not None:
        return Next(STAY, because=STALE)
    day = _after(scene, results_day(scene, round_).date(), UNANSWERED)
    if scene.today < day:  # they were away meanwhile
        return Next(STAY, deeds=(_at_the_hour(scene, round_, "unanswered", day, "replied, or the team was told"),))
    day = results_day(scene, round_).date()
    late = FollowUp("late", scene.today, "told once", at=scene.local.time(), occasion=day)
    return Next(STAY, deeds=(*tell_that_none_came(scene, round_), late))


def tell_that_none_came(scene: Scene, round_: Round) -> tuple[Deed, ...]:
    """Said to everybody who was asked. The next round need not wait any more."""
    closed_on = calendar.local(round_.closes_at, scene.person.zone).date()
    words = (scene.say("loop.none_came", name=Typed(scene.person.name), day=closed_on),)
    return (Save(replace(round_, unanswered_on=scene.today)), *aloud(scene.facts, round_.id, words))


def late_due(scene: Scene, _due: Due) -> Next:
    """The leader hears that the team was told."""
    round_ = rounds.round_of(scene)
    if round_ is None or not rounds.is_open(round_):
        return Next(STAY, because=STALE)
    return replace(_goes_on(scene, round_), say=(scene.say("loop.late"),))


def _goes_on(scene: Scene, round_: Round) -> Next:
    """Where the leader left off: the results, the thank-you, or the reply."""
    if scene.state.step in READING:
        step = scene.state.step
    elif not scene.state.answers.get("shown"):
        step = results.first_step(scene, round_)
    elif round_.thanked_on is None:
        step = "thank"
    else:
        step = drafted.onward(scene).to
    return Next(step, keep={"shown": True, "pressed": ""}, because="nudged twice at most")


def lost(scene: Scene, event: Undelivered) -> Next:
    """Results that did not arrive come again; a holding line that was not shown does not go out before it is."""
    round_ = rounds.round_of(scene)
    if round_ is None or not rounds.is_open(round_):
        return Next(STAY, because=event.reason)
    times = scene.state.answers.get("lost")
    count = times + 1 if isinstance(times, int) else 1
    if count > TRIES:
        return Next(STAY, because="nothing reaches them; the nudges may")
    if event.ref.step == "holding":
        on = calendar.next_workday(scene.person, scene.today)
        again = _at_the_hour(scene, round_, "holding", on, "shown, or replied", count)
        return Next(STAY, keep={"lost": count}, deeds=(Settle("it was not shown", "hold"), again))
    if event.ref.step in READING:
        return Next(STAY, keep={"lost": count}, deeds=(at_results(scene, round_, count),))
    return Next(STAY, because=event.reason)

"""Pause, come back, stop: at once, confirmed once, without a question back."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.effects import Deed, Save, Settle, Start
from bot.facts import Person
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows import coaches, practices
from bot.flows.item.parting import unanswered
from bot.flows.loop.parting import unreplied
from bot.flows.partner.rows import farewell
from bot.flows.replan import check_ins, replanned
from bot.flows.teams import over
from bot.flows.time_off import plans
from bot.flows.time_off.reading import read_until
from bot.messages import Choice, Choices, Parts, Typed
from bot.rules import calendar, spans
from bot.rules.shortened import one_line

A_WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)


def pause(scene: Scene) -> Next:
    """Quiet until a day, a week when none is named. What cannot be read pauses for a week too, and says so."""
    if scene.person.state == "stopped":
        return Next(DONE, say=(scene.say("time_off.stopped_already"),), because="nothing is sent anyway")
    if scene.person.state == "quiet":
        return Next(DONE, say=(scene.say("link.quiet"),), because="nothing is asked here anyway")
    rest = scene.answer("rest").strip()
    until = read_until(rest, scene.today, scene.person)
    said = (scene.say("time_off.pause_unread", typed=Typed(one_line(rest))),) if rest and until is None else ()
    person = replace(scene.person, state="paused", paused_until=until or scene.today + A_WEEK)
    deeds = (Save(person), *quiet_until_back(scene, person), *plans.planned(person, scene.today))
    return Next("paused", say=said, deeds=deeds)


def quiet_until_back(scene: Scene, person: Person) -> tuple[Deed, ...]:
    """The check-ins that were planned end; new ones begin on the first day back."""
    asked = [one.subject for one in scene.facts.waiting if (one.flow, one.kind) == ("checkin", "asked")]
    ended = (Settle("paused", "asked", flow="checkin", subject=subject) for subject in asked)
    return (*ended, *check_ins(scene, person, person.paused_until))


def draw_paused(scene: Scene) -> Parts:
    """The one confirmation, with the way back."""
    until = scene.person.paused_until or scene.today
    return (
        scene.say("time_off.paused", day=until),
        Choices((Choice("resume", scene.label("time_off.im_back")),)),
    )


def take_paused(scene: Scene, answer: Answer) -> Next:
    """Back before the day."""
    match answer:
        case Chose():
            return resume(scene)
        case Wrote() | Filled():
            return Next(STAY, because="the first day back is planned")


def resume(scene: Scene) -> Next:
    """Back, from a pause or from days away, whenever they say so."""
    person = scene.person
    if person.state in ("quiet", "stopped"):
        return Next(DONE, deeds=(Start("welcome"),), because="the welcome asks what they would like")
    if person.state != "paused" and not spans.covers(person.away, scene.today):
        return Next(DONE, say=(scene.say("time_off.nothing_paused"),), because="nothing was paused")
    back = here_again(replace(person, away=cut_short(person, scene)))
    said = scene.say("time_off.resumed", at=calendar.asks_at(back))
    deeds = (Save(back), *plans.planned(back, scene.today), *replanned(scene, back))
    return Next(DONE, say=(said,), deeds=deeds, because="the check-ins go on")


def here_again(person: Person) -> Person:
    """No longer paused; who has not started yet is where they were."""
    if person.state != "paused":
        return person
    return replace(person, state="active" if person.joined_on else "new", paused_until=None)


def cut_short(person: Person, scene: Scene) -> tuple[spans.Span, ...]:
    """The absences without what is left of the present one."""
    present = [last for first, last in person.away if first <= scene.today <= last]
    return spans.without(person.away, scene.today, max(present)) if present else person.away


def stop(scene: Scene) -> Next:
    """Everything ends at once; how to come back and how to erase is said once."""
    person = replace(scene.person, state="stopped", paused_until=None)
    ended = practices.unmade(scene.facts)
    words: tuple[Deed, ...] = (*unanswered(scene.facts), *unreplied(scene.facts))
    nothing_more = Settle("stopped by the person", flow="*")
    others = (*farewell(scene), *coaches.over(scene.facts), *over(scene.facts))
    deeds = (Save(person), *others, *words, *ended, nothing_more)
    return Next(DONE, say=(scene.say("time_off.stopped"),), deeds=deeds, because="nothing is asked any more")

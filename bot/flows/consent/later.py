"""When the choice is asked, and shown again: on the fifth day, and in the thirteenth week of working together."""

from datetime import date, timedelta
from typing import Final

from bot.effects import FollowUp
from bot.events import Due
from bot.flow import STAY, Next, Scene
from bot.flows import coaches, practices
from bot.flows.consent.scopes import current
from bot.rules import calendar

AGAIN: Final = timedelta(weeks=13)
"""After they have begun to work together: when what is shared is shown once more."""
UNCHOSEN: Final = 5
"""Working days after which somebody who is here already and has not chosen is asked once more."""

STOP: Final = "on the fifth day, and once more after thirteen weeks"


def again(scene: Scene, due: Due) -> Next:
    """The fifth day: the choice. Week 13: what was chosen, shown once more. “share” asks on any other day."""
    del due  # which of the two it is, the calendar says
    if scene.state.subject not in coaches.audiences(scene.facts):
        return Next(STAY, because="they do not work together any more")
    if practices.going(scene.facts) and not practices.asked_about(scene.facts):
        return Next(STAY, because="they have gone quiet, and “share” changes it any day")
    later = shown_again(scene)
    if later and current(scene, scene.state.subject) is not None:
        return Next(STAY, deeds=later)
    return Next("choose", deeds=later, because="“share” changes it any day")


def shown_again(scene: Scene) -> tuple[FollowUp, ...]:
    """For whoever chooses, or is asked: shown once more in the thirteenth week, unless that has come."""
    on = again_on(scene, scene.state.subject)
    return () if on <= scene.today else (_again(scene.state.subject, on),)


def first_asked(scene: Scene, on: date) -> tuple[FollowUp, ...]:
    """The choice about each coach, on a day of the first week: what a coach sees is chosen then and not before."""
    return tuple(_again(coach, on) for coach in coaches.audiences(scene.facts))


def shown_later(scene: Scene) -> tuple[FollowUp, ...]:
    """For somebody who is asked again, or for the first time: each choice is shown in its thirteenth week."""
    tomorrow = calendar.next_workday(scene.person, scene.today)
    return tuple(_again(coach, max(tomorrow, again_on(scene, coach))) for coach in coaches.audiences(scene.facts))


def asked_once_more(scene: Scene) -> FollowUp:
    """The choice, if it has not been made by then."""
    return _again(scene.state.subject, calendar.next_workday(scene.person, scene.today, UNCHOSEN))


def again_on(scene: Scene, coach: str) -> date:
    """The working day, thirteen weeks after the two have begun, on which what is shared is shown again."""
    found = coaches.between(scene.facts, coach, scene.person.id)
    begun = (found.since if found is not None else None) or scene.person.joined_on or scene.today
    return calendar.workday_on_or_after(scene.person, begun + AGAIN)


def _again(coach: str, on: date) -> FollowUp:
    return FollowUp("again", on, STOP, flow="consent", subject=coach)

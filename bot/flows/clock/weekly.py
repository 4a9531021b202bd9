"""The line of a week: posted on its first morning, and only where something has changed since the last one."""

from datetime import time, timedelta
from typing import Final

from bot.effects import FollowUp, Json, Publish
from bot.events import Due
from bot.facts import Team
from bot.flow import STAY, Next, Scene
from bot.flows import teams
from bot.messages import Parts, Text, Typed
from bot.rules import calendar, heard

MORNING: Final = time(9, 0)
MONDAY: Final = 1


def shown(scene: Scene) -> Team | None:
    """The team whose clock stands in a channel."""
    team = teams.own(scene.facts)
    return team if team is not None and team.shows and team.channel else None


def line(scene: Scene) -> Parts:
    """Word for word what is posted."""
    told = heard.clock(scene.facts, scene.person, scene.now)
    title = scene.say("clock.posted", name=Typed(scene.person.name))
    return (Text((*title.spans, *heard.line(scene.facts.words, told))),)


def counts(scene: Scene) -> list[Json]:
    """What the line says, to see whether it has changed."""
    told = heard.clock(scene.facts, scene.person, scene.now)
    return [told.heard, told.answered, told.unanswered, told.oldest]


def next_monday(scene: Scene) -> FollowUp:
    """The morning of the next week's first working day."""
    today = scene.today
    monday = today + timedelta(days=(MONDAY - today.isoweekday()) % 7 or 7)
    on = calendar.workday_on_or_after(scene.person, monday)
    return FollowUp("weekly", on, "each week, until the leader ends it", at=max(MORNING, scene.person.opens))


def weekly(scene: Scene, _due: Due) -> Next:
    """Post it, if there is anything new; a channel that is not shown it any more ends it."""
    team = shown(scene)
    if team is None or scene.person.state in teams.ASKED_NO_MORE:
        return Next(STAY, because="it is not shown any more")
    again = next_monday(scene)
    if not calendar.is_workday(scene.person, scene.today):
        return Next(STAY, deeds=(again,), because="the leader is away")
    now = counts(scene)
    if now == scene.state.answers.get("posted"):
        return Next(STAY, deeds=(again,), because="nothing has changed since the last line")
    return Next(STAY, keep={"posted": now}, deeds=(Publish(team.channel, line(scene)), again))

"""Introducing the bot to a team: on the working day after the leader has told them, and before anything is asked."""

from dataclasses import replace
from datetime import date

from bot.effects import Deed, FollowUp, Save, Start
from bot.events import Due
from bot.facts import Member, Person, Team
from bot.flow import STAY, Next, Scene
from bot.flows import teams
from bot.flows.pulse import opening, times
from bot.rules import calendar


def introduce(scene: Scene, _due: Due) -> Next:
    """The bot says who it is to everybody who was told of it a working day ago."""
    team = teams.own(scene.facts)
    if team is None:
        return Next(STAY, because="there is no team any more")
    ready = [one for one in teams.members(scene.facts) if _told_in_time(scene.person, one, scene.today)]
    deeds: list[Deed] = []
    for one in ready:
        deeds.append(Save(replace(one, state="asked", since=scene.today)))
        deeds.append(Start("member", scene.person.id, owner=one.person, answers={"news": "named"}))
    if ready and team.state == "told":
        deeds += (Save(replace(team, state="running", since=scene.today)), *_first_round(scene, team))
    left = {one.person for one in ready}
    deeds += introduction(scene.person, tuple(one for one in teams.members(scene.facts) if one.person not in left))
    return Next(STAY, deeds=tuple(deeds), because="they are introduced to")


def introduction(person: Person, members: tuple[Member, ...]) -> tuple[FollowUp, ...]:
    """The next moment at which somebody who was told may hear from the bot, if anybody still is to."""
    told = [one.since for one in members if one.state == "named" and one.since is not None]
    if not told:
        return ()
    on = calendar.next_workday(person, min(told))
    return (FollowUp("introduce", on, "introduced", at=times.OPENS, flow="pulse", subject=""),)


def _told_in_time(person: Person, one: Member, today: date) -> bool:
    return one.state == "named" and one.since is not None and calendar.next_workday(person, one.since) <= today


def _first_round(scene: Scene, team: Team) -> tuple[FollowUp, ...]:
    """The working day after the introduction."""
    if not (team.k and team.every):
        return ()
    return (opening.on_day(scene.person, calendar.next_workday(scene.person, scene.today)),)

"""Ana's team on a stage: Ana leads, and some are in it."""

from dataclasses import replace
from datetime import date

from bot.due import plan
from bot.facts import Member, Person, Practice, Team
from bot.flows.pulse.introducing import introduction
from bot.rules import calendar
from tests.stage import ANA, Stage

NAMES = ("ben", "eva", "jon", "kim", "lea", "mia")
LONG_AGO = date(2026, 11, 2)
PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait two seconds", state="active", began_on=LONG_AGO)
TEAM = Team("ana", "running", 5, 4, "I have asked for your help.", date(2026, 11, 19), since=date(2026, 11, 20))


def person(name: str) -> Person:
    """Somebody who may never have written to the bot."""
    return Person(name, name.title(), zone="Europe/Berlin", homes=(f"stage:{name}",))


def leading(team: Team = TEAM, *names: str, stage: Stage | None = None) -> Stage:
    """Ana, who has joined long ago, with these people in her team, all of them introduced."""
    stage = stage or Stage()
    stage.saves(replace(ANA, state="active", joined_on=LONG_AGO), PRACTICE, team)
    for name in names or NAMES:
        stage.people.setdefault(name, person(name))
        stage.saves(Member("ana", name, "asked", team.since))
    return stage


def told(stage: Stage) -> Stage:
    """Ana has told all of them just now, and nobody has heard from the bot."""
    today = calendar.local(stage.now, ANA.zone).date()
    stage.saves(*(replace(one, state="named", since=today) for one in stage.leader.members))
    (wish,) = introduction(stage.leader.person, stage.leader.members)
    item = plan(stage.leader.person, replace(wish, flow="pulse"))
    stage.planned[("ana", "pulse", "introduce", "")] = item
    return stage

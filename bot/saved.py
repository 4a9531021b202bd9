"""The facts as they are once something is saved, and what makes two values the same row."""

from dataclasses import replace
from datetime import date
from typing import TypeVar, assert_never

from bot.coaching import Engagement, Page, Shown
from bot.facts import (
    Capture,
    Chance,
    Consent,
    Facts,
    Item,
    Member,
    Partner,
    Person,
    Practice,
    Record,
    Round,
    Team,
    Week,
)


def identity(record: Record) -> tuple[str | date, ...]:
    """What makes two values of one kind the same row."""
    match record:
        case Chance(practice=practice, day=day):
            return (practice, day)
        case Partner(leader=leader, partner=partner, practice=practice):
            return (leader, partner, practice)
        case Week(owner=owner, friday=friday):
            return (owner, friday)
        case Team(leader=leader):
            return (leader,)
        case Member(leader=leader, person=person):
            return (leader, person)
        case Engagement(coach=coach, leader=leader):
            return (coach, leader)
        case Page(coach=coach):
            return (coach,)
        case Shown(leader=leader, coach=coach, friday=friday):
            return (leader, coach, friday)
        case Person() | Practice() | Capture() | Consent() | Round() | Item():
            return (record.id,)
        case _:
            assert_never(record)


def updated(facts: Facts, record: Record) -> Facts:
    """The facts as they are once `record` is saved."""
    match record:
        case Person():
            if record.id == facts.person.id:
                return replace(facts, person=record)
            return replace(facts, people=_with(facts.people, record))
        case Practice():
            return replace(facts, practices=_with(facts.practices, record))
        case Chance():
            return replace(facts, chances=_with(facts.chances, record))
        case Capture():
            return replace(facts, captures=_with(facts.captures, record))
        case Partner():
            return replace(facts, partners=_with(facts.partners, record))
        case Consent():
            return replace(facts, consents=_with(facts.consents, record))
        case Week():
            return replace(facts, weeks=_with(facts.weeks, record))
        case Team():
            return replace(facts, teams=_with(facts.teams, record))
        case Member():
            return replace(facts, members=_with(facts.members, record))
        case Round():
            return replace(facts, rounds=_with(facts.rounds, record))
        case Item():
            return replace(facts, items=_with(facts.items, record))
        case Engagement():
            return replace(facts, engagements=_with(facts.engagements, record))
        case Page():
            return replace(facts, page=record) if record.coach == facts.person.id else facts
        case Shown():
            return replace(facts, shown=_last(facts.shown, record))
        case _:
            assert_never(record)


R = TypeVar("R", bound=Record)


def _with(rows: tuple[R, ...], record: R) -> tuple[R, ...]:
    same = identity(record)
    for place, row in enumerate(rows):
        if identity(row) == same:
            return (*rows[:place], record, *rows[place + 1 :])
    return (*rows, record)


def _last(lines: tuple[Shown, ...], line: Shown) -> tuple[Shown, ...]:
    """Of every pair the newest line alone."""
    others = tuple(one for one in lines if (one.leader, one.coach) != (line.leader, line.coach))
    later = (one for one in lines if one not in others and one.friday > line.friday)
    return (*others, next(later, line))

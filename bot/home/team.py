"""The home page's share about teams: the clock for a leader and for everybody in the team, and what can be done now.

Nothing here differs by who has answered a round or by how it ended, before that is told.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.facts import Facts, Item, Person, Round
from bot.flow import State
from bot.flows import items, teams
from bot.flows.answer import NAME as ANSWER
from bot.flows.answer.prompt import OPENS
from bot.flows.commands import button
from bot.flows.item.told import called, waiting
from bot.flows.member.known import why_button
from bot.flows.tell.whom import leaders
from bot.messages import Ask, Choice, Choices, Part, Parts, Ref, Rows, Span, Text, Typed
from bot.rules import calendar, heard
from bot.rules.heard import Heard

SHOWN: Final = 5
"""Of what waits, and of the leaders in whose teams one is."""
_KINDS: Final = {"know": "clock.what_know", "request": "clock.what_request"}
_STATES: Final = {"heard": "clock.state_heard", "thanked": "clock.state_thanked"}


def drawn_teams(facts: Facts, states: Mapping[tuple[str, str, str], State], now: datetime, desk: Ref) -> Iterator[Ask]:
    """One's own team, and those one is in; for most people none. `desk` is the handle of buttons that are commands."""
    if teams.own(facts) is not None:
        yield Ask(_own(facts, now), desk)
    known = leaders(facts)
    for leader in known[:SHOWN]:
        yield Ask(_of(facts, leader, now), desk)
        yield from _asked(facts, states, leader, now)
        if (known_as := ("member", facts.person.id, leader.id)) in states:
            yield Ask((Choices((why_button(facts, leader.id),)),), Ref("member", known_as[2], "known"))
    if known:
        label = facts.words.plain("clock.tell", name=known[0].name) if len(known) == 1 else None
        tell = button(facts.words, "tell")
        yield Ask((Choices((Choice(tell.key, label or tell.label, tell.opens),)),), desk)


def _own(facts: Facts, now: datetime) -> Parts:
    """What the team is waiting for, with ages, and the next step as a button."""
    words, person = facts.words, facts.person
    told = heard.heard(facts, person, now)
    parts: list[Part] = [words("clock.your_team"), *_round(facts, now), _clock(facts, person, now)]
    rows = _waiting(facts, told)
    if rows:
        parts += [Rows(tuple(rows[:SHOWN])), words("clock.days_are_yours", size="small")]
    if len(rows) > SHOWN:
        parts.append(words("clock.more_wait", size="small", count=len(rows) - SHOWN))
    replies = any(one.waits and one.kind == "round" for one in told)
    steps = [name for name, needed in (("told", bool(waiting(facts))), ("reply", replies)) if needed]
    names = (*steps, "feedback", "team", "ask_team", "show_clock")
    buttons = (button(words, name, main=name in steps[:1]) for name in names)
    return (*parts, Choices(tuple(buttons)))


def _of(facts: Facts, leader: Person, now: datetime) -> Parts:
    """The same clock as its leader sees, and what one has told them."""
    words, name = facts.words, Typed(leader.name)
    parts: list[Part] = [words("clock.team_of", name=name), _clock(facts, leader, now)]
    own = {one.id: one for one in items.own(facts) if one.leader == leader.id}
    rows = [
        (words.plain(_KINDS[own[one.id].kind]), _age(facts, one))
        for one in heard.heard(facts, leader, now)
        if one.waits and one.id in own
    ]
    if rows:
        days = words("clock.days_are", size="small", name=name)
        parts += [words("clock.you_told", name=name), Rows(tuple(rows[:SHOWN])), days]
    return tuple(parts)


def _asked(facts: Facts, states: Mapping[tuple[str, str, str], State], leader: Person, now: datetime) -> Iterator[Ask]:
    """The round in which one is asked, as long as it is open: the same before and after one has answered."""
    for one in facts.rounds:
        if one.leader == leader.id and _is_open(one, now) and (ANSWER, facts.person.id, one.id) in states:
            until = calendar.local(one.closes_at, facts.person.zone)
            said = facts.words("clock.asks_you", name=Typed(leader.name), day=until.date(), at=until.time())
            answer = Choice(OPENS, facts.words.plain("answer.answer"), opens=True, main=True)
            yield Ask((said, Choices((answer,))), Ref(ANSWER, one.id, "asked"))


def _is_open(one: Round, now: datetime) -> bool:
    return one.state == "open" and now < one.closes_at


def _round(facts: Facts, now: datetime) -> Iterator[Text]:
    """That it is open, or closed and not told yet: in the same words whatever comes of it."""
    last = teams.last_round(facts)
    if last is None or last.state in ("lost", "dropped"):
        return
    if _is_open(last, now):
        until = calendar.local(last.closes_at, facts.person.zone)
        yield facts.words("clock.round_open", day=until.date(), at=until.time())
    elif now < last.releases_at:
        told_at = calendar.local(last.releases_at, facts.person.zone)
        yield facts.words("clock.round_closed", day=told_at.date(), at=told_at.time())


def _clock(facts: Facts, leader: Person, now: datetime) -> Text:
    return Text(heard.line(facts.words, heard.clock(facts, leader, now)))


def _waiting(facts: Facts, told: tuple[Heard, ...]) -> list[tuple[str, tuple[Span, ...]]]:
    """Releases and items without an answer, and what was kept and its author has not heard of; oldest first."""
    own = {one.id: one for one in items.mine(facts)}
    untold = {one.id for one in waiting(facts) if one.state == "done"}
    rows: list[tuple[str, tuple[Span, ...]]] = []
    for one in told:
        if one.kind == "round" and one.waits:
            rows.append((facts.words.plain("clock.row_round", day=one.since), _age(facts, one)))
        elif one.id in untold:
            rows.append((_named(facts, own[one.id]), facts.words.spans("clock.row_untold")))
        elif one.waits:
            rows.append((_named(facts, own[one.id]), _age(facts, one)))
    return rows


def _named(facts: Facts, one: Item) -> str:
    """Whose it is, and what kind of thing."""
    return facts.words.plain("clock.row_item", name=called(facts, one).text, what=facts.words.plain(_KINDS[one.kind]))


def _age(facts: Facts, one: Heard) -> tuple[Span, ...]:
    """How far it has come, and for how long it waits."""
    state = facts.words.plain(_STATES[one.state])
    if not one.age:
        return facts.words.spans("clock.row_today", state=state)
    return facts.words.spans("clock.row_waits", state=state, count=one.age)

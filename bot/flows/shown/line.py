"""The line of one leader and one week: a pure function of their own facts, of what they chose to show, and of the day.

Whatever is not in the scope stays blank. Only answered chances count, so that silence looks like rest.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from bot.ballot.released import Released
from bot.coaching import Count, Line
from bot.facts import Capture, Chance, Consent, Facts, Practice
from bot.flows import practices
from bot.flows.loop.shown import band
from bot.flows.pulse.questions import CHANGE, GENERAL
from bot.flows.shown import days
from bot.rules import calendar, chances, heard
from bot.rules.sentence import tokens
from bot.rules.shortened import one_line

Scope = Literal["nothing", "status", "together", "open"]

TAKEN: Final = ("did", "partly")
SAID: Final = (*TAKEN, "not")
UNANSWERED: Final = ("", "note")
USUAL: Final = timedelta(weeks=4)
WEEKS: Final = 12
MILESTONES: Final = {
    4: "digest.milestone_4",
    10: "digest.milestone_10",
    13: "digest.milestone_13",
    26: "digest.milestone_26",
}
ENDED: Final = ("kept", "done")
"""States of a practice that has come to its end as it was meant to."""
BANDS: Final[dict[str, Literal["more", "same", "less"]]] = {"high": "more", "middle": "same", "low": "less"}
STATUS: Final = frozenset({"going"})
OPEN: Final = frozenset({"band", "quiet_since"})
"""What is shown in the widest scope alone; `brings` is given by a tap and by nothing else."""
BLANK: Final[dict[str, Any]] = {one.name: getattr(Line(), one.name) for one in fields(Line)}


def in_scope(scope: Scope) -> frozenset[str]:
    """The fields of a line that a choice lets out by itself."""
    match scope:
        case "nothing":
            return frozenset()
        case "status":
            return STATUS
        case "together":
            return frozenset(BLANK) - OPEN - {"brings"}
        case "open":
            return frozenset(BLANK) - {"brings"}


def scope_of(facts: Facts, coach: str) -> Consent | None:
    """The choice that holds between this leader and that coach."""
    mine = (one for one in facts.consents if (one.owner, one.audience) == (facts.person.id, coach))
    return next((one for one in mine if one.until_at is None), None)


def without(line: Line, names: Iterable[str]) -> Line:
    """The line with these fields blank."""
    return replace(line, **{name: BLANK[name] for name in names if name in BLANK})


def made(facts: Facts, scope: Scope, friday: date, now: datetime) -> Line:
    """What this leader shows of the week that ends on `friday`, as far as the scope goes."""
    return without(whole(facts, friday, now), frozenset(BLANK) - in_scope(scope))


def whole(facts: Facts, friday: date, now: datetime) -> Line:
    """Everything that could be shown."""
    person = facts.person
    before = days.line_before(person, friday)
    since, until = days.closed_until(person, before), days.closed_until(person, friday)
    done, expected = _counted(facts.chances, since, until)
    usual_done, usual_expected = _counted(facts.chances, since - USUAL, since)
    going = practices.asked_about(facts)
    silent = {one.id for one in practices.going(facts) if _is_silent(facts, one, until)}
    monday = days.monday_after(friday)
    promises, things = _of(facts, "promise"), _of(facts, "thing")
    settled = [one for one in promises if one.state != "open" and _within(one, before, friday)]
    return Line(
        going=person.state == "active" and any(one.id not in silent for one in going),
        practice="; ".join(title for one in going if (title := _title(facts, one))),
        done=done,
        expected=expected,
        usual_done=usual_done,
        usual_expected=usual_expected,
        weeks=_weeks(facts.chances, since, until),
        waits_since=min((one.since for one in heard.heard(facts, person, now) if one.waits), default=None),
        due=sum(_is_due(one, monday) for one in promises),
        kept=sum(one.state == "kept" for one in settled),
        promised=len(settled),
        milestone=_milestone(_on_the_way(facts, silent, before, friday), before, friday),
        fresh_on=_fresh_on(facts.practices, friday),
        band=_band(facts, before, friday, now),
        quiet_since=_quiet_since(facts, silent),
        things_due=sum(_is_due(one, monday) for one in things),
        things_done=sum(one.state == "kept" and _within(one, before, friday) for one in things),
        things_dropped=sum(one.state in ("dropped", "closed") and _within(one, before, friday) for one in things),
    )


def _counted(some: Iterable[Chance], since: date, until: date) -> Count:
    """Taken, and answered, of the days after `since` up to `until`."""
    came = [one for one in some if since < one.day <= until and one.mark in SAID]
    return sum(one.mark in TAKEN for one in came), len(came)


def _weeks(some: tuple[Chance, ...], since: date, until: date) -> tuple[Count, ...]:
    """This week and those before it, from the first with an answer."""
    found = [_counted(some, since, until)]
    for n in range(WEEKS - 1):
        found.append(_counted(some, since - (n + 1) * days.WEEK, since - n * days.WEEK))
    while found and not found[-1][1]:
        found.pop()
    return tuple(reversed(found))


def _title(facts: Facts, practice: Practice) -> str:
    """A practice in the leader's words, unless these name somebody."""
    act = one_line(practices.act(practice))
    named = {name for one in facts.people for name in tokens(one.name) if len(name) > 1}
    named |= {word.casefold() for word in practice.who.split() if word[:1].isupper() and word != "I"}
    return "" if named & set(tokens(act)) else act


def _of(facts: Facts, kind: Literal["promise", "thing"]) -> list[Capture]:
    return [one for one in facts.captures if one.kind == kind and one.on is not None and one.state != "draft"]


def _within(one: Capture, since: date, friday: date) -> bool:
    """Whether its day is one of this week's. The last working day belongs to the next: it is not over yet."""
    return one.on is not None and since <= one.on < friday


def _is_due(one: Capture, monday: date) -> bool:
    return one.state == "open" and one.on is not None and one.on <= monday


def _on_the_way(facts: Facts, silent: set[str], since: date, friday: date) -> tuple[Practice, ...]:
    """Practices that are answered about, and those that have come to their end this week."""
    going = (one for one in practices.asked_about(facts) if one.id not in silent)
    over = (one for one in facts.practices if one.state in ENDED and one.ended_on and since < one.ended_on <= friday)
    return (*going, *over)


def _milestone(some: tuple[Practice, ...], since: date, friday: date) -> str:
    """The longest stretch that was reached since the last line."""
    reached = [
        weeks
        for weeks in MILESTONES
        for one in some
        if one.started_on is not None and since < one.started_on + timedelta(weeks=weeks) <= friday
    ]
    return MILESTONES[max(reached)] if reached else ""


def _fresh_on(some: tuple[Practice, ...], friday: date) -> date | None:
    """The next day on which one begins anew."""
    begins = (one.began_on for one in some if one.state in practices.GOING and one.restarts)
    rests = (one.resting_until for one in some if one.state == "resting")
    return min((day for day in (*begins, *rests) if day is not None and day > friday), default=None)


def _band(facts: Facts, since: date, friday: date, now: datetime) -> Literal["", "more", "same", "less"]:
    """What the team said of a change in a round that was released this week, as coarse as it was released."""
    mine = [one for one in facts.rounds if heard.is_released(one, facts.person.id, now)]
    newest = max(mine, key=lambda one: one.number, default=None)
    if newest is None or not since < calendar.local(newest.releases_at, facts.person.zone).date() <= friday:
        return ""
    ended = dict(facts.released).get(newest.id)
    results = ended.results if isinstance(ended, Released) else ()
    asked = {CHANGE.name: CHANGE, GENERAL.name: GENERAL}
    found = next((one for one in results if one.question in asked), None)
    if found is None or (found.low is None and found.high is None):
        return ""
    return BANDS[band(asked[found.question], found)]


def _is_silent(facts: Facts, practice: Practice, until: date) -> bool:
    """Whether the last chances went unanswered; one that is open still says nothing before it is answered."""
    begins = practice.began_on or practice.started_on or date.min
    mine = (one for one in facts.chances if one.practice == practice.id and one.day >= begins)
    known = (one for one in mine if one.day <= until or one.mark not in UNANSWERED)
    return chances.silent_run(chances.roll(known)) >= chances.SILENT_CHANCES


def _quiet_since(facts: Facts, silent: set[str]) -> date | None:
    """The first day of a silence about everything that goes on."""
    if not silent or any(one.id not in silent for one in practices.going(facts)):
        return None
    asked = [one for one in facts.chances if one.practice in silent and one.mark != "away"]
    answered = max((one.day for one in asked if one.mark not in UNANSWERED), default=date.min)
    return min((one.day for one in asked if one.day > answered), default=None)

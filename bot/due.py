"""What is due, in whose working day, within whose budget. Pure.

A follow-up is planned as a date and a wall time of the person's; the instant is computed when it is
planned and again when it comes. What cannot be asked now slides to the next working day; what is only
about its own day lapses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.effects import FollowUp
from bot.facts import Person
from bot.flow import hashed
from bot.planned import ELSEWHERE, Planned
from bot.rules import calendar
from bot.rules.budget import KINDS, LONGEST_WAIT, PLACES, SLOTS_PER_DAY, SLOTS_PER_WEEK, TIMED_PER_DAY, Class, Kind

Sent = Mapping[tuple[str, date], int]
"""How many messages of a class a person got on a date of theirs."""

GRACE: Final = timedelta(minutes=15)
"""How long after its moment a message may still leave when the moment is the end of the working day."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What becomes of one person's due follow-ups.

    `slot` shares the day's message, in order; `alone` go out one by one; `moved` have a new moment;
    `lapsed` are about a day that is over; `ended` are closed, with the reason.
    """

    slot: tuple[Planned, ...] = ()
    alone: tuple[Planned, ...] = ()
    moved: tuple[Planned, ...] = ()
    lapsed: tuple[Planned, ...] = ()
    ended: tuple[tuple[Planned, str], ...] = ()


def plan(person: Person, wish: FollowUp, fired: Planned | None = None) -> Planned:
    """A follow-up as it is stored: its key, its wall time and the instant computed from it.

    It takes the row of `fired`, the one of the same kind and subject that has just come.
    """
    kind = KINDS[(wish.flow, wish.kind)]
    on = wish.on
    if wish.at is None and not kind.fades:
        on = calendar.workday_on_or_after(person, on)
    wall = datetime.combine(on, wish.at or calendar.asks_at(person))
    occasion = wish.occasion or wish.on
    subject = wish.subject or ""
    return Planned(
        key=hashed(person.id, wish.flow, wish.kind, subject, occasion.isoformat(), str(wish.generation)),
        person=person.id,
        flow=wish.flow,
        subject=subject,
        kind=wish.kind,
        occasion=occasion,
        generation=wish.generation,
        wall=wall,
        zone=person.zone,
        due_at=calendar.instant(wall, person.zone),
        slot=wish.at is None,
        again=wish.again,
        first_on=on,
        stop=wish.stop,
        id=fired.id if fired else 0,
    )


def replanned(person: Person, item: Planned) -> Planned:
    """The same follow-up at the person's present hours and zone."""
    wall = datetime.combine(item.wall.date(), calendar.asks_at(person)) if item.slot else item.wall
    due_at = calendar.instant(wall, person.zone)
    if (wall, person.zone, due_at) == (item.wall, item.zone, item.due_at):
        return item
    return replace(item, wall=wall, zone=person.zone, due_at=due_at)


def moved_to(person: Person, item: Planned, on: date) -> Planned:
    """The same follow-up on another working day: in the day's message, or as the day begins."""
    wall = datetime.combine(on, hour(person, item.wall, slot=item.slot))
    return replanned(person, replace(item, wall=wall))


def taken_up(person: Person, item: Planned, now: datetime) -> Planned:
    """What was put aside, planned again: what had to wait meanwhile was not waiting for room. What was about a day
    that has gone stays where it is, and lapses."""
    today = calendar.local(now, person.zone).date()
    kind = KINDS.get((item.flow, item.kind))
    if kind is None or kind.fades or item.wall.date() >= today:
        return replanned(person, item)
    on = calendar.workday_on_or_after(person, today)
    return replace(moved_to(person, item, on), first_on=on)


def hour(person: Person, wall: datetime, *, slot: bool) -> time:
    """At what time something comes that has moved to another working day."""
    return calendar.asks_at(person) if slot else max(person.opens, min(wall.time(), person.closes))


def again(person: Person, item: Planned, today: date) -> Planned | None:
    """The next attempt after one that was made, or None when that was the last."""
    if not item.again:
        return None
    on = max(calendar.next_workday(person, item.first_on, item.again[0]), calendar.next_workday(person, today))
    later = replace(item, attempts=item.attempts + 1, again=item.again[1:])
    return moved_to(person, later, on)


def agenda(person: Person, items: Iterable[Planned], sent: Sent, now: datetime) -> Agenda:
    """Sort what is due at `now` for one person; `sent` counts this person's messages of the present week."""
    slot: list[Planned] = []
    alone: list[Planned] = []
    moved: list[Planned] = []
    lapsed: list[Planned] = []
    ended: list[tuple[Planned, str]] = []
    today = calendar.local(now, person.zone).date()
    timed_left = TIMED_PER_DAY - sent.get(("timed", today), 0)
    slot_free = _slot_free(person, sent, today)
    for item in items:
        kind = KINDS.get((item.flow, item.kind))
        fresh = replanned(person, item)
        if kind is None:
            ended.append((item, "a kind of follow-up that no longer exists"))
            continue
        if kind.silent:
            (alone if fresh.due_at <= now else moved).append(fresh)
            continue
        if person.state in ("stopped", "gone"):
            ended.append((item, f"the person has {person.state}"))
            continue
        if person.state == "quiet" and not kind.here:
            ended.append((item, ELSEWHERE))
            continue
        if fresh.due_at > now:
            moved.append(fresh)
            continue
        later = _later(person, fresh, kind, now)
        full = not slot_free if item.slot else kind.cls == "timed" and timed_left <= 0
        if later is None and full:
            later = moved_to(person, fresh, calendar.next_workday(person, today))
        if later is None:
            timed_left -= kind.cls == "timed" and not item.slot
            (slot if item.slot else alone).append(fresh)
        elif kind.fades:
            lapsed.append(item)
        elif waited(person, item, today):
            ended.append((item, WAITED))
        else:
            moved.append(later)
    slot.sort(key=_in_order)
    return Agenda(tuple(slot), tuple(alone), tuple(moved), tuple(lapsed), tuple(ended))


def _in_order(item: Planned) -> tuple[int, date, int, int]:
    """By rank; of equals what was first due, then what stands first in the table, then what was planned first."""
    kind = (item.flow, item.kind)
    return (KINDS[kind].rank, item.first_on, PLACES[kind], item.id)


WAITED: Final = "waited too long for room"
"""The reason for which something is said once in the look-back and closed."""


def _later(person: Person, item: Planned, kind: Kind, now: datetime) -> Planned | None:
    """The moment to which an item must move because it cannot be asked now; None when it can."""
    local = calendar.local(now, person.zone)
    today = local.date()
    over = person.paused_until is not None and person.paused_until <= today
    if person.state == "paused" and not over and item.flow != "time_off":
        on = calendar.workday_on_or_after(person, person.paused_until or calendar.next_workday(person, today))
        on = max(on, calendar.next_workday(person, today))
        return replace(moved_to(person, item, on), first_on=on)  # a pause is no waiting for room
    if not calendar.is_workday(person, today):
        on = calendar.next_workday(person, today)
        later = moved_to(person, item, on)  # days off are no waiting for room either
        return later if calendar.is_workday(person, item.first_on) else replace(later, first_on=on)
    if kind.fades and item.wall.date() != today:
        return moved_to(person, item, calendar.next_workday(person, today))
    if local.time() < person.opens:
        return moved_to(person, item, today) if not item.slot else replanned(person, _at(item, today))
    closing = max(datetime.combine(today, person.closes), datetime.combine(today, calendar.asks_at(person)) + GRACE)
    if local > closing:
        return moved_to(person, item, calendar.next_workday(person, today))
    if item.slot and item.wall.date() < today and local.time() < calendar.asks_at(person):
        return replanned(person, _at(item, today))
    if person.quiet_until is not None and person.quiet_until > now:
        quiet = calendar.local(person.quiet_until, person.zone)
        if quiet < closing:
            return replace(item, wall=quiet, zone=person.zone, due_at=person.quiet_until.astimezone(UTC))
        return moved_to(person, item, calendar.next_workday(person, today))
    return None


def _at(item: Planned, day: date) -> Planned:
    return replace(item, wall=datetime.combine(day, item.wall.time()))


def waited(person: Person, item: Planned, today: date) -> bool:
    """Whether it has waited for room in the day's message for as long as anything may."""
    return item.slot and calendar.workdays_between(person, item.first_on, today) >= LONGEST_WAIT


def _slot_free(person: Person, sent: Sent, today: date) -> bool:
    if sent.get(("slot", today), 0) >= SLOTS_PER_DAY:
        return False
    first, last = calendar.week_of(person, today)
    this_week = sum(count for (cls, day), count in sent.items() if cls == "slot" and first <= day <= last)
    return this_week < SLOTS_PER_WEEK


def expires(person: Person, cls: Class, now: datetime) -> datetime:
    """When a message that has not left is no longer worth sending."""
    if cls == "reply":
        return now + timedelta(days=1)
    if cls in ("notice", "behalf"):
        return now + timedelta(days=7)
    today = calendar.local(now, person.zone).date()
    end = calendar.instant(datetime.combine(today, person.closes), person.zone)
    return max(end, now + GRACE)


def not_before(person: Person, cls: Class, now: datetime) -> datetime:
    """From when a message may leave: a reply at once, words in a human's name within the working hours."""
    if cls == "reply" or calendar.in_hours(person, now):
        return now
    local = calendar.local(now, person.zone)
    early = local.time() < person.opens and calendar.is_workday(person, local.date())
    day = local.date() if early else calendar.next_workday(person, local.date())
    opening = calendar.instant(datetime.combine(day, person.opens), person.zone)
    return max(opening, person.quiet_until or opening)

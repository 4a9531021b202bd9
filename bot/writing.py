"""Puts what reactions decided into one unit of work: records, states, follow-ups, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.due import expires, replanned, taken_up
from bot.effects import Redraw
from bot.handed import handed
from bot.messages import Ask, Message
from bot.outcome import Outcome, Post, covers
from bot.outgoing import NEVER_SHOWN, Outgoing
from bot.planned import ELSEWHERE, Planned
from bot.rules import calendar
from bot.rules.budget import HERE
from bot.store import Unit

Replies = dict[str, list[Outgoing]]
"""Messages by the key of the outcome that says them."""
NOTHING_SHOWN: Final[Mapping[str, Outgoing]] = MappingProxyType({})


def write_all(
    unit: Unit, outcomes: Sequence[Outcome], now: datetime, shown: Mapping[str, Outgoing] = NOTHING_SHOWN
) -> Replies:
    """Write many people's outcomes, table by table. `shown` are messages that were read already, by their keys.

    Raises:
        Stale: a conversation was written by somebody else meanwhile.
    """
    for outcome in outcomes:
        if outcome.erase:
            unit.erase(outcome.person.id)
    kept = [outcome for outcome in outcomes if not outcome.erase]
    with unit.together():
        unit.people.save([record for outcome in kept for record in outcome.records])
        unit.talks.put([state for outcome in kept for state in outcome.states])
        unit.follow_ups.close([closing for outcome in kept for closing in outcome.closed])
    for outcome in kept:
        for settle in outcome.settled:
            flow = "" if settle.flow == "*" else settle.flow
            subject = None if settle.flow == "*" else settle.subject
            unit.follow_ups.close_where(outcome.person.id, flow, subject, settle.kind, settle.reason)
            if settle.flow == "*":
                unit.outbox.withdraw(outcome.person.id, settle.reason)
        _switch(unit, outcome, now)
    unit.follow_ups.put([_in_its_row(outcome, item) for outcome in kept for item in outcome.planned])
    for outcome in kept:
        if outcome.replan:
            items = unit.follow_ups.waiting(outcome.person.id)
            unit.follow_ups.put([replanned(outcome.person, item) for item in items])
    exports = {outcome.key: _export(unit, outcome, now) for outcome in outcomes if outcome.exports}
    with unit.together():
        rows = _redrawn(unit, kept, now, shown)
        _republished(unit, kept, rows, now)
        for outcome in outcomes:
            theirs = rows.setdefault(outcome.key, [])
            theirs += [row for post in outcome.posts if not post.named and (row := _row(outcome, post)) is not None]
            theirs += exports.get(outcome.key, [])
        unit.outbox.put([row for theirs in rows.values() for row in theirs])
    return {key: [row for row in theirs if row.cls == "reply"] for key, theirs in rows.items()}


def _switch(unit: Unit, outcome: Outcome, now: datetime) -> None:
    """What one person in two places has changed about that."""
    person = outcome.person
    if outcome.part:
        unit.links.part(person.id)
    if outcome.quieten:
        unit.follow_ups.put_aside(person.id, HERE)
        unit.outbox.silence(person.id, ELSEWHERE)
    if outcome.take_up:
        unit.follow_ups.put([taken_up(person, item, now) for item in unit.follow_ups.take_up(person.id)])


def _in_its_row(outcome: Outcome, item: Planned) -> Planned:
    """What has just come keeps its row, unless that was settled: then what is planned after it is new."""
    settled = item.id and any(covers(settle, item) for settle in outcome.settled)
    return replace(item, id=0) if settled else item


def _row(outcome: Outcome, post: Post) -> Outgoing | None:
    address = post.address or next(iter(outcome.person.homes), "")
    if not address:
        return None
    return Outgoing(
        key=post.key,
        person=post.person,
        address=address,
        cls=post.cls,
        day=post.day,
        message=post.message,
        not_before=post.not_before,
        expires_at=post.expires_at,
    )


def _redrawn(unit: Unit, outcomes: Sequence[Outcome], now: datetime, shown: Mapping[str, Outgoing]) -> Replies:
    """Every message that holds an answered question, once more, with that ask exchanged.

    It is an answer, so it leaves now, however old the question is; a message that was never shown is only
    kept as it would look.
    """
    wanted = {redraw.message for outcome in outcomes for redraw in outcome.redraws}
    if not wanted:
        return {}
    found = {**shown, **unit.outbox.messages(wanted - shown.keys())}
    drawn: dict[str, Message] = {}
    rows: Replies = {outcome.key: [] for outcome in outcomes}
    for outcome in outcomes:
        for number, redraw in enumerate(outcome.redraws):
            row = found.get(redraw.message)
            if row is None:
                rows[outcome.key] += _anew(outcome, number, redraw, now)
                continue
            drawn[row.key] = exchanged(drawn.get(row.key, row.message), redraw)
            again = Outgoing(
                key=f"{row.key}#{outcome.key}.{number}",
                person=row.person,
                address=row.address,
                cls="reply",
                day=row.day,
                message=drawn[row.key],
                not_before=now,
                expires_at=expires(outcome.person, "reply", now),
                replaces=row.key,
            )
            rows[outcome.key].append(again)
    unit.outbox.rewrite(drawn)
    unseen = {row.key for row in found.values() if row.state in NEVER_SHOWN}
    return {key: [row for row in again if row.replaces not in unseen] for key, again in rows.items()}


def _republished(unit: Unit, outcomes: Sequence[Outcome], rows: Replies, now: datetime) -> None:
    """What is published under a name: in the place of the earlier words of that name, if there are any. That wakes
    nobody, and may be there to take something back, so it waits for no hours."""
    posts = [(outcome, post) for outcome in outcomes for post in outcome.posts if post.named]
    found = unit.outbox.messages({post.key for _, post in posts}) if posts else {}
    drawn: dict[str, Message] = {}
    for outcome, post in posts:
        row = _row(outcome, post)
        before = found.get(post.key)
        theirs = rows.setdefault(outcome.key, [])
        if row is None:
            continue
        if before is None:
            theirs.append(row)
        elif before.state not in NEVER_SHOWN:
            drawn[post.key] = post.message
            theirs.append(replace(row, key=f"{post.key}#{outcome.key}", replaces=post.key, not_before=now))
    unit.outbox.rewrite(drawn)


def _anew(outcome: Outcome, number: int, redraw: Redraw, now: datetime) -> list[Outgoing]:
    """A message that was forgotten is not drawn anew: what takes the place of its question is a message of its own."""
    day = calendar.local(now, outcome.person.zone).date()
    until = expires(outcome.person, "reply", now)
    message = Message((redraw.ask,))
    row = _row(outcome, Post(f"{outcome.key}/anew{number}", outcome.person.id, "reply", day, message, now, until))
    return [] if row is None else [row]


def exchanged(message: Message, redraw: Redraw) -> Message:
    """The message with the ask of one conversation drawn anew; the others stay as they are."""
    return replace(message, asks=tuple(redraw.ask if _same(ask, redraw.ask) else ask for ask in message.asks))


def _same(one: Ask, other: Ask) -> bool:
    if one.ref is None or other.ref is None:
        return False
    return (one.ref.flow, one.ref.subject) == (other.ref.flow, other.ref.subject)


def _export(unit: Unit, outcome: Outcome, now: datetime) -> list[Outgoing]:
    """Files of the person's own, each in a message of its own: by its key it is fetched."""
    if not outcome.posts:
        return []
    files = [handed(unit, outcome.person, one, words, now) for one, words in outcome.exports]
    posts = (
        replace(outcome.posts[0], key=f"export/{outcome.key}/{number}", message=Message((Ask((file,)),)))
        for number, file in enumerate(files)
    )
    return [row for post in posts if (row := _row(outcome, post)) is not None]

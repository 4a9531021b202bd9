"""What the coach owes, from their own notes, and one open question about their own part: never about the leader's."""

from datetime import date, datetime
from typing import Final

from bot.coaching import Engagement
from bot.content.words import Words
from bot.facts import Person
from bot.flows.digest import said
from bot.flows.digest.parts import NAME, Entry, batched, in_order
from bot.messages import Plain, Span, Text, Typed
from bot.rules import heard
from bot.rules.shortened import ON_A_BUTTON, one_line

WEEK: Final = 7
MOST: Final = 15
"""Leaders in one paragraph: with the longest names as many as there is room for in a message."""


def owed(words: Words, entries: tuple[Entry, ...], unanswered: tuple[Person, ...], now: datetime) -> tuple[Text, ...]:
    """By leader: a session that is over and the next not noted, something new that they were not told, an invitation
    without an answer."""
    some = [
        (*(one.name, Plain(": ")), *said.joined(found)) for one in in_order(entries) if (found := _of(words, one, now))
    ]
    some += [(Typed(one_line(one.name, NAME)), Plain(": "), *words.spans("digest.owe_invited")) for one in unanswered]
    return tuple(
        Text((*words.spans("digest.you_owe"), Plain(" "), *said.joined(part))) for part in batched(tuple(some), MOST)
    )


def _of(words: Words, one: Entry, now: datetime) -> tuple[tuple[Span, ...], ...]:
    between: Engagement = one.between
    found: list[tuple[Span, ...]] = []
    if between.ahead and between.told_on is None:
        found.append(words.spans("digest.owe_ahead", what=Typed(one_line(between.ahead, ON_A_BUTTON))))
    if between.session_at is not None and between.session_at < now:
        found.append(words.spans("digest.owe_session"))
    return tuple(found)


def question(words: Words, coach: str, entries: tuple[Entry, ...], monday: date) -> Text:
    """One for the coach: about somebody who stalls, if there is one, a different one each week."""
    stalled = [one for one in in_order(entries) if stalls(one, monday)]
    seed = f"{coach}{monday}"
    if not stalled:
        return Text((*words.spans("digest.one_for_you"), Plain(" "), *words.spans("digest.own_part", seed)))
    about = stalled[monday.toordinal() // WEEK % len(stalled)]
    asked = words.spans("digest.own_part_for", seed, name=about.name)
    return Text((*words.spans("digest.one_for_you"), Plain(" "), *asked))


def stalls(one: Entry, monday: date) -> bool:
    """Whether something of theirs does not get on, as far as they show it."""
    if one.shown is None:
        return False
    line = one.shown.line
    waits = line.waits_since is not None and heard.age(one.leader, line.waits_since, monday) > said.LONG
    return waits or bool(line.due) or said.compared(line) == "below"

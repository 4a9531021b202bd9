"""A line in words: what a coach reads of a leader, in short and in full. The leader is shown it by these functions too.

Everything here is said of a `Shown` row: what is not in its line, or was taken out, cannot be said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.coaching import Line, Shown
from bot.content.words import Value, Words
from bot.facts import Person
from bot.flows.shown.days import monday_after
from bot.messages import Plain, Span, Typed
from bot.rules import heard
from bot.rules.shortened import one_line

Place = Literal["first", "good", "beside"]
"""Where something belongs: it needs the coach first, it is good news, or it only stands beside what does."""
Compared = Literal["", "above", "usual", "below"]
Standing = Literal["usual", "above", "below", "going", "quiet"]

LONG: Final = 3
"""Working days after which a team has waited for long."""
LEAST: Final = 2
LEAST_PAST: Final = 4
"""Answered chances of a week, and of the weeks before, from which the two can be compared."""
APART: Final = 0.2
FAR_APART: Final = 0.4
"""How far a week has to be from the usual to be called above or below, and to be news."""
BRING: Final = 60
"""Characters of a dilemma in the short line."""
BANDS: Final = {"more": "digest.band_more", "same": "digest.band_same", "less": "digest.band_less"}
STANDINGS: Final[dict[Standing, str]] = {
    "usual": "digest.usual",
    "above": "digest.above",
    "below": "digest.below",
    "going": "digest.going",
    "quiet": "digest.named_quiet",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is said of a leader in short."""

    place: Place
    spans: tuple[Span, ...]


def pieces(words: Words, shown: Shown, leader: Person) -> tuple[Piece, ...]:
    """What is worth a word this week, what needs the coach first before the good news."""
    found = tuple(_pieces(words, shown.line, leader, monday_after(shown.friday)))
    order: tuple[Place, ...] = ("first", "good", "beside")
    return tuple(one for place in order for one in found if one.place == place)


def _pieces(words: Words, line: Line, leader: Person, monday: date) -> Iterator[Piece]:
    for text in line.brings:
        yield _piece(words, "first", "digest.brings", what=Typed(one_line(text, BRING)))
    if line.quiet_since is not None:
        yield _piece(words, "first", "digest.quiet", count=how_long(line.quiet_since, monday))
    if line.waits_since is not None:
        age = heard.age(leader, line.waits_since, monday)
        yield _piece(words, "first" if age > LONG else "beside", "digest.waits", count=age)
    if line.due:
        yield _piece(words, "first", "digest.due", count=line.due)
    if line.things_due:
        yield _piece(words, "beside", "digest.things_due", count=line.things_due)
    if line.promised:
        place: Place = "good" if line.kept == line.promised else "beside"
        yield _piece(words, place, "digest.promises", kept=line.kept, count=line.promised)
    if line.band:
        said = words.plain(BANDS[line.band])
        yield _piece(words, "good" if line.band == "more" else "beside", "digest.team_says", band=said)
    if line.milestone:
        yield _piece(words, "good", line.milestone)
    if line.fresh_on is not None:
        yield _piece(words, "good", "digest.fresh", day=line.fresh_on)
    if is_far_above(line):
        yield Piece("good", against_usual(words, line, "digest.counts_above"))
    if line.things_done:
        yield _piece(words, "good", "digest.things_done", count=line.things_done)


def _piece(words: Words, place: Place, key: str, /, **values: Value) -> Piece:
    return Piece(place, words.spans(key, "", **values))


def in_short(words: Words, shown: Shown, leader: Person) -> tuple[Span, ...]:
    """The same as one sentence without an end; how somebody stands where there is nothing else to say."""
    found = pieces(words, shown, leader)
    return joined(tuple(one.spans for one in found)) if found else words.spans(STANDINGS[standing(shown)])


def standing(shown: Shown) -> Standing:
    """How somebody stands. Rest, silence, and nothing shown are the same."""
    told = "going" not in shown.removed
    if told and not shown.line.going:
        return "quiet"
    return compared(shown.line) or ("going" if told else "quiet")


def compared(line: Line) -> Compared:
    """The week against the leader's own four weeks before; "" where there is too little of either."""
    if line.expected < LEAST or line.usual_expected < LEAST_PAST:
        return ""
    apart = line.done / line.expected - line.usual_done / line.usual_expected
    return "usual" if abs(apart) < APART else "above" if apart > 0 else "below"


def is_far_above(line: Line) -> bool:
    """Whether it is news."""
    known = bool(compared(line))
    return known and line.done / line.expected - line.usual_done / line.usual_expected >= FAR_APART


def against_usual(words: Words, line: Line, key: str = "digest.counts") -> tuple[Span, ...]:
    """This week, and as many as that would be in a usual week."""
    usual = round(line.expected * line.usual_done / line.usual_expected)
    return words.spans(key, done=line.done, expected=line.expected, usual=usual)


def how_long(since: date, monday: date) -> int:
    """Days up to that Monday."""
    return max((monday - since).days, 0)


def joined(some: tuple[tuple[Span, ...], ...]) -> tuple[Span, ...]:
    """One after the other, a semicolon between; neighbours of one kind are one."""
    found: list[Span] = []
    for number, spans in enumerate(some):
        for one in (*((Plain("; "),) if number else ()), *spans):
            if found and isinstance(one, Plain) and isinstance(found[-1], Plain):
                found[-1] = Plain(found[-1].text + one.text)
            else:
                found.append(one)
    return tuple(found)

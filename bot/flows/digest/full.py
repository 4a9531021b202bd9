"""All that a leader shows, line by line, each of which they can take out: as they see it, and as the coach opens it."""

from datetime import date
from typing import Final

from bot.coaching import Line, Shown
from bot.content.words import Words
from bot.facts import Person
from bot.flows.digest.said import BANDS, against_usual, how_long, joined
from bot.flows.shown.days import monday_after
from bot.messages import Plain, Span, Typed
from bot.rules import heard

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "going": ("going",),
    "practice": ("practice",),
    "counts": ("done", "expected", "usual_done", "usual_expected", "weeks"),
    "brings": ("brings",),
    "waits": ("waits_since",),
    "promises": ("due", "kept", "promised"),
    "band": ("band",),
    "milestone": ("milestone",),
    "fresh": ("fresh_on",),
    "quiet": ("quiet_since",),
    "things": ("things_due", "things_done", "things_dropped"),
}
"""What stands on one line, and can be taken out by itself: the fields of `Line` that it is made of."""
LABELS: Final = {
    "going": "digest.label_going",
    "practice": "digest.label_practice",
    "counts": "digest.label_counts",
    "brings": "digest.label_brings",
    "waits": "digest.label_waits",
    "promises": "digest.label_promises",
    "band": "digest.label_band",
    "milestone": "digest.label_milestone",
    "fresh": "digest.label_fresh",
    "quiet": "digest.label_quiet",
    "things": "digest.label_things",
}


def lines(words: Words, shown: Shown, leader: Person) -> tuple[tuple[str, str, tuple[Span, ...]], ...]:
    """Everything that is shown, line by line: its group, its label and what it says."""
    monday = monday_after(shown.friday)
    return tuple(
        (group, words.plain(LABELS[group]), _full(words, group, shown.line, leader, monday)) for group in groups(shown)
    )


def groups(shown: Shown) -> tuple[str, ...]:
    """The lines that there is something to say on."""
    return tuple(one for one in GROUPS if not set(GROUPS[one]) & set(shown.removed) and _is_there(one, shown.line))


def is_empty(shown: Shown) -> bool:
    """Whether nothing is left of it."""
    return not groups(shown)


def _is_there(group: str, line: Line) -> bool:
    if group == "going":
        return True
    if group == "counts":
        return bool(line.expected or line.weeks)
    return any(getattr(line, name) for name in GROUPS[group])


def _full(words: Words, group: str, line: Line, leader: Person, monday: date) -> tuple[Span, ...]:
    match group:
        case "going":
            return words.spans("digest.going" if line.going else "digest.resting")
        case "practice":
            return (Typed(line.practice),)
        case "counts":
            return _in_numbers(words, line)
        case "brings":
            return joined(tuple((Plain("“"), Typed(text), Plain("”")) for text in line.brings))
        case "waits" if line.waits_since is not None:
            return words.spans("digest.waits", count=heard.age(leader, line.waits_since, monday))
        case "promises":
            due = (words.spans("digest.due", count=line.due),) if line.due else ()
            kept = words.spans("digest.promises", kept=line.kept, count=line.promised)
            return joined((*due, *((kept,) if line.promised else ())))
        case "band":
            return words.spans(BANDS[line.band])
        case "milestone":
            return words.spans(line.milestone)
        case "fresh" if line.fresh_on is not None:
            return words.spans("digest.fresh", day=line.fresh_on)
        case "quiet" if line.quiet_since is not None:
            return words.spans("digest.quiet", count=how_long(line.quiet_since, monday))
        case _:
            counts = (
                ("digest.things_due", line.things_due),
                ("digest.things_done", line.things_done),
                ("digest.things_dropped", line.things_dropped),
            )
            return joined(tuple(words.spans(key, count=count) for key, count in counts if count))


def _in_numbers(words: Words, line: Line) -> tuple[Span, ...]:
    if not line.expected:
        return words.spans("digest.no_chances")
    if not line.usual_expected:
        return words.spans("digest.counts_new", done=line.done, expected=line.expected)
    return against_usual(words, line)


def weeks(words: Words, shown: Shown) -> str:
    """The twelve weeks in numbers, oldest first."""
    counts = (
        words.plain("digest.week", done=done, expected=expected) if expected else words.plain("digest.week_unanswered")
        for done, expected in shown.line.weeks
    )
    return words.plain("digest.weeks_said", weeks=", ".join(counts))

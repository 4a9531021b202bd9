"""A practice read back as one sentence: "When {situation} with {who}, I {act}".

What people typed is joined so that it reads well, never reworded: a leading "when" or "I", a capital that
the sentence does not want, and a closing stop are dropped. All word lists come from the content files.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from bot.content.words import Words, fold
from bot.facts import Practice
from bot.messages import Plain, Span, Typed

READ: Final = 200
"""Words of a line that are looked at. No practice has as many, and a pasted book must not hold everybody up."""

_CLOSING: Final = ".,;:!? \t\n"
_OPENINGS: Final = {
    "line": "practice.line",
    "line_standing": "practice.line_standing",
    "line_bare": "practice.line_bare",
}
_OPENINGS_WITH: Final = {
    "line": "practice.line_with",
    "line_standing": "practice.line_standing_with",
    "line_bare": "practice.line_bare_with",
}
_ENDS: Final = {"each": "practice.line_end", "daily": "practice.line_daily", "weekly": "practice.line_weekly"}


def tokens(text: str) -> list[str]:
    """The first words, up to `READ`, as they are compared: folded, without the punctuation around them."""
    said = fold(text).split(maxsplit=READ)[:READ]
    return [bare for word in said if (bare := word.strip('.,;:!?"“”()…'))]


def begins(words: Sequence[str], entries: Iterable[str]) -> int:
    """How many words at the beginning the longest matching entry takes; 0 when none matches."""
    sizes = (len(parts) for entry in entries if _at(words, parts := entry.split(), 0))
    return max(sizes, default=0)


def ends(words: Sequence[str], entries: Iterable[str]) -> bool:
    """Whether the words end in one of the entries."""
    return any(_at(words[-len(parts) :], parts, 0) for entry in entries if (parts := entry.split()))


def holds(words: Sequence[str], entry: str) -> int:
    """Where an entry first occurs among the words; -1 when it does not."""
    parts = entry.split()
    return next((at for at in range(len(words)) if _at(words, parts, at)), -1)


def _at(words: Sequence[str], parts: Sequence[str], at: int) -> bool:
    here = words[at : at + len(parts)]
    return bool(parts) and len(here) == len(parts) and all(map(_is, here, parts))


def _is(word: str, part: str) -> bool:
    if part.startswith("*"):
        return word.endswith(part[1:])
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def line(practice: Practice, words: Words) -> tuple[Span, ...]:
    """The practice as a sentence, what was typed being `Typed` spans.

    Without a situation it is the act alone, without an act the wish as it was typed, without any nothing.
    """
    act = tidy_act(practice.act, words)
    if not act:
        wish = _tidy(practice.wish)
        return (Typed(wish),) if wish else ()
    spans: list[Span] = list(_opening(practice, words))
    own = begins(tokens(act), words.list("hints.subject")) > 0
    act = _upper(act) if own and not spans else act
    spans += words.spans("practice.line_own" if own else "practice.line_i", act=Typed(act))
    spans += words.spans(_ENDS[practice.dose])
    return _joined(spans)


def tidy_act(text: str, words: Words) -> str:
    """An act as it stands after "I": without its own "I", a capital, or a closing stop; "" when empty."""
    act = _without(_tidy(text), words.list("hints.self"))
    first = act.partition(" ")[0]
    if fold(first) in ("i'm", "i've") or not first[1:].islower():
        return act
    return _lower(act)


def _opening(practice: Practice, words: Words) -> tuple[Span, ...]:
    situation = _tidy(practice.situation)
    if not situation:
        return ()
    kind, situation = _form(situation, words)
    who = _without(_tidy(practice.who), words.list("hints.with"))
    unsaid = not who or words.means("hints.anyone", who) or holds(tokens(situation), " ".join(tokens(who))) >= 0
    if unsaid:
        return words.spans(_OPENINGS[kind], situation=Typed(situation))
    return words.spans(_OPENINGS_WITH[kind], situation=Typed(situation), who=Typed(who))


def _form(situation: str, words: Words) -> tuple[Literal["line", "line_standing", "line_bare"], str]:
    """How a situation opens the sentence: after "When", with its own first word, or before a colon."""
    clause = _without(situation, words.list("hints.when"))
    if clause != situation:
        return "line", _uncapped(clause, words)
    said = tokens(situation)
    if begins(said, words.list("hints.standing")):
        return "line_standing", _upper(situation)
    happens = any(holds(said, entry) >= 0 for entry in words.list("hints.happens"))
    if not happens and not begins(said, words.list("hints.clause")):
        short = 3 if begins(said, words.list("hints.thing")) else 2
        if len(said) <= short or ends(said, words.list("hints.occasion")):
            return "line_bare", _upper(situation)
    return "line", _uncapped(situation, words)


def _uncapped(text: str, words: Words) -> str:
    """Without a capital that only began the typed line; a word that may be a name keeps it."""
    first = fold(text.partition(" ")[0])
    known = ("hints.clause", "hints.thing", "hints.common", "hints.standing")
    lowered = first not in ("i", "i'm", "i've") and any(first in words.list(key) for key in known)
    return _lower(text) if lowered else text


def _without(text: str, entries: Iterable[str]) -> str:
    """The text without the longest entry that it begins with; itself when nothing would be left."""
    return " ".join(text.split()[begins([fold(word) for word in text.split()], entries) :]) or text


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip().rstrip(_CLOSING)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring words of the bot's own as one span."""
    found: list[Span] = []
    for span in spans:
        if found and isinstance(span, Plain) and isinstance(before := found[-1], Plain):
            found[-1] = Plain(before.text + span.text)
        else:
            found.append(span)
    return tuple(found)

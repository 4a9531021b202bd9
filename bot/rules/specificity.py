"""Whether a practice is specific enough to be answered yes or no: slots decide, word lists only hint.

No prose is judged. A gate is a slot that is still open; the first open one is asked, a second time at most,
and then the practice goes on as a draft, because nobody who is willing is ever blocked.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, assert_never

from bot.content.words import Words, fold
from bot.facts import Practice
from bot.messages import Span
from bot.rules import sentence
from bot.rules.sentence import begins, holds, tokens

Gate = Literal["situation", "act", "proof", "who", "sure", "obstacle"]
Hint = Literal["", "negative", "trait", "abstract", "comparison", "everybody"]
Clearness = Literal["clear", "nearly", "broad"]

FAST: Final[tuple[Gate, ...]] = ("situation", "act")
"""Enough to start, as a draft, today."""
LATER: Final[tuple[Gate, ...]] = ("proof", "who", "sure", "obstacle")
"""Asked one a day, or all at once by form."""
GATES: Final[tuple[Gate, ...]] = FAST + LATER

TRIES: Final = 2
"""How often a gate is asked before what there is counts."""
SHRINKS: Final = 2
"""How often a practice is made smaller because its owner is not sure enough."""
SURE_ENOUGH: Final = 7
"""Of 10."""
ACT_WORDS: Final = range(3, 13)
"""A typed act of so many words passes; a shorter or longer one is asked about once more."""
SITUATION_WORDS: Final = 2
"""So many words pass: a class of moments ("any meeting") counts."""

THEMES: Final = {
    "listening": ("themes.listening_wishes", "themes.listening_words"),
    "meetings": ("themes.meetings_wishes", "themes.meetings_words"),
    "hard_news": ("themes.hard_news_wishes", "themes.hard_news_words"),
    "appreciation": ("themes.appreciation_wishes", "themes.appreciation_words"),
    "feedback": ("themes.feedback_wishes", "themes.feedback_words"),
    "delegation": ("themes.delegation_wishes", "themes.delegation_words"),
    "presence": ("themes.presence_wishes", "themes.presence_words"),
    "decisions": ("themes.decisions_wishes", "themes.decisions_words"),
    "conflict": ("themes.conflict_wishes", "themes.conflict_words"),
    "requests": ("themes.requests_wishes", "themes.requests_words"),
    "available": ("themes.available_wishes", "themes.available_words"),
    "growing": ("themes.growing_wishes", "themes.growing_words"),
}
"""The twelve themes: the wishes each offers, and the words it is known by."""


def open_gates(practice: Practice, words: Words | None = None) -> tuple[Gate, ...]:
    """The gates that are still open, in the order in which they are asked.

    With `words`, a situation that names a class of moments ("any meeting") needs no "with whom".
    """
    return tuple(gate for gate in GATES if _is_open(gate, practice, words))


def next_gate(
    practice: Practice, asked: Mapping[str, int], among: Iterable[Gate] = GATES, words: Words | None = None
) -> Gate | None:
    """The one gate to ask now: the first open one; None when the practice is to go on as it is.

    `asked` says how often each gate has been asked, by name. One that was asked twice is let through; how
    sure somebody is may be asked once more, because each shrinking is followed by it.
    """
    for gate in open_gates(practice, words):
        if gate in among and asked.get(gate, 0) < (SHRINKS + 1 if gate == "sure" else TRIES):
            return gate
    return None


def shrinks(practice: Practice, asked: Mapping[str, int]) -> bool:
    """Whether to offer half the dose, one person or one meeting: not sure enough, and not offered twice."""
    return 0 < practice.sure < SURE_ENOUGH and asked.get("sure", 0) <= SHRINKS


def clearness(practice: Practice, words: Words | None = None) -> Clearness:
    """How the practice is shown: what gets in the way is optional and does not make it less clear."""
    left = set(open_gates(practice, words)) - {"obstacle"}
    if left & set(FAST):
        return "broad"
    return "nearly" if left else "clear"


def hint(text: str, words: Words, slot: Literal["act", "who"] = "act", *, hinted: bool = False) -> Hint:
    """What to ask once more about a typed act, or about "with whom"; "" for nothing.

    `hinted` says that this slot had its one hint: then there is no other. An act that begins with something
    visible, or is measured ("until she has finished"), may hold a trait or an abstract word.
    """
    if hinted:
        return ""
    if slot == "who":
        return "everybody" if words.means("hints.everybody", text) else ""
    said = tokens(sentence.tidy_act(text, words))
    if begins(said, words.list("hints.negative")):
        return "negative"
    if not _is_visible(said, words):
        if begins(said, words.list("hints.trait")):
            return "trait"
        if any(holds(said, entry) >= 0 for entry in words.list("hints.abstract")):
            return "abstract"
    return "comparison" if _compares(said, words) else ""


def weakness(text: str, words: Words) -> str:
    """Why to ask about a typed act once more: a hint, "short" or "long"; "" for no reason."""
    count = len(text.split())
    size = "short" if count < ACT_WORDS[0] else "long" if count > ACT_WORDS[-1] else ""
    return hint(text, words) or size


def vague(text: str, words: Words) -> str:
    """Why to ask about a promise once more. A long one is fine: it is no habit to keep in mind."""
    why = weakness(text, words)
    return why if why != "long" else ""


def acts(text: str, words: Words) -> tuple[str, ...]:
    """The two acts in one typed line, to keep one of; a single one when there is no "and" between two.

    Each half has at least two words and the second begins like an act, so that "thank Ana and Omar" and
    "name the result and the date" stay one.
    """
    said = text.split()
    folded = [fold(word) for word in said[: 2 * sentence.READ]]
    for at in range(2, min(len(said) - 2, sentence.READ)):
        size = begins(folded[at : at + sentence.READ], words.list("hints.both"))
        first, second = said[:at], said[at + size :]
        follows = folded[at + size : at + size + sentence.READ]
        if size and len(second) >= 2 and not begins(follows, words.list("hints.same")):
            return sentence.tidy_act(" ".join(first), words), sentence.tidy_act(" ".join(second), words)
    return (text,)


def theme_of(wish: str, words: Words) -> str:
    """The theme that offers this very wish, or whose words it holds most of (the first of two); "" for none.

    Only used to choose examples.
    """
    offered = next((theme for theme, (wishes, _) in THEMES.items() if words.means(wishes, wish)), "")
    if offered:
        return offered
    said = tokens(wish)
    counts = {theme: sum(holds(said, one) >= 0 for one in words.list(known)) for theme, (_, known) in THEMES.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""


def line(practice: Practice, words: Words) -> tuple[Span, ...]:
    """The practice as a sentence: "When {situation} with {who}, I {act}" (see `bot.rules.sentence`)."""
    return sentence.line(practice, words)


def _is_open(gate: Gate, practice: Practice, words: Words | None) -> bool:
    match gate:
        case "situation":
            return len(practice.situation.split()) < SITUATION_WORDS
        case "act":
            return len(practice.act.split()) not in ACT_WORDS
        case "proof":
            return not (practice.proof_kind and practice.proof.strip())
        case "who":
            return not practice.who.strip() and not _names_class(practice.situation, words)
        case "sure":
            return practice.sure < SURE_ENOUGH
        case "obstacle":
            return not practice.obstacle.strip()
        case _:
            assert_never(gate)


def _names_class(situation: str, words: Words | None) -> bool:
    said = tokens(situation)
    return words is not None and any(holds(said, entry) >= 0 for entry in words.list("hints.class"))


def _is_visible(said: list[str], words: Words) -> bool:
    measured = any(holds(said, entry) >= 0 for entry in words.list("hints.measure"))
    return measured or any(map(str.isdecimal, said)) or begins(said, words.list("hints.visible")) > 0


def _compares(said: list[str], words: Words) -> bool:
    counted = words.list("hints.counted")
    for entry in words.list("hints.comparison"):
        at = holds(said, entry)
        if at >= 0 and not (at and (said[at - 1] in counted or said[at - 1].isdecimal())):
            return True
    return False

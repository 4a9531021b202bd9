"""How one answer to the questions of a round lies in a slot of fixed size."""

from collections.abc import Sequence
from typing import Final, assert_never

from bot.ballot.answer import UNSEEN, Answer, Given
from bot.ballot.asked import Chips, Open, Question, Scale
from bot.ballot.box import SLOT
from bot.errors import AnswerTooLong

STEPS: Final = range(3, 22)
"""How many values a scale may have. With two, a band of it would be a count."""
OPTIONS: Final = range(2, 9)
"""How many chips may have: each is one bit of a byte."""
_SKIPPED: Final = 0
_UNSEEN: Final = 1
_LOWEST: Final = 2
_LARGEST: Final = 3
"""Bytes that a character takes at most."""


def check_questions(questions: Sequence[Question]) -> None:
    """See that answers to them can be kept.

    Raises:
        ValueError: what is wrong with them.
    """
    names = [one.name for one in questions]
    if not names or len(set(names)) < len(names):
        raise ValueError("a round needs questions, each of another name")
    if any(isinstance(one, Scale) and one.high - one.low + 1 not in STEPS for one in questions):
        raise ValueError(f"a scale has {STEPS[0]} to {STEPS[-1]} values")
    if any(isinstance(one, Chips) and not _are_options(one.options) for one in questions):
        raise ValueError(f"a choice of chips has {OPTIONS[0]} to {OPTIONS[-1]} options")
    if room(questions) < SLOT // 2:
        raise ValueError("so many questions leave no room for what is written")


def _are_options(options: Sequence[str]) -> bool:
    return len(options) in OPTIONS and len(set(options)) == len(options)


def room(questions: Sequence[Question]) -> int:
    """How many bytes of UTF-8 all the words of one answer may take together: as many letters in English, half as
    many in Greek, a quarter in emoji."""
    return SLOT - 1 - sum(2 if isinstance(one, Open) else 1 for one in questions)


def fitting(questions: Sequence[Question]) -> int:
    """How many characters every open question takes, whatever they are and whatever stands beside them. An emoji is
    two, as for the platforms."""
    opens = sum(isinstance(one, Open) for one in questions)
    return room(questions) // (_LARGEST * max(1, opens))


def pack(questions: Sequence[Question], answer: Answer) -> bytes:
    """An answer as a slot holds it, as long as any other; words are kept whole.

    Raises:
        AnswerTooLong: its words do not fit.
        ValueError: it answers what was not asked, or in another way than was asked.
    """
    if not answer.names <= {one.name for one in questions}:
        raise ValueError("something is answered that was not asked")
    texts = {one.name: _words(answer.given(one.name)) for one in questions if isinstance(one, Open)}
    if sum(map(len, texts.values())) > room(questions):
        raise _too_long(texts, room(questions))
    packed = b"\x01"
    for one in questions:
        match one:
            case Scale():
                packed += bytes([_rated(one, answer.given(one.name))])
            case Open():
                packed += len(texts[one.name]).to_bytes(2) + texts[one.name]
            case Chips():
                packed += bytes([_picked(one, answer.given(one.name))])
            case _:
                assert_never(one)
    return packed.ljust(SLOT, b"\x00")


def unpack(questions: Sequence[Question], slot: bytes) -> Answer:
    """The answer that a slot holds."""
    given: dict[str, Given] = {}
    at = 1
    for one in questions:
        match one:
            case Scale():
                value = slot[at]
                at += 1
                if value != _SKIPPED:
                    given[one.name] = UNSEEN if value == _UNSEEN else value - _LOWEST + one.low
            case Open():
                begin, at = at + 2, at + 2 + int.from_bytes(slot[at : at + 2])
                if at > begin:
                    given[one.name] = slot[begin:at].decode()
            case Chips(options=options):
                picked = frozenset(one for place, one in enumerate(options) if slot[at] >> place & 1)
                at += 1
                if picked:
                    given[one.name] = picked
            case _:
                assert_never(one)
    return Answer(given)


def _rated(scale: Scale, value: Given | None) -> int:
    if value is None:
        return _SKIPPED
    if value == UNSEEN:
        return _UNSEEN
    if not isinstance(value, int) or not scale.low <= value <= scale.high:
        raise ValueError("that is not on the scale")
    return value - scale.low + _LOWEST


def _picked(chips: Chips, value: Given | None) -> int:
    """One bit for every option; without any it was skipped."""
    if value is None:
        return _SKIPPED
    if not isinstance(value, frozenset) or not value <= set(chips.options):
        raise ValueError("that is none of the options")
    return sum(1 << place for place, one in enumerate(chips.options) if one in value)


def _words(value: Given | None) -> bytes:
    if not isinstance(value, str | None):
        raise ValueError("words were asked for")
    return (value or "").strip().encode()


def _too_long(texts: dict[str, bytes], most: int) -> AnswerTooLong:
    """About the longest of its texts: how much of it would fit beside the others."""
    longest = max(texts, key=lambda name: len(texts[name]))
    beside = most - sum(len(words) for name, words in texts.items() if name != longest)
    fitting = texts[longest][: max(0, beside)].decode(errors="ignore")
    return AnswerTooLong(longest, len(texts[longest].decode()), len(fitting))

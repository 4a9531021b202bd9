"""What is told of a round: too coarse to tell anything of a person.

All that is shown is a function of how many took part, as a band, and for every question by itself of the mean, as a
band or rounded, of the threshold, and of whether half of them could not see; of chips, for every one by itself, of
whether half of them chose it.
"""

from collections.abc import Sequence
from fractions import Fraction
from secrets import token_hex
from typing import Final, assert_never

from bot.ballot.answer import UNSEEN, Answer
from bot.ballot.asked import Chips, Open, Question, Scale
from bot.ballot.box import shuffled
from bot.ballot.released import Below, Chosen, Comment, Released, Result

MANY: Final = 8
"""From so many numbers on a rounded mean may be shown."""


def release(
    questions: Sequence[Question], answers: Sequence[Answer], *, invited: int, k: int, comparable: bool
) -> Released | Below:
    """What is told of these answers, of everybody who took part."""
    if len(answers) < k:
        return Below()
    results: list[Result] = []
    comments: list[Comment] = []
    chosen: list[Chosen] = []
    for question in questions:
        match question:
            case Scale():
                results.append(_result(question, answers, k))
            case Open():
                comments += _comments(question, answers)
            case Chips():
                chosen.append(_chosen(question, answers))
            case _:
                assert_never(question)
    least, most = _people(len(answers), k)
    half = 2 * len(answers) >= invited
    mixed = tuple(sorted(comments, key=lambda one: one.id))
    return Released(least, most, half, comparable, tuple(results), mixed, tuple(chosen))


def is_comparable(before: frozenset[str], now: frozenset[str], *, gone: tuple[int, int], k: int) -> bool:
    """Whether a change between two rounds is nobody's alone. So many of either have `gone` and are not known any more:
    whether they were in both nobody can tell, so no more of them count as a change than must be one."""
    changed = len(before ^ now) + abs(gone[0] - gone[1])
    return changed >= k or (changed == 0 and gone == (0, 0))


def _people(took_part: int, k: int) -> tuple[int, int]:
    """From the threshold to 7, 8 to 15, 16 to 31, and so on."""
    if took_part < MANY:
        return k, MANY - 1
    least = 1 << (took_part.bit_length() - 1)
    return least, 2 * least - 1


def _result(scale: Scale, answers: Sequence[Answer], k: int) -> Result:
    given = [answer.given(scale.name) for answer in answers]
    numbers = [one for one in given if isinstance(one, int)]
    unseen = 2 * given.count(UNSEEN) >= len(answers)
    low, high = _between(scale, numbers) if len(numbers) >= k else (None, None)
    return Result(scale.name, low, high, unseen)


def _between(scale: Scale, numbers: Sequence[int]) -> tuple[float | None, float | None]:
    mean = Fraction(sum(numbers), len(numbers))
    if len(numbers) < MANY:
        third = Fraction(scale.high - scale.low, 3)
        lower, upper = _half(scale.low + third), _half(scale.high - third)
        return (None, lower) if mean < lower else (upper, None) if mean > upper else (lower, upper)
    rounded = _half(mean)
    if rounded >= scale.high - 0.5:
        return scale.high - 0.5, None
    if rounded <= scale.low + 0.5:
        return None, scale.low + 0.5
    # Where all agree the mean is a whole number. Every whole number is shown as a band, so that nobody sees whether
    # they did.
    return (rounded - 0.5, rounded + 0.5) if rounded.is_integer() else (rounded, rounded)


def _half(number: Fraction) -> float:
    return round(2 * number) / 2


def _chosen(chips: Chips, answers: Sequence[Answer]) -> Chosen:
    given = [one for answer in answers if isinstance(one := answer.given(chips.name), frozenset)]
    by_half = (one for one in chips.options if 2 * sum(one in picked for picked in given) >= len(answers))
    return Chosen(chips.name, tuple(by_half))


def _comments(question: Open, answers: Sequence[Answer]) -> list[Comment]:
    texts = [one.encode() for answer in answers if isinstance(one := answer.given(question.name), str)]
    return [Comment(token_hex(16), question.name, text.decode(), question.under) for text in shuffled(texts)]

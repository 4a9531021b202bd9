"""What a sent form holds, as an answer for the box, or what is wrong with it, each sentence at its field. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.ballot.answer import UNSEEN, Answer, Given
from bot.ballot.asked import Chips, Open, Scale
from bot.content.words import Words
from bot.flows.answer import situation
from bot.flows.answer.form import TICK, TICKED, Asked, fits
from bot.flows.pulse.questions import options_of
from bot.messages import FieldErrors
from bot.rules.shortened import units


def read(asked: Asked, fields: Mapping[str, str]) -> Answer | FieldErrors:
    """The answer. Without any it takes part all the same; nothing is ever cut."""
    words, questions = asked.words, asked.questions
    where = {situation.FIELD for one in questions if situation.goes_with(one)}
    if not fields.keys() <= {TICK, *where, *(one.name for one in questions)}:
        return FieldErrors(((TICK, words.plain("answer.other_questions")),))
    wrong: list[tuple[str, str]] = []
    given: dict[str, Given] = {}
    for question in questions:
        value = fields.get(question.name, "").strip()
        match question:
            case _ if not value:
                continue
            case Scale():
                if value not in (known := _values(words, question)):
                    wrong.append((question.name, words.plain("answer.not_asked")))
                else:
                    given[question.name] = known[value]
            case Open():
                if units(value) > (most := fits(asked, question)):
                    wrong.append((question.name, words.plain("answer.too_long", count=most)))
                else:
                    chosen = fields.get(situation.FIELD, "") if situation.goes_with(question) else ""
                    given[question.name] = situation.in_front(words, chosen, value)
            case Chips(options=options):
                if not (picked := frozenset(value.split(","))) <= set(options):
                    wrong.append((question.name, words.plain("answer.not_asked")))
                else:
                    given[question.name] = picked
            case _:
                assert_never(question)
    wrong += _situation(words, fields)
    if fields.get(TICK, "") != TICKED:
        wrong.append((TICK, words.plain("answer.tick_missing")))
    return FieldErrors(tuple(wrong)) if wrong else Answer(given)


def _situation(words: Words, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the choice of a situation: by itself it says nothing."""
    chosen, said = fields.get(situation.FIELD, ""), fields.get(situation.UNDER, "").strip()
    if chosen and chosen not in situation.SITUATIONS:
        return [(situation.FIELD, words.plain("answer.not_asked"))]
    return [(situation.FIELD, words.plain("answer.words_needed"))] if chosen and not said else []


def _values(words: Words, scale: Scale) -> dict[str, int | str]:
    """What can be chosen, as it comes back from a form."""
    return {key: UNSEEN if key == UNSEEN else int(key) for key, _ in options_of(words, scale)}

"""In which situation somebody would like to see something: a choice under the open question about the next time.

It is no question of the round: what is chosen goes into the box, and out of it, as the beginning of their own words.
"""

from typing import Final

from bot.ballot.asked import Question
from bot.content.words import Words
from bot.flows.pulse.questions import NEXT
from bot.messages import Pick, Typed
from bot.rules.shortened import units

FIELD: Final = "situation"
UNDER: Final = NEXT.name
"""The question that it goes with."""
SITUATIONS: Final = {
    "meeting": "answer.meeting",
    "one_to_one": "answer.one_to_one",
    "chat": "answer.chat",
    "deciding": "answer.deciding",
}


def goes_with(question: Question) -> bool:
    """Whether it is asked under that one."""
    return question.name == UNDER


def field(words: Words) -> Pick:
    """The choice; its hint says what becomes of it."""
    options = tuple((key, words.plain(label)) for key, label in SITUATIONS.items())
    hint = words.plain("answer.situation_hint", said=in_front(words, next(iter(SITUATIONS)), "…"))
    return Pick(FIELD, words.plain("answer.situation"), options, optional=True, hint=hint)


def in_front(words: Words, chosen: str, said: str) -> str:
    """Their words as they are read, with what was chosen in front; without a choice as they were typed."""
    label = SITUATIONS.get(chosen)
    return words.plain("answer.in_situation", situation=words.plain(label), said=Typed(said)) if label else said


def takes(words: Words) -> int:
    """So many characters it takes of theirs at most."""
    return max(units(in_front(words, chosen, "")) for chosen in SITUATIONS)

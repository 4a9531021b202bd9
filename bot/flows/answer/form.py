"""The form of a round, drawn from what was frozen when it opened: the same for everybody who opens it.

All that has to be known stands before the first field. The last field is the confirm step: without its tick nothing is
sent, and everything that was typed is still there.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from bot.ballot.asked import Chips, Open, Question, Questions, Scale
from bot.content.words import Words
from bot.facts import Person, Round
from bot.flows.answer import situation
from bot.flows.answer.prompt import OPENS
from bot.flows.pulse.questions import options_of, text_of
from bot.messages import Form, Input, Line, Pick, Ref, Text, Typed
from bot.rules import calendar
from bot.rules.zones import city

TICK: Final = "as_it_stands"
"""The name of the field that has to be ticked."""
TICKED: Final = "yes"


@dataclass(frozen=True, slots=True)
class Asked:
    """A round as it is drawn for one of those who are asked; every open question takes `fits` characters with all that
    goes into the box."""

    words: Words
    round: Round
    leader: Person
    questions: Questions
    fits: int


def draw(asked: Asked) -> Form:
    """What has to be known, the questions, and the confirm step."""
    words = asked.words
    fields = tuple(field for one in asked.questions for field in _fields(asked, one))
    tick = Pick(
        TICK,
        words.plain("answer.ready"),
        ((TICKED, words.plain("answer.as_it_stands")),),
        many=True,
        hint=words.plain("answer.nothing_to_add"),
    )
    body = (*_before(asked), *fields, tick)
    return Form(Ref("answer", asked.round.id, OPENS), words.plain("answer.title"), body, words.plain("answer.send"))


def fits(asked: Asked, question: Open) -> int:
    """How many characters can be typed to it."""
    return asked.fits - (situation.takes(asked.words) if situation.goes_with(question) else 0)


def told(title: str, said: Text) -> Form:
    """A form with nothing to send: what became of an answer, or why there is nothing to answer."""
    return Form(Ref("answer", "", OPENS), title, (said,), "")


def sealed(asked: Asked) -> Form:
    """The receipt, in the bot's own voice. It thanks in nobody's name and repeats nothing."""
    words, at = asked.words, calendar.local(asked.round.releases_at, asked.leader.zone)
    said = words("answer.sealed", name=Typed(asked.leader.name), day=at.date(), at=at.time())
    return told(words.plain("answer.sealed_title"), said)


def _before(asked: Asked) -> tuple[Text, ...]:
    """What is true of this round, before anything is typed."""
    words, round_, leader = asked.words, asked.round, asked.leader
    at = calendar.local(round_.releases_at, leader.zone)
    name, place = Typed(leader.name), city(leader.zone)
    return (
        words("answer.threshold", k=round_.k, count=round_.invited),
        words("answer.release", name=name, day=at.date(), at=at.time(), place=place),
        words("answer.coarse"),
        words("answer.word_for_word"),
        words("answer.for_good"),
        words("answer.danger", where=words.plain("answer.danger_where")),
        words("answer.not_protected", size="small"),
    )


def _fields(asked: Asked, question: Question) -> tuple[Input, ...]:
    words = asked.words
    put = text_of(words, asked.round, asked.leader.name, question)
    label = "".join(span.text for span in put.spans)
    match question:
        case Scale():
            return (Pick(question.name, label, options_of(words, question), optional=True),)
        case Chips():
            hint = words.plain("answer.by_half")
            return (Pick(question.name, label, options_of(words, question), many=True, optional=True, hint=hint),)
        case Open():
            most = fits(asked, question)
            hint = words.plain("answer.fits", count=most)
            line = Line(question.name, label, hint, long=True, optional=True, limit=most)
            return (line, situation.field(words)) if situation.goes_with(question) else (line,)
        case _:
            assert_never(question)

"""The turn that takes an anonymous answer, which is none of the others: what somebody answers comes by here alone.

Nothing is written but the sealed box: no state, no message, no note that the event was seen, no line in a log. The form
is drawn from what everybody may know, and whether somebody has answered already is found out by the box itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never
from uuid import uuid4

import structlog

from bot.ballot.questions import fitting
from bot.ballot.rounds import Rounds
from bot.content.words import Words
from bot.errors import KeysUnreachable, Nobody
from bot.events import Pressed, Submitted
from bot.facts import Facts, Round, Team
from bot.flows import teams
from bot.flows.answer import NAME
from bot.flows.answer.form import TICK, Asked, draw, sealed, told
from bot.flows.answer.prompt import OPENS
from bot.flows.answer.reading import read
from bot.messages import FieldErrors, Form, Text
from bot.process import where_it_failed
from bot.store import Unit
from bot.work import Work

log = structlog.get_logger()

NEEDS: Final = frozenset({Team})


@dataclass(frozen=True, slots=True)
class Refused:
    """Why somebody is not asked (any more), said to them alone."""

    title: str
    said: Text


@dataclass(frozen=True, slots=True)
class Answering:
    """The answers of one process; words come from `words_for`, and are of `locale` where nobody knows whose."""

    work: Work
    words_for: Callable[[str], Words]
    locale: str

    async def reply(self, event: Pressed | Submitted) -> Form | FieldErrors:
        """Show the form, or take what it brings back.

        Raises:
            Nobody: whose act it is has not joined.
        """
        try:
            asked = await self.work.run(lambda: self._asked(event))
            match event, asked:
                case _, Refused(title, said):
                    return told(title, said)
                case Pressed(), Asked():
                    return draw(asked)
                case Submitted(), Asked():
                    return await self._taken(event, asked)
        except Nobody:
            raise
        except Exception as error:  # noqa: BLE001  an edge: kind and place of it are logged, and nothing of the answer
            return self._failed(event, error)

    async def _taken(self, event: Submitted, asked: Asked) -> Form | FieldErrors:
        words = asked.words
        answer = read(asked, event.fields)
        if isinstance(answer, FieldErrors):
            return answer
        try:
            cast = await Rounds(self.work).cast(asked.round.id, event.person, answer, event.at)
        except KeysUnreachable:
            return FieldErrors(((TICK, words.plain("answer.unreachable")),))
        match cast:
            case "taken":
                return sealed(asked)
            case "already":
                said = words("answer.already")
            case "closed":
                said = words("answer.closed")
            case "not invited":
                said = words("answer.not_invited")
            case "lost":
                said = words("answer.gone")
            case _:
                assert_never(cast)
        return told(words.plain("answer.over_title"), said)

    def _asked(self, event: Pressed | Submitted) -> Asked | Refused:
        with self.work.store.look() as unit:
            facts = unit.people.facts([event.person], self.words_for, NEEDS).get(event.person)
            if facts is None:
                raise Nobody
            return asked_of(unit, facts, event.ref.subject, event.at)

    def _failed(self, event: Pressed | Submitted, error: Exception) -> Form | FieldErrors:
        trouble = uuid4().hex[:8]
        why = where_it_failed((type(error), error, error.__traceback__))
        words = self.words_for(self.locale)
        match event:
            case Pressed():
                log.error("the form of a round was not drawn", id=trouble, why=why)
                said = words("answer.not_opened", id=trouble)
                return told(words.plain("answer.over_title"), said)
            case Submitted():
                log.error("an answer was not taken", id=trouble, why=why)
                return FieldErrors(((TICK, words.plain("answer.failed", id=trouble)),))
            case _:
                assert_never(event)


def is_answering(event: Pressed | Submitted) -> bool:
    """Whether it opens or sends the form of a round."""
    return event.ref.flow == NAME and (isinstance(event, Submitted) or event.choice == OPENS)


def asked_of(unit: Unit, facts: Facts, round_: str, now: datetime) -> Asked | Refused:
    """The round as this person is asked in it, or why they are not; by what is stored, whatever their button says."""
    words, found, ballot = facts.words, teams.find_round(facts, round_), unit.ballots.find(round_)
    leader = next((one for one in facts.people if found and one.id == found.leader), None)
    if ballot is None:
        return _refused(words, words("answer.closed"))
    if found is None or leader is None:
        mine = found is not None and found.leader == facts.person.id
        return _refused(words, words("answer.not_invited") if mine else words("answer.another_team"))
    if found.state == "lost":
        return _refused(words, words("answer.gone"))
    if ballot.state != "open" or now >= ballot.closes_at:
        return _refused(words, words("answer.closed"))
    if _has_left(facts, found):
        return _refused(words, words("answer.left"))
    if facts.person.id not in unit.ballots.invited(round_):
        return _refused(words, words("answer.not_invited"))
    return Asked(words, found, leader, ballot.questions, fitting(ballot.questions))


def _has_left(facts: Facts, round_: Round) -> bool:
    mine = (one for one in facts.members if (one.leader, one.person) == (round_.leader, facts.person.id))
    return any(one.state == "left" for one in mine)


def _refused(words: Words, said: Text) -> Refused:
    return Refused(words.plain("answer.over_title"), said)

"""Anonymous rounds: opened, answered and closed. Whoever writes a box holds its row, and its keys turn with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, text, update

from bot.ballot import box
from bot.ballot.answer import Answer
from bot.ballot.asked import QUESTIONS, Question, Questions
from bot.ballot.box import Box
from bot.ballot.cells import EMPTY, PLACES
from bot.ballot.keys import Keys
from bot.ballot.questions import check_questions, pack, unpack
from bot.ballot.release import is_comparable, release
from bot.ballot.released import SMALLEST, THRESHOLDS, Below, Ended, Lost, Released
from bot.errors import TooEarly
from bot.store.columns import OPEN
from bot.store.query import Query
from bot.store.releases import keep, kept
from bot.store.shape import Shape
from bot.store.tables import TABLES
from bot.store.types import Instant

Cast = Literal["taken", "already", "closed", "not invited", "lost"]
"""What became of an answer: it was taken; somebody's first one stands; it came too late; nobody asked for it; or no
key opens the box any more, and the round is over for everybody."""
State = Literal["open", "released", "below", "lost"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """A round as it was frozen when it opened, and its state. `previous` is the round before it, "" for none."""

    round: str
    k: int
    questions: Questions
    closes_at: datetime
    previous: str
    state: State


OPENING: Final = 1_718_000_005
"""The number of PostgreSQL's advisory lock under which one round at a time is opened."""

_BALLOT: Final = TABLES["ballot"]
_INVITED: Final = TABLES["invited"]
_BOX: Final = TABLES["box"]
_ROUND: Final = TABLES["round"]

_SHAPE: Final = Shape(_BALLOT, Ballot, reads={"questions": QUESTIONS.validate_json})
_FIND: Final = Query(select(*_SHAPE.select).where(_BALLOT.c.round == bindparam("of")))
_IS_INVITED: Final = exists().where(_INVITED.c.round == _BALLOT.c.round, _INVITED.c.person == bindparam("who"))
_HOLD: Final = Query(
    select(_BOX.c.sealed, _BALLOT.c.cells, _IS_INVITED, *_SHAPE.select)
    .join(_BALLOT, _BALLOT.c.round == _BOX.c.round)
    .where(_BOX.c.round == bindparam("of"))
    .with_for_update(of=_BOX)
)
_UNTOLD: Final = Query(
    select(_ROUND.c.id, _ROUND.c.leader)
    .join(_BALLOT, _BALLOT.c.round == _ROUND.c.id)
    .where(text(f"round.{OPEN.text}"), _BALLOT.c.state == "lost")
)
_OVERDUE: Final = Query(
    select(_ROUND.c.id, _ROUND.c.leader).where(
        text(f"round.{OPEN.text}"), _ROUND.c.closes_at < bindparam("before", type_=Instant)
    )
)
_SEAL: Final = Query(update(_BOX).where(_BOX.c.round == bindparam("of")).values(sealed=bindparam("anew")))


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    """A box whose row this unit holds: nobody else reads or writes its cells to change it meanwhile."""

    sealed: bytes
    cells: str
    invited: bool
    ballot: Ballot


@dataclass(frozen=True, slots=True, repr=False)
class _Opened:
    """A box, and which cell opened it."""

    box: Box
    place: int
    key: bytes


class Ballots:
    """The anonymous rounds of one unit of work. `emptied`: a box was deleted."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self.connection, self.keys = connection, keys
        self.emptied = False

    def open(
        self,
        round_: str,
        roster: Collection[str],
        questions: Sequence[Question],
        k: int,
        closes_at: datetime,
        previous: str = "",
    ) -> bool:
        """Open a round with these people and questions, all of it frozen; False where it was opened before.

        Raises:
            RoundsRefused: there is nowhere to keep its keys, with the reason.
            ValueError: too few people, a threshold that is none of `THRESHOLDS`, or questions that cannot be asked.
        """
        people = sorted(set(roster))
        if len(people) < SMALLEST or k not in THRESHOLDS:
            raise ValueError("a round is anonymous with five people or more, four or five of whom have to take part")
        check_questions(questions)
        if self.find(round_) is not None:
            return False
        cells = token_hex(16)
        sealed = box.seal(box.empty(len(people)), round_, self.keys.begin(round_, cells))
        frozen = {"k": k, "questions": QUESTIONS.dump_json(tuple(questions)).decode(), "previous": previous}
        later = {"state": "open", "gone": 0, "least": 0, "most": 0, "half": False, "comparable": False}
        row = {"round": round_, "closes_at": closes_at, "cells": cells, **frozen, **later}
        self.connection.execute(insert(_BALLOT).values(row))
        self.connection.execute(insert(_INVITED), [{"round": round_, "person": person} for person in people])
        self.connection.execute(insert(_BOX).values(round=round_, sealed=sealed))
        return True

    def alone(self) -> None:
        """Until this unit has ended nobody else opens a round, so that nobody is asked by two leaders at once."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(func.pg_advisory_xact_lock(OPENING)))

    def find(self, round_: str) -> Ballot | None:
        """What was frozen, and the state; nothing of what is in the box."""
        rows = _FIND.rows(self.connection, of=round_)
        return next(iter(_SHAPE.values(self.connection.dialect, rows)), None)

    def invited(self, round_: str) -> frozenset[str]:
        """Who is asked in that round, whoever was erased since left out."""
        return frozenset(self.connection.scalars(select(_INVITED.c.person).where(_INVITED.c.round == round_)))

    def cast(self, round_: str, person: str, answer: Answer, now: datetime) -> Cast:
        """Put an answer into the box. Nothing else is written, and nothing at all unless it was "taken" (or "lost").

        Raises:
            AnswerTooLong, ValueError: as `bot.ballot.questions.pack`.
            KeysUnreachable: the keys may be there, and cannot be asked for now.
        """
        held = self._hold(round_, person)
        if held is None:
            ballot = self.find(round_)
            return "lost" if ballot is not None and ballot.state == "lost" else "closed"
        if not held.invited:
            return "not invited"
        if now >= held.ballot.closes_at:
            return "closed"
        opened = self._unseal(held)
        if opened is None:
            self._end(held, "lost")
            return "lost"
        mark = box.mark(round_, person)
        if opened.box.holds(mark):
            return "already"
        fuller = box.add(opened.box, mark, pack(held.ballot.questions, answer))
        key = self.keys.turn(round_, held.cells, opened.place, opened.key)
        _SEAL.run(self.connection, of=round_, anew=box.seal(fuller, round_, key))
        return "taken"

    def close(self, round_: str, now: datetime) -> Ended:
        """End a round at its time, and say what is released; a round that has ended says the same again.

        Raises:
            TooEarly: its time has not come.
            KeysUnreachable: as `cast`.
            KeyError: there is no such round.
        """
        held = self._hold(round_)
        if held is None:
            return self.ended(round_)
        if now < held.ballot.closes_at:
            raise TooEarly
        opened = self._unseal(held)
        if opened is None:
            self._end(held, "lost")
            return Lost()
        answers = [unpack(held.ballot.questions, slot) for slot in opened.box.answers()]
        invited = len(self.invited(round_)) + self._gone(round_)
        comparable = self._is_comparable(held.ballot)
        told = release(held.ballot.questions, answers, invited=invited, k=held.ballot.k, comparable=comparable)
        self._end(held, "below" if isinstance(told, Below) else "released")
        if isinstance(told, Released):
            keep(self.connection, round_, told)
        return told

    def ended(self, round_: str) -> Ended:
        """How a round ended that is not open any more.

        Raises:
            KeyError: it is open, or there is none.
        """
        ballot = self.find(round_)
        match ballot.state if ballot else "open":
            case "released":
                return kept(self.connection, round_)
            case "below":
                return Below()
            case "lost":
                return Lost()
            case _:
                raise KeyError(round_)

    def drop(self, round_: str) -> None:
        """End a round before its time: it counts as lost, for nobody can read it any more."""
        held = self._hold(round_)
        if held is not None:
            self._end(held, "lost")

    def forget(self, rounds: Collection[str]) -> None:
        """Remove rounds, with all that was asked and released, and destroy their keys.

        Raises:
            KeysUnreachable: those of an open one cannot be destroyed now; nothing is removed while they could stay.
        """
        for round_ in rounds:
            held = self._hold(round_)
            if held is not None:
                self.keys.cells.read(held.cells)
                self._end(held, "lost")
        for row in (_INVITED, _BALLOT):
            self.connection.execute(delete(row).where(row.c.round.in_(sorted(rounds))))

    def asked(self, people: Collection[str], since: date) -> dict[str, date]:
        """Those of them who were asked in a round that opened after that date, whoever's it was, and when last."""
        last = (
            select(_INVITED.c.person, func.max(_ROUND.c.opened_on))
            .join(_ROUND, _ROUND.c.id == _INVITED.c.round)
            .where(_INVITED.c.person.in_(sorted(people)), _ROUND.c.opened_on > since)
            .group_by(_INVITED.c.person)
        )
        return dict(iter(self.connection.execute(last)))

    def open_rounds(self) -> list[str]:
        """Every round that has a box."""
        return list(self.connection.scalars(select(_BOX.c.round).order_by(_BOX.c.round)))

    def untold(self) -> list[tuple[str, str]]:
        """Every round that is lost and that nobody has been told of, and whose it is."""
        return [(round_, leader) for round_, leader in _UNTOLD.rows(self.connection)]

    def overdue(self, before: datetime) -> list[tuple[str, str]]:
        """Every round that was to be closed before then and stands open, and whose it is."""
        return [(round_, leader) for round_, leader in _OVERDUE.rows(self.connection, before=before)]

    def settle(self, round_: str) -> bool:
        """After whatever went wrong: the cell that opens the box stays, the other one is zeroed, and of a round that
        has ended both are. False where none opens it: it is lost from now on.

        Raises:
            KeysUnreachable: as `cast`.
        """
        held = self._hold(round_)
        if held is None:
            named = select(_BALLOT.c.cells).where(_BALLOT.c.round == round_)
            for name in self.connection.scalars(named):
                self.keys.end(round_, name)
            return True
        opened = self._unseal(held)
        if opened is None:
            self._end(held, "lost")
            return False
        other = 1 - opened.place
        self.keys.cells.clear(held.cells, other, self.keys.cells.read(held.cells)[other])
        return True

    def sweep(self) -> None:
        """Destroy the keys of rounds that have ended. Pairs of a name that this database does not know stay."""
        there = self.keys.cells.names()
        known = select(_BALLOT.c.round, _BALLOT.c.cells).where(_BALLOT.c.cells.in_(there), _BALLOT.c.state != "open")
        for round_, name in self.connection.execute(known):
            self.keys.end(round_, name)

    def _hold(self, round_: str, person: str = "") -> _Held | None:
        for sealed, cells, invited, *ballot in _HOLD.rows(self.connection, of=round_, who=person):
            (frozen,) = _SHAPE.values(self.connection.dialect, [tuple(ballot)])
            return _Held(bytes(sealed), cells, bool(invited), frozen)
        return None

    def _unseal(self, held: _Held) -> _Opened | None:
        keys = self.keys.cells.read(held.cells)
        for place in PLACES:
            if keys[place] != EMPTY:
                opened = box.unseal(held.sealed, held.ballot.round, keys[place])
                if opened is not None:
                    return _Opened(opened, place, keys[place])
        return None

    def _end(self, held: _Held, state: State) -> None:
        """The box is deleted, and nobody needs its keys any more."""
        here = held.ballot.round
        self.connection.execute(delete(_BOX).where(_BOX.c.round == here))
        self.connection.execute(update(_BALLOT).where(_BALLOT.c.round == here).values(state=state))
        self.keys.end(here, held.cells)
        self.emptied = True

    def _is_comparable(self, ballot: Ballot) -> bool:
        before = self.find(ballot.previous) if ballot.previous else None
        if before is None or before.state != "released":
            return False
        asked_before = self.invited(before.round)
        if not asked_before:
            return False  # long ago: who was asked is forgotten, and so is who has come and gone since
        gone = (self._gone(before.round), self._gone(ballot.round))
        return is_comparable(asked_before, self.invited(ballot.round), gone=gone, k=ballot.k)

    def _gone(self, round_: str) -> int:
        """How many of the invited were erased since."""
        return int(self.connection.execute(select(_BALLOT.c.gone).where(_BALLOT.c.round == round_)).scalar_one())

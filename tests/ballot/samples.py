"""A team of eight, three questions, and one round about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.ballot import box
from bot.ballot.answer import Answer
from bot.ballot.cells import EMPTY
from bot.ballot.questions import Open, Question, Scale, unpack
from bot.ballot.release import Ended
from bot.store import Store
from bot.store.ballots import Cast
from bot.store.tables import TABLES

KEY = b"A" * 43 + b"="
PEOPLE = tuple(f"U0{name.upper()}" for name in ("ada", "ben", "cem", "dia", "eva", "fee", "gil", "hal"))
QUESTIONS = (Scale("changed", -3, 3), Scale("say", 1, 5), Open("next"))
OPENED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSES = OPENED + timedelta(days=7)
ROUND = "round-1"


def answer(number: int | str = 1, words: str = "") -> Answer:
    """The same number on both scales."""
    given: dict[str, int | str] = {"changed": number, "say": number}
    return Answer({**given, "next": words} if words else given)


def opens(
    store: Store,
    round_: str = ROUND,
    roster: Sequence[str] = PEOPLE,
    k: int = 5,
    previous: str = "",
    questions: Sequence[Question] = QUESTIONS,
) -> None:
    with store.begin() as unit:
        assert unit.ballots.open(round_, roster, questions, k, CLOSES, previous)


def casts(store: Store, person: str, given: Answer | None = None, round_: str = ROUND, now: datetime = OPENED) -> Cast:
    with store.begin() as unit:
        return unit.ballots.cast(round_, person, given or answer(), now)


def closes(store: Store, round_: str = ROUND, now: datetime = CLOSES) -> Ended:
    with store.begin() as unit:
        return unit.ballots.close(round_, now)


def held(store: Store, round_: str = ROUND) -> list[bytes]:
    """The keys that the cells of a round hold at this moment."""
    with store.look() as unit:
        name = unit.connection.execute(TABLES["ballot"].select().where(TABLES["ballot"].c.round == round_)).one().cells
    assert store.cells is not None
    return [key for key in store.cells.read(name) if key != EMPTY]


def sealed(store: Store, round_: str = ROUND) -> bytes:
    """The box as it lies in the database."""
    with store.look() as unit:
        rows = unit.connection.execute(TABLES["box"].select().where(TABLES["box"].c.round == round_)).all()
    return bytes(rows[0].sealed) if rows else b""


def inside(store: Store, round_: str = ROUND) -> list[str]:
    """What was written to the open question, by whoever holds the database and the keys, in alphabetical order."""
    opened = [one for key in held(store, round_) if (one := box.unseal(sealed(store, round_), round_, key)) is not None]
    (found,) = opened
    answers = [unpack(QUESTIONS, slot) for slot in found.answers()]
    assert len(answers) == sum(1 for mark in found.people if any(mark))
    return sorted(str(one.given("next")) for one in answers)

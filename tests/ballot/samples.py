"""A team of eight, three questions, and one round about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.ballot import box
from bot.ballot.answer import Answer
from bot.ballot.asked import Open, Question, Scale
from bot.ballot.cells import EMPTY
from bot.ballot.questions import unpack
from bot.ballot.released import Ended
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


def lies(store: Store, round_: str = ROUND) -> tuple[bytes, list[bytes]]:
    """The box as it lies in the database, and the keys that the cells of its round hold; b"" and [] for none."""
    both = select(TABLES["box"].c.sealed, TABLES["ballot"].c.cells).join(TABLES["ballot"])
    with store.look() as unit:
        found = unit.connection.execute(both.where(TABLES["box"].c.round == round_)).all()
    assert store.cells is not None
    for sealed, cells in found:
        return bytes(sealed), [key for key in store.cells.read(cells) if key != EMPTY]
    return b"", []


def opened(round_: str, sealed: bytes, keys: Sequence[bytes]) -> list[Answer]:
    """What is in a box, for whoever has it and the keys; just one of them opens it."""
    (found,) = [one for key in keys if (one := box.unseal(sealed, round_, key)) is not None]
    answers = [unpack(QUESTIONS, slot) for slot in found.answers()]
    assert len(answers) == sum(1 for mark in found.people if any(mark))
    return answers


def held(store: Store, round_: str = ROUND) -> list[bytes]:
    """The keys of a round at this moment."""
    return lies(store, round_)[1]


def inside(store: Store, round_: str = ROUND) -> list[str]:
    """What was written to the open question, in alphabetical order."""
    return sorted(str(one.given("next")) for one in opened(round_, *lies(store, round_)))

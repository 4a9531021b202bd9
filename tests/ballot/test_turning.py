"""Keys turn beside the transaction: at every instant some cell opens the box, and afterwards exactly one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.ballot.cells import Cells, FileCells
from bot.ballot.released import Released
from bot.errors import FollowthroughError, KeysUnreachable, Stale
from bot.store import Store, Unit
from bot.store.query import Query
from tests.ballot.samples import CLOSES, OPENED, PEOPLE, QUESTIONS, ROUND, answer, casts, closes, held, inside, opens


class Watched:
    """Cells that say what is done to them, and can be told to fail."""

    warning = ""

    def __init__(self, cells: Cells, said: list[str]) -> None:
        self.cells, self.said = cells, said
        self.fails: set[str] = set()
        self.first: dict[str, Callable[[], object]] = {}

    def ready(self) -> None:
        self.cells.ready()

    def read(self, name: str) -> tuple[bytes, bytes]:
        self._says("read")
        return self.cells.read(name)

    def put(self, name: str, place: int, key: bytes) -> None:
        self._says("put")
        self.cells.put(name, place, key)

    def clear(self, name: str, place: int, key: bytes) -> None:
        self._says("clear")
        self.cells.clear(name, place, key)

    def destroy(self, name: str) -> None:
        self._says("destroy")
        self.cells.destroy(name)

    def names(self) -> list[str]:
        return self.cells.names()

    def _says(self, word: str) -> None:
        self.said.append(word)
        self.first.pop(word, lambda: None)()
        if word in self.fails:
            raise KeysUnreachable


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def watched(store: Store, cells: FileCells, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """A round with one answer, and from then on everything that is done, in its order."""
    opens(store)
    casts(store, PEOPLE[0], answer(1, "first"))
    found = Watched(cells, said)
    store.cells = found
    for name in ("rows", "run"):
        original = getattr(Query, name)

        def run(query: Query, *given: Any, original: Any = original, **named: Any) -> Any:
            said.append(" ".join(query.on(given[0].dialect).text.split()[:2]))
            return original(query, *given, **named)

        monkeypatch.setattr(Query, name, run)
    event.listen(store.engine, "commit", lambda _: said.append("commit"))
    event.listen(store.engine, "rollback", lambda _: said.append("rollback"))
    yield found
    store.cells = cells


def failing_commit(store: Store, monkeypatch: pytest.MonkeyPatch, *, arrives: bool) -> None:
    """The next commit fails, before or after the database did it."""
    original = store.engine.dialect.do_commit

    def commit(connection: Any) -> None:
        monkeypatch.undo()
        if arrives:
            original(connection)
        else:
            store.engine.dialect.do_rollback(connection)
        raise store.engine.dialect.loaded_dbapi.OperationalError("the connection is gone")

    monkeypatch.setattr(store.engine.dialect, "do_commit", commit)


def test_an_answer_is_sealed_in_the_order_that_loses_nothing(store: Store, watched: Watched, said: list[str]) -> None:
    assert casts(store, PEOPLE[1]) == "taken"
    assert said == ["SELECT box.sealed,", "read", "put", "UPDATE box", "commit", "clear"]


@pytest.mark.parametrize(("person", "now"), [(PEOPLE[0], OPENED), ("nobody", OPENED), (PEOPLE[1], CLOSES)])
def test_an_answer_that_is_not_taken_turns_no_key(
    store: Store, watched: Watched, said: list[str], person: str, now: Any
) -> None:
    (before,) = held(store)
    casts(store, person, now=now)
    assert {"put", "clear", "UPDATE box"}.isdisjoint(said)
    assert held(store) == [before]


def test_a_round_is_closed_before_its_keys_are_destroyed(store: Store, watched: Watched, said: list[str]) -> None:
    for person in PEOPLE[1:]:
        casts(store, person)
    said.clear()
    closes(store)
    assert said.index("commit") < said.index("destroy")
    assert "put" not in said


def test_what_is_rolled_back_leaves_the_old_key_and_no_other(store: Store, watched: Watched, said: list[str]) -> None:
    (before,) = held(store)
    with pytest.raises(ZeroDivisionError), store.begin() as unit:
        fails(unit, "cast")
    assert said[said.index("put") :] == ["put", "UPDATE box", "rollback", "clear"]
    assert held(store) == [before]
    assert inside(store) == ["first"]
    assert casts(store, PEOPLE[1], answer(1, "now")) == "taken"
    assert inside(store) == ["first", "now"]


def test_an_opening_that_is_rolled_back_leaves_no_key(store: Store, watched: Watched, cells: FileCells) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as unit:
        fails(unit, "open")
    assert len(cells.names()) == 1


def test_a_closing_that_is_rolled_back_leaves_the_round_open(store: Store, watched: Watched) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as unit:
        fails(unit, "close")
    assert inside(store) == ["first"]
    assert casts(store, PEOPLE[1]) == "taken"


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
def test_of_a_commit_that_did_not_answer_the_box_is_asked(
    store: Store, watched: Watched, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        failing_commit(store, patch, arrives=arrives)
        with pytest.raises((FollowthroughError, Stale)):
            casts(store, PEOPLE[1], answer(1, "second"))
    assert len(held(store)) == 1
    assert inside(store) == (["first", "second"] if arrives else ["first"])
    assert casts(store, PEOPLE[1], answer(1, "second")) == ("already" if arrives else "taken")
    assert inside(store) == ["first", "second"]


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
def test_of_a_closing_that_did_not_answer_too(
    store: Store, watched: Watched, cells: FileCells, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    for person in PEOPLE[1:]:
        casts(store, person)
    with pytest.MonkeyPatch.context() as patch:
        failing_commit(store, patch, arrives=arrives)
        with pytest.raises((FollowthroughError, Stale)):
            closes(store)
    assert len(cells.names()) == (0 if arrives else 1)
    assert isinstance(closes(store), Released)
    assert cells.names() == []


@pytest.mark.parametrize("does", ["open", "cast", "close"])
def test_a_part_that_is_rolled_back_by_itself_takes_its_keys_back(
    store: Store, watched: Watched, cells: FileCells, does: str
) -> None:
    (before,) = held(store)
    with store.begin() as unit:
        with pytest.raises(ZeroDivisionError), unit.nested():
            fails(unit, does)
        assert unit.ballots.find("another") is None
    assert held(store) == [before]
    assert len(cells.names()) == 1
    assert casts(store, PEOPLE[2], answer(1, "later")) == "taken"
    assert inside(store) == ["first", "later"]


def fails(unit: Unit, does: str) -> None:
    match does:
        case "open":
            unit.ballots.open("another", PEOPLE, QUESTIONS, 5, CLOSES)
        case "cast":
            unit.ballots.cast(ROUND, PEOPLE[1], answer(), OPENED)
        case _:
            unit.ballots.close(ROUND, CLOSES)
    raise ZeroDivisionError


def test_a_unit_changes_a_box_once(store: Store, watched: Watched) -> None:
    with store.begin() as unit:
        unit.ballots.cast(ROUND, PEOPLE[1], answer(1, "second"), OPENED)
        with pytest.raises(RuntimeError, match="changes a box once"):
            unit.ballots.cast(ROUND, PEOPLE[2], answer(), OPENED)
    assert inside(store) == ["first", "second"]


def test_a_newer_key_that_another_process_put_there_is_not_zeroed(store: Store, watched: Watched) -> None:
    """Between a commit and the zeroing of its old cell somebody else answers, and their key is in that very cell."""
    watched.first["clear"] = lambda: casts(store, PEOPLE[2], answer(1, "third"))
    assert casts(store, PEOPLE[1], answer(1, "second")) == "taken"
    assert inside(store) == ["first", "second", "third"]
    assert len(held(store)) == 1


def test_a_round_that_ends_between_a_commit_and_its_zeroing_leaves_nothing(store: Store, watched: Watched) -> None:
    watched.first["clear"] = lambda: closes(store)
    assert casts(store, PEOPLE[1]) == "taken"
    assert watched.names() == []


def test_an_old_key_that_cannot_be_zeroed_is_said_and_the_answer_is_taken(store: Store, watched: Watched) -> None:
    watched.fails.add("clear")
    with capture_logs() as logs:
        assert casts(store, PEOPLE[1], answer(1, "second")) == "taken"
    assert [(one["event"], one["rounds"]) for one in logs] == [
        ("keys of anonymous rounds are left to be zeroed", [ROUND])
    ]
    assert not any(word in str(logs) for word in (PEOPLE[1], "second"))
    watched.fails.clear()
    assert len(held(store)) == 2
    with store.begin() as unit:
        assert unit.ballots.settle(ROUND)
    assert len(held(store)) == 1
    assert inside(store) == ["first", "second"]


@pytest.mark.parametrize("word", ["read", "put"])
def test_keys_that_cannot_be_reached_take_no_answer(store: Store, watched: Watched, word: str) -> None:
    watched.fails.add(word)
    with pytest.raises(KeysUnreachable):
        casts(store, PEOPLE[1])
    watched.fails.clear()
    assert len(held(store)) == 1
    assert casts(store, PEOPLE[1], answer(1, "second")) == "taken"
    assert inside(store) == ["first", "second"]


def test_after_two_keys_were_left_the_next_answer_leaves_one(store: Store, watched: Watched) -> None:
    watched.fails.add("clear")
    with capture_logs():
        casts(store, PEOPLE[1], answer(1, "second"))
    watched.fails.clear()
    assert casts(store, PEOPLE[2], answer(1, "third")) == "taken"
    assert len(held(store)) == 1
    assert inside(store) == ["first", "second", "third"]


def test_what_has_ended_leaves_keys_to_be_swept_by_the_next_process(store: Store, watched: Watched) -> None:
    watched.fails.add("destroy")
    with capture_logs() as logs:
        closes(store)
    assert len(logs) == 1
    watched.fails.clear()
    assert len(watched.names()) == 1
    with store.begin() as unit:
        unit.ballots.sweep()
    assert watched.names() == []

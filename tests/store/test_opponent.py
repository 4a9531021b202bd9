"""What an opponent with a copy of everything sees, and a search that is shown not to be blind."""

from base64 import b64encode
from dataclasses import replace
from datetime import date

import pytest

from bot.ballot import box
from bot.ballot.cells import EMPTY, FileCells
from bot.facts import Capture, Round, Team
from bot.flow import State
from bot.store import Store
from bot.store.opponent import Before, Held, OpenRound, held
from bot.store.sought import Place, sought, spellings
from tests.ballot.samples import CLOSES, OPENED, PEOPLE, ROUND, answer, casts, closes, lies, opens
from tests.store.samples import person

WORD = "Quittenmus"


def played(store: Store) -> Store:
    """A round of eight is open."""
    with store.begin() as unit:
        unit.people.save([person("ana"), *(replace(person(one), name=f"Name {one}") for one in PEOPLE)])
        unit.people.save([Team("ana", "running", 5)])
        unit.people.save([Round(ROUND, "ana", 1, date(2026, 11, 23), CLOSES, CLOSES, 5, 8)])
        unit.talks.put([State("answer", one, ROUND, "asked", {"of": "Ana"}, asked=f"k/{one}") for one in PEOPLE])
        unit.playground.add_post("playground:ana", "k", "ana", OPENED, '{"text": "hi"}')
    opens(store)
    return store


def look(store: Store, before: dict[str, bytes] | None = None) -> Held:
    with store.look() as unit:
        return held(unit.connection, store.cells, store.file, before or {})


def the_round(store: Store, before: dict[str, bytes] | None = None) -> OpenRound:
    (one,) = look(store, before).open
    return one


def search(store: Store, word: str = WORD) -> tuple[Place, ...]:
    with store.look() as unit:
        return sought(unit.connection, store.cells, store.file, word)


def test_rows_lie_there_as_they_lie(store: Store) -> None:
    one = the_round(played(store))
    assert (one.leader, one.k, len(one.invited)) == ("Ana", 5, 8)
    assert {row.table for row in one.rows} >= {"ballot", "box", "invited", "round", "conversation"}
    (row,) = [dict(row.values) for row in one.rows if row.table == "box"]
    assert row == {"round": ROUND, "sealed": one.sealed.hex()}
    assert look(store).columns == ("round", "sealed")


def test_the_box_is_as_large_with_answers_as_without(store: Store) -> None:
    played(store)
    for one in PEOPLE[:3]:
        casts(store, one, answer(2, WORD))
    found = the_round(store)
    assert len(found.sealed) == found.empty_size
    assert [(cell.size, cell.empty) for cell in found.cells].count((32, False)) == 1


def test_the_key_of_now_opens_the_box_and_not_the_one_before(store: Store) -> None:
    before = {ROUND: the_round(played(store)).sealed}
    assert the_round(store, before).before == Before(differs=0, opens=True)
    casts(store, PEOPLE[0], answer(2, WORD))
    found = the_round(store, before)
    assert found.opens
    assert found.before is not None
    assert not found.before.opens
    assert found.before.differs > len(found.sealed) * 0.98


def test_a_box_whose_key_is_lost_is_said_not_to_open(store: Store) -> None:
    played(store)
    assert isinstance(store.cells, FileCells)
    for file in store.cells.folder.glob("*.[01]"):
        file.write_bytes(EMPTY)
    found = the_round(store)
    assert not found.opens
    assert all(cell.empty for cell in found.cells)


def test_a_key_that_stayed_is_noticed(store: Store) -> None:
    """If an answer left the old key in the other cell, the view would say that the box before opens too."""
    before = {ROUND: the_round(played(store)).sealed}
    _, (old,) = lies(store)
    casts(store, PEOPLE[0], answer(2, WORD))
    assert isinstance(store.cells, FileCells)
    (empty,) = [file for file in store.cells.folder.glob("*.[01]") if file.read_bytes() == EMPTY]
    empty.write_bytes(old)
    found = the_round(store, before).before
    assert found is not None
    assert found.opens


def test_conversations_that_differ_are_noticed(store: Store) -> None:
    assert (the_round(played(store)).talks, the_round(store).unlike) == (8, ())
    with store.begin() as unit:
        (kept,) = unit.talks.at([("answer", PEOPLE[0], ROUND)]).values()
        unit.talks.put([replace(kept, step="answered")])
    assert set(the_round(store).unlike) >= {"step"}


def test_what_is_over_is_gone(store: Store) -> None:
    played(store)
    for one in PEOPLE[:6]:
        casts(store, one, answer(2, WORD))
    closes(store)
    (one,) = look(store).ended
    assert (one.state, one.boxes, one.cells, one.comments) == ("released", 0, 0, 6)


def test_a_word_that_was_answered_is_found_nowhere_while_the_round_is_open(store: Store) -> None:
    played(store)
    for one in PEOPLE[:6]:
        casts(store, one, answer(2, f"More {WORD} for {one}"))
    places = search(store)
    assert not any(one.found for one in places)
    assert any(one.control for one in places)
    assert {one.size for one in places if one.name.endswith((".0", ".1"))} == {32}


def test_a_word_that_was_released_is_found_opened_with_the_bots_own_key(store: Store) -> None:
    played(store)
    for one in PEOPLE[:6]:
        casts(store, one, answer(2, WORD))
    closes(store)
    assert [one.name for one in search(store) if one.found] == ["every row, opened with the bot’s own key"]


def test_a_word_that_was_kept_elsewhere_is_found(store: Store) -> None:
    played(store)
    with store.begin() as unit:
        unit.people.save([Capture("c1", "ana", "note", f"buy {WORD}", made_at=OPENED)])
        unit.people.save([replace(person("omar"), name=WORD)])
    places = {one.name: one for one in search(store)}
    assert places["every row, opened with the bot’s own key"].found == 2
    assert sum(one.found for one in places.values()) > 2
    assert any(WORD in one.around for one in places.values())


@pytest.mark.parametrize("ahead", range(4))
def test_a_word_is_known_however_a_file_writes_it(ahead: int) -> None:
    for form in (WORD, WORD.lower(), WORD.upper()):
        text = ("x" * ahead + form + " and more").encode()
        for data in (text, text.hex().encode(), b64encode(text), text.decode().encode("utf-16-le")):
            assert any(one in data for one in spellings(WORD)), data
    assert any(one in b'{"text": "\\u00dcbermut"}' for one in spellings("Übermut"))
    assert not any(one in box.seal(box.empty(8), ROUND, box.new_key()) for one in spellings(WORD))

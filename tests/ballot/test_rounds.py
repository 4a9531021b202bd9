"""A round from its opening to its end: what each answer becomes, what is told, and what is left nowhere."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.ballot.answer import Answer, Given
from bot.ballot.asked import Chips, Open, Scale
from bot.ballot.cells import FileCells
from bot.ballot.released import Below, Chosen, Comment, Lost, Released, Result
from bot.ballot.rounds import Rounds
from bot.errors import AnswerTooLong, KeysUnreachable, RoundsRefused, TooEarly
from bot.store import Store, open_store
from bot.store.tables import TABLES
from bot.work import on
from tests.ballot.samples import (
    CLOSES,
    KEY,
    OPENED,
    PEOPLE,
    QUESTIONS,
    ROUND,
    answer,
    casts,
    closes,
    held,
    inside,
    lies,
    opens,
)

WORDS = tuple(f"Kassandra-{number}" for number in range(4711, 4719))


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    with store.look() as unit:
        return [dict(row) for row in unit.connection.execute(TABLES[name].select()).mappings()]


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(store, name) for name in TABLES}


def filled(store: Store, people: int = len(PEOPLE), **more: Any) -> None:
    """A round in which so many have answered: numbers 1, 2, 3, 1, …, and words of their own."""
    opens(store, **more)
    round_ = more.get("round_", ROUND)
    for number, person in enumerate(PEOPLE[:people]):
        assert casts(store, person, answer(1 + number % 3, WORDS[number]), round_) == "taken"


def test_an_answer_is_taken_once_and_the_first_one_stands(store: Store) -> None:
    opens(store)
    assert casts(store, PEOPLE[0], answer(1, "the first")) == "taken"
    assert casts(store, PEOPLE[0], answer(2, "the second")) == "already"
    assert casts(store, PEOPLE[1], answer(2, "another")) == "taken"
    assert inside(store) == ["another", "the first"]


def test_who_is_not_invited_or_comes_too_late_changes_nothing(store: Store) -> None:
    opens(store, roster=PEOPLE[:6])
    before = everything(store)
    assert casts(store, PEOPLE[6]) == "not invited"
    assert casts(store, "nobody") == "not invited"
    assert casts(store, PEOPLE[0], now=CLOSES) == "closed"
    assert casts(store, PEOPLE[0], round_="no such round") == "closed"
    assert everything(store) == before


def test_what_does_not_fit_is_refused_and_nothing_is_kept_of_it(store: Store) -> None:
    opens(store)
    before = everything(store)
    with pytest.raises(AnswerTooLong):
        casts(store, PEOPLE[0], answer(1, "a" * 100_000))
    with pytest.raises(ValueError, match="scale"):
        casts(store, PEOPLE[0], answer(7))
    assert everything(store) == before
    assert casts(store, PEOPLE[0], answer(1, "short")) == "taken"


def test_an_answer_writes_the_box_and_nothing_else_and_no_log(
    store: Store, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opens(store)
    for person, word in zip(PEOPLE, WORDS, strict=True):
        before = everything(store)
        assert casts(store, person, answer(1, word)) == "taken"
        after = everything(store)
        assert {name for name in TABLES if before[name] != after[name]} == {"box"}
        assert len(after["box"]) == 1
        assert len(after["box"][0]["sealed"]) == len(before["box"][0]["sealed"])
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_each_answer_has_a_key_of_its_own_and_leaves_one(store: Store) -> None:
    opens(store)
    keys, boxes = set(), set()
    for person in PEOPLE:
        (key,) = held(store)
        keys.add(key)
        boxes.add(lies(store)[0])
        casts(store, person)
    keys.update(held(store))
    assert len(keys) == len(boxes) + 1 == len(PEOPLE) + 1


def test_many_who_answer_at_the_same_moment_are_all_taken(store: Store) -> None:
    opens(store)
    with ThreadPoolExecutor(8) as pool:
        took = list(pool.map(lambda place: casts(store, PEOPLE[place], answer(1, WORDS[place])), range(8)))
    assert took == ["taken"] * 8
    assert inside(store) == sorted(WORDS)
    assert len(held(store)) == 1


def test_a_round_is_closed_at_its_time_and_not_before(store: Store) -> None:
    filled(store)
    with pytest.raises(TooEarly):
        closes(store, now=CLOSES - timedelta(microseconds=1))
    assert isinstance(closes(store), Released)
    with pytest.raises(KeyError):
        closes(store, "no such round")


def test_what_is_released_is_told_once_and_read_as_it_was_told(store: Store) -> None:
    asked = (
        Chips("when", ("now", "later")),
        *QUESTIONS,
        Open("reply", under="c" * 32),
        Chips("by", ("me", "you", "us")),
    )
    opens(store, questions=asked)
    for number, person in enumerate(PEOPLE):
        given: dict[str, Given] = {"say": 4, "changed": number % 2, "reply": f"to you {number}"}
        given |= {
            "by": frozenset({"us", "me"} if number % 2 else {"you", "us"}),
            "when": frozenset({"now"} if number < 3 else ()),
        }
        casts(store, person, Answer({**given, "next": WORDS[number]} if number < 2 else given))
    told = closes(store)
    assert isinstance(told, Released)
    assert (told.least, told.most, told.half, told.comparable) == (8, 15, True, False)
    assert told.results == (Result("changed", 0.5, 0.5, unseen=False), Result("say", 3.5, 4.5, unseen=False))
    assert told.chosen == (Chosen("when", ()), Chosen("by", ("me", "you", "us")))
    assert {one.text for one in told.comments if one.question == "next"} == set(WORDS[:2])
    assert {one.under for one in told.comments if one.question == "reply"} == {"c" * 32}
    assert closes(store, now=CLOSES + timedelta(days=1)) == told
    assert casts(store, PEOPLE[0]) == "closed"
    with store.look() as unit:
        assert unit.ballots.ended(ROUND) == told
        ballot = unit.ballots.find(ROUND)
        assert ballot is not None
        assert (ballot.state, ballot.k, ballot.questions, ballot.closes_at) == ("released", 5, asked, CLOSES)
        assert unit.ballots.invited(ROUND) == set(PEOPLE)


def test_of_a_round_below_the_threshold_nothing_is_left(store: Store) -> None:
    filled(store, 4)
    before = everything(store)
    assert closes(store) == Below() == closes(store)
    after = everything(store)
    changed = {name for name in TABLES if before[name] != after[name]}
    assert changed == {"box", "ballot"}
    assert after["box"] == after["result"] == after["comment"] == []
    assert after["ballot"] == [{**before["ballot"][0], "state": "below"}]


@pytest.mark.parametrize("people", [4, 8])
def test_after_the_end_no_key_and_no_box_is_anywhere(store: Store, cells: FileCells, people: int) -> None:
    filled(store, people)
    box, (key,) = lies(store)
    assert key in b"".join(file.read_bytes() for file in cells.folder.iterdir())
    closes(store)
    assert cells.names() == []
    assert not any(key in file.read_bytes() for file in cells.folder.iterdir())
    if store.dialect == "sqlite":
        database = Path(str(store.url.database))
        assert database.with_name(f"{database.name}-wal").stat().st_size == 0
        assert box[4000:8000] not in database.read_bytes()
        assert box[-500:] not in database.read_bytes()
    else:
        with store.look() as unit:
            left = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'box'"
            assert unit.connection.execute(text(left)).scalar() == 0


def test_on_postgresql_a_box_lies_beside_its_row_and_is_not_compressed(store: Store) -> None:
    if store.dialect == "postgresql":
        with store.look() as unit:
            kept = "SELECT attstorage FROM pg_attribute WHERE attrelid = 'box'::regclass AND attname = 'sealed'"
            assert unit.connection.execute(text(kept)).scalar() in ("e", b"e")


def test_when_its_keys_are_gone_a_round_is_lost_for_everybody_and_can_be_asked_again(
    store: Store, cells: FileCells
) -> None:
    filled(store, 3)
    for file in cells.folder.glob("*.[01]"):
        file.unlink()
    assert casts(store, PEOPLE[3]) == "lost" == casts(store, PEOPLE[0])
    assert rows(store, "box") == []
    assert closes(store) == Lost() == closes(store, now=OPENED)
    filled(store, round_="round-2")
    assert isinstance(closes(store, "round-2"), Released)


def test_a_round_whose_keys_do_not_open_it_any_more_is_lost_at_its_end(store: Store, cells: FileCells) -> None:
    filled(store)
    for file in cells.folder.glob("*.[01]"):
        file.write_bytes(b"x" * 32)
    assert closes(store) == Lost()
    assert cells.names() == []


def test_keys_that_cannot_be_asked_for_lose_nothing(store: Store, cells: FileCells) -> None:
    filled(store, 5)
    cells.folder.rename(cells.folder.with_name("away"))
    cells.folder.write_text("not a folder")
    for asks in (lambda: casts(store, PEOPLE[5]), lambda: closes(store)):
        with pytest.raises(KeysUnreachable):
            asks()
    cells.folder.unlink()
    cells.folder.with_name("away").rename(cells.folder)
    assert casts(store, PEOPLE[5], answer(1, WORDS[5])) == "taken"
    assert inside(store) == sorted(WORDS[:6])


@pytest.mark.parametrize(
    ("roster", "k"), [(PEOPLE[:4], 4), ((*PEOPLE[:4], PEOPLE[0]), 4), (PEOPLE, 3), (PEOPLE, 6), (PEOPLE, 0)]
)
def test_too_few_people_or_too_low_a_threshold_are_refused(store: Store, roster: tuple[str, ...], k: int) -> None:
    with pytest.raises(ValueError, match="five people"):
        opens(store, roster=roster, k=k)


def test_questions_that_cannot_be_asked_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="scale"):
        opens(store, questions=(Scale("yes or no", 0, 1),))


def test_a_round_that_is_open_stays_as_it_was_frozen(store: Store) -> None:
    filled(store, 2)
    before = everything(store)
    with store.begin() as unit:
        assert not unit.ballots.open(ROUND, PEOPLE[:5], QUESTIONS, 4, CLOSES)
    assert everything(store) == before


def test_without_a_place_for_keys_no_round_is_opened(store: Store, fresh_database: str, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    for cells, reason in ((None, "without a place"), (FileCells(tmp_path / "shared", plain=True), "must be 0700")):
        other = open_store(fresh_database, (KEY,), cells)
        with pytest.raises(RoundsRefused, match=reason), other.begin() as unit:
            unit.ballots.open(ROUND, PEOPLE, QUESTIONS, 5, CLOSES)
        other.close()
    assert rows(store, "ballot") == rows(store, "box") == rows(store, "invited") == []


@pytest.mark.parametrize(
    ("before", "now", "people", "comparable"),
    [
        (PEOPLE, PEOPLE, 8, True),
        (PEOPLE, PEOPLE[:7], 7, False),
        (PEOPLE[:5], PEOPLE, 8, False),
        (PEOPLE, PEOPLE, 4, False),
    ],
)
def test_a_change_is_compared_only_with_a_round_of_nearly_the_same_or_of_quite_other_people(
    store: Store, before: tuple[str, ...], now: tuple[str, ...], people: int, comparable: bool
) -> None:
    opens(store, "before", before)
    for person in before[:people]:
        casts(store, person, round_="before")
    closes(store, "before")
    opens(store, roster=now, previous="before")
    for person in now:
        casts(store, person)
    told = closes(store)
    assert isinstance(told, Released)
    assert told.comparable is comparable


def test_an_erased_person_is_no_longer_invited_and_their_absence_is_not_compared(store: Store) -> None:
    filled(store, round_="before")
    closes(store, "before")
    opens(store, roster=PEOPLE[:7], previous="before")
    for person in PEOPLE[:6]:
        casts(store, person)
    with store.begin() as unit:
        assert {row["round"] for row in unit.export(PEOPLE[7], OPENED)["invited"]} == {"before"}
        unit.erase(PEOPLE[7])
        unit.erase(PEOPLE[6])
        assert unit.ballots.invited("before") == set(PEOPLE[:6])
    assert casts(store, PEOPLE[6]) == "not invited"
    told = closes(store)
    assert isinstance(told, Released)
    assert (told.least, told.comparable) == (5, False)
    assert not any(PEOPLE[7] in str(row) for found in everything(store).values() for row in found)


def test_whoever_is_erased_hides_nobody_who_left_alone(store: Store) -> None:
    """Two who were in both rounds are no change of four: one person left, and the change would be theirs alone."""
    filled(store, round_="before")
    closes(store, "before")
    opens(store, roster=PEOPLE[:7], previous="before")
    for person in PEOPLE[:7]:
        casts(store, person)
    with store.begin() as unit:
        for person in PEOPLE[:2]:
            unit.erase(person)
    told = closes(store)
    assert isinstance(told, Released)
    assert not told.comparable


def test_an_answer_stays_whose_author_is_erased_and_counts_in_the_roster(store: Store) -> None:
    filled(store, 5)
    with store.begin() as unit:
        unit.erase(PEOPLE[0])
    assert inside(store) == sorted(WORDS[:5])
    told = closes(store)
    assert isinstance(told, Released)
    assert told.half


def test_released_comments_are_sealed_where_they_lie_and_lie_in_no_order(store: Store) -> None:
    filled(store)
    told = closes(store)
    assert isinstance(told, Released)
    with store.look() as unit:
        raw = unit.connection.exec_driver_sql("SELECT id, text FROM comment").all()
    assert [str(id_) for id_, _ in raw] == [one.id for one in told.comments] == sorted(one.id for one in told.comments)
    assert all(str(stored).startswith("~") for _, stored in raw)
    assert {type(one) for one in told.comments} == {Comment}


async def test_a_process_casts_in_a_transaction_of_its_own_and_finds_at_its_start_what_is_lost(
    store: Store, cells: FileCells
) -> None:
    work = on(store)
    rounds = Rounds(work)
    opens(store, "kept")
    opens(store, "lost")
    found = await asyncio.gather(*(rounds.cast("kept", person, answer(), OPENED) for person in PEOPLE[:5]))
    assert found == ["taken"] * 5
    assert await rounds.recover() == []
    for key in held(store, "lost"):
        for file in cells.folder.glob("*.[01]"):
            if file.read_bytes() == key:
                file.unlink()
    assert await rounds.recover() == ["lost"]
    assert await rounds.recover() == []
    assert await rounds.cast("lost", PEOPLE[0], answer(), OPENED) == "lost"
    assert await rounds.cast("kept", PEOPLE[0], answer(), OPENED) == "already"
    work.pool.shutdown()


async def test_a_process_whose_place_of_keys_is_refused_takes_nothing_for_lost(store: Store, cells: FileCells) -> None:
    filled(store, 2)
    cells.folder.chmod(0o755)
    work = on(store)
    with pytest.raises(RoundsRefused):
        await Rounds(work).recover()
    cells.folder.chmod(0o700)
    assert await Rounds(work).recover() == []
    assert inside(store) == sorted(WORDS[:2])
    work.pool.shutdown()


async def test_the_keys_of_another_database_in_the_same_place_are_left_alone(
    store: Store, cells: FileCells, tmp_path: Path
) -> None:
    filled(store, 3)
    other = open_store(f"sqlite:///{tmp_path}/other.db", (KEY,), cells)
    other.migrate()
    work = on(other)
    assert await Rounds(work).recover() == []
    assert inside(store) == sorted(WORDS[:3])
    await work.close()


def test_a_round_is_not_read_from_outside(store: Store) -> None:
    """What leader, coach and admin can ask the store for says the same with no answer and with all of them."""

    def asked() -> list[object]:
        with store.look() as unit:
            views: tuple[Callable[[], object], ...] = (
                lambda: unit.ballots.find(ROUND),
                lambda: unit.ballots.invited(ROUND),
                unit.ballots.open_rounds,
                *(lambda person=person: unit.export(person, OPENED) for person in PEOPLE),  # type: ignore[misc]  # bound
            )
            return [view() for view in views]

    opens(store)
    before = asked()
    for person, word in zip(PEOPLE, WORDS, strict=True):
        casts(store, person, answer(1, word))
        assert asked() == before
    with pytest.raises(KeyError), store.look() as unit:
        unit.ballots.ended(ROUND)

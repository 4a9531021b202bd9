from dataclasses import replace

import pytest

from bot.errors import Stale
from bot.flow import DONE, State
from bot.store import Store
from tests.store.samples import NOW

ASKED = State(
    "capture",
    "ana",
    "c1",
    "when",
    {"text": "the numbers", "open": "", "days": [1, 2], "done": False, "more": {"a": None}},
    "2026-11-23",
    "reply/e1/ana",
    NOW,
    1,
)


def read(store: Store, state: State) -> State:
    with store.look() as unit:
        return unit.talks.at([state.key])[state.key]


def test_a_conversation_comes_back_as_it_was_with_its_first_version(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([ASKED, State("checkin", "ana", "wait", "asked", {"open": "2026-11-23"})])
    assert read(store, ASKED) == replace(ASKED, version=1)
    with store.look() as unit:
        assert {state.flow: state.answers for state in unit.talks.of(["ana"])["ana"]} == {
            "capture": ASKED.answers,
            "checkin": {"open": "2026-11-23"},
        }


def test_what_is_over_is_kept_but_not_going_on(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([replace(ASKED, step=DONE), replace(ASKED, owner="omar")])
        assert set(unit.talks.of(["ana", "omar"])) == {"omar"}
    assert read(store, ASKED).step == DONE


def test_a_stale_writer_is_told_and_changes_nothing(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([ASKED])
    seen = read(store, ASKED)
    with store.begin() as unit:
        unit.talks.put([replace(seen, step="who")])
    with pytest.raises(Stale), store.begin() as unit:
        unit.talks.put([State("capture", "ana", "c2", "when"), replace(seen, step="too late")])
    assert read(store, ASKED) == replace(seen, step="who", version=2)
    with store.look() as unit:
        assert unit.talks.at([("capture", "ana", "c2")]) == {}


def test_a_conversation_that_goes_on_is_not_begun_again(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([ASKED])
    with pytest.raises(Stale), store.begin() as unit:
        unit.talks.put([replace(ASKED, step="again")])
    assert read(store, ASKED).step == "when"


def test_one_that_is_over_is_begun_in_its_place_and_its_old_readers_are_stale(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([replace(ASKED, step=DONE)])
    over = read(store, ASKED)
    with store.begin() as unit:
        unit.talks.put([replace(ASKED, answers={}, step="again")])
    assert (read(store, ASKED).step, read(store, ASKED).version) == ("again", 2)
    with pytest.raises(Stale), store.begin() as unit:
        unit.talks.put([replace(over, step="ghost")])


def test_an_erased_conversation_is_not_written_back(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([ASKED])
    seen = read(store, ASKED)
    with store.begin() as unit:
        unit.erase("ana")
    with pytest.raises(Stale), store.begin() as unit:
        unit.talks.put([replace(seen, step="ghost")])


def test_only_the_conversations_asked_for_are_given(store: Store) -> None:
    states = [State(flow, owner, subject) for flow in "fg" for owner in "ab" for subject in "xy"]
    with store.begin() as unit:
        unit.talks.put(states)
        assert set(unit.talks.at([("f", "a", "x"), ("g", "b", "y"), ("f", "c", "x")])) == {
            ("f", "a", "x"),
            ("g", "b", "y"),
        }
        assert unit.talks.at([]) == {}


def test_answers_of_two_readers_are_not_the_same_object(store: Store) -> None:
    with store.begin() as unit:
        unit.talks.put([ASKED])
    first = read(store, ASKED)
    first.answers["text"] = "spoiled"
    assert read(store, ASKED).answers["text"] == "the numbers"

"""Several workers on one PostgreSQL: nobody's rows are split, nothing is claimed twice or out of order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from bot.errors import Stale
from bot.flow import State
from bot.store import Store, open_store
from bot.store.database import PATIENCE
from tests.conftest import NewDatabase
from tests.store.samples import KEY, LEASE, NOW, outgoing, person, planned, settle_in, words_for


@pytest.fixture
def shared(new_database: NewDatabase) -> Iterator[Store]:
    with new_database("postgresql") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        yield store
        store.close()


def test_two_workers_never_get_rows_of_the_same_person(shared: Store) -> None:
    with shared.begin() as unit:
        settle_in(unit, "ana", "omar", "zoe")
        unit.follow_ups.put([planned(name, f"kind{number}") for name in ("ana", "omar", "zoe") for number in range(3)])
    with shared.begin() as one, shared.begin() as other:
        first = one.follow_ups.due(NOW, 4)
        second = other.follow_ups.due(NOW, 4)
    assert [item.person for item in first] == ["ana"] * 3 + ["omar"] * 3
    assert [item.person for item in second] == ["zoe"] * 3


def test_who_is_in_the_middle_of_a_turn_is_passed_by(shared: Store) -> None:
    with shared.begin() as unit:
        settle_in(unit, "ana", "omar")
        unit.follow_ups.put([planned("ana"), planned("omar")])
    with shared.begin() as turn, shared.begin() as tick:
        turn.people.facts(["ana"], words_for, frozenset())
        assert [item.person for item in tick.follow_ups.due(NOW, 10)] == ["omar"]
        turn.follow_ups.put([planned("omar", "from elsewhere")])  # adding to a locked person waits for nobody


def test_a_second_turn_of_one_person_sees_what_the_first_wrote(shared: Store) -> None:
    with shared.begin() as unit:
        settle_in(unit, "ana")
    inside = Barrier(2, timeout=PATIENCE)

    def second() -> str:
        inside.wait()
        with shared.begin() as unit:
            return unit.people.facts(["ana"], words_for, frozenset())["ana"].person.name

    with ThreadPoolExecutor(1) as pool:
        with shared.begin() as unit:
            unit.people.facts(["ana"], words_for, frozenset())
            later = pool.submit(second)
            inside.wait()
            unit.people.save([person(name="Ana, after the first turn")])
        assert later.result() == "Ana, after the first turn"


def test_many_claimers_send_every_message_once_and_in_order(shared: Store) -> None:
    names = [f"p{number}" for number in range(7)]
    with shared.begin() as unit:
        unit.outbox.put([outgoing(f"{name}/{number}", name) for number in range(12) for name in names])

    def worker(_: int) -> list[str]:
        log: list[str] = []
        while True:
            with shared.begin() as unit:
                rows = unit.outbox.claim(NOW, NOW, LEASE, 10)
            if not rows:
                return log
            log += [row.key for row in rows]
            with shared.begin() as unit:
                unit.outbox.mark_sent({row.id: row.key for row in rows}, NOW)

    with ThreadPoolExecutor(4) as pool:
        logs = list(pool.map(worker, range(4)))
    while more := worker(0):  # what was behind somebody else's when its last claimer looked
        logs.append(more)
    assert sorted(key for log in logs for key in log) == sorted(
        f"{name}/{number}" for name in names for number in range(12)
    )
    for log in logs:
        for name in names:
            mine = [int(key.partition("/")[2]) for key in log if key.startswith(f"{name}/")]
            assert mine == sorted(mine)


def test_a_claim_that_is_not_committed_yet_holds_its_address(shared: Store) -> None:
    with shared.begin() as unit:
        unit.outbox.put([outgoing("a"), outgoing("b", "omar")])
    with ThreadPoolExecutor(1) as pool:

        def other() -> list[str]:
            with shared.begin() as unit:
                return [row.key for row in unit.outbox.claim(NOW, NOW, LEASE, 10)]

        with shared.begin() as unit:
            assert [row.key for row in unit.outbox.claim(NOW, NOW, LEASE, 1)] == ["a"]
            with shared.begin() as writer:
                writer.outbox.put([outgoing("c")])
            later = pool.submit(other)
        assert later.result() == ["b"]


def test_of_two_writers_of_one_conversation_the_second_is_stale(shared: Store) -> None:
    state = State("capture", "ana", "c1", "when")
    inside = Barrier(2, timeout=PATIENCE)

    def second() -> bool:
        inside.wait()
        try:
            with shared.begin() as unit:
                unit.talks.put([replace(state, step="late")])
        except Stale:
            return True
        return False

    with ThreadPoolExecutor(1) as pool:
        with shared.begin() as unit:
            unit.talks.put([state])
            later = pool.submit(second)
            inside.wait()
        assert later.result()


def test_a_deadlock_is_run_again(shared: Store) -> None:
    with shared.begin() as unit:
        settle_in(unit, "ana", "omar")
    both = Barrier(2, timeout=PATIENCE)

    def turn(names: tuple[str, str]) -> str:
        try:
            with shared.begin() as unit:
                unit.people.locked(names[0])
                both.wait()
                unit.people.locked(names[1])
        except Stale:
            return "stale"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, [("ana", "omar"), ("omar", "ana")])) == ["done", "stale"]

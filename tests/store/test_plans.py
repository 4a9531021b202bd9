"""No statement of a turn, a tick or a delivery reads a whole table, and none gets slower with history."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.flow import State
from bot.store import Store, Unit
from tests.store.samples import FULL, LEASE, NOW, TODAY, outgoing, person, planned, settle_in, words_for

WORK: dict[str, Callable[[Unit], object]] = {
    "seen": lambda unit: unit.first_seen({"e9": NOW}),
    "facts": lambda unit: unit.people.facts(["ana", "omar"], words_for, since=TODAY - timedelta(days=182)),
    "save": lambda unit: unit.people.save(FULL),
    "going on": lambda unit: unit.talks.of(["ana"]),
    "conversations": lambda unit: unit.talks.at([("checkin", "ana", "wait")]),
    "go on": lambda unit: unit.talks.put([State("checkin", "ana", "wait", "asked", version=1)]),
    "due": lambda unit: unit.follow_ups.due(NOW, 500, frozenset({"lea"})),
    "waiting": lambda unit: unit.follow_ups.waiting("ana"),
    "called": lambda unit: unit.people.called(["zoe", "Omar Haddad"]),
    "plan": lambda unit: unit.follow_ups.put([planned(occasion=TODAY + timedelta(days=1))]),
    "close": lambda unit: unit.follow_ups.close([(item, "done", "asked") for item in unit.follow_ups.waiting("ana")]),
    "settle": lambda unit: unit.follow_ups.close_where("ana", "checkin", "wait", "asked", "resting"),
    "budget": lambda unit: unit.outbox.sent(["ana", "omar"], TODAY),
    "write": lambda unit: unit.outbox.put([outgoing("new")]),
    "claim": lambda unit: unit.outbox.claim(NOW, NOW, LEASE, 500),
    "claim now": lambda unit: unit.outbox.claim_now(["k1", "k2"], NOW, LEASE),
    "sent": lambda unit: unit.outbox.mark_sent({1: "p"}, NOW),
    "shown anew": lambda unit: unit.outbox.moved({"k1": "p1", "k2": "p2"}),
    "retry": lambda unit: unit.outbox.mark_retry(2, NOW, "429"),
    "expire": lambda unit: unit.outbox.expire(NOW + timedelta(days=1)),
    "message": lambda unit: unit.outbox.message("k1"),
    "redraw": lambda unit: unit.outbox.rewrite({"k1": outgoing("k1").message}),
    "next": lambda unit: unit.next_due(),
    "posts": lambda unit: unit.playground.posts("slack:ana", 3),
    "untold": lambda unit: unit.ballots.untold(),
}


@pytest.fixture
def lived_in(store: Store) -> Store:
    names = [f"p{number:03}" for number in range(300)]
    with store.begin() as unit:
        settle_in(unit, "nora", "omar", "lea", *names)
        unit.people.save(FULL)
        unit.talks.put([State("checkin", name, "wait", "asked") for name in ("ana", *names)])
        unit.follow_ups.put([planned(name) for name in ("ana", *names)])
        unit.outbox.put([outgoing(f"k{number}", name) for number, name in enumerate(names)])
        unit.outbox.mark_sent(dict.fromkeys(range(10, 300), "p"), NOW)
        unit.people.save([person("zoe")])
    return store


@pytest.mark.parametrize("what", WORK)
def test_nothing_reads_a_whole_table(lived_in: Store, what: str) -> None:
    if lived_in.dialect == "sqlite":
        assert whole_tables_on_sqlite(lived_in, WORK[what]) == []
    else:
        assert whole_tables_on_postgresql(lived_in, WORK[what]) == []


def whole_tables_on_sqlite(store: Store, work: Callable[[Unit], object]) -> list[str]:
    """Steps of the query plans that go through a table, or through an index that holds all of its rows."""
    statements: list[str] = []
    with store.begin() as unit:
        driver = unit.connection.connection.dbapi_connection
        assert driver is not None
        driver.set_trace_callback(statements.append)
        work(unit)
        driver.set_trace_callback(None)
    statements = [
        statement for statement in statements if statement.lstrip()[:6] in ("SELECT", "UPDATE", "DELETE", "INSERT")
    ]
    assert statements
    with store.look() as unit:
        steps = [
            step
            for statement in statements
            for *_, step in unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}")
        ]
    few = ("outbox_queue", "outbox_address", "follow_up_due", "follow_up_open", "conversation_open", "person_by_name")
    scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    return [step for step in scans if not step.endswith(few)]


def whole_tables_on_postgresql(store: Store, work: Callable[[Unit], object]) -> list[str]:
    """Tables that were read from end to end although the planner was told to avoid that wherever it can."""
    count = text("SELECT relname, seq_scan FROM pg_stat_xact_user_tables")
    with store.begin() as unit:
        unit.connection.execute(text("SET LOCAL enable_seqscan = off"))
        before = dict(unit.connection.execute(count).all())
        work(unit)
        after = dict(unit.connection.execute(count).all())
    return [name for name, scans in after.items() if scans > before.get(name, 0)]


def test_a_claim_reads_what_it_takes_and_not_all_that_waits(store: Store) -> None:
    names = [f"p{number:04}" for number in range(2000)]
    with store.begin() as unit:
        settle_in(unit, "nora", "omar", "lea", *names)
        unit.outbox.put([outgoing(f"k{name}", name) for name in names])
    assert looked_at(store, lambda unit: unit.outbox.claim(NOW, NOW, LEASE, 20)) < 200


def looked_at(store: Store, work: Callable[[Unit], object]) -> int:
    """About how many rows the work has the database look at: rows on PostgreSQL, tens of steps on SQLite."""
    with store.begin() as unit:
        if store.dialect == "postgresql":
            count = text("SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables")
            before = unit.connection.execute(count).scalar_one()
            work(unit)
            return int(unit.connection.execute(count).scalar_one() - before)
        steps = [0]

        def step() -> int:
            steps[0] += 1
            return 0

        driver = unit.connection.connection.driver_connection
        driver.set_progress_handler(step, 100)  # type: ignore[union-attr]  # sqlite3's own
        try:
            work(unit)
        finally:
            driver.set_progress_handler(None, 0)  # type: ignore[union-attr]  # as above
        return steps[0]

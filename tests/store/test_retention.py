"""What is older than its span is forgotten, on the day it is, a batch at a time, and nothing else is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.ballot.answer import Answer
from bot.ballot.asked import Chips, Open, Scale
from bot.ballot.released import Released
from bot.facts import Capture, Chance, Item, Round
from bot.flow import DONE, State
from bot.rules.retention import SPANS, Until
from bot.store import Store, Unit, open_store, retention
from bot.store.tables import TABLES
from tests.store.samples import FULL, KEY, NOW, TODAY, outgoing, person, planned, settle_in
from tests.store.test_circles import NAMES, ROUND, founded

DAY = timedelta(days=1)


def forget_all(store: Store, now: datetime) -> None:
    for _ in range(50):
        with store.begin() as unit:
            if not unit.forget(now):
                return
    raise AssertionError("there is always more to forget")


def left(store: Store, table: str, *columns: str) -> list[Any]:
    row = TABLES[table]
    with store.look() as unit:
        found = unit.connection.execute(select(*(row.c[name] for name in columns)).order_by(*row.primary_key))
        return [one[0] if len(columns) == 1 else tuple(one) for one in found]


def ends(until: Until, since: datetime = NOW) -> tuple[datetime, datetime]:
    """A moment at which it is still there, and one at which it is not."""
    return since + SPANS[until] - DAY, since + SPANS[until] + 2 * DAY


def test_a_days_answer_is_kept_for_twelve_months_and_its_note_until_it_is_erased(store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([*[person("nora"), person("omar")], *FULL])
    before, after = ends("tallies")
    forget_all(store, before)
    assert left(store, "chance", "mark", "note") == [("", ""), ("did", "it was quiet for once")]
    forget_all(store, after)
    assert left(store, "chance", "mark", "effort", "note") == [("note", 0, "it was quiet for once")]
    assert left(store, "practice", "recent") == ["dp-n"], "the last twelve stay with the practice"


def test_half_a_year_of_answers_is_always_there(store: Store) -> None:
    days = [TODAY - timedelta(weeks=week) for week in range(27)]
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.people.save([Chance("wait", day, "ana", "did") for day in days])
    forget_all(store, NOW)
    assert len(left(store, "chance", "day")) == len(days)


def test_notes_and_look_backs_stay_and_the_energy_tap_goes_after_three_weeks(store: Store) -> None:
    friday = date(2026, 11, 20)
    with store.begin() as unit:
        unit.people.save([*[person("nora"), person("omar")], *FULL])
        unit.people.save([Capture("c2", "ana", "note", "a note", made_at=NOW)])
    before, after = ends("energy", NOW - timedelta(days=(TODAY - friday).days))
    forget_all(store, before)
    assert left(store, "week", "energy") == ["ok"]
    forget_all(store, after)
    forget_all(store, NOW + 20 * SPANS["tallies"])
    assert left(store, "week", "answer", "energy") == [("the pause", "")]
    assert left(store, "capture", "text") == ["Omar the numbers", "a note"]


ITEM = Item("i", "ben", "ana", "request", "an agenda", NOW)


@pytest.mark.parametrize(
    ("item", "since"),
    [
        (ITEM, NOW),
        (replace(ITEM, state="thanked", thanked_on=TODAY + 90 * DAY), NOW),
        (replace(ITEM, kind="thanks", state="thanked", thanked_on=TODAY + 90 * DAY), NOW + 90 * DAY),
        (replace(ITEM, state="declined", thanked_on=TODAY, answered_on=TODAY + 30 * DAY), NOW + 30 * DAY),
        (replace(ITEM, state="told", answered_on=TODAY + 30 * DAY), NOW + 30 * DAY),
    ],
    ids=["never answered", "a request that was thanked for", "thanks", "declined", "the team was told"],
)
def test_what_was_told_with_a_name_goes_a_year_after_its_end(store: Store, item: Item, since: datetime) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", "ben")
        unit.people.save([item])
    before, after = ends("items", since)
    forget_all(store, before)
    assert left(store, "item", "id") == ["i"]
    forget_all(store, after)
    assert left(store, "item", "id") == []


QUESTIONS = (Scale("say", 1, 5), Chips("missing", ("time", "skill")), Open("wish"))


def a_round(store: Store, id_: str = "r1", previous: str = "", since: datetime = NOW, *, close: bool = True) -> Round:
    """A round of five people, all of whom answered."""
    closes = since + timedelta(days=7)
    led = replace(ROUND, id=id_, closes_at=closes, releases_at=closes + DAY, state="open")
    with store.begin() as unit:
        unit.people.save([led])
        unit.ballots.open(id_, NAMES, QUESTIONS, 5, closes, previous)
    for number, name in enumerate(NAMES):
        with store.begin() as unit:
            assert unit.ballots.cast(id_, name, Answer({"say": 3, "wish": f"word {number}"}), since) == "taken"
    if close:
        led = replace(led, state="released")
        with store.begin() as unit:
            assert isinstance(unit.ballots.close(id_, closes), Released)
            unit.people.save([led])
    return led


def test_comments_and_who_was_asked_go_after_six_months_and_the_numbers_after_twelve(store: Store) -> None:
    founded(store)
    led = a_round(store)
    before, after = ends("comments", led.closes_at)
    forget_all(store, before)
    assert len(left(store, "comment", "text")) == len(left(store, "invited", "person")) == 5
    forget_all(store, after)
    assert left(store, "comment", "text") == left(store, "invited", "person") == []
    with store.look() as unit:
        ended = unit.ballots.ended("r1")
        facts = unit.people.facts(["ana"], _words)["ana"]
    assert isinstance(ended, Released)
    assert [one.question for one in (*ended.results, *ended.chosen)] == ["say", "missing"]
    assert ended.comments == ()
    assert [one.id for one in facts.rounds] == ["r1"]
    forget_all(store, ends("rounds", led.closes_at)[1])
    assert [left(store, table, "round") for table in ("ballot", "result", "chosen", "comment", "invited")] == [[]] * 5
    assert left(store, "round", "id") == []
    with store.look() as unit:
        assert unit.people.facts(["ana"], _words)["ana"].released == ()


def _words(_: str) -> Any:
    return None


def test_a_round_that_is_open_is_not_touched_however_old(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", *NAMES)
    a_round(store, close=False)
    forget_all(store, NOW + 3 * SPANS["rounds"])
    assert left(store, "box", "round") == left(store, "ballot", "round") == left(store, "round", "id") == ["r1"]
    assert len(left(store, "invited", "person")) == 5


def test_a_round_is_compared_with_none_whose_people_are_forgotten(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", *NAMES)
    first = a_round(store)
    forget_all(store, ends("comments", first.closes_at)[1])
    a_round(store, "r2", "r1", first.closes_at + SPANS["comments"] + 3 * DAY)
    with store.look() as unit:
        ended = unit.ballots.ended("r2")
    assert isinstance(ended, Released)
    assert not ended.comparable


def ends_up(unit: Unit, **ended: Any) -> None:
    row = TABLES["follow_up"]
    unit.connection.execute(update(row).values(state="done", **ended))


def test_questions_that_were_asked_are_known_for_a_year_and_open_ones_for_ever(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", "omar")
        unit.follow_ups.put([planned("ana")])
        ends_up(unit)
        unit.follow_ups.put([planned("omar")])
    before, after = ends("planned")
    forget_all(store, before)
    assert left(store, "follow_up", "person") == ["ana", "omar"]
    forget_all(store, after)
    assert left(store, "follow_up", "person") == ["omar"]


def test_a_conversation_that_is_over_goes_unless_something_goes_on_with_it(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        over = State("tell", "ana", "t1", DONE, {"rest": "Nora it is too loud"}, asked_at=NOW)
        going = State("capture", "ana", "c1", "kept", {"text": "mine"}, asked_at=NOW)
        later = State("checkin", "ana", "wait", DONE, {"open": "2026-11-23"}, asked_at=NOW)
        unit.talks.put([over, going, later])
        unit.follow_ups.put([planned("ana")])
    before, after = ends("talks")
    forget_all(store, before)
    assert len(left(store, "conversation", "flow")) == 3
    forget_all(store, after)
    assert left(store, "conversation", "flow") == ["capture", "checkin"]


def test_messages_go_after_thirteen_weeks_and_a_file_with_an_export_after_one(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        waits = outgoing("slot/later", expires_at=NOW + 9 * SPANS["messages"])
        unit.outbox.put([outgoing("slot/1"), outgoing("export/reply/1", cls="reply"), waits])
        unit.outbox.mark_sent({1: "p1", 2: "p2"}, NOW)
    before, after = ends("exports")
    forget_all(store, before)
    assert left(store, "outbox", "key") == ["slot/1", "export/reply/1", "slot/later"]
    forget_all(store, after)
    assert left(store, "outbox", "key") == ["slot/1", "slot/later"]
    before, after = ends("messages")
    forget_all(store, before)
    assert left(store, "outbox", "key") == ["slot/1", "slot/later"]
    forget_all(store, after)
    assert left(store, "outbox", "key") == ["slot/later"], "what waits is not forgotten"


def test_one_transaction_forgets_no_more_than_a_batch(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.people.save([Chance("wait", TODAY - number * DAY, "ana") for number in range(8)])
    for rest in (5, 2, 0):
        with store.begin() as unit:
            assert unit.forget(NOW + 2 * SPANS["tallies"])
        assert len(left(store, "chance", "day")) == rest
    with store.begin() as unit:
        assert not unit.forget(NOW + 2 * SPANS["tallies"])
        assert not unit.erased


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url, (KEY,))
    opened.migrate()
    yield opened
    opened.close()


def test_forgetting_reads_no_big_table_through(on_sqlite: Store) -> None:
    """Where one writes at a time, all others wait for it; on PostgreSQL nobody does."""
    big = ("chance", "week", "outbox", "follow_up", "conversation")
    with on_sqlite.begin() as unit:
        for rule in retention.rules(NOW, "sqlite"):
            if rule.table.name not in big:
                continue
            said = str(rule.over.limit(9).compile(unit.connection, compile_kwargs={"literal_binds": True}))
            plan = [row[3] for row in unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")]
            read = [line for line in plan if line.startswith(f"SCAN {rule.table.name}")]
            assert read in ([], ["SCAN outbox"]), (rule.table.name, plan)
            assert read == [] or " LIMIT 2000" in said.replace("\n", " "), said


def test_what_is_forgotten_is_not_in_sqlites_files_either(on_sqlite: Store) -> None:
    words = "an unsealed mark 4711"
    with on_sqlite.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned("ana", stop=words)])
        ends_up(unit)
    folder = Path(str(on_sqlite.url.database)).parent
    assert any(words.encode() in file.read_bytes() for file in folder.iterdir())
    forget_all(on_sqlite, NOW + 2 * SPANS["planned"])
    assert not any(words.encode() in file.read_bytes() for file in folder.iterdir())

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.planned import Planned
from bot.store import Store, Unit
from tests.store.samples import NOW, TODAY, planned, settle_in

TOMORROW = TODAY + timedelta(days=1)


def kept(store: Store, person: str = "ana") -> list[Planned]:
    with store.look() as unit:
        return [replace(item, id=0) for item in unit.follow_ups.waiting(person)]


def test_a_follow_up_comes_back_as_it_was(store: Store) -> None:
    item = planned(attempts=1, generation=2, slot=False, again=())
    with store.begin() as unit:
        settle_in(unit, "ana")
        assert unit.follow_ups.put([item]) == frozenset()
        (stored,) = unit.follow_ups.due(NOW, 10)
    assert stored == replace(item, id=stored.id)
    assert stored.id > 0


def test_due_means_now_or_before(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        assert unit.follow_ups.due(NOW - timedelta(microseconds=1), 10) == []
        assert len(unit.follow_ups.due(NOW, 10)) == 1
        assert len(unit.follow_ups.due(NOW + timedelta(days=400), 10)) == 1


def test_nobodys_rows_are_split_over_batches(store: Store) -> None:
    late = [planned("zoe", f"late{number}", due_at=NOW - timedelta(minutes=1)) for number in range(5)]
    early = [planned(name, "asked", due_at=NOW - timedelta(hours=1)) for name in ("ana", "zoe")]
    with store.begin() as unit:
        settle_in(unit, "ana", "omar", "zoe")
        unit.follow_ups.put([*late, planned("omar"), *early, planned("zoe", "not_yet", TOMORROW)])
        batch = unit.follow_ups.due(NOW, 2)
        rest = unit.follow_ups.due(NOW, 2, frozenset({"ana", "zoe"}))
    assert [(item.person, item.kind) for item in batch] == [
        ("ana", "asked"),
        ("zoe", "asked"),
        *(("zoe", f"late{number}") for number in range(5)),
    ]
    assert [item.person for item in rest] == ["omar"]


def test_a_new_one_takes_the_place_of_the_open_one_of_its_kind_and_subject(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned(), planned(kind="other")])
        unit.follow_ups.put([planned(occasion=TOMORROW)])
    assert kept(store) == [planned(kind="other"), planned(occasion=TOMORROW)]


def test_planning_the_same_again_changes_nothing(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        assert unit.follow_ups.put([planned()]) == frozenset()
    assert kept(store) == [planned()]


@pytest.mark.parametrize("state", ["done", "expired", "aside"])
def test_what_was_asked_before_is_not_planned_again(store: Store, state: str) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        unit.follow_ups.close([(item, state, "asked") for item in unit.follow_ups.due(NOW, 10)])
        assert unit.follow_ups.put([planned(), planned(occasion=TOMORROW)]) == {planned().key}
    assert kept(store) == [planned(occasion=TOMORROW)]


def test_what_was_stopped_unasked_can_be_planned_again(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        unit.follow_ups.close_where("ana", "checkin", "wait", "", "resting")
        assert unit.follow_ups.waiting("ana") == []
        assert unit.follow_ups.put([planned()]) == frozenset()
    assert kept(store) == [planned()]


def test_what_has_an_id_moves_while_it_is_open_and_never_comes_back(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        (item,) = unit.follow_ups.waiting("ana")
        later = replace(item, due_at=NOW + timedelta(days=1), attempts=1)
        unit.follow_ups.put([later])
        assert unit.follow_ups.waiting("ana") == [later]
        unit.follow_ups.close([(later, "done", "asked")])
        unit.follow_ups.put([later])
        assert unit.follow_ups.waiting("ana") == []


def open_kinds(unit: Unit) -> list[tuple[str, str, str]]:
    return [(item.flow, item.subject, item.kind) for item in unit.follow_ups.waiting("ana")]


@pytest.mark.parametrize(
    ("flow", "subject", "kind", "left"),
    [
        ("", None, "", []),
        ("f", None, "", [("g", "", "k")]),
        ("f", "", "", [("f", "s", "k"), ("f", "s", "l"), ("g", "", "k")]),
        ("f", "s", "", [("f", "", "k"), ("g", "", "k")]),
        ("f", "s", "k", [("f", "", "k"), ("f", "s", "l"), ("g", "", "k")]),
    ],
)
def test_closing_reaches_just_what_is_named(
    store: Store, flow: str, subject: str | None, kind: str, left: list[tuple[str, str, str]]
) -> None:
    all_of_them = [("f", "", "k"), ("f", "s", "k"), ("f", "s", "l"), ("g", "", "k")]
    with store.begin() as unit:
        settle_in(unit, "ana", "omar")
        for who in ("ana", "omar"):
            unit.follow_ups.put(
                [
                    planned(
                        who, one_kind, flow=one_flow, subject=one_subject, key=f"{who}{one_flow}{one_subject}{one_kind}"
                    )
                    for one_flow, one_subject, one_kind in all_of_them
                ]
            )
        unit.follow_ups.close_where("ana", flow, subject, kind, "settled")
        assert sorted(open_kinds(unit)) == left
        assert len(unit.follow_ups.waiting("omar")) == 4
        assert len(unit.follow_ups.all_open()) == 4 + len(left)


def test_the_next_moment_is_known(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        assert unit.next_due() is None
        unit.follow_ups.put([planned(), planned(kind="other", due_at=NOW + timedelta(hours=1))])
        assert unit.next_due() == NOW
        unit.follow_ups.close([(item, "done", "asked") for item in unit.follow_ups.due(NOW, 10)])
        assert unit.next_due() == NOW + timedelta(hours=1)


# put aside, and taken up again


def test_what_is_put_aside_is_taken_up_as_it_was(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", "omar")
        unit.follow_ups.put([planned(), planned(kind="other"), planned("omar")])
        before = unit.follow_ups.waiting("ana")
        unit.follow_ups.close([(before[1], "stopped", "paused")])
        unit.follow_ups.put_aside("ana", frozenset())
        assert unit.follow_ups.waiting("ana") == []
        assert unit.follow_ups.take_up("ana") == before[:1]
        assert unit.follow_ups.waiting("ana") == before[:1]
        assert len(unit.follow_ups.waiting("omar")) == 1


def test_what_was_planned_anew_meanwhile_stays_in_the_place_of_what_was_put_aside(store: Store) -> None:
    later, last = planned(occasion=TODAY + timedelta(days=1)), planned(occasion=TODAY + timedelta(days=2))
    with store.begin() as unit:
        settle_in(unit, "ana")
        for item in (planned(), later):
            unit.follow_ups.put([item])
            unit.follow_ups.put_aside("ana", frozenset())
        assert [one.key for one in unit.follow_ups.take_up("ana")] == [later.key]
        unit.follow_ups.put_aside("ana", frozenset())
        unit.follow_ups.put([last])
        assert unit.follow_ups.take_up("ana") == []
        unit.follow_ups.put_aside("ana", frozenset())
        assert [one.key for one in unit.follow_ups.take_up("ana")] == [last.key]


def test_taking_up_where_nothing_was_put_aside_is_nothing(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        assert unit.follow_ups.take_up("ana") == []
        assert len(unit.follow_ups.waiting("ana")) == 1

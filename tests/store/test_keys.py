"""A question's key is used once: whatever is planned under it later, nothing crashes and nothing is asked twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.planned import Planned
from bot.store import Store, Unit
from tests.store.samples import TODAY, planned, settle_in

TOMORROW = TODAY + timedelta(days=1)


def standing(unit: Unit) -> list[tuple[str, str]]:
    rows = unit.connection.exec_driver_sql("SELECT key, state FROM follow_up ORDER BY key")
    return [(str(key).rpartition("/")[2], str(state)) for key, state in rows]


def opened(unit: Unit) -> Planned:
    (item,) = unit.follow_ups.waiting("ana")
    return item


def test_what_was_stopped_by_a_pause_is_planned_again_under_its_key(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        for _ in range(2):
            unit.follow_ups.put([planned()])
            unit.follow_ups.close_where("ana", "checkin", "wait", "asked", "paused")
        assert unit.follow_ups.put([planned()]) == frozenset()
        assert standing(unit) == [(str(TODAY), "open")]


def test_what_has_come_moves_to_a_day_that_was_stopped_before(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned(occasion=TOMORROW)])
        unit.follow_ups.close_where("ana", "", None, "", "paused")
        unit.follow_ups.put([planned()])
        unit.follow_ups.put([planned(occasion=TOMORROW, id=opened(unit).id)])
        assert standing(unit) == [(str(TOMORROW), "open")]


@pytest.mark.parametrize("state", ["done", "expired", "aside"])
def test_what_has_come_and_would_move_to_a_question_that_was_asked_is_over(store: Store, state: str) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned(occasion=TOMORROW)])
        unit.follow_ups.close([(opened(unit), state, "asked")])
        unit.follow_ups.put([planned()])
        ended = unit.follow_ups.put([planned(occasion=TOMORROW, id=opened(unit).id)])
        assert ended == {planned(occasion=TOMORROW).key}
        assert standing(unit) == [(str(TODAY), "done"), (str(TOMORROW), state)]


def test_the_same_question_is_moved_to_another_hour_under_its_own_key(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned()])
        later = replace(opened(unit), attempts=1, again=(2,))
        assert unit.follow_ups.put([later]) == frozenset()
        assert opened(unit) == later


def test_the_open_one_is_replaced_by_one_whose_day_was_stopped_before(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([planned(occasion=TOMORROW)])
        unit.follow_ups.close_where("ana", "", None, "", "paused")
        unit.follow_ups.put([planned()])
        unit.follow_ups.put([planned(occasion=TOMORROW)])
        assert standing(unit) == [(str(TOMORROW), "open")]

from datetime import timedelta

import pytest

from bot.outgoing import DOUBT, Outgoing
from bot.store import Store
from tests.store.samples import LEASE, NOW, TODAY, message, outgoing

MINUTE = timedelta(minutes=1)


def put(store: Store, *rows: Outgoing) -> None:
    with store.begin() as unit:
        unit.outbox.put(rows)


def claimed(store: Store, at: timedelta = timedelta(0), limit: int = 100) -> list[str]:
    """Keys of what can be claimed, the bot's time and real time being the same."""
    with store.begin() as unit:
        return [row.key for row in unit.outbox.claim(NOW + at, NOW + at, LEASE, limit)]


def ids(store: Store) -> dict[str, int]:
    with store.look() as unit:
        return {key: row.id for key in "abcdef" if (row := unit.outbox.message(key)) is not None}


def test_a_message_comes_back_as_it_was(store: Store) -> None:
    row = outgoing(
        "a", cls="timed", message=message("Omar", quote="the numbers"), replaces="", day=TODAY - timedelta(days=1)
    )
    put(store, row)
    with store.begin() as unit:
        (found,) = unit.outbox.claim(NOW, NOW, LEASE, 10)
        assert unit.outbox.message("a") == found
        assert unit.outbox.message("b") is None
    assert (found.id > 0, found.doubtful) == (True, False)
    assert found == outgoing("a", cls="timed", message=row.message, day=row.day, id=found.id)


def test_a_key_that_is_known_is_not_added_again(store: Store) -> None:
    put(store, outgoing("a"))
    put(store, outgoing("a", message=message("Something else")), outgoing("b"))
    put(store)
    with store.look() as unit:
        found = unit.outbox.message("a")
    assert found is not None
    assert found.message == message()
    assert claimed(store) == ["a", "b"]


def test_what_is_claimed_is_claimed_once_until_its_lease_ends_and_then_is_doubtful(store: Store) -> None:
    put(store, outgoing("a"))
    assert claimed(store) == ["a"]
    assert claimed(store, LEASE + DOUBT - timedelta(seconds=1)) == []
    with store.begin() as unit:
        (row,) = unit.outbox.claim(NOW + LEASE + DOUBT, NOW + LEASE + DOUBT, LEASE, 10)
    assert (row.key, row.doubtful, row.attempts) == ("a", True, 0)


def test_leases_run_on_real_time_whatever_the_clock_of_the_bot_does(store: Store) -> None:
    put(store, outgoing("a", expires_at=NOW + timedelta(days=9)))
    assert claimed(store) == ["a"]
    with store.begin() as unit:
        assert unit.outbox.claim(NOW + timedelta(days=1), NOW + MINUTE / 2, LEASE, 10) == []


def test_a_message_whose_time_has_not_come_stays(store: Store) -> None:
    put(store, outgoing("a", not_before=NOW + MINUTE))
    assert claimed(store) == []
    assert claimed(store, MINUTE) == ["a"]


def test_replies_come_first_then_the_order_of_writing(store: Store) -> None:
    put(
        store,
        outgoing("a"),
        outgoing("b", cls="notice"),
        outgoing("c", cls="reply"),
        outgoing("d", "omar", cls="reply"),
    )
    assert claimed(store, limit=3) == ["c", "d", "a"]
    assert claimed(store) == []  # b waits behind a


def test_an_address_with_an_earlier_message_on_its_way_gives_nothing(store: Store) -> None:
    put(store, outgoing("a"))
    assert claimed(store) == ["a"]
    put(store, outgoing("b"), outgoing("c", "omar"))
    assert claimed(store) == ["c"]
    known = ids(store)
    with store.begin() as unit:
        unit.outbox.mark_sent({known["a"]: "slack-1"}, NOW)
        assert unit.outbox.platform_id("a") == "slack-1"
        assert unit.outbox.platform_id("b") == unit.outbox.platform_id("nothing") == ""
    assert claimed(store) == ["b"]


def test_a_reply_does_not_wait_for_a_nudge_that_is_on_its_way(store: Store) -> None:
    put(store, outgoing("a"))
    assert claimed(store) == ["a"]
    put(store, outgoing("b", cls="reply"))
    assert claimed(store) == ["b"]


def test_nothing_overtakes_a_message_that_waits_for_another_try(store: Store) -> None:
    put(store, outgoing("a"), outgoing("b"))
    claimed(store)
    known = ids(store)
    with store.begin() as unit:
        unit.outbox.mark_retry(known["a"], NOW + 2 * MINUTE, "429")
        unit.outbox.mark_retry(known["b"], NOW, "behind a")
    assert claimed(store, MINUTE) == []
    assert claimed(store, 2 * MINUTE) == ["a", "b"]
    with store.look() as unit:
        found = unit.outbox.message("a")
    assert found is not None
    assert found.attempts == 1


def test_a_message_for_tomorrow_holds_up_nothing(store: Store) -> None:
    put(store, outgoing("a", not_before=NOW + timedelta(days=1)), outgoing("b"))
    assert claimed(store) == ["b"]


def test_a_redrawing_waits_for_the_message_that_it_redraws(store: Store) -> None:
    put(store, outgoing("a", not_before=NOW + MINUTE), outgoing("b", cls="reply", replaces="a"))
    assert claimed(store) == []
    known = ids(store)
    with store.begin() as unit:
        unit.outbox.mark_sent({known["a"]: "1"}, NOW)
    assert claimed(store) == ["b"]


def test_what_had_to_be_shown_anew_is_found_there_by_the_next_redrawing_and_by_its_key(store: Store) -> None:
    put(store, outgoing("a"), outgoing("b", "omar"))
    claimed(store)
    with store.begin() as unit:
        unit.outbox.mark_sent({1: "1", 2: "2"}, NOW)
    for times, key in enumerate("cde"):
        put(store, outgoing(key, cls="reply", replaces="a"))
        with store.begin() as unit:
            (again,) = unit.outbox.claim(NOW, NOW, LEASE, 10)
            assert (again.key, again.replaced_id) == (key, f"{'1' * (times + 1)}")
            unit.outbox.mark_sent({again.id: f"{again.replaced_id}1"}, NOW)
            unit.outbox.moved({"a": f"{again.replaced_id}1"})
    with store.look() as unit:
        assert unit.outbox.platform_ids(["a", "b", "nothing"]) == {"a": "1111", "b": "2"}
        assert unit.outbox.key_of("ana", "1111") == "a"
        assert unit.outbox.key_of("ana", "1") == ""
    with store.begin() as unit:
        unit.outbox.moved({})
        unit.outbox.moved({"nothing": "9"})


def test_a_late_message_is_expired_once_and_never_claimed(store: Store) -> None:
    put(store, outgoing("a"), outgoing("b", expires_at=NOW + 2 * timedelta(hours=1)))
    late = NOW + timedelta(hours=1)
    with store.begin() as unit:
        assert [row.key for row in unit.outbox.claim(late, late, LEASE, 10)] == ["b"]
        assert [row.key for row in unit.outbox.expire(late)] == ["a"]
        assert unit.outbox.expire(late) == []


def test_what_somebody_took_does_not_expire_but_is_decided(store: Store) -> None:
    put(store, outgoing("a"))
    claimed(store)
    late = NOW + timedelta(hours=2)
    with store.begin() as unit:
        assert unit.outbox.expire(late) == []
        (row,) = unit.outbox.claim(late, late, LEASE, 10)
        assert row.doubtful
        unit.outbox.mark_failed(row.id, "doubtful", "nobody knows")
    assert claimed(store, timedelta(hours=3)) == []


def test_a_reply_is_claimed_at_once_by_who_wrote_it_in_order(store: Store) -> None:
    put(store, outgoing("a", cls="reply"), outgoing("b", cls="reply"), outgoing("c", "omar", cls="reply"))
    with store.begin() as unit:
        assert [row.key for row in unit.outbox.claim_now(["b", "a"], NOW, LEASE)] == ["a", "b"]
        assert unit.outbox.claim_now(["b", "a"], NOW, LEASE) == []
    assert claimed(store) == ["c"]


def test_a_reply_is_not_claimed_before_an_earlier_one(store: Store) -> None:
    put(store, outgoing("a", cls="reply"), outgoing("b", cls="reply"))
    with store.begin() as unit:
        assert unit.outbox.claim_now(["b"], NOW, LEASE) == []
        assert [row.key for row in unit.outbox.claim_now(["a"], NOW, LEASE)] == ["a"]
        assert unit.outbox.claim_now(["b"], NOW, LEASE) == []
        unit.outbox.mark_sent({1: "slack-1"}, NOW)
        assert [row.key for row in unit.outbox.claim_now(["b"], NOW, LEASE)] == ["b"]


@pytest.mark.parametrize("state", ["failed", "doubtful", "aside"])
def test_what_failed_is_over_and_makes_room(store: Store, state: str) -> None:
    put(store, outgoing("a"))
    assert claimed(store) == ["a"]
    put(store, outgoing("b"))
    known = ids(store)
    with store.begin() as unit:
        unit.outbox.mark_failed(known["a"], state, "blocked")
    assert claimed(store, timedelta(minutes=2)) == ["b"]


def test_where_somebody_is_asked_elsewhere_questions_that_wait_do_not_leave_and_all_else_does(store: Store) -> None:
    classes = ("reply", "slot", "timed", "notice", "behalf")
    with store.begin() as unit:
        unit.outbox.put([outgoing(cls, cls=cls, address=f"slack:{cls}") for cls in classes])
        unit.outbox.put([outgoing("omar", "omar")])
        unit.outbox.silence("ana", "asked in another place")
        left = {row.key for row in unit.outbox.claim(NOW, NOW, LEASE, 9)}
    assert left == {"reply", "notice", "behalf", "omar"}


def test_the_budget_counts_by_the_persons_day_whatever_became_of_the_message(store: Store) -> None:
    rows = [
        outgoing("a"),
        outgoing("b", cls="timed"),
        outgoing("c", cls="timed"),
        outgoing("d", day=TODAY - timedelta(days=9)),
        outgoing("e", cls="reply"),
        outgoing("f", cls="timed", replaces="b"),
        outgoing("g", "omar", day=TODAY - timedelta(days=1)),
        outgoing("h", "omar"),
        outgoing("i", "omar", expires_at=NOW),
    ]
    put(store, *rows)
    with store.begin() as unit:
        unit.outbox.expire(NOW)
        unit.outbox.mark_failed(8, "failed", "blocked")
        counts = unit.outbox.sent(["ana", "omar", "nobody"], TODAY - timedelta(days=8))
    assert counts == {
        "ana": {("slot", TODAY): 1, ("timed", TODAY): 2},
        "omar": {("slot", TODAY - timedelta(days=1)): 1, ("slot", TODAY): 2},
    }


def test_a_redrawn_message_is_what_the_next_redrawing_starts_from(store: Store) -> None:
    put(store, outgoing("a"))
    with store.begin() as unit:
        unit.outbox.rewrite({"a": message("Answered.")})
    with store.look() as unit:
        found = unit.outbox.message("a")
    assert found is not None
    assert found.message == message("Answered.")


def test_a_waiting_message_is_something_to_do(store: Store) -> None:
    put(store, outgoing("a", not_before=NOW + MINUTE), outgoing("b", cls="reply", not_before=NOW + 2 * MINUTE))
    with store.begin() as unit:
        assert unit.next_due() == NOW + MINUTE
        unit.outbox.mark_failed(1, "failed", "blocked")
        assert unit.next_due() == NOW + 2 * MINUTE

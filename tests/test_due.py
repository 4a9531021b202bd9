"""What is due is asked in the person's own hours, within their budget; the rest slides, lapses or ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.due import WAITED, again, agenda, expires, not_before, plan, replanned, taken_up
from bot.effects import FollowUp
from bot.facts import Person
from bot.planned import ELSEWHERE, Planned
from bot.rules import calendar
from bot.rules.budget import KINDS
from bot.sharing import bundle

ANA = Person("ana", "Ana", zone="Europe/Berlin", country="DE", state="active")
THURSDAY = date(2026, 11, 26)
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


def at(day: date, hour: int, minute: int = 0, zone: str = "Europe/Berlin") -> datetime:
    return calendar.instant(datetime.combine(day, time(hour, minute)), zone)


def item(
    flow: str = "restart", kind: str = "offer", on: date = THURSDAY, at_: time | None = None, **more: object
) -> Planned:
    planned = plan(ANA, FollowUp(kind, on, "in a test", at=at_, flow=flow, subject="p1"))
    return replace(planned, **more)  # type: ignore[arg-type]  # any column


CHECKIN = item("checkin", "asked")
PROMISE = item("capture", "promised", at_=time(9, 0))


def test_a_slot_item_is_asked_at_the_persons_own_hour() -> None:
    assert CHECKIN.due_at == at(THURSDAY, 17)
    assert agenda(ANA, [CHECKIN], {}, at(THURSDAY, 17)).slot == (CHECKIN,)


def test_what_falls_on_a_day_off_is_planned_for_the_next_working_day() -> None:
    assert item(on=date(2026, 11, 28)).wall.date() == MONDAY


def test_a_missed_minute_is_still_asked_within_the_day() -> None:
    assert agenda(ANA, [CHECKIN], {}, at(THURSDAY, 17, 20)).slot == (CHECKIN,)


def test_a_check_in_whose_day_has_closed_lapses() -> None:
    assert agenda(ANA, [CHECKIN], {}, at(THURSDAY, 20)).lapsed == (CHECKIN,)
    assert agenda(ANA, [CHECKIN], {}, at(FRIDAY, 9)).lapsed == (CHECKIN,)


def test_anything_else_slides_to_the_next_working_day() -> None:
    (moved,) = agenda(ANA, [item()], {}, at(THURSDAY, 20)).moved
    assert moved.wall == datetime.combine(FRIDAY, time(17))
    assert moved.due_at == at(FRIDAY, 17)


def test_after_days_of_downtime_one_message_leaves_and_no_burst() -> None:
    late = [replace(CHECKIN, subject=f"p{n}") for n in range(3)] + [item(subject=f"q{n}") for n in range(3)]
    found = agenda(ANA, late, {}, at(MONDAY, 17))
    assert len(found.lapsed) == 3
    assert len(found.slot) == 3
    assert len(bundle(found.slot)[0]) == 1


def test_a_second_slot_message_on_a_day_waits() -> None:
    found = agenda(ANA, [CHECKIN, item()], {("slot", THURSDAY): 1}, at(THURSDAY, 17, 5))
    assert found.slot == ()
    assert found.lapsed == (CHECKIN,)
    assert [one.wall.date() for one in found.moved] == [FRIDAY]


def test_whoever_works_seven_days_gets_five_slot_messages_a_week() -> None:
    busy = replace(ANA, workdays="1234567", country="")
    sent = {("slot", date(2026, 11, 23) + timedelta(days=n)): 1 for n in range(5)}
    saturday = date(2026, 11, 28)
    found = agenda(busy, [item(on=saturday, wall=datetime.combine(saturday, time(17)))], sent, at(saturday, 17))
    assert found.slot == ()
    assert found.moved


def test_two_timed_messages_a_day_and_the_third_the_next() -> None:
    promises = [replace(PROMISE, subject=f"c{n}", key=f"c{n}") for n in range(3)]
    found = agenda(ANA, promises, {}, at(THURSDAY, 9))
    assert len(found.alone) == 2
    assert [one.wall for one in found.moved] == [datetime.combine(FRIDAY, time(9))]


def test_a_timed_message_waits_for_the_working_hours() -> None:
    early = replace(ANA, opens=time(10))
    (moved,) = agenda(early, [PROMISE], {}, at(THURSDAY, 9)).moved
    assert moved.due_at == at(THURSDAY, 10)


@pytest.mark.parametrize(
    ("away", "on"),
    [(((THURSDAY, FRIDAY),), MONDAY), (((THURSDAY, date(2026, 12, 4)),), date(2026, 12, 7))],
)
def test_nothing_comes_on_a_day_away(away: tuple[tuple[date, date], ...], on: date) -> None:
    found = agenda(replace(ANA, away=away), [CHECKIN, item()], {}, at(THURSDAY, 17))
    assert found.slot == ()
    assert found.lapsed == (CHECKIN,)
    assert [one.wall.date() for one in found.moved] == [on]


def test_days_away_are_no_waiting_for_room_and_what_waited_before_them_goes_on_waiting() -> None:
    away = replace(ANA, away=((THURSDAY, FRIDAY),))
    (moved,) = agenda(away, [item()], {}, at(THURSDAY, 17)).moved
    assert (moved.wall.date(), moved.first_on) == (MONDAY, MONDAY)
    waited = item(first_on=date(2026, 11, 24))
    (moved,) = agenda(away, [waited], {}, at(THURSDAY, 17)).moved
    assert (moved.wall.date(), moved.first_on) == (MONDAY, date(2026, 11, 24))


def test_nothing_comes_on_a_public_holiday() -> None:
    christmas = date(2026, 12, 25)
    planned = item(wall=datetime.combine(christmas, time(17)), due_at=at(christmas, 17), first_on=christmas)
    (moved,) = agenda(ANA, [planned], {}, at(christmas, 17)).moved
    assert moved.wall.date() == date(2026, 12, 28)


def test_do_not_disturb_moves_the_message_and_the_day_holds() -> None:
    quiet = replace(ANA, quiet_until=at(THURSDAY, 17, 10))
    (moved,) = agenda(quiet, [item()], {}, at(THURSDAY, 17)).moved
    assert moved.due_at == at(THURSDAY, 17, 10)
    assert agenda(quiet, [moved], {}, at(THURSDAY, 17, 10)).slot


def test_do_not_disturb_over_the_evening_ends_the_day() -> None:
    quiet = replace(ANA, quiet_until=at(FRIDAY, 8))
    found = agenda(quiet, [CHECKIN, item()], {}, at(THURSDAY, 17))
    assert found.lapsed == (CHECKIN,)
    assert [one.wall.date() for one in found.moved] == [FRIDAY]


def test_a_pause_holds_everything_until_its_end_and_is_no_waiting() -> None:
    paused = replace(ANA, state="paused", paused_until=date(2027, 1, 11))
    found = agenda(paused, [CHECKIN, item()], {}, at(THURSDAY, 17))
    assert found.lapsed == (CHECKIN,)
    (moved,) = found.moved
    assert (moved.wall.date(), moved.first_on) == (date(2027, 1, 11), date(2027, 1, 11))


@pytest.mark.parametrize("state", ["stopped", "gone"])
def test_whoever_stopped_or_left_is_asked_nothing(state: str) -> None:
    found = agenda(replace(ANA, state=state), [CHECKIN, item()], {}, at(THURSDAY, 17))  # type: ignore[arg-type]
    assert len(found.ended) == 2
    assert state in found.ended[0][1]


def test_where_the_questions_come_to_another_place_only_the_link_itself_is_asked_about() -> None:
    link = item("link", "unanswered", at_=time(17))
    found = agenda(replace(ANA, state="quiet"), [CHECKIN, item(), link], {}, at(THURSDAY, 17))
    assert [reason for _, reason in found.ended] == [ELSEWHERE, ELSEWHERE]
    assert found.alone == (link,)


def test_what_is_taken_up_comes_as_planned_or_with_today_and_has_not_waited_for_room() -> None:
    now = at(MONDAY, 10)
    later, over = item(on=date(2026, 12, 3)), item(on=date(2026, 11, 5), first_on=date(2026, 11, 5))
    assert taken_up(ANA, later, now) == later
    assert taken_up(ANA, CHECKIN, now) == CHECKIN
    today = taken_up(ANA, over, now)
    assert (today.wall, today.first_on) == (datetime.combine(MONDAY, time(17)), MONDAY)
    assert agenda(ANA, [today], {}, at(MONDAY, 17)).slot == (today,)
    forgotten = replace(over, kind="of former times")
    assert taken_up(ANA, forgotten, now) == forgotten


def test_what_is_taken_up_goes_by_the_present_hours_and_zone() -> None:
    moved = replace(ANA, zone="Asia/Tokyo", asks_at=time(10))
    found = taken_up(moved, item(on=date(2026, 12, 3)), at(MONDAY, 10))
    assert (found.wall, found.zone) == (datetime(2026, 12, 3, 10), "Asia/Tokyo")
    assert found.due_at == at(date(2026, 12, 3), 10, zone="Asia/Tokyo")


def test_what_found_no_room_for_fifteen_working_days_ends_with_that_reason() -> None:
    old = item(first_on=date(2026, 11, 4))
    found = agenda(ANA, [old], {("slot", THURSDAY): 1}, at(THURSDAY, 17, 5))
    assert found.ended == ((old, WAITED),)


def test_a_kind_that_no_longer_exists_is_closed() -> None:
    found = agenda(ANA, [replace(item(), kind="forgotten")], {}, at(THURSDAY, 17))
    assert found.ended[0][1] == "a kind of follow-up that no longer exists"


def test_a_move_to_the_west_makes_the_same_wall_time_later() -> None:
    lisbon = replace(ANA, zone="Europe/Lisbon")
    (moved,) = agenda(lisbon, [CHECKIN], {}, at(THURSDAY, 17)).moved
    assert moved.due_at == at(THURSDAY, 17, zone="Europe/Lisbon")
    assert moved.wall == CHECKIN.wall


def test_other_hours_move_what_rides_in_the_days_message_only() -> None:
    early = replace(ANA, asks_at=time(16))
    assert replanned(early, CHECKIN).wall.time() == time(16)
    assert replanned(early, PROMISE) == PROMISE


def test_further_attempts_are_counted_in_working_days_from_the_first() -> None:
    first = item(again=(3, 10))
    second = again(ANA, first, THURSDAY)
    assert second is not None
    assert (second.wall.date(), second.attempts, second.again) == (date(2026, 12, 1), 1, (10,))
    third = again(ANA, second, second.wall.date())
    assert third is not None
    assert third.wall.date() == date(2026, 12, 10)
    assert again(ANA, third, third.wall.date()) is None


def test_beside_the_check_in_one_thing_is_asked_and_the_rest_waits() -> None:
    back, picture = item("time_off", "back"), item("first_days", "picture")
    offer, change, proof = item("restart", "offer"), item("first_days", "next"), item("sharpen", "next")
    asked, waiting = bundle((back, CHECKIN, offer, picture, change, proof))
    assert asked == (back, CHECKIN, offer, picture)
    assert waiting == (change, proof)


def test_a_card_with_check_in_and_look_back_is_full_but_for_what_goes_before_the_check_in() -> None:
    promise, later = item("capture", "promised_later"), item("capture", "bring")
    offer, lookback = item("restart", "offer"), item("lookback", "weekly")
    assert bundle((CHECKIN, offer, lookback)) == ((CHECKIN, lookback), (offer,))
    assert bundle((promise, later, CHECKIN, lookback)) == ((promise, CHECKIN, lookback), (later,))
    assert bundle((offer, lookback)) == ((offer, lookback), ())


def test_promises_come_before_check_ins_and_the_look_back_last() -> None:
    due = [item("lookback", "weekly"), CHECKIN, item("capture", "promised_later")]
    found = agenda(ANA, due, {}, at(THURSDAY, 17))
    assert [one.flow for one in found.slot] == ["capture", "checkin", "lookback"]


def test_of_equals_what_was_first_due_comes_first_then_the_table_decides_then_what_was_planned_first() -> None:
    waits = item("pace", "ends", first_on=date(2026, 11, 25))
    due = [
        replace(CHECKIN, subject="a", id=7),
        item("zone", "settled", id=1),
        item("restart", "offer", subject="a", id=3),
        waits,
        replace(CHECKIN, subject="b", id=2),
        item("restart", "offer", subject="b", id=9),
    ]
    in_order = [(3, CHECKIN, 2), (3, CHECKIN, 7), (4, waits, 0), (4, due[2], 3), (4, due[5], 9), (4, due[1], 1)]
    for arrived in (due, due[::-1]):
        found = agenda(ANA, arrived, {}, at(THURSDAY, 17)).slot
        assert [(KINDS[(one.flow, one.kind)].rank, one.flow, one.id) for one in found] == [
            (rank, one.flow, id_) for rank, one, id_ in in_order
        ]


def test_what_comes_when_there_is_room_stands_on_the_home_page_under_no_day() -> None:
    assert not any(kind.label for kind in KINDS.values() if kind.patient)
    assert all(kind.label for kind in KINDS.values() if kind.cls == "slot" and not kind.patient and not kind.joins)


def test_the_table_of_kinds_goes_by_rank_but_for_what_is_alone() -> None:
    ranks = [kind.rank for kind in KINDS.values() if kind.cls == "slot"]
    assert ranks == sorted(ranks)


def test_a_slot_message_is_worth_nothing_after_the_working_day() -> None:
    assert expires(ANA, "slot", at(THURSDAY, 17)) == at(THURSDAY, 17, 30)
    assert expires(ANA, "slot", at(THURSDAY, 17, 30)) == at(THURSDAY, 17, 45)
    assert expires(ANA, "reply", at(THURSDAY, 17)) == at(FRIDAY, 17)


def test_words_in_a_humans_name_leave_within_the_working_hours() -> None:
    assert not_before(ANA, "behalf", at(FRIDAY, 20)) == at(MONDAY, 8, 30)
    assert not_before(ANA, "behalf", at(FRIDAY, 6)) == at(FRIDAY, 8, 30)
    assert not_before(ANA, "behalf", at(FRIDAY, 12)) == at(FRIDAY, 12)
    assert not_before(ANA, "reply", at(FRIDAY, 23)) == at(FRIDAY, 23)


def test_the_key_of_a_follow_up_is_its_occasion_and_not_the_day_it_fires() -> None:
    wish = FollowUp("asked", FRIDAY, "x", occasion=THURSDAY, flow="checkin", subject="p1")
    assert plan(ANA, wish).key == plan(ANA, replace(wish, on=MONDAY)).key
    assert plan(ANA, wish).key != plan(ANA, replace(wish, generation=1)).key
    assert plan(ANA, wish).key != plan(ANA, replace(wish, occasion=FRIDAY)).key


def test_instants_are_utc() -> None:
    assert CHECKIN.due_at.tzinfo is UTC

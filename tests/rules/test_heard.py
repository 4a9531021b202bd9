"""The clock: what counts, what state it is in, and its age in the leader's working days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.content.loader import load_words
from bot.facts import Capture, Facts, Item, Person, Round
from bot.rules.heard import Clock, arrived_on, clock, counted, heard, line

WORDS = load_words()
ANA = Person("ana", "Ana", "Europe/Berlin")
LEA = Person("lea", "Lea", "Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
ROUND = Round("r1", "ana", 1, date(2026, 11, 10), MONDAY - timedelta(days=3), MONDAY, 5, 6, state="released")


def told(number: int, kind: str = "know", state: str = "heard", at: datetime = MONDAY) -> Item:
    return Item(f"i{number}", "lea", "ana", kind, "so", at, state)  # type: ignore[arg-type]  # one of them


def facts(*items: Item, rounds: tuple[Round, ...] = (), captures: tuple[Capture, ...] = ()) -> Facts:
    return Facts(LEA, WORDS, items=items, rounds=rounds, captures=captures)


def said(known: Facts, now: datetime = THURSDAY) -> str:
    return "".join(span.text for span in line(WORDS, clock(known, ANA, now)))


def test_the_line_says_how_many_how_many_answered_and_how_long_the_oldest_waits() -> None:
    answered = [told(number, state=state) for number, state in enumerate(("answered", "declined", "done", "told"))]
    known = facts(*answered, told(5), rounds=(replace(ROUND, replied_on=date(2026, 11, 25)),))
    assert said(known) == "6 heard, 5 answered, the oldest waits 3 days."


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MONDAY, "1 heard, 0 answered, the oldest came today."),
        (MONDAY + timedelta(days=1), "1 heard, 0 answered, the oldest waits 1 day."),
        (MONDAY + timedelta(days=7), "1 heard, 0 answered, the oldest waits 5 days."),
    ],
)
def test_days_are_the_leaders_working_days(now: datetime, words: str) -> None:
    assert said(facts(told(1)), now) == words


def test_a_leader_who_is_away_is_not_waited_for_in_those_days() -> None:
    away = replace(ANA, away=((date(2026, 11, 24), date(2026, 11, 25)),))
    assert clock(facts(told(1)), away, THURSDAY).oldest == 1


def test_thanks_carry_no_clock() -> None:
    assert said(facts(told(1, "thanks"))) == "Nothing has come in yet."


def test_with_everything_answered_nothing_waits() -> None:
    assert said(facts(told(1, state="told"))) == "1 heard, 1 answered. Nothing waits."


def test_a_round_that_was_left_without_a_reply_waits_no_more_and_is_said() -> None:
    known = facts(told(1), rounds=(replace(ROUND, unanswered_on=date(2026, 12, 18)),))
    assert said(known) == "2 heard, 0 answered, 1 left without a reply, the oldest waits 3 days."


def test_a_reply_that_comes_late_counts_as_one() -> None:
    late = replace(ROUND, unanswered_on=date(2026, 12, 18), replied_on=date(2026, 12, 21))
    assert clock(facts(rounds=(late,)), ANA, THURSDAY) == Clock(1, 1)


@pytest.mark.parametrize("state", ["open", "released", "below", "lost", "dropped"])
def test_before_its_release_a_round_is_nothing_however_it_ended(state: str) -> None:
    one = replace(ROUND, state=state)  # type: ignore[arg-type]  # one of them
    assert clock(facts(rounds=(one,)), ANA, MONDAY - timedelta(seconds=1)) == Clock()


@pytest.mark.parametrize("state", ["open", "below", "lost", "dropped"])
def test_what_was_never_released_is_never_counted(state: str) -> None:
    one = replace(ROUND, state=state)  # type: ignore[arg-type]  # one of them
    assert clock(facts(rounds=(one,)), ANA, THURSDAY) == Clock()


def test_each_has_a_state() -> None:
    kept = (Capture("c1", "ana", "promise", "so", state="kept", loop="r3"),)
    rounds = (
        ROUND,
        replace(ROUND, id="r2", thanked_on=date(2026, 11, 23)),
        replace(ROUND, id="r3", replied_on=date(2026, 11, 24)),
        replace(ROUND, id="r4", replied_on=date(2026, 11, 24)),
    )
    found = heard(facts(told(1, state="thanked"), rounds=rounds, captures=kept), ANA, THURSDAY)
    assert {one.id: one.state for one in found} == {
        "i1": "thanked", "r1": "heard", "r2": "thanked", "r3": "done", "r4": "answered",
    }  # fmt: skip
    assert [one.id for one in found if one.waits] == ["i1", "r1", "r2"]


def test_a_year_later_it_is_counted_no_more() -> None:
    assert said(facts(told(1)), MONDAY + timedelta(days=400)) == "Nothing has come in yet."


def test_another_leaders_counts_for_them_alone() -> None:
    assert clock(facts(replace(told(1), leader="nora")), ANA, THURSDAY) == Clock()


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        (datetime(2026, 11, 20, 9, 0), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 19, 0), date(2026, 11, 23)),
        (datetime(2026, 11, 21, 9, 0), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 3, 0), date(2026, 11, 23)),
    ],
)
def test_what_is_told_outside_their_hours_is_with_them_on_the_next_working_day(wall: datetime, day: date) -> None:
    assert arrived_on(ANA, wall.replace(tzinfo=UTC)) == day


def test_the_leader_and_everybody_in_the_team_see_the_same() -> None:
    known = facts(told(1), told(2, state="answered"), rounds=(ROUND,))
    theirs = replace(known, person=ANA)
    masked = replace(known, items=tuple(replace(one, author="", text="") for one in known.items))
    assert clock(known, ANA, THURSDAY) == clock(theirs, ANA, THURSDAY) == clock(masked, ANA, THURSDAY)


def test_nothing_comes_to_nothing() -> None:
    assert counted(()) == Clock()

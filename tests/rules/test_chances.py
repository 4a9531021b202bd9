"""What the last chances of a practice say."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import Chance, Mark
from bot.messages import Dots
from bot.rules import chances
from bot.rules.chances import dots, is_return, misses, push, roll, silent_run, tally

MONDAY = date(2026, 11, 16)
recents = st.text(alphabet=".dpn0sua", max_size=12)


def chance(ahead: int, mark: Mark) -> Chance:
    return Chance("p", MONDAY + timedelta(ahead), "ana", mark)


def test_every_mark_has_a_letter_and_every_letter_a_mark():
    assert set(chances.LETTERS) == set(get_args(Mark))
    assert all(chances.LETTERS[mark] == letter for letter, mark in chances.MARKS.items())
    assert set(chances.MARKS) == set(".dpn0sua")


def test_a_roll_up_holds_the_last_twelve_newest_last_in_whatever_order_they_come():
    history = [chance(ahead, "did" if ahead else "not") for ahead in range(13)]
    assert roll(history[:2]) == "nd"
    assert roll(history) == "d" * 12
    assert roll(reversed(history[:3])) == "ndd"


def test_a_chance_that_was_only_written_about_later_stays_unanswered():
    assert roll([chance(0, "note")]) == "."


def test_pushing_a_chance_drops_the_oldest():
    assert push("n" + "d" * 11, "partly") == "d" * 11 + "p"


def test_ten_expected_chances_are_counted_and_days_away_are_none_of_them():
    seen = tally("n" + "d" * 5 + "aa" + "pn.u")
    assert (seen.expected, seen.prompted, seen.answered) == (10, 10, 9)
    assert (seen.did, seen.partly, seen.missed, seen.unsure) == (5, 1, 2, 1)


def test_no_chance_and_a_pass_are_outside_both_rates():
    plain, with_both = tally("dn."), tally("d0ns.")
    assert plain.answer_rate == with_both.answer_rate == pytest.approx(2 / 3)
    assert plain.doing_rate == with_both.doing_rate == 0.5
    assert with_both.no_chance == 1


def test_partly_is_half():
    assert tally("pp").doing_rate == 0.5


def test_not_sure_is_an_answer_that_says_nothing_about_doing():
    assert tally("u").answer_rate == 1
    assert tally("u").doing_rate is None


@pytest.mark.parametrize("recent", ["", "a", "0s", "aaa"])
def test_without_anything_prompted_there_is_no_rate(recent: str):
    assert tally(recent).answer_rate is None
    assert tally(recent).doing_rate is None


@given(recents)
def test_rates_stay_between_none_and_all(recent: str):
    seen = tally(recent)
    assert seen.said <= seen.answered <= seen.prompted <= seen.expected <= 10
    for rate in (seen.answer_rate, seen.doing_rate):
        assert rate is None or 0 <= rate <= 1


@pytest.mark.parametrize(
    ("recent", "run"),
    [("", 0), ("d", 0), ("d..", 2), ("..d", 0), (".a.", 2), ("d.a", 1), (".0", 0), (".s", 0), (".u", 0), ("a", 0)],
)
def test_silence_is_ended_by_any_answer_and_not_by_a_day_away(recent: str, run: int):
    assert silent_run(recent) == run


@pytest.mark.parametrize(
    ("recent", "row"),
    [
        ("", 0),
        ("n", 1),
        ("nn", 2),
        ("ndn", 1),
        ("npn", 1),
        ("nnd", 0),
        ("n0n", 2),
        ("nsn", 2),
        ("nan", 2),
        ("nun", 2),
        ("nn0", 2),
        ("n.n", 1),
        ("nn.", 0),
    ],
)
def test_misses_are_counted_in_a_row_past_days_that_say_nothing(recent: str, row: int):
    assert misses(recent) == row


@pytest.mark.parametrize("recent", ["...d", "...n", "...0", "...s", "d...u", "nnd", "nnp", ".a..d", "nn0d"])
def test_the_first_answer_after_a_lapse_is_a_return(recent: str):
    assert is_return(recent)


@pytest.mark.parametrize("recent", ["", "d", "..d", "...", "...dd", "nnn", "nn0", "nd"])
def test_everything_else_is_none(recent: str):
    assert not is_return(recent)


def test_ten_dots_are_drawn_from_the_first_day_on():
    assert dots("") == ("ahead",) * 10
    assert dots("d") == ("did", *("ahead",) * 9)
    assert dots("pn.0su") == ("partly", "not", "open", "out", "out", "out", *("ahead",) * 4)


@given(recents)
def test_there_are_always_ten_dots_and_no_day_away_among_them(recent: str):
    drawn = dots(recent)
    assert len(drawn) == 10
    assert len(drawn) - drawn.count("ahead") == tally(recent).expected
    assert Dots(drawn, "").marks == drawn

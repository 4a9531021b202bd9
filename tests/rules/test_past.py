"""A practice's past is counted by the person's own weeks."""

from dataclasses import replace
from datetime import date

from bot.facts import Chance, Mark, Person
from bot.rules.past import PastWeek, weeks

ANA = Person("ana", "Ana")
WEDNESDAY = date(2026, 11, 25)


def day(iso: str, mark: Mark = "did") -> Chance:
    return Chance("p1", date.fromisoformat(iso), "ana", mark=mark)


def test_partly_counts_as_done_and_an_unanswered_day_as_asked() -> None:
    chances = [day("2026-11-23"), day("2026-11-24", "partly"), day("2026-11-25", "")]
    assert weeks(ANA, chances, WEDNESDAY, 8) == (PastWeek(date(2026, 11, 23), 2, 3),)


def test_days_without_a_chance_passes_and_days_away_are_outside() -> None:
    chances = [day("2026-11-23", "none"), day("2026-11-24", "pass"), day("2026-11-25", "away")]
    assert weeks(ANA, chances, WEDNESDAY, 8) == ()


def test_a_week_in_which_nothing_was_asked_stands_empty_between_others() -> None:
    found = weeks(ANA, [day("2026-11-10"), day("2026-11-24")], WEDNESDAY, 8)
    assert [one.asked for one in found] == [1, 0, 1]


def test_only_the_newest_weeks_are_kept_and_none_to_come() -> None:
    chances = [day("2026-09-01"), day("2026-11-17"), day("2026-12-24")]
    assert [one.first for one in weeks(ANA, chances, WEDNESDAY, 2)] == [date(2026, 11, 16), date(2026, 11, 23)]


def test_who_works_from_sunday_has_weeks_from_sunday() -> None:
    sunday_first = replace(ANA, workdays="71234")
    (week,) = weeks(sunday_first, [day("2026-11-22")], WEDNESDAY, 8)
    assert week.first == date(2026, 11, 22)

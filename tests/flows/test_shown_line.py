"""A leader's line: what each choice lets out, what is counted, and that silence is no number."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.ballot.released import Result
from bot.facts import Chance
from bot.flows.shown.line import BLANK, made, whole
from bot.rules import calendar
from tests.rounds import RELEASED, ROUND, ended
from tests.showing import FRIDAY, ON_FRIDAY, everything, led, line, row, together


@pytest.mark.parametrize(
    ("scope", "blank"),
    [
        ("nothing", set(BLANK)),
        ("status", set(BLANK) - {"going"}),
        ("together", {"brings", "quiet_since", "band"}),
        ("open", {"brings", "quiet_since"}),
    ],
)
def test_what_is_not_in_the_choice_is_blank(scope: str, blank: set[str]) -> None:
    stage = everything(together())
    at = calendar.instant(ON_FRIDAY, "Europe/Berlin")
    found = made(stage.leader, scope, FRIDAY, at)  # type: ignore[arg-type]  # a scope
    assert {name for name, none in BLANK.items() if getattr(found, name) == none} - {"going"} == blank - {"going"}


def test_the_line_is_the_same_whatever_else_is_known_about_others() -> None:
    stage = everything(together())
    at = calendar.instant(ON_FRIDAY, "Europe/Berlin")
    before = whole(stage.leader, FRIDAY, at)
    stage.people["omar"] = replace(stage.people["omar"], name="Somebody Else", zone="Asia/Tokyo")
    assert whole(stage.leader, FRIDAY, at) == before


def test_what_everything_is_counted_as() -> None:
    stage = everything(together())
    found = whole(stage.leader, FRIDAY, calendar.instant(ON_FRIDAY, "Europe/Berlin"))
    assert (found.done, found.expected, found.usual_done, found.usual_expected) == (4, 5, 15, 19)
    assert found.weeks[-2:] == ((4, 5), (4, 5))
    assert (found.due, found.kept, found.promised) == (1, 1, 1)
    assert (found.things_due, found.things_done, found.things_dropped) == (1, 1, 1)
    assert found.milestone == "digest.milestone_4"
    assert found.fresh_on == date(2026, 12, 3)
    assert (found.band, found.waits_since) == ("more", date(2026, 11, 24))


def test_todays_chance_is_still_open_and_counts_next_week() -> None:
    stage = together().goes_to(ON_FRIDAY)
    assert line(stage).expected == 5, "from last Friday to this Thursday"
    stage.saves(Chance("p1", FRIDAY, "ana", "not"))
    stage.goes_to(datetime(2026, 12, 4, 17, 1))
    kept = row(stage, date(2026, 12, 4))
    assert kept is not None
    assert (kept.line.done, kept.line.expected) == (0, 1)


def test_silence_is_no_number_and_looks_like_rest() -> None:
    stage = together("together")
    for day in range(23, 27):
        stage.saves(Chance("p1", date(2026, 11, day), "ana", ""))
    resting = together("together", state="resting")
    for day in range(23, 27):
        resting.saves(Chance("p1", date(2026, 11, day), "ana", "away"))
    silent, at_rest = line(stage.goes_to(ON_FRIDAY)), line(resting.goes_to(ON_FRIDAY))
    assert not silent.going
    assert replace(silent, practice="") == at_rest


def test_what_has_come_to_its_end_is_told_as_reached_in_that_week_alone() -> None:
    began, over = date(2026, 5, 26), date(2026, 11, 24)
    stage = together(started_on=began, began_on=began, state="kept", ended_on=over)
    found = line(stage.goes_to(ON_FRIDAY))
    assert (found.going, found.practice, found.milestone) == (False, "", "digest.milestone_26")
    kept = row(stage.goes_to(datetime(2026, 12, 4, 17, 1)), date(2026, 12, 4))
    assert kept is not None
    assert kept.line.milestone == ""


def test_quiet_is_told_only_to_whom_everything_is_open() -> None:
    for scope, since in (("together", None), ("open", date(2026, 11, 24))):
        stage = together(scope)
        for day in range(24, 27):
            stage.saves(Chance("p1", date(2026, 11, day), "ana", ""))
        assert line(stage.goes_to(ON_FRIDAY)).quiet_since == since


def test_a_band_is_told_in_the_week_of_its_release_and_never_without_one() -> None:
    at = calendar.instant(ON_FRIDAY, "Europe/Berlin")
    stage = led(together())
    ended(stage, RELEASED, replace(ROUND, releases_at=datetime(2026, 11, 17, 9, tzinfo=UTC)))
    assert whole(stage.leader, FRIDAY, at).band == ""
    ended(stage, replace(RELEASED, results=(Result("change", None, None, unseen=True),)), ROUND)
    assert whole(stage.leader, FRIDAY, at).band == ""
    ended(stage, replace(RELEASED, results=(Result("change", None, -1, unseen=False),)), ROUND)
    assert whole(stage.leader, FRIDAY, at).band == "less"


@pytest.mark.parametrize(
    ("practice", "title"),
    [
        ({}, "wait two seconds"),
        ({"act": "I ask Omar first"}, ""),
        ({"act": "listen to omar."}, ""),
        ({"act": "call Petra first", "who": "Petra"}, ""),
        ({"act": "ask my team", "who": "my team"}, "ask my team"),
    ],
)
def test_a_practice_that_names_somebody_has_no_title(practice: dict[str, str], title: str) -> None:
    assert line(together(**practice).goes_to(ON_FRIDAY)).practice == title

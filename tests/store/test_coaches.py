"""Whom somebody coaches, and what they may read: on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching import Engagement, Line, Page, Shown
from bot.facts import Consent, Facts, Record
from bot.store import Store
from bot.store.people import EVERYTHING
from tests.store.samples import NOW, TODAY, person, settle_in, words_for

FRIDAY = date(2026, 11, 20)
OPEN = Consent("k1", "ana", "nora", "together", NOW)
TOGETHER = Engagement("nora", "ana", "accepted", since=TODAY)
LINE = Shown("ana", "nora", FRIDAY, "k1", Line(practice="wait two seconds", done=3, expected=4, weeks=((3, 4),)))


@pytest.fixture
def saves(store: Store) -> Store:
    with store.begin() as unit:
        settle_in(unit, "ana", "ben", "nora", "lea")
    return store


def facts(store: Store, *records: Record) -> dict[str, Facts]:
    with store.begin() as unit:
        unit.people.save(records)
    with store.look() as unit:
        return unit.people.facts(["ana", "ben", "nora"], words_for, EVERYTHING)


def test_both_know_of_each_other_and_nobody_else_does(saves: Store) -> None:
    found = facts(saves, TOGETHER, Page("nora", "slack:T1-C1", "coaching", ("ana",)))
    assert found["ana"].engagements == found["nora"].engagements == (TOGETHER,)
    assert found["ben"].engagements == ()
    assert "nora" in [one.id for one in found["ana"].people]
    assert found["nora"].page == Page("nora", "slack:T1-C1", "coaching", ("ana",))
    assert found["ana"].page is None


def test_a_line_comes_back_as_it_was_and_the_newest_alone_is_read(saves: Store) -> None:
    older = replace(LINE, friday=FRIDAY - timedelta(days=7), line=Line(going=False))
    found = facts(saves, TOGETHER, OPEN, older, LINE)
    assert found["nora"].shown == found["ana"].shown == (LINE,)
    assert found["nora"].granted == (OPEN,)


@pytest.mark.parametrize(
    "record",
    [
        replace(OPEN, until_at=NOW),
        replace(TOGETHER, state="ended"),
        replace(LINE, consent="another"),
        replace(LINE, coach="lea"),
    ],
)
def test_a_coach_reads_no_line_without_the_choice_under_which_it_was_made(saves: Store, record: Record) -> None:
    lines = (TOGETHER, OPEN) if isinstance(record, Shown) else (TOGETHER, OPEN, LINE)
    assert facts(saves, *lines, record)["nora"].shown == ()


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""Nine o'clock for somebody whose zone is UTC: the line is read."""
AN_HOUR = timedelta(hours=1)


def exported(saves: Store, person: str, now: datetime, *records: Record) -> list[object]:
    facts(saves, TOGETHER, OPEN, LINE, *records)
    with saves.look() as unit:
        return list(unit.export(person, now)["shown"])


def test_a_coach_takes_along_no_line_before_its_monday(saves: Store) -> None:
    utc = replace(person("nora"), zone="Etc/UTC")
    assert exported(saves, "nora", MONDAY - AN_HOUR, utc) == []
    assert len(exported(saves, "ana", MONDAY - AN_HOUR)) == 1
    assert len(exported(saves, "nora", MONDAY)) == 1


def test_what_was_read_while_the_choice_held_stays_with_the_coach_and_nothing_else_does(saves: Store) -> None:
    utc = replace(person("nora"), zone="Etc/UTC")
    later = MONDAY + timedelta(days=60)
    assert len(exported(saves, "nora", later, utc, replace(OPEN, until_at=MONDAY + AN_HOUR))) == 1
    assert exported(saves, "nora", later, replace(OPEN, until_at=MONDAY - AN_HOUR)) == []
    assert exported(saves, "nora", later, OPEN, replace(LINE, consent="another")) == []
    assert len(exported(saves, "ana", later)) == 1


def test_what_is_erased_leaves_nothing_on_the_other_side(saves: Store) -> None:
    facts(saves, TOGETHER, OPEN, LINE)
    with saves.begin() as unit:
        unit.erase("ana")
    found = facts(saves)
    assert (found["nora"].engagements, found["nora"].shown, found["nora"].granted) == ((), (), ())

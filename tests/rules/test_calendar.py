"""On which days and in which hours somebody works, and which instant their wall time is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import Person
from bot.rules.calendar import (
    LOOK,
    asks_at,
    day_off,
    in_hours,
    instant,
    is_workday,
    last_workday_of_week,
    local,
    next_workday,
    previous_workday,
    week_of,
    workday_on_or_after,
    workdays_between,
)

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 21)
ANA = Person("ana", "Ana")
AT_SEA = replace(ANA, workdays="71234")
NEVER = replace(ANA, workdays="")
LONG_GONE = replace(ANA, away=((date(2020, 1, 1), date(9999, 12, 31)),))

ZONES = (
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Europe/Berlin",
    "Etc/UTC",
)
zones = st.sampled_from(ZONES)
days = st.dates(date(2000, 1, 1), date(2036, 12, 31))
walls = st.datetimes(datetime(2000, 1, 1), datetime(2036, 12, 31)).map(
    lambda wall: wall.replace(second=0, microsecond=0)
)
patterns = st.sets(st.sampled_from("1234567")).map(lambda digits: "".join(sorted(digits)))


@st.composite
def people(draw: st.DrawFn) -> Person:
    first = draw(days)
    return replace(
        ANA,
        workdays=draw(patterns),
        country=draw(st.sampled_from(["", "DE", "US", "IL", "zz"])),
        away=((first, first + timedelta(draw(st.integers(0, 1200)))),) if draw(st.booleans()) else (),
        free_days=tuple(draw(st.lists(days, max_size=3))),
    )


# Days


@pytest.mark.parametrize(
    ("person", "day", "why"),
    [
        (ANA, MONDAY, ""),
        (ANA, SATURDAY, "weekend"),
        (AT_SEA, FRIDAY, "weekend"),
        (AT_SEA, SATURDAY + timedelta(1), ""),
        (replace(ANA, country="DE"), date(2026, 12, 25), "holiday"),
        (replace(ANA, country="de"), date(2026, 12, 25), "holiday"),
        (ANA, date(2026, 12, 25), ""),
        (replace(ANA, country="ZZ"), date(2026, 12, 25), ""),
        (replace(ANA, country="Germany!"), date(2026, 12, 25), ""),
        (replace(ANA, country="GB"), date(2026, 11, 30), ""),
        (replace(ANA, country="GB-SCT"), date(2026, 11, 30), "holiday"),
        (replace(ANA, country="GB-XX"), date(2026, 12, 25), ""),
        (replace(ANA, free_days=(MONDAY,)), MONDAY, "free"),
        (replace(ANA, away=((MONDAY, FRIDAY),)), MONDAY, "away"),
        (replace(ANA, away=((MONDAY, FRIDAY),)), FRIDAY, "away"),
        (replace(ANA, away=((MONDAY, FRIDAY),)), FRIDAY + timedelta(3), ""),
        (replace(ANA, away=((SATURDAY, FRIDAY),)), SATURDAY, "weekend"),
        (LONG_GONE, MONDAY, "away"),
        (NEVER, MONDAY, "weekend"),
    ],
)
def test_a_day_off_has_its_reason(person: Person, day: date, why: str):
    assert day_off(person, day) == why
    assert is_workday(person, day) == (not why)


def test_holidays_of_years_that_a_country_has_not_published_are_no_trouble():
    assert is_workday(replace(ANA, country="IN"), date(2040, 3, 14))


def test_the_next_workday_skips_what_is_off():
    ana = replace(ANA, country="US", away=((date(2026, 11, 30), date(2026, 12, 1)),), free_days=(date(2026, 12, 2),))
    wednesday = date(2026, 11, 25)
    assert next_workday(ana, wednesday) == FRIDAY  # Thanksgiving
    assert next_workday(ana, wednesday, 2) == date(2026, 12, 3)
    assert next_workday(ana, wednesday, 0) == wednesday
    assert workday_on_or_after(ana, wednesday) == wednesday
    assert workday_on_or_after(ana, date(2026, 11, 28)) == date(2026, 12, 3)
    assert previous_workday(ana, date(2026, 12, 3)) == FRIDAY
    assert previous_workday(ana, date(2026, 12, 3), 2) == wednesday
    assert workdays_between(ana, wednesday, date(2026, 12, 3)) == 2


@pytest.mark.parametrize("person", [NEVER, LONG_GONE])
def test_who_never_works_ends_the_search(person: Person):
    assert next_workday(person, MONDAY) == MONDAY + timedelta(LOOK)
    assert next_workday(person, MONDAY, 5) == MONDAY + timedelta(LOOK)
    assert workday_on_or_after(person, MONDAY) == MONDAY + timedelta(LOOK)
    assert previous_workday(NEVER, MONDAY) == MONDAY - timedelta(LOOK)
    assert last_workday_of_week(person, MONDAY) is None
    assert workdays_between(person, MONDAY, date(9000, 1, 1)) == 0


@given(people(), days, st.integers(1, 5))
def test_counting_forth_and_back_agrees(person: Person, day: date, n: int):
    there = next_workday(person, day, n)
    assert there > day
    if is_workday(person, there):
        assert workdays_between(person, day, there) == n or (there - day).days > LOOK
        assert previous_workday(person, there + timedelta(1)) == there
        if is_workday(person, day):
            assert previous_workday(person, there, n) == day


@given(people(), days)
def test_a_week_has_seven_days_and_holds_its_day(person: Person, day: date):
    first, last = week_of(person, day)
    assert first <= day <= last
    assert (last - first).days == 6
    assert week_of(person, last) == (first, last)
    assert week_of(person, last + timedelta(1))[0] == last + timedelta(1)
    friday = last_workday_of_week(person, day)
    assert friday is None or (is_workday(person, friday) and next_workday(person, friday) > last)


@pytest.mark.parametrize(
    ("workdays", "begins"),
    [
        ("12345", "Mon"),
        ("71234", "Sun"),
        ("1234567", "Mon"),
        ("", "Mon"),
        ("234", "Tue"),
        ("135", "Mon"),
        ("25", "Tue"),
        ("15", "Fri"),
        ("246", "Tue"),
        ("6", "Sat"),
        ("234567", "Tue"),
    ],
)
def test_a_week_begins_after_the_longest_run_of_days_off(workdays: str, begins: str):
    assert f"{week_of(replace(ANA, workdays=workdays), MONDAY)[0]:%a}" == begins


@pytest.mark.parametrize(
    ("person", "last"),
    [
        (ANA, FRIDAY),
        (AT_SEA, date(2026, 11, 26)),
        (replace(ANA, workdays="123"), date(2026, 11, 25)),
        (replace(ANA, free_days=(FRIDAY,)), date(2026, 11, 26)),
        (replace(ANA, country="US", away=((FRIDAY, FRIDAY),)), date(2026, 11, 25)),
        (replace(ANA, away=((MONDAY, FRIDAY),)), None),
    ],
)
def test_the_last_workday_of_a_week_is_one_on_which_they_work(person: Person, last: date | None):
    assert last_workday_of_week(person, MONDAY) == last


# Instants


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-11-23T17:00", "Europe/Berlin", "2026-11-23T16:00"),
        ("2026-11-23T17:00", "Asia/Kathmandu", "2026-11-23T11:15"),
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00"),  # left out: 03:00
        ("2026-03-29T02:30:20", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"),  # shown twice: the first
        ("2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-03T15:30"),  # half an hour: 02:30
        ("2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),
        ("2026-03-08T02:01", "America/St_Johns", "2026-03-08T05:30"),
        ("2018-11-04T00:00", "America/Sao_Paulo", "2018-11-04T03:00"),  # no midnight: 01:00
        ("2026-03-22T02:30", "Africa/Casablanca", "2026-03-22T02:00"),  # the end of Ramadan
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00"),  # no such day: midnight of the next
    ],
)
def test_a_wall_time_is_an_instant_even_where_the_clocks_leave_it_out(wall: str, zone: str, utc: str):
    assert instant(datetime.fromisoformat(wall), zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(walls, zones)
def test_an_instant_shows_its_wall_time_or_the_first_minute_after_the_gap(wall: datetime, zone: str):
    shown = local(instant(wall, zone), zone)
    assert shown >= wall
    if shown > wall:
        before = instant(wall, zone) - timedelta(minutes=1)
        assert local(before, zone) < wall


@given(st.datetimes(datetime(2000, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)), zones)
def test_a_moment_comes_back_unless_its_wall_time_had_been_there_before(now: datetime, zone: str):
    wall = local(now, zone)
    assert wall.tzinfo is None
    again = instant(wall, zone)
    assert again == now or (again < now and local(again, zone) == wall)


def test_an_unknown_zone_is_said():
    with pytest.raises(ZoneInfoNotFoundError):
        instant(datetime(2026, 11, 23, 17), "Mars/Base")


# Hours


@pytest.mark.parametrize(
    ("person", "at"),
    [
        (ANA, "17:00"),
        (replace(ANA, asks_at=time(19, 0)), "17:30"),
        (replace(ANA, asks_at=time(6, 0)), "08:30"),
        (replace(ANA, next_morning=True), "09:00"),
        (replace(ANA, next_morning=True, opens=time(10, 0)), "10:00"),
        (replace(ANA, next_morning=True, opens=time(5, 0), closes=time(8, 0)), "08:00"),
        (replace(ANA, opens=time(22, 0), closes=time(6, 0), asks_at=time(5, 0)), "05:00"),
        (replace(ANA, opens=time(22, 0), closes=time(6, 0)), "22:00"),
    ],
)
def test_the_daily_message_comes_within_hours(person: Person, at: str):
    assert f"{asks_at(person):%H:%M}" == at


@pytest.mark.parametrize(
    ("wall", "open_"),
    [
        ("2026-11-23T08:29", False),
        ("2026-11-23T08:30", True),
        ("2026-11-23T17:30", True),
        ("2026-11-23T17:31", False),
        ("2026-11-21T12:00", False),
    ],
)
def test_nothing_comes_outside_hours(wall: str, open_: bool):
    there = replace(ANA, zone="Pacific/Auckland")
    now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Pacific/Auckland"))
    assert in_hours(there, now) is open_


def test_hours_over_midnight_are_hours():
    night = replace(ANA, opens=time(22, 0), closes=time(6, 0))
    assert in_hours(night, datetime(2026, 11, 24, 23, tzinfo=UTC))
    assert in_hours(night, datetime(2026, 11, 24, 5, tzinfo=UTC))
    assert not in_hours(night, datetime(2026, 11, 24, 12, tzinfo=UTC))


def test_do_not_disturb_is_left_alone_until_it_ends():
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert not in_hours(replace(ANA, quiet_until=noon + timedelta(minutes=1)), noon)
    assert in_hours(replace(ANA, quiet_until=noon), noon)

"""How often a practice is asked about, and what is offered when."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import Person, Practice
from bot.rules import pace, trial
from bot.rules.calendar import is_workday, next_workday, week_of
from bot.rules.chances import push
from bot.rules.pace import decide, expected_on, is_silent, next_chance, offers_restart, quieter, wants_help

MONDAY = date(2026, 11, 16)
ANA = Person("ana", "Ana")
AT_SEA = replace(ANA, workdays="71234")  # Sunday to Thursday
WAIT = Practice("wait", "ana", act="wait two seconds", state="active", started_on=date(2026, 6, 1))
GOING_WELL = replace(WAIT, recent="d" * 10, automatic=(4, 4))


def days_of(person: Person, practice: Practice, weeks: int = 1, since: date = MONDAY) -> list[date]:
    """The chances of so many weeks, counted from a Monday."""
    days = (since + timedelta(ahead) for ahead in range(weeks * 7))
    return [day for day in days if expected_on(person, practice, day)]


def names(days: list[date]) -> str:
    return " ".join(f"{day:%a}" for day in days)


# Days


def test_brisk_and_steady_begin_with_five_a_week_and_gentle_with_three():
    assert [pace.start_level(one) for one in ("brisk", "steady", "gentle")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("workdays", "asked"),
    [
        ("12345", "Mon Wed Fri"),
        ("71234", "Tue Thu Sun"),
        ("123456", "Mon Thu Sat"),
        ("1234567", "Mon Thu Sun"),
        ("135", "Mon Wed Fri"),
        ("24", "Tue Thu"),
        ("1245", "Mon Thu Fri"),
    ],
)
def test_three_a_week_are_spread_over_the_days_they_work(workdays: str, asked: str):
    assert names(days_of(replace(ANA, workdays=workdays), replace(WAIT, level=1))) == asked


def test_five_a_week_is_every_working_day():
    assert names(days_of(ANA, WAIT)) == "Mon Tue Wed Thu Fri"
    assert len(days_of(replace(ANA, free_days=(MONDAY,)), WAIT)) == 4


def test_once_a_week_keeps_its_weekday_and_two_practices_need_not_share_it():
    weekly = days_of(ANA, replace(WAIT, level=2), weeks=20)
    assert len(weekly) == 20
    assert len({day.isoweekday() for day in weekly}) == 1
    others = {names(days_of(ANA, replace(WAIT, id=f"p{n}", level=2))) for n in range(30)}
    assert others == {"Mon", "Tue", "Wed", "Thu", "Fri"}


@pytest.mark.parametrize("person", [ANA, AT_SEA])
@pytest.mark.parametrize("often", ["", "1-2"])
def test_every_other_week_is_two_weeks_apart_all_year(person: Person, often: str):
    days = days_of(person, replace(WAIT, level=3, often=often), weeks=52)
    assert {later - day for day, later in pairwise(days)} == {timedelta(weeks=2)}


def test_what_comes_once_or_twice_a_week_is_asked_about_on_the_last_working_day():
    rare = replace(WAIT, often="1-2")
    assert names(days_of(ANA, rare)) == "Fri"
    assert names(days_of(AT_SEA, rare)) == "Thu"
    assert names(days_of(replace(ANA, free_days=(MONDAY + timedelta(4),)), rare)) == "Thu"
    assert names(days_of(replace(ANA, workdays="12"), rare)) == "Tue"


@pytest.mark.parametrize(
    "practice",
    [
        replace(WAIT, level=4),
        replace(WAIT, state="resting"),
        replace(WAIT, state="kept"),
        replace(WAIT, state="let_go"),
        replace(WAIT, state="done"),
        replace(WAIT, started_on=None),
    ],
)
def test_what_is_not_going_on_is_not_asked_about(practice: Practice):
    assert days_of(ANA, practice, weeks=4) == []
    assert next_chance(ANA, practice, MONDAY) is None
    assert decide(ANA, replace(practice, recent="......"), MONDAY) is None


def test_a_draft_is_asked_about_and_a_fresh_start_begins_on_its_day():
    begins = MONDAY + timedelta(7)
    assert next_chance(ANA, replace(WAIT, state="draft"), MONDAY) == MONDAY + timedelta(1)
    assert next_chance(ANA, replace(WAIT, began_on=begins), MONDAY) == begins
    assert not expected_on(ANA, replace(WAIT, began_on=begins), begins - timedelta(3))


def test_whoever_is_away_for_years_is_looked_at_again_on_a_planned_day():
    gone = replace(ANA, away=((MONDAY, MONDAY + timedelta(3000)),))
    for level in range(4):
        assert next_chance(gone, replace(WAIT, level=level), MONDAY) == next_workday(gone, MONDAY)


people = st.builds(
    lambda digits, first, length, off: replace(
        ANA,
        workdays="".join(sorted(digits)),
        away=((MONDAY + timedelta(first), MONDAY + timedelta(first + length)),),
        free_days=tuple(MONDAY + timedelta(day) for day in off),
    ),
    st.sets(st.sampled_from("1234567"), min_size=1),
    st.integers(0, 30),
    st.integers(0, 20),
    st.lists(st.integers(0, 60), max_size=5),
)
practices = st.builds(
    lambda level, often, name: replace(WAIT, level=level, often=often, id=name),
    st.integers(0, 3),
    st.sampled_from(["", "5+", "3-4", "1-2", "less"]),
    st.text(min_size=1, max_size=4),
)


@given(people, practices, st.integers(0, 60))
def test_the_next_chance_is_the_first_expected_day(person: Person, practice: Practice, ahead: int):
    after = MONDAY + timedelta(ahead)
    found = next_chance(person, practice, after)
    assert found is not None
    assert expected_on(person, practice, found)
    assert is_workday(person, found)
    assert not any(expected_on(person, practice, after + timedelta(n)) for n in range(1, (found - after).days))


@given(people, practices)
def test_no_week_of_theirs_holds_more_than_its_level_says(person: Person, practice: Practice):
    most = 1 if practice.often in ("1-2", "less") else (7, 3, 1, 1)[practice.level]
    first = week_of(person, MONDAY)[0]
    for week in range(6):
        assert len(days_of(person, practice, since=first + timedelta(weeks=week))) <= most


# Steps


def test_the_ladder_has_two_ends_and_silence_skips_the_fortnight():
    assert [pace.slower(level) for level in range(5)] == [1, 2, 3, 4, 4]
    assert [pace.faster(level) for level in range(5)] == [0, 0, 1, 2, 3]
    assert [quieter(level) for level in range(5)] == [1, 2, 4, 4, 4]


def live(practice: Practice, answers: str, *, keep: bool = False) -> tuple[list[date], list[date], Practice]:
    """Live through half a year of the same answer: days asked, days of the silent card, what came of it."""
    asked: list[date] = []
    cards: list[date] = []
    for ahead in range(182):
        today = MONDAY + timedelta(ahead)
        if not expected_on(ANA, practice, today):
            continue
        if decide(ANA, practice, today) == "silent":
            cards.append(today)
            if keep:
                practice = replace(practice, own_pace_until=today + pace.OWN_WORDS)
            else:
                practice = replace(practice, level=quieter(practice.level), changed_on=today)
            continue
        asked.append(today)
        practice = replace(practice, recent=push(practice.recent, "" if answers == "." else "did"))
    return asked, cards, practice


def test_a_leader_who_never_answers_gets_nine_questions_and_three_cards_in_all():
    asked, cards, practice = live(WAIT, ".")
    assert len(asked) == 9
    assert len(cards) == 3
    assert practice.level == pace.PAUSED


def test_a_gentle_pace_falls_silent_after_six():
    assert len(live(replace(WAIT, level=1), ".")[0]) == 6


def test_keep_lasts_until_the_next_three_silences_however_often_it_is_tapped():
    asked, cards, _ = live(WAIT, ".", keep=True)
    assert len(cards) > 4
    for card, later in pairwise(cards):
        assert sum(card < day < later for day in asked) == 3


def test_who_answers_is_never_sent_the_silent_card():
    assert live(WAIT, "d")[1] == []


def test_silence_overrides_a_recent_change_and_the_persons_own_choice():
    changed = replace(WAIT, recent="d...", changed_on=MONDAY - timedelta(7))
    own = replace(WAIT, recent="d...", own_pace_until=MONDAY + timedelta(weeks=3))
    assert decide(ANA, changed, MONDAY) == "silent"
    assert decide(ANA, own, MONDAY) == "silent"


def test_the_same_silence_is_not_spoken_of_again_after_a_holiday():
    back = MONDAY + timedelta(weeks=3)
    away = replace(ANA, away=((MONDAY + timedelta(1), back - timedelta(1)),))
    dropped = replace(WAIT, recent="d...", level=1, changed_on=MONDAY)
    assert not is_silent(away, dropped, back)
    assert decide(away, dropped, back) is None


def test_silence_overrides_what_the_rates_would_offer():
    assert decide(ANA, replace(GOING_WELL, recent="ddddddd..."), MONDAY) == "silent"
    just = replace(GOING_WELL, recent="ddddddd...", changed_on=MONDAY)
    assert decide(ANA, just, MONDAY + timedelta(1)) is None


# Rates


def test_too_hard_needs_six_answers_and_less_than_four_in_ten():
    assert decide(ANA, replace(WAIT, recent="nnndnn"), MONDAY) == "too_hard"
    assert decide(ANA, replace(WAIT, recent="nnnnn"), MONDAY) is None
    assert decide(ANA, replace(WAIT, recent="nndndnndnd"), MONDAY) is None


def test_too_rare_is_more_than_half_without_a_chance():
    assert decide(ANA, replace(WAIT, recent="0000dd"), MONDAY) == "too_rare"
    assert decide(ANA, replace(WAIT, recent="000ddd"), MONDAY) is None
    assert decide(ANA, replace(WAIT, recent="000"), MONDAY) is None


def test_settling_is_offered_when_it_goes_well_and_twice_by_itself():
    assert decide(ANA, GOING_WELL, MONDAY) == "settling"
    assert decide(ANA, replace(GOING_WELL, level=3), MONDAY) == "faster"
    assert decide(ANA, replace(GOING_WELL, automatic=(4,)), MONDAY) is None
    assert decide(ANA, replace(GOING_WELL, recent="d.d..d..dd"), MONDAY) != "settling"


def test_faster_is_offered_after_four_weeks_that_went_well():
    well = replace(WAIT, recent="ddndddndnd", automatic=(3, 3))
    assert decide(ANA, well, MONDAY) == "faster"
    assert decide(ANA, replace(well, began_on=MONDAY - timedelta(27)), MONDAY) is None
    assert decide(ANA, replace(well, automatic=(5, 2)), MONDAY) is None
    assert decide(ANA, replace(well, slipped_on=MONDAY), MONDAY) is None


@pytest.mark.parametrize("practice", [GOING_WELL, replace(WAIT, recent="nnnnnn"), replace(WAIT, recent="0" * 10)])
def test_one_change_in_two_weeks_and_four_weeks_for_ones_own_words(practice: Practice):
    day = timedelta(1)
    offer = decide(ANA, practice, MONDAY)
    assert offer is not None
    for held, until in (
        (replace(practice, changed_on=MONDAY), MONDAY + timedelta(14)),
        (replace(practice, restarts=(MONDAY,)), MONDAY + timedelta(14)),
        (replace(practice, own_pace_until=MONDAY + timedelta(28)), MONDAY + timedelta(28)),
    ):
        assert decide(ANA, held, until - day) is None
        assert decide(ANA, held, until) == offer
    assert decide(ANA, practice, MONDAY + timedelta(13), offered_on=MONDAY) is None
    assert decide(ANA, practice, MONDAY + timedelta(14), offered_on=MONDAY) == offer


@given(
    st.text(alphabet=".dpn0sua", max_size=12),
    st.integers(0, 4),
    st.lists(st.integers(1, 5), max_size=4),
    st.one_of(st.none(), st.integers(0, 40)),
)
def test_nobody_whose_practice_goes_badly_is_ever_offered_more(
    recent: str, level: int, automatic: list[int], changed: int | None
):
    changed_on = None if changed is None else MONDAY - timedelta(changed)
    practice = replace(WAIT, recent=recent, level=level, automatic=tuple(automatic), changed_on=changed_on)
    offer = decide(ANA, practice, MONDAY)
    if offer in ("settling", "faster"):
        assert recent.count("d") + recent.count("p") / 2 > recent.replace("a", "")[-10:].count("n")
    if changed is not None and changed < 14:
        assert offer in (None, "silent")


# Slips


def test_a_fresh_start_is_offered_at_the_second_miss_and_not_at_the_first_or_third():
    said = [offers_restart(ANA, replace(WAIT, recent="d" + "n" * misses), MONDAY) for misses in range(4)]
    assert said == [False, False, True, False]


def test_a_fresh_start_is_offered_once_in_ten_working_days():
    slip = replace(WAIT, recent="nn")
    earlier = MONDAY - timedelta(14)
    assert offers_restart(ANA, slip, MONDAY, offered_on=earlier)
    assert not offers_restart(ANA, slip, MONDAY, offered_on=earlier + timedelta(3))
    assert not offers_restart(ANA, replace(slip, restarts=(earlier + timedelta(3),)), MONDAY)
    assert not offers_restart(replace(ANA, free_days=(MONDAY,)), slip, MONDAY, offered_on=earlier)
    assert not offers_restart(ANA, replace(slip, state="resting"), MONDAY)


@given(st.text(alphabet=".dpn0sua", max_size=12))
def test_nobody_is_offered_a_fresh_start_and_the_silent_card_at_once(recent: str):
    practice = replace(WAIT, recent=recent)
    assert not (is_silent(ANA, practice, MONDAY) and offers_restart(ANA, practice, MONDAY))


def test_outside_help_is_offered_at_the_third_fresh_start_in_half_a_year():
    three = (MONDAY - timedelta(181), MONDAY - timedelta(60), MONDAY)
    assert wants_help(three, MONDAY)
    assert not wants_help(three[1:], MONDAY)
    assert not wants_help(three, MONDAY + timedelta(1))


def test_whether_it_happens_by_itself_is_asked_at_every_tenth_chance():
    asked, practice = [], WAIT
    for count in range(1, 41):
        if pace.asks_automatic(practice, count):
            asked.append(count)
            practice = replace(practice, asked_automatic=count)
    assert asked == [10, 20, 30, 40]


# The trial


@pytest.mark.parametrize(
    ("recent", "verdict"),
    [
        ("dudn", None),
        ("uuudn", "proof"),
        ("uudnd", "passed"),
        ("000dn", "situation"),
        ("00dnd", "passed"),
        ("a0a0a0dn", "situation"),
        ("dnpdnuuu", "passed"),
        ("uu", None),
    ],
)
def test_three_of_the_first_five_chances_reopen_a_slot_and_two_do_not(recent: str, verdict: str | None):
    begun = replace(WAIT, recent=recent, started_on=MONDAY - timedelta(13))
    assert trial.trial_verdict(begun, MONDAY) == verdict


def test_a_trial_ends_after_two_weeks_with_what_there_is():
    begun = replace(WAIT, recent="uuu", started_on=MONDAY - timedelta(14))
    assert trial.trial_verdict(begun, MONDAY) == "proof"
    assert trial.trial_verdict(replace(begun, recent="d"), MONDAY) == "passed"
    assert trial.trial_verdict(replace(begun, recent="d"), MONDAY - timedelta(1)) is None


def test_a_verdict_is_given_once():
    assert trial.trial_verdict(replace(WAIT, recent="uuuuu", trial="passed"), MONDAY) is None
    assert trial.trial_verdict(replace(WAIT, recent="uuuuu", started_on=None), MONDAY) is None


def test_fewer_than_three_chances_a_week_are_seldom():
    assert [trial.is_seldom(replace(WAIT, often=often)) for often in ("", "5+", "3-4", "1-2", "less")] == [
        False,
        False,
        False,
        True,
        True,
    ]

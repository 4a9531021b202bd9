"""F5, the long view: weeks 4, 10 and 13, half a year with four ways to go on, and two looks after that."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.facts import Chance, Person, Practice
from bot.flow import STAY, Chose, Filled, Scene, State, Wrote
from bot.flows import practices
from bot.flows.milestone import FLOW
from bot.flows.milestone.gap import MINUS, read_number
from bot.messages import Chart
from bot.rules import pace
from tests.stage import ANA, Stage

STARTED = date(2026, 11, 23)
HALF_YEAR = datetime(2027, 5, 24, 17, 1)


def begun(person: Person = ANA, **changes: object) -> Stage:
    """Ana on Monday 23 November, with a practice that has just begun; check-ins are left out."""
    stage = Stage()
    stage.saves(replace(person, state="active"))
    one = Practice("p1", "ana", act="wait two seconds", situation="somebody talks", state="active", started_on=STARTED)
    stage.saves(replace(one, **changes))  # type: ignore[arg-type]  # plain values
    return stage.starts("milestone", "p1")


def practice(stage: Stage, one: str = "p1") -> Practice:
    return practices.find(stage.leader, one)


def week(stage: Stage, weeks: int) -> Stage:
    day = STARTED + timedelta(weeks=weeks)
    return stage.goes_to(datetime(day.year, day.month, day.day, 17, 1))


def test_the_milestones_come_in_weeks_4_10_13_and_26() -> None:
    stage = begun()
    seen = []
    for _ in range(4):
        seen.append(stage.waiting()[0])
        stage.goes_to(datetime.strptime(stage.waiting()[0].split(" ", 1)[1], "%Y-%m-%d %H:%M"))
    assert [one.split()[1] for one in seen] == ["2026-12-21", "2027-02-01", "2027-02-22", "2027-05-24"]


def test_a_milestone_on_a_day_off_comes_on_the_next_working_day() -> None:
    assert begun(started_on=date(2026, 11, 21)).waiting() == ["milestone/reached 2026-12-21 17:00"]


@pytest.mark.parametrize(("weeks", "named"), [(4, "4"), (10, "10")])
def test_weeks_4_and_10_rehearse_once_more(weeks: int, named: str) -> None:
    stage = week(begun(), weeks)
    assert "wait two seconds" in stage.seen()
    assert named in stage.seen()
    before = stage.said_count()
    stage.presses("I see it")
    assert stage.said_count() == before + 1
    assert "[" not in stage.seen()


def test_a_rehearsal_may_be_described_or_left() -> None:
    stage = week(begun(), 4).says("I put my pen down and look at her")
    assert "[I see it]" not in stage.seen()
    assert "All right" not in stage.seen()
    assert week(begun(), 4).says("not now").seen() == "All right."


def test_week_13_shows_both_views_once_beside_one_question() -> None:
    stage = week(begun(), 13)
    assert stage.buttons() == [f"{MINUS}3", f"{MINUS}2", f"{MINUS}1", "0", "+1", "+2", "+3"]
    stage.presses("+2")
    assert stage.buttons()[-1] == "Can’t say"
    stage.says("1")
    assert "Your own view: +2. Your guess of theirs: +1." in stage.seen()
    assert "Who could tell you?" in stage.seen()
    stage.says("Omar and Lea")
    assert "Omar and Lea, then." in stage.seen()
    assert stage.said_count("omar") == 0


def test_the_other_view_may_stay_open_and_nobody_be_named() -> None:
    stage = week(begun(), 13).presses("0").presses("Can’t say")
    assert "Your own view: 0. Theirs is open." in stage.seen()
    assert stage.says("nobody").seen() == "All right."


@pytest.mark.parametrize(
    ("typed", "value"),
    [("-2", "-2"), (f"{MINUS}2", "-2"), ("+3", "3"), ("0", "0"), ("-0", "0"), ("4", None), ("much", None)],
)
def test_a_typed_number_of_the_scale_is_read(typed: str, value: str | None) -> None:
    stage = begun()
    answer = read_number(Scene(stage.leader, State("milestone", "ana", "p1", "own"), stage.now), typed)
    assert answer == (Chose(value) if value is not None else None)


def test_what_rests_passes_over_its_milestones_but_not_over_the_half_year() -> None:
    stage = begun(state="resting")
    week(stage, 13)
    assert stage.said_count() == 0
    stage.goes_to(HALF_YEAR)
    assert "[Keep quietly]" in stage.seen()


def half_year(**changes: object) -> Stage:
    stage = begun(**changes)
    for n in range(26):
        day = STARTED + timedelta(weeks=n)
        stage.saves(Chance("p1", day, "ana", "did" if n % 2 else "not"))
    return stage.goes_to(HALF_YEAR)


def test_half_a_year_ends_the_questions_and_is_shown_as_a_picture_with_its_numbers() -> None:
    stage = half_year()
    assert stage.buttons() == ["Keep quietly", "Deepen", "New one", "Stop"]
    assert practice(stage).state == "kept"
    message = stage.messages[stage.order[-1]].message
    (chart,) = (part for ask in message.asks for part in ask.parts if isinstance(part, Chart))
    assert len(chart.labels) == 13
    assert set(chart.series[0].values) == {1.0}
    assert "23 Nov: 1 of 2" in chart.said


def test_half_a_year_ends_check_ins_pace_and_restart() -> None:
    stage = begun(started_on=date(2026, 5, 27)).starts("checkin", "p1").says("slower")
    assert {line.split()[0] for line in stage.waiting()} == {"checkin/asked", "pace/ends", "milestone/reached"}
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert {line.split()[0] for line in stage.waiting()} == {"milestone/reached", "milestone/booster"}


def test_without_chances_the_half_year_has_no_picture() -> None:
    message = begun().goes_to(HALF_YEAR).seen()
    assert "Half a year:" not in message.split("[")[1]


def test_keep_quietly_says_its_two_looks_and_then_asks_no_more() -> None:
    stage = half_year().presses("Keep quietly")
    assert "Monday 21 June" in stage.seen()
    assert "Monday 16 August" in stage.seen()
    assert stage.waiting() == ["milestone/booster 2027-06-21 17:00"]
    stage.goes_to(datetime(2027, 6, 21, 17, 1)).presses("Now and then")
    assert "once more" in stage.seen()
    stage.goes_to(datetime(2027, 8, 16, 17, 1)).says("yes")
    assert "last look" in stage.seen()
    assert stage.waiting() == []


def test_an_unanswered_half_year_is_asked_three_times_and_then_kept_quietly() -> None:
    stage = half_year()
    before = stage.said_count()
    stage.goes_to(datetime(2027, 6, 20, 9, 0))
    assert stage.said_count() == before + 2
    assert stage.waiting() == ["milestone/booster 2027-06-21 17:00"]
    assert practice(stage).state == "kept"


def test_what_has_gone_can_be_taken_up_again_or_left() -> None:
    stage = half_year().presses("Keep quietly").goes_to(datetime(2027, 6, 21, 17, 1)).presses("It has gone")
    assert "[It does]" in stage.presses("Take it up again").seen()
    left = half_year().presses("Keep quietly").goes_to(datetime(2027, 6, 21, 17, 1)).says("gone")
    left.presses("Leave it there")
    assert practice(left).state == "done"
    assert left.waiting() == []


def test_what_is_not_kept_any_more_is_not_looked_at() -> None:
    stage = half_year().presses("Keep quietly")
    stage.saves(replace(practice(stage), state="let_go"))
    before = stage.said_count()
    assert stage.goes_to(datetime(2027, 9, 1, 9, 0)).said_count() == before


def test_stop_ends_it_for_good_and_as_a_choice() -> None:
    stage = half_year().presses("Stop")
    assert practice(stage).state == "done"
    assert stage.waiting() == []


def test_a_new_one_leads_to_the_builder_and_the_old_one_is_kept() -> None:
    stage = half_year().presses("New one")
    assert practice(stage).state == "kept"
    assert stage.state("practice").step != ""
    assert any(line.startswith("milestone/booster") for line in stage.waiting())


def test_deepen_begins_a_new_practice_on_the_ground_of_the_old_one() -> None:
    stage = half_year(theme="listening").presses("Deepen").says("x" * 301)
    assert "one short sentence" in stage.seen()
    stage.says("I ask one question before I answer.")
    old, new = stage.leader.practices
    assert old.state == "done"
    assert (new.act, new.situation, new.theme) == ("ask one question before I answer", "somebody talks", "listening")
    assert (new.state, new.started_on, new.began_on) == ("draft", HALF_YEAR.date(), date(2027, 5, 25))
    kinds = {line.split()[0] for line in stage.waiting()}
    assert {"checkin/asked", "milestone/reached"} <= kinds
    assert "milestone/booster" not in kinds


def test_a_deeper_one_cannot_begin_beside_two_others() -> None:
    stage = half_year()
    for one in ("p2", "p3"):
        stage.saves(Practice(one, "ana", act="thank one person", state="active", started_on=STARTED))
    stage.presses("Deepen").says("ask one question before I answer")
    assert "two is the most" in stage.seen()
    assert len(stage.leader.practices) == 3


def test_what_was_let_go_before_has_no_half_year() -> None:
    stage = begun()
    stage.saves(replace(practice(stage), state="let_go"))
    assert stage.goes_to(datetime(2027, 6, 30, 9, 0)).said_count() == 0


def test_after_half_a_year_nothing_is_planned() -> None:
    assert begun(started_on=date(2026, 1, 5)).waiting() == []
    assert begun(started_on=None).waiting() == []


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
def test_a_step_passes_over_what_it_cannot_take(step: object) -> None:
    stage = begun()
    scene = Scene(stage.leader, State("milestone", "ana", "p1", step.name), stage.now)  # type: ignore[attr-defined]
    assert step.take(scene, Filled({})).to == STAY  # type: ignore[attr-defined]
    if step.read is None or step.name in ("own", "others"):  # type: ignore[attr-defined]
        assert step.take(scene, Wrote("x")).to == STAY  # type: ignore[attr-defined]


def test_a_paused_practice_has_no_rehearsal_and_its_next_milestone_stays_planned() -> None:
    stage = week(begun(level=pace.PAUSED), 4)
    assert stage.said_count() == 0
    assert stage.waiting() == ["milestone/reached 2027-02-01 17:00"]


def test_milestones_that_went_by_in_a_long_pause_are_not_made_up_for_and_the_half_year_comes_on_its_day() -> None:
    stage = begun().says("pause until 17 May").goes_to(datetime(2027, 5, 21, 18, 0))
    assert "weeks with this" not in stage.all_seen()
    assert "milestone/reached 2027-05-24 17:00" in stage.waiting()
    assert "[Deepen]" in stage.goes_to(HALF_YEAR).seen()


def test_a_milestone_that_comes_a_little_late_is_asked_about_all_the_same() -> None:
    stage = begun().says("pause until 28 December").goes_to(datetime(2026, 12, 28, 18, 0))
    assert "4 weeks" in stage.all_seen()
    assert "milestone/reached 2027-02-01 17:00" in stage.waiting()

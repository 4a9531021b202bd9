"""F4, slip and recommit: an offer after the second miss, six ways to go on, and a look at it after three chances."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Person, Practice
from bot.flow import STAY, Filled, Scene, State, Wrote
from bot.flows import practices
from bot.flows.restart import FLOW
from tests.stage import ANA, WORDS, Stage

THURSDAY = date(2026, 11, 26)


def begun(person: Person = ANA, **changes: object) -> Stage:
    """Ana on Monday 23 November, with a practice that has just begun."""
    stage = Stage()
    stage.saves(replace(person, state="active"))
    one = Practice("p1", "ana", act="wait two seconds", situation="somebody talks", state="active")
    known = {"started_on": date(2026, 11, 23), "theme": "listening", **changes}
    stage.saves(replace(one, **known))  # type: ignore[arg-type]  # plain values
    return stage.starts("checkin", "p1")


def slipped(**changes: object) -> Stage:
    """Thursday: two misses lie behind, the fresh start is offered."""
    stage = begun(**changes)
    stage.next_day().presses("Not today").next_day().presses("Not today").next_day()
    return stage


def practice(stage: Stage, one: str = "p1") -> Practice:
    return practices.find(stage.leader, one)


def test_the_offer_shares_the_next_days_message_and_asks_first_whether_it_matters() -> None:
    stage = slipped()
    assert stage.said_count() == 3
    assert stage.seen().index("[Did it]") < stage.seen().index("[It does]")
    assert "why" not in stage.seen().lower()


def test_it_comes_once_in_ten_working_days() -> None:
    stage = slipped().presses("It does").presses("Same again").presses("today")
    for _ in range(4):
        stage.presses("Not today").next_day() if "[Did it]" in stage.all_seen() else stage.next_day()
        while "[Did it]" not in stage.seen():
            stage.next_day()
    assert stage.all_seen().count("[It does]") == 0


def test_an_answer_in_between_makes_the_offer_needless() -> None:
    stage = begun().next_day().presses("Not today").next_day().presses("Not today")
    stage.saves(replace(practice(stage), recent="nnd"))
    assert "[It does]" not in stage.next_day().seen()


def test_what_rests_is_not_offered_a_fresh_start() -> None:
    stage = begun().next_day().presses("Not today").next_day().presses("Not today")
    stage.saves(replace(practice(stage), state="resting"))
    stage.next_day()
    assert stage.said_count() == 2


def test_same_again_from_today_shows_the_days_of_the_way_back_once_and_warmly() -> None:
    stage = slipped().presses("It does").presses("Same again")
    assert stage.buttons() == ["Today", "Monday 30 November"]
    stage.presses("Today")
    one = practice(stage)
    assert (one.restarts, one.generation, one.began_on, one.slipped_on) == ((THURSDAY,), 1, THURSDAY, None)
    assert "2 days from the gap" in stage.seen()
    assert "checkin/asked 2026-11-27 17:00" in stage.waiting(), "today's question has been put already"
    assert "restart/recheck 2026-12-02 17:00" in stage.waiting(), "after Friday, Monday and Tuesday"
    assert not any(line.startswith("restart/offer") for line in stage.waiting())


def test_one_day_is_said_as_one() -> None:
    stage = slipped()
    stage.saves(replace(practice(stage), slipped_on=date(2026, 11, 25)))
    assert "one day" in stage.says("it does").says("same again").says("today").seen()


def test_a_fresh_start_on_monday_asks_nothing_before() -> None:
    stage = slipped().presses("It does").presses("Same again").says("monday")
    assert practice(stage).began_on == date(2026, 11, 30)
    assert "checkin/asked 2026-11-30 17:00" in stage.waiting()
    before = stage.said_count()
    stage.goes_to(datetime(2026, 11, 30, 16, 0))
    assert stage.said_count() == before


@pytest.mark.parametrize(
    ("workdays", "holidays", "label"),
    [("7123", (), "Sunday 29 November"), ("12345", (date(2026, 11, 30),), "Tuesday 1 December")],
)
def test_the_week_begins_on_the_first_working_day_of_theirs(
    workdays: str, holidays: tuple[date, ...], label: str
) -> None:
    stage = begun(replace(ANA, workdays=workdays, free_days=holidays))
    stage.says("start fresh").presses("It does").presses("Same again")
    assert label in stage.buttons()


def test_a_smaller_one_is_typed_read_back_and_kept_with_the_fresh_start() -> None:
    stage = slipped().presses("It does").presses("Make it smaller").says("I wait one second.")
    assert "wait one second" in stage.seen()
    assert practice(stage).act == "wait two seconds", "not before the yes"
    stage.presses("That’s it").presses("Today")
    assert practice(stage).act == "wait one second"
    assert practice(stage).situation == "somebody talks"


def test_a_smaller_one_is_taken_from_an_example_and_changed_again() -> None:
    stage = slipped().presses("It does").presses("Make it smaller")
    example = stage.buttons()[0]
    assert example.lower() != "wait two seconds"
    stage.presses(example).presses("Change")
    assert example in stage.buttons()
    stage.says("x" * 301)
    assert "one short sentence" in stage.seen()
    stage.presses(example).presses("That’s it").presses("Today")
    assert practice(stage).act.lower() == example.lower()


def test_a_different_moment_is_typed_or_taken_from_an_example() -> None:
    stage = slipped().presses("It does").presses("Different moment").says("the Monday review begins")
    stage.presses("That’s it").presses("Today")
    assert practice(stage).situation == "the Monday review begins"
    again = slipped().presses("It does").presses("Different moment")
    example = again.buttons()[0]
    again.presses(example).presses("That’s it").presses("Today")
    assert practice(again).situation.lower() == example.lower()


@pytest.mark.parametrize(("label", "day"), [("One week", date(2026, 12, 3)), ("Two weeks", date(2026, 12, 10))])
def test_a_rest_asks_nothing_until_its_day_and_then_once_whether_to_go_on(label: str, day: date) -> None:
    stage = slipped().presses("It does").presses("Rest a while")
    assert "Thursday 3 December" in stage.seen()
    stage.presses(label)
    assert (practice(stage).state, practice(stage).resting_until) == ("resting", day)
    assert stage.waiting() == [f"restart/rested {day} 17:00"]
    stage.goes_to(datetime(day.year, day.month, day.day, 17, 1))
    assert "[One more week]" in stage.seen()


def test_after_a_rest_it_goes_on_from_today() -> None:
    stage = slipped().presses("It does").presses("Rest a while").presses("One week")
    stage.goes_to(datetime(2026, 12, 3, 17, 1)).presses("Today")
    assert practice(stage).state == "active"
    assert "checkin/asked 2026-12-04 17:00" in stage.waiting() or "checkin/asked 2026-12-03 17:00" in stage.waiting()
    assert not any(line.startswith("restart/rested") for line in stage.waiting())


def test_after_a_rest_it_may_rest_on_or_be_let_go() -> None:
    stage = slipped().presses("It does").presses("Rest a while").presses("One week")
    stage.goes_to(datetime(2026, 12, 3, 17, 1)).presses("One more week")
    assert stage.waiting() == ["restart/rested 2026-12-10 17:00"]
    stage.goes_to(datetime(2026, 12, 10, 17, 1)).presses("Let it go")
    assert practice(stage).state == "let_go"
    assert stage.waiting() == []


def test_an_unanswered_end_of_a_rest_is_asked_twice_and_no_more() -> None:
    stage = slipped().presses("It does").presses("Rest a while").presses("One week")
    before = stage.said_count()
    stage.goes_to(datetime(2027, 1, 29, 18, 0))
    assert stage.said_count() == before + 2
    assert stage.waiting() == []


def test_a_rest_that_was_ended_otherwise_is_not_asked_about() -> None:
    stage = slipped().presses("It does").presses("Rest a while").presses("One week")
    stage.saves(replace(practice(stage), state="let_go"))
    before = stage.said_count()
    assert stage.goes_to(datetime(2026, 12, 3, 17, 1)).said_count() == before


def test_letting_go_is_a_choice_and_ends_every_question() -> None:
    stage = slipped().presses("It does").presses("Let it go")
    assert (practice(stage).state, practice(stage).ended_on) == ("let_go", THURSDAY)
    assert stage.waiting() == []
    assert "fail" not in stage.seen().lower()


def test_what_matters_less_may_be_changed_rested_or_let_go() -> None:
    stage = slipped().presses("Not as much")
    assert stage.buttons() == ["Change it", "Rest a while", "Let it go"]
    stage.presses("Change it")
    assert "[Make it smaller]" in stage.seen()
    assert practice(slipped().says("not really").says("let it go")).state == "let_go"


def test_after_three_chances_the_bot_asks_how_the_restart_is() -> None:
    stage = slipped().presses("It does").presses("Same again").presses("Today")
    stage.next_day().presses("Did it")
    stage.goes_to(datetime(2026, 11, 30, 17, 1)).presses("Did it")
    stage.next_day().presses("Did it").next_day()
    assert "[Uneven]" in stage.seen()
    stage.presses("Going well")
    assert "[Uneven]" not in stage.seen()


@pytest.mark.parametrize(("label", "then"), [("Uneven", "[Make it smaller]"), ("Hardly at all", "[It does]")])
def test_a_restart_that_does_not_go_well_may_take_another_way(label: str, then: str) -> None:
    stage = slipped().presses("It does").presses("Same again").presses("Today")
    stage.goes_to(datetime(2026, 12, 1, 17, 1)).presses("Did it").next_day().presses(label)
    assert then in stage.seen()


def test_the_look_after_three_chances_is_not_at_what_has_ended() -> None:
    stage = slipped().presses("It does").presses("Same again").presses("Today")
    stage.saves(replace(practice(stage), state="let_go"))
    before = stage.said_count()
    assert stage.goes_to(datetime(2026, 12, 4, 17, 1)).said_count() == before


def test_start_fresh_is_there_at_any_time_and_wants_no_reason() -> None:
    stage = begun().says("start fresh")
    assert stage.buttons() == ["It does", "Not as much"]
    assert "gap" not in stage.seen()
    stage.presses("It does").presses("Same again").presses("Today")
    assert "day from" not in stage.seen(), "without a slip there is no number"
    assert practice(stage).restarts == (date(2026, 11, 23),)


def test_start_fresh_with_a_day_offers_that_day() -> None:
    stage = begun().says("start fresh on Wednesday").presses("It does").presses("Same again")
    stage.presses("Wednesday 25 November")
    assert practice(stage).began_on == date(2026, 11, 25)


def test_of_two_practices_the_person_says_which() -> None:
    stage = begun()
    stage.saves(Practice("p2", "ana", act="thank one person", state="resting", started_on=date(2026, 11, 1)))
    stage.says("start fresh")
    assert stage.buttons() == ["Wait two seconds", "Thank one person"]
    stage.says("elephants")
    stage.presses("Thank one person").presses("It does").presses("Same again").presses("Today")
    assert practice(stage, "p2").state == "active"
    assert practice(stage).restarts == ()


def test_what_was_let_go_can_begin_again_when_nothing_else_is_near() -> None:
    stage = begun(state="let_go").says("start fresh").presses("It does").presses("Same again").presses("Today")
    assert practice(stage).state == "active"


def test_without_any_practice_there_is_nothing_to_start() -> None:
    stage = Stage()
    stage.saves(replace(ANA, state="active"))
    assert "New practice" in stage.says("start fresh").seen()


def test_a_third_practice_cannot_begin_beside_two() -> None:
    stage = begun()
    stage.saves(Practice("p2", "ana", act="thank one person", state="active", started_on=date(2026, 11, 1)))
    stage.saves(Practice("p3", "ana", act="ask last", state="resting", started_on=date(2026, 11, 1)))
    stage.says("start fresh").presses("Ask last").presses("It does").presses("Same again").presses("Today")
    assert "two is the most" in stage.seen()
    assert practice(stage, "p3").state == "resting"


def test_a_paused_practice_comes_back_at_the_persons_own_pace() -> None:
    stage = begun(replace(ANA, pace="gentle"), level=4)
    stage.says("start fresh").presses("It does").presses("Same again").presses("Today")
    assert practice(stage).level == 1


def test_a_draft_stays_a_draft() -> None:
    stage = begun(state="draft").says("start fresh").presses("It does").presses("Same again").presses("Today")
    assert practice(stage).state == "draft"


def test_what_begins_again_after_half_a_year_has_a_new_half_year() -> None:
    stage = begun(started_on=date(2026, 1, 5), state="kept")
    stage.says("start fresh").presses("It does").presses("Same again").presses("Today")
    assert practice(stage).started_on == date(2026, 11, 23)
    assert "milestone/reached 2026-12-21 17:00" in stage.waiting()


def third(person: Person = ANA) -> Stage:
    stage = begun(person, restarts=(date(2026, 9, 1), date(2026, 10, 1)))
    return stage.says("start fresh").presses("It does").presses("Same again").presses("Today")


def test_the_third_fresh_start_in_half_a_year_offers_a_coach_or_somebody_outside_privately() -> None:
    stage = third()
    assert stage.buttons() == ["Bring it to my coach", "Somebody outside", "Not now"]
    assert "nobody is told" in stage.seen()
    assert stage.said_count("nora") == 0
    stage.presses("Bring it to my coach")
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.text) == ("bring", "wait two seconds")
    assert stage.said_count("nora") == 0


def test_an_older_restart_is_not_counted() -> None:
    stage = begun(restarts=(date(2026, 4, 1), date(2026, 10, 1)))
    stage.says("start fresh").presses("It does").presses("Same again").presses("Today")
    assert "[Somebody outside]" not in stage.seen()


def test_without_a_coach_there_is_somebody_outside_or_nobody() -> None:
    stage = third(replace(ANA, coach=""))
    assert stage.buttons() == ["Somebody outside", "Not now"]
    assert not any("reached" in line for line in stage.presses("Not now").waiting())


@pytest.mark.parametrize(("label", "said"), [("Yes", "Good."), ("Not yet", "won’t ask"), ("Not now", "won’t ask")])
def test_whoever_wanted_somebody_outside_is_asked_once_whether_they_reached_someone(label: str, said: str) -> None:
    stage = third().presses("Somebody outside")
    assert "restart/reached 2026-12-07 17:00" in stage.waiting()
    stage.saves(replace(practice(stage), state="resting"))
    stage.goes_to(datetime(2026, 12, 7, 17, 1))
    assert "Did you reach someone?" in stage.seen()
    assert said in stage.presses(label).seen()
    assert not any("reached" in line for line in stage.waiting())


COUNSELLING = "Counselling, 0800 111"


def naming(stage: Stage) -> Stage:
    """The organisation has named somebody."""
    words = replace(WORDS, lists={**WORDS.lists, "restart.outside_help": (COUNSELLING, "The ombudsperson")})
    stage.facts["ana"] = replace(stage.leader, words=words)
    return stage


@pytest.mark.parametrize("line", ["bigger than work", "This is bigger than work.", "somebody outside"])
def test_whoever_says_that_it_is_bigger_than_work_reads_whom_the_organisation_names(line: str) -> None:
    stage = naming(Stage()).says(line)
    assert COUNSELLING in stage.seen()
    assert "The ombudsperson" in stage.seen()
    assert stage.waiting() == ["restart/reached 2026-12-07 17:00"]
    assert (stage.said_count("nora"), stage.said_count("omar")) == (0, 0)
    stage.goes_to(datetime(2026, 12, 7, 17, 1))
    assert "Did you reach someone?" in stage.seen()
    stage.presses("Not yet").goes_to(datetime(2027, 1, 25, 17, 1))
    assert stage.waiting() == []


def test_where_nobody_is_named_that_is_said() -> None:
    assert "Your organisation has named nobody here." in Stage().says("bigger than work").seen()


def test_after_a_third_start_they_read_the_same() -> None:
    assert COUNSELLING in naming(third()).presses("Somebody outside").seen()


@pytest.mark.parametrize("step", [step for step in FLOW.steps if step.name != "which"], ids=lambda step: step.name)
def test_a_step_passes_over_what_it_cannot_take(step: object) -> None:
    stage = begun()
    scene = Scene(stage.leader, State("restart", "ana", "p1", step.name), stage.now)  # type: ignore[attr-defined]
    assert step.take(scene, Filled({})).to == STAY  # type: ignore[attr-defined]
    if step.read is None:  # type: ignore[attr-defined]
        assert step.take(scene, Wrote("x")).to == STAY  # type: ignore[attr-defined]

"""The first thirty days: what comes on which day, and that each can be left unanswered."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.facts import Chance, Member, Partner, Team
from bot.flow import STAY, Filled, Scene, State
from bot.flows.first_days import FLOW
from bot.rules import calendar
from tests.stage import ANA, Stage


def begun(**about: object) -> Stage:
    """Monday: the first practice is chosen. Its own questions are known, so that only the days speak."""
    stage = Stage(people={**Stage().people, "ana": replace(ANA, **about)})  # type: ignore[arg-type]  # fields by name
    stage.says("hi").presses("Start").says("stop interrupting").presses("Any meeting").presses("Wait two seconds")
    return stage.presses("That’s it").presses("Good")


def at(stage: Stage, month: int, day: int) -> Stage:
    return stage.goes_to(datetime(2026, month, day, 17, 1))


def answered(stage: Stage, month: int, day: int) -> Stage:
    """Every check-in until that day is answered."""
    until = datetime(2026, month, day, 17, 1)
    while calendar.local(stage.now, ANA.zone) < until:
        stage.next_day()
        if "Did it" in stage.buttons() and calendar.local(stage.now, ANA.zone) < until:
            stage.presses("Did it")
    return stage


def test_the_first_day_brings_only_the_first_check_in_and_one_tap() -> None:
    stage = at(begun(), 11, 24)
    assert "[Did it]" in stage.seen()
    assert "anything to change" not in stage.seen()


def test_the_second_day_asks_whether_anything_is_to_change() -> None:
    stage = at(begun(), 11, 25)
    assert "is there anything to change?" in stage.seen()
    before = stage.waiting()
    stage.presses("All fine")
    assert stage.waiting() == before


@pytest.mark.parametrize(
    ("choice", "asks"),
    [("The hour", "[16:00] [16:30]"), ("The days", "[Monday to Friday]"), ("The words", "Which part?")],
)
def test_the_hour_the_days_and_the_words_can_be_changed(choice: str, asks: str) -> None:
    assert asks in at(begun(), 11, 25).presses(choice).seen()


def thanks() -> Stage:
    """The first day from the third on that has room for the question."""
    return answered(begun(), 12, 1)


def test_from_the_third_day_on_somebody_to_thank_is_asked_for() -> None:
    assert "somebody to thank" not in at(begun(), 11, 30).all_seen()
    stage = thanks()
    assert "Is there somebody to thank this week?" in stage.seen()
    stage.presses("There is")
    assert stage.state("capture").answers["command"] == "thank"


def test_nobody_has_to_be_thanked() -> None:
    stage = thanks().presses("Not this week")
    assert stage.state("first_days").step == "done"


def test_the_fifth_day_shows_the_week_and_asks_what_the_coach_may_see() -> None:
    stage = begun()
    for day in (24, 25, 26, 27):
        at(stage, 11, day).presses("Did it")
    at(stage, 11, 30)
    assert "Your first week." in stage.seen()
    assert "● ● ● ●  4 of 4." in stage.seen()
    assert "What may Nora see of you from now on?" in stage.seen()
    assert stage.seen().index("Your first week") < stage.seen().index("Nora")


@pytest.mark.parametrize(("typed", "told"), [("no chance", ""), ("not today", ""), ("partly", "4 of 4.")])
def test_the_week_is_drawn_only_when_something_has_come_about(typed: str, told: str) -> None:
    stage = begun()
    for day in (24, 25, 26, 27):
        at(stage, 11, day).says(typed)
    assert ("Your first week." in at(stage, 11, 30).seen()) == bool(told)
    assert told in stage.seen()


def test_what_had_no_chance_is_not_counted_in_the_week() -> None:
    stage = begun()
    for day, typed in ((24, "no chance"), (25, "did it"), (26, "did it"), (27, "no chance")):
        at(stage, 11, day).says(typed)
    assert "– ● ● –  2 of 2." in at(stage, 11, 30).seen()


def test_without_an_answer_yet_there_is_no_picture_and_without_a_coach_no_choice() -> None:
    stage = begun(coach="")
    stage.saves(*(replace(one, level=4) for one in stage.leader.practices))
    at(stage, 11, 30)
    assert "Your first week." not in stage.all_seen()
    assert "see of you" not in stage.all_seen()


def test_the_second_week_offers_a_partner() -> None:
    stage = answered(begun(), 12, 7)
    assert "ask somebody to be your partner?" in stage.seen()
    stage.presses("Ask somebody")
    assert stage.state("partner").step != "done"


def test_going_on_alone_is_fine() -> None:
    assert "“partner” is there at any time" in answered(begun(), 12, 7).presses("I go on alone").seen()


def test_whoever_has_a_partner_is_not_offered_one() -> None:
    stage = begun()
    stage.saves(Partner("ana", "omar", stage.leader.practices[0].id, "accepted"))
    assert "partner?" not in answered(stage, 12, 31).all_seen()


def test_the_second_week_offers_a_team_after_the_partner() -> None:
    stage = answered(begun(), 12, 7).presses("I go on alone")
    stage = answered(stage, 12, 9)
    assert "Your team can tell you what they see" in stage.seen()
    stage.presses("Name my team")
    assert stage.state("team").step == "who"


def test_no_team_is_fine() -> None:
    stage = answered(answered(begun(), 12, 7).presses("I go on alone"), 12, 9)
    assert "“team” is there at any time" in stage.presses("Not now").seen()


def test_whoever_has_or_had_a_team_is_not_offered_one() -> None:
    stage = begun().saves(Team("ana", state="stopped"), Member("ana", "eva", "left"))
    assert "Your team can tell you" not in answered(stage, 12, 31).all_seen()


def test_after_a_month_it_is_shown_as_a_picture_and_then_nothing_more_comes() -> None:
    stage = begun()
    practice = stage.leader.practices[0]
    days = [date(2026, 11, 24) + timedelta(days=n) for n in range(21)]
    marks = [Chance(practice.id, day, "ana", "did") for day in days if day.isoweekday() < 6]
    at(stage, 12, 22)
    stage.saves(*marks)
    stage.goes_to(datetime(2026, 12, 23, 17, 1))
    assert "A month since you chose it." in stage.seen()
    assert not any("first_days" in line for line in stage.waiting())


def test_after_a_long_pause_the_month_is_shown_and_not_the_week_before_it() -> None:
    stage = answered(begun(), 11, 26).presses("Did it").says("pause until 17 May")
    stage.saves(Chance(stage.leader.practices[0].id, date(2027, 5, 14), "ana", "did"))
    stage.goes_to(datetime(2027, 5, 20, 18))
    assert "Your first week." not in stage.all_seen()
    assert stage.all_seen().count("A month since you chose it.") == 1


def test_a_month_without_a_single_answer_is_not_shown() -> None:
    stage = begun()
    stage.saves(*(replace(one, state="let_go") for one in stage.leader.practices))
    at(stage, 12, 30)
    assert "A month since" not in stage.all_seen()
    assert "anything to change" not in stage.all_seen()
    assert "partner?" not in stage.all_seen()


def test_days_away_move_the_rest_and_nothing_comes_twice() -> None:
    stage = answered(begun(away=((date(2026, 11, 25), date(2026, 12, 4)),)), 12, 31)
    assert stage.all_seen().count("anything to change?") == 1
    assert stage.all_seen().count("somebody to thank") == 1
    assert not any("first_days" in line for line in stage.waiting())


@pytest.mark.parametrize("step", ["change", "thank", "partner", "team"])
def test_a_form_answers_none_of_it(step: str) -> None:
    scene = Scene(Stage().leader, State("first_days", "ana", "", step), Stage().now)
    assert FLOW.step(step).take(scene, Filled({})).to == STAY

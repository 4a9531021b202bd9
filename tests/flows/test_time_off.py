"""Pausing, coming back, stopping; days away ahead, afterwards, and taken out again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.effects import FollowUp, Settle
from bot.events import Due
from bot.facts import Chance, Mark, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, State, Wrote
from bot.flows.time_off import FLOW
from bot.flows.time_off.reading import Days, read_days, read_until
from bot.messages import FieldErrors, Form
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait", state="active", started_on=date(2026, 11, 2))
TODAY = date(2026, 11, 23)  # a Monday


def leading(**changes: object) -> Stage:
    fields = {"state": "active", "joined_on": date(2026, 11, 2), **changes}
    ana = replace(ANA, **fields)  # type: ignore[arg-type]  # any field
    return Stage().saves(ana, PRACTICE).starts("checkin", "p1")


def chance(day: int, mark: Mark) -> Chance:
    return Chance("p1", date(2026, 11, day), "ana", mark)


# Pausing


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("pause", date(2026, 11, 30)),
        ("pause a week", date(2026, 11, 30)),
        ("pause for 2 weeks", date(2026, 12, 7)),
        ("pause until Monday", date(2026, 11, 30)),
        ("pause until Friday", date(2026, 11, 27)),
        ("pause until 7 December", date(2026, 12, 7)),
        ("pause 3 days", date(2026, 11, 26)),
        ("pause next week", date(2026, 12, 5)),
    ],
)
def test_a_pause_works_at_once_and_is_confirmed_once(typed: str, until: date) -> None:
    stage = leading().says(typed)
    assert stage.leader.person.state == "paused"
    assert stage.leader.person.paused_until == until
    assert stage.seen().startswith("Paused. Nothing comes from me before")
    assert stage.buttons() == ["I’m back"]
    assert stage.said_count() == 1


@pytest.mark.parametrize("typed", ["pause until yesterday", "pause until 31 February"])
def test_a_pause_until_no_coming_day_is_a_week_and_says_so(typed: str) -> None:
    stage = leading().says(typed)
    assert stage.leader.person.paused_until == date(2026, 11, 30)
    assert "so it is a week" in stage.seen()


def test_a_pause_is_quiet_and_ends_with_one_card_and_the_days_question() -> None:
    stage = leading().says("pause")
    quiet = stage.goes_to(datetime(2026, 11, 30, 16, 59)).said_count()
    assert quiet == 1
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert stage.said_count() == 2
    assert stage.leader.person.state == "active"
    assert stage.leader.person.paused_until is None
    assert "[Did it]" in stage.seen()
    assert stage.waiting() == ["checkin/asked 2026-12-01 17:00"]


def test_another_pause_takes_the_place_of_the_first() -> None:
    stage = leading().says("pause").says("pause 2 weeks")
    assert "time_off/back 2026-12-07 17:00" in stage.waiting()
    assert sum("time_off" in one for one in stage.waiting()) == 1


@pytest.mark.parametrize("typed", ["resume", "I'm back", "back"])
def test_coming_back_early_works_at_once(typed: str) -> None:
    stage = leading().says("pause 2 weeks").says(typed)
    assert stage.seen() == "Good to have you back. I ask at 17:00 again, on your working days."
    assert stage.leader.person.state == "active"
    assert stage.waiting() == ["checkin/asked 2026-11-23 17:00"]


def test_the_button_of_the_confirmation_brings_them_back() -> None:
    assert leading().says("pause").presses("I’m back").leader.person.state == "active"


def test_what_was_asked_today_is_not_asked_again_after_a_short_pause() -> None:
    stage = leading().saves(chance(23, "did")).says("pause").says("resume")
    assert stage.waiting() == ["checkin/asked 2026-11-24 17:00"]


def test_a_practice_that_began_today_is_first_asked_tomorrow_after_a_short_pause() -> None:
    stage = leading().saves(replace(PRACTICE, started_on=TODAY)).says("pause").says("resume")
    assert stage.waiting() == ["checkin/asked 2026-11-24 17:00"]


def test_somebody_who_has_not_started_is_where_they_were_after_a_pause() -> None:
    stage = Stage().says("pause").says("resume")
    assert stage.leader.person.state == "new"


def test_without_a_pause_there_is_nothing_to_come_back_from() -> None:
    assert leading().says("resume").seen() == "Nothing is paused."


# Stopping


def test_stop_ends_everything_and_says_how_to_come_back_and_erase() -> None:
    stage = leading().says("promise Omar the numbers Thursday").says("stop")
    assert stage.leader.person.state == "stopped"
    assert stage.waiting() == []
    assert "“Hi” brings me back. “Erase” removes what I keep about you." in stage.seen()
    assert stage.goes_to(datetime(2027, 1, 11, 12, 0)).said_count() == 2


def test_pausing_what_is_stopped_changes_nothing() -> None:
    stage = leading().says("stop").says("pause")
    assert stage.seen() == "Everything is stopped already. “Hi” begins again."
    assert stage.leader.person.state == "stopped"


@pytest.mark.parametrize("typed", ["hi", "I'm back"])
def test_who_comes_back_after_stopping_is_offered_what_they_need(typed: str) -> None:
    stage = leading().says("stop").says(typed)
    assert stage.state("welcome").step == "back"


# Days away, ahead


def test_days_away_are_read_back_and_nothing_comes() -> None:
    stage = leading().says("away 12 to 23 December")
    assert stage.seen() == (
        "Away from Saturday 12 December to Wednesday 23 December. Nothing comes in those days, and none of them counts."
        "\n[Take it out again] [All days away]"
    )
    before = stage.goes_to(datetime(2026, 12, 12, 0, 0)).said_count()
    assert stage.goes_to(datetime(2026, 12, 24, 16, 59)).said_count() == before
    assert not any(date(2026, 12, 12) <= one.day <= date(2026, 12, 23) for one in stage.leader.chances)


def test_one_card_on_the_first_day_back() -> None:
    stage = leading().says("away 25 to 27 November").goes_to(datetime(2026, 11, 30, 17, 1))
    assert any(said in stage.seen() for said in ("Good to have you back.", "Welcome back.", "You’re back."))
    assert "[Did it]" in stage.seen()


def test_a_single_day_off_needs_no_card() -> None:
    stage = leading().says("day off Friday").goes_to(datetime(2026, 11, 30, 17, 1))
    assert "back" not in stage.seen()
    assert "[Did it]" in stage.seen()


def test_the_card_says_when_the_next_question_comes_if_that_is_not_today() -> None:
    weekly = replace(PRACTICE, often="1-2")  # asked on the week's last workday
    stage = Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)), weekly)
    stage.says("away 25 to 27 November").goes_to(datetime(2026, 11, 30, 17, 1))
    assert stage.seen().endswith("The next question comes on Friday 4 December.")


def test_with_nothing_planned_the_card_only_greets() -> None:
    stage = Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)))
    stage.says("pause").goes_to(datetime(2026, 11, 30, 17, 1))
    assert stage.seen() in ("Good to have you back.", "Welcome back.", "You’re back. Good.")


def test_two_absences_have_a_card_each() -> None:
    stage = leading().says("away 25 to 27 November").says("away 7 to 9 December")
    assert "time_off/back 2026-11-30 17:00" in stage.waiting()
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert "time_off/back 2026-12-10 17:00" in stage.waiting()


def test_days_away_that_overlap_become_one_absence() -> None:
    stage = leading().says("away 7 to 9 December").says("away 9 to 11 December").says("away 12 December")
    assert stage.leader.person.away == ((date(2026, 12, 7), date(2026, 12, 12)),)


def test_an_absence_that_grew_meanwhile_has_its_card_later() -> None:
    scene = scene_of(State("time_off", "ana"))
    away = replace(scene.facts.person, away=((TODAY, TODAY + timedelta(days=2)),))
    due = Due("d", "ana", scene.now, "time_off", "", "back", TODAY)
    found = FLOW.due["back"](replace(scene, facts=replace(scene.facts, person=away)), due)
    assert found.to == STAY
    assert found.say == ()
    assert FollowUp("back", date(2026, 11, 26), "once, on the first day back") in found.deeds
    paused = replace(scene.facts.person, state="paused", paused_until=TODAY + timedelta(days=3))
    found = FLOW.due["back"](replace(scene, facts=replace(scene.facts, person=paused)), due)
    assert found.say == ()


def test_a_practice_without_a_plan_gets_one_on_the_first_day_back() -> None:
    scene = scene_of(State("time_off", "ana"))
    back = replace(scene.facts.person, state="paused", paused_until=TODAY, joined_on=date(2026, 11, 2))
    due = Due("d", "ana", scene.now, "time_off", "", "back", TODAY)
    found = FLOW.due["back"](replace(scene, facts=replace(scene.facts, person=back, practices=(PRACTICE,))), due)
    assert [deed.occasion for deed in found.deeds if isinstance(deed, FollowUp)] == [date(2026, 11, 24)]
    assert len(found.say) == 1


def test_the_confirmation_takes_the_days_out_again() -> None:
    stage = leading().says("away tomorrow").presses("Take it out again")
    assert stage.seen() == "Tuesday 24 November is an ordinary day again."
    assert stage.leader.person.away == ()
    assert stage.waiting() == ["checkin/asked 2026-11-23 17:00"]


def test_all_days_away_are_listed_and_each_can_be_taken_out() -> None:
    stage = leading().says("away 7 to 9 December").says("day off Friday").presses("All days away")
    assert "Friday 27 November: nothing comes" in stage.seen()
    assert "Monday 7 December to Wednesday 9 December: nothing comes" in stage.seen()
    stage.presses("Take out Monday 7 December to Wednesday 9 December")
    assert stage.seen() == "Monday 7 December to Wednesday 9 December are ordinary days again."
    assert stage.leader.person.away == ((date(2026, 11, 27), date(2026, 11, 27)),)


def test_without_days_the_question_is_asked_and_takes_words() -> None:
    stage = leading().says("away")
    assert stage.seen().startswith("Which days are you away?")
    assert stage.says("tomorrow").leader.person.away == ((date(2026, 11, 24), date(2026, 11, 24)),)


def test_the_days_can_be_picked() -> None:
    stage = leading().says("away").presses("Pick the days")
    assert isinstance(stage.reply, Form)
    stage.sends(first="2026-12-07", last="2026-12-09")
    assert stage.leader.person.away == ((date(2026, 12, 7), date(2026, 12, 9)),)
    one = leading().says("away").presses("Pick the days").sends(first="2026-12-07", last="")
    assert one.leader.person.away == ((date(2026, 12, 7), date(2026, 12, 7)),)


@pytest.mark.parametrize(
    ("first", "last", "at"),
    [
        ("", "2026-12-09", "first"),
        ("soon", "", "first"),
        ("2026-12-09", "2026-12-07", "last"),
        ("2025-12-07", "2026-12-09", "first"),
        ("2026-12-07", "9999-12-31", "last"),
        ("9999-12-31", "", "first"),
    ],
)
def test_wrong_days_in_the_form_say_so_where_they_stand(first: str, last: str, at: str) -> None:
    stage = leading().says("away").presses("Pick the days").sends(first=first, last=last)
    assert isinstance(stage.errors, FieldErrors)
    assert [name for name, _ in stage.errors.errors] == [at]
    assert stage.leader.person.away == ()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("away 23 to 12 December", "Those days end before they begin."),
        ("away 30 February", "has a day that no calendar has."),
        ("away 2 to 6 November", "Friday 6 November is over."),
        ("away since 3 January 2026", "is more than half a year ago"),
    ],
)
def test_what_is_wrong_with_days_is_said_with_an_example_and_asked_again(typed: str, problem: str) -> None:
    stage = leading().says(typed)
    assert problem in stage.seen()
    assert "It could look like" in stage.seen() or "look like “12 to 23 December”" in stage.seen()
    assert "Which days are you away?" in stage.seen()
    assert stage.leader.person.away == ()
    assert stage.says("tomorrow").leader.person.away


def test_words_that_are_no_days_are_asked_again() -> None:
    assert leading().says("away").says("sometime").seen().startswith("I can’t read “sometime” as days.")


def test_coming_back_early_from_days_away_cuts_them_short() -> None:
    stage = leading().says("away 23 November to 4 December").next_day(2, 9, 0).says("I'm back")
    assert stage.leader.person.away == ((date(2026, 11, 23), date(2026, 11, 24)),)
    assert stage.waiting() == ["checkin/asked 2026-11-25 17:00"]


# Days away, afterwards


def test_days_set_afterwards_take_misses_and_silence_out_of_the_count() -> None:
    history = (chance(18, "did"), chance(19, "not"), chance(20, "not"), chance(23, ""))
    stage = leading().saves(*history, replace(PRACTICE, recent="dnn", slipped_on=date(2026, 11, 19)))
    stage.says("I was sick since Thursday")
    assert "None of those days counts." in stage.seen()
    assert [one.mark for one in stage.leader.chances] == ["did", "away", "away", "away"]
    practice = stage.leader.practices[0]
    assert practice.recent == "daaa"
    assert practice.slipped_on is None
    assert stage.leader.person.away == ((date(2026, 11, 19), TODAY),)


def test_on_the_morning_after_today_is_still_asked_about() -> None:
    stage = leading().goes_to(datetime(2026, 11, 25, 10)).says("I was sick yesterday")
    assert "checkin/asked 2026-11-25 17:00" in stage.waiting()


def test_an_open_question_about_days_does_not_swallow_another_command() -> None:
    assert "holds Omar" in leading().says("away").says("find Omar").seen()
    assert "New York time" in leading().says("away").says("I’m in New York").seen()
    assert "I can’t read “asdf” as days" in leading().says("away").says("asdf").seen()


def test_two_days_named_with_and_are_one_absence() -> None:
    stage = leading().goes_to(datetime(2026, 11, 25, 10)).says("I was sick Monday and Tuesday")
    assert stage.leader.person.away == ((date(2026, 11, 23), date(2026, 11, 24)),)
    assert read_days("Monday and Thursday", TODAY, ANA) == "unreadable"


def test_a_question_that_is_open_on_such_a_day_closes_without_counting_as_silence() -> None:
    stage = leading().goes_to(datetime(2026, 11, 24, 17, 1)).says("I'm sick since Tuesday")
    assert stage.leader.chances[-1].mark == "away"
    stage.goes_to(datetime(2026, 11, 26, 17, 1))
    assert stage.leader.practices[0].recent.count(".") == 1


def test_what_was_done_stays_done() -> None:
    stage = leading().saves(chance(19, "did"), chance(20, "partly")).says("I was sick Thursday to Friday")
    assert [one.mark for one in stage.leader.chances] == ["did", "partly"]


def test_a_newest_question_that_can_still_be_answered_is_not_rolled_up() -> None:
    stage = leading().saves(chance(19, "not"), chance(20, ""), replace(PRACTICE, recent="n"))
    stage.says("I was sick since Thursday until Thursday")
    stage.says("I was sick last Thursday")
    assert stage.leader.practices[0].recent == "a"
    assert stage.leader.chances[-1].mark == ""


def test_a_slip_that_remains_is_still_one() -> None:
    history = (chance(17, "not"), chance(18, "not"), chance(19, "not"))
    stage = leading().saves(*history, replace(PRACTICE, recent="nnn", slipped_on=date(2026, 11, 17)))
    stage.says("I was sick last Thursday")
    practice = stage.leader.practices[0]
    assert practice.recent == "nna"
    assert practice.slipped_on == date(2026, 11, 17)


def test_a_practice_without_misses_on_those_days_is_left_alone() -> None:
    other = replace(PRACTICE, id="p2", act="ask first", recent="d")
    stage = leading().saves(other, chance(19, "not")).says("I was sick last Thursday")
    assert stage.leader.practices[1] == other


def test_a_past_day_can_be_one_alone() -> None:
    stage = leading().says("I was away yesterday")
    assert stage.seen().startswith("Sunday 22 November is a day away now. It doesn’t count.")
    stage = leading().says("I was away Wednesday to Friday")
    assert stage.seen().startswith("Wednesday 18 November to Friday 20 November are days away now.")


def test_being_sick_without_a_day_is_today() -> None:
    stage = leading().says("I'm sick")
    assert stage.leader.person.away == ((TODAY, TODAY),)
    assert stage.goes_to(datetime(2026, 11, 23, 17, 30)).said_count() == 1


# What falls into days away


def test_a_promise_inside_is_asked_about_at_once() -> None:
    stage = leading().says("promise Omar the numbers 14 December").says("away 12 to 23 December")
    assert "Monday 14 December falls into your days away, and Omar expects this: the numbers." in stage.seen()
    assert stage.buttons() == [
        "Move to Friday 11 December",
        "Move to Thursday 24 December",
        "Hand it over",
        "Leave it",
    ]


def numbers() -> Stage:
    return leading().says("promise Omar the numbers 14 December").says("away 12 to 23 December")


@pytest.mark.parametrize(
    ("answer", "on"),
    [
        ("before I go", date(2026, 12, 11)),
        ("when I'm back", date(2026, 12, 24)),
        ("move to thursday 24 december", date(2026, 12, 24)),
        ("9 December", date(2026, 12, 9)),
    ],
)
def test_it_moves_before_or_after_and_is_asked_about_then(answer: str, on: date) -> None:
    stage = numbers().says(answer)
    assert stage.leader.captures[0].on == on
    assert not stage.leader.captures[0].moved
    assert f"capture/promised {on} 09:00" in stage.waiting()
    assert stage.seen().startswith("Moved to")


def test_a_typed_day_that_is_away_too_is_asked_again() -> None:
    stage = numbers().says("16 December")
    assert stage.seen() == "Wednesday 16 December is a day away too. Which other day?"
    assert stage.says("whenever").seen() == "A day such as “Friday”, “hand it over” or “leave it” is enough."


def test_handed_over_it_carries_the_name_and_is_asked_about_on_the_first_day_back() -> None:
    stage = numbers().presses("Hand it over").says("Lea")
    assert stage.seen() == "Lea has it while you are away. I’ll ask you about it on Thursday 24 December."
    assert stage.leader.captures[0].text == "the numbers (handed to Lea)"
    assert "capture/promised 2026-12-24 09:00" in stage.waiting()


def test_handing_over_may_be_thought_better_of() -> None:
    stage = numbers().presses("Hand it over").presses("Leave it")
    assert stage.state("time_off").step == "promise"


def test_left_as_it_is_it_is_asked_no_more_today() -> None:
    stage = numbers().presses("Leave it")
    assert stage.state("time_off").step == DONE
    assert stage.leader.captures[0].on == date(2026, 12, 14)


def test_several_promises_are_asked_one_after_the_other() -> None:
    stage = leading().says("promise Omar the numbers 14 December").says("promise Lea the draft 16 December")
    stage.says("away 12 to 23 December")
    assert "the draft" in stage.presses("Leave it").seen()
    assert stage.presses("before").state("time_off").step == DONE


def test_without_an_answer_it_is_asked_on_the_last_workday_before() -> None:
    stage = numbers().goes_to(datetime(2026, 12, 11, 17, 1))
    assert stage.all_seen().count("Move it, or hand it over?") == 2
    assert "[Move to Friday 11 December]" in stage.seen()


def test_a_promise_made_meanwhile_is_asked_about_before_leaving() -> None:
    stage = leading().says("away 12 to 23 December").says("promise Omar the numbers 14 December")
    stage.presses(next(one for one in stage.buttons() if "24" in one)).goes_to(datetime(2026, 12, 11, 17, 1))
    assert "falls into your days away" in stage.seen()


def test_without_a_promise_the_last_workday_asks_nothing() -> None:
    stage = leading().says("away 12 to 23 December").goes_to(datetime(2026, 12, 11, 17, 1))
    assert "hand it over" not in stage.all_seen()


def test_who_leaves_today_can_only_move_it_to_later() -> None:
    stage = leading().says("promise Omar the numbers Wednesday").says("away 23 November to 4 December")
    assert stage.buttons() == ["Move to Monday 7 December", "Hand it over", "Leave it"]


def test_a_promise_to_nobody_in_particular_is_asked_about_in_other_words() -> None:
    stage = leading().says("promise the numbers 14 December").presses("nobody").says("away 12 to 23 December")
    assert "this is due then" in stage.seen()


def test_once_every_promise_is_settled_late_answers_change_nothing() -> None:
    scene = scene_of(State("time_off", "ana", "", "promise"))
    assert FLOW.step("promise").draw(scene)
    assert FLOW.step("promise").take(scene, Chose("leave")).to == DONE
    assert FLOW.step("who_takes_it").take(scene, Wrote("Lea")).to == DONE


STRAY: list[tuple[str, Answer]] = [
    ("paused", Wrote("hm")),
    ("paused", Filled({})),
    ("noted", Wrote("hm")),
    ("noted", Filled({})),
]


@pytest.mark.parametrize(("step", "answer"), STRAY)
def test_words_are_no_answer_to_what_only_confirms(step: str, answer: Answer) -> None:
    assert FLOW.step(step).take(scene_of(State("time_off", "ana", "", step)), answer).to == STAY


@pytest.mark.parametrize("answer", [Filled({}), Wrote("yesterday"), Wrote("soon")])
def test_what_is_no_coming_day_leaves_a_promise_where_it_is(answer: Answer) -> None:
    stage = numbers()
    scene = replace(scene_of(stage.state("time_off")), facts=stage.leader)
    assert FLOW.step("promise").take(scene, answer).to == STAY


def test_when_nobody_leaves_any_more_the_last_workday_is_not_planned() -> None:
    stage = leading().says("away 12 to 23 December").presses("Take it out again")
    assert stage.waiting() == ["checkin/asked 2026-11-23 17:00"]
    found = FLOW.due["hand_over"](
        scene_of(State("time_off", "ana")),
        Due("d", "ana", scene_of(State("time_off", "ana")).now, "time_off", "", "hand_over", TODAY),
    )
    assert found.deeds == (Settle("nobody is leaving", "hand_over"),)


# Reading


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("12 to 23 December", "12-12", "12-23"),
        ("12–23 December", "12-12", "12-23"),
        ("12 - 23 December", "12-12", "12-23"),
        ("dec 12-23", "12-12", "12-23"),
        ("December 12 to 23", "12-12", "12-23"),
        ("from 12th to 15th", "12-12", "12-15"),
        ("12.12.-23.12.", "12-12", "12-23"),
        ("2026-12-12 to 2026-12-14", "12-12", "12-14"),
        ("2026-12-12", "12-12", "12-12"),
        ("tomorrow", "11-24", "11-24"),
        ("on Friday", "11-27", "11-27"),
        ("friday to monday", "11-27", "11-30"),
        ("mon-wed", "11-23", "11-25"),
        ("next week", "11-30", "12-04"),
        ("until Friday", "11-23", "11-27"),
        ("for 2 weeks", "11-23", "12-06"),
        ("a day", "11-23", "11-23"),
        ("since Tuesday", "11-17", "11-23"),
        ("since yesterday", "11-22", "11-23"),
        ("since 1 October", "10-01", "11-23"),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, first: str, last: str) -> None:
    expected = Days(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))
    assert read_days(typed, TODAY, ANA) == expected


def test_the_end_of_a_span_is_the_next_such_day_after_its_beginning() -> None:
    assert read_days("28 Dec to 3 Jan", TODAY, ANA) == Days(date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "unreadable"),
        ("sometime", "unreadable"),
        ("sometime to Friday", "unreadable"),
        ("Friday to sometime", "unreadable"),
        ("since ever", "unreadable"),
        ("until ever", "unreadable"),
        ("30 February", "impossible"),
        ("30 to 31 February", "impossible"),
        ("since 30 February", "impossible"),
        ("23 to 12 December", "order"),
        ("until 1 November", "order"),
    ],
)
def test_what_is_wrong_with_days_is_told_apart(typed: str, wrong: str) -> None:
    assert read_days(typed, TODAY, ANA) == wrong


def test_looking_back_a_weekday_is_the_last_one() -> None:
    assert read_days("Thursday to Friday", TODAY, ANA, looks_back=True) == Days(date(2026, 11, 19), date(2026, 11, 20))


@pytest.mark.parametrize("typed", ["", "sometime", "yesterday", "today"])
def test_a_pause_needs_a_day_that_is_still_to_come(typed: str) -> None:
    assert read_until(typed, TODAY, ANA) is None

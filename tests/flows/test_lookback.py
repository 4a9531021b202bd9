"""F5, the weekly look-back: one line under the check-in, a form, and quiet when nobody looks back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.content.words import Words
from bot.facts import Capture, Chance, Person, Practice, Week
from bot.flow import STAY, Filled, Scene, State, Wrote
from bot.flows.lookback import FLOW
from bot.flows.lookback.asking import QUESTIONS, question_of
from bot.messages import Chart, Closed, Dots, Form, Line, Pick, Text
from bot.rules import calendar
from tests.stage import ANA, WORDS, Stage

FRIDAY = date(2026, 11, 27)


def begun(person: Person = ANA, **changes: object) -> Stage:
    """Ana on Monday 23 November, with a practice and its look-back planned; check-ins are left out."""
    stage = Stage()
    stage.saves(replace(person, state="active"))
    one = Practice("p1", "ana", act="wait two seconds", state="active", started_on=date(2026, 11, 23))
    stage.saves(replace(one, **changes))  # type: ignore[arg-type]  # plain values
    return stage.starts("lookback")


def asked(person: Person = ANA) -> Stage:
    """Friday, 17:01."""
    return begun(person).goes_to(datetime(2026, 11, 27, 17, 1))


def opened(stage: Stage) -> Form:
    stage.presses("Look back")
    assert isinstance(stage.reply, Form)
    return stage.reply


def week(stage: Stage, friday: date = FRIDAY) -> Week:
    return next(one for one in stage.leader.weeks if one.friday == friday)


def fields(form: Form) -> list[str]:
    return [part.name for part in form.body if isinstance(part, Line | Pick)]


def said(form: Form) -> str:
    return "\n".join("".join(span.text for span in part.spans) for part in form.body if isinstance(part, Text))


def test_it_comes_on_the_last_workday_as_one_line_with_two_buttons() -> None:
    stage = asked()
    assert len(stage.seen().splitlines()) == 2
    assert stage.buttons() == ["Look back", "Not this week"]
    assert week(stage).kind == "asked"
    assert stage.waiting() == ["lookback/weekly 2026-12-04 17:00"]


def test_it_shares_the_message_of_the_check_in_and_stands_below_it() -> None:
    stage = begun().starts("checkin", "p1").goes_to(datetime(2026, 11, 24, 17, 1)).says("did it")
    stage.goes_to(datetime(2026, 11, 25, 17, 1)).says("did it").goes_to(datetime(2026, 11, 26, 17, 1)).says("did it")
    before = stage.said_count()
    stage.goes_to(datetime(2026, 11, 27, 17, 1))
    assert stage.said_count() == before + 1
    assert stage.seen().index("[Did it]") < stage.seen().index("[Look back]")


def test_did_it_means_the_check_in_and_not_the_look_back() -> None:
    stage = begun().starts("checkin", "p1")
    for day in (24, 25, 26, 27):
        stage.goes_to(datetime(2026, 11, day, 17, 1)).says("did it")
    assert [one.mark for one in stage.leader.chances] == ["did"] * 4
    assert week(stage).kind == "asked"


@pytest.mark.parametrize(
    ("person", "day"),
    [
        (replace(ANA, workdays="71234"), date(2026, 11, 26)),
        (replace(ANA, workdays="123"), date(2026, 11, 25)),
        (replace(ANA, free_days=(FRIDAY,)), date(2026, 11, 26)),
        (replace(ANA, away=((date(2026, 11, 23), FRIDAY),)), date(2026, 12, 4)),
    ],
    ids=["Sunday to Thursday", "part time", "Friday off", "a week away"],
)
def test_the_last_workday_is_the_persons_own(person: Person, day: date) -> None:
    assert begun(person).waiting() == [f"lookback/weekly {day} 17:00"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("days mon-wed", "2026-11-25"),
        ("days sun-thu", "2026-11-26"),
        ("days mon-sat", "2026-11-28"),
        ("away 26 to 27 November", "2026-11-25"),
        ("away 24 to 27 November", "2026-11-23"),
        ("away 23 to 27 November", "2026-12-04"),
        ("ask me at 16:30", "2026-11-27"),
    ],
)
def test_it_moves_to_what_is_the_last_workday_now(line: str, day: str) -> None:
    planned = [one for one in begun().says(line).waiting() if one.startswith("lookback/")]
    assert [one[:26] for one in planned] == [f"lookback/weekly {day}"]


def test_it_comes_today_when_today_has_become_the_last_workday_and_its_hour_is_still_to_come() -> None:
    wednesday = begun().goes_to(datetime(2026, 11, 25, 10)).says("days mon-wed")
    assert "lookback/weekly 2026-11-25 17:00" in wednesday.waiting()
    assert wednesday.next_day(0).buttons()[-2:] == ["Look back", "Not this week"]
    evening = begun().goes_to(datetime(2026, 11, 25, 17, 5)).says("days mon-wed")
    assert "lookback/weekly 2026-12-02 17:00" in evening.waiting()


def test_it_moves_back_with_days_away_that_are_taken_out_again() -> None:
    stage = begun().says("away 26 to 27 November").presses("Take it out again")
    assert "lookback/weekly 2026-11-27 17:00" in stage.waiting()


def test_whoever_looked_back_before_the_days_changed_is_not_asked_again_that_week() -> None:
    stage = begun().says("look back").says("we had fewer meetings").says("days mon-wed")
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Look back" not in stage.buttons()
    assert "lookback/weekly 2026-12-02 17:00" in stage.waiting()


def test_a_monthly_one_keeps_its_week() -> None:
    stage = asked(replace(ANA, lookback="monthly")).says("days mon-wed")
    assert "lookback/weekly 2026-12-23 17:00" in stage.waiting()


def test_switched_off_and_on_again_among_the_hours_it_goes_and_comes() -> None:
    stage = begun().says("hours").presses("Look-back").presses("Not at all")
    assert not [one for one in stage.waiting() if one.startswith("lookback/")]
    stage.presses("Look-back").presses("Weekly")
    assert "lookback/weekly 2026-11-27 17:00" in stage.waiting()


def test_whoever_never_works_again_has_none_planned() -> None:
    assert begun(replace(ANA, away=((date(2026, 1, 1), date(2029, 1, 1)),))).waiting() == []


def test_the_form_asks_one_question_one_good_thing_and_somebody_to_thank() -> None:
    form = opened(asked())
    assert fields(form) == ["answer", "good", "thanks", "often"]
    assert all(part.optional for part in form.body if isinstance(part, Line | Pick))


def test_the_five_questions_take_turns_and_the_line_asks_the_same_as_the_form() -> None:
    fridays = [FRIDAY + timedelta(weeks=n) for n in range(5)]
    assert {question_of(friday) for friday in fridays} == set(QUESTIONS)
    stage = asked()
    line = stage.seen().splitlines()[0]
    field = next(part for part in opened(stage).body if isinstance(part, Line))
    assert field.label == line


def test_every_question_has_five_wordings_or_more() -> None:
    words: Words = WORDS
    for key in QUESTIONS.values():
        assert len(words.texts[key].variants) >= 5


def test_what_is_written_is_kept_for_the_leader_alone() -> None:
    stage = asked()
    opened(stage)
    stage.sends(answer="The pauses helped.", good="Lea laughed.")
    assert isinstance(stage.reply, Closed)
    one = week(stage)
    assert (one.kind, one.answer, one.good, one.question) == (
        "answered",
        "The pauses helped.",
        "Lea laughed.",
        question_of(FRIDAY),
    )
    assert "[Look back]" not in stage.all_seen()
    assert stage.said_count("nora") == 0


def test_an_empty_form_stays_open() -> None:
    stage = asked()
    opened(stage)
    stage.sends(answer=" ")
    assert stage.errors is not None
    assert stage.errors.errors[0][0] == "answer"
    assert week(stage).kind == "asked"


def test_a_typed_answer_to_the_question_counts() -> None:
    stage = asked().says("Omar said that he noticed it.")
    assert (week(stage).kind, week(stage).answer) == ("answered", "Omar said that he noticed it.")


@pytest.mark.parametrize("typed", ["Not this week", "not this week.", "skip this week"])
def test_not_this_week_is_an_answer_too(typed: str) -> None:
    assert week(asked().says(typed)).kind == "skipped"


def test_somebody_to_thank_becomes_thanks_of_the_leaders_own() -> None:
    stage = asked()
    opened(stage)
    stage.sends(thanks="Omar for flagging the delay")
    (kept,) = stage.leader.captures
    assert kept.kind == "thank"
    assert stage.said_count("omar") == 0, "nothing goes out without a tap"


def test_the_week_and_the_weeks_before_are_a_picture_with_the_numbers_in_words() -> None:
    stage = begun(started_on=date(2026, 10, 1))
    for day, mark in ((16, "not"), (17, "did"), (23, "did"), (24, "partly"), (25, "none"), (26, "")):
        stage.saves(Chance("p1", date(2026, 11, day), "ana", mark))  # type: ignore[arg-type]  # a mark
    form = opened(stage.goes_to(datetime(2026, 11, 27, 17, 1)))
    (dots,) = (part for part in form.body if isinstance(part, Dots))
    assert dots.marks == ("did", "partly", "out", "open")
    assert dots.said == "This week: 2 of 3."
    (chart,) = (part for part in form.body if isinstance(part, Chart))
    assert chart.labels == ("16 Nov", "23 Nov")
    assert chart.series[0].values == (1.0, 2.0)
    assert chart.said == "wait two seconds, by week: 16 Nov: 1 of 2; 23 Nov: 2 of 3."


def test_before_there_is_anything_to_see_there_is_no_picture() -> None:
    assert not [part for part in opened(asked()).body if isinstance(part, Dots | Chart)]


def test_at_most_twelve_weeks_are_shown() -> None:
    stage = begun(started_on=date(2026, 6, 1))
    for n in range(25):
        stage.saves(Chance("p1", date(2026, 11, 23) - timedelta(weeks=n), "ana", "did"))
    (chart,) = (part for part in opened(stage.says("look back")).body if isinstance(part, Chart))
    assert len(chart.labels) == 12


def test_look_back_opens_it_on_any_day_and_fridays_is_then_left_out() -> None:
    stage = begun().says("look back")
    opened(stage)
    stage.sends(good="A quiet Monday.")
    assert week(stage).good == "A quiet Monday."
    before = stage.said_count()
    stage.goes_to(datetime(2026, 11, 27, 17, 1))
    assert stage.said_count() == before
    assert stage.waiting() == ["lookback/weekly 2026-12-04 17:00"]


def test_what_was_written_in_the_week_stands_in_the_form_again() -> None:
    stage = begun().says("look back").says("The pauses helped a lot").says("look back")
    assert next(part for part in opened(stage).body if isinstance(part, Line)).value == "The pauses helped a lot"


def test_three_unanswered_make_it_monthly_and_two_more_switch_it_off_and_each_is_said_once() -> None:
    stage = begun().goes_to(datetime(2026, 12, 18, 17, 1))
    assert stage.leader.person.lookback == "monthly"
    assert "once a month" in stage.seen()
    assert [one.friday.day for one in stage.leader.weeks] == [27, 4, 11]
    stage.goes_to(datetime(2027, 4, 30, 18, 0))
    assert stage.leader.person.lookback == "off"
    assert len(stage.leader.weeks) == 5
    assert stage.all_seen().count("leave the look-back off") == 1
    assert stage.waiting() == []


def test_an_answer_begins_the_count_again() -> None:
    stage = asked().goes_to(datetime(2026, 12, 4, 17, 1)).says("not this week")
    stage.goes_to(datetime(2026, 12, 18, 17, 1))
    assert stage.leader.person.lookback == "weekly"
    assert "[Look back]" in stage.seen()


def test_how_often_is_chosen_in_the_form() -> None:
    stage = asked()
    opened(stage)
    stage.sends(often="off")
    assert stage.leader.person.lookback == "off"
    assert stage.waiting() == []
    stage.says("look back")
    opened(stage)
    stage.sends(often="weekly")
    assert stage.leader.person.lookback == "weekly"
    assert stage.waiting() == ["lookback/weekly 2026-12-04 17:00"]


def test_monthly_means_four_weeks_apart() -> None:
    assert asked(replace(ANA, lookback="monthly")).waiting() == ["lookback/weekly 2026-12-25 17:00"]


def test_switched_off_nothing_is_planned_and_what_was_planned_asks_nothing() -> None:
    assert begun(replace(ANA, lookback="off")).waiting() == []
    stage = begun()
    stage.saves(replace(stage.leader.person, lookback="off"))
    stage.goes_to(datetime(2026, 12, 30, 18, 0))
    assert stage.said_count() == 0
    assert stage.waiting() == []


def test_without_a_practice_going_on_it_waits_for_another_week() -> None:
    stage = begun(state="resting").goes_to(datetime(2026, 11, 27, 17, 1))
    assert stage.said_count() == 0
    assert stage.waiting() == ["lookback/weekly 2026-12-04 17:00"]


def test_a_week_away_passes_without_a_look_back_and_without_being_counted() -> None:
    stage = begun()
    stage.saves(replace(stage.leader.person, away=((date(2026, 11, 27), date(2026, 12, 4)),)))
    stage.goes_to(datetime(2026, 12, 11, 17, 1))
    assert [one.friday.day for one in stage.leader.weeks] == [11]


def test_what_waited_too_long_for_room_is_said_once_and_closed() -> None:
    stage = begun()
    stage.saves(Capture("w1", "ana", "wait", "A partner’s line"))
    stage.goes_to(datetime(2026, 11, 27, 17, 1))
    assert "A partner’s line" in stage.seen()
    assert stage.leader.captures[0].state == "closed"
    assert "A partner’s line" not in stage.goes_to(datetime(2026, 12, 4, 17, 1)).seen()


def test_what_is_to_be_brought_and_spent_promises_are_listed_in_one_look_back() -> None:
    stage = begun()
    made = calendar.instant(datetime(2026, 11, 25, 10, 0), "Europe/Berlin")
    stage.saves(
        Capture("b1", "ana", "bring", "telling Sales it slips", made_at=made),
        Capture("b2", "ana", "bring", "an older one", made_at=made - timedelta(days=30)),
        Capture("b3", "ana", "bring", "one without a date"),
        Capture("c1", "ana", "promise", "the numbers", on=date(2026, 11, 11), state="closed"),
        Capture("c2", "ana", "promise", "the kept one", on=date(2026, 11, 11), state="kept"),
        Capture("c3", "ana", "promise", "the old one", on=date(2026, 10, 1), state="closed"),
        Capture("c4", "ana", "promise", "without a day", state="closed"),
    )
    listed = said(opened(stage.goes_to(datetime(2026, 11, 27, 17, 1))))
    assert "telling Sales it slips" in listed
    assert "the numbers" in listed
    for other in ("older", "without", "kept", "the old one"):
        assert other not in listed
    assert said(opened(stage.goes_to(datetime(2026, 12, 4, 17, 1)))) == ""


def low() -> Stage:
    stage = begun(replace(ANA, energy=True))
    for n in (1, 2, 3, 4):
        energy = "low" if n < 3 else "good"
        friday = FRIDAY - timedelta(weeks=n)
        stage.saves(Week("ana", friday, "answered", energy=energy))  # type: ignore[arg-type]  # a mark
    stage.goes_to(datetime(2026, 11, 27, 17, 1))
    assert "energy" in fields(opened(stage))
    return stage.sends(energy="low")


def test_three_weeks_of_low_energy_offer_a_lighter_pace_until_a_day_and_no_advice() -> None:
    stage = low()
    assert stage.buttons() == ["Fewer until Friday 25 December", "As it is"]
    stage.presses("Fewer until Friday 25 December")
    assert stage.leader.practices[0].level == 1
    assert any(line.startswith("pace/ends 2026-12-25") for line in stage.waiting())


def test_as_it_is_holds_for_four_weeks() -> None:
    stage = low().says("as it is")
    assert stage.leader.practices[0].level == 0
    stage.goes_to(datetime(2026, 12, 4, 17, 1))
    opened(stage)
    stage.sends(energy="low")
    assert "[As it is]" not in stage.seen()


def test_energy_is_forgotten_after_three_weeks() -> None:
    stage = low()
    assert [(one.friday.day, one.energy) for one in sorted(stage.leader.weeks, key=lambda one: one.friday)] == [
        (30, ""),
        (6, ""),
        (13, "low"),
        (20, "low"),
        (27, "low"),
    ]


def test_energy_is_asked_only_of_those_who_want_it() -> None:
    assert "energy" not in fields(opened(asked()))


def test_a_press_on_last_weeks_button_says_that_it_has_passed() -> None:
    stage = asked()
    old = stage.order[-1]
    stage.goes_to(datetime(2026, 12, 4, 17, 1))
    stage.order.append(stage.order.pop(stage.order.index(old)))
    assert "closed" in stage.presses("Not this week").seen()


@pytest.mark.parametrize("answer", [Filled({}), Wrote("x")])
def test_the_lighter_step_passes_over_what_it_cannot_take(answer: Filled | Wrote) -> None:
    stage = begun()
    scene = Scene(stage.leader, State("lookback", "ana", "", "lighter"), stage.now)
    assert FLOW.step("lighter").take(scene, answer).to == STAY

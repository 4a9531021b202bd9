"""F3, the daily check-in: one tap about one day, with everything that people do around it."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.events import Pressed, Undelivered
from bot.facts import Chance, Person, Practice
from bot.flow import STAY, Chose, Filled, Scene, State, Wrote
from bot.flows import checkin, practices
from bot.flows.checkin.answering import take_automatic, take_mark, take_one_more
from bot.messages import Form, Ref
from bot.outcome import of_act
from bot.rules import calendar
from tests.stage import ANA, WORDS, Stage

TUESDAY = date(2026, 11, 24)


def begun(person: Person = ANA, **changes: object) -> Stage:
    """Ana on Monday 23 November, with a practice that has just begun."""
    stage = Stage()
    stage.saves(replace(person, state="active"))
    one = Practice("p1", "ana", act="I wait two seconds.", situation="somebody talks", state="active")
    stage.saves(replace(one, started_on=date(2026, 11, 23), **changes))  # type: ignore[arg-type]  # plain values
    return stage.starts("checkin", "p1")


def practice(stage: Stage, one: str = "p1") -> Practice:
    return practices.find(stage.leader, one)


def chance(stage: Stage, day: date, one: str = "p1") -> Chance:
    return next(row for row in stage.leader.chances if (row.practice, row.day) == (one, day))


def days(stage: Stage, *answers: str) -> Stage:
    """One day for each answer; "" leaves it unanswered."""
    for answer in answers:
        stage.next_day()
        while "[Did it]" not in stage.seen():
            stage.next_day()
        if answer:
            stage.presses(answer)
    return stage


def past(stage: Stage, marks: str, last: date) -> Stage:
    """Chances of the working days up to `last`, by letter: d did, p partly, n not, . unanswered."""
    meaning = {"d": "did", "p": "partly", "n": "not", ".": "", "s": "pass", "0": "none"}
    day = last
    for letter in reversed(marks):
        stage.saves(Chance("p1", day, "ana", meaning[letter]))  # type: ignore[arg-type]  # a mark
        day = calendar.previous_workday(ANA, day)
    stage.saves(replace(practice(stage), recent=marks[-12:], started_on=day, asked_automatic=len(marks)))
    return stage


def test_the_first_question_comes_on_the_next_working_day_and_is_answered_in_one_tap() -> None:
    stage = begun().goes_to(datetime(2026, 11, 23, 18, 0))
    assert stage.said_count() == 0
    stage.next_day()
    assert "wait two seconds" in stage.seen()
    assert stage.buttons() == ["Did it", "Partly", "Not today", "More…"]
    stage.presses("Did it")
    assert chance(stage, TUESDAY).mark == "did"
    assert stage.said_count() == 1, "the answered card takes the question's place"
    assert stage.seen() == "Did it: wait two seconds.\n● · · · · · · · · ·  1 of your last 1.\n[Change]"
    assert stage.waiting() == ["checkin/asked 2026-11-25 17:00"]


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("did it", "did"),
        ("Yes!", "did"),
        ("👍", "did"),
        ("a bit", "partly"),
        ("Partly.", "partly"),
        ("not today", "not"),
        ("nope", "not"),
        ("no chance came", "none"),
        ("skip", "pass"),
        ("not sure", "unsure"),
    ],
)
def test_typed_words_count_as_much_as_buttons(typed: str, mark: str) -> None:
    stage = begun().next_day().says(typed)
    assert chance(stage, TUESDAY).mark == mark


def test_a_line_that_cannot_be_read_gets_one_hint_and_then_the_buttons() -> None:
    stage = begun().next_day().says("purple")
    assert "“did it”" in stage.seen()
    assert "[Did it]" in stage.says("purple elephants").seen()
    assert chance(stage, TUESDAY).mark == ""


@pytest.mark.parametrize(("label", "mark"), [("No chance came", "none"), ("Pass", "pass"), ("Not sure", "unsure")])
def test_rarer_answers_stand_behind_more(label: str, mark: str) -> None:
    stage = begun().next_day().presses("More…")
    assert stage.buttons() == ["No chance came", "Pass", "Not sure", "Add a note", "Back"]
    assert chance(stage.presses(label), TUESDAY).mark == mark


def test_back_leads_from_the_rarer_answers_to_the_first_ones() -> None:
    stage = begun().next_day().presses("More…").presses("Back")
    assert stage.buttons() == ["Did it", "Partly", "Not today", "More…"]


def test_a_private_note_is_kept_with_its_day_and_can_be_changed() -> None:
    stage = begun().next_day().presses("More…").presses("Add a note")
    assert isinstance(stage.reply, Form)
    stage.sends(note="   ")
    assert stage.errors is not None
    assert stage.errors.errors[0][0] == "note"
    stage.sends(note="Omar spoke first.")
    assert chance(stage, TUESDAY).note == "Omar spoke first."
    assert chance(stage, TUESDAY).mark == ""
    stage.presses("Add a note")
    assert isinstance(stage.reply, Form)
    assert "Omar spoke first." in str(stage.reply.body)


def test_the_last_tap_wins_and_earlier_ones_are_counted_as_revisions() -> None:
    stage = begun().next_day().presses("Did it").presses("Change").presses("Partly")
    assert (chance(stage, TUESDAY).mark, chance(stage, TUESDAY).revision) == ("partly", 1)
    stage.says("not today")
    assert (chance(stage, TUESDAY).mark, chance(stage, TUESDAY).revision) == ("not", 2)
    assert len(stage.leader.chances) == 1
    assert practice(stage).recent == "n"


def test_a_change_that_is_begun_and_not_finished_leaves_the_answer_as_it_was() -> None:
    stage = begun().next_day().presses("Did it").presses("Change").next_day()
    assert practice(stage).recent == "d"


def test_until_noon_of_the_next_working_day_an_answer_counts_without_remark() -> None:
    stage = begun().next_day().goes_to(datetime(2026, 11, 25, 11, 59)).presses("Did it")
    assert (chance(stage, TUESDAY).mark, chance(stage, TUESDAY).late) == ("did", True)
    assert "late" not in stage.seen()


def test_over_a_weekend_noon_is_mondays() -> None:
    stage = begun().goes_to(datetime(2026, 11, 27, 17, 1)).goes_to(datetime(2026, 11, 30, 11, 0)).says("did it")
    assert chance(stage, date(2026, 11, 27)).mark == "did"


def test_after_noon_it_is_kept_as_a_note_and_the_chance_stays_unanswered() -> None:
    stage = begun().next_day().goes_to(datetime(2026, 11, 25, 12, 1)).presses("Did it")
    assert (chance(stage, TUESDAY).mark, chance(stage, TUESDAY).note) == ("note", "Did it")
    assert "as a note" in stage.seen()
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert practice(stage).recent == "."


def test_an_answered_day_that_is_closed_stays_as_it_was() -> None:
    stage = begun().next_day().presses("Did it").goes_to(datetime(2026, 11, 25, 13, 0)).says("no")
    assert chance(stage, TUESDAY).mark == "did"
    assert "stays as it was" in stage.seen()


def test_the_question_says_its_day_once_that_day_is_over() -> None:
    stage = begun().next_day().goes_to(datetime(2026, 11, 25, 9, 0)).presses("More…")
    assert "Tuesday 24 November" in stage.seen()
    assert "today" not in stage.seen()


def test_a_press_on_an_old_day_says_that_it_is_closed() -> None:
    stage = begun().next_day()
    old = stage.order[-1]
    stage.next_day().presses("Did it")
    before = list(stage.order)
    stage.order.remove(before[-1])
    stage.order.append(old)
    stage.presses("Did it")
    assert stage.seen() == "That day is closed. Today’s is below."
    assert chance(stage, TUESDAY).mark == ""


def test_two_passes_a_week_are_free_and_the_third_keeps_the_question_open() -> None:
    stage = begun()
    stage.next_day().says("pass")
    stage.next_day().says("pass")
    stage.next_day().says("pass")
    assert "passes of this week" in stage.seen()
    assert chance(stage, date(2026, 11, 26)).mark == ""
    stage.says("did it")
    assert chance(stage, date(2026, 11, 26)).mark == "did"
    stage.goes_to(datetime(2026, 11, 30, 17, 1)).says("pass")
    assert chance(stage, date(2026, 11, 30)).mark == "pass"


def test_a_pass_is_outside_the_tally() -> None:
    stage = days(begun(), "Did it").next_day().says("pass")
    assert "1 of your last 1." in stage.seen()


def test_a_day_of_passes_alone_shows_no_tally() -> None:
    assert "of your last" not in begun().next_day().says("pass").seen()


def test_two_practices_have_a_question_each_and_share_the_days_message() -> None:
    stage = begun()
    stage.saves(Practice("p2", "ana", act="thank one person", state="active", started_on=date(2026, 11, 23)))
    stage.starts("checkin", "p2").next_day()
    assert stage.said_count() == 1
    assert "wait two seconds" in stage.seen()
    assert "thank one person" in stage.seen()
    stage.says("did it")
    assert "[Did it]" in stage.all_seen(), "asked which one is meant, nothing guessed"
    assert [row.mark for row in stage.leader.chances] == ["", ""]


def test_passes_are_counted_for_each_practice_on_its_own() -> None:
    stage = begun()
    for day in (TUESDAY, date(2026, 11, 25)):
        stage.saves(Chance("p2", day, "ana", "pass"))
    stage.next_day().says("pass")
    assert chance(stage, TUESDAY).mark == "pass"


def test_next_morning_mode_asks_about_the_working_day_before() -> None:
    stage = begun(replace(ANA, next_morning=True))
    assert stage.waiting() == ["checkin/asked 2026-11-25 09:00"]
    stage.goes_to(datetime(2026, 11, 25, 9, 1))
    assert "Tuesday 24 November" in stage.seen()
    stage.presses("Did it")
    assert chance(stage, TUESDAY).mark == "did"
    assert not chance(stage, TUESDAY).late


def test_in_next_morning_mode_fridays_question_comes_on_monday() -> None:
    stage = begun(replace(ANA, next_morning=True)).goes_to(datetime(2026, 11, 27, 9, 1)).says("did it")
    stage.goes_to(datetime(2026, 11, 30, 9, 1))
    assert "Friday 27 November" in stage.seen()


@pytest.mark.parametrize(("number", "mark"), [("1", "not"), ("3", "not"), ("4", "partly"), ("7", "did"), ("10", "did")])
def test_whoever_prefers_it_is_asked_how_hard_they_tried(number: str, mark: str) -> None:
    stage = begun(replace(ANA, effort=True)).next_day()
    assert stage.buttons() == [*(str(n) for n in range(1, 11)), "More…"]
    stage.presses(number)
    assert (chance(stage, TUESDAY).mark, chance(stage, TUESDAY).effort) == (mark, int(number))
    assert f"{number} of 10" in stage.seen()


@pytest.mark.parametrize("typed", ["8", "8/10", "8 out of 10", "8."])
def test_a_typed_number_is_an_effort_too(typed: str) -> None:
    stage = begun(replace(ANA, effort=True)).next_day().says(typed)
    assert chance(stage, TUESDAY).effort == 8


def test_an_effort_can_be_changed_and_its_day_is_named_later() -> None:
    stage = begun(replace(ANA, effort=True)).next_day().presses("8").says("2")
    assert chance(stage, TUESDAY).effort == 2
    stage.goes_to(datetime(2026, 11, 25, 9, 0)).presses("Change")
    assert "Tuesday 24 November" in stage.seen()


def test_numbers_mean_nothing_to_those_who_are_asked_yes_or_no() -> None:
    assert chance(begun().next_day().says("8"), TUESDAY).mark == ""


def test_every_tenth_chance_asks_whether_it_happens_by_itself_and_only_then() -> None:
    stage = past(begun(), "ddddddddd", date(2026, 11, 23))
    stage.saves(replace(practice(stage), asked_automatic=0))
    stage.next_day().presses("Did it")
    assert stage.buttons() == ["1", "2", "3", "4", "5"]
    stage.says("purple")
    assert "1 to 5" in stage.seen()
    stage.presses("4")
    assert practice(stage).automatic == (4,)
    assert practice(stage).asked_automatic == 10
    assert "10 of your last 10." in stage.all_seen()
    stage.next_day().presses("Did it")
    assert "[1]" not in stage.seen()


def test_the_tenth_question_left_unanswered_is_not_repeated_the_next_day() -> None:
    stage = past(begun(), "ddddddddd", date(2026, 11, 23))
    stage.saves(replace(practice(stage), asked_automatic=0))
    stage.next_day().presses("Did it").next_day().presses("Did it")
    assert "[1]" not in stage.seen()
    assert practice(stage).recent.endswith("dd")


def test_a_miss_is_never_followed_by_another_question() -> None:
    stage = past(begun(), "ddddddddd", date(2026, 11, 23))
    stage.saves(replace(practice(stage), asked_automatic=0))
    stage.next_day().presses("Not today")
    assert stage.buttons() == ["Change"]


def test_now_and_then_one_more_question_which_may_be_left() -> None:
    stage = days(begun(), "Did it", "Did it", "Did it", "Did it")
    assert stage.buttons()[-1] == "Leave it there"
    stage.presses("The people")
    assert chance(stage, date(2026, 11, 27)).note == "The people"
    assert stage.buttons() == ["Change"], "never more than two taps"
    days(stage, "Did it", "Did it", "Did it", "Partly")
    assert "[The size of it]" in stage.seen()
    assert "[Change]" in stage.presses("Leave it there").seen()


def test_the_one_more_question_takes_words_of_ones_own() -> None:
    stage = days(begun(), "Did it", "Did it", "Did it", "Did it").says("Omar looked at me")
    assert chance(stage, date(2026, 11, 27)).note == "Omar looked at me"


def test_an_answer_that_was_changed_is_not_followed_by_another_question() -> None:
    stage = days(begun(), "Did it", "Did it", "Did it", "Not today").presses("Change").presses("Did it")
    assert stage.buttons() == ["Change"]


def test_after_a_miss_no_tally_is_shown_and_nothing_is_said_about_it() -> None:
    stage = days(begun(), "Did it", "Not today")
    assert stage.seen() == "Not today: wait two seconds.\n[Change]"


def test_in_a_lapse_other_answers_show_no_tally_either() -> None:
    stage = days(begun(), "Did it", "Not today", "Not today").next_day().says("not sure")
    assert "of your last" not in stage.seen()


def test_whoever_comes_back_after_a_lapse_is_greeted_and_sees_no_tally_that_day() -> None:
    stage = days(begun(), "Did it", "Not today", "Not today", "Did it")
    assert "of your last" not in stage.seen()
    greeting = stage.seen().splitlines()[1]
    assert greeting in {"".join(one.text for one in WORDS.spans("checkin.back_again", str(n))) for n in range(50)}
    assert practice(stage).slipped_on is None
    assert "of your last 5." in days(stage, "Did it").seen()


def test_a_slip_is_remembered_from_its_first_day_until_it_is_over() -> None:
    stage = days(begun(), "Not today", "Not today")
    assert practice(stage).slipped_on == TUESDAY


def test_the_second_miss_in_a_row_plans_the_offer_of_a_fresh_start_and_the_first_does_not() -> None:
    stage = days(begun(), "Not today")
    assert stage.waiting() == ["checkin/asked 2026-11-25 17:00"]
    days(stage, "Not today")
    assert "restart/offer 2026-11-26 17:00" in stage.waiting()


def test_an_answer_that_is_changed_takes_the_offer_back() -> None:
    stage = days(begun(), "Not today", "Not today").presses("Change").presses("Did it")
    assert stage.waiting() == ["checkin/asked 2026-11-26 17:00"]


def test_misses_from_before_a_fresh_start_are_over() -> None:
    stage = past(begun(), "ddnn", date(2026, 11, 23))
    stage.saves(replace(practice(stage), began_on=TUESDAY))
    days(stage, "Not today")
    assert "restart/offer 2026-11-25 17:00" not in stage.waiting()


def test_a_warm_fact_sets_the_last_ten_beside_an_earlier_month_when_there_are_more_now() -> None:
    stage = past(begun(), "nnnnnnddpp" + "n" * 4 + "d" * 13, date(2026, 11, 23))
    stage.saves(replace(practice(stage), asked_automatic=28))
    stage.next_day().presses("Did it").presses("Leave it there")
    told = stage.seen().splitlines()[2]
    assert "October" in told
    assert [int(number) for number in re.findall(r"\d+", told) if number != "10"] == [4]


def test_no_fact_is_told_when_the_past_was_better() -> None:
    stage = past(begun(), "d" * 17 + "n" * 5 + "ddddd", date(2026, 11, 23))
    stage.saves(replace(practice(stage), asked_automatic=28))
    stage.next_day().presses("Did it").presses("Leave it there")
    assert "October" not in stage.seen()


def test_unanswered_days_expire_and_never_pile_up() -> None:
    stage = begun().goes_to(datetime(2026, 11, 26, 17, 1))
    assert stage.said_count() == 3
    assert practice(stage).recent == ".."
    assert len(stage.waiting()) == 1


def test_the_third_silence_leads_to_a_card_instead_of_a_fourth_question() -> None:
    stage = begun().goes_to(datetime(2026, 11, 27, 17, 1))
    assert practice(stage).recent == "..."
    assert practice(stage).level == 1
    assert "[Did it]" not in stage.seen()
    assert [row.day.day for row in stage.leader.chances] == [24, 25, 26]


def test_a_moment_that_went_by_unasked_is_no_chance_and_the_next_one_is_planned() -> None:
    stage = begun()
    stage.saves(replace(stage.leader.person, away=((TUESDAY, date(2026, 11, 25)),)))
    stage.goes_to(datetime(2026, 11, 26, 17, 1))
    assert [row.day for row in stage.leader.chances] == [date(2026, 11, 26)]


def test_days_off_are_no_chances() -> None:
    stage = begun(replace(ANA, free_days=(TUESDAY,)))
    assert stage.waiting() == ["checkin/asked 2026-11-25 17:00"]


@pytest.mark.parametrize("state", ["resting", "kept", "let_go", "done"])
def test_what_has_stopped_is_not_asked_about(state: str) -> None:
    stage = begun()
    stage.saves(replace(practice(stage), state=state))  # type: ignore[arg-type]  # a state
    stage.next_day()
    assert stage.said_count() == 0
    assert stage.waiting() == []


def test_a_paused_practice_plans_nothing() -> None:
    assert begun(level=4).waiting() == []


def test_a_question_that_never_arrived_is_no_chance() -> None:
    stage = begun().next_day()
    lost = Undelivered("u1", "ana", stage.now, Ref("checkin", "p1", "asked", "2026-11-24"), "refused")
    stage._keep(of_act(stage._play("ana"), lost), "u1")  # type: ignore[arg-type]  # as the outbox reports it
    assert chance(stage, TUESDAY).mark == "away"
    stage.next_day()
    assert practice(stage).recent == "a"


def test_what_was_lost_after_the_answer_changes_nothing() -> None:
    stage = begun().next_day().presses("Did it")
    lost = Undelivered("u1", "ana", stage.now, Ref("checkin", "p1", "answered", "2026-11-24"), "refused")
    stage._keep(of_act(stage._play("ana"), lost), "u1")  # type: ignore[arg-type]  # as the outbox reports it
    assert chance(stage, TUESDAY).mark == "did"


def test_too_rare_chances_lead_to_the_offer_of_another_pace_once_in_two_weeks() -> None:
    stage = past(begun(), "d0000", date(2026, 11, 23)).next_day()
    assert stage.waiting() == ["checkin/asked 2026-11-25 17:00"]
    stage.says("no chance")
    assert "pace/offer 2026-11-25 17:00" in stage.waiting()
    stage.goes_to(datetime(2026, 11, 25, 17, 1)).presses("Did it")
    assert not any(line.startswith("pace/offer") for line in stage.waiting())


def test_another_pace_is_offered_without_an_answer_too() -> None:
    stage = past(begun(), "d00000", date(2026, 11, 23)).next_day()
    assert "pace/offer 2026-11-25 17:00" in stage.waiting()


def test_steps_with_buttons_alone_pass_over_what_they_cannot_mean() -> None:
    stage = begun().next_day()
    scene = Scene(stage.leader, State("checkin", "ana", "p1", "why", occasion="2026-11-24"), stage.now)
    assert take_automatic(scene, Wrote("x")).to == STAY
    assert take_one_more(scene, Filled({})).to == STAY
    assert take_mark(scene, Wrote("Omar helped")).deeds[0].record.note == "Omar helped"  # type: ignore[union-attr]
    assert take_one_more(scene, Chose("moment")).to == "answered"


def test_the_next_asking_is_on_the_first_expected_day_after() -> None:
    stage = begun(level=1)
    scene = Scene(stage.leader, State("checkin", "ana", "p1"), stage.now)
    (plan,) = checkin.next_asking(scene, practice(stage), TUESDAY)
    assert plan.on - TUESDAY == timedelta(days=1)  # type: ignore[union-attr]


def test_the_last_tap_wins_also_on_a_device_that_still_shows_the_question() -> None:
    play = begun().next_day()
    ref = play.messages[play.order[-1]].message.asks[-1].ref
    assert ref is not None
    play.presses("Did it")
    play.undergoes(Pressed("again", "ana", play.now, ref, "partly", play.order[-1]))
    assert chance(play, TUESDAY).mark == "partly"
    assert "closed" not in play.seen()

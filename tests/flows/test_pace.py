"""The pace of a practice: the card after silence, what is offered, "slower" and "faster", and the way back."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Chance, Person, Practice
from bot.flow import STAY, Filled, Scene, State, Wrote
from bot.flows import practices, which
from bot.flows.pace import FLOW
from bot.rules import calendar
from tests.stage import ANA, Stage

FRIDAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 23, 12, 0)


def begun(person: Person = ANA, **changes: object) -> Stage:
    """Ana on Monday 23 November, with a practice that has just begun."""
    stage = Stage()
    stage.saves(replace(person, state="active"))
    one = Practice("p1", "ana", act="wait two seconds", situation="somebody talks", state="active")
    known = {"started_on": date(2026, 11, 23), "theme": "listening", **changes}
    stage.saves(replace(one, **known))  # type: ignore[arg-type]  # plain values
    return stage.starts("checkin", "p1")


def silent(person: Person = ANA, **changes: object) -> Stage:
    """Friday: three questions lie unanswered, the card has come."""
    return begun(person, **changes).goes_to(datetime(2026, 11, 27, 17, 1))


def paused() -> Stage:
    """Nine questions lie unanswered, the practice is paused."""
    stage = begun()
    for _ in range(60):
        if practice(stage).level == 4:
            break
        stage.next_day()
    return stage


def practice(stage: Stage, one: str = "p1") -> Practice:
    return practices.find(stage.leader, one)


def past(stage: Stage, marks: str, **changes: object) -> Stage:
    """Chances of the working days before 24 November, by letter."""
    meaning = {"d": "did", "p": "partly", "n": "not", "0": "none"}
    day = date(2026, 11, 23)
    for letter in reversed(marks):
        stage.saves(Chance("p1", day, "ana", meaning[letter]))  # type: ignore[arg-type]  # a mark
        day = calendar.previous_workday(ANA, day)
    known = replace(practice(stage), recent=marks[-12:], started_on=date(2026, 9, 1), asked_automatic=len(marks))
    stage.saves(replace(known, **changes))  # type: ignore[arg-type]  # plain values
    return stage


def offered(marks: str, **changes: object) -> Stage:
    """Wednesday: what the last chances call for has been offered."""
    return past(begun(), marks, **changes).next_day().next_day()


def test_after_three_silences_the_pace_drops_at_once_with_one_card_and_no_word_about_it() -> None:
    stage = silent()
    assert practice(stage).level == 1
    assert stage.said_count() == 4
    assert "three times a week" in stage.seen()
    for word in ("miss", "answer", "silent", "silence", "heard"):
        assert word not in stage.seen().lower()
    assert stage.waiting() == ["checkin/asked 2026-11-30 17:00"]


def test_silence_remembers_its_first_day() -> None:
    assert practice(silent()).slipped_on == date(2026, 11, 24)


def test_nine_unanswered_questions_in_all_lead_to_a_pause() -> None:
    stage = paused()
    assert len(stage.leader.chances) == 9
    assert practice(stage).level == 4
    assert [line.split()[0] for line in stage.waiting()] == ["pace/checkback"]


def test_a_pause_after_silence_looks_in_after_14_and_30_days_and_then_never_again() -> None:
    stage = paused()
    paused_on = calendar.local(stage.now, "Europe/Berlin").date()
    before = stage.said_count()
    stage.goes_to(datetime(2027, 6, 1, 9, 0))
    looks = [post.day for post in stage.messages.values()][before:]
    assert [(day - paused_on).days for day in looks] == [14, 30]
    assert stage.waiting() == []


def test_keep_brings_the_pace_back_until_the_next_three_silences() -> None:
    stage = silent().presses("Keep five times a week")
    assert practice(stage).level == 0
    assert "checkin/asked 2026-11-30 17:00" in stage.waiting()
    stage.goes_to(datetime(2026, 12, 3, 17, 1))
    assert practice(stage).level == 1, "Monday to Wednesday went unanswered too"


@pytest.mark.parametrize("answer", ["Slower suits me", "yes", "slower"])
def test_slower_keeps_the_new_pace_until_a_day(answer: str) -> None:
    stage = silent().says(answer)
    assert practice(stage).level == 1
    assert practice(stage).own_pace_until == date(2026, 12, 25)
    assert "pace/ends 2026-12-25 17:00" in stage.waiting()
    assert "until Friday 25 December" in stage.seen()


def test_pause_stops_the_questions_and_says_when_it_looks_in() -> None:
    stage = silent().presses("Pause")
    assert practice(stage).level == 4
    assert stage.waiting() == ["pace/checkback 2026-12-11 17:00"]
    assert "Friday 11 December" in stage.seen()


def test_start_fresh_on_the_card_leads_to_the_fresh_start_and_no_second_offer() -> None:
    stage = silent().presses("Start fresh").presses("It does").presses("Same again").presses("Monday 30 November")
    assert "3 days from the gap" in stage.seen()
    assert practice(stage).slipped_on is None
    assert not any(line.startswith("restart/offer") for line in stage.waiting())


def test_nothing_is_said_about_a_fresh_start_when_the_card_has_come() -> None:
    assert "[It does]" not in silent().next_day(3).all_seen()


def test_why_is_optional_and_each_reason_leads_to_where_it_can_be_changed() -> None:
    stage = silent().presses("Say why")
    assert stage.buttons()[-1] == "Rather not say"
    assert "three times a week" in stage.presses("Rather not say").seen()
    assert "[Change it]" in silent().presses("Say why").presses("Not relevant now").seen()
    assert "place" in silent().presses("Say why").presses("I do it elsewhere").seen()
    many = silent().presses("Say why").presses("Too many questions")
    assert practice(many).level == 2


def test_wrong_time_leads_to_the_hours() -> None:
    stage = silent().presses("Say why")
    before = stage.said_count()
    stage.presses("Wrong time of day")
    assert stage.said_count() == before + 1
    assert stage.state("hours").flow == "hours"


def test_the_answer_to_the_days_question_counts_on_the_card_too_and_begins_the_ladder_anew() -> None:
    stage = silent().says("did it")
    assert practice(stage).level == 0
    assert practice(stage).recent == "...d"
    assert next(one for one in stage.leader.chances if one.day == FRIDAY).mark == "did"
    assert "of your last" not in stage.seen()
    assert "checkin/asked 2026-11-30 17:00" in stage.waiting()
    assert practice(silent(replace(ANA, pace="gentle"), level=0).says("partly")).level == 1


def test_after_the_day_is_closed_an_answer_only_brings_the_questions_back() -> None:
    stage = silent().goes_to(datetime(2026, 11, 30, 13, 0)).says("did it")
    assert practice(stage).level == 0
    assert not any(one.day == FRIDAY for one in stage.leader.chances)


def test_whoever_writes_to_a_paused_practice_is_met_kindly() -> None:
    stage = paused().says("did it")
    assert practice(stage).level == 0
    assert [line.split()[0] for line in stage.waiting()] == ["checkin/asked"]


def test_a_look_in_weeks_later_makes_no_chance_of_its_day() -> None:
    stage = paused()
    stage.next_day(14)
    assert "[Leave it paused]" in stage.seen()
    stage.says("did it")
    assert len(stage.leader.chances) == 9
    assert practice(stage).level == 0


def test_a_pause_can_end_with_one_question_a_week() -> None:
    stage = paused().presses("Once a week")
    assert practice(stage).level == 2
    assert {line.split()[0] for line in stage.waiting()} == {"checkin/asked", "pace/ends"}


def test_a_pause_can_stay_or_end_for_good_or_begin_afresh() -> None:
    stage = paused().presses("Leave it paused")
    assert stage.waiting() == []
    gone = paused().presses("Let it go")
    assert practice(gone).state == "let_go"
    assert gone.waiting() == []
    assert "[It does]" in paused().presses("Start fresh").seen()


def test_nobody_looks_in_on_what_has_gone_on_since() -> None:
    stage = paused()
    stage.saves(replace(practice(stage), level=0))
    before = stage.said_count()
    stage.next_day(60)
    assert stage.said_count() == before


def test_slower_works_at_once_is_confirmed_once_and_ends_on_a_day() -> None:
    stage = begun().says("slower")
    assert practice(stage).level == 1
    assert stage.said_count() == 1
    assert "[" not in stage.seen()
    assert "three times a week until Monday 21 December" in stage.seen()
    stage.says("slower").says("slower")
    assert practice(stage).level == 3
    stage.says("slower")
    assert practice(stage).level == 4
    assert stage.waiting() == ["pace/checkback 2026-12-07 17:00"]
    assert "paused already" in stage.says("slower").seen()


@pytest.mark.parametrize("typed", ["slower until 4 December", "slower until Friday 4 December"])
def test_slower_until_a_day_ends_on_that_day(typed: str) -> None:
    assert "pace/ends 2026-12-04 17:00" in begun().says(typed).waiting()


def test_a_day_that_can_be_two_is_the_coming_one() -> None:
    assert "pace/ends 2026-11-30 17:00" in begun().says("slower until Monday").waiting()


def test_faster_goes_up_and_stops_at_five_a_week() -> None:
    stage = begun(level=2).says("faster")
    assert practice(stage).level == 1
    assert practice(stage.says("faster")).level == 0
    assert "as often as I ask" in stage.says("faster").seen()


def test_faster_wakes_a_paused_practice() -> None:
    stage = begun(level=4).says("faster")
    assert practice(stage).level == 0
    assert "checkin/asked 2026-11-23 17:00" in stage.waiting()


def test_a_change_after_the_days_hour_asks_nothing_more_that_day() -> None:
    stage = begun(level=1).goes_to(datetime(2026, 11, 24, 17, 30)).says("faster")
    assert "checkin/asked 2026-11-25 17:00" in stage.waiting()


def test_of_two_practices_the_person_says_which_one_to_slow() -> None:
    stage = begun()
    stage.saves(Practice("p2", "ana", act="thank one person", state="active", started_on=date(2026, 11, 23)))
    stage.says("slower").presses("Thank one person")
    assert (practice(stage).level, practice(stage, "p2").level) == (0, 1)


def test_which_one_is_answered_with_a_button_or_its_label_and_nothing_else() -> None:
    stage = begun()
    stage.saves(Practice("p2", "ana", act="ask last", state="active", started_on=date(2026, 11, 23)))
    stage.says("slower")
    scene = Scene(stage.leader, stage.state("pace"), stage.now)
    assert which.take(scene, Wrote("the first")).to == STAY
    stage.says("ask last")
    assert practice(stage, "p2").level == 1


def test_without_a_practice_there_is_no_pace() -> None:
    stage = Stage()
    stage.saves(replace(ANA, state="active"))
    assert "New practice" in stage.says("slower").seen()


def test_own_words_win_for_four_weeks() -> None:
    stage = past(begun().says("faster"), "d00000000", own_pace_until=date(2026, 12, 21))
    stage.next_day().presses("More…").presses("No chance came")
    assert not any(line.startswith("pace/offer") for line in stage.waiting())


@pytest.mark.parametrize(
    ("answer", "level", "words"),
    [("Stay like this", 1, "stays as it is"), ("More often", 0, "five times"), ("Less often", 2, "once a week")],
)
def test_on_its_last_day_a_change_asks_how_to_go_on(answer: str, level: int, words: str) -> None:
    stage = begun().says("slower until Tuesday 1 December")
    stage.goes_to(datetime(2026, 11, 25, 17, 1)).says("did it").goes_to(datetime(2026, 12, 1, 17, 1))
    assert "[Stay like this]" in stage.seen()
    stage.presses(answer)
    assert practice(stage).level == level
    assert words in stage.seen()


def test_the_last_day_of_a_change_is_silent_about_what_has_ended() -> None:
    stage = begun().says("slower until Tuesday 1 December")
    stage.saves(replace(practice(stage), state="let_go"))
    before = stage.said_count()
    assert stage.goes_to(datetime(2026, 12, 4, 9, 0)).said_count() == before


@pytest.mark.parametrize(("level", "missing"), [(0, "More often"), (3, "Less often")])
def test_at_either_end_of_the_ladder_only_one_way_is_offered(level: int, missing: str) -> None:
    scene = Scene(
        begun(level=level).leader, State("pace", "ana", "p1", "ends"), calendar.instant(NOON, "Europe/Berlin")
    )
    drawn = str(FLOW.step("ends").draw(scene))
    assert missing not in drawn
    assert "Stay like this" in drawn


HARD = "nnndnnnpdn"


def test_what_is_too_hard_is_offered_smaller_clearer_with_somebody_else_or_to_rest() -> None:
    stage = offered(HARD)
    shown = ["Make it smaller", "A clearer moment", "With somebody else", "Rest a while", "Leave it as it is"]
    assert [one for one in stage.buttons() if one in shown] == shown
    assert not any("More often" in one for one in stage.buttons())


@pytest.mark.parametrize(
    ("level", "fresh", "smaller"),
    [
        (0, date(2026, 11, 26), date(2026, 12, 10)),
        (1, date(2026, 11, 30), date(2026, 12, 14)),
        (2, date(2026, 12, 3), date(2027, 1, 7)),
    ],
)
def test_whoever_only_misses_is_offered_a_fresh_start_and_two_weeks_later_something_smaller(
    level: int, fresh: date, smaller: date
) -> None:
    stage = begun(level=level)
    came: dict[str, date] = {}
    while "too_hard" not in came:
        sent = stage.said_count()
        stage.next_day()
        drawn = [ask.ref for key in stage.order[sent:] for ask in stage.messages[key].message.asks if ask.ref]
        came |= {
            ref.step: calendar.local(stage.now, ANA.zone).date() for ref in drawn if ref.flow in ("restart", "pace")
        }
        if any((ref.flow, ref.step) == ("checkin", "asked") for ref in drawn):
            stage.presses("Not today")
        assert calendar.local(stage.now, ANA.zone).date() <= smaller
    assert came == {"matters": fresh, "too_hard": smaller}


def test_another_person_is_typed_and_read_back_without_counting_as_a_restart() -> None:
    stage = offered(HARD).presses("With somebody else").says("Omar")
    assert "Omar" in stage.seen()
    stage.presses("That’s it")
    assert (practice(stage).who, practice(stage).restarts) == ("Omar", ())
    assert "Thursday 26 November" in stage.seen()


def test_a_smaller_act_or_a_clearer_moment_changes_the_words_alone() -> None:
    stage = offered(HARD).presses("Make it smaller").says("wait one second").presses("That’s it")
    assert (practice(stage).act, practice(stage).generation) == ("wait one second", 0)
    stage = offered(HARD).presses("A clearer moment").says("Ana raises her hand").presses("That’s it")
    assert practice(stage).situation == "Ana raises her hand"


def test_rest_on_an_offer_rests() -> None:
    stage = offered(HARD).presses("Rest a while").presses("One week")
    assert practice(stage).state == "resting"


def test_leaving_it_holds_for_four_weeks() -> None:
    stage = offered(HARD).presses("Leave it as it is")
    assert practice(stage).own_pace_until == date(2026, 12, 23)


RARE = "d000000"


def test_what_is_too_rare_is_offered_a_wider_moment_or_one_question_a_week_until_a_day() -> None:
    stage = offered(RARE)
    assert "Ask once a week until Wednesday 23 December" in stage.buttons()
    stage.presses("slower")
    assert practice(stage).level == 2
    assert "pace/ends 2026-12-23 17:00" in stage.waiting()
    wider = offered(RARE).presses("A wider moment").says("any meeting").presses("That’s it")
    assert practice(wider).situation == "any meeting"


SETTLED: dict[str, object] = {"automatic": (4, 5)}


def test_what_has_settled_is_offered_one_level_less_until_a_day() -> None:
    stage = offered("d" * 10, **SETTLED)
    assert "Ask three times a week until Wednesday 23 December" in stage.buttons()
    stage.presses("slower")
    assert practice(stage).level == 1


def test_what_goes_well_for_four_weeks_is_offered_a_harder_version_or_a_second_practice() -> None:
    steady: dict[str, object] = {"automatic": (3, 3)}
    stage = offered("dddddddddp", **steady)
    assert "A harder version" in stage.buttons()
    harder = stage.presses("A harder version").says("ask one question first").presses("That’s it")
    assert practice(harder).act == "ask one question first"
    second = offered("dddddddddp", **steady).presses("A second practice")
    assert second.state("practice").step != ""


def test_with_two_practices_no_third_is_offered() -> None:
    stage = past(begun(), "dddddddddp", automatic=(3, 3))
    stage.saves(Practice("p2", "ana", act="thank one person", state="active", started_on=date(2026, 11, 23)))
    stage.next_day().next_day()
    assert "A harder version" in stage.buttons()
    assert "A second practice" not in stage.buttons()


def test_an_offer_that_nothing_calls_for_any_more_is_not_made() -> None:
    stage = past(begun(), RARE).next_day()
    stage.saves(replace(practice(stage), recent="dddddddddd"))
    stage.next_day()
    assert "[Leave it as it is]" not in stage.seen()


def test_an_offer_comes_at_most_once_in_two_weeks() -> None:
    stage = offered(RARE)
    for _ in range(9):
        stage.next_day()
        if "[More…]" in stage.seen():
            stage.says("no chance came")
    assert stage.all_seen().count("[A wider moment]") == 1


def test_begun_for_no_reason_it_asks_nothing() -> None:
    assert begun().starts("pace", "p1").said_count() == 0


@pytest.mark.parametrize("step", [step for step in FLOW.steps if step.name != "which"], ids=lambda step: step.name)
def test_a_step_passes_over_what_it_cannot_take(step: object) -> None:
    stage = begun()
    scene = Scene(stage.leader, State("pace", "ana", "p1", step.name), stage.now)  # type: ignore[attr-defined]
    assert step.take(scene, Filled({})).to == STAY  # type: ignore[attr-defined]
    assert step.take(scene, Wrote("x")).to == STAY  # type: ignore[attr-defined]
    assert step.draw(scene)  # type: ignore[attr-defined]

"""The quiet team: six mirrors for the leader alone, one question that they ask aloud, and one act."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.drawn import drawn
from bot.events import Pressed
from bot.facts import Member, Team
from tests.stage import ANA, Stage

LATER = datetime(2027, 1, 29, 18, 0)


def leader() -> Stage:
    return Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)))


def looking(how: str = "All of them now") -> Stage:
    return leader().says("my team is quiet").presses(how)


def looked() -> Stage:
    stage = looking()
    for mark, day in [("yes", "Tuesday"), ("partly", "can’t recall"), ("not yet", "12 November")] * 2:
        stage.says(mark).says(day)
    return stage


@pytest.mark.parametrize("typed", ["my team is quiet", "quiet", "Nobody tells me anything.", "I heard it elsewhere"])
def test_a_leader_begins_it_whenever_they_like(typed: str) -> None:
    stage = leader().says(typed)
    assert "your team gets no message" in stage.seen()
    assert stage.buttons() == ["Two a day", "All of them now", "Not now"]


@pytest.mark.parametrize("typed", ["no", "not yet"])
def test_what_was_typed_stands_at_its_question_as_it_was_understood(typed: str) -> None:
    stage = looking().says(typed)
    assert [drawn(stage.messages[key].message) for key in stage.order][-2].endswith("\nNot yet")


def test_not_now_leaves_nothing_behind() -> None:
    stage = looking("Not now")
    assert stage.seen() == "All right. “My team is quiet” brings them up again."
    assert stage.waiting() == []


def test_a_look_that_was_only_opened_is_brought_back_once() -> None:
    stage = leader().says("quiet").goes_to(LATER)
    assert stage.said_count() == 2
    assert stage.waiting() == []


def test_two_a_day_take_three_working_days() -> None:
    stage = looking("Two a day")
    for day in ("24", "25", ""):
        stage.says("yes").says("today").says("partly").says("yesterday")
        if day:
            assert "The next two come on" in stage.seen()
            stage.goes_to(datetime(2026, 11, int(day), 17, 1))
    assert stage.seen().startswith("Your six, as you marked them:")


def test_who_goes_on_at_once_is_not_asked_again_the_next_day() -> None:
    stage = looking("Two a day")
    for _ in range(2):
        stage.says("yes").says("today").says("yes").says("today").presses("Go on now")
    stage.says("yes").says("today").says("yes").says("today")
    assert stage.seen().startswith("Your six")
    assert stage.waiting() == []


def test_what_is_left_of_a_look_is_asked_about_three_times_and_can_go_on_any_day() -> None:
    stage = looking("Two a day").says("yes").says("today")
    stage.goes_to(LATER)
    assert stage.said_count() == 1 + 1 + 2 + 3
    assert stage.waiting() == []
    assert stage.says("quiet").seen().startswith("One of the six is marked.")
    assert stage.presses("Go on").seen().startswith("2 of 6")


def test_a_look_can_begin_again() -> None:
    stage = looking().says("yes").says("today").says("quiet").presses("From the beginning")
    assert stage.presses("All of them now").seen().startswith("1 of 6")


def test_a_day_is_understood_as_people_write_it() -> None:
    page = looked().seen()
    assert "Said what you need: Yes, last on Tuesday 17 November" in page  # it is Monday 23 November
    assert "Bad news can come: Partly\n" in page
    assert "Left an idea theirs: Not yet, last on Thursday 12 November" in page


def test_a_day_that_is_none_is_asked_for_again_and_never_guessed() -> None:
    stage = looking().says("yes").says("tomorrow")
    assert stage.seen().startswith("A day gone by, such as “last Tuesday”")
    assert stage.says("last week").seen().startswith("2 of 6")


def test_what_has_not_happened_yet_is_asked_about_as_an_occasion() -> None:
    assert looking().says("not yet").seen().startswith("When was there last an occasion for it?")
    assert looking().says("partly").seen().startswith("When did this last happen?")


def test_it_ends_in_a_practice() -> None:
    stage = looked().presses("No question").presses("A practice")
    assert stage.state("practice").step == "wish"


def test_it_ends_in_a_promise() -> None:
    stage = looked().presses("No question").says("a promise").says("Omar the room plan Friday")
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.who, kept.on) == ("promise", "Omar", date(2026, 11, 27))


def test_it_may_end_without_an_act() -> None:
    stage = looked().presses("No question").presses("Nothing more")
    assert stage.seen() == "Then that was it, and nothing of it is kept."
    assert stage.waiting() == ["mirror/reopen 2026-12-14 17:00"]


def test_once_it_is_over_no_mark_is_kept() -> None:
    kept = looked().presses("No question").presses("Nothing more").state("mirror", "look").answers
    assert (kept["marks"], kept["mark"]) == ([], "")


def test_a_question_for_the_team_is_asked_by_the_leader_and_asked_about_twice() -> None:
    stage = looked().says("What do you miss?").presses("Nothing more")
    assert "I write nothing to your team" in stage.seen()
    stage.goes_to(datetime(2026, 12, 7, 17, 1))
    assert "> What do you miss?" in stage.seen()
    stage.goes_to(LATER)
    assert stage.all_seen().count("Did they get what they asked for?") == 2
    assert stage.waiting() == []


def test_one_of_the_three_questions_can_be_taken() -> None:
    stage = looked().presses("What do you need that you don’t have?").presses("Nothing more")
    assert "> What do you need that you don’t have?" in stage.goes_to(datetime(2026, 12, 7, 17, 1)).seen()


@pytest.mark.parametrize("answer", ["yes", "they know why", "i did not ask"])
def test_every_answer_to_it_ends_it(answer: str) -> None:
    stage = looked().says("What do you miss?").presses("Nothing more").goes_to(datetime(2026, 12, 7, 17, 1))
    stage.says(answer).goes_to(LATER)
    assert stage.all_seen().count("Did they get what they asked for?") == 1


def test_what_they_did_not_get_yet_can_be_promised() -> None:
    stage = looked().says("What do you miss?").presses("Nothing more").goes_to(datetime(2026, 12, 7, 17, 1))
    stage.says("not yet").says("Omar the room plan Friday")
    assert [one.text for one in stage.leader.captures] == ["the room plan"]


def test_after_fifteen_working_days_the_team_may_be_asked_again() -> None:
    stage = looked().presses("No question").presses("Nothing more")
    stage.saves(Team("ana", "running", 5), *(Member("ana", f"m{n}", "asked") for n in range(6)))
    stage.goes_to(datetime(2026, 12, 14, 17, 1))
    assert stage.buttons() == ["Ask my team", "Not now"]
    assert stage.presses("Not now").waiting() == []


def test_without_a_team_that_is_a_sentence() -> None:
    stage = looked().presses("No question").presses("Nothing more").goes_to(datetime(2026, 12, 14, 17, 1))
    assert "“team” begins that" in stage.seen()
    assert stage.buttons() == []


def test_a_team_of_so_few_people_is_offered_the_talk() -> None:
    stage = looked().presses("No question").presses("Nothing more")
    stage.saves(Team("ana", "running", 0), Member("ana", "m1", "asked"))
    assert "“talk” brings a card for that" in stage.goes_to(datetime(2026, 12, 14, 17, 1)).seen()


def test_it_is_offered_at_most_every_ninety_days() -> None:
    stage = leader().starts("mirror", news="offered").goes_to(datetime(2026, 11, 24, 17, 1))
    assert stage.seen().startswith("In the last two rounds few people took part.")
    stage.presses("Not now").goes_to(datetime(2026, 12, 22, 9, 0))
    stage.starts("mirror", news="offered").goes_to(datetime(2027, 2, 19, 18, 0))
    assert stage.all_seen().count("few people took part") == 1
    stage.goes_to(datetime(2027, 2, 22, 9, 0)).starts("mirror", news="offered")
    assert stage.goes_to(datetime(2027, 2, 23, 18, 0)).all_seen().count("few people took part") == 2


def test_nobody_who_has_just_looked_is_offered_a_look() -> None:
    stage = looked().presses("No question").presses("Nothing more")
    stage.starts("mirror", news="offered").goes_to(datetime(2026, 11, 27, 18, 0))
    assert "few people took part" not in stage.all_seen()


def test_an_offer_does_not_disturb_a_look_that_is_going_on() -> None:
    stage = looking("Two a day").says("yes").says("today")
    stage.starts("mirror", news="offered").goes_to(datetime(2026, 11, 24, 18, 0))
    assert stage.seen().startswith("2 of 6")


def test_the_team_gets_no_message_of_any_of_it() -> None:
    stage = leader().saves(Team("ana", "running", 5), Member("ana", "omar", "asked"), Member("ana", "nora", "asked"))
    stage.says("quiet").presses("All of them now")
    for _ in range(6):
        stage.says("not yet").says("never")
    stage.says("What do you miss?").presses("Nothing more").goes_to(LATER)
    assert (stage.said_count("omar"), stage.said_count("nora")) == (0, 0)


def test_a_button_of_an_earlier_mirror_has_passed() -> None:
    stage = looking()
    first = stage.order[-1]
    ref = stage.messages[first].message.asks[0].ref
    assert ref is not None
    stage.presses("Yes").says("today")
    stage.undergoes(Pressed("late", "ana", stage.now, ref, "not_yet:0", first))
    assert stage.seen().startswith("That one is settled.")
    assert stage.says("yes").says("today").seen().startswith("3 of 6")


def test_pressed_and_typed_answers_can_follow_one_another() -> None:
    stage = looking()
    for _ in range(6):
        stage.presses("Yes").says("today")
    assert stage.seen().startswith("Your six")

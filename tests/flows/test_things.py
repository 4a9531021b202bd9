"""Three things: taken down with their days, no fourth beside them, and asked about until each is done or let go."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.events import Captured
from bot.facts import Practice
from bot.messages import Form
from tests.stage import ANA, Stage

ASK = "ask Omar two questions"
FRIDAY = datetime(2026, 11, 27, 17, 1)


def leading() -> Stage:
    return Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)))


def acting(*lines: str) -> Stage:
    """Ana acts on these, each by Thursday unless it says otherwise."""
    stage = leading()
    for line in lines or (f"{ASK} on Thursday",):
        stage.says(f"three things {line}").presses("It says so already")
    return stage


def three() -> Stage:
    return acting("call Lea on Wednesday", "write to Ben on Thursday", "thank Eva on Friday")


def things(stage: Stage) -> list[tuple[str, str]]:
    return [(one.text, one.state) for one in stage.leader.captures if one.kind == "thing"]


def test_a_line_is_kept_with_its_day_and_asked_where_and_with_whom_once() -> None:
    stage = leading().says(f"three things {ASK} on Thursday")
    assert stage.seen().startswith("Where will that be, and with whom?")
    stage.says("with Omar, in the review")
    (one,) = stage.leader.captures
    assert (one.text, one.place, one.on, one.state) == (
        ASK,
        "with Omar, in the review",
        date(2026, 11, 26),
        "open",
    )
    assert f"Thursday 26 November: {ASK}, with Omar, in the review." in stage.seen()
    assert stage.waiting() == ["things/due 2026-11-26 17:00"]


def test_bare_the_question_comes_and_three_lines_are_three_things() -> None:
    stage = leading().says("three things")
    assert "which one to three" in stage.seen()
    stage.says("1. call Lea on Wednesday\n2. write to Ben on Thursday\n- thank Eva on Friday")
    for _ in range(3):
        stage.presses("It says so already")
    assert things(stage) == [("call Lea", "open"), ("write to Ben", "open"), ("thank Eva", "open")]
    assert stage.seen().startswith("These are the 3 things you act on:")
    assert len(stage.waiting()) == 3


def test_without_a_day_nothing_is_kept() -> None:
    stage = leading().says("three things call Lea")
    assert stage.seen().startswith("By when?")
    assert things(stage) == []
    assert "That day has gone by" in stage.says("20 November").seen()
    assert "There is no such day" in stage.says("30 February").seen()
    assert "can be more than one day" in stage.says("next week").seen()
    assert things(stage.says("asdf")) == []
    stage.presses("Friday 4 December").presses("It says so already")
    assert things(stage) == [("call Lea", "open")]


def test_what_is_left_out_is_kept_nowhere() -> None:
    stage = leading().says("three things call Lea").presses("Leave this one out")
    assert stage.seen().startswith("Left out.")
    assert things(stage.says("three things call Lea on Friday").says("leave it")) == []
    assert stage.waiting() == []


def test_not_now_is_an_answer() -> None:
    stage = leading().says("three things").says("not now")
    assert stage.seen() == "All right. “Three things” is there when you like."
    assert stage.waiting() == []


def test_by_form_each_field_says_what_is_wrong_with_it() -> None:
    stage = leading().says("three things").presses("Use a form").sends(what=" ", who="", place="", on="")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["what", "on"]
    stage.sends(what="w" * 301, who="o" * 301, place="p" * 301, on="2026-11-20")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["what", "who", "place", "on"]
    stage.sends(what="call", on="2099-01-01")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["on"]
    stage.sends(what="call her", who="Lea", place="before lunch", on="2026-11-25")
    (one,) = stage.leader.captures
    assert (one.text, one.who, one.place, one.on) == ("call her", "Lea", "before lunch", date(2026, 11, 25))
    assert "call her, with Lea, before lunch." in stage.seen()


@pytest.mark.parametrize("of", ["session", "training", "meeting", "advice"])
def test_other_flows_begin_it_after_what_was_said_even_while_something_is_acted_on(of: str) -> None:
    stage = acting().starts("things", "s2", news="after", of=of)
    assert of in stage.seen()
    assert "[Use a form]" in stage.seen()


def test_after_what_it_comes_can_be_typed() -> None:
    assert leading().says("three things after the training").seen().startswith("A training holds a lot.")
    assert acting().says("three things after my session").seen().startswith("Your session is still fresh.")


def test_a_fourth_asks_which_of_the_three_makes_room_for_it() -> None:
    stage = three().says("three things ask Omar on 30 November").presses("It says so already")
    assert stage.seen().startswith("You act on three things already. Which of the three makes room for it?")
    stage.presses("write to Ben")
    assert things(stage) == [
        ("call Lea", "open"),
        ("write to Ben", "dropped"),
        ("thank Eva", "open"),
        ("ask Omar", "open"),
    ]
    assert [one[-16:] for one in stage.waiting()] == ["2026-11-25 17:00", "2026-11-27 17:00", "2026-11-30 17:00"]


def test_the_three_may_stay() -> None:
    stage = three().says("three things ask Omar on 30 November").presses("It says so already").says("they stay")
    assert stage.seen().startswith("The three stay as they are.")
    assert [state for _, state in things(stage)] == ["open"] * 3


def test_a_fourth_that_is_left_out_takes_nobodys_room() -> None:
    stage = three().says("three things ask Omar").presses("Leave this one out")
    assert [state for _, state in things(stage)] == ["open"] * 3


def test_a_fourth_line_at_once_and_a_fourth_by_form_ask_too() -> None:
    stage = leading().says("three things").says("a on Friday\nb on Friday\nc on Friday\nd on Friday")
    for _ in range(4):
        stage.presses("It says so already")
    assert "makes room" in stage.seen()
    opened = three().presses("Another one")
    opened.sends(what="ask Omar", who="", place="", on="2026-11-30")
    assert "makes room" in opened.seen()
    assert [state for _, state in things(opened)] == ["open"] * 3


def test_a_message_of_somebodys_opens_the_form_with_its_words() -> None:
    stage = leading()
    stage.undergoes(Captured("c", "ana", stage.now, "thing", "Could you look at the numbers? " * 40, "Lea"))
    assert isinstance(stage.reply, Form)
    values = {one.name: getattr(one, "value", "") for one in stage.reply.body if hasattr(one, "name")}
    assert values["who"] == "Lea"
    assert str(values["what"]).startswith("Could you look at the numbers?")
    assert len(str(values["what"])) <= 300
    stage.sends(what="look at the numbers", who="Lea", place="", on="2026-11-25")
    assert things(stage) == [("look at the numbers", "open")]


def test_done_on_its_day_ends_it() -> None:
    stage = acting().goes_to(datetime(2026, 11, 26, 17, 1))
    assert f"{ASK}." in stage.seen() or ASK in stage.seen()
    assert stage.waiting() == ["things/later 2026-12-01 17:00"]
    stage.says("done")
    assert things(stage) == [(ASK, "kept")]
    assert stage.waiting() == []


def test_not_yet_asks_what_would_make_it_possible_and_allows_one_new_day() -> None:
    stage = acting().goes_to(datetime(2026, 11, 26, 17, 1)).presses("Not yet")
    assert "possible?" in stage.seen()
    stage.says("If Omar were back")
    assert [one.text for one in stage.leader.captures if one.kind == "note"] == [f"{ASK}: If Omar were back"]
    assert "It can move once" in stage.seen()
    stage.says("Monday")
    assert stage.seen() == "Monday 30 November, then. I’ll ask at the end of it."
    assert stage.waiting() == ["things/due 2026-11-30 17:00"]
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert "moved once already" in stage.says("Friday").seen()
    stage.says("not yet").presses("No word")
    assert stage.seen() == "I’ll ask again on Thursday 3 December."


def test_the_day_may_stay_and_a_day_can_be_typed_at_once() -> None:
    stage = (
        acting().goes_to(datetime(2026, 11, 26, 17, 1)).presses("Not yet").presses("No word").presses("The day stays")
    )
    assert stage.seen() == "I’ll ask again on Tuesday 1 December."
    typed = acting().goes_to(datetime(2026, 11, 26, 17, 1)).says("next week")
    assert "can be more than one day" in typed.seen()
    assert "2 December, then" in typed.says("2 December").seen()


def test_it_is_asked_three_times_listed_once_in_the_look_back_and_closed() -> None:
    stage = acting().saves(Practice("p1", "ana", act="wait two seconds", state="active")).starts("lookback")
    stage.goes_to(datetime(2026, 12, 18, 18, 0))
    messages = stage.all_seen().split("\n---\n")
    assert len([one for one in messages if ASK in one and "[Not yet]" in one]) == 3
    assert things(stage) == [(ASK, "closed")]
    listed = "Something you chose to act on, which I asked about three times and now leave with you: ask Omar"
    assert [listed in one for one in messages].count(True) == 1
    assert "There is nothing you act on at the moment." not in stage.says("things").seen()
    assert "which one to three" in stage.seen()


def test_after_the_third_time_it_can_still_be_done_and_is_not_listed_then() -> None:
    stage = acting().saves(Practice("p1", "ana", act="wait two seconds", state="active")).starts("lookback")
    stage.goes_to(datetime(2026, 12, 10, 17, 1)).presses("Done").goes_to(datetime(2026, 12, 18, 18, 0))
    assert things(stage) == [(ASK, "kept")]
    assert "leave with you" not in stage.all_seen()


def test_letting_go_asks_for_a_word_and_keeps_it_for_oneself() -> None:
    stage = acting().goes_to(datetime(2026, 11, 26, 17, 1)).presses("Let it go")
    assert "A word about it, for yourself?" in stage.seen()
    stage.says("Omar has left")
    assert stage.leader.captures[-1].text == f"{ASK}: Omar has left"
    assert things(stage) == [(ASK, "dropped")]
    assert stage.waiting() == []
    silent = acting().goes_to(datetime(2026, 11, 26, 17, 1)).says("let it go").says("no")
    assert len(silent.leader.captures) == 1


def test_what_one_acts_on_is_shown_any_day_and_each_opens_earlier() -> None:
    stage = three().says("things")
    assert stage.buttons() == ["call Lea", "write to Ben", "thank Eva", "Another one", "Good"]
    stage.presses("call Lea").presses("Done")
    assert things(stage)[0] == ("call Lea", "kept")
    assert "Another one" in stage.says("things").buttons()
    assert stage.presses("Good").waiting()[0] == "things/due 2026-11-26 17:00"


def test_before_its_day_a_thing_can_be_changed_and_on_its_day_no_more() -> None:
    stage = acting().says("things").presses(ASK).presses("Change")
    form = stage.reply
    stage.sends(what="ask Omar one question", who="Omar", place="at lunch", on="2026-11-27")
    assert stage.seen() == "Changed. I’ll ask at the end of Friday 27 November."
    assert stage.waiting() == ["things/due 2026-11-27 17:00"]
    stage.goes_to(FRIDAY)
    assert "Change" not in stage.buttons()
    stage.reply = form
    stage.sends(what="something else", on="2026-12-24")
    assert things(stage) == [("ask Omar one question", "open")]


def test_of_today_it_is_asked_about_today_while_that_hour_is_to_come() -> None:
    assert acting(f"{ASK} today").waiting() == ["things/due 2026-11-23 17:00"]
    late = leading().goes_to(datetime(2026, 11, 23, 17, 20)).says(f"three things {ASK} today")
    assert late.presses("It says so already").waiting() == ["things/due 2026-11-24 17:00"]


def test_what_is_far_too_much_is_kept_nowhere() -> None:
    stage = leading().says("three things " + "call Lea on Friday\n" * 200)
    assert "1,500" in stage.seen() or "1500" in stage.seen()
    assert "300" in stage.says("x" * 400).seen()
    assert things(stage) == []


def test_prose_that_begins_alike_is_no_command() -> None:
    stage = leading().says("things went badly today")
    assert "which one to three" not in stage.seen()
    assert "By when?" not in stage.says("three things happened today").seen()

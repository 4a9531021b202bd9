"""A coach proposes things to a leader: one gate is asked once, nothing goes unseen, each is the leader's to take."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.coaching import Engagement
from bot.events import Pressed
from bot.facts import Person
from bot.messages import Ref
from tests.stage import ANA, NORA, OMAR, Stage

SHARP = "ask two questions before you answer"


def coaching(**engaged: str) -> Stage:
    """Nora is Ana's coach, and Omar is nobody's."""
    stage = Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)))
    stage.people |= {"nora": replace(NORA, state="active"), "omar": replace(OMAR, state="active")}
    stage.saves(Engagement("nora", "ana", engaged.get("state", "accepted")))  # type: ignore[arg-type]  # a state
    return stage.talks("nora")


def proposing(*lines: str) -> Stage:
    stage = coaching().starts("things", "ana", news="propose")
    return stage.says("\n".join(lines)) if lines else stage


def proposed(*lines: str) -> Stage:
    """Sent, and Ana has it before her."""
    return proposing(*(lines or (SHARP,))).presses("send").talks("ana")


def kept(stage: Stage) -> list[tuple[str, str]]:
    return [(one.text, one.state) for one in stage.leader.captures if one.kind == "thing"]


def test_vague_advice_is_asked_for_its_first_open_gate_once_with_an_example_and_may_go_as_it_is() -> None:
    stage = proposing("communicate better")
    assert "where would that be? For example, “in Tuesday’s review" in stage.seen()
    assert stage.said_count("ana") == 0
    stage.presses("Send anyway")
    assert stage.seen() == "On its way to Ana. What is taken of it is Ana’s own choice."
    assert "> communicate better" in stage.seen("ana")


def test_the_answer_to_a_gate_stands_in_what_goes_out_and_no_second_gate_is_asked() -> None:
    stage = proposing("communicate better").says("in the review on Mondays")
    assert "Before it goes" not in stage.seen()
    assert "[Send it to Ana]" in stage.seen()
    assert "> communicate better, in the review on Mondays" in stage.presses("Send it to Ana").seen("ana")


def test_with_a_place_the_act_is_the_gate_and_with_both_it_is_who() -> None:
    stage = (
        proposing()
        .presses("Use a form")
        .sends(what="communicate better", place="in the review", who="", on="", word="")
    )
    assert "what would people see or hear?" in stage.seen()
    assert f"> {SHARP}, in the review" in stage.says(SHARP).seen()
    third = proposing().presses("Use a form").sends(what=SHARP, place="in the review", who="", on="", word="")
    assert "with whom would that be?" in third.seen()
    assert f"> {SHARP}, with Omar, in the review" in third.says("Omar").seen()


def test_two_words_are_enough_for_what_can_be_heard_or_seen() -> None:
    stage = proposing().presses("Use a form").sends(what="call Lea", place="in any case", who="", on="", word="")
    assert "Before it goes" not in stage.seen()


def test_what_is_sharp_is_asked_about_nothing() -> None:
    stage = (
        proposing().presses("Use a form").sends(what=SHARP, place="in the review", who="Omar", on="2026-11-26", word="")
    )
    assert "Before it goes" not in stage.seen()
    assert f"> {SHARP}, with Omar, in the review, by Thursday 26 November" in stage.presses("Send it to Ana").seen(
        "ana"
    )


@pytest.mark.parametrize("line", ["Well done on Friday", "Keep going.", "I’m proud of how you held it", "Thank you"])
def test_encouragement_passes_no_gate_and_asks_nothing(line: str) -> None:
    stage = proposing(line)
    assert "Before it goes" not in stage.seen()
    stage.presses("Send it to Ana")
    assert stage.seen("ana") == f"A word from Nora:\n> {line}"
    assert stage.seen() == "On its way to Ana."
    assert stage.talks("ana").waiting() == []


def test_a_word_goes_with_the_things() -> None:
    stage = proposing().presses("Use a form").sends(what=SHARP, place="in any meeting", who="", on="", word="You can.")
    assert stage.seen().index(SHARP) < stage.seen().index("> You can.")
    assert "A word from Nora:\n> You can.\nNora proposes" in stage.presses("Send it to Ana").seen("ana")


def test_each_of_three_has_its_gate_asked_once() -> None:
    stage = proposing("communicate better", "listen", "delegate")
    assert "about “communicate better”" in stage.seen()
    assert "about “listen”" in stage.says("in reviews").seen()
    assert "about “delegate”" in stage.says("in one-to-ones").seen()
    assert "Before it goes" not in stage.says("on Mondays").seen()


def test_a_fourth_asks_which_of_the_three_makes_room_for_it() -> None:
    stage = proposing("first", "second", "third", "fourth")
    assert "Which of the three makes room for it?" in stage.seen()
    stage.presses("second")
    assert "> first\n> third\n> fourth\n" in stage.seen()
    stays = proposing("first", "second", "third", "fourth", "fifth").says("they stay")
    assert "> first\n> second\n> third\n" in stays.seen()
    assert "fourth" not in stays.seen()


def test_one_can_be_changed_one_added_and_all_of_it_left() -> None:
    stage = (
        proposing("communicate better")
        .presses("Change: communicate better")
        .sends(what=SHARP, place="", who="", on="", word="")
    )
    assert "Before it goes" not in stage.seen()
    assert f"> {SHARP}\n" in stage.seen()
    stage.presses("Another one").sends(what="call Lea first", place="in any case", who="", on="", word="")
    assert f"> {SHARP}\n> call Lea first" in stage.seen()
    assert stage.says("leave it").seen() == "Left. Nothing was sent."
    assert stage.said_count("ana") == 0


def test_an_empty_form_and_one_with_too_much_stay_open() -> None:
    stage = proposing().presses("Use a form").sends(what="", place="", who="", on="", word="")
    assert stage.errors is not None
    stage.sends(what="w" * 301, place="", who="", on="2026-11-01", word="w" * 301)
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["what", "word", "on"]
    assert "300" in proposing("w" * 400).seen()


def test_only_a_coach_of_theirs_can_propose_and_only_as_long() -> None:
    stage = coaching().talks("omar").starts("things", "ana", news="propose")
    assert stage.seen() == "You two do not work together here at the moment, so nothing is sent."
    ended = proposing(SHARP).saves(Engagement("nora", "ana", "ended")).presses("send")
    assert "do not work together" in ended.seen()
    assert ended.said_count("ana") == 0
    assert "do not work together" in coaching(state="invited").starts("things", "ana", news="propose").seen()


def test_what_comes_in_the_name_of_somebody_else_is_not_shown() -> None:
    stage = coaching().talks("ana").starts("things", "s", news="proposed", coach="omar", things=[{"what": "resign"}])
    assert stage.said_count("ana") == 0


def test_a_coach_names_the_leader_in_the_line() -> None:
    assert coaching().says("three things for Ana").seen().startswith("What could Ana act on?")
    assert coaching().says("three things to Omar").seen().startswith("By when?")
    assert "> call Lea first\n" in coaching().says("three things for Ana: call Lea first\nwell done").seen()
    two = coaching()
    two.people["ana2"] = Person("ana2", "Ana Lind", state="active")
    two.saves(Engagement("nora", "ana2", "accepted"))
    assert two.says("three things for Ana Lind").seen().startswith("What could Ana Lind act on?")


def test_the_leader_takes_each_by_form_with_a_day_or_not() -> None:
    stage = proposed("call Lea first", "write to Ben")
    assert stage.seen().startswith("Nora proposes 2 things to act on. Which of them are for you?")
    stage.presses("Take: call Lea first").sends(what="call Lea first", who="Lea", place="", on="")
    assert stage.errors is not None
    stage.sends(what="call Lea on Mondays", who="Lea", place="", on="2026-11-30")
    assert kept(stage) == [("call Lea on Mondays", "open")]
    assert stage.buttons() == ["Take: write to Ben", "No more of it"]
    stage.says("no more of it")
    assert stage.seen().startswith("This is what you act on:")
    assert stage.waiting() == ["things/due 2026-11-30 17:00"]
    assert stage.said_count("nora") == 3


def test_yes_takes_all_of_it_and_asks_for_each_day() -> None:
    stage = proposed("call Lea first", "write to Ben by Friday").says("yes")
    assert stage.seen().startswith("By when?")
    stage.says("Thursday").presses("It says so already").presses("It says so already")
    assert kept(stage) == [("call Lea first", "open"), ("write to Ben", "open")]
    assert stage.waiting() == ["things/due 2026-11-26 17:00", "things/due 2026-11-27 17:00"]


def test_a_number_takes_that_one() -> None:
    stage = proposed("call Lea first", "write to Ben").says("2").says("Friday").says("it says so")
    assert kept(stage) == [("write to Ben", "open")]
    assert stage.buttons() == ["Take: call Lea first", "No more of it"]
    assert kept(stage.says("1").says("leave it out")) == [("write to Ben", "open")]


def test_none_of_it_is_an_answer_that_nobody_is_told() -> None:
    stage = proposed()
    before = stage.said_count("nora")
    assert stage.says("none of it").seen() == "All right, none of it. Nobody is told what you take."
    assert stage.waiting() == []
    assert stage.said_count("nora") == before


def test_what_has_no_answer_is_asked_about_once_more() -> None:
    stage = proposed()
    assert stage.waiting() == ["things/later 2026-11-26 17:00"]
    stage.goes_to(datetime(2026, 12, 20, 18, 0))
    assert stage.all_seen().count("Nora proposes something to act on.") == 1
    assert stage.all_seen().count("Nora proposed this the other day. I won’t ask again.") == 1
    assert stage.waiting() == []
    assert kept(stage) == []


def test_a_leader_with_three_makes_room_for_what_is_proposed() -> None:
    stage = coaching().talks("ana")
    for line in ("call Lea on Wednesday", "write to Ben on Thursday", "thank Eva on Friday"):
        stage.says(f"three things {line}").presses("It says so already")
    stage.talks("nora").starts("things", "ana", news="propose").says(SHARP).presses("send").talks("ana")
    stage.presses("take:0").sends(what=SHARP, who="", place="", on="2026-11-30").presses("write to Ben")
    assert kept(stage)[-1] == (SHARP, "open")
    assert ("write to Ben", "dropped") in kept(stage)


def test_a_button_of_the_coachs_in_the_leaders_hands_does_nothing() -> None:
    stage = proposing(SHARP).talks("ana")
    stage.undergoes(Pressed("x", "ana", stage.now, Ref("things", "ana", "read"), "send"))
    assert "proposes" not in stage.all_seen("ana")


def test_two_proposals_in_a_row_are_two() -> None:
    stage = proposed("call Lea first").talks("nora").starts("things", "ana", news="propose").says("write to Ben")
    stage.presses("send").talks("ana")
    assert "call Lea first" not in stage.seen()
    stage.presses("Take: write to Ben").sends(what="write to Ben", who="", place="", on="2026-11-26")
    stage.presses("Take: call Lea first").sends(what="call Lea first", who="", place="", on="2026-11-26")
    assert len(kept(stage)) == 2


@pytest.mark.parametrize("line", ["0012", "012", "9" * 5000, "²", "٣"])
def test_a_number_of_none_of_them_takes_none(line: str) -> None:
    stage = proposed()
    assert stage.says(line).leader.captures == ()
    assert stage.state("things").step == "offered"

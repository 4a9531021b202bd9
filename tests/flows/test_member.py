"""Somebody in a team: introduced first, told why and how often, and asked no more at one tap that nobody hears of."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Member
from bot.messages import Ref
from tests.roster import NAMES, TEAM, leading, person, told
from tests.stage import Stage


def introduced(**team: object) -> Stage:
    """Told on Monday, introduced to on Tuesday; Ben speaks."""
    stage = told(leading(replace(TEAM, state="told", **team)))  # type: ignore[arg-type]  # its fields
    return stage.goes_to(datetime(2026, 11, 24, 10, 1)).talks("ben")


def state_of(stage: Stage, name: str = "ben", leader: str = "ana") -> str:
    return next(str(one.state) for key, one in stage.shared.items() if key == ("Member", leader, name))


def test_the_introduction_says_who_sees_what_before_the_first_question_in_the_same_words_for_everybody() -> None:
    stage = introduced()
    (said,) = {stage.seen(name) for name in NAMES}
    assert "Ana has told you that I would write." in said
    assert "Your name is not stored with your answer, not even encrypted." in said
    assert "at least 5 people have answered; otherwise all of it is destroyed" in said
    assert "Not protected: your own wording" in said
    assert "Nothing is asked today." in said
    assert stage.asked == {}


def test_why_and_how_often_is_one_tap_away() -> None:
    stage = introduced().presses("Why am I asked, and how often?")
    assert "A round comes every 4 weeks, with one reminder for everybody" in stage.seen()
    assert stage.buttons() == ["Don’t ask me"]
    asked = introduced(every=0).presses("Why am I asked, and how often?")
    assert "A round comes when Ana asks for one" in asked.seen()


@pytest.mark.parametrize("typed", ["why?", "Why am I asked?", "how often"])
def test_why_can_be_typed(typed: str) -> None:
    assert "A round comes every 4 weeks" in introduced().says(typed).seen()


def test_whoever_was_introduced_and_types_something_is_offered_no_practice() -> None:
    stage = introduced().says("I think she listens")
    assert "could not place that" in stage.seen() or "where that belongs" in stage.seen()
    assert stage.waiting() == []


def test_whoever_is_in_a_team_gets_the_welcome_when_they_greet_and_no_reminder_of_it() -> None:
    stage = introduced().says("hi")
    assert "One question a day" in stage.seen() or "one question a day" in stage.seen()
    assert stage.waiting() == []
    assert stage.says("start").leader.person.state == "active"
    assert "I write about your team only" in introduced().says("hi").says("no").seen()


def test_dont_ask_me_is_silent_and_ends_it_at_once() -> None:
    stage = introduced()
    before = stage.said_count("ana")
    assert stage.presses("Don’t ask me").seen().startswith("Then I ask you nothing for Ana any more. Ana sees how many")
    assert state_of(stage) == "out"
    stage.goes_to(datetime(2026, 11, 25, 18))
    assert stage.said_count("ben") == 2
    assert stage.said_count("ana") == before + 1, "no more than that a round is open"
    (_, invited, _) = next(iter(stage.asked.values()))
    assert "ben" not in invited


def test_ask_me_again_takes_it_back() -> None:
    assert state_of(introduced().presses("Don’t ask me").presses("Ask me again")) == "asked"
    assert state_of(introduced().says("don't ask me").says("ask me again")) == "asked"


def test_the_first_message_keeps_its_buttons_whatever_was_pressed_since() -> None:
    stage = introduced().presses("Why am I asked, and how often?").presses("Don’t ask me").presses("Ask me again")
    stage.says("don't ask me")
    assert state_of(stage) == "out"


def test_in_the_middle_of_a_round_the_reminder_is_not_sent_any_more() -> None:
    stage = introduced().goes_to(datetime(2026, 11, 25, 18))
    asked = stage.said_count("ben")
    stage.says("don't ask me").goes_to(datetime(2026, 12, 1, 18))
    assert stage.said_count("ben") == asked + 1
    assert stage.said_count("eva") == asked + 1, "who is still asked was reminded"


def test_with_fewer_than_five_nothing_is_promised() -> None:
    stage = told(leading(replace(TEAM, k=0, state="told"), "ben", "eva", "jon")).goes_to(datetime(2026, 11, 24, 10, 1))
    assert "Nothing is asked of you." in stage.seen("ben")
    assert "too small for anything without a name" in stage.seen("ben")
    assert stage.talks("ben").buttons() == ["Why do you write to me?", "Don’t ask me"], "nothing is asked"
    assert "too small for anything without a name" in stage.presses("why").seen()


def two_teams() -> Stage:
    stage = introduced()
    stage.people["omar"] = replace(stage.people["omar"], state="active", joined_on=date(2026, 11, 2))
    stage.saves(replace(TEAM, leader="omar"), *(Member("omar", name, "asked") for name in (*NAMES, "ana")))
    for name in (*NAMES, "ana"):
        stage.talks(name).starts("member", "omar", news="named")
    return stage.talks("ben")


def test_somebody_in_two_teams_is_introduced_once_for_each_and_can_leave_out_one() -> None:
    stage = two_teams()
    assert stage.all_seen().count("has told you that I would write") == 2
    stage.says("don't ask me")
    assert stage.seen().startswith("Whose team is it about?")
    stage.presses("Omar")
    assert (state_of(stage), state_of(stage, leader="omar")) == ("asked", "out")
    assert stage.says("ask me again").seen().startswith("Good. The next round of Omar’s team")


def test_a_leader_can_be_in_somebody_elses_team() -> None:
    stage = two_teams().talks("ana").presses("Don’t ask me")
    assert state_of(stage, "ana", "omar") == "out"
    assert stage.says("team").seen().startswith("Your team")


def test_whoever_is_in_no_team_hears_so() -> None:
    assert leading().says("don't ask me").seen().startswith("There is no team for which that could be changed.")
    assert leading().talks("ben").says("ask me again").seen().startswith("There is no team")


def test_nobody_knows_of_a_team_before_they_are_introduced_to_it() -> None:
    stage = told(leading(replace(TEAM, state="told"))).talks("ben")
    assert stage.says("don't ask me").seen().startswith("There is no team")


def test_a_button_of_a_team_that_one_has_left_says_so() -> None:
    stage = introduced().saves(Member("ana", "ben", "left"))
    assert stage.presses("Don’t ask me").seen() == "You are not in that team any more, so nothing is asked."
    assert state_of(stage) == "left"


def test_nobody_opts_out_for_somebody_else() -> None:
    stage = introduced().talks("omar")
    stage.people["omar"] = person("omar")
    stage.starts("member", "ana", news="named")
    assert stage.seen() == "You are not in that team any more, so nothing is asked."
    assert all(state_of(stage, name) == "asked" for name in NAMES)
    assert Ref("member", "ana", "known") not in [
        ask.ref
        for key in stage.order
        if stage.messages[key].person == "omar"
        for ask in stage.messages[key].message.asks
    ]

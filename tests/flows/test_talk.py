"""Talking instead of being asked: a leader asks aloud and keeps what they promise; what is told in person stays so."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.facts import Member, Team
from bot.flow import State
from bot.flows.talk import FLOW
from bot.turn import advance
from tests.flows.scenes import ANA, NINE, WORDS, Facts
from tests.stage import ANA as LEADER
from tests.stage import Stage

FRIDAY = datetime(2026, 11, 27, 17, 1)


def alone() -> Stage:
    return Stage().saves(replace(LEADER, state="active", joined_on=date(2026, 11, 2)))


def leading(people: int) -> Stage:
    members = [Member("ana", f"m{n}", "asked") for n in range(people)]
    return alone().saves(Team("ana", "running"), *members)


def in_the_team_of(*leaders: str) -> Stage:
    return alone().saves(*(one for leader in leaders for one in (Team(leader), Member(leader, "ana", "asked"))))


def shown(stage: Stage) -> str:
    return stage.seen().replace("\n", " ")


def test_fewer_than_five_are_told_that_nothing_is_asked_without_names() -> None:
    card = shown(leading(4).says("talk"))
    assert card.startswith("With fewer than five people I ask nothing without names")
    assert "you ask one question aloud, you thank whoever answers" in card


@pytest.mark.parametrize("people", [0, 5, 8])
def test_a_leader_of_five_and_one_without_a_team_have_the_same_card_otherwise(people: int) -> None:
    stage = leading(people) if people else alone()
    assert shown(stage.says("open talk")).startswith("A talk with your team, with names and without numbers.")


def test_whoever_opted_out_counts_like_anybody_else_and_who_left_does_not() -> None:
    stage = leading(4).saves(Member("ana", "m4", "out"))
    assert shown(stage.says("talk")).startswith("A talk with your team")
    stage.saves(Member("ana", "m4", "left"))
    assert shown(stage.says("talk")).startswith("With fewer than five")


def test_a_talk_is_asked_about_twice_and_then_left() -> None:
    stage = leading(3).says("talk")
    assert stage.waiting() == ["talk/held 2026-11-26 17:00"]
    stage.goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.said_count() == 3
    assert stage.waiting() == []


def test_not_yet_is_asked_once_more_and_stays_with_the_leader_then() -> None:
    stage = leading(3).says("talk").goes_to(FRIDAY)
    assert stage.says("not yet").seen() == "I’ll ask once more, in five working days."
    stage.goes_to(datetime(2026, 12, 10, 18, 0))
    assert stage.says("no").seen() == "Then it stays with you. “Talk” brings the card back."
    assert stage.waiting() == []


def test_what_was_promised_in_the_talk_is_a_promise_like_any_other() -> None:
    stage = leading(3).says("talk").presses("We have talked").says("yes").says("Omar the rota Friday")
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.who, kept.text, kept.on) == ("promise", "Omar", "the rota", date(2026, 11, 27))
    assert stage.waiting() == ["capture/promised 2026-11-27 09:00"]


def test_a_promise_can_be_kept_by_its_button_and_there_may_be_none() -> None:
    stage = leading(3).says("talk").presses("We have talked").presses("Yes").presses("Keep a promise")
    assert stage.seen().startswith("What did you promise, to whom, and by when?")
    stage = leading(3).says("talk").says("we talked").says("yes").says("no")
    assert stage.leader.captures == ()
    assert stage.waiting() == []


def test_a_thank_you_that_was_not_said_is_asked_about_once() -> None:
    stage = leading(3).says("talk").presses("We have talked").presses("Not yet").presses("Nothing this time")
    assert stage.waiting() == ["talk/thanked 2026-11-25 17:00"]
    stage.goes_to(datetime(2026, 11, 25, 18, 0))
    assert stage.seen().startswith("After the talk with your team: has the thank-you been said by now?")
    stage.presses("Not yet").goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.seen().startswith("Then it stays with you.")
    assert stage.waiting() == []


def test_leaving_the_card_ends_what_would_be_asked() -> None:
    stage = leading(3).says("talk").presses("Leave it")
    assert stage.seen() == "Left. “Talk” brings the card back."
    assert stage.waiting() == []


def test_the_team_hears_nothing_of_a_talk() -> None:
    stage = leading(3)
    everybody = {one for one in stage.people if one != "ana"}
    stage.says("talk").goes_to(FRIDAY).says("yes").says("not yet").says("Omar the rota Friday")
    assert {who: stage.said_count(who) for who in everybody} == dict.fromkeys(everybody, 0)


def test_a_member_has_a_card_of_their_own_and_it_sends_nothing() -> None:
    stage = in_the_team_of("nora").says("I'd rather tell them myself")
    assert shown(stage).startswith("This card sends nothing, and Nora does not get to know that you opened it.")
    stage.presses("Ask me once").goes_to(datetime(2026, 11, 26, 18, 0)).says("not yet")
    assert stage.said_count("nora") == 0


def test_a_member_is_asked_about_it_once_where_they_want_it() -> None:
    stage = in_the_team_of("nora").starts("talk", leader="nora").presses("Ask me once")
    assert stage.seen() == "I’ll ask once, on Thursday 26 November."
    assert stage.waiting() == ["talk/told 2026-11-26 17:00"]
    stage.goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.said_count() == 3
    assert stage.waiting() == []
    assert stage.presses("Yes").seen() in ("Noted.", "Good to know.", "Written down.")


def test_a_member_who_wants_nothing_more_is_not_asked() -> None:
    stage = in_the_team_of("nora").starts("talk", leader="nora").presses("No need")
    assert stage.waiting() == []


def test_somebody_who_is_not_their_leader_is_not_named() -> None:
    stage = in_the_team_of("nora").starts("talk", leader="omar")
    assert "Omar" not in stage.seen()
    assert "the one who leads you" in stage.seen()


def test_nobody_hears_from_a_talk_that_they_were_named() -> None:
    stage = alone().saves(Team("nora"), Member("nora", "ana", "named"))
    assert shown(stage.says("talk")).startswith("A talk with your team")
    assert "Nora" not in stage.starts("talk", leader="nora").seen()


def test_who_has_a_team_and_a_leader_says_which_talk_it_is() -> None:
    stage = in_the_team_of("nora", "omar").saves(Team("ana"), Member("ana", "m1", "asked")).says("talk")
    assert stage.buttons() == ["With my team", "Nora", "Omar"]
    assert "before you talk with Omar" in stage.presses("Omar").seen()
    assert shown(stage.says("talk").says("with my team")).startswith("With fewer than five")


def test_nobody_is_promised_that_a_talk_is_without_names() -> None:
    cards = [leading(3).says("talk").seen(), leading(6).says("talk").seen(), alone().says("talk").seen()]
    assert not any("anonym" in card for card in cards)


def test_a_step_that_is_unknown_falls_back_to_a_question_that_can_be_drawn() -> None:
    state = State("talk", "ana", "", "gone by")
    assert advance(Facts(ANA, WORDS), state, "began", FLOW, NINE).state.step == "gone by"
    assert FLOW.step("gone by").name == "whom"

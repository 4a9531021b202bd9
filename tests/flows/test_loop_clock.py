"""The clock of a round: nudges, the holding line, the day on which the team is told; and leaders who go."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.drawn import drawn
from bot.events import Left, Pressed, Undelivered
from bot.facts import Member, Team
from bot.messages import Ref
from tests.roster import NAMES, TEAM, person
from tests.rounds import drafted, reading, released, thanked
from tests.stage import Stage

HOLDS = replace(TEAM, holds=True)
HELD = "A line from Ana:\n> I have your answers and owe you a reply. The next round waits for it."
NONE_CAME = (
    "No reply has come from Ana to what the team said by Thursday 19 November. "
    "The next questions can come all the same."
)


def on(stage: Stage, day: str) -> Stage:
    return stage.goes_to(datetime.fromisoformat(f"{day} 17:01"))


def said_on(stage: Stage, day: str, words: str) -> bool:
    """Whether the leader was told that on that very day."""
    theirs = (post for post in stage.messages.values() if post.person == "ana" and f"{post.day}" == day)
    return any(words in drawn(post.message) for post in theirs)


def team_heard(stage: Stage, words: str) -> set[bool]:
    return {words in stage.all_seen(name) for name in NAMES}


def test_a_reply_is_asked_for_after_two_and_after_five_working_days() -> None:
    stage = on(thanked(), "2026-12-04")
    assert said_on(stage, "2026-11-26", "Your team has told you something, and your reply is still open.")
    assert said_on(stage, "2026-12-01", "Your reply to the team is still open. I won’t ask again.")
    assert stage.all_seen().count("your reply is still open.") == 1
    assert stage.all_seen().count("I won’t ask again.") == 1


def test_a_nudge_goes_on_where_the_leader_left_off() -> None:
    assert "what do you expect?" in on(reading(), "2026-11-26").seen()
    assert "What stands out upwards:" in on(reading().presses("Just show it"), "2026-11-26").seen()
    left = reading().presses("Just show it").presses("Show me the rest").presses("Later")
    assert "Your team has not heard a word from you yet." in on(left, "2026-11-26").seen()
    assert "What do you answer your team?" in on(thanked(), "2026-11-26").seen()
    assert "Your team will read it" not in on(thanked().presses("Step by step"), "2026-11-26").seen()
    assert "What did you hear?" in on(thanked().presses("Step by step"), "2026-11-26").seen()
    assert "[Post it now]" in on(drafted(), "2026-11-26").seen()


def test_later_counts_at_every_nudge() -> None:
    stage = on(thanked().presses("Later"), "2026-11-26").presses("Later")
    assert "“Reply” brings it up" in stage.seen()
    stage = on(stage, "2026-12-01").presses("Later")
    assert "“Reply” brings it up" in stage.seen()


def test_the_thank_you_on_an_older_message_still_counts_after_the_nudge() -> None:
    stage = reading().presses("Just show it").presses("Show me the rest")
    first = stage.order[-1]
    on(stage, "2026-11-26")
    stage.undergoes(Pressed("old", "ana", stage.now, Ref("loop", "r1", "rest", "2026-11-24"), "thank", first))
    assert team_heard(stage, "Thank you for telling me.") == {True}


@pytest.mark.parametrize("heard", ["", "That agendas come late."])
def test_the_thank_you_still_counts_when_the_reply_was_begun_without_it(heard: str) -> None:
    stage = on(reading().presses("Just show it").presses("Show me the rest"), "2026-11-26")
    nudge = stage.order[-1]
    stage.says("reply")
    if heard:
        stage.presses("Step by step").says(heard)
    stage.undergoes(Pressed("old", "ana", stage.now, Ref("loop", "r1", "rest", "2026-11-24"), "thank", nudge))
    assert team_heard(stage, "Thank you for telling me.") == {True}
    assert ("Which part was hard to hear?" if heard else "What do you answer your team?") in stage.seen()


def test_after_the_reply_nothing_of_it_comes_any_more() -> None:
    stage = on(drafted(HOLDS).presses("Post it now"), "2027-01-15")
    assert team_heard(stage, "owe you a reply") == {False}
    assert team_heard(stage, "No reply has come") == {False}
    assert "is still open" not in stage.all_seen()


def test_the_holding_line_is_shown_a_working_day_before_it_goes() -> None:
    stage = released(team=HOLDS)
    on(stage, "2026-12-07")
    assert said_on(stage, "2026-12-07", "this line goes to your team on Tuesday 8 December, unless you")
    assert team_heard(stage, "owe you a reply") == {False}
    on(stage, "2026-12-08")
    assert [stage.all_seen(name).count(HELD) for name in NAMES] == [1] * len(NAMES)
    assert on(stage, "2026-12-21").all_seen("ben").count("owe you a reply") == 1


def test_the_line_goes_to_the_channel_where_there_is_one() -> None:
    stage = on(released(team=replace(HOLDS, channel="slack:C1")), "2026-12-08")
    assert [drawn(post.message) for post in stage.messages.values() if post.address == "slack:C1"] == [HELD]
    assert not any(stage.said_count(name) for name in NAMES)


def test_without_having_agreed_to_it_no_line_is_shown_and_none_goes() -> None:
    stage = on(released(), "2026-12-21")
    assert "owe you a reply" not in stage.all_seen()
    assert team_heard(stage, "owe you a reply") == {False}


def stops_holding(stage: Stage) -> Stage:
    return stage.presses("Don’t send it")


def replies(stage: Stage) -> Stage:
    stage.presses("Reply now").presses("Step by step").says("That agendas come late.").presses("Nothing was")
    return stage.presses("Nothing this time").presses("Nothing to decline").presses("Post it now")


def agrees_no_more(stage: Stage) -> Stage:
    return stage.saves(replace(TEAM, holds=False))


def stops_the_team(stage: Stage) -> Stage:
    return stage.saves(replace(HOLDS, state="stopped"))


@pytest.mark.parametrize("act", [stops_holding, replies, agrees_no_more, stops_the_team])
def test_the_line_does_not_go_when_it_is_stopped_in_time(act: object) -> None:
    stage = on(released(team=HOLDS), "2026-12-07")
    act(stage)  # type: ignore[operator]  # one of the above
    assert team_heard(on(stage, "2026-12-18"), "owe you a reply") == {False}


def test_a_line_that_was_not_shown_does_not_go_before_it_is() -> None:
    stage = released(team=HOLDS).goes_to(datetime(2026, 12, 7, 10, 1))
    stage.undergoes(Undelivered("u", "ana", stage.now, Ref("loop", "r1", "holding", "2026-11-24"), "expired"))  # type: ignore[arg-type]  # as reported
    on(stage, "2026-12-08")
    assert team_heard(stage, "owe you a reply") == {False}
    assert said_on(stage, "2026-12-08", "goes to your team on Wednesday 9 December")
    assert team_heard(on(stage, "2026-12-09"), "owe you a reply") == {True}


def test_after_twenty_working_days_the_team_is_told_plainly_and_the_leader_with_it() -> None:
    stage = on(released(), "2026-12-21")
    assert team_heard(stage, "No reply has come") == {False}
    on(stage, "2026-12-22")
    assert {stage.seen(name) for name in NAMES} == {NONE_CAME}
    assert "your team knows now that no reply has come. You can still write one." in stage.all_seen()
    assert stage.leader.rounds[0].unanswered_on == date(2026, 12, 22)
    assert on(stage, "2027-02-22").all_seen("ben").count("No reply has come") == 1


def test_a_reply_can_still_be_posted_after_that() -> None:
    stage = on(thanked(), "2026-12-22").says("reply").presses("Step by step").says("That agendas come late.")
    stage.presses("Nothing was").presses("Nothing this time").presses("Nothing to decline").presses("Post it now")
    assert "> That agendas come late." in stage.seen("ben")
    (round_,) = stage.leader.rounds
    assert (round_.replied_on, round_.unanswered_on) == (date(2026, 12, 22), date(2026, 12, 22))


def test_days_away_do_not_count() -> None:
    stage = released(team=HOLDS).says("away 25 November to 4 December")
    on(stage, "2026-12-04")
    assert "is still open" not in stage.all_seen()
    on(stage, "2026-12-22")
    assert team_heard(stage, "No reply has come") == {False}
    on(stage, "2027-01-04")
    assert team_heard(stage, "No reply has come") == {True}


def test_the_line_waits_for_a_day_on_which_the_leader_works() -> None:
    stage = on(released(team=HOLDS), "2026-12-07").says("away 8 December to 9 December")
    on(stage, "2026-12-09")
    assert team_heard(stage, "owe you a reply") == {False}
    assert team_heard(on(stage, "2026-12-10"), "owe you a reply") == {True}


def test_a_paused_leader_is_not_nudged_and_the_team_is_not_left_waiting() -> None:
    stage = released().says("pause until 4 January")
    on(stage, "2026-12-22")
    assert "is still open" not in stage.all_seen()
    assert "What your team says" not in stage.all_seen()
    assert team_heard(stage, "No reply has come") == {True}
    assert "What your team says" in on(stage, "2027-01-05").all_seen()


def test_a_leader_who_is_asked_elsewhere_still_gets_it_here() -> None:
    stage = released()
    stage.people["ana"] = replace(stage.people["ana"], state="quiet")
    assert "Before you look: what do you expect?" in stage.goes_to(datetime(2026, 11, 24, 10, 1)).seen()


# A leader goes


def stopped(stage: Stage) -> Stage:
    return stage.says("stop")


def erased(stage: Stage) -> Stage:
    return stage.says("erase").says("erase")


def gone(stage: Stage) -> Stage:
    return stage.undergoes(Left("l", "ana", stage.now))


@pytest.mark.parametrize("goes", [stopped, erased, gone])
def test_who_waits_for_a_reply_hears_once_that_none_comes(goes: object) -> None:
    stage = thanked(HOLDS)
    goes(stage)  # type: ignore[operator]  # one of the above
    assert {stage.seen(name) for name in NAMES} == {
        "No reply will come here to what the team said by Thursday 19 November."
    }
    assert stage.waiting() == []
    on(stage, "2027-01-15")
    assert [stage.said_count(name) for name in NAMES] == [2] * len(NAMES), "the thank-you, and this"


@pytest.mark.parametrize("goes", [stopped, erased, gone])
def test_nobody_hears_anything_when_the_reply_is_out(goes: object) -> None:
    stage = drafted().presses("Post it now")
    goes(stage)  # type: ignore[operator]  # one of the above
    assert team_heard(stage, "No reply will come") == {False}


def test_who_comes_back_can_still_reply() -> None:
    stage = stopped(thanked()).says("hi").says("reply")
    assert "What do you answer your team?" in stage.seen()


def test_somebody_without_a_team_who_stops_starts_nothing() -> None:
    stage = Stage().saves(replace(Stage().people["ana"], state="active", joined_on=date(2026, 11, 2))).says("stop")
    assert ("loop", "ana", "") not in stage.states["ana"]


def test_a_stopped_member_is_not_written_to() -> None:
    stage = drafted()
    stage.people["ben"] = replace(stage.people["ben"], state="stopped")
    before = stage.said_count("ben")
    stage.presses("Post it now")
    assert stage.said_count("ben") == before
    assert stage.seen("eva").startswith("Ana answers")


def test_whoever_was_asked_hears_the_reply_and_who_has_joined_since_does_not() -> None:
    stage = drafted()
    stage.people["zoe"] = person("zoe")
    stage.saves(Member("ana", "zoe", "asked"), Member("ana", "ben", "left"))
    stage.presses("Post it now")
    assert stage.seen("ben").startswith("Ana answers")
    assert stage.said_count("zoe") == 0


def test_a_promise_from_long_ago_is_told_to_the_team_as_it_is_now() -> None:
    stage = drafted().presses("Post it now").goes_to(datetime(2026, 11, 27, 9, 1))
    del stage.asked["r1"]
    stage.presses("Yes").presses("Tell them")
    assert stage.seen("ben").endswith("> Done: I send the agenda on Fridays")


def test_an_unknown_team_changes_nothing() -> None:
    stage = released(team=Team("ana", "stopped"))
    assert "what do you expect?" in stage.goes_to(datetime(2026, 11, 24, 10, 1)).seen()

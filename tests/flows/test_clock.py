"""The clock in a channel: only where the leader chooses so, seen before, once a week, and ended in one tap."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.facts import Team
from bot.messages import Channel, Form
from bot.rules.budget import KINDS
from tests.roster import TEAM, leading
from tests.stage import Stage


def posted(stage: Stage) -> list[str]:
    """What went to the channel, oldest first."""
    found = [stage.messages[key] for key in stage.order if stage.messages[key].address]
    assert all(post.address == "stage:c" for post in found)
    return ["".join(span.text for span in post.message.asks[0].parts[0].spans) for post in found]  # type: ignore[union-attr]


IN_A_CHANNEL = replace(TEAM, channel="stage:c")


def shown(team: Team = IN_A_CHANNEL) -> Stage:
    return leading(team, "lea").says("show the clock").presses("Show it each Monday")


def tells(stage: Stage, words: str = "it is late") -> Stage:
    stage.talks("lea").says(f"tell Ana {words}").presses("Something to know").presses("send")
    return stage.talks("ana")


def test_the_leader_sees_the_line_before_the_first_is_posted() -> None:
    stage = leading(IN_A_CHANNEL, "lea").says("show the clock")
    assert "What Ana was told, and what has been answered: Nothing has come in yet." in stage.seen()
    stage.goes_to(datetime(2026, 12, 1, 12, 0))
    assert posted(stage) == []


def test_it_is_posted_on_the_first_working_morning_of_a_week() -> None:
    stage = tells(shown()).goes_to(datetime(2026, 11, 30, 8, 59))
    assert posted(stage) == []
    stage.goes_to(datetime(2026, 11, 30, 9, 1))
    assert posted(stage) == ["What Ana was told, and what has been answered: "
                             "1 heard, 0 answered, the oldest waits 5 days."]  # fmt: skip


def test_no_words_of_anybody_are_in_it() -> None:
    stage = tells(shown(), "the numbers are wrong").goes_to(datetime(2026, 12, 8, 12, 0))
    assert not any("numbers" in one or "Lea" in one for one in posted(stage))


def test_a_week_in_which_nothing_changed_has_no_line() -> None:
    stage = shown().goes_to(datetime(2026, 12, 15, 12, 0))
    assert len(posted(stage)) == 1
    tells(stage).goes_to(datetime(2026, 12, 22, 12, 0))
    assert len(posted(stage)) == 2


def test_one_tap_ends_it() -> None:
    stage = shown().says("show the clock").presses("End it").goes_to(datetime(2026, 12, 15, 12, 0))
    assert posted(stage) == []
    assert not any(one.startswith("clock") for one in stage.waiting())
    assert not stage.leader.teams[0].shows


def test_without_a_channel_one_is_chosen_and_what_else_goes_there_is_said() -> None:
    stage = leading(TEAM, "lea").says("show the clock").presses("Choose a channel")
    assert isinstance(stage.reply, Form)
    assert any(isinstance(one, Channel) for one in stage.reply.body)
    for nothing in ("", "elsewhere:c", "stage:ana"):
        assert "I was given no channel" in stage.sends(channel=nothing).seen()
        stage.presses("Choose a channel")
    stage.sends(channel="stage:c")
    assert "Whatever you post to your team goes to that channel too" in stage.seen()
    stage.presses("Show it each Monday")
    assert (stage.leader.teams[0].channel, stage.leader.teams[0].shows) == ("stage:c", True)


@pytest.mark.parametrize("label", ["Not now"])
def test_not_now_posts_nothing(label: str) -> None:
    stage = leading(TEAM, "lea").says("show the clock").presses(label)
    assert stage.seen() == "All right. Nothing is posted."
    assert not stage.leader.teams[0].shows


@pytest.mark.parametrize("state", ["named", "told", "stopped"])
def test_a_team_that_is_not_asked_has_no_clock(state: str) -> None:
    stage = leading(replace(TEAM, state=state), "lea").says("show the clock")  # type: ignore[arg-type]  # one of them
    assert stage.seen() == "A clock needs a team that is asked. “My team” begins one."


def test_who_leads_nobody_hears_so() -> None:
    stage = leading(TEAM, "lea").talks("lea").says("show the clock")
    assert "needs a team" in stage.seen()


def test_a_leader_who_has_gone_or_a_team_that_has_ended_posts_nothing_more() -> None:
    stage = tells(shown())
    stage.people["ana"] = replace(stage.people["ana"], state="gone")
    stage.goes_to(datetime(2026, 12, 15, 12, 0))
    assert posted(stage) == []
    stage = tells(shown()).saves(replace(IN_A_CHANNEL, shows=True, state="stopped"))
    stage.goes_to(datetime(2026, 12, 15, 12, 0))
    assert posted(stage) == []


def test_while_the_leader_is_away_it_waits() -> None:
    stage = tells(shown()).says("away 30 November to 4 December").goes_to(datetime(2026, 12, 7, 9, 1))
    assert len(posted(stage)) == 1
    assert "clock/weekly 2026-12-14 09:00" in stage.waiting()


def test_the_leader_is_told_nothing_by_it() -> None:
    assert KINDS[("clock", "weekly")].silent
    stage = shown()
    count = sum(not stage.messages[key].address for key in stage.order)
    stage.goes_to(datetime(2026, 12, 1, 8, 0))
    assert sum(not stage.messages[key].address for key in stage.order) == count

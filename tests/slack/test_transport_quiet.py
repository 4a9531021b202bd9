"""Who does not want to be disturbed is asked for many at once, and never holds anything up."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.pace import Pace
from adapters.slack.rates import RATES
from adapters.slack.whom import address_of
from tests.slack.desk import NOW, Desk, Several
from tests.slack.standin import StandIn

TEAM, ONE = "dnd.teamInfo", "dnd.info"


def at(*users: str, place: str = "T1") -> list[str]:
    return [address_of(place, user) for user in users]


def night(begins: timedelta, ends: timedelta) -> tuple[int, int]:
    return int((NOW + begins).timestamp()), int((NOW + ends).timestamp())


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


async def test_whoever_is_in_their_quiet_hours_is_quiet_until_they_end(slack: StandIn, desk: Desk) -> None:
    slack.quiet["U1"] = night(hours(-1), hours(2))
    slack.quiet["U2"] = night(hours(3), hours(11))
    slack.quiet["U3"] = night(hours(-11), hours(-3))
    found = await desk.transport().quiet_until(at("U1", "U2", "U3", "U4"))
    assert found == {"slack:T1-U1": NOW + hours(2)}
    assert found["slack:T1-U1"].tzinfo is UTC
    assert slack.of(TEAM) == [{"users": "U1,U2,U3,U4"}]


async def test_slack_wants_more_than_one_there_so_one_alone_is_asked_for_in_another_way(
    slack: StandIn, desk: Desk
) -> None:
    slack.quiet["U1"] = night(hours(-1), hours(2))
    assert await desk.transport().quiet_until(at("U1")) == {"slack:T1-U1": NOW + hours(2)}
    assert (slack.of(TEAM), slack.of(ONE)) == ([], [{"user": "U1"}])


async def test_fifty_are_asked_for_at_once(slack: StandIn, desk: Desk) -> None:
    users = [f"U{number}" for number in range(120)]
    slack.quiet["U119"] = night(hours(-1), hours(2))
    assert list(await desk.transport().quiet_until(at(*users))) == ["slack:T1-U119"]
    assert [len(said["users"].split(",")) for said in slack.of(TEAM)] == [50, 50, 20]


async def test_each_workspace_is_asked_about_its_own(slack: StandIn, desk: Desk) -> None:
    slack.workspace("xoxb-2", "T2")
    desk.tokens = Several({"T1": "xoxb-1", "T2": "xoxb-2"})
    await desk.transport().quiet_until(at("U1", "U2") + at("U3", "U4", place="T2"))
    assert sorted((call.token, call.arguments["users"]) for call in slack.calls) == [
        ("xoxb-1", "U1,U2"),
        ("xoxb-2", "U3,U4"),
    ]


async def test_an_answer_is_believed_for_a_few_minutes_and_holds_while_the_clock_goes_on(
    slack: StandIn, desk: Desk
) -> None:
    seconds = [100.0]
    desk.pace = Pace(lambda: seconds[0], None)
    slack.quiet["U1"] = night(timedelta(minutes=1), hours(2))
    transport = desk.transport()
    assert await transport.quiet_until(at("U1", "U2")) == {}
    desk.now += timedelta(minutes=2)
    seconds[0] += 120
    assert list(await transport.quiet_until(at("U1", "U2"))) == at("U1")
    assert len(slack.calls) == 1
    seconds[0] += 180
    await transport.quiet_until(at("U1", "U2"))
    assert len(slack.calls) == 2


@pytest.mark.parametrize(
    ("code", "status"),
    [("missing_scope", 200), ("ratelimited", 429), ("user_not_visible", 200), ("internal_error", 500), ("odd", 200)],
)
async def test_where_slack_does_not_say_nobody_is_quiet_and_it_is_logged_once(
    slack: StandIn, desk: Desk, logs: list[Any], code: str, status: int
) -> None:
    slack.quiet["U1"] = night(hours(-1), hours(2))
    slack.answers(TEAM, {"ok": False, "error": code}, status, times=9)
    transport = desk.transport()
    for users in (["U1", "U2"], ["U3", "U4"], ["U1", "U2"]):
        assert await transport.quiet_until(at(*users)) == {}
    assert len([entry for entry in logs if entry["log_level"] == "warning"]) == 1
    assert len(slack.calls) <= 2  # those who were asked about are not asked about again at once


async def test_while_slack_does_not_say_what_it_said_before_still_holds(slack: StandIn, desk: Desk) -> None:
    seconds = [100.0]
    desk.pace = Pace(lambda: seconds[0], None)
    slack.quiet["U1"] = night(hours(-1), hours(2))
    transport = desk.transport()
    await transport.quiet_until(at("U1", "U2"))
    seconds[0] += 300
    slack.answers(TEAM, {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "20"})
    assert list(await transport.quiet_until(at("U1", "U2"))) == at("U1")
    seconds[0] += 20
    del slack.quiet["U1"]
    assert await transport.quiet_until(at("U1", "U2")) == {}
    assert len(slack.calls) == 3


async def test_a_thousand_people_are_not_asked_about_faster_than_slack_bears(slack: StandIn, desk: Desk) -> None:
    desk.pace = Pace(time.monotonic, RATES)
    await desk.transport().quiet_until(at(*(f"U{number}" for number in range(1000))))
    assert 10 <= len(slack.of(TEAM)) <= 11


async def test_a_workspace_that_does_not_answer_keeps_the_others_waiting_for_seconds_at_most(
    slack: StandIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.quiet.SOON", 0.3)
    slack.workspace("xoxb-2", "T2")
    desk.tokens = Several({"T1": "xoxb-1", "T2": "xoxb-2"})
    slack.hangs(TEAM, 3, token="xoxb-1")
    slack.quiet["U3"] = night(hours(-1), hours(2))
    before = time.monotonic()
    found = await desk.transport().quiet_until(at("U1", "U2") + at("U3", "U4", place="T2"))
    assert list(found) == at("U3", place="T2")
    assert time.monotonic() - before < 2.5


@pytest.mark.parametrize("asked", [[], ["U1"], ["U1", "U2"]])
async def test_people_without_quiet_hours_are_never_quiet(slack: StandIn, desk: Desk, asked: Sequence[str]) -> None:
    desk.now = datetime(1970, 1, 1, tzinfo=UTC)  # Slack says the second 1 where there is no such time
    assert await desk.transport().quiet_until(at(*asked)) == {}

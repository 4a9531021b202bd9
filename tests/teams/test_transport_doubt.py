"""What is tried again, what is left alone, and what nobody knows: by what was heard, and by the kind of message."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.teams import transport
from adapters.teams.calls import Misspoken
from bot.delivery import Doubtful, Failed, Later, Platforms, Refused, Retried, Sent, send_all
from bot.outgoing import Outgoing
from tests.teams.desk import NOW, SECRET, Desk, row
from tests.teams.standin import Connector


def redrawn(**more: Any) -> Outgoing:
    return row(key="k2", replaces="k1", replaced_id="a:1|1", **more)


async def delivered(desk: Desk, *rows: Outgoing) -> list[Any]:
    outward = desk.outward or await desk.sits()
    return await send_all(rows, Platforms({"teams": outward.transport}, {}), NOW, lambda: True)


# --- new messages ---


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_while_teams_is_not_there_it_is_tried_again_and_does_not_count(
    teams: Connector, desk: Desk, status: int
) -> None:
    await desk.meets()
    teams.answers("send", status)
    with pytest.raises(Later) as caught:
        await desk.send(row())
    assert (caught.value.seconds, caught.value.tried) == (30.0, False)


async def test_what_teams_asks_for_in_a_header_counts_as_seconds_or_as_a_date(teams: Connector, desk: Desk) -> None:
    await desk.meets()
    for header, seconds in (("7", 7.0), ("Mon, 23 Nov 2026 09:01:30 GMT", 90.0), ("soon", 30.0)):
        teams.answers("send", 503, headers={"Retry-After": header})
        with pytest.raises(Later) as caught:
            await desk.send(row())
        assert caught.value.seconds == seconds


async def test_two_things_at_once_in_a_conversation_are_tried_again_further_and_further_apart(
    teams: Connector, desk: Desk
) -> None:
    await desk.meets()
    teams.answers("send", 412, "PreconditionFailed", times=2)
    pauses = []
    for attempts in range(2):
        [result] = await delivered(desk, row(attempts=attempts))
        assert isinstance(result, Retried)
        assert result.tried
        pauses.append(result.not_before - NOW)
    assert pauses == [timedelta(seconds=1), timedelta(seconds=5)]


@pytest.mark.parametrize("how", ["500", "dropped before", "dropped after", "slow"])
@pytest.mark.parametrize("cls", ["reply", "nudge"])
async def test_a_doubtful_reply_is_sent_again_and_a_doubtful_nudge_is_left(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str, cls: str
) -> None:
    await desk.meets()
    await desk.sits()
    match how:
        case "500":
            teams.answers("send", 500, "ServiceError")
        case "slow":
            monkeypatch.setattr(transport, "WHOLE", 0.2)
            teams.hangs("send", 5)
        case _:
            teams.drops("send", after=how.endswith("after"))
    [result] = await delivered(desk, row(cls=cls))
    if cls == "reply":
        assert isinstance(result, Retried)
    else:
        assert isinstance(result, Failed)
        assert (result.state, result.gone) == ("doubtful", False)


async def test_a_message_that_is_too_large_is_not_sent_and_others_are(teams: Connector, desk: Desk) -> None:
    await desk.meets()
    teams.answers("send", 413, "MessageSizeTooBig")
    with pytest.raises(Refused) as caught:
        await desk.send(row())
    assert not caught.value.gone
    await desk.send(row(key="k2"))


@pytest.mark.parametrize("code", ["Bad Argument", "BadSyntax", "SomethingNew"])
async def test_what_teams_does_not_take_is_our_fault_and_is_named_without_a_word_of_it(
    teams: Connector, desk: Desk, code: str
) -> None:
    await desk.meets()
    teams.answers("send", 400, body={"error": {"code": code, "message": f"cannot parse {SECRET}"}})
    with pytest.raises(Misspoken) as caught:
        await desk.send(row())
    assert code.replace(" ", "").lower() in str(caught.value)
    assert SECRET not in str(caught.value)
    [result] = await delivered(desk, row(key="k2"))
    assert isinstance(result, Sent)


async def test_a_token_that_teams_does_not_take_is_for_the_operator(
    teams: Connector, desk: Desk, logs: list[Any]
) -> None:
    await desk.meets()
    teams.answers("send", 401, "BotNotRegistered", times=9)
    with pytest.raises(Later) as caught:
        await desk.send(row())
    assert (caught.value.seconds, caught.value.tried) == (3600.0, False)
    assert [entry["code"] for entry in logs if entry["log_level"] == "error"] == ["BotNotRegistered"]


# --- in its place ---


@pytest.mark.parametrize("how", ["500", "dropped", "502"])
async def test_what_may_be_drawn_twice_is_drawn_again(teams: Connector, desk: Desk, how: str) -> None:
    await desk.meets(conversation="a:1")
    teams.chats["a:1"] = [{"id": "1"}]
    if how == "dropped":
        teams.drops("update", times=2)  # aiohttp itself repeats a PUT once whose connection broke
    else:
        teams.answers("update", int(how))
    [result] = await delivered(desk, redrawn())
    assert isinstance(result, Retried)
    [again] = await delivered(desk, redrawn())
    assert isinstance(again, Sent)
    assert [one["id"] for one in teams.seen("a:1")] == ["1"]


async def test_one_that_is_too_large_leaves_the_message_that_it_replaces_as_it_was(
    teams: Connector, desk: Desk
) -> None:
    await desk.meets(conversation="a:1")
    teams.chats["a:1"] = [{"id": "1"}]
    teams.answers("update", 413)
    with pytest.raises(Refused):
        await desk.send(redrawn())
    assert teams.seen("a:1") == [{"id": "1"}]


# --- opening ---


@pytest.mark.parametrize("how", ["500", "dropped", "503", "slow"])
async def test_a_conversation_that_could_not_be_opened_is_no_doubt_because_nothing_was_said(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    await desk.sits()
    match how:
        case "dropped":
            teams.drops("create")
        case "slow":
            monkeypatch.setattr(transport, "WHOLE", 0.2)
            teams.hangs("create", 5)
        case _:
            teams.answers("create", int(how))
    [result] = await delivered(desk, row())
    assert isinstance(result, Retried)
    monkeypatch.setattr(transport, "WHOLE", 14.0)
    [again] = await delivered(desk, row())
    assert isinstance(again, Sent)
    assert teams.counts["send"] == 1


async def test_somebody_whom_the_tenant_does_not_know_is_not_reached_and_not_gone(teams: Connector, desk: Desk) -> None:
    teams.answers("create", 400, "BadSyntax")
    with pytest.raises(Refused) as caught:
        await desk.send(row())
    assert not caught.value.gone


async def test_a_conversation_without_a_name_is_our_fault(teams: Connector, desk: Desk) -> None:
    teams.answers("create", 201, body={})
    with pytest.raises(Misspoken):
        await desk.send(row())


async def test_a_crash_of_the_network_in_the_middle_of_a_fan_out_is_told_for_each_by_itself(
    teams: Connector, desk: Desk
) -> None:
    users = [f"ada00000-0000-4000-8000-0000000000{number:02}" for number in range(20)]
    for user in users:
        await desk.meets(user)
    await desk.sits()
    teams.drops("send", times=7)
    results = await delivered(desk, *(row(user, key=user) for user in users))
    kinds = [type(result).__name__ for result in results]
    assert (kinds.count("Failed"), kinds.count("Sent")) == (7, 13)


async def test_nothing_is_left_under_way_when_a_message_is_given_up(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.meets()
    await desk.sits()
    monkeypatch.setattr(transport, "WHOLE", 0.1)
    teams.hangs("send", 5)
    with pytest.raises(Doubtful):
        await desk.send(row())
    before = len(asyncio.all_tasks())
    await asyncio.sleep(0.05)
    assert len(asyncio.all_tasks()) <= before

"""A message is posted once, changed in its place, and told apart by its key; trouble is what it is, over real HTTP."""

import asyncio
import logging
import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters import pace
from adapters.pace import Pace, Rate
from adapters.slack import calls
from adapters.slack.calls import Misspoken
from bot.delivery import PATIENCE, CannotTell, Doubted, Doubtful, Later, Platforms, Refused, Sent, send_all
from bot.messages import Ask, Chart, Message, Series
from bot.outgoing import Outgoing
from tests.slack.desk import NOW, SECRET, Desk, Several, row, words
from tests.slack.standin import StandIn
from tests.waiting import until

POST, UPDATE, HISTORY = "chat.postMessage", "chat.update", "conversations.history"
CHART = Message(
    (
        Ask(
            (
                Chart("Chances", ("Mon", "Tue"), (Series("did", (1, 2)),), "1 on Monday, 2 on Tuesday"),
                *words().asks[0].parts,
            )
        ),
    )
)


def doubtful(**more: Any) -> Outgoing:
    """A message that may be there, to somebody with whom there is a conversation."""
    return row(doubtful=True, last_id="DU1:1.000001", **more)


def kinds(arguments: Any) -> list[str]:
    return [block["type"] for block in arguments["blocks"]]


@pytest.fixture
def two(slack: StandIn, desk: Desk) -> Desk:
    """A transport for two workspaces, T1 and T2."""
    slack.workspace("xoxb-2", "T2")
    desk.tokens = Several({"T1": "xoxb-1", "T2": "xoxb-2"})
    return desk


# --- sent ---


async def test_a_message_is_posted_to_the_person_with_its_key_and_nothing_in_it_becomes_a_link(
    slack: StandIn, desk: Desk
) -> None:
    sent = await desk.transport().send(row(key="k7"))
    [call] = slack.calls
    assert (call.method, call.token) == (POST, "xoxb-1")
    said = dict(call.arguments)
    assert said.pop("blocks")
    assert SECRET in said.pop("text")
    assert said == {
        "channel": "U1",
        "metadata": {"event_type": "followthrough_message", "event_payload": {"key": "k7"}},
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "link_names": False,
        "mrkdwn": False,
    }
    assert sent == f"DU1:{slack.seen('U1')[0]['ts']}"


async def test_each_workspace_is_spoken_to_with_its_own_token(slack: StandIn, two: Desk) -> None:
    transport = two.transport()
    await transport.send(row())
    await transport.send(row(place="T2", key="k2"))
    await transport.send(row(key="k3"))
    assert [call.token for call in slack.calls] == ["xoxb-1", "xoxb-2", "xoxb-1"]


async def test_a_redrawn_message_changes_in_its_place_and_keeps_its_key(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    first = await transport.send(row(key="k1"))
    again = await transport.send(row(key="k2", message=words("Noted."), replaces="k1", replaced_id=first))
    assert again == first
    [message] = slack.seen("U1")
    assert "Noted." in message["text"]
    assert message["metadata"]["event_payload"] == {"key": "k1"}
    [said] = slack.of(UPDATE)
    assert (said["parse"], said["link_names"]) == ("none", False)


def test_the_answers_of_slack_come_before_the_outbox_loses_patience() -> None:
    assert calls.ANSWER + pace.PATIENCE < PATIENCE


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("views.publish", {"user_id": "U1", "view": '{"type": "home"}'}),
        ("users.info", {"user": "U1", "include_locale": "true"}),
        ("team.info", {}),
    ],
)
async def test_what_else_is_said_arrives_as_it_was_meant(
    slack: StandIn, desk: Desk, method: str, arguments: dict[str, Any]
) -> None:
    slack.person("U1")
    answer = await desk.calls().call("T1", method, arguments)
    assert answer["ok"]
    [said] = slack.of(method)
    assert said == {**arguments, **({"view": {"type": "home"}} if "view" in arguments else {})}


# --- waiting ---


async def test_a_workspace_that_asks_to_wait_waits_so_long_while_another_goes_on(slack: StandIn, two: Desk) -> None:
    slack.answers(POST, {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "37"}, token="xoxb-1")
    transport = two.transport()
    with pytest.raises(Later) as caught:
        await transport.send(row())
    assert (caught.value.seconds, caught.value.tried) == (37, False)
    with pytest.raises(Later) as caught:
        await transport.send(row(user="U2", key="k2"))
    assert 36 < caught.value.seconds <= 37
    await transport.send(row(place="T2", key="k3"))
    assert [call.token for call in slack.calls] == ["xoxb-1", "xoxb-2"]  # the second was never sent


async def test_a_short_wait_is_waited_for(slack: StandIn, desk: Desk) -> None:
    slack.answers(POST, {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
    transport = desk.transport()
    with pytest.raises(Later):
        await transport.send(row())
    before = time.monotonic()
    await transport.send(row())
    assert time.monotonic() - before > 0.8


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "-1"}, {"Retry-After": "0"}])
async def test_whoever_does_not_say_how_long_to_wait_gets_half_a_minute(
    slack: StandIn, desk: Desk, headers: dict[str, str]
) -> None:
    slack.answers(POST, {}, 429, headers)
    with pytest.raises(Later) as caught:
        await desk.transport().send(row())
    assert caught.value.seconds == 30


async def test_a_slow_workspace_holds_up_no_other(slack: StandIn, two: Desk) -> None:
    slack.hangs(POST, 30, times=20, token="xoxb-1")
    two.pace = Pace(time.monotonic, {POST: Rate(100, 20)})
    transport = two.transport()
    slow = [asyncio.create_task(transport.send(row(user=f"U{n}", key=f"s{n}"))) for n in range(20)]
    await until(lambda: slack.counts[POST] == 20)
    async with asyncio.timeout(10):
        await asyncio.gather(*(transport.send(row(place="T2", user=f"U{n}", key=f"k{n}")) for n in range(20)))
    assert not any(one.done() for one in slow)
    for one in slow:
        one.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


# --- broken connections ---


async def test_a_connection_that_breaks_after_the_message_arrived_is_doubtful_and_nothing_is_sent_twice(
    slack: StandIn, desk: Desk
) -> None:
    transport = desk.transport()
    await transport.send(row(key="k0"))
    slack.drops(POST)
    with pytest.raises(Doubtful):
        await transport.send(row(key="k1"))
    assert [message["metadata"]["event_payload"]["key"] for message in slack.seen("U1")] == ["k0", "k1"]
    assert len(slack.of(POST)) == 2
    assert await transport.find(doubtful(key="k1")) == f"DU1:{slack.seen('U1')[1]['ts']}"


async def test_one_that_breaks_before_is_as_doubtful_and_the_message_is_not_found(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    await transport.send(row(key="k0"))
    slack.drops(POST, after=False)
    with pytest.raises(Doubtful):
        await transport.send(row(key="k1"))
    assert await transport.find(doubtful(key="k1")) == ""


async def test_an_answer_that_does_not_come_is_doubtful(slack: StandIn, desk: Desk) -> None:
    desk.patience = 0.2
    slack.hangs(POST, 3)
    before = time.monotonic()
    with pytest.raises(Doubtful):
        await desk.transport().send(row())
    assert time.monotonic() - before < 2.5
    assert len(slack.seen("U1")) == 1


async def test_where_nobody_listens_nothing_was_sent(desk: Desk) -> None:
    async with StandIn() as gone:
        desk.slack.url = gone.url
    with pytest.raises(Later) as caught:
        await desk.transport().send(row())
    assert (caught.value.seconds, caught.value.tried) == (30, False)


async def test_a_name_that_is_not_known_is_as_if_nobody_listened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(aiohttp.abc.AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[Any]:
            raise OSError("no such name")

        async def close(self) -> None:
            pass

    desk.slack.url = "http://slack.invalid/api/"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Nowhere())) as session:
        desk.session = session
        with pytest.raises(Later) as caught:
            await desk.transport().send(row())
    assert not caught.value.tried


async def test_words_where_json_should_be_leave_a_doubt(desk: Desk) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        kind, body = bodies.pop(0)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    bodies = [("text/plain", b"Rosebud"), ("text/html", b"<p>Rosebud"), ("application/json", b"{Rosebud")]
    bodies += [("application/json", b"[]"), ("application/json", b'"Rosebud"'), ("application/json", b"")]
    server = await asyncio.start_server(say, "127.0.0.1", 0)
    desk.slack.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
    transport = desk.transport()
    async with server:
        while bodies:
            with pytest.raises(Doubtful):
                await transport.send(row())


# --- found, not found, cannot tell ---


async def test_a_message_is_found_by_its_key_among_others(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    ids = [await transport.send(row(key=f"k{number}")) for number in range(5)]
    assert await transport.find(doubtful(key="k2")) == ids[2]
    assert await transport.find(doubtful(key="k9")) == ""
    asked = slack.of(HISTORY)[0]
    assert asked["channel"] == "DU1"
    assert float(asked["oldest"]) < NOW.timestamp()
    assert asked["include_all_metadata"] == "1"


async def test_a_process_that_was_just_started_finds_it_too(slack: StandIn, desk: Desk) -> None:
    first = await desk.transport().send(row(key="k1"))
    second = await desk.transport().send(row(key="k2"))
    assert await desk.transport().find(row(key="k2", doubtful=True, last_id=first)) == second


async def test_a_message_from_long_before_is_not_looked_at(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    await transport.send(row(key="k1"))
    assert await transport.find(doubtful(key="k1", not_before=NOW + timedelta(hours=1))) == ""


async def test_what_replaces_a_message_is_drawn_again_without_asking(slack: StandIn, desk: Desk) -> None:
    assert await desk.transport().find(row(replaces="k0", replaced_id="DU1:1.000001")) == ""
    assert slack.calls == []


async def test_where_nothing_has_arrived_yet_nothing_can_be_told(slack: StandIn, desk: Desk) -> None:
    with pytest.raises(CannotTell):
        await desk.transport().find(row(doubtful=True))
    assert slack.calls == []


@pytest.mark.parametrize(
    "code",
    ["missing_scope", "channel_not_found", "invalid_arguments", "token_revoked"],
)
async def test_when_slack_does_not_show_the_conversation_nothing_can_be_told(
    slack: StandIn, desk: Desk, code: str
) -> None:
    transport = desk.transport()
    await transport.send(row())
    slack.answers(HISTORY, {"ok": False, "error": code})
    with pytest.raises(CannotTell):
        await transport.find(doubtful())


@pytest.mark.parametrize(
    ("code", "status"), [("ratelimited", 429), ("internal_error", 200), ("", 500), ("service_unavailable", 503)]
)
async def test_what_slack_does_not_say_now_is_asked_later_and_nothing_is_decided(
    slack: StandIn, desk: Desk, code: str, status: int
) -> None:
    transport = desk.transport()
    await transport.send(row())
    slack.answers(HISTORY, {"ok": False, "error": code}, status)
    with pytest.raises(Later) as caught:
        await transport.find(doubtful())
    assert caught.value.seconds >= 30


@pytest.mark.parametrize("after", [True, False])
async def test_when_the_connection_breaks_over_it_slack_is_asked_later(slack: StandIn, desk: Desk, after: bool) -> None:
    transport = desk.transport()
    await transport.send(row())
    slack.drops(HISTORY, times=5, after=after)  # aiohttp asks twice for what may be asked twice
    with pytest.raises(Later) as caught:
        await transport.find(doubtful())
    assert caught.value.tried


async def test_in_a_conversation_with_too_much_in_it_nothing_can_be_told(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    await transport.send(row())
    slack.answers(HISTORY, {"ok": True, "messages": [{"ts": "1.000001"}], "has_more": True})
    with pytest.raises(CannotTell):
        await transport.find(doubtful())


async def test_the_outbox_finds_a_doubtful_message_and_does_not_send_it_twice(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    platforms = Platforms({"slack": transport}, {"slack": transport})
    [first] = await send_all([row(key="k0")], platforms, NOW, lambda: True)
    assert isinstance(first, Sent)
    slack.drops(POST)
    [doubted] = await send_all([row(key="k1")], platforms, NOW, lambda: True)
    assert isinstance(doubted, Doubted)
    again = row(key="k1", doubtful=True, last_id=first.platform_id)
    [found] = await send_all([again], platforms, NOW, lambda: True)
    assert found == Sent(again, f"DU1:{slack.seen('U1')[1]['ts']}")
    assert len(slack.of(POST)) == 2


@pytest.mark.parametrize("code", ["ratelimited", "internal_error"])
async def test_the_outbox_keeps_in_doubt_what_slack_did_not_say_and_finds_it_in_the_next_round(
    slack: StandIn, desk: Desk, code: str
) -> None:
    now = [5000.0]
    desk.pace = Pace(lambda: now[0], None)
    transport = desk.transport()
    platforms = Platforms({"slack": transport}, {"slack": transport})
    sent = await transport.send(row())
    slack.answers(HISTORY, {"ok": False, "error": code}, 429 if code == "ratelimited" else 200)
    [first] = await send_all([doubtful()], platforms, NOW, lambda: True)
    assert isinstance(first, Doubted)
    now[0] += 60
    [second] = await send_all([doubtful()], platforms, NOW, lambda: True)
    assert second == Sent(doubtful(), sent)
    assert len(slack.of(POST)) == 1


# --- charts ---


async def test_a_workspace_that_takes_no_chart_gets_its_numbers_and_is_sent_no_other_for_a_day(
    slack: StandIn, two: Desk, logs: list[Any]
) -> None:
    now = [5000.0]
    two.pace = Pace(lambda: now[0], None)
    transport = two.transport()
    slack.answers(POST, {"ok": False, "error": "invalid_blocks"}, token="xoxb-1")
    sent = await transport.send(row(message=CHART))
    assert sent == f"DU1:{slack.seen('U1')[0]['ts']}"
    assert ["data_visualization" in kinds(said) for said in slack.of(POST)] == [True, False]
    await transport.send(row(key="k2", message=CHART))
    await transport.send(row(key="k3", place="T2", message=CHART))
    assert ["data_visualization" in kinds(said) for said in slack.of(POST)[2:]] == [False, True]
    now[0] += 25 * 3600
    await transport.send(row(key="k4", message=CHART))
    assert "data_visualization" in kinds(slack.of(POST)[-1])
    assert len(logs) == 1


async def test_when_it_was_not_the_chart_the_next_one_is_drawn(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    slack.answers(POST, {"ok": False, "error": "invalid_blocks"}, times=2)
    with pytest.raises(Misspoken):
        await transport.send(row(message=CHART))
    await transport.send(row(message=CHART))
    assert "data_visualization" in kinds(slack.of(POST)[-1])


async def test_a_chart_that_is_refused_for_another_reason_is_not_sent_again(slack: StandIn, desk: Desk) -> None:
    slack.answers(POST, {"ok": False, "error": "msg_too_long"})
    with pytest.raises(Misspoken):
        await desk.transport().send(row(message=CHART))
    assert len(slack.calls) == 1


# --- stopped ---


async def test_the_place_is_stopped_once_however_many_messages_were_on_their_way(
    slack: StandIn, desk: Desk, logs: list[Any]
) -> None:
    slack.answers(POST, {"ok": False, "error": "token_revoked"}, times=20)
    transport = desk.transport()
    results = await asyncio.gather(
        *(transport.send(row(user=f"U{n}", key=f"k{n}")) for n in range(20)), return_exceptions=True
    )
    assert all(isinstance(result, Refused) and not result.gone for result in results)
    assert desk.stopped == ["T1"]
    assert [entry["log_level"] for entry in logs] == ["error"]


async def test_an_old_token_that_fails_late_stops_no_place_that_was_installed_anew(slack: StandIn, desk: Desk) -> None:
    slack.workspace("xoxb-new", "T1")
    tokens = desk.tokens = Several({"T1": "xoxb-1"})
    transport = desk.transport()
    slack.hangs(POST, 0.5, after=False, token="xoxb-1")
    late = asyncio.create_task(transport.send(row()))
    await until(lambda: slack.counts[POST])
    del slack.tokens["xoxb-1"]
    tokens.tokens["T1"] = "xoxb-new"
    await transport.send(row(key="k2"))
    with pytest.raises(Later) as caught:
        await late
    assert not caught.value.tried
    assert caught.value.seconds < 10
    assert desk.stopped == []


# --- discretion ---


async def test_the_sdk_is_never_at_debug_where_it_would_write_what_people_said(
    slack: StandIn, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
    try:
        await desk.transport().send(row())
    finally:
        logging.getLogger("slack_sdk").setLevel(logging.NOTSET)
    assert not [record for record in caplog.records if "slack" in record.name]


async def test_no_token_is_in_what_is_said_about_a_transport(desk: Desk) -> None:
    assert "xoxb" not in repr(desk.tokens)

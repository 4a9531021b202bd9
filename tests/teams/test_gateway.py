"""Activities reach the Bot Connector as they are, over real HTTP, and what it answers comes back as ours."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters import pace
from adapters.teams import gateway as gateways
from adapters.teams import places, transport, wire
from adapters.teams.gateway import Answered, Full, Gateway, NoAnswer, NotAllowed
from adapters.teams.wire import Wire, proxy_for
from bot.delivery import PATIENCE
from bot.settings import TeamsSettings
from tests.teams.desk import ADA, NOW, SECRET
from tests.teams.openid import APP_ID
from tests.teams.standin import TENANT, Connector
from tests.waiting import until

CARD = {
    "type": "message",
    "summary": "Well done.",
    "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": {"said": SECRET, "n": [1]}}],
    "entities": [{"type": "https://schema.org/Message", "additionalType": ["AIGeneratedContent"], "@id": ""}],
}


def made(teams: Connector, session: aiohttp.ClientSession, patience: float = 5.0, **settings: Any) -> Gateway:
    def wall() -> datetime:
        return NOW

    clock = asyncio.get_running_loop().time
    return Gateway(teams.settings(**settings), Wire(session, wall, patience), clock)


@pytest.fixture
async def gateway(teams: Connector, session: aiohttp.ClientSession) -> AsyncIterator[Gateway]:
    one = made(teams, session)
    yield one
    await one.close()


# --- what arrives ---


async def test_an_activity_arrives_as_it_is_with_all_that_the_sdk_would_drop(
    teams: Connector, gateway: Gateway
) -> None:
    id_ = await gateway.post(teams.service_url, "a:1", CARD)
    [call] = teams.of("send")
    assert call.body == CARD
    assert teams.seen("a:1") == [{**CARD, "id": id_}]


async def test_it_says_who_is_calling_and_in_what_it_speaks(teams: Connector, gateway: Gateway) -> None:
    await gateway.post(teams.service_url, "a:1", CARD)
    [call] = teams.of("send")
    assert call.token == "token-1"
    assert call.headers["User-Agent"].startswith("Followthrough Microsoft-BotFramework/")
    assert call.headers["Content-Type"].startswith("application/json")


async def test_an_update_stands_in_the_place_of_the_first_one(teams: Connector, gateway: Gateway) -> None:
    first = await gateway.post(teams.service_url, "a:1", CARD)
    await gateway.post(teams.service_url, "a:1", {"type": "message", "summary": "second"})
    await gateway.update(teams.service_url, "a:1", first, {"type": "message", "summary": "Noted."})
    assert [one["summary"] for one in teams.seen("a:1")] == ["Noted.", "second"]


async def test_a_conversation_is_opened_by_the_id_of_the_directory(teams: Connector, gateway: Gateway) -> None:
    assert await gateway.open(teams.service_url, TENANT, ADA) == teams.chat_of(TENANT, ADA)
    [call] = teams.of("create")
    assert call.body == {
        "isGroup": False,
        "bot": {"id": f"28:{APP_ID}"},
        "members": [{"id": ADA}],
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
    }


@pytest.mark.parametrize(
    "conversation",
    ["a:1Zx_-9", "19:abc@thread.tacv2;messageid=1700000000000", "a/b", "../x", "a b", "a?b#c%2f", "{0}", "a|b", "ä☂"],
)
async def test_an_id_is_one_piece_of_the_path_whatever_stands_in_it(
    teams: Connector, gateway: Gateway, conversation: str
) -> None:
    id_ = await gateway.post(teams.service_url, conversation, CARD)
    await gateway.update(teams.service_url, conversation, id_, {"type": "message", "summary": "Noted."})
    assert [one["summary"] for one in teams.seen(conversation)] == ["Noted."]


@pytest.mark.parametrize("path", ["teams", "teams/"])
async def test_a_service_url_may_end_with_a_slash_or_without(teams: Connector, gateway: Gateway, path: str) -> None:
    await gateway.post(teams.url + path, "a:1", CARD)
    assert len(teams.seen("a:1")) == 1


async def test_an_answer_that_names_no_id_is_still_a_good_one(teams: Connector, gateway: Gateway) -> None:
    for body in ("", "{}", "[]", "<html>", '"yes"', '{"id": null}', "[" * 3000):
        teams.answers("send", 200, body=body)
        assert await gateway.post(teams.service_url, "a:1", CARD) == ""
    for status in (200, 201, 202):
        teams.answers("send", status, body='{"id": "7"}')
        assert await gateway.post(teams.service_url, "a:1", CARD) == "7"


# --- trouble ---


async def test_what_teams_says_instead_comes_back_with_all_that_decides(teams: Connector, gateway: Gateway) -> None:
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "7"})
    with pytest.raises(Answered) as caught:
        await gateway.post(teams.service_url, "a:1", CARD)
    assert (caught.value.status, caught.value.code, caught.value.retry_after) == (429, "Throttled", 7.0)
    assert "Throttled happened." in caught.value.text
    assert str(caught.value) == "Teams answered Throttled"


@pytest.mark.parametrize("kind", ["send", "update", "create"])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_nothing_is_ever_repeated_by_a_library(
    teams: Connector, gateway: Gateway, kind: Any, status: int
) -> None:
    await gateway.warm()
    teams.answers(kind, status, headers={"Retry-After": "0"}, times=5)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "send": lambda: gateway.post(teams.service_url, "a:1", CARD),
        "update": lambda: gateway.update(teams.service_url, "a:1", "1", CARD),
        "create": lambda: gateway.open(teams.service_url, TENANT, ADA),
    }
    with pytest.raises(Answered):
        await calls[kind]()
    assert teams.counts[kind] == 1


@pytest.mark.parametrize("after", [True, False])
async def test_a_connection_that_breaks_off_leaves_a_doubt(teams: Connector, gateway: Gateway, after: bool) -> None:
    teams.drops("send", after=after)
    with pytest.raises(NoAnswer) as caught:
        await gateway.post(teams.service_url, "a:1", CARD)
    assert caught.value.left
    assert SECRET not in str(caught.value)


async def test_so_does_an_answer_that_does_not_come_in_time(teams: Connector, session: aiohttp.ClientSession) -> None:
    gateway = made(teams, session, 0.2)
    teams.hangs("send", 30)
    with pytest.raises(NoAnswer) as caught:
        await gateway.post(teams.service_url, "a:1", CARD)
    assert caught.value.left
    await gateway.close()


async def test_where_nobody_listens_nothing_was_sent(teams: Connector, session: aiohttp.ClientSession) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    gateway = made(teams, session, hosts=(host,))
    with pytest.raises(NoAnswer) as caught:
        await gateway.post(f"http://{host}/teams/", "a:1", CARD)
    assert not caught.value.left
    await gateway.close()


async def test_nobody_is_followed_elsewhere(teams: Connector, session: aiohttp.ClientSession) -> None:
    got: list[str] = []

    async def redirect(request: web.Request) -> web.Response:
        got.append(request.path)
        return web.Response(status=307, headers={"Location": teams.service_url + "v3/conversations/a:1/activities"})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", redirect)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host = f"127.0.0.1:{runner.addresses[0][1]}"
    gateway = made(teams, session, hosts=(host, teams.host))
    with pytest.raises(Answered, match="http_3xx"):
        await gateway.post(f"http://{host}/teams/", "a:1", CARD)
    assert len(got) == 1
    assert teams.of("send") == []
    await gateway.close()
    await runner.cleanup()


# --- where to ---


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/teams/",
        "http://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net@example.com/",
        "https://smba.trafficmanager.net./teams/",
        "http://127.0.0.1:1/teams/",
        "http://{0}/teams/",
        "",
    ],
)
async def test_nothing_is_sent_to_a_host_that_is_not_allowed_not_even_a_request_for_a_token(
    teams: Connector, gateway: Gateway, url: str
) -> None:
    for call in (
        lambda: gateway.post(url, "a:1", CARD),
        lambda: gateway.update(url, "a:1", "1", CARD),
        lambda: gateway.open(url, TENANT, ADA),
    ):
        with pytest.raises(NotAllowed) as caught:
            await call()
        assert "@" not in str(caught.value)
    assert not teams.counts


async def test_a_url_is_looked_at_again_every_time(teams: Connector, session: aiohttp.ClientSession) -> None:
    gateway = made(teams, session)
    await gateway.post(teams.service_url, "a:1", CARD)
    gateway._settings = TeamsSettings(hosts=("smba.trafficmanager.net",))
    with pytest.raises(NotAllowed):
        await gateway.post(teams.service_url, "a:1", CARD)
    await gateway.close()


def test_a_proxy_is_used_as_the_machine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("https://smba.trafficmanager.net/teams/") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert proxy_for("https://smba.trafficmanager.net/teams/") == "http://proxy:3128"
    assert proxy_for("https://127.0.0.1/teams/") is None


# --- how many at once ---


async def test_so_many_are_under_way_and_no_more(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    teams.hangs("send", 0.05, times=100)
    await asyncio.gather(*(gateway.post(teams.service_url, f"a:{number}", CARD, urgent=True) for number in range(60)))
    assert teams.most_at_once == places.AT_ONCE


async def test_whoever_finds_no_place_in_time_is_told_so_before_anything_has_left(
    teams: Connector, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "ROOM", 0.1)
    await gateway.warm()
    teams.hangs("send", 1, times=100)
    sends = [gateway.post(teams.service_url, f"a:{number}", CARD, urgent=True) for number in range(places.AT_ONCE + 3)]
    results = await asyncio.gather(*sends, return_exceptions=True)
    assert [type(one) for one in results].count(Full) == 3
    assert teams.counts["send"] == places.AT_ONCE
    assert await gateway.post(teams.service_url, "a:later", CARD)


async def test_a_send_that_is_given_up_leaves_its_place_to_another(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    teams.hangs("send", 30, times=places.AT_ONCE)
    sends = [
        asyncio.create_task(gateway.post(teams.service_url, f"a:{number}", CARD, urgent=True))
        for number in range(places.AT_ONCE)
    ]
    await until(lambda: teams.at_once == places.AT_ONCE)
    await given_up(sends)
    async with asyncio.timeout(10):
        assert await gateway.post(teams.service_url, "a:later", CARD)


async def hanging(
    gateway: Gateway, teams: Connector, conversations: list[str], under_way: int, **who: Any
) -> list[asyncio.Task[str]]:
    """Sends to conversations that do not answer: so many of them are under way, and no more."""
    for conversation in set(conversations):
        teams.hangs("send", 30, times=100, conversation=conversation)
    url = teams.service_url
    sends = [asyncio.create_task(gateway.post(url, one, CARD, **who)) for one in conversations]
    await until(lambda: teams.at_once >= under_way)
    await asyncio.sleep(0.1)
    assert teams.at_once == under_way
    return sends


async def given_up(sends: list[asyncio.Task[str]]) -> None:
    for send in sends:
        send.cancel()
    await asyncio.gather(*sends, return_exceptions=True)


async def test_a_channel_that_hangs_has_few_places_with_all_its_threads(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    channel = "19:x@thread.tacv2"
    threads = [f"{channel};messageid={number}" for number in range(40)]
    sends = await hanging(gateway, teams, [channel, *threads], places.OF_CONVERSATION)
    async with asyncio.timeout(10):
        assert await gateway.post(teams.service_url, "a:other", CARD)
    await given_up(sends)


async def test_some_places_are_only_for_those_who_are_waited_for(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    spared = places.AT_ONCE - places.SPARED
    sends = await hanging(gateway, teams, [f"a:{number}" for number in range(40)], spared)
    async with asyncio.timeout(10):
        assert await gateway.post(teams.service_url, "a:other", CARD, urgent=True)
    await given_up(sends)


@pytest.mark.parametrize(("urgent", "most"), [(True, 12), (False, 8)])
async def test_a_tenant_that_hangs_leaves_places_to_the_others(
    teams: Connector, gateway: Gateway, urgent: bool, most: int
) -> None:
    await gateway.warm()
    sends = await hanging(gateway, teams, [f"a:{number}" for number in range(40)], most, tenant=TENANT, urgent=urgent)
    async with asyncio.timeout(10):
        assert await gateway.post(teams.service_url, "a:other", CARD, tenant="another", urgent=True)
    await given_up(sends)
    async with asyncio.timeout(10):  # and every place is free again
        them = [gateway.post(teams.service_url, f"b:{number}", CARD, tenant=TENANT) for number in range(20)]
        await asyncio.gather(*them)


async def test_whoever_is_waited_for_gets_the_next_place(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    sends = await hanging(gateway, teams, [f"a:{number}" for number in range(16)], 16, urgent=True)
    said = teams.service_url, "a:next", {"type": "message", "summary": "reply"}
    waits = asyncio.create_task(gateway.post(teams.service_url, "a:next", CARD))
    await asyncio.sleep(0.05)
    urgent = asyncio.create_task(gateway.post(*said, urgent=True))
    await asyncio.sleep(0.05)
    await given_up(sends[:1])
    assert await urgent
    assert not waits.done()
    await given_up([*sends, waits])


def test_everything_that_is_waited_for_is_over_before_the_outbox_loses_patience() -> None:
    assert 2 * pace.PATIENCE + gateways.ROOM + wire.ANSWER < PATIENCE
    assert transport.WHOLE < PATIENCE


# --- what is logged ---


async def test_no_library_logs_what_was_said_even_when_it_may_log_all(
    teams: Connector, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("msrest", "urllib3", "requests", "msal", "botframework", "aiohttp", "asyncio", "azure"):
        caplog.set_level(logging.DEBUG, name)
    gateway = made(teams, session)
    id_ = await gateway.post(teams.service_url, "a:1", CARD)
    await gateway.update(teams.service_url, "a:1", id_, CARD)
    teams.answers("send", 400, body={"error": {"code": "BadSyntax", "message": SECRET}})
    teams.drops("send")
    for error in (Answered, NoAnswer):
        with pytest.raises(error) as caught:
            await gateway.post(teams.service_url, "a:1", CARD)
        assert SECRET not in str(caught.value) + repr(caught.value)
    assert caplog.records, "nobody looked"
    said = str([record.__dict__ for record in caplog.records])
    assert SECRET not in said
    assert teams.secret not in said
    assert "token-1" not in said
    await gateway.close()


async def test_a_stand_in_that_believes_anybody_is_spoken_to_without_a_token(
    teams: Connector, session: aiohttp.ClientSession
) -> None:
    gateway = made(teams, session, app_id="", password="", allow_anonymous=True)
    teams.tokens.add("")
    await gateway.warm()
    await gateway.post(teams.service_url, "a:1", CARD)
    assert teams.counts == {"send": 1}
    assert "Authorization" not in teams.calls[0].headers
    await gateway.close()

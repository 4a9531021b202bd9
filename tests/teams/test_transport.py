"""A message becomes one card in one conversation, opened where there is none, and changes in its place."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters.pace import Rate, Windows
from adapters.teams import transport
from adapters.teams.outward import TeamsRefuses, reach
from adapters.teams.rates import CONVERSATION, RATES, TENANT
from adapters.teams.whom import address_of
from bot.delivery import Later, Platforms, Refused, Result, Retried, Sent, send_all
from bot.messages import Ask, Choice, Choices, Document, Message, Plain, Ref, Text
from bot.outgoing import Outgoing
from tests.teams.desk import ADA, BEN, CHANNEL, NOW, OTHER, SECRET, Desk, in_memory, post, row, words
from tests.teams.openid import APP_ID
from tests.teams.standin import TENANT as HOME
from tests.teams.standin import Connector
from tests.waiting import until

CARD = "application/vnd.microsoft.card.adaptive"


def card_of(activity: dict[str, Any]) -> dict[str, Any]:
    [attachment] = activity["attachments"]
    assert attachment["contentType"] == CARD
    found: dict[str, Any] = attachment["content"]
    return found


# --- to whom ---


async def test_a_message_is_one_card_with_a_summary_and_nothing_that_pings(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    sent = await desk.send(row())
    [activity] = teams.seen(there.conversation)
    assert sent == f"{there.conversation}|{activity['id']}"
    assert set(activity) == {"id", "type", "summary", "attachments"}
    assert activity["type"] == "message"
    assert SECRET in activity["summary"]
    assert SECRET in str(card_of(activity)["body"])
    assert teams.counts["create"] == 0


async def test_its_buttons_hold_its_key(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    asked = Message(
        (
            Ask(
                (Text((Plain("Did you wait?"),)), Choices((Choice("did", "Did it"),))),
                Ref("checkin", "wait", "asked", "2026-11-23"),
            ),
        )
    )
    await desk.send(row(key="k7", message=asked))
    [activity] = teams.seen(there.conversation)
    assert "k7" in str(card_of(activity))
    assert "Did it" not in activity["summary"]


async def test_somebody_who_was_never_met_is_found_by_the_id_of_the_directory_and_kept(
    teams: Connector, desk: Desk
) -> None:
    await desk.send(row())
    [call] = teams.of("create")
    assert call.body["members"] == [{"id": ADA}]
    assert call.body["channelData"] == {"tenant": {"id": HOME}}
    there = await desk.knows()
    assert there is not None
    assert (there.conversation, there.service_url) == (teams.chat_of(HOME, ADA), teams.service_url)
    assert (there.user, there.bot, there.since, there.live) == ("", f"28:{APP_ID}", NOW, True)
    await desk.send(row(key="k2"))
    assert teams.counts == {"discovery": 1, "token": 1, "create": 1, "send": 2}


async def test_the_last_line_to_somebody_who_was_erased_leaves_nothing_of_them(teams: Connector, desk: Desk) -> None:
    await desk.send(row(cls="reply"))
    assert len(teams.seen(teams.chat_of(HOME, ADA))) == 1
    assert await desk.knows() is None


async def test_a_conversation_that_is_not_known_yet_is_opened_by_the_id_that_teams_gave(
    teams: Connector, desk: Desk
) -> None:
    await desk.meets(conversation="")
    await desk.send(row())
    [call] = teams.of("create")
    assert call.body["members"] == [{"id": "29:ada"}]
    there = await desk.knows()
    assert there is not None
    assert (there.user, there.conversation) == ("29:ada", teams.chat_of(HOME, "29:ada"))


async def test_each_person_has_a_conversation_of_their_own(teams: Connector, desk: Desk) -> None:
    await asyncio.gather(desk.send(row()), desk.send(row(BEN, key="k2")))
    assert [len(teams.seen(teams.chat_of(HOME, user))) for user in (ADA, BEN)] == [1, 1]


async def test_nobody_of_another_tenant_is_written_to(teams: Connector, desk: Desk) -> None:
    await desk.meets(tenant=OTHER)
    with pytest.raises(Refused, match=OTHER) as caught:
        await desk.send(row(tenant=OTHER))
    assert not caught.value.gone
    assert not teams.counts["send"]


async def test_an_address_that_is_none_of_teams_is_our_fault(desk: Desk) -> None:
    for address in ("slack:T1-U1", "teams:", "teams:a.b", f"teams:{HOME}", f"teams:{HOME}.{ADA}x"):
        with pytest.raises(ValueError, match="not an address on Teams"):
            await desk.send(replace(row(), address=address))


# --- in its place ---


async def test_a_redrawn_message_changes_in_its_place_and_keeps_its_key(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    asked = Message((Ask((Choices((Choice("did", "Did it"),)),), Ref("checkin", "wait", "asked")),))
    first = await desk.send(row(key="k1"))
    again = await desk.send(row(key="k2", message=asked, replaces="k1", replaced_id=first))
    assert again == first
    [activity] = teams.seen(there.conversation)
    assert "k1" in str(card_of(activity))
    assert "k2" not in str(card_of(activity))


async def test_it_changes_where_it_stands_even_when_the_conversation_is_another_one_now(
    teams: Connector, desk: Desk
) -> None:
    await desk.meets(conversation="a:old")
    first = await desk.send(row())
    await desk.meets(conversation="a:new")
    assert await desk.send(row(key="k2", replaces="k1", replaced_id=first)) == first
    assert (len(teams.seen("a:old")), len(teams.seen("a:new"))) == (1, 0)


@pytest.mark.parametrize("replaced", ["a:gone|1", "a:old|1", "a:old|", "a:old", "|"])
async def test_what_is_not_there_to_be_replaced_is_shown_as_a_new_message(
    teams: Connector, desk: Desk, replaced: str
) -> None:
    teams.gone.add("a:gone")
    there = await desk.meets()
    sent = await desk.send(row(key="k2", message=words("Noted."), replaces="k1", replaced_id=replaced))
    [activity] = teams.seen(there.conversation)
    assert sent == f"{there.conversation}|{activity['id']}"
    assert activity["summary"].startswith("Noted.")


# --- gone and back ---


async def test_a_conversation_that_was_removed_is_opened_again_once_and_kept(teams: Connector, desk: Desk) -> None:
    await desk.meets(conversation="a:old")
    teams.gone.add("a:old")
    sent = await desk.send(row())
    assert sent.startswith(f"{teams.chat_of(HOME, '29:ada')}|")
    there = await desk.knows()
    assert there is not None
    assert (there.conversation, there.user, there.since) == (teams.chat_of(HOME, "29:ada"), "29:ada", NOW)
    await desk.send(row(key="k2"))
    assert (teams.counts["create"], teams.counts["send"]) == (1, 3)


async def test_when_it_is_not_there_then_either_nobody_is(teams: Connector, desk: Desk) -> None:
    await desk.meets()
    teams.answers("send", 404, "ConversationNotFound", times=9)
    with pytest.raises(Refused) as caught:
        await desk.send(row())
    assert caught.value.gone
    there = await desk.knows()
    assert there is not None
    assert not there.live
    assert (teams.counts["create"], teams.counts["send"]) == (1, 2)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("ForbiddenOperationException", None),
        ("BotNotInConversationRoster", None),
        ("ConversationBlockedByUser", None),
        ("", {"errorCode": 209, "message": '{"subCode": "MessageWritesBlocked"}'}),
    ],
)
async def test_whoever_removed_or_blocked_the_bot_is_asked_no_more_until_they_are_back(
    teams: Connector, desk: Desk, code: str, body: Any
) -> None:
    there = await desk.meets()
    teams.answers("send", 403, code, body=body)
    for key in ("k1", "k2"):
        with pytest.raises(Refused) as caught:
            await desk.send(row(key=key))
        assert caught.value.gone
    assert teams.counts["send"] == 1
    await desk.references.keep(replace(there, since=NOW))
    await desk.send(row(key="k3"))
    assert len(teams.seen(there.conversation)) == 1


async def test_somebody_who_came_back_while_a_message_was_refused_stays(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    teams.answers("send", 403, "ConversationBlockedByUser", late=0.2)
    await desk.sits()
    sending = asyncio.create_task(desk.send(row()))
    await until(lambda: teams.counts["send"])
    await desk.references.stop(there.address)
    await desk.references.keep(back := replace(there, since=NOW))
    with pytest.raises(Refused):
        await sending
    assert await desk.knows() == back


async def test_a_stranger_for_whom_the_bot_is_not_installed_is_not_reached(teams: Connector, desk: Desk) -> None:
    teams.answers("create", 403, "ForbiddenOperationException")
    with pytest.raises(Refused) as caught:
        await desk.send(row())
    assert caught.value.gone
    assert await desk.knows() is None
    await desk.send(row(key="k2"))


async def test_that_an_admin_blocked_the_bot_is_told_once_and_blames_nobody(
    teams: Connector, desk: Desk, logs: list[Any]
) -> None:
    await desk.meets()
    await desk.meets(BEN)
    teams.answers("send", 403, "BotDisabledByAdmin", times=9)
    for one in (row(), row(BEN, key="k2"), row(key="k3")):
        with pytest.raises(Later) as caught:
            await desk.send(one)
        assert (caught.value.seconds, caught.value.tried) == (3600.0, False)
    there = await desk.knows()
    assert there is not None
    assert there.live
    told = [entry for entry in logs if entry["log_level"] == "error"]
    assert [(entry["code"], entry["tenant"]) for entry in told] == [("BotDisabledByAdmin", HOME)]


async def test_a_tenant_of_the_government_is_found_at_its_own_host_from_then_on(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await desk.meets()
    elsewhere = teams.service_url.replace("127.0.0.1", "localhost")
    monkeypatch.setattr("adapters.teams.transport.GOVERNMENT", elsewhere)
    await desk.sits(hosts=(teams.host, teams.host.replace("127.0.0.1", "localhost")))
    teams.answers("send", 403, "InvalidBotApiHost")
    await desk.send(row())
    assert await desk.knows() == replace(there, service_url=elsewhere, since=NOW)
    assert [call.headers["Host"].split(":")[0] for call in teams.of("send")] == ["127.0.0.1", "localhost"]
    teams.answers("send", 403, "InvalidBotApiHost")
    with pytest.raises(Later) as caught:
        await desk.send(row(key="k2"))
    assert caught.value.seconds == 3600.0


async def test_where_that_host_is_not_allowed_it_is_not_asked(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    teams.answers("send", 403, "InvalidBotApiHost")
    with pytest.raises(Later):
        await desk.send(row())
    assert await desk.knows() == there


@pytest.mark.parametrize("url", ["https://example.com/teams/", "http://127.0.0.1:1/teams/", "https://a@b/"])
async def test_a_stored_service_url_that_is_none_of_teams_is_refused_and_logged_with_an_id(
    teams: Connector, desk: Desk, logs: list[Any], url: str
) -> None:
    there = await desk.meets(service_url=url)
    with pytest.raises(Refused) as caught:
        await desk.send(row())
    assert not caught.value.gone
    [entry] = [entry for entry in logs if entry["log_level"] == "error"]
    assert entry["id"] in str(caught.value)
    assert not teams.counts["send"]
    assert await desk.knows() == there


# --- files ---


async def test_a_file_is_offered_after_the_message_that_it_belongs_to(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    export = words("Here it is.", Document("export.json", "application/json", "{}"))
    sent = await desk.send(row(message=export))
    first, second = teams.seen(there.conversation)
    assert sent == f"{there.conversation}|{first['id']}"
    [offer] = second["attachments"]
    assert (offer["name"], offer["content"]["acceptContext"]) == ("export.json", {"file": "k1"})


EXPORT = words("Here it is.", Document("export.json", "application/json", "{}"))


async def made(desk: Desk, one: Outgoing) -> Result:
    """What the outbox makes of it."""
    outward = desk.outward or await desk.sits()
    [result] = await send_all([one], Platforms({"teams": outward.transport}, {}), NOW, lambda: True)
    return result


def in_order(teams: Connector, conversation: str) -> list[str]:
    """What stands there: cards, offers of files, and text."""
    return [
        one["attachments"][0]["contentType"].rpartition(".")[2] if "attachments" in one else one["text"]
        for one in teams.seen(conversation)
    ]


async def test_an_offer_that_is_asked_to_wait_a_moment_waits(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "1"}, skips=1)
    assert isinstance(await made(desk, row(cls="reply", message=EXPORT)), Sent)
    assert in_order(teams, there.conversation) == ["adaptive", "consent"]


async def test_one_that_is_asked_to_wait_longer_comes_by_itself_and_its_message_is_not_sent_twice(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await desk.meets()
    monkeypatch.setattr(transport, "SHORT", 0.5)
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "1"}, skips=1)
    one = row(cls="reply", message=EXPORT)
    waits = await made(desk, one)
    assert isinstance(waits, Retried)
    assert (waits.not_before - NOW, waits.tried) == (timedelta(seconds=1), False)
    assert in_order(teams, there.conversation) == ["adaptive"]
    await asyncio.sleep(1.05)
    assert isinstance(sent := await made(desk, one), Sent)
    assert sent.platform_id == f"{there.conversation}|{teams.seen(there.conversation)[0]['id']}"
    assert in_order(teams, there.conversation) == ["adaptive", "consent"]


async def test_so_does_one_that_is_offered_too_late_or_got_no_answer(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await desk.meets()
    await desk.sits()
    monkeypatch.setattr(transport, "WHOLE", 0.3)
    one = row(cls="reply", message=EXPORT)
    teams.hangs("send", 5, skips=1, after=False)
    waits = await made(desk, one)
    assert isinstance(waits, Retried)
    assert waits.tried
    teams.drops("send", after=False)
    assert isinstance(await made(desk, replace(one, attempts=1)), Retried)
    assert isinstance(await made(desk, replace(one, attempts=2)), Sent)
    assert in_order(teams, there.conversation) == ["adaptive", "consent"]


@pytest.mark.parametrize(("status", "code"), [(400, "BadSyntax"), (413, "MessageSizeTooBig"), (404, "")])
async def test_whoever_cannot_be_offered_a_file_is_told_how_to_ask_and_the_message_is_not_lost(
    teams: Connector, desk: Desk, logs: list[Any], status: int, code: str
) -> None:
    there = await desk.meets()
    teams.answers("send", status, code, skips=1)
    assert isinstance(await made(desk, row(cls="reply", message=EXPORT)), Sent)
    said = "Your file could not be offered here. export offers it again."
    assert in_order(teams, there.conversation) == ["adaptive", said]
    [entry] = [entry for entry in logs if entry["log_level"] == "error"]
    assert entry["key"] == "k1"


async def test_the_last_attempt_tells_them_too(teams: Connector, desk: Desk) -> None:
    there = await desk.meets()
    one = row(cls="reply", message=EXPORT)
    teams.drops("send", after=False, skips=1)
    assert isinstance(await made(desk, one), Retried)
    assert isinstance(await made(desk, replace(one, attempts=4)), Sent)
    assert in_order(teams, there.conversation)[1:] == ["Your file could not be offered here. export offers it again."]


async def test_a_message_whose_file_can_be_offered_no_more_in_its_time_has_arrived_all_the_same(
    teams: Connector, desk: Desk, logs: list[Any]
) -> None:
    there = await desk.meets()
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "30"}, skips=1)
    one = row(cls="reply", message=EXPORT, expires_at=NOW + timedelta(seconds=20))
    assert isinstance(await made(desk, one), Sent)
    assert in_order(teams, there.conversation) == ["adaptive"]
    assert [entry["key"] for entry in logs if entry["log_level"] == "error"] == ["k1"]


# --- pace ---


async def test_a_tenant_and_a_conversation_are_spoken_to_no_faster_than_they_bear(teams: Connector, desk: Desk) -> None:
    desk.rates = {TENANT: Rate(20, 2), CONVERSATION: Windows(((1, 0.2),))}
    await desk.sits()
    await desk.meets()
    await desk.meets(BEN)
    clock = asyncio.get_running_loop().time
    begun = clock()
    await asyncio.gather(*(desk.send(row(key=f"k{number}")) for number in range(3)), desk.send(row(BEN)))
    assert clock() - begun >= 0.39


def test_the_limits_leave_room_for_a_second_process() -> None:
    tenant, conversation = RATES[TENANT], RATES[CONVERSATION]
    assert isinstance(tenant, Rate)
    assert 2 * (tenant.per_second + tenant.burst) <= 50
    assert isinstance(conversation, Windows)
    documented = [(7, 1), (8, 2), (60, 30), (1800, 3600)]
    assert [calls for calls, _ in conversation.limits] == [calls for calls, _ in documented]
    assert all(ours[1] > theirs[1] for ours, theirs in zip(conversation.limits, documented, strict=True))


async def test_when_teams_asks_one_to_wait_that_one_waits_and_when_it_asks_two_their_tenant_does(
    teams: Connector, desk: Desk
) -> None:
    carl = BEN.replace("0002", "0003")
    for user in (ADA, BEN, carl):
        await desk.meets(user)
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "30"}, times=2)
    with pytest.raises(Later) as caught:
        await desk.send(row())
    assert (caught.value.seconds, caught.value.tried) == (30.0, False)
    with pytest.raises(Later):
        await desk.send(row(key="k2"))
    assert teams.counts["send"] == 1, "the second was not even tried"
    with pytest.raises(Later):
        await desk.send(row(BEN, key="k3"))
    with pytest.raises(Later):
        await desk.send(row(carl, key="k4"))
    assert teams.counts["send"] == 2


async def test_the_outbox_sends_many_and_one_that_waits_holds_up_nobody_else(teams: Connector, desk: Desk) -> None:
    await desk.meets()
    await desk.meets(BEN)
    outward = await desk.sits()
    teams.answers("send", 429, conversation=teams.chat_of(HOME, ADA))
    rows = [row(key="k1"), row(key="k2"), row(BEN, key="k3")]
    results = await send_all(rows, Platforms({"teams": outward.transport}, {}), NOW, lambda: True)
    assert {result.row.key: type(result).__name__ for result in results} == {
        "k1": "Retried",
        "k2": "Left",
        "k3": "Sent",
    }
    [retried] = [result for result in results if isinstance(result, Retried)]
    assert retried.not_before == NOW + timedelta(seconds=30)
    assert not retried.tried
    assert any(isinstance(result, Sent) for result in results)


async def test_a_channel_that_hangs_with_eighty_posts_holds_up_nobody_else(teams: Connector, desk: Desk) -> None:
    await desk.hears_of()
    await desk.meets()
    await desk.meets(BEN)
    await desk.sits()
    teams.hangs("send", 30, times=100, conversation=CHANNEL)
    posts = [asyncio.create_task(desk.send(post(key=f"p{number}"))) for number in range(80)]
    await until(lambda: teams.at_once)
    async with asyncio.timeout(10):
        await asyncio.gather(desk.send(row(cls="reply")), desk.send(row(BEN)))
    for one in posts:
        one.cancel()
    ended = await asyncio.gather(*posts, return_exceptions=True)
    assert {type(one) for one in ended} == {asyncio.CancelledError}


# --- set up ---


async def test_wrong_credentials_are_found_out_before_anything_is_served(desk: Desk) -> None:
    with pytest.raises(TeamsRefuses, match="TEAMS_APP_PASSWORD"):
        await desk.sits(password="another")


async def test_that_microsoft_cannot_be_reached_is_no_reason_not_to_start(
    teams: Connector, session: aiohttp.ClientSession, logs: list[Any]
) -> None:
    settings = teams.settings(login_url="http://127.0.0.1:1")
    outward = await reach(settings, session, in_memory(), lambda: NOW)
    with pytest.raises(Later) as caught:
        await outward.transport.send(row())
    assert (caught.value.seconds, caught.value.tried) == (30.0, False)
    assert not teams.counts
    assert logs
    await outward.close()


async def test_the_first_token_is_there_before_the_first_message(teams: Connector, desk: Desk) -> None:
    await desk.sits()
    assert teams.counts == {"discovery": 1, "token": 1}


def test_people_are_found_by_where_they_are() -> None:
    assert address_of(HOME.upper(), ADA.upper()) == address_of(HOME, ADA)

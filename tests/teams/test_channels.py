"""A message to a channel begins a thread there or stands in one, and nothing that goes wrong in it is a person's."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from adapters.pace import Windows
from adapters.teams import transport
from adapters.teams.calls import Misspoken
from adapters.teams.rates import CONVERSATION
from adapters.teams.trouble import TABLE, Means, decide
from adapters.teams.whom import Channel, channel_in, channel_of, whom
from bot.delivery import Doubtful, Later, Refused
from bot.messages import Ask, Choice, Choices, Document, Message, Ref
from bot.references import Reference
from tests.teams.desk import ADA, CHANNEL, NOW, OTHER, SECRET, Desk, post, row, words
from tests.teams.openid import APP_ID
from tests.teams.standin import TENANT as HOME
from tests.teams.standin import Connector, Kind

ADDRESS = f"teams:{HOME}.{CHANNEL}"
KINDS: tuple[Kind, ...] = ("send", "create", "update")
GONE = sorted(code for code, decision in TABLE.items() if decision.means is Means.PERSON)
"""Codes that mean somebody is not reached any more, where they come from somebody's own conversation."""


async def known(desk: Desk) -> Reference | None:
    return await desk.references.find(ADDRESS)


# --- where ---


def test_a_channel_a_thread_and_a_person_are_told_apart_by_their_ids() -> None:
    assert channel_of(ADDRESS) == Channel(HOME, CHANNEL)
    assert channel_of(f"{ADDRESS};messageid=17") == Channel(HOME, CHANNEL, "17")
    assert channel_of(f"teams:{HOME}.19:0a1b@thread.skype") == Channel(HOME, "19:0a1b@thread.skype")
    assert channel_of(f"teams:{HOME}.{ADA}") is None
    thread = Channel(HOME, CHANNEL, "17")
    assert (channel_of(thread.address), thread.whole.address) == (thread, ADDRESS)
    assert channel_in(HOME.upper(), thread.conversation) == thread


@pytest.mark.parametrize(
    "conversation",
    [
        "19:many@thread.v2",
        "19:meeting_x@thread.v2",
        f"19:{ADA}_{ADA}@unq.gbl.spaces",
        "a:1",
        "19:@thread.tacv2",
        f"{CHANNEL};messageid=",
        f"{CHANNEL};messageid=17;messageid=18",
        f"{CHANNEL}|17",
        f"{CHANNEL}/../x",
        f"{CHANNEL}\n",
        f" {CHANNEL}",
        "19:a b@thread.tacv2",
        f"19:{'a' * 300}@thread.tacv2",
        "",
    ],
)
async def test_what_is_neither_is_refused(desk: Desk, conversation: str) -> None:
    assert channel_in(HOME, conversation) is None
    with pytest.raises(ValueError, match="not an address on Teams"):
        await desk.send(post(conversation))


@pytest.mark.parametrize("address", [ADDRESS.replace("teams", "slack"), f"teams:T1.{CHANNEL}", f"teams:{CHANNEL}"])
def test_nor_is_a_channel_of_nowhere_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="not an address on Teams"):
        channel_of(address)
    with pytest.raises(ValueError, match="not an address on Teams"):
        whom(ADDRESS)


# --- posted ---


async def test_a_message_begins_a_thread_in_a_channel_that_was_heard_of(teams: Connector, desk: Desk) -> None:
    there = await desk.hears_of()
    sent = await desk.send(post())
    [activity] = teams.seen(CHANNEL)
    assert sent == f"{CHANNEL};messageid={activity['id']}|{activity['id']}"
    assert set(activity) == {"id", "type", "summary", "attachments"}
    assert SECRET in str(activity["attachments"])
    assert teams.counts == {"discovery": 1, "token": 1, "send": 1}
    assert await known(desk) == there


async def test_one_that_was_never_heard_of_is_asked_for_by_its_id_at_the_usual_place(
    teams: Connector, desk: Desk
) -> None:
    sent = await desk.send(post())
    [call] = teams.of("create")
    assert call.body["isGroup"] is True
    assert call.body["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": HOME}}
    assert call.body["tenantId"] == HOME
    assert call.body["bot"] == {"id": f"28:{APP_ID}"}
    assert "members" not in call.body
    [activity] = teams.seen(CHANNEL)
    assert sent == f"{CHANNEL};messageid={activity['id']}|{activity['id']}"
    assert not teams.counts["send"], "the thread begins with the message, and not with an empty one"
    assert await known(desk) is None, "nothing was heard of it"


@pytest.mark.parametrize(
    ("said", "root"),
    [
        ({"id": f"{CHANNEL};messageid=17"}, "17"),
        ({"id": CHANNEL, "activityId": "17"}, "17"),
        ({"activityId": "17"}, "17"),
        ({"id": CHANNEL}, ""),
        ({}, ""),
    ],
)
async def test_whatever_of_it_teams_names_is_enough(teams: Connector, desk: Desk, said: Any, root: str) -> None:
    await desk.sits()
    teams.answers("create", 201, body=said)
    sent = await desk.send(post())
    assert sent == (f"{CHANNEL};messageid=17|17" if root else f"{CHANNEL}|")


async def test_each_message_begins_a_thread_of_its_own(teams: Connector, desk: Desk) -> None:
    await desk.hears_of()
    first, second = await desk.send(post()), await desk.send(post(key="k2"))
    assert first != second
    assert len(teams.seen(CHANNEL)) == 2


async def test_a_redrawn_one_changes_in_its_place_and_keeps_its_key(teams: Connector, desk: Desk) -> None:
    asked = Message((Ask((Choices((Choice("did", "Did it"),)),), Ref("digest", "", "asked")),))
    for begun in (await desk.send(post()), await _heard(desk)):
        again = await desk.send(post(key="k3", message=asked, replaces="k1", replaced_id=begun))
        assert again == begun
    first, second = teams.seen(CHANNEL)
    for activity in (first, second):
        assert "k1" in str(activity["attachments"])
        assert "k3" not in str(activity["attachments"])
    assert [call.conversation for call in teams.of("update")] == [
        f"{CHANNEL};messageid={one['id']}" for one in (first, second)
    ]


async def _heard(desk: Desk) -> str:
    await desk.hears_of()
    return await desk.send(post())


async def test_a_thread_that_was_deleted_is_begun_anew(teams: Connector, desk: Desk) -> None:
    begun = await _heard(desk)
    teams.chats[CHANNEL].clear()
    again = await desk.send(post(key="k2", replaces="k1", replaced_id=begun))
    [activity] = teams.seen(CHANNEL)
    assert again == f"{CHANNEL};messageid={activity['id']}|{activity['id']}" != begun
    assert await desk.send(post(key="k3", replaces="k1", replaced_id=again)) == again


# --- in a thread ---


async def test_a_reply_stands_in_the_thread_of_the_message_that_it_belongs_to(teams: Connector, desk: Desk) -> None:
    begun = await _heard(desk)
    thread, _, root = begun.partition("|")
    sent = await desk.send(post(thread, key="k2", message=words("And one more.")))
    [reply] = teams.seen(thread)
    assert sent == f"{thread}|{reply['id']}"
    assert reply["summary"].startswith("And one more.")
    assert [one["id"] for one in teams.seen(CHANNEL)] == [root]
    again = await desk.send(post(thread, key="k3", message=words("Or not."), replaces="k2", replaced_id=sent))
    assert again == sent
    assert teams.seen(thread)[0]["summary"].startswith("Or not.")


async def test_also_in_a_channel_that_was_never_heard_of(teams: Connector, desk: Desk) -> None:
    thread = f"{CHANNEL};messageid=17"
    assert (await desk.send(post(thread))).startswith(f"{thread}|")
    assert (len(teams.seen(thread)), teams.counts["create"]) == (1, 0)


@pytest.mark.parametrize("heard", [True, False])
async def test_a_reply_whose_thread_is_gone_begins_one(teams: Connector, desk: Desk, heard: bool) -> None:
    if heard:
        await desk.hears_of()
    thread = f"{CHANNEL};messageid=17"
    teams.gone.add(thread)
    sent = await desk.send(post(thread))
    [activity] = teams.seen(CHANNEL)
    assert sent == f"{CHANNEL};messageid={activity['id']}|{activity['id']}"


# --- refused ---


@pytest.mark.parametrize("how", ["heard of", "never heard of", "thread", "redrawn"])
@pytest.mark.parametrize("code", [*GONE, "ConversationNotFound", "http_404"])
async def test_what_refuses_a_message_in_a_channel_makes_nobody_gone_and_does_not_shut_it_for_ever(
    teams: Connector, desk: Desk, code: str, how: str
) -> None:
    ada = await desk.meets()
    there = await desk.hears_of() if how != "never heard of" else None
    await desk.sits()
    status, named = (404, "ConversationNotFound") if code in ("ConversationNotFound", "http_404") else (403, code)
    for kind in KINDS:
        teams.answers(kind, status, "" if code == "http_404" else named, times=9)
    given = {"replaces": "k1", "replaced_id": f"{CHANNEL};messageid=17|17"} if how == "redrawn" else {}
    message = post(f"{CHANNEL};messageid=17" if how == "thread" else CHANNEL, key="k2", **given)
    with pytest.raises(Refused) as caught:
        await desk.send(message)
    assert not caught.value.gone
    assert (await known(desk), await desk.knows()) == (there, ada)
    teams.recovers()
    teams.chats[CHANNEL] = [{"id": "17"}]
    await desk.send(replace(message, key="k3"))


async def test_a_channel_that_the_bot_was_removed_from_is_left_alone_until_it_is_heard_of_again(
    teams: Connector, desk: Desk
) -> None:
    there = await desk.hears_of()
    await desk.references.stop(ADDRESS)
    for conversation in (CHANNEL, f"{CHANNEL};messageid=17"):
        with pytest.raises(Refused) as caught:
            await desk.send(post(conversation))
        assert not caught.value.gone
    assert not teams.counts["send"]
    await desk.references.keep(replace(there, since=NOW))
    await desk.send(post())


async def test_a_channel_of_another_tenant_is_not_written_to(teams: Connector, desk: Desk) -> None:
    with pytest.raises(Refused, match=OTHER) as caught:
        await desk.send(post(tenant=OTHER))
    assert not caught.value.gone
    assert not teams.counts["create"]


async def test_a_stored_service_url_that_is_none_of_teams_is_refused(teams: Connector, desk: Desk) -> None:
    await desk.hears_of(service_url="https://example.com/teams/")
    with pytest.raises(Refused):
        await desk.send(post())
    assert not teams.counts["send"]


def test_no_code_is_about_a_person_in_a_channel() -> None:
    for code in [*TABLE, "BadArgument"]:
        for replacing in (False, True):
            assert decide(code, replacing=replacing, channel=True).means is not Means.PERSON


async def test_a_file_is_for_people_and_a_message_with_one_is_not_posted(teams: Connector, desk: Desk) -> None:
    await desk.hears_of()
    with pytest.raises(Misspoken):
        await desk.send(post(message=words("Here.", Document("export.json", "application/json", "{}"))))
    assert teams.seen(CHANNEL) == []


# --- waited for, and in doubt ---


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("how", ["500", "dropped", "slow"])
async def test_whether_a_thread_was_begun_can_be_in_doubt(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str, heard: bool
) -> None:
    await desk.sits()
    if heard:
        await desk.hears_of()
    kind: Kind = "send" if heard else "create"
    match how:
        case "500":
            teams.answers(kind, 500, "ServiceError")
        case "dropped":
            teams.drops(kind)
        case _:
            monkeypatch.setattr(transport, "WHOLE", 0.2)
            teams.hangs(kind, 5)
    with pytest.raises(Doubtful):
        await desk.send(post())


async def test_a_tenant_of_the_government_is_found_at_its_own_host_from_then_on(
    teams: Connector, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = teams.service_url.replace("127.0.0.1", "localhost")
    monkeypatch.setattr("adapters.teams.transport.GOVERNMENT", elsewhere)
    await desk.sits(hosts=(teams.host, teams.host.replace("127.0.0.1", "localhost")))
    teams.answers("create", 403, "InvalidBotApiHost")
    await desk.send(post())
    there = await known(desk)
    assert there is not None
    assert (there.service_url, there.user) == (elsewhere, "")
    await desk.send(post(key="k2"))
    assert [call.headers["Host"].split(":")[0] for call in teams.of("create")] == ["127.0.0.1", *["localhost"] * 2]


async def test_a_channel_is_spoken_to_no_faster_than_it_bears_its_threads_included(
    teams: Connector, desk: Desk
) -> None:
    desk.rates = {CONVERSATION: Windows(((1, 0.2),))}
    await desk.sits()
    await desk.hears_of()
    await desk.meets()
    clock = asyncio.get_running_loop().time
    begun = clock()
    both = (post(), post(f"{CHANNEL};messageid=17", key="k2"))
    await asyncio.gather(*map(desk.send, both), desk.send(row(key="k3")))
    assert 0.19 <= clock() - begun < 0.39


async def test_a_channel_that_asks_to_wait_waits_and_its_threads_with_it(teams: Connector, desk: Desk) -> None:
    await desk.hears_of()
    await desk.meets()
    teams.answers("send", 429, "Throttled", headers={"Retry-After": "30"})
    for message in (post(), post(f"{CHANNEL};messageid=17", key="k2")):
        with pytest.raises(Later) as caught:
            await desk.send(message)
        assert not caught.value.tried
    assert teams.counts["send"] == 1
    await desk.send(row(key="k3"))

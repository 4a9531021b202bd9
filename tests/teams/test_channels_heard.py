"""What Teams tells from a channel says where the channel is found, and nothing of anybody."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest

from bot.references import Reference
from tests.conftest import NewDatabase
from tests.teams.person import BOT, FETCH, Office, Person, office
from tests.teams.standin import TENANT
from tests.teams.test_channels_posted import GENERAL, delivered, digest

Json = dict[str, Any]
DIGESTS = "19:digests_1-A@thread.tacv2"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def found(acme: Office, channel: str = GENERAL) -> Reference | None:
    return await acme.bot.references.find(f"teams:{TENANT}.{channel}")


def in_team(ada: Person, kind: str, channel: str = "", event: str = "", **more: Any) -> Json:
    """What Teams tells of a team, or of one of its channels: from its first channel, by somebody of whom it says
    little."""
    beside = {"tenant": {"id": TENANT}, "team": {"id": GENERAL, "name": "Rosebud"}, "eventType": event or None}
    named = {"channel": {"id": channel, "name": "Rosebud"}} if channel else {}
    conversation = {"id": GENERAL, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    said = ada.activity(kind, channelData={**beside, **named}, conversation=conversation, localTimezone=None, **more)
    return {**said, "from": {"id": ada.account}}


TOLD: dict[str, Callable[[Person], Json]] = {
    "it was added": lambda ada: in_team(ada, "conversationUpdate", event="teamMemberAdded", membersAdded=[{"id": BOT}]),
    "somebody was added": lambda ada: in_team(ada, "conversationUpdate", membersAdded=[{"id": "29:omar"}]),
    "installed": lambda ada: in_team(ada, "installationUpdate", action="add"),
    "a new version": lambda ada: in_team(ada, "installationUpdate", action="remove-upgrade"),
    "called": lambda ada: ada.in_channel("hi"),
    "not called": lambda ada: ada.in_channel("hi", entities=[]),
    "a guest": lambda ada: {**ada.in_channel("hi"), "from": {"id": "29:eve", "userRole": "guest"}},
}


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
async def test_whatever_is_told_from_a_channel_says_where_it_is_found(acme: Office, told: Any) -> None:
    ada = acme.person()
    said = told(ada)
    await ada.sends(said)
    assert ada.answer.status == 200
    kept, at = await found(acme), datetime.fromisoformat(said["timestamp"])
    name = said["channelData"].get("team", {}).get("name", "")
    url = acme.teams.service_url
    team = said["channelData"].get("team", {}).get("id", "")
    assert kept == Reference(f"teams:{TENANT}.{GENERAL}", TENANT, "", BOT, url, GENERAL, at, name=name, team=team)
    assert not await acme.bot.knows(ada.person)
    assert await acme.bot.references.find(f"teams:{ada.person}") is None


async def test_the_newest_place_counts_and_nothing_is_written_when_nothing_is_new(acme: Office) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi"))
    first = await found(acme)
    await ada.sends(ada.in_channel("hi"))
    assert await found(acme) == first
    elsewhere, later = f"{acme.teams.url}teams", "2027-01-01T00:00:00+00:00"
    await ada.sends({**ada.in_channel("hi", timestamp=later), "serviceUrl": elsewhere})
    after = await found(acme)
    assert after is not None
    assert (after.service_url, after.since) == (elsewhere, datetime.fromisoformat(later))


async def test_a_removal_that_is_told_late_ends_no_later_installation(acme: Office) -> None:
    ada = acme.person()
    await ada.sends(in_team(ada, "installationUpdate", action="add"))
    for kind, more in (
        ("installationUpdate", {"action": "remove"}),
        ("conversationUpdate", {"membersRemoved": [{"id": BOT}]}),
    ):
        gone = in_team(ada, kind, **more)
        await ada.sends(in_team(ada, "installationUpdate", action="add"))
        await ada.sends(gone)
        kept = await found(acme)
        assert kept is not None
        assert kept.live


async def test_a_channel_that_is_made_is_found_where_its_team_is(acme: Office) -> None:
    ada = acme.person()
    await ada.sends(in_team(ada, "conversationUpdate", DIGESTS, "channelCreated"))
    kept = await found(acme, DIGESTS)
    assert kept is not None
    assert (kept.conversation, kept.service_url, kept.live) == (DIGESTS, acme.teams.service_url, True)
    assert await found(acme) is None
    await ada.sends(in_team(ada, "conversationUpdate", DIGESTS, "channelDeleted"))
    kept = await found(acme, DIGESTS)
    assert kept is not None
    assert not kept.live
    await ada.sends(in_team(ada, "conversationUpdate", DIGESTS, "channelRestored"))
    kept = await found(acme, DIGESTS)
    assert kept is not None
    assert kept.live


@pytest.mark.parametrize(
    "gone",
    [
        {"kind": "conversationUpdate", "event": "teamMemberRemoved", "membersRemoved": [{"id": BOT}]},
        {"kind": "installationUpdate", "action": "remove"},
    ],
)
async def test_where_the_bot_was_removed_nothing_is_posted_until_it_is_back(acme: Office, gone: Json) -> None:
    ada = acme.person()
    await ada.sends(in_team(ada, "installationUpdate", action="add"))
    await ada.sends(in_team(ada, **gone))
    assert ada.answer.status == 200
    await delivered(acme, digest(ada))
    assert (acme.teams.seen(GENERAL), acme.teams.of("create")) == ([], [])
    await ada.sends(in_team(ada, "installationUpdate", action="add"))
    await delivered(acme, digest(ada, key="k2"))
    assert len(acme.teams.seen(GENERAL)) == 1


async def test_somebody_who_leaves_a_team_leaves_the_bot_in_it(acme: Office) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi"))
    await ada.sends(in_team(ada, "conversationUpdate", event="teamMemberRemoved", membersRemoved=[{"id": "29:omar"}]))
    kept = await found(acme)
    assert kept is not None
    assert kept.live


@pytest.mark.parametrize("channel", [{"id": "19:many@thread.v2"}, {"id": 5}, {}, "general", ["19:x"], None])
async def test_what_names_no_channel_is_of_the_one_in_which_it_was_told(acme: Office, channel: Any) -> None:
    ada = acme.person()
    said = ada.in_channel("hi")
    await ada.sends({**said, "channelData": {**said["channelData"], "channel": channel, "eventType": ["x"]}})
    assert ada.answer.status == 200
    assert (await found(acme) is not None) == (channel != {"id": "19:many@thread.v2"})


async def test_neither_a_chat_of_several_nor_a_message_extension_says_where_anything_is_found(acme: Office) -> None:
    ada = acme.person()
    many = {"id": "19:many@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
    await ada.sends(ada.in_channel("hi", conversation=many))
    message = {"id": "1", "body": {"content": "the Rosebud numbers"}, "from": {"user": {"displayName": "Lea"}}}
    value = {"commandId": "keep_promise", "messagePayload": message}
    used = ada.activity("invoke", name=FETCH, value=value)
    await ada.sends({**used, "conversation": ada.in_channel("")["conversation"]})
    assert ada.answer.status == 200
    with acme.bot.store.look() as unit:
        rows = unit.connection.exec_driver_sql("SELECT address FROM reference").all()
    assert [address for (address,) in rows if "thread" in address] == []


async def test_a_channel_belongs_to_nobody_and_stays_when_somebody_is_erased(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.sends(ada.in_channel("hi"))
    with acme.bot.store.look() as unit:
        held = unit.export(ada.person, acme.bot.clock())
    assert [one["address"] for one in held["reference"]] == [f"teams:{ada.person}"]
    await ada.says("erase")
    await ada.says("erase")
    assert await acme.bot.references.find(f"teams:{ada.person}") is None
    assert await found(acme) is not None

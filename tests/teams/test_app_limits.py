"""What the bot says at once on Teams keeps to the limits, comes once, and is the same for everybody who is nobody's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.teams.answers import INVITING
from bot.errors import DatabaseLocked, DatabaseMissing, NotSaved
from bot.events import Act
from bot.messages import Reply
from bot.references import Reference, References
from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, Person, office

Json = dict[str, Any]
THREAD = "19:general@thread.tacv2;messageid=17"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def test_a_card_that_teams_asks_to_wait_for_comes_after_that(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    acme.teams.answers("send", 429, headers={"Retry-After": "1"})
    await ada.says("home")
    assert "How it stands" in ada.sees_last()


async def test_where_teams_asks_for_a_long_time_nothing_is_sent_in_it(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    before = len(acme.teams.of("send"))
    acme.teams.answers("send", 429, headers={"Retry-After": "60"})
    for _ in range(3):
        await ada.says("home")
        assert ada.answer.status == 200
    assert len(acme.teams.of("send")) == before + 1


async def test_whoever_calls_again_and_again_is_invited_once_a_minute_in_each_thread(acme: Office) -> None:
    ada = acme.person()
    for _ in range(3):
        await ada.sends(ada.in_channel("hi"))
    assert len(acme.teams.seen(THREAD)) == 1
    another = {**ada.in_channel("")["conversation"], "id": "19:general@thread.tacv2;messageid=18"}
    await ada.sends(ada.in_channel("hi", conversation=another))
    assert len(acme.teams.seen(another["id"])) == 1
    acme.clock.now += timedelta(minutes=1)
    await ada.sends(ada.in_channel("hi"))
    assert len(acme.teams.seen(THREAD)) == 2


async def test_only_so_many_invitations_are_on_their_way(acme: Office) -> None:
    acme.teams.hangs("send", 1, times=100)
    many = [acme.person(f"Ada {number}") for number in range(INVITING * 2)]
    await asyncio.gather(*(acme.post(one.in_channel("hi")) for one in many))
    await acme.settled()
    assert 1 <= len(acme.teams.of("send")) <= INVITING


async def test_what_comes_again_to_another_process_is_answered_once(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as first, office(url) as second:
            ada, elsewhere = first.person(), second.person()
            call, home = ada.in_channel("hi"), ada.activity("message", text="home")
            for activity in (call, home):
                await ada.sends(activity)
                await elsewhere.sends({**activity, "serviceUrl": second.teams.service_url})
                assert elsewhere.answer.status == 200
            assert len(first.teams.seen(THREAD)) == 1
            assert "How it stands" in ada.sees_last()
            assert (second.teams.seen(THREAD), elsewhere.messages()) == ([], [])


@pytest.mark.parametrize("more", [{"userRole": "guest"}, {"aadObjectId": None}])
async def test_whom_it_turns_away_in_the_chat_it_does_not_invite_to_it(acme: Office, more: Json) -> None:
    eve = acme.person("Eve")
    sender = {"id": eve.account, "name": "Eve", "aadObjectId": eve.user, **more}
    await eve.sends(eve.in_channel("hi", **{"from": sender}))
    await eve.sends({**eve.activity("message", text="hi"), "from": sender})
    (said,) = acme.teams.seen(THREAD)
    assert [said["text"]] == eve.hears()
    await eve.sends(eve.in_channel("hi", **{"from": sender}))
    assert len(acme.teams.seen(THREAD)) == 1


async def test_a_button_of_a_form_that_comes_as_a_line_is_told_how_it_opens(
    acme: Office, logs: list[dict[str, Any]]
) -> None:
    ada = acme.person()
    await ada.says("home")
    press = ada.button("Keep a promise")
    await ada.sends(ada.activity("message", value=press["value"]["data"]))
    assert "opens a form" in ada.hears()[-1]
    assert [one for one in logs if one["log_level"] == "error"] == []


# --- when the database is down ---


def told(ada: Person) -> list[Json]:
    """All that Teams tells of an installation."""
    many = {"id": "19:general@thread.tacv2", "conversationType": "channel", "isGroup": True, "tenantId": ada.tenant}
    return [
        ada.activity("installationUpdate", action="remove"),
        ada.activity("conversationUpdate", membersRemoved=[{"id": BOT}]),
        ada.activity("installationUpdate", action="add"),
        ada.activity("conversationUpdate", membersAdded=[{"id": BOT}], conversation=many),
    ]


@pytest.mark.parametrize("number", range(4))
async def test_what_cannot_be_kept_of_an_installation_is_asked_for_again_and_nothing_is_said(
    acme: Office, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    ada = acme.person()
    await ada.says("hi")
    sent = len(acme.teams.of("send"))

    async def down(self: References, address: object, *_: object) -> Reference | None:
        raise DatabaseMissing

    with monkeypatch.context() as outage:
        for name in ("find", "keep", "end", "confirm"):
            outage.setattr(References, name, down)
        activity = told(ada)[number]
        await ada.sends(activity)
        assert ada.answer.status == 503
    await ada.sends(activity)
    assert ada.answer.status == 200
    assert len(acme.teams.of("send")) == sent


@pytest.mark.parametrize(("cause", "status"), [(DatabaseLocked(), 503), (KeyError("x"), 200)])
async def test_a_removal_that_is_not_saved_comes_again_where_that_may_help(
    acme: Office, monkeypatch: pytest.MonkeyPatch, cause: Exception, status: int
) -> None:
    ada = acme.person()
    await ada.says("hi")
    sent = len(acme.teams.of("send"))

    async def refuse(event: Act) -> Reply:
        raise NotSaved("That was not saved (1234abcd).") from cause

    gone = ada.activity("installationUpdate", action="remove")
    with monkeypatch.context() as outage:
        outage.setattr(acme.bot, "receive", refuse)
        await ada.sends(gone)
    assert ada.answer.status == status
    assert len(acme.teams.of("send")) == sent
    await ada.sends(gone)
    found = await acme.bot.references.find(f"teams:{ada.person}")
    assert found is not None
    assert not found.live

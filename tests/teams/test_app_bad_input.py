"""What bad input gets on Teams: nothing done, a kind answer, an id in the log, and never what somebody wrote."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import NewDatabase
from tests.teams.person import Office, office
from tests.teams.standin import TENANT

Json = dict[str, Any]


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


KINDS = [
    "typing",
    "event",
    "endOfConversation",
    "messageReaction",
    "messageUpdate",
    "messageDelete",
    "handoff",
    "trace",
    "somethingNew",
]


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_no_line_is_heard_and_nothing_is_done(acme: Office, kind: str) -> None:
    ada = acme.person()
    more = {"reactionsAdded": [{"type": "like"}], "replyToId": "1", "name": "application/vnd.x", "text": "Rosebud"}
    await ada.sends(ada.activity(kind, **more))
    assert (ada.answer.status, ada.answer.text) == (200, "")
    assert not await acme.bot.knows(ada.person)
    assert ada.messages() == []


@pytest.mark.parametrize(
    "more",
    [
        {"from": None},
        {"from": {"name": "Ada"}},
        {"from": "Ada"},
        {"conversation": None},
        {"conversation": {}},
        {"recipient": None},
        {"serviceUrl": None},
        {"channelData": {"tenant": "t"}},
        {"channelData": []},
    ],
)
@pytest.mark.parametrize("kind", ["message", "invoke", "installationUpdate", "conversationUpdate"])
async def test_an_activity_that_is_not_whole_is_refused_or_unheard(acme: Office, kind: str, more: Json) -> None:
    ada = acme.person()
    activity = {**ada.activity(kind, text="Rosebud", name="task/submit", value={"data": {}}, action="add"), **more}
    answer = await acme.post({name: value for name, value in activity.items() if value is not None})
    await acme.settled()
    assert answer.status in (200, 400, 401)
    assert not await acme.bot.knows(ada.person)
    assert acme.teams.of("send") == []


@pytest.mark.parametrize(
    "more",
    [
        {"id": None},
        {"id": 7},
        {"text": 7},
        {"text": ["Rosebud"]},
        {"value": "Rosebud"},
        {"value": ["Rosebud"]},
        {"value": {}},
        {"value": {"press": "Rosebud"}},
        {"value": {"press": ["a", "b", "c", "d", "e", 6]}},
        {"value": {"press": ["a"] * 6}},
        {"value": {"press": ["desk", "", "idle", "", "no such command", "no such message"]}},
        {"value": {"press": ["x" * 5000, "", "", "", "", ""]}},
        {"value": {"form": ["capture", "", "line", "", ""], "line-what": "Rosebud"}},
        {"from": {"id": "29:ada", "name": 3, "aadObjectId": "x"}},
        {"type": "message", "conversation": {"id": "a:1", "conversationType": 4}},
    ],
)
@pytest.mark.parametrize("known", [True, False])
async def test_a_line_or_a_press_that_makes_no_sense_changes_nothing(acme: Office, more: Json, known: bool) -> None:
    ada = acme.person()
    if known:
        await ada.says("promise Omar the numbers Thursday")
    before = ada.messages()
    activity = {**ada.activity("message", text="x"), **more}
    await ada.sends({name: value for name, value in activity.items() if value is not None})
    assert ada.answer.status in (200, 400)
    assert ada.messages()[: len(before)] == before
    assert await acme.bot.knows(ada.person) is known
    assert len(ada.messages()) - len(before) <= 1, "one kind line, or none"


BESIDE: list[Json] = [
    {"replyToId": 17},
    {"timestamp": 5},
    {"entities": {}},
    {"entities": "Rosebud"},
    {"entities": [5, None, {"type": "clientInfo", "timezone": 5, "locale": []}, {"type": "mention", "mentioned": 7}]},
    {"locale": 1},
    {"localTimezone": {"Rosebud": 1}},
    {"textFormat": 3},
    {"attachments": {"content": "Rosebud"}},
    {"name": []},
    {"action": 1},
    {"membersAdded": "Rosebud"},
    {"channelData": {"tenant": {"id": TENANT}, "channel": 5, "eventType": []}},
]


@pytest.mark.parametrize("more", BESIDE)
async def test_what_stands_beside_a_line_or_a_press_and_is_of_another_type_is_nothing(acme: Office, more: Json) -> None:
    ada = acme.person()
    await ada.sends({**ada.activity("message", text="hi"), **more})
    assert "Start" in ada.buttons()
    await ada.sends({**ada.button("Start"), **more})
    assert "Listening" in ada.buttons()


async def test_a_sender_whose_name_is_none_is_somebody(acme: Office) -> None:
    ada = acme.person()
    sender = {"id": ada.account, "name": 3, "aadObjectId": ada.user, "userRole": []}
    await ada.sends({**ada.activity("message", text="hi"), "from": sender})
    assert "Start" in ada.buttons()


INVOKES: list[Json] = [
    {"name": "task/fetch"},
    {"name": "task/fetch", "value": {}},
    {"name": "task/fetch", "value": {"data": "Rosebud"}},
    {"name": "task/fetch", "value": {"data": {"press": ["a"] * 5}}},
    {"name": "task/fetch", "value": {"data": {"press": ["nothing", "", "", "", "Rosebud", ""]}}},
    {"name": "task/submit"},
    {"name": "task/submit", "value": "Rosebud"},
    {"name": "task/submit", "value": {"data": {"line-what": "Rosebud"}}},
    {"name": "task/submit", "value": {"data": {"form": [1, 2, 3, 4, 5]}}},
    {"name": "task/submit", "value": {"data": {"form": ["nothing", "", "", "", ""], "line-what": {"Rosebud": 1}}}},
    {"name": "task/submit", "value": {"data": {"form": ["a", "b", "c", "d", "e"], "drawn": "Rosebud", "opened": 5}}},
    {"name": "composeExtension/fetchTask"},
    {"name": "composeExtension/fetchTask", "value": {"commandId": 5}},
    {"name": "composeExtension/fetchTask", "value": {"commandId": "keep_promise", "messagePayload": "Rosebud"}},
    {"name": "composeExtension/submitAction", "value": {"commandId": "keep_promise", "data": {"Rosebud": "1"}}},
    {"name": "fileConsent/invoke"},
    {"name": "fileConsent/invoke", "value": {"action": "accept", "context": {"file": "Rosebud"}}},
    {"name": "adaptiveCard/action", "value": {"action": {"type": "Action.Execute", "data": {"press": ["a"] * 6}}}},
]


@pytest.mark.parametrize("invoke", INVOKES)
@pytest.mark.parametrize("known", [True, False])
async def test_an_invoke_that_makes_no_sense_gets_a_kind_sentence(acme: Office, invoke: Json, known: bool) -> None:
    ada = acme.person()
    if known:
        await ada.says("promise Omar the numbers Thursday")
    before = ada.messages()
    await ada.sends(ada.activity("invoke", **invoke))
    assert ada.answer.status == 200
    assert "Rosebud" not in ada.answer.text
    assert ada.messages()[: len(before)] == before
    assert await acme.bot.knows(ada.person) is known


@pytest.mark.parametrize("name", ["signin/verifyState", "composeExtension/query", "application/search", "x", "", None])
async def test_an_invoke_that_nothing_here_is_for_is_not_implemented(acme: Office, name: str | None) -> None:
    ada = acme.person()
    await ada.sends(ada.activity("invoke", name=name, value={"Rosebud": 1}))
    assert (ada.answer.status, ada.answer.text) == (501, "")


async def test_something_unclear_is_logged_with_an_id_and_without_its_words(
    acme: Office, logs: list[dict[str, Any]]
) -> None:
    ada = acme.person()
    await ada.sends(ada.activity("message", value={"press": "Rosebud"}))
    (logged,) = (one for one in logs if one["log_level"] == "warning")
    assert len(logged["id"]) == 8
    assert "cannot make anything of that" in ada.hears()[-1]

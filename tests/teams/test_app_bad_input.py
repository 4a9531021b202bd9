"""What bad input gets on Teams: nothing done, an answer in time, an id in the log, and never what somebody wrote."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.errors import NotSaved
from bot.events import Act
from bot.messages import Reply
from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, Person, office

PROMISE = {"To whom?": "Omar", "What?": "the Rosebud numbers", "By when?": "2026-11-26"}
Json = dict[str, Any]


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def opened(ada: Person) -> None:
    """She has a form before her, filled."""
    await ada.says("home")
    await ada.presses("Keep a promise", on="How it stands")
    await ada.fills(PROMISE)


def state(ada: Person) -> str:
    """Everything that stands in her chat."""
    return json.dumps(ada.messages())


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
        {"textFormat": 3},
        {"locale": 5},
        {"localTimezone": {"Rosebud": 1}},
        {"entities": "Rosebud"},
        {"attachments": {"content": "Rosebud"}},
        {"value": "Rosebud"},
        {"value": ["Rosebud"]},
        {"value": {}},
        {"value": {"press": "Rosebud"}},
        {"value": {"press": ["a", "b", "c", "d", "e", 6]}},
        {"value": {"press": ["a"] * 6}},
        {"value": {"press": ["desk", "", "idle", "", "no such command", "no such message"]}},
        {"value": {"press": ["x" * 5000, "", "", "", "", ""]}},
        {"value": {"form": ["capture", "", "line", "", ""], "line-what": "Rosebud"}},
        {"replyToId": 9},
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


async def test_what_comes_again_is_done_once_and_answered_alike(acme: Office) -> None:
    ada = acme.person()
    line = ada.activity("message", text="promise Omar the numbers Thursday")
    await ada.sends(line)
    said = state(ada)
    await ada.sends(line)
    await asyncio.gather(ada.sends(line), ada.sends(line))
    assert state(ada) == said
    home = ada.activity("message", text="home")
    await ada.sends(home)
    await ada.sends(home)
    assert ada.sees().count("How it stands") == 1
    fetch = ada.button("Keep a promise")
    await ada.sends(fetch)
    first = ada.answer.text
    await ada.sends(fetch)
    assert ada.answer.text == first
    await ada.fills(PROMISE)
    sent = ada.submission()
    await asyncio.gather(ada.sends(sent), ada.sends(sent), ada.sends({**sent, "id": "another"}))
    assert ada.sees().count("Omar, the Rosebud numbers") == 1


async def test_what_comes_again_after_a_restart_is_done_once(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            line = ada.activity("message", text="promise Omar the numbers Thursday")
            await ada.sends(line)
            await opened(ada)
            sent = ada.submission()
            await ada.sends(sent)
        async with office(url) as acme:
            ada = acme.person()
            for activity in (line, sent, {**sent, "id": "another"}):
                await ada.sends({**activity, "serviceUrl": acme.teams.service_url})
                assert ada.answer.status == 200
            assert ada.messages() == []


async def test_two_presses_of_a_fast_finger_are_one(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    press = ada.button("Start")
    await asyncio.gather(ada.sends(press), ada.sends({**press, "id": "another"}))
    assert ada.sees().count("Listening") == 1
    await ada.sends({**press, "id": "a third"})
    assert ada.sees().count("Listening") == 1


async def test_two_people_whose_activities_have_the_same_id_are_two(acme: Office) -> None:
    ada, omar = acme.person("Ada"), acme.person("Omar")
    await ada.says("hi", id="1700")
    await omar.says("hi", id="1700")
    assert "Start" in omar.buttons()


async def test_a_button_of_a_question_that_has_passed_says_so(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    old = ada.button("Who sees what")
    await ada.presses("Start")
    await ada.presses("Listening")
    await ada.sends(old)
    assert "behind us" in ada.sees_last()


async def test_somebody_elses_card_changes_nothing_and_says_so(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await ada.says("hi")
    await eve.says("hi")
    stolen = {**ada.button("Start"), "from": eve.activity("message")["from"]}
    before = state(ada)
    await eve.sends({**stolen, "conversation": eve.activity("message")["conversation"]})
    assert "somebody else’s" in eve.sees_last()
    in_company = ada.in_channel("")["conversation"]
    await eve.sends({**stolen, "id": "9", "conversation": in_company})
    assert eve.sees().count("somebody else’s") == 2
    assert acme.teams.seen(in_company["id"]) == [], "nobody else reads it"
    assert state(ada) == before


async def test_a_strangers_press_in_a_channel_says_where_the_bot_answers(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await ada.says("hi")
    stolen = {**ada.button("Start"), "from": eve.activity("message")["from"]}
    in_company = ada.in_channel("")["conversation"]
    await eve.sends({**stolen, "conversation": in_company})
    (said,) = acme.teams.seen(in_company["id"])
    assert said["text"].startswith("I answer only in our own chat")
    assert not await acme.bot.knows(eve.person)


async def test_somebody_elses_form_is_nothing(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await opened(ada)
    hers = eve.activity("message")
    sent = {**ada.submission(), "from": hers["from"], "conversation": hers["conversation"]}
    before = state(ada)
    await eve.sends(sent)
    assert "I hold nothing about you" in str(eve.errors) + eve.note
    await eve.says("hi")
    await eve.sends({**sent, "id": "another"})
    assert eve.answer.status == 200
    assert "Rosebud" not in eve.sees()
    assert state(ada) == before


async def test_a_form_with_fields_missing_or_strange_says_what_is_wrong(acme: Office) -> None:
    ada = acme.person()
    await opened(ada)
    sent = ada.submission()
    data = sent["value"]["data"]
    names = [name for name in data if "-" in name]
    bare = {name: value for name, value in data.items() if name not in names}
    for number, strange in enumerate(
        [
            bare,
            {**data, **dict.fromkeys(names, None)},
            {**data, **dict.fromkeys(names, "x" * 30_000)},
            {**data, **{name: "2026-13-45" for name in names if name.startswith("day")}},
            {**bare, "line-nothing": "Rosebud"},
        ]
    ):
        await ada.sends({**sent, "id": f"strange-{number}", "value": {"data": strange}})
        assert ada.answer.status == 200
        assert ada.errors or ada.note, number
    for strange in ({**data, names[0]: 7}, {**data, names[0]: ["Rosebud"]}, {**data, names[0]: "x" * 90_000}):
        await ada.sends({**sent, "id": "again", "value": {"data": strange}})
        assert "cannot make anything of that" in ada.note
    assert "Rosebud" not in ada.sees()
    await ada.sends(sent)
    assert "Rosebud" in ada.sees_last()


@pytest.mark.parametrize("drawn", ["", "Rosebud", "eJwDAAAAAAE=", "AAAA" * 90_000, None, 7, "a" * 10**5])
async def test_a_form_that_says_strange_things_of_itself_is_not_believed(acme: Office, drawn: Any) -> None:
    ada = acme.person()
    await opened(ada)
    await ada.fills({"By when?": "2020-01-01"})
    sent = ada.submission()
    sent["value"]["data"]["drawn"] = drawn
    await ada.sends(sent)
    assert ada.answer.status in (200, 400)
    assert ada.dialog is None
    if ada.answer.status == 200:
        assert ada.note, "what is wrong is said without the form"


async def test_another_form_in_the_button_is_not_drawn(acme: Office) -> None:
    ada = acme.person()
    await opened(ada)
    other = ada.submission()["value"]["data"]["drawn"]
    await ada.says("hi")
    await ada.presses("Start")
    await ada.presses("All in one form")
    sent = ada.submission()
    await ada.sends(sent)
    assert ada.errors, "it is empty, so it stays"
    sent["value"]["data"]["drawn"] = other
    await ada.sends({**sent, "id": "another"})
    assert (ada.dialog, bool(ada.note)) == (None, True)


async def test_after_erasure_nothing_brings_anybody_back_but_a_word_of_theirs(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    press = ada.button("Start")
    await opened(ada)
    form = ada.submission()
    await ada.says("erase")
    await ada.says("erase")
    assert not await acme.bot.knows(ada.person)
    assert await acme.bot.references.find(f"teams:{ada.person}") is None
    await ada.sends(press)
    assert "I hold nothing about you" in ada.hears()[-1]
    await ada.sends(form)
    assert "I hold nothing about you" in str(ada.errors)
    await ada.uninstalls()
    assert not await acme.bot.knows(ada.person)
    assert await acme.bot.references.find(f"teams:{ada.person}") is None
    await ada.says("hi")
    assert await acme.bot.knows(ada.person)
    assert "Start" in ada.buttons()


SHOUTED = (
    "<at>everyone</at> <b>bold</b> &lt;i&gt; &amp; **stars** [a](https://e.vil) {{DATE(2017-02-14T06:08:39Z)}} Rosebud "
)


async def test_what_looks_like_markup_is_shown_as_it_was_typed_and_calls_nobody(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.says(f"promise Omar {SHOUTED}Thursday")
    for piece in SHOUTED.split():
        assert piece in ada.sees(), piece
    sent = json.dumps(acme.teams.chats)
    assert '"mention"' not in sent
    assert not any(one["type"] == "TextBlock" and "Rosebud" in one["text"] for one in blocks(acme))


def blocks(acme: Office) -> list[Json]:
    cards = [one["content"] for said in acme.teams.chats.values() for message in said for one in message["attachments"]]
    return [block for card in cards for block in card.get("body", ())]


async def test_mentions_are_names_and_the_bots_own_is_nothing(acme: Office) -> None:
    ada = acme.person()
    named = [
        {"type": "mention", "text": "<at>Followthrough</at>", "mentioned": {"id": BOT, "name": "Followthrough"}},
        {"type": "mention", "text": "<at>Omar Haddad</at>", "mentioned": {"id": "29:omar", "name": "Omar Haddad"}},
        {"type": "mention", "text": None, "mentioned": None},
        {"type": "something else", "text": 5},
        "Rosebud",
    ]
    await ada.says("<at>Followthrough</at>&nbsp;promise <at>Omar Haddad</at> the numbers Thursday", entities=named)
    assert "Omar Haddad, the numbers" in ada.sees_last()


async def test_a_line_that_is_only_html_is_its_words(acme: Office) -> None:
    ada = acme.person()
    html = "<div><p>promise Omar the &lt;b&gt; numbers &amp; <emoji alt='🙂'></emoji></p><p>Thursday</p></div>"
    await ada.says("", attachments=[{"contentType": "text/html", "content": html}])
    assert "<b> numbers & 🙂" in ada.sees()
    await ada.says("<p>note x &lt; 5</p>", textFormat="xml")
    await ada.says("find x <")
    assert "x < 5" in ada.sees()


async def test_forty_thousand_signs_are_kept(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.says(f"note {(SHOUTED * 1000)[:40_000]}")
    assert ada.answer.status == 200
    await ada.says("find Rosebud")
    assert "Rosebud" in ada.sees_last()
    for one in acme.teams.of("send") + acme.teams.of("update"):
        assert len(json.dumps(one.body["attachments"], ensure_ascii=False).encode()) < 30_000


async def test_what_cannot_be_saved_is_said_with_an_id(acme: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = acme.person()
    await ada.says("hi")
    await opened(ada)
    form = ada.submission()

    async def refuse(event: Act) -> Reply:
        raise NotSaved("That was not saved (1234abcd).")

    with monkeypatch.context() as broken:
        broken.setattr(acme.bot, "receive", refuse)
        await ada.says("Rosebud")
        assert "1234abcd" in ada.hears()[-1]
        await ada.presses("Start")
        assert ada.hears()[-1].count("1234abcd") == 1
        await ada.presses("Keep a promise")
        assert "1234abcd" in ada.note
        await ada.sends(form)
        assert "1234abcd" in next(iter(ada.errors.values()))
        assert "Rosebud" in ada.form()
    await ada.submits()
    assert ada.dialog is None
    assert "Rosebud" in ada.sees_last()


async def test_a_fault_of_ours_is_said_with_the_id_that_the_log_has_and_none_of_the_words(
    acme: Office, monkeypatch: pytest.MonkeyPatch, logs: list[dict[str, Any]]
) -> None:
    ada = acme.person()
    await ada.says("hi")

    async def fail(event: Act) -> Reply:
        raise KeyError("Rosebud")

    monkeypatch.setattr(acme.bot, "receive", fail)
    await ada.presses("Start")
    (logged,) = (one for one in logs if one["log_level"] == "error")
    assert logged["id"] in ada.hears()[-1]
    assert ada.answer.status == 200


async def slowly(acme: Office, patch: pytest.MonkeyPatch, seconds: float) -> None:
    right = acme.bot.receive

    async def slow(event: Act) -> Reply:
        await asyncio.sleep(seconds)
        return await right(event)

    patch.setattr(acme.bot, "receive", slow)


async def test_what_takes_too_long_is_answered_in_time_and_done_all_the_same(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await ada.says("hi")
    await slowly(acme, monkeypatch, 4.2)
    began = asyncio.get_running_loop().time()
    answer = await acme.post(ada.activity("message", text="promise Omar the numbers Thursday"))
    assert asyncio.get_running_loop().time() - began < 4
    assert answer.status == 200
    await acme.settled()
    assert "Omar" in ada.sees_last()


async def test_a_dialog_that_takes_too_long_to_open_is_opened_by_a_second_press(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await ada.says("home")
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.presses("Keep a promise")
    assert "press it once more" in ada.note
    await ada.presses("Keep a promise")
    assert "To whom?" in ada.form()


async def test_a_form_that_takes_too_long_stays_open_and_sent_once_more_is_kept_once(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await opened(ada)
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.submits()
    assert "send it once more" in str(ada.errors)
    assert "Rosebud" in ada.form()
    assert "Rosebud" in ada.sees_last()
    said = state(ada)
    await ada.submits()
    assert ada.dialog is None
    assert state(ada) == said


async def test_what_is_wrong_in_a_form_that_took_too_long_stands_at_its_field_when_it_is_sent_once_more(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await opened(ada)
    await ada.fills({"By when?": "2020-01-01"})
    before = state(ada)
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.submits()
    assert "send it once more" in str(ada.errors)
    assert state(ada) == before
    await ada.submits()
    assert list(ada.errors) == ["By when?"]
    assert "send it once more" not in str(ada.errors)


async def test_a_line_beside_the_conversation_that_teams_does_not_take_holds_nothing_up(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    for step in (
        lambda: acme.teams.answers("send", 403, "ConversationBlockedByUser"),
        lambda: acme.teams.answers("send", 500),
        lambda: acme.teams.drops("send"),
    ):
        step()
        await ada.says("home")
        assert ada.answer.status == 200
    await ada.says("home")
    assert "How it stands" in ada.sees_last()


async def test_teams_libraries_write_nothing_of_what_is_said_at_any_level(acme: Office) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    ada = acme.person()
    await ada.says("note Rosebud")
    await opened(ada)
    await ada.submits()
    assert "Rosebud" in ada.sees()

"""What bad input gets on Slack: nothing done, an answer in time, an id in the log, and never what somebody wrote."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.errors import NotSaved
from bot.events import Act
from bot.messages import Reply
from bot.service import real_time
from tests.conftest import NewDatabase
from tests.slack.office import SECRET, Office, office
from tests.slack.sight import signed
from tests.slack.standin import StandIn

HI = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": "message"}})
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def acme(new_database: NewDatabase, slack: StandIn) -> AsyncIterator[Office]:
    """One workspace, by its bot token, over HTTP."""
    with new_database("sqlite") as url:
        async with office(url, slack) as one:
            yield one


def line(text: str = "hi") -> str:
    """A line of Ada's, as it comes."""
    event = {"type": "message", "channel_type": "im", "channel": "DU1", "user": "U1", "ts": "1.1", "text": text}
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev7", "event": event})


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Slack_Signature": None},
        {"X_Slack_Request_Timestamp": None},
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": "v0=ünsigned"},
        {"X_Slack_Request_Timestamp": "soon"},
        {"X_Slack_Request_Timestamp": "9" * 400},
        signed(line(), "another secret"),
        signed(line() + " ", SECRET),
        signed(line(), SECRET, real_time().timestamp() - 360),
        signed(line(), SECRET, real_time().timestamp() + 3600),
    ],
)
async def test_whoever_cannot_prove_to_be_slack_is_refused_and_nothing_is_done(
    acme: Office, headers: dict[str, str | None]
) -> None:
    acme.person("U1", "Ada")
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    answer = await acme.post(line(), JSON, **named)
    assert answer.status == 401
    assert acme.slack.calls[1:] == [], "auth.test at the start, and no more"
    assert not await acme.bot.knows("T1-U1")


async def test_slack_finds_out_whether_the_address_is_ours(acme: Office) -> None:
    answer = await acme.post(json.dumps({"type": "url_verification", "challenge": "abc"}), JSON)
    assert (answer.status, answer.body) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", JSON),
        ("[]", JSON),
        ("7", JSON),
        ("null", JSON),
        ("", JSON),
        ("nothing", FORM),
        ("payload=%7B", FORM),
        ("payload=7", FORM),
        ("{}", JSON),
        (json.dumps({"type": "event_callback"}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1"}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {}}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": []}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "message"}}), JSON),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": 7, "user": "U1"}}), JSON),
        (json.dumps({"type": "event_callback", "team_id": 7, "event": {"type": "message", "user": "U1"}}), JSON),
        (
            json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "reaction_added", "user": "U1"}}),
            JSON,
        ),
        (
            json.dumps(
                {"type": "event_callback", "team_id": "T1", "event": {"type": "user_change", "user": {"id": "U1"}}}
            ),
            JSON,
        ),
        (json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "user_change", "user": "U1"}}), JSON),
        (HI, JSON),
        (line().replace('"text"', '"texts"').replace('"user": "U1"', '"user": ["U1"]'), JSON),
        (line().replace("Ev7", ""), JSON),
        (urlencode({"command": "/followthrough", "team_id": "T1", "user_id": "U1"}), FORM),
        (urlencode({"command": "/another", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2"}), FORM),
    ],
)
async def test_what_makes_no_sense_is_answered_and_nothing_is_done(acme: Office, body: str, kind: str) -> None:
    acme.person("U1", "Ada")
    answer = await acme.settled(await acme.post(body, kind))
    assert answer.status == 200
    assert not await acme.bot.knows("T1-U1")


INTERACTIONS: list[dict[str, Any]] = [
    {"type": "block_actions"},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{}]},
    {"type": "block_actions", "actions": [{"action_id": "x", "action_ts": "1.1"}]},
    {"type": "block_actions", "actions": [{"action_id": "x", "action_ts": "1.1", "value": "Rosebud"}]},
    {
        "type": "block_actions",
        "actions": [{"action_id": "x", "action_ts": "1.1", "value": '["a","b","c","d","e","f"]'}],
    },
    {"type": "view_submission"},
    {"type": "view_submission", "view": {}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "another", "state": {"values": {}}, "blocks": []}},
    {
        "type": "view_submission",
        "view": {"id": "V1", "callback_id": "form", "private_metadata": "Rosebud", "blocks": []},
    },
    {"type": "view_closed", "view": {"id": "V1", "callback_id": "form"}},
    {"type": "shortcut", "callback_id": "another"},
    {"type": "message_action", "callback_id": "another", "message": {"user": "U2", "text": "Rosebud"}},
    {"type": "message_action", "callback_id": "keep_promise"},
    {"type": "message_action", "callback_id": "keep_promise", "message": "Rosebud"},
    {"type": "block_suggestion", "action_id": "x", "value": "Rosebud"},
    {"type": "dialog_submission", "callback_id": "x", "submission": {"text": "Rosebud"}},
    {"type": "something_new", "text": "Rosebud"},
]


@pytest.mark.parametrize("payload", INTERACTIONS)
@pytest.mark.parametrize("known", [True, False])
async def test_unknown_buttons_modals_and_shortcuts_are_answered_and_change_nothing(
    acme: Office, payload: dict[str, Any], known: bool
) -> None:
    ada = acme.person("U1", "Ada")
    if known:
        await ada.says("hi")
    before = ada.sees()
    who = {"user": {"id": "U1", "username": "ada"}, "team": {"id": "T1"}, "trigger_id": "1.2"}
    answer = await acme.interaction({**who, **payload})
    assert answer.status == 200
    assert ada.sees().startswith(before)
    assert acme.slack.modals == []
    for gone in ("user", "team"):
        without = {**who, **payload, "user": who["user"]} | {gone: None}
        assert (await acme.interaction(without)).status == 200


async def test_something_unknown_is_logged_with_an_id_and_without_its_words(
    acme: Office, logs: list[dict[str, Any]]
) -> None:
    await acme.interaction({"type": "something_new", "user": {"id": "U1"}, "team": {"id": "T1"}, "text": "Rosebud"})
    (logged,) = (one for one in logs if one["log_level"] == "warning")
    assert len(logged["id"]) == 8
    assert logged["kind"] == "something_new"


async def test_an_event_that_comes_again_or_late_is_done_once(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("promise Omar the numbers Thursday", event_id="Ev100")
    await ada.says("promise Lea the slides Friday", event_id="Ev101")
    said = ada.sees()
    for event_id in ("Ev101", "Ev100", "Ev101"):
        await ada.says("promise Omar the numbers Thursday", event_id=event_id)
    assert ada.sees() == said


async def test_one_press_that_comes_twice_is_one_and_two_presses_of_a_fast_finger_change_nothing_more(
    acme: Office,
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    press, again = ada.button("Start"), ada.button("Start")
    await asyncio.gather(acme.interaction(press), acme.interaction(press))
    said = ada.sees()
    assert said.count("Listening") == 1
    await ada.clicks(again)
    assert ada.sees().count("Listening") == 1


async def test_a_button_of_a_question_that_has_passed_says_so(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    old = ada.button("Who sees what")
    await ada.presses("Start")
    await ada.presses("Listening")
    before = len(ada.messages())
    await ada.clicks(old)
    assert ada.answer.status == 200
    assert len(ada.messages()) >= before


async def test_somebody_elses_button_changes_nothing_and_says_so(acme: Office) -> None:
    ada, eve = acme.person("U1", "Ada"), acme.person("U2", "Eve")
    await ada.says("hi")
    await eve.says("hi")
    stolen = {**ada.button("Start"), "user": {"id": "U2", "username": "eve"}}
    before = ada.sees()
    await eve.clicks(stolen)
    assert "somebody else’s" in eve.sees_last()
    assert ada.sees() == before


async def test_after_erasure_a_button_brings_nobody_back(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    press = ada.button("Start")
    await ada.uses_shortcut("promise_form")
    await ada.fills({"To whom?": "Omar", "What?": "Rosebud", "By when?": "2026-11-26"})
    form = ada.submission()
    await ada.says("erase")
    await ada.says("erase")
    assert not await acme.bot.knows(ada.person)
    await ada.clicks(press)
    assert "I hold nothing about you" in ada.hears()[-1]
    await ada.sends(form)
    assert "I hold nothing about you" in next(iter(ada.errors.values()))
    assert not await acme.bot.knows(ada.person)
    await ada.says("hi")
    assert await acme.bot.knows(ada.person)


async def test_a_press_from_where_the_bot_is_not_installed_is_answered_kindly(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    press = ada.button("Start")
    ada.team = "T9"
    for elsewhere in ({"team": {"id": "T9"}}, {"team": None, "user": {"id": "U1"}}):
        await ada.clicks({**press, **elsewhere})
        assert ada.answer.status == 200
    assert len(ada.hears()) == 2
    assert "not installed here" in ada.hears()[-1]
    await ada.types_command("help")
    assert "not installed here" in ada.hears()[-1]
    await ada.says("hi")
    assert ada.answer.status == 200
    assert not await acme.bot.knows("T9-U1")


async def test_a_removed_bot_does_nothing_any_more(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills({"To whom?": "Omar", "What?": "Rosebud", "By when?": "2026-11-26"})
    form = ada.submission()
    await acme.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    await ada.says("hi")
    calls = len(acme.slack.calls)
    await acme.event({"type": "app_uninstalled"}, event_time=int(real_time().timestamp()) - 60)
    await ada.says("hi")
    assert len(acme.slack.calls) > calls, "that was told before this process asked whose the token is"
    calls = len(acme.slack.calls)
    await acme.event({"type": "app_uninstalled"})
    await ada.presses("Start")
    await ada.sends(form)
    await ada.types_command("help")
    assert len(acme.slack.calls) == calls
    assert "not installed here" in ada.hears()[0]
    assert "not installed here" in next(iter(ada.errors.values()))


async def test_forty_thousand_signs_that_call_everybody_call_nobody(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    shouted = ("<!here> <!channel> <@U2> ``` *Rosebud* & " * 1000)[:40_000]
    await ada.says("hi")
    await ada.says(f"note {shouted}")
    assert ada.answer.status == 200
    await ada.says("find Rosebud")
    await ada.types_command(f"promise Omar {shouted}")
    await ada.opens_home()
    sent = json.dumps([acme.slack.of("chat.postMessage"), acme.slack.of("chat.update"), acme.slack.of("views.publish")])
    drawn = [one["text"] for one in acme.slack.of("chat.postMessage")]
    assert "<!here>" in ada.sees(), "it is shown as it was typed"
    assert "mrkdwn" not in sent.replace('"mrkdwn": false', "").replace('"mrkdwn": "0"', "")
    assert not any("<!" in text or "<@" in text for text in drawn)


async def test_what_cannot_be_saved_is_said_with_an_id(acme: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills({"To whom?": "Omar", "What?": "Rosebud", "By when?": "2026-11-26"})
    await ada.says("hi")

    async def refuse(event: Act) -> Reply:
        raise NotSaved("That was not saved (1234abcd).")

    with monkeypatch.context() as broken:
        broken.setattr(acme.bot, "receive", refuse)
        await ada.says("Rosebud")
        assert "1234abcd" in ada.sees_last()
        await ada.presses("Start")
        assert "1234abcd" in ada.hears()[-1]
        await ada.types_command("Rosebud")
        assert "1234abcd" in ada.hears()[-1]
        await ada.submits()
        assert "1234abcd" in next(iter(ada.errors.values()))
    await ada.submits()
    assert ada.modal is None


async def test_a_fault_of_ours_is_said_with_the_id_that_the_log_has_and_none_of_the_words(
    acme: Office, monkeypatch: pytest.MonkeyPatch, logs: list[dict[str, Any]]
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")

    async def fail(event: Act) -> Reply:
        raise KeyError("Rosebud")

    monkeypatch.setattr(acme.bot, "receive", fail)
    await ada.presses("Start")
    (logged,) = (one for one in logs if one["log_level"] == "error")
    assert logged["id"] in ada.hears()[-1]
    assert ada.answer.status == 200


async def test_what_takes_too_long_is_answered_in_time_and_done_all_the_same(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    right = acme.bot.receive

    async def slow(event: Act) -> Reply:
        await asyncio.sleep(3.2)
        return await right(event)

    monkeypatch.setattr(acme.bot, "receive", slow)
    began = asyncio.get_running_loop().time()
    answer = await acme.post(line("promise Omar the numbers Thursday"), JSON)
    assert asyncio.get_running_loop().time() - began < 3
    assert answer.status == 200
    await acme.settled(answer)
    assert "Omar" in ada.sees_last()


async def test_a_form_that_takes_too_long_stays_open_and_sent_once_more_is_kept_once(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills({"To whom?": "Omar", "What?": "the Rosebud numbers", "By when?": "2026-11-26"})
    right = acme.bot.receive

    async def slow(event: Act) -> Reply:
        await asyncio.sleep(2.6)
        return await right(event)

    with monkeypatch.context() as busy:
        busy.setattr(acme.bot, "receive", slow)
        await ada.submits()
    assert ada.modal is not None
    (sentence,) = ada.errors.values()
    assert "send it once more" in sentence
    assert "Rosebud" in ada.sees_last()
    said = ada.sees()
    await ada.submits()
    assert ada.modal is None
    assert ada.sees() == said
    assert ada.hears() == []


async def test_what_is_wrong_in_a_form_that_took_too_long_stands_at_its_field_when_it_is_sent_once_more(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills({"To whom?": "Omar", "What?": "the Rosebud numbers", "By when?": "2020-01-01"})
    right = acme.bot.receive

    async def slow(event: Act) -> Reply:
        await asyncio.sleep(2.6)
        return await right(event)

    before = ada.sees()
    with monkeypatch.context() as busy:
        busy.setattr(acme.bot, "receive", slow)
        await ada.submits()
    assert "send it once more" in str(ada.errors)
    assert (ada.sees(), ada.hears()) == (before, []), "the form itself will say it"
    await ada.submits()
    assert ada.errors
    assert "send it once more" not in str(ada.errors)


async def test_slacks_own_libraries_write_nothing_below_a_warning(acme: Office) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    ada = acme.person("U1", "Ada")
    await ada.says("Rosebud")
    assert not logging.getLogger("followthrough.slack").isEnabledFor(logging.INFO)
    assert not logging.getLogger("followthrough.slack.bolt").isEnabledFor(logging.WARNING)

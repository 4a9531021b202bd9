"""People and the bot on Teams, through the whole of it: what they do arrives, and what they see is right."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import NewDatabase
from tests.teams.person import BOT, PROMISE, Office, Person, office

Json = dict[str, Any]


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def test_a_first_line_and_a_first_button(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    assert ada.answer.status == 200
    assert ada.buttons() == ["Start", "Who sees what"]
    await ada.presses("Start")
    assert "Listening" in ada.buttons()


async def test_an_answered_question_is_drawn_anew_in_its_place(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    (first,) = ada.messages()
    await ada.presses("Start")
    assert ada.messages()[0]["id"] == first["id"]
    assert "Start" not in ada.buttons()
    assert len(acme.teams.of("update")) == 1
    await ada.presses("Listening")
    assert len(acme.teams.of("update")) == 2


async def test_a_reply_to_an_earlier_question_answers_that_one(acme: Office) -> None:
    ada = acme.person()
    await ada.says("promise Omar the numbers")
    await ada.says("promise Lea the slides")
    await ada.says("Thursday", quoting="numbers")
    assert "numbers" in ada.sees_last()
    assert "26 November" in ada.sees_last()


@pytest.mark.parametrize("way", ["entity", "replyToId"])
async def test_other_clients_name_the_quoted_message_in_other_ways(acme: Office, way: str) -> None:
    ada = acme.person()
    await ada.says("promise Omar the numbers")
    asked = ada.message("numbers")["id"]
    await ada.says("promise Lea the slides")
    if way == "entity":
        quoted = {"type": "quotedReply", "quotedReply": {"messageId": asked, "senderId": BOT}}
        await ada.says(f'<quoted messageId="{asked}"/> Thursday', entities=[quoted])
    else:
        await ada.says("Thursday", replyToId=asked)
    assert "numbers" in ada.sees_last()


async def test_two_fast_lines_are_taken_in_the_order_in_which_they_came(acme: Office) -> None:
    ada = acme.person()
    first = asyncio.create_task(ada.says("promise Omar the numbers Thursday"))
    await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    await ada.says("promise Lea the slides Friday")
    await first
    assert ada.sees().index("Omar") < ada.sees().index("Lea")


async def test_a_file_with_words_is_its_words_and_one_without_is_answered_plainly(acme: Office) -> None:
    ada = acme.person()
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "a.txt", "content": {}}
    await ada.says("hi", attachments=[file])
    assert "Start" in ada.buttons()
    await ada.says("", attachments=[file])
    assert "I read words only" in ada.sees_last()


async def test_a_form_opens_keeps_what_is_wrong_at_its_field_and_closes_when_it_is_right(acme: Office) -> None:
    ada = acme.person()
    await ada.says("home")
    await ada.presses("Keep a promise")
    assert "To whom?" in ada.form()
    await ada.fills({**PROMISE, "By when?": "2020-01-01"})
    await ada.submits()
    assert list(ada.errors) == ["By when?"]
    assert "Rosebud" in ada.form(), "what was typed stands there still"
    await ada.fills({"By when?": "2026-11-26"})
    await ada.submits()
    assert ada.dialog is None
    assert "Omar" in ada.sees_last()


async def test_a_dialog_is_drawn_again_by_a_process_that_did_not_open_it(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            await ada.says("home")
            await ada.presses("Keep a promise")
            await ada.fills({**PROMISE, "By when?": "2020-01-01"})
            sent = ada.submission()
        async with office(url) as other:
            ada = other.person()
            await ada.sends({**sent, "serviceUrl": other.teams.service_url})
            assert list(ada.errors) == ["By when?"]
            assert "Rosebud" in ada.form()


async def test_the_same_form_opened_twice_is_kept_twice_and_sent_twice_is_kept_once(acme: Office) -> None:
    ada = acme.person()
    await ada.says("home")
    for _ in range(2):
        await ada.presses("Keep a promise", on="How it stands")
        await ada.fills(PROMISE)
        sent = ada.submission()
        await ada.sends(sent)
        said = ada.sees()
        await ada.sends({**sent, "id": "another"})
        assert ada.answer.text == ""
        assert ada.sees() == said
    assert said.count("Rosebud numbers, by") >= 2 or said.count("Rosebud") >= 2


async def test_home_is_a_card_whose_buttons_are_answered_in_the_chat(acme: Office) -> None:
    ada = acme.person()
    await ada.says("promise Omar the numbers Thursday")
    await ada.says("Home")
    assert "How it stands" in ada.sees_last()
    assert "the numbers" in ada.sees_last()
    assert ada.messages()[-1]["summary"] == "How it stands"
    await ada.presses("Hours and days", on="How it stands")
    assert "How it stands" not in ada.sees_last()


async def test_the_button_for_home_shows_the_card_too(acme: Office) -> None:
    ada = acme.person()
    await ada.says("help")
    await ada.presses("Home")
    assert "How it stands" in ada.sees_last()
    assert "Keep a promise" in ada.buttons()


async def test_somebody_new_who_asks_for_home_has_joined(acme: Office) -> None:
    ada = acme.person()
    await ada.says("home")
    assert "No practice yet" in ada.sees_last()
    assert await acme.bot.knows(ada.person)


def message(text: str, who: str | None = "Omar Haddad", kind: str = "html") -> Json:
    sender = {"user": {"id": "u2", "displayName": who, "userIdentityType": "aadUser"}} if who else None
    return {"id": "1711", "messageType": "message", "body": {"contentType": kind, "content": text}, "from": sender}


async def test_a_message_of_somebodys_becomes_a_promise(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.uses_extension(
        "keep_promise",
        message('<div>Can I have the <strong>Rosebud</strong>&nbsp;numbers, <at id="0">Ada</at>? &lt;b&gt;</div>'),
    )
    shown = ada.form() + ada.sees()
    assert "Rosebud numbers, Ada? <b>" in shown
    assert "Omar Haddad" in shown


async def test_a_message_of_somebodys_becomes_a_thing_to_act_on(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.uses_extension("keep_thing", message("Could you call the Rosebud team?", "Lea", "text"))
    assert "Could you call the Rosebud team?" in ada.form()
    await ada.fills({"With whom?": "Lea"})
    await ada.sends(elsewhere(ada, ada.submission("composeExtension/submitAction")))
    assert "A day is needed" in str(ada.errors)


def elsewhere(ada: Person, activity: Json) -> Json:
    """An activity in a chat between people."""
    chat = {"id": "19:two@unq.gbl.spaces", "conversationType": "personal", "tenantId": ada.tenant}
    return {**activity, "conversation": chat}


async def test_whoever_has_a_chat_with_the_bot_finds_its_answer_there(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.uses_extension("keep_thank", message("The Rosebud delay is real.", "Lea", "text"))
    assert ada.note == "My answer is in our own chat." or ada.dialog is not None
    await ada.uninstalls()
    await ada.uses_extension("keep_thank", message("The Rosebud delay is real.", "Omar", "text"))
    if ada.dialog is not None:
        await ada.sends(elsewhere(ada, ada.submission("composeExtension/submitAction")))
    assert ada.note == "It is kept. To see it, add me under Apps."


async def test_thanks_for_a_message_name_its_author_also_where_nobody_was_met_before(acme: Office) -> None:
    ada = acme.person()
    await ada.uses_extension("keep_thank", message("The Rosebud delay is real.", "Lea", "text"))
    assert "Lea" in ada.form() + ada.sees()
    if ada.dialog is not None:
        await ada.sends(elsewhere(ada, ada.submission("composeExtension/submitAction")))
    assert ada.note == "It is kept. To see it, add me under Apps."
    assert acme.teams.of("create"), "their chat with the bot was opened, and not the one in which the message stands"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (message("Deployed.", None), "written by an app"),
        ({**message("Deployed.", None), "from": {"application": {"displayName": "CI"}}}, "written by an app"),
        (message("<div>&nbsp;</div>"), "no words"),
        ({"id": "1", "from": {"user": {"displayName": "Lea"}}}, "no words"),
        (None, "cannot make anything of that"),
        ({"body": "Rosebud", "from": []}, "cannot make anything of that"),
    ],
)
async def test_a_message_that_cannot_be_kept_is_said_plainly(acme: Office, said: Json | None, answer: str) -> None:
    ada = acme.person()
    await ada.uses_extension("keep_promise", said)
    assert answer in ada.note
    assert ada.messages() == []


async def test_a_command_that_nobody_knows_is_said_plainly(acme: Office) -> None:
    ada = acme.person()
    await ada.uses_extension("another", message("Rosebud"))
    assert "cannot make anything of that" in ada.note


async def test_a_command_that_is_sent_at_once_is_the_same(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.uses_extension("keep_promise", message("the Rosebud numbers"), name="composeExtension/submitAction")
    assert "Rosebud" in ada.form() + ada.sees()


async def test_in_a_channel_it_says_where_it_answers_and_nothing_else(acme: Office) -> None:
    ada = acme.person()
    await ada.says("promise Omar the Rosebud numbers Thursday")
    await ada.sends(ada.in_channel("find Rosebud"))
    (said,) = acme.teams.seen("19:general@thread.tacv2;messageid=17")
    assert said["text"].startswith("<at>Ada</at>, I answer only in our own chat")
    assert len(ada.messages()) == 1
    await ada.sends(ada.in_channel("Rosebud", entities=[]))
    assert len(acme.teams.seen("19:general@thread.tacv2;messageid=17")) == 1, "it was not called"


async def test_a_channel_says_nothing_of_where_somebody_is_found(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.sends(ada.in_channel("hi"))
    await ada.says("help")
    assert "What you can type" in ada.sees_last()


async def ready(acme: Office) -> tuple[int, str]:
    async with acme.session.get(f"{acme.url}readyz") as answer:
        return answer.status, await answer.text()


async def test_a_bot_whose_token_teams_takes_no_more_is_not_ready_until_it_does(acme: Office) -> None:
    ada = acme.person()
    assert await ready(acme) == (200, "ready\n")
    taken = set(acme.teams.tokens)
    acme.teams.tokens.clear()
    await ada.says("hi")
    status, why = await ready(acme)
    assert (status, "TEAMS_APP_ID" in why) == (503, True)
    acme.teams.tokens |= taken
    await ada.says("home")
    assert await ready(acme) == (200, "ready\n")


async def test_a_bot_that_cannot_tell_who_is_teams_is_not_ready(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            acme.openid.status = 500
            await ada.says("hi")
            assert ada.answer.status == 503
            status, why = await ready(acme)
            assert (status, "keys that Teams signs with" in why) == (503, True)

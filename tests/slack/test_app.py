"""People and the bot on Slack, through the whole of it: what they do arrives, and what they see is right."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.conftest import NewDatabase
from tests.slack.office import Office, office
from tests.slack.standin import StandIn

PROMISE = {"To whom?": "Omar", "What?": "the Rosebud numbers", "By when?": "2026-11-26"}


@pytest.fixture
async def acme(new_database: NewDatabase, slack: StandIn) -> AsyncIterator[Office]:
    """One workspace, by its bot token, over HTTP."""
    with new_database("sqlite") as url:
        async with office(url, slack) as one:
            yield one


async def test_a_first_line_and_a_first_button(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    assert ada.buttons() == ["Start", "Who sees what"]
    await ada.presses("Start")
    assert "Listening" in ada.buttons()


async def test_a_reply_in_the_thread_of_an_earlier_question_answers_that_one(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("promise Omar the numbers")
    await ada.says("promise Lea the slides")
    assert "by when" in ada.sees().lower()
    await ada.says("Thursday", thread="numbers")
    assert "numbers" in ada.sees_last()
    assert "Nov 26" in ada.sees_last()


async def test_two_fast_lines_are_taken_in_the_order_in_which_they_came(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    acme.slack.hangs("users.info", 0.4)  # the first line has to wait, because she is new
    first = asyncio.create_task(ada.says("promise Omar the numbers Thursday"))
    await asyncio.sleep(0.1)
    await ada.says("promise Lea the slides Friday")
    await first
    assert ada.sees().index("Omar") < ada.sees().index("Lea")


async def test_what_slack_makes_of_mentions_and_links_is_taken_as_it_was_typed(acme: Office) -> None:
    ada, _ = acme.person("U1", "Ada"), acme.person("U2", "Omar Haddad")
    await ada.types("promise &lt;b&gt; <@U2> the numbers &amp; more by Thursday, see <https://a.b/c|a.b/c>")
    await ada.types("promise <@U2> the numbers &amp; more <!here> Thursday")
    assert "Omar Haddad" in ada.sees()
    assert "numbers & more @here" in ada.sees()


async def test_edits_and_what_apps_write_is_not_answered(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.types("hi", subtype="message_changed")
    await ada.types("hi", subtype="message_deleted")
    await ada.types("hi", bot_id="B7")
    await ada.types("hi", channel_type="channel")
    assert ada.answer.status == 200
    assert ada.messages() == []
    assert not await acme.bot.knows(ada.person)


async def test_a_file_with_words_is_its_words_and_one_without_is_answered_plainly(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.types("hi", subtype="file_share", files=[{"id": "F1"}])
    assert "Start" in ada.buttons()
    await ada.types("", subtype="file_share", files=[{"id": "F1"}])
    assert "I read words only" in ada.sees_last()


async def test_a_form_opens_keeps_what_is_wrong_at_its_field_and_closes_when_it_is_right(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.opens_home()
    await ada.presses("Keep a promise")
    assert "To whom?" in ada.form()
    await ada.fills({**PROMISE, "By when?": "2020-01-01"})
    await ada.submits()
    assert ada.errors
    assert ada.modal is not None
    await ada.fills(PROMISE)
    await ada.submits()
    assert ada.modal is None
    assert "Omar" in ada.sees_last()


async def test_a_modal_sent_twice_is_kept_once(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills(PROMISE)
    twice = ada.submission()
    await ada.sends(twice)
    await ada.opens_home()
    said, kept = ada.sees(), ada.home()
    assert "Rosebud" in kept
    await ada.sends(twice)
    await ada.opens_home()
    assert (ada.sees(), ada.home()) == (said, kept)


async def test_a_bot_whose_token_slack_takes_no_more_is_not_ready(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    async with acme.session.get(f"{acme.url}readyz") as answer:
        assert answer.status == 200
    acme.slack.answers("chat.postMessage", {"ok": False, "error": "token_revoked"})
    await ada.says("hi")
    async with acme.session.get(f"{acme.url}readyz") as answer:
        assert (answer.status, "SLACK_BOT_TOKEN" in await answer.text()) == (503, True)


async def test_the_home_page_is_drawn_when_it_is_opened_and_again_when_it_has_changed(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.opens_home("messages")
    assert ada.home() == ""
    await ada.opens_home()
    assert "No practice yet" in ada.home()
    drawn = len(acme.slack.of("views.publish"))
    await ada.says("thanks")
    assert len(acme.slack.of("views.publish")) == drawn, "nothing had changed"
    await ada.says("promise Omar the numbers Thursday")
    assert "Omar" in ada.home()
    assert len(acme.slack.of("views.publish")) == drawn + 1


async def test_nobody_who_has_not_opened_the_home_page_gets_one(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    assert acme.slack.of("views.publish") == []


async def test_a_home_page_that_slack_does_not_take_holds_nothing_up(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    acme.slack.answers("views.publish", {"ok": False, "error": "internal_error"})
    await ada.opens_home()
    assert ada.answer.status == 200
    await ada.opens_home()
    assert "How it stands" in ada.home()


async def test_the_command_answers_in_the_conversation_and_repeats_nothing(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.types_command("promise Omar the Rosebud numbers Thursday")
    assert ada.hears() == ["My answer is in our own conversation, under Messages."]
    assert "Rosebud" in ada.sees_last()
    assert "Rosebud" not in ada.answer.text


@pytest.mark.parametrize("typed", ["", "help", "/help", " Help "])
async def test_the_command_alone_is_help(acme: Office, typed: str) -> None:
    ada = acme.person("U1", "Ada")
    await ada.types_command(typed)
    assert "What you can type" in ada.sees_last()


async def test_in_the_conversation_with_the_bot_the_command_says_nothing_beside_it(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    await ada.types_command("help", channel=ada.channel)
    assert ada.hears() == []
    assert ada.answer.text == ""


async def test_the_command_promise_opens_the_form(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.types_command("promise")
    assert "To whom?" in ada.form()
    assert ada.hears() == []


async def test_the_shortcut_opens_the_form_for_somebody_new_too(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.uses_shortcut("promise_form")
    await ada.fills(PROMISE)
    await ada.submits()
    assert "Omar" in ada.sees_last()


async def test_a_message_of_somebodys_becomes_a_promise(acme: Office) -> None:
    ada, _ = acme.person("U1", "Ada"), acme.person("U2", "Omar Haddad")
    await ada.says("hi")
    await ada.uses_shortcut(
        "keep_promise", {"type": "message", "user": "U2", "text": "Can I have the Rosebud numbers?"}
    )
    assert "Rosebud" in ada.form() + ada.sees()
    assert "Omar Haddad" in ada.form() + ada.sees()


async def test_a_message_of_somebodys_becomes_a_thing_to_act_on(acme: Office) -> None:
    ada, _ = acme.person("U1", "Ada"), acme.person("U2", "Omar Haddad")
    await ada.says("hi")
    await ada.uses_shortcut("keep_thing", {"type": "message", "user": "U2", "text": "Could you call the Rosebud team?"})
    assert "Could you call the Rosebud team?" in ada.form()
    await ada.fills({"What?": "call the Rosebud team", "By when?": "2020-01-01"})
    await ada.submits()
    assert "gone by" in str(ada.errors)
    await ada.fills({"By when?": PROMISE["By when?"]})
    await ada.submits()
    assert "call the Rosebud team, with Omar Haddad." in ada.sees_last()


async def test_thanks_for_a_message_name_its_author(acme: Office) -> None:
    ada, _ = acme.person("U1", "Ada"), acme.person("U2", "Lea")
    await ada.says("hi")
    await ada.uses_shortcut("keep_thank", {"type": "message", "user": "U2", "text": "The Rosebud delay is real."})
    assert "Lea" in ada.form() + ada.sees()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"type": "message", "bot_id": "B7", "text": "Deployed."}, "written by an app"),
        ({"type": "message", "user": "U2", "bot_id": "B7", "text": "Deployed."}, "written by an app"),
        ({"type": "message", "text": "Deployed."}, "written by an app"),
        ({"type": "message", "user": "U2", "text": "  "}, "no words"),
        ({"type": "message", "user": "U2", "text": None}, "no words"),
    ],
)
async def test_a_message_that_cannot_be_kept_is_said_plainly(acme: Office, message: dict[str, str], said: str) -> None:
    ada, _ = acme.person("U1", "Ada"), acme.person("U2", "Lea")
    await ada.uses_shortcut("keep_promise", message)
    assert said in ada.hears()[-1]


async def test_a_form_whose_trigger_has_gone_is_said_kindly(acme: Office) -> None:
    ada = acme.person("U1", "Ada")
    await ada.opens_home()
    acme.slack.answers("views.open", {"ok": False, "error": "expired_trigger_id"})
    await ada.presses("Keep a promise")
    assert ada.modal is None
    assert "press it once more" in ada.sees_last()
    await ada.presses("Keep a promise")
    assert "To whom?" in ada.form()


async def test_a_form_that_slack_does_not_take_has_an_id(acme: Office, logs: list[dict[str, str]]) -> None:
    ada = acme.person("U1", "Ada")
    acme.slack.answers("views.open", {"ok": False, "error": "invalid_arguments"})
    await ada.uses_shortcut("promise_form")
    (logged,) = (entry for entry in logs if entry["event"] == "Slack does not take a form")
    assert logged["id"] in ada.sees_last()

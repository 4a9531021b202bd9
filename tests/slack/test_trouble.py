"""Each of Slack's error codes leads to what the table says, over real HTTP."""

from typing import Any

import pytest

from adapters.slack.calls import Misspoken
from adapters.slack.trouble import TABLE, Means, code_of, decide, harmless
from bot.delivery import Doubtful, Later, Refused
from tests.slack.desk import Desk, row
from tests.slack.standin import StandIn

OURS = {"http_4xx", "http_5xx", "http_503", "unreachable", "no_answer", "no_sense"}
"""Names that Slack never says."""


def said_by_slack(*means: Means) -> list[str]:
    return sorted(code for code, decision in TABLE.items() if decision.means in means and code not in OURS)


async def failed(desk: Desk, **more: Any) -> Exception:
    """What sending a message ends in."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  which one, each test says
        await desk.transport().send(row(**more))
    assert "Rosebud" not in repr(caught.value)
    assert caught.value.__context__ is None  # what the SDK raised quotes the whole answer
    return caught.value


def answers(slack: StandIn, code: str, method: str = "chat.postMessage") -> None:
    slack.answers(method, {"ok": False, "error": code})


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_where_the_app_was_removed_the_place_is_stopped_and_asked_no_more(
    slack: StandIn, desk: Desk, code: str
) -> None:
    answers(slack, code)
    transport = desk.transport()
    with pytest.raises(Refused) as caught:
        await transport.send(row())
    assert not caught.value.gone
    with pytest.raises(Refused):
        await transport.send(row(user="U2", key="k2"))
    assert desk.stopped == ["T1"]
    assert len(slack.calls) == 1


async def test_a_token_that_is_not_valid_may_be_one_that_is_not_allowed_from_here(
    slack: StandIn, desk: Desk, logs: list[Any]
) -> None:
    answers(slack, "invalid_auth")
    await failed(desk)
    assert "network" in logs[0]["why"]


def test_rotation_cannot_be_switched_off_again_so_the_cure_is_another_app() -> None:
    assert "new app" in TABLE["token_expired"].why


@pytest.mark.parametrize("code", said_by_slack(Means.PERSON))
async def test_whoever_is_not_there_is_not_written_to_again(slack: StandIn, desk: Desk, code: str) -> None:
    answers(slack, code)
    error = await failed(desk)
    assert isinstance(error, Refused)
    assert error.gone
    assert code in str(error)
    assert desk.stopped == []


@pytest.mark.parametrize("code", said_by_slack(Means.PERSON, Means.MESSAGE))
async def test_a_message_that_cannot_be_replaced_says_nothing_about_the_person(
    slack: StandIn, desk: Desk, code: str
) -> None:
    answers(slack, code, "chat.update")
    error = await failed(desk, replaces="k0", replaced_id="DU1:1.000001")
    assert isinstance(error, Refused)
    assert not error.gone


@pytest.mark.parametrize("code", said_by_slack(Means.MEND))
async def test_what_the_operator_must_mend_waits_an_hour_and_is_logged_once_with_its_cure(
    slack: StandIn, desk: Desk, logs: list[Any], code: str
) -> None:
    transport = desk.transport()
    for number in range(3):
        answers(slack, code)
        with pytest.raises(Later) as caught:
            await transport.send(row(key=f"k{number}"))
        assert (caught.value.seconds, caught.value.tried) == (3600, False)
    [entry] = [entry for entry in logs if entry["log_level"] == "error"]
    assert entry["code"] == code
    assert entry["cure"] == TABLE[code].why


@pytest.mark.parametrize("code", said_by_slack(Means.WAIT))
async def test_what_passes_by_itself_is_no_attempt(slack: StandIn, desk: Desk, logs: list[Any], code: str) -> None:
    answers(slack, code)
    error = await failed(desk)
    assert isinstance(error, Later)
    assert not error.tried
    assert error.seconds >= 30
    assert logs == []


@pytest.mark.parametrize("code", said_by_slack(Means.DOUBT))
async def test_what_may_have_been_done_half_way_is_doubtful(slack: StandIn, desk: Desk, code: str) -> None:
    answers(slack, code)
    assert isinstance(await failed(desk), Doubtful)


@pytest.mark.parametrize(
    "code", ["invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "metadata_too_large"]
)
async def test_what_slack_does_not_understand_is_our_fault(slack: StandIn, desk: Desk, code: str) -> None:
    answers(slack, code)
    error = await failed(desk)
    assert isinstance(error, Misspoken)
    assert str(error) == f"Slack answered {code} to chat.postMessage"


async def test_a_code_that_nobody_has_heard_of_is_our_fault_and_is_named(slack: StandIn, desk: Desk) -> None:
    answers(slack, "mercury_in_retrograde")
    assert str(await failed(desk)) == "Slack answered mercury_in_retrograde to chat.postMessage"


async def test_our_fault_names_the_place_in_the_blocks_and_none_of_the_words(slack: StandIn, desk: Desk) -> None:
    said = [
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/1/text/text]",
        "[ERROR] invalid value: Rosebud is what I told 'Rosebud' [json-pointer:/blocks/2]",
    ]
    slack.answers("chat.postMessage", {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": said}})
    assert str(await failed(desk)) == (
        "Slack answered invalid_blocks to chat.postMessage: "
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/1/text/text]; "
        "[ERROR] invalid value: … is … … … … [json-pointer:/blocks/2]"
    )


@pytest.mark.parametrize("said", [None, "Rosebud", {"Rosebud": 1}, 7, ["Rosebud", None, 3]])
def test_however_a_validator_answers_no_word_of_anybodys_comes_through(said: object) -> None:
    assert "Rosebud" not in harmless(said)


@pytest.mark.parametrize("status", [500, 501, 502, 504, 520])
async def test_a_broken_server_leaves_a_doubt(slack: StandIn, desk: Desk, status: int) -> None:
    slack.answers("chat.postMessage", {}, status)
    assert isinstance(await failed(desk), Doubtful)


@pytest.mark.parametrize("answer", [{}, {"ok": False, "error": "service_unavailable"}, {"error": "internal_error"}])
async def test_a_server_that_takes_nothing_is_asked_later(slack: StandIn, desk: Desk, answer: dict[str, Any]) -> None:
    slack.answers("chat.postMessage", answer, 503)
    error = await failed(desk)
    assert isinstance(error, Later)
    assert (error.seconds, error.tried) == (30, False)


@pytest.mark.parametrize("status", [400, 403, 404, 407])
async def test_something_on_the_way_that_refuses_the_call_is_the_operators(
    slack: StandIn, desk: Desk, logs: list[Any], status: int
) -> None:
    slack.answers("chat.postMessage", {"detail": "Rosebud"}, status)
    error = await failed(desk)
    assert isinstance(error, Later)
    assert "SLACK_API_URL" in logs[0]["cure"]


@pytest.mark.parametrize("answer", [{}, {"ok": False}, {"ok": False, "error": "Rosebud said so"}, {"error": None}])
async def test_an_answer_that_makes_no_sense_leaves_a_doubt(slack: StandIn, desk: Desk, answer: dict[str, Any]) -> None:
    slack.answers("chat.postMessage", answer)
    assert isinstance(await failed(desk), Doubtful)


def test_every_line_of_the_table_has_a_reason_and_every_wait_an_end() -> None:
    for code, decision in TABLE.items():
        assert decision.why
        assert (decision.seconds > 0) == (decision.means in (Means.WAIT, Means.MEND)), code


def test_a_status_is_named_where_slack_names_nothing() -> None:
    assert [code_of(status, None) for status in (200, 404, 429, 500, 503)] == [
        "no_sense",
        "http_4xx",
        "ratelimited",
        "http_5xx",
        "http_503",
    ]
    assert {code_of(status, None) for status in (200, 404, 429, 500, 503)} <= TABLE.keys()
    assert decide("channel_not_found").means is Means.PERSON

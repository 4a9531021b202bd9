"""Every answer of the Bot Connector has its decision, and what it quotes of a message goes nowhere."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.teams.hosts import is_allowed
from adapters.teams.trouble import GOVERNMENT, HOUR, SOON, TABLE, Means, Own, code_of, decide, seconds_of
from bot.teams_settings import HOSTS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "Rosebud"


def body(code: str) -> str:
    return json.dumps({"error": {"code": code, "message": f"{SECRET} happened."}})


BLOCKED = json.dumps(
    {
        "errorCode": 209,
        "message": json.dumps({"subCode": "MessageWritesBlocked", "details": "Thread is blocked", "errorCode": None}),
    }
)
"""As the documentation prints it: JSON as a text in JSON."""

DOCUMENTED = [
    (400, body("Bad Argument"), Means.FAULT),
    (400, body("BadSyntax"), Means.FAULT),
    (401, body("BotNotRegistered"), Means.MEND),
    (401, "", Means.MEND),
    (403, body("BotDisabledByAdmin"), Means.MEND),
    (403, body("BotNotInConversationRoster"), Means.PERSON),
    (403, body("ConversationBlockedByUser"), Means.PERSON),
    (403, body("ForbiddenOperationException"), Means.PERSON),
    (403, body("InvalidBotApiHost"), Own.ELSEWHERE),
    (403, body("NotEnoughPermissions"), Means.MEND),
    (403, BLOCKED, Means.PERSON),
    (403, "", Means.MEND),
    (404, body("ConversationNotFound"), Own.LOST),
    (404, body("BotNotInConversationRoster"), Means.PERSON),
    (404, "", Own.LOST),
    (412, body("PreconditionFailed"), Means.BUSY),
    (412, "", Means.BUSY),
    (413, body("MessageSizeTooBig"), Means.MESSAGE),
    (413, "<html>too large</html>", Means.MESSAGE),
    (429, body("Throttled"), Means.WAIT),
    (429, "", Means.WAIT),
    (500, body("ServiceError"), Means.DOUBT),
    (500, "", Means.DOUBT),
    (501, "", Means.DOUBT),
    (502, "", Means.WAIT),
    (503, "<html>", Means.WAIT),
    (504, "", Means.WAIT),
    (301, "", Means.MEND),
    (307, "", Means.MEND),
    (407, "", Means.MEND),
    (418, "", Means.FAULT),
]


@pytest.mark.parametrize(("status", "text", "means"), DOCUMENTED)
def test_what_a_new_message_is_answered_with_has_its_decision(status: int, text: str, means: Means | Own) -> None:
    assert decide(code_of(status, text)).means is means


@pytest.mark.parametrize(
    ("status", "text", "means"),
    [
        (404, body("ActivityNotFoundInConversation"), Own.ANEW),
        (404, body("ConversationNotFound"), Own.LOST),
        (404, "", Own.LOST),
        (403, body("NotEnoughPermissions"), Means.MESSAGE),
        (403, body("ConversationBlockedByUser"), Means.PERSON),
        (413, body("MessageSizeTooBig"), Means.MESSAGE),
        (500, body("ServiceError"), Means.BUSY),
        (429, body("Throttled"), Means.WAIT),
        (400, body("BadSyntax"), Means.FAULT),
    ],
)
def test_one_that_replaces_another_may_be_drawn_twice_and_may_find_nothing_to_replace(
    status: int, text: str, means: Means | Own
) -> None:
    assert decide(code_of(status, text), replacing=True).means is means


def test_a_new_message_that_answers_one_which_is_gone_is_not_shown() -> None:
    assert decide("ActivityNotFoundInConversation").means is Means.MESSAGE


@pytest.mark.parametrize(
    ("status", "text", "means"),
    [
        (403, body("ForbiddenOperationException"), Means.PERSON),
        (403, BLOCKED, Means.PERSON),
        (404, "", Means.PERSON),
        (400, body("BadSyntax"), Means.MESSAGE),
        (500, "", Means.BUSY),
        (429, "", Means.WAIT),
        (401, "", Means.MEND),
        (403, body("InvalidBotApiHost"), Own.ELSEWHERE),
    ],
)
def test_opening_a_conversation_twice_is_safe_and_finds_out_who_is_not_there(
    status: int, text: str, means: Means | Own
) -> None:
    assert decide(code_of(status, text), opening=True).means is means


@pytest.mark.parametrize("code", ["unreachable", "token_later", "full"])
def test_where_nothing_was_sent_it_is_tried_again_whatever_it_was(code: str) -> None:
    for decision in (decide(code), decide(code, replacing=True), decide(code, opening=True)):
        assert decision.means is Means.WAIT


def test_an_answer_that_did_not_come_is_a_doubt_only_where_twice_would_be_seen() -> None:
    assert decide("no_answer").means is Means.DOUBT
    assert decide("no_answer", replacing=True).means is Means.BUSY
    assert decide("no_answer", opening=True).means is Means.BUSY


def test_what_waits_says_for_how_long_and_what_must_be_mended_says_how() -> None:
    for code, decision in TABLE.items():
        assert decision.why, code
        assert (decision.seconds > 0) is (decision.means in (Means.WAIT, Means.BUSY, Means.MEND, Own.ELSEWHERE)), code


@pytest.mark.parametrize(
    "text",
    [
        BLOCKED,
        BLOCKED.replace("MessageWritesBlocked", "SomethingNew"),
        '{"errorCode":209,"message":"{\\r\\n  \\"subCode\\": \\"MessageWritesBlocked\\",\\r\\n \\"x\\": \\"\\"}"}',
        '{"errorCode": 209}',
        '{"subCode": "MessageWritesBlocked"}',
        body("MessageWritesBlocked"),
        body("messageWritesBlocked"),
        '{"error": "MessageWritesBlocked"}',
        '{"error": {"innerHttpError": {}, "message": "{\\"subCode\\":\\"MessageWritesBlocked\\"}"}}',
    ],
)
def test_that_somebody_blocked_the_bot_is_found_wherever_it_stands(text: str) -> None:
    if "SomethingNew" in text:
        assert decide(code_of(403, text)).means is Means.MEND, "what Teams may invent blames nobody"
    else:
        assert code_of(403, text) == "MessageWritesBlocked"


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        f"<html>{SECRET}</html>",
        f'"{SECRET}"',
        f'["{SECRET}"]',
        "null",
        "7",
        "{}",
        f'{{"error": "{SECRET} is what I typed"}}',
        f'{{"error": {{"code": "{SECRET} is what I typed"}}}}',
        f'{{"error": {{"code": "{SECRET}{"x" * 50}"}}}}',
        '{"error": {"code": 7}}',
        '{"error": {"code": null}}',
        '{"error": null}',
        '{"error": []}',
        "[" * 100_000,
        "\x00",
        '{"error"',
    ],
)
def test_a_body_that_makes_no_sense_says_nothing_but_its_status(text: str) -> None:
    assert code_of(418, text) == "http_418"
    assert code_of(429, text) == "http_429"
    assert code_of(599, text) == "http_5xx"


def test_a_code_that_is_not_known_is_named_to_the_operator() -> None:
    assert code_of(400, body("Bad Argument")) == "http_400 badargument"
    assert code_of(500, body("SomethingNew")) == "http_5xx"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("2.5", 2.5),
        ("0", SOON),
        ("0.01", SOON),
        ("86400", HOUR),
        ("999999999", HOUR),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), SOON),
        (format_datetime(NOW + timedelta(days=9), usegmt=True), HOUR),
        ("Mon, 23 Nov 2026 09:00:30", 30.0),
        ("Mon, 23 Nov 2026 10:00:30 +0100", 30.0),
        ("", None),
        ("-1", None),
        ("soon", None),
        ("1e9", None),
        ("nan", None),
        ("inf", None),
        ("\u0667", None),
        ("9" * 400, None),
        ("Mon, 99 Nov 2026 09:00:30 GMT", None),
        ("Mon, 23 Nov 99999 09:00:30 GMT", None),
    ],
)
def test_how_long_teams_asks_to_wait_is_seconds_or_a_date_and_nonsense_is_nothing(
    header: str, seconds: float | None
) -> None:
    assert seconds_of(header, NOW) == seconds


def test_the_host_of_the_government_is_one_that_may_be_spoken_to() -> None:
    assert is_allowed(GOVERNMENT, HOSTS)

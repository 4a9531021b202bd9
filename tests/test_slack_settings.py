"""Slack's settings come whole or not at all: one workspace or many, over HTTP or by a socket."""

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingError
from bot.settings import SlackSettings, read

KEY = Fernet.generate_key().decode()
BOT, APP, SECRET, ID, KEPT = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
SLACK = {
    BOT: "xoxb-1-2-s3cr3t",
    APP: "xapp-1-A1-2-s3cr3t",
    SECRET: "5ec4e7" * 5 + "00",
    ID: "1.2",
    KEPT: "c11e47" * 5 + "00",
}


def slack(*names: str, **more: str) -> SlackSettings | None:
    """What is read where only these settings of Slack's are filled in."""
    return read({"FOLLOWTHROUGH_KEY": KEY, **{name: SLACK[name] for name in names}, **more}).slack


def refusal(*names: str, **more: str) -> str:
    """Why it does not start; whatever is wrong, no secret is printed."""
    with pytest.raises(SettingError) as refused:
        slack(*names, **more)
    said = str(refused.value)
    secrets = {**SLACK, **more}
    assert not any(secrets[name] in said for name in SLACK if len(secrets[name]) > len("xoxb-"))
    return said


@pytest.mark.parametrize(
    "names",
    [(BOT, SECRET), (BOT, APP), (BOT, APP, SECRET), (ID, KEPT, SECRET), (ID, KEPT, SECRET, APP)],
    ids=" ".join,
)
def test_one_workspace_or_many_over_http_or_by_socket(names: tuple[str, ...]) -> None:
    found = slack(*names)
    assert found is not None
    told = (found.bot_token, found.app_token, found.signing_secret, found.client_id, found.client_secret)
    assert told == tuple(SLACK[name] if name in names else "" for name in SLACK)
    assert "s3cr3t" not in repr(found)
    assert SLACK[SECRET] not in repr(found)
    assert SLACK[KEPT] not in repr(found)


def test_without_a_credential_there_is_no_slack() -> None:
    assert slack(SLACK_API_URL="https://slack-gov.com/api/") is None


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ((BOT,), SECRET),
        ((APP,), BOT),
        ((SECRET,), BOT),
        ((APP, SECRET), BOT),
        ((ID,), KEPT),
        ((KEPT,), ID),
        ((ID, SECRET), KEPT),
        ((KEPT, SECRET), ID),
        ((ID, KEPT), SECRET),
        ((ID, KEPT, APP), SECRET),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_half_of_what_slack_needs_names_the_other_half(names: tuple[str, ...], missing: str) -> None:
    assert refusal(*names).startswith(f"{missing} is missing: ")


@pytest.mark.parametrize("names", [(ID,), (KEPT,), (ID, KEPT), (ID, KEPT, SECRET), (ID, KEPT, SECRET, APP)])
def test_the_token_of_one_workspace_and_the_way_to_many_exclude_each_other(names: tuple[str, ...]) -> None:
    said = refusal(BOT, *names)
    assert said.startswith("SLACK_BOT_TOKEN is the token of one workspace, and")
    assert said.endswith("remove one or the other.")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        (BOT, "xoxp-1-2-s3cr3t", "must begin with xoxb-"),
        (BOT, "xoxb-", "must begin with xoxb-"),
        (BOT, "xapp-1-A1-2-s3cr3t", "must begin with xoxb-"),
        (BOT, "xoxe.xoxb-1-s3cr3t", "its app rotates tokens"),
        (BOT, "xoxb-1 2-s3cr3t", "has a space"),
        (BOT, "xoxb-1-s3cr3t\nHost: x", "has a space"),
        (BOT, "xoxb-1-s…cr3t", "a sign that belongs to none"),
        (APP, "xoxb-1-2-s3cr3t", "must begin with xapp-"),
        (SECRET, "5ec4e7 5ec4e7", "has a space"),
        (ID, "1.2\u200b345678", "a sign that belongs to none"),
        (KEPT, "“c11e47c11e47”", "a sign that belongs to none"),
    ],
)
def test_a_token_that_is_none_is_named_and_not_printed(name: str, value: str, why: str) -> None:
    said = refusal(**{name: value})
    assert said.startswith(name)
    assert why in said


def test_the_log_of_everything_is_refused_where_people_speak_in_slack() -> None:
    assert refusal(BOT, APP, LOG_LEVEL="debug").startswith("LOG_LEVEL is DEBUG, and Slack’s own library would then")
    assert read({"FOLLOWTHROUGH_KEY": KEY, "LOG_LEVEL": "DEBUG"}).log_level == "DEBUG"


@pytest.mark.parametrize(
    "url",
    [
        "https://slack-gov.com/api",
        "https://slack-gov.com/api/",
        "http://localhost:9999/api",
        "http://127.0.0.2:9999/api",
        "http://[::1]:9999/api",
    ],
)
def test_slack_may_answer_elsewhere(url: str) -> None:
    found = slack(BOT, APP, SLACK_API_URL=url)
    assert found is not None
    assert found.api_url == f"{url.removesuffix('/')}/"


@pytest.mark.parametrize(
    "url",
    [
        "http://slack.com/api/",
        "http://10.0.0.1/api/",
        "http://localhost.example/api/",
        "ftp://localhost/api/",
        "slack.com/api/",
        "https:///api/",
        "https://[slack/api/",
        "https://slack.com:port/api/",
        "https://slack.com/api/?team=1",
        "https://slack.com/api/#top",
        "https://ana:word@slack.com/api/",
    ],
)
def test_tokens_go_nowhere_unsafe(url: str) -> None:
    assert refusal(BOT, APP, SLACK_API_URL=url).startswith("SLACK_API_URL")

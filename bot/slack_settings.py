"""What has to be known to speak with Slack: one workspace by its bot token, or many by OAuth, and nothing by halves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from bot.errors import SettingError
from bot.here import is_this_machine

API: Final = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to speak with Slack: one workspace by its bot token, or many by OAuth; over HTTP, or by Socket Mode
    where there is an app token."""

    api_url: str = API
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


def read_slack(values: Mapping[str, str], level: str) -> SlackSettings | None:
    """Slack's settings from names and values; None where there is no credential for it. `level` is the log's.

    Raises:
        SettingError: names what is missing, wrong, or one too many, and never prints a secret.
    """
    url = _url(values.get("SLACK_API_URL", API))
    found = SlackSettings(
        url,
        bot_token=_token("SLACK_BOT_TOKEN", values.get("SLACK_BOT_TOKEN", ""), "xoxb-"),
        app_token=_token("SLACK_APP_TOKEN", values.get("SLACK_APP_TOKEN", ""), "xapp-"),
        signing_secret=_token("SLACK_SIGNING_SECRET", values.get("SLACK_SIGNING_SECRET", "")),
        client_id=_token("SLACK_CLIENT_ID", values.get("SLACK_CLIENT_ID", "")),
        client_secret=_token("SLACK_CLIENT_SECRET", values.get("SLACK_CLIENT_SECRET", "")),
    )
    if found == SlackSettings(url):
        return None
    if found.client_id or found.client_secret:
        _many_workspaces(found)
    else:
        _one_workspace(found)
    if level == "DEBUG":
        raise SettingError(
            "LOG_LEVEL is DEBUG, and Slack’s own library would then write what people said next to who said it; "
            "set it to INFO."
        )
    return found


def _one_workspace(found: SlackSettings) -> None:
    if not found.bot_token:
        raise SettingError(
            "SLACK_BOT_TOKEN is missing: the bot speaks with it. "
            "For many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead."
        )
    if not (found.signing_secret or found.app_token):
        raise SettingError(
            "SLACK_SIGNING_SECRET is missing: it proves that a request is Slack’s. "
            "To try the bot without a public address, set SLACK_APP_TOKEN instead, for Socket Mode."
        )


def _many_workspaces(found: SlackSettings) -> None:
    if found.bot_token:
        raise SettingError(
            "SLACK_BOT_TOKEN is the token of one workspace, and with SLACK_CLIENT_ID or SLACK_CLIENT_SECRET every "
            "workspace gets its own; remove one or the other."
        )
    if not found.client_id:
        raise SettingError("SLACK_CLIENT_ID is missing: SLACK_CLIENT_SECRET installs the bot only together with it.")
    if not found.client_secret:
        raise SettingError("SLACK_CLIENT_SECRET is missing: SLACK_CLIENT_ID installs the bot only together with it.")
    if not found.signing_secret:
        raise SettingError("SLACK_SIGNING_SECRET is missing: it proves that a request is Slack’s.")


def _token(name: str, value: str, prefix: str = "") -> str:
    if not value:
        return ""
    if name == "SLACK_BOT_TOKEN" and value.startswith("xoxe."):
        raise SettingError(
            "SLACK_BOT_TOKEN ends after 12 hours: its app rotates tokens, which cannot be switched off again. "
            "Make a new app from the manifest."
        )
    if not (value.startswith(prefix) and len(value) > len(prefix)):
        raise SettingError(f"{name} is none: it must begin with {prefix}, and something must follow.")
    if not all("!" <= sign <= "~" for sign in value):
        raise SettingError(f"{name} has a space, or a sign that belongs to none; copy it once more.")
    return value


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingError("SLACK_API_URL is not a URL; it must look like https://slack.com/api/.") from error
    if not host or parts.query or parts.fragment or parts.username is not None or not text.isprintable():
        raise SettingError("SLACK_API_URL must be a plain address such as https://slack.com/api/.")
    if not (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))):
        raise SettingError("SLACK_API_URL must begin with https://, because tokens are sent there.")
    return text if text.endswith("/") else f"{text}/"

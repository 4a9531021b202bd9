"""What each of Slack's error codes means for a message: one table, with the reason for every line.

The codes are those of docs.slack.dev for chat.postMessage, chat.update and the methods of files and
conversations. Below them stand a few names of our own for calls that got no answer that has a code.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from adapters import trouble
from adapters.trouble import HOUR, Means, decided, to_mend

__all__ = ["HOUR", "Decision", "Means", "Own"]


class Own(Enum):
    """What follows from a code only here."""

    PLACE = "this workspace is not ours to speak in any more"


Decision = trouble.Decision[Own]

_ADMINS: Final[Decision] = to_mend("a workspace preference forbids the bot to post; an admin must allow it")
_MOVING: Final = Decision(Means.WAIT, "the workspace is being moved into an organisation", HOUR)
_FAULT: Final = Decision(Means.FAULT, "Slack does not take what we sent")
_CHANNEL: Final = Decision(Means.MESSAGE, "the channel was archived or deleted, or is a private one without the bot")

TABLE: Final[Mapping[str, Decision]] = {
    # The installation has ended. Nothing is tried again before the app is installed again.
    "account_inactive": Decision(Own.PLACE, "the app was removed, or the workspace deleted"),
    "token_revoked": Decision(Own.PLACE, "the app was removed, or its token revoked"),
    "invalid_auth": Decision(Own.PLACE, "the token is not valid, or not allowed from this machine's network"),
    # Whoever is written to is not there (any more). For a deactivated person posting often succeeds all the
    # same (python-slack-sdk#1156): those are found by the event user_change.
    "channel_not_found": Decision(Means.PERSON, "no such person can be written to"),
    "user_not_found": Decision(Means.PERSON, "there is no such person"),
    "user_not_visible": Decision(Means.PERSON, "the bot may not see this person"),
    "user_disabled": Decision(Means.PERSON, "the person's account was deactivated"),
    "users_not_found": Decision(Means.PERSON, "there is no such person"),
    "cannot_dm_bot": Decision(Means.PERSON, "a bot does not write to a bot"),
    "is_archived": Decision(Means.PERSON, "the conversation is closed, as it is with a deactivated account"),
    "app_access_restricted": Decision(Means.PERSON, "admins do not let this person use the app"),
    # Only this message, which stands as it was.
    "message_not_found": Decision(Means.MESSAGE, "the message that it replaces was deleted"),
    "cant_update_message": Decision(Means.MESSAGE, "the message that it replaces is not the bot's"),
    "edit_window_closed": Decision(Means.MESSAGE, "the workspace does not let old messages be changed"),
    "not_in_channel": Decision(Means.MESSAGE, "the bot is not in the channel; somebody there must invite it"),
    "is_inactive": Decision(Means.MESSAGE, "the message stands in a conversation that was closed"),
    # For the operator. Until then nothing is lost but time.
    "missing_scope": to_mend("the app lacks a scope; compare its manifest with ours, and install it again"),
    "no_permission": to_mend("the token may not do this; compare the app's manifest with ours, install it again"),
    "messages_tab_disabled": to_mend("switch on the Messages tab in the app's settings, under App Home"),
    "not_allowed_token_type": to_mend("the token must be a bot token, which begins with xoxb-"),
    "is_bot": to_mend("the token is a legacy bot's; it must be an app's bot token, which begins with xoxb-"),
    "token_expired": to_mend(
        "tokens rotate here, which cannot be undone; make a new app from the manifest, which leaves rotation off"
    ),
    "accesslimited": to_mend("the workspace allows no calls from this machine's network"),
    "access_denied": to_mend("the workspace allows the app no access to this"),
    "ekm_access_denied": to_mend("admins have suspended posting by taking back an encryption key"),
    "enterprise_is_restricted": to_mend("the method may not be called from this organisation"),
    "team_access_not_granted": to_mend("the organisation's admins must grant the app this workspace"),
    "two_factor_setup_required": to_mend("the account that installed the app must set up two factors"),
    "restricted_action": _ADMINS,
    "restricted_action_read_only_channel": _ADMINS,
    "restricted_action_non_threadable_channel": _ADMINS,
    "restricted_action_thread_only_channel": _ADMINS,
    "restricted_action_thread_locked": _ADMINS,
    "file_uploads_disabled": to_mend("the workspace allows no files to be uploaded"),
    "file_uploads_except_images_disabled": to_mend("the workspace allows only pictures to be uploaded"),
    "file_type_not_allowed": to_mend("the workspace does not allow this type of file to be uploaded"),
    "storage_limit_reached": to_mend("the workspace has no room for files"),
    "http_4xx": to_mend("something between here and Slack refuses the call; look at SLACK_API_URL and the proxy"),
    # It passes by itself, and nothing was done.
    "ratelimited": Decision(Means.WAIT, "Slack asks to wait", 30.0),
    "rate_limited": Decision(Means.WAIT, "Slack asks to wait", 30.0),
    "message_limit_exceeded": Decision(Means.WAIT, "the workspace sends more messages than its plan allows", HOUR),
    "org_login_required": _MOVING,
    "team_added_to_org": _MOVING,
    "external_channel_migrating": _MOVING,
    "service_unavailable": Decision(Means.WAIT, "Slack is not available", 30.0),
    "request_timeout": Decision(Means.WAIT, "Slack received only a part of the request", 30.0),
    "streaming_state_conflict": Decision(Means.WAIT, "the message is being written at this moment", 30.0),
    "http_503": Decision(Means.WAIT, "Slack is not available", 30.0),
    "unreachable": Decision(Means.WAIT, "Slack cannot be reached, so nothing was sent", 30.0),
    # "It's possible some aspect of the operation succeeded before the error was raised."
    "internal_error": Decision(Means.DOUBT, "Slack failed, perhaps half-way"),
    "fatal_error": Decision(Means.DOUBT, "Slack failed, perhaps half-way"),
    "update_failed": Decision(Means.DOUBT, "Slack failed to change the message, perhaps half-way"),
    "http_5xx": Decision(Means.DOUBT, "Slack failed, and did not say where"),
    "no_answer": Decision(Means.DOUBT, "Slack took the request and did not answer"),
    "no_sense": Decision(Means.DOUBT, "the answer is not one of Slack's"),
}
"""Every other code is our fault: `invalid_blocks`, `msg_too_long`, `metadata_too_large`, `no_text`, and what
Slack may invent. Trying it again would not help, and the operator sees it with its name."""


def decide(code: str, *, replacing: bool = False, channel: bool = False) -> Decision:
    """What the code means. A conversation in which a message cannot be replaced says nothing about the person, and
    a channel nothing about anybody."""
    decision = decided(TABLE, code, _FAULT, _CHANNEL if channel else None)
    if replacing and decision.means is Means.PERSON:
        return Decision(Means.MESSAGE, decision.why)
    return decision


def code_of(status: int, error: object) -> str:
    """The name of what went wrong: of Slack's own code, or else of the HTTP status."""
    if status == 429:
        return "ratelimited"
    if status == 503:
        return "http_503"
    if isinstance(error, str) and re.fullmatch(r"[a-z0-9_]{1,60}", error):
        return error
    if status >= 500:
        return "http_5xx"
    return "http_4xx" if status >= 400 else "no_sense"


_KNOWN: Final = re.compile(
    r"a|additional|all|allowed|an|and|array|at|be|block|blocks|boolean|cannot|characters|contain|element|"
    r"elements|empty|error|exactly|failed|field|fields|for|format|found|integer|invalid|is|item|items|json|"
    r"least|length|less|long|match|maximum|metadata|minimum|missing|more|most|must|no|not|number|object|of|one|"
    r"only|or|property|provided|required|schema|schemas|short|string|text|than|the|to|too|type|unique|"
    r"unsupported|url|valid|value|values",
    re.IGNORECASE,
)
_POINTER: Final = re.compile(r"json-pointer:[/a-z0-9_]*")


def harmless(messages: object) -> str:
    """What Slack's validator says, and nothing that it may quote: every word that is none of its own is "…"."""
    if not isinstance(messages, Sequence) or isinstance(messages, str):
        return ""
    return "; ".join(" ".join(map(_word, str(message).split())) for message in messages[:5])


def _word(word: str) -> str:
    bare = word.strip("[](){}:;,.!\"'`")
    pointer = _POINTER.fullmatch(bare)
    return word if pointer or bare.isdecimal() or _KNOWN.fullmatch(bare) else "…"

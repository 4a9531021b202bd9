"""What each answer of the Bot Connector means for a message: one table, with the reason for every line.

The codes are those of Microsoft's table "Status codes from agent conversational APIs". Below them stand a few
names of our own, for answers that have no code and for calls that got no answer.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Final

from adapters import trouble
from adapters.trouble import HOUR, Means, decided, to_mend

__all__ = ["HOUR", "Decision", "Means", "Own"]


class Own(Enum):
    """What follows from a code only here."""

    ANEW = "the message that it replaces is not there; it is shown as a new one"
    LOST = "the conversation is not there; it can be opened again, once"
    ELSEWHERE = "the tenant lives in the government's cloud; ask there"


Decision = trouble.Decision[Own]

SOON: Final = 1.0
GOVERNMENT: Final = "https://smba.infra.gcc.teams.microsoft.com/teams/"
"""Where the American government's moderate cloud is reached, whose tenants answer InvalidBotApiHost elsewhere."""


_FAULT: Final = Decision(Means.FAULT, "Teams does not take what we sent")
_BLOCKED: Final = Decision(Means.PERSON, "the person has blocked, muted or removed the bot")
_IN_CHANNEL: Final = Decision(Means.MESSAGE, "the bot may not write in the channel; is the app in its team still?")
_TOO_BIG: Final = Decision(Means.MESSAGE, "the message is larger than Teams takes")
_NOT_AVAILABLE: Final = Decision(Means.WAIT, "Teams is not available", 30.0)

TABLE: Final[Mapping[str, Decision]] = {
    # Nobody hears the bot there any more. What comes from them brings them back: an install, a word, a press.
    "ConversationBlockedByUser": _BLOCKED,
    "MessageWritesBlocked": _BLOCKED,
    "ForbiddenOperationException": Decision(Means.PERSON, "the bot is not installed for this person"),
    "BotNotInConversationRoster": Decision(Means.PERSON, "the bot was removed from the conversation"),
    # Of "Remove chat history", and of about one person in a hundred for no reason that anybody knows
    # (botbuilder-python#2102). Opening the conversation again mends it.
    "ConversationNotFound": Decision(Own.LOST, "the conversation is not there any more"),
    "http_404": Decision(Own.LOST, "there is nothing at this place"),
    # Only this message.
    "ActivityNotFoundInConversation": Decision(Own.ANEW, "the message that it replaces is not there any more"),
    "MessageSizeTooBig": _TOO_BIG,
    "http_413": _TOO_BIG,
    # For the operator, or an admin of the tenant. Until then nothing is lost but time. An admin's doing is not a
    # person's: were they taken for gone, they would stay so after the admin has changed it.
    "BotNotRegistered": to_mend("no registration of this bot is known; compare TEAMS_APP_ID with the portal"),
    "BotDisabledByAdmin": to_mend("an admin of the tenant has blocked the app; they must allow it"),
    "NotEnoughPermissions": to_mend("the bot lacks a permission for this; compare the app's manifest with ours"),
    "http_401": to_mend("the token is not taken; compare TEAMS_APP_ID, the secret and TEAMS_TENANT_ID with the portal"),
    "http_403": to_mend("Teams, or something between here and Teams, forbids it and does not say why"),
    "http_3xx": to_mend("something between here and Teams sends us elsewhere; look at the proxy"),
    "http_407": to_mend("the proxy wants credentials"),
    "no_token": to_mend("Microsoft gives no token for these credentials; look at TEAMS_APP_ID and what belongs to it"),
    # The documentation says once: with another host.
    "InvalidBotApiHost": Decision(Own.ELSEWHERE, "the tenant is the American government's", HOUR),
    # It passes by itself, and nothing was done: "retry, with exponential backoff" or as Retry-After says.
    "PreconditionFailed": Decision(Means.BUSY, "several things happened to the conversation at once", 1.0),
    "http_412": Decision(Means.BUSY, "several things happened to the conversation at once", 1.0),
    "Throttled": Decision(Means.WAIT, "Teams asks to wait", 30.0),
    "http_429": Decision(Means.WAIT, "Teams asks to wait", 30.0),
    "http_502": _NOT_AVAILABLE,
    "http_503": _NOT_AVAILABLE,
    "http_504": _NOT_AVAILABLE,
    "unreachable": Decision(Means.WAIT, "Teams cannot be reached, so nothing was sent", 30.0),
    "token_later": Decision(Means.WAIT, "Microsoft gives no token at the moment, so nothing was sent", 30.0),
    "full": Decision(Means.WAIT, "too much is on its way already", 5.0),
    # "Retry: no." It may have come far enough to be seen.
    "ServiceError": Decision(Means.DOUBT, "Teams failed, perhaps half-way"),
    "http_5xx": Decision(Means.DOUBT, "Teams failed, perhaps half-way"),
    "no_answer": Decision(Means.DOUBT, "Teams took the request and did not answer"),
}
"""Every other code is our fault: `BadArgument`, `BadSyntax`, and what Teams may invent."""

_BY_NAME: Final = {name.lower(): name for name in TABLE}
_SUBCODE: Final = re.compile(r'"subCode\\*"\s*:\s*\\*"(\w{1,60})')
_BLOCKED_CODE: Final = 209
_CODE: Final = re.compile(r"[A-Za-z]{1,40}(?: [A-Za-z]{1,20})?")


def decide(code: str, *, replacing: bool = False, opening: bool = False, channel: bool = False) -> Decision:
    """What the code means for a new message, for one that replaces another, and for opening a conversation.

    In a channel none of them says anything about a person.
    """
    # The next message to a channel is tried again: nobody tells when it is opened again.
    decision = decided(TABLE, code, _FAULT, _IN_CHANNEL if channel else None)
    if decision.means is Own.ANEW and not replacing:
        return Decision(Means.MESSAGE, decision.why)
    if replacing and code == "NotEnoughPermissions":
        return Decision(Means.MESSAGE, "the message that it replaces is not the bot's")
    if replacing and decision.means is Means.DOUBT:
        return Decision(Means.BUSY, f"{decision.why}; drawn twice in the same place, it is there once", 5.0)
    if opening:
        return _of_opening(decision)
    return decision


def _of_opening(decision: Decision) -> Decision:
    match decision.means:
        case Own.LOST:
            return Decision(Means.PERSON, "there is no such person in the tenant")
        case Means.FAULT:
            # Nothing was said but who they are: 400 "Invalid user identity in provided tenant".
            return Decision(Means.MESSAGE, "Teams knows nobody of this id in the tenant")
        case Means.DOUBT:
            return Decision(Means.BUSY, f"{decision.why}; opened twice, a conversation is the same", 5.0)
        case _:
            return decision


def code_of(status: int, body: str) -> str:
    """The name of what went wrong: Teams' own code wherever it stands in the body, or else of the HTTP status.

    Never anything of what the message said, which Teams may quote.
    """
    said = _said(body)
    if said in _BY_NAME:
        return _BY_NAME[said]
    exact = f"http_{status}"
    if exact in TABLE:
        return exact
    if status >= 500:
        return "http_5xx"
    if status < 400:
        return "http_3xx"
    return f"{exact} {said}".rstrip()


def _said(body: str) -> str:
    """The code in small letters without spaces, or "": {"error": {"code": ...}}, or errorCode 209 with a JSON text."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(answer, dict):
        return ""
    error = answer.get("error", answer)
    code = error.get("code") if isinstance(error, dict) else error
    if isinstance(code, str) and _CODE.fullmatch(code):
        return code.replace(" ", "").lower()
    found = _SUBCODE.search(body)
    if found is not None:
        return found[1].lower()
    return "messagewritesblocked" if answer.get("errorCode") == _BLOCKED_CODE else ""


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """How long Teams asks to wait, from a header that holds seconds or a date; None where it makes no sense."""
    text = retry_after.strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII):
        return min(max(float(text), SOON), HOUR)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), SOON), HOUR)

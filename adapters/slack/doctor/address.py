"""Whether Slack reaches the bot at its public address, and nobody else is believed there."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

from adapters.asking import Said, ask
from adapters.slack.manifest import EVENTS_PATH
from bot.finding import Finding, look, mend, ok
from bot.here import is_this_machine
from bot.settings import Settings

SECRET: Final = "SLACK_SIGNING_SECRET"
CHALLENGE: Final = "followthrough-doctor"
JSON: Final = {"Content-Type": "application/json"}


def secret_shape(secret: str) -> Finding:
    """Slack’s are 32 hexadecimal digits; whether it is the right one only `--url` can tell."""
    if re.fullmatch(r"[0-9a-f]{32}", secret):
        return ok(SECRET, "It has the shape of one.")
    return look(SECRET, "Slack’s have 32 digits from 0 to f. It stands in Basic Information, and is not the client’s.")


def where_it_listens(settings: Settings, url: str) -> Iterator[Finding]:
    """What nobody but this machine can reach."""
    slack = settings.slack
    if slack and is_this_machine(urlsplit(slack.api_url).hostname or ""):
        yield look("SLACK_API_URL", "It leads to this machine, so this is a stand-in and not Slack.")
    if slack and not slack.app_token and not url and is_this_machine(settings.host):
        yield look(
            "HOST",
            f"It is {settings.host}, which only this machine reaches: well behind a proxy on it, otherwise 0.0.0.0. "
            "--url tries it.",
        )
    if url and is_this_machine(urlsplit(url).hostname or ""):
        yield look("--url", "It leads to this machine, and Slack cannot come here: use Socket Mode, or a public name.")


async def at_address(
    session: ClientSession, url: str, secret: str, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """The web process answers there, takes what Slack signs, and nothing else."""
    alive = await ask(session, "GET", f"{url}/healthz")
    if isinstance(alive, str):
        yield mend("Public address", alive)
        return
    if alive.status != 200:
        yield mend(
            "Public address", f"/healthz answers {alive.status}, not 200: does the proxy lead to the web process?"
        )
        return
    yield ok("Public address", "The web process answers there.")
    body = json.dumps({"type": "url_verification", "token": "", "challenge": CHALLENGE})
    if secret:
        signature = SignatureVerifier(secret)
        moment = str(int(clock().timestamp()))
        signed = signature.generate_signature(timestamp=moment, body=body)
        headers = {**JSON, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signed or ""}
        yield _believed(await ask(session, "POST", f"{url}{EVENTS_PATH}", body, headers))
    else:
        yield look("Signed requests", f"Without {SECRET} they cannot be tried; Socket Mode needs no public address.")
    yield _refused(await ask(session, "POST", f"{url}{EVENTS_PATH}", body, JSON))


def _believed(answer: Said | str) -> Finding:
    what = "Signed requests"
    match answer:
        case str():
            return mend(what, answer)
        case Said(200, text) if CHALLENGE in text:
            return ok(what, "They are taken.")
        case Said(401):
            return mend(what, f"They are refused: the web process there has another {SECRET}, or its clock is off.")
        case Said(other):
            return mend(what, f"{EVENTS_PATH} answers {other}, not 200: does the proxy lead to the web process?")


def _refused(answer: Said | str) -> Finding:
    what = "Unsigned requests"
    match answer:
        case str():
            return mend(what, answer)
        case Said(401):
            return ok(what, "They are refused.")
        case Said(200):
            return mend(what, "They are taken, so anybody can speak as anybody; what answers there is not this bot.")
        case Said(other):
            return mend(what, f"{EVENTS_PATH} answers {other}, not 401: does the proxy lead to the web process?")

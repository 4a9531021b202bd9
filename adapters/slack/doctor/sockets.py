"""How many sockets Slack believes to be open: dead ones take clicks with them, and it allows ten.

Behind NAT or in a container a dead connection can stay registered for hours (python-slack-sdk#1940); events still
come, clicks are lost without a word. Slack’s `hello` says how many there are, the one that asks included.
"""

import asyncio
import json
from json import JSONDecodeError
from typing import Any, Final

from aiohttp import ClientError, ClientSession, WSMsgType

from adapters.asking import PATIENCE, why_not
from bot.finding import Finding, look, mend, ok

WHAT: Final = "Sockets"
MOST: Final = 10
"""So many does Slack allow for one app."""


async def sockets(session: ClientSession, ticket: str, processes: int) -> Finding:
    """Open one, read how many there are, and close it at once: what comes meanwhile could come here."""
    try:
        async with asyncio.timeout(PATIENCE), session.ws_connect(ticket) as socket:
            message = await socket.receive()
    except (ClientError, TimeoutError, OSError) as failed:
        return mend(WHAT, why_not(failed, ticket))
    try:
        hello = json.loads(message.data) if message.type is WSMsgType.TEXT else None
    except JSONDecodeError:
        hello = None
    return _counted(hello, processes)


def _counted(hello: Any, processes: int) -> Finding:
    if not isinstance(hello, dict) or hello.get("type") != "hello":
        return mend(WHAT, "Slack opened one and closed it again without a greeting; try once more in a minute.")
    count = hello.get("num_connections")
    if not isinstance(count, int):
        return look(WHAT, "One was opened, and Slack did not say how many there are.")
    others = count - 1
    said = f"{others} open besides this check’s own, and {processes} expected"
    if count >= MOST:
        return mend(WHAT, f"{said}. At {MOST} clicks are lost without a word: use HTTP, or stop it for five hours.")
    if others > processes:
        return look(WHAT, f"{said}: dead ones take clicks with them. In production use HTTP (docs/slack.md).")
    if others < processes:
        return look(WHAT, f"{said}: does the web process run? Without one nobody is answered.")
    return ok(WHAT, f"{said}.")

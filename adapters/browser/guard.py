"""Who may talk to the playground, what every answer carries, and what is said when something goes wrong.

Whoever opens the page can talk as anybody, so it answers only to this machine: a page elsewhere must be able
neither to post to it nor, by a name that it points at 127.0.0.1 (DNS rebinding), to read it.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import uuid4

import structlog
from aiohttp import web

from adapters.browser.acts import Unclear
from bot.errors import FollowthroughError, NotSaved

HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger(__name__)


def sorry(error: Exception) -> dict[str, str]:
    """What the page says about a fault: a sentence, and an id that stands in the log too."""
    if isinstance(error, NotSaved):
        return {"sentence": str(error)}  # it was logged, and its words hold the id
    number = uuid4().hex[:8]
    log.error("the playground failed", id=number, error=type(error).__name__, exc_info=error)
    known = str(error) if isinstance(error, FollowthroughError) else "Something went wrong here; it is not your fault."
    return {"sentence": known, "id": number}


def refusal(status: int, sentence: str) -> web.Response:
    """One clear sentence."""
    return web.json_response({"sentence": sentence}, status=status)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nothing through that another site could have sent, and answer every fault in one sentence."""
    if not _from_here(request):
        return refusal(403, "The playground answers only this machine: open it by the address that it printed.")
    try:
        return await handler(request)
    except Unclear as error:
        return refusal(400, str(error))
    except web.RequestPayloadError:
        return refusal(400, "What was sent is not packed as it says.")
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, "That is too long: at most 1 MB can be sent at once.")
    except web.HTTPNotFound:
        return refusal(404, "There is nothing here.")
    except web.HTTPException as error:
        return refusal(error.status, f"{error.reason}.")
    except ConnectionError:
        raise
    except Exception as error:  # noqa: BLE001 - an edge: the page shows the sentence and its id
        return web.json_response(sorry(error), status=500)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Nothing from elsewhere runs in the page, and the page stands in nobody's frame."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")


def _from_here(request: web.Request) -> bool:
    named = re.fullmatch(r"\[?([A-Za-z0-9.:]+?)\]?(:\d{1,5})?", request.headers.get("Host", ""))
    if named is None or named[1].lower() not in HOSTS:
        return False
    return request.method in ("GET", "HEAD") or request.headers.get("Origin") == f"http://{request.headers['Host']}"

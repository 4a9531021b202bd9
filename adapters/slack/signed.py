"""The route by which Slack comes over HTTP: who cannot prove to be Slack is refused, and nothing of it is read."""

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.manifest import EVENTS_PATH
from adapters.tasks import fault

log = structlog.get_logger()


def add_events(app: web.Application, bolt: AsyncApp, secret: str) -> None:
    """Answer POST /slack/events with what Bolt answers."""
    verifier = SignatureVerifier(secret)

    async def events(request: web.Request) -> web.Response:
        body = await request.read()
        if not _is_signed(verifier, request, body):
            log.warning("a request was refused: its signature is not Slack's, or older than five minutes")
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            # Bolt's to_bolt_request reads the body as text by the charset that the request claims.
            read = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
            answer = await bolt.async_dispatch(read)
        except Exception as error:  # noqa: BLE001  an edge: Bolt takes a payload's shape for granted, in its own handlers too
            fault("what Slack sent has not the shape of a payload", error)
            return web.Response()
        return await to_aiohttp_response(answer)

    app.router.add_post(EVENTS_PATH, events)


def _is_signed(verifier: SignatureVerifier, request: web.Request, body: bytes) -> bool:
    said = request.headers.get("X-Slack-Request-Timestamp"), request.headers.get("X-Slack-Signature")
    try:
        return verifier.is_valid(body, *said)
    except (ValueError, TypeError, OverflowError):  # a time that is none, a signature or a body that is no text
        return False

"""Who is heard: payloads of places in which the bot is installed. Others are refused politely, and do nothing."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import uuid4

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.answers import Answers, aside, at_first_field
from adapters.slack.handles import Unclear
from adapters.slack.visitors import Json, Visitor, Way
from adapters.slack.workspaces import Workspaces
from bot.content.words import Words

log = structlog.get_logger()

OF_ITSELF: Final = frozenset({"url_verification", "ssl_check"})
"""What Slack asks of the address and of nobody in particular."""
ENDINGS: Final = frozenset({"app_uninstalled", "tokens_revoked"})


class Admission(AsyncMiddleware):
    """Bolt runs this before it authorizes."""

    def __init__(self, workspaces: Workspaces, answers: Answers, words: Words) -> None:
        self.workspaces, self.answers, self.words = workspaces, answers, words

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  what Bolt would answer so far
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's name
    ) -> BoltResponse:
        """Find the workspace of a payload, and turn the payload away when there is none."""
        if req.body.get("type") in OF_ITSELF:
            return await next()
        team, enterprise = _text(req.context.team_id), _text(req.context.enterprise_id)
        ends = kind_of_event(req.body) in ENDINGS
        find = self.workspaces.find_exactly if ends else self.workspaces.find
        found = await find(team, enterprise, org_wide=bool(req.context.is_enterprise_install))
        if found is not None:
            req.context["workspace"] = found
            return await next()
        if not ends:
            kind = _text(req.body.get("type") or req.body.get("command"))[:40]
            log.warning("something came from where the bot is not installed", id=uuid4().hex[:8], team=team, kind=kind)
            return await self._refuse(req)
        return BoltResponse(status=200, body="")

    async def _refuse(self, req: AsyncBoltRequest) -> BoltResponse:
        gone = self.words.plain("slack.gone")
        if "command" in req.body:
            return BoltResponse(status=200, body=aside(gone))
        way = way_of(req.body)
        if way.view is not None:
            return BoltResponse(status=200, body=at_first_field(way.view, gone))
        if way.url:
            await self.answers.respond(way.url, gone)
        return BoltResponse(status=200, body="")


def visitor_of(req_context: Json, body: Json) -> Visitor:
    """Who did something: the payload's user, in the workspace that was found for it.

    Raises:
        Unclear: nobody did.
    """
    user = _text(req_context.get("user_id"))
    if not user:
        raise Unclear
    said = body.get("user")
    named = said if isinstance(said, dict) else {}
    name = _text(named.get("name") or named.get("username") or body.get("user_name"))
    return Visitor(req_context["workspace"], user, name, way_of(body))


def way_of(body: Json) -> Way:
    """How this payload can be answered."""
    sent = body.get("type") == "view_submission"
    view = body.get("view")
    return Way(
        _text(body.get("trigger_id")),
        _text(body.get("response_url")),
        view if sent and isinstance(view, dict) else None,
        command="command" in body,
    )


def kind_of_event(body: Json) -> str:
    """The type of an Events API payload, or ""."""
    event = body.get("event")
    return _text(event.get("type")) if isinstance(event, dict) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

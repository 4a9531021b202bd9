"""How a workspace or an organisation installs the bot: to Slack and back, bound to one browser for ten minutes."""

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from logging import CRITICAL, Logger, getLogger
from typing import Final
from urllib.parse import urljoin

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installs import Installs
from adapters.slack.manifest import REDIRECT_PATH, SCOPES
from adapters.slack.oauth_pages import INSTALL_PATH, Pages
from adapters.slack.outward import quiet_log
from adapters.tasks import fault
from bot.settings import SlackSettings

LIFETIME: Final = 600
"""Seconds for which a link to Slack can be come back from."""
_PURPOSE: Final = b"slack install:"
_CODE: Final = re.compile(r"[\w.-]{1,300}", re.ASCII)


class States(AsyncOAuthStateStore):
    """States that keep nothing: sealed with the keys of the settings, so that another process can open them."""

    def __init__(self, keys: Sequence[bytes], wall: Callable[[], datetime]) -> None:
        self._seal = MultiFernet([Fernet(key) for key in keys])
        self._wall = wall

    @property
    def logger(self) -> Logger:
        """Bolt's own."""
        return quiet_log()

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new one."""
        made = self._seal.encrypt_at_time(_PURPOSE + secrets.token_bytes(16), int(self._wall().timestamp()))
        return made.decode().rstrip("=")  # a cookie with "=" in it comes back in quotes

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours and young enough; the code beside it can be used only once."""
        padded = state + "=" * (-len(state) % 4)
        try:
            opened = self._seal.decrypt_at_time(padded.encode(), LIFETIME, int(self._wall().timestamp()))
        except (InvalidToken, ValueError):
            return False
        return opened.startswith(_PURPOSE)


class Flow(AsyncOAuthFlow):
    """Bolt's flow, and installations of whole organisations, which begin on Slack's side and carry no state."""

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """Take the installation in, or say why not. Whoever knows the address may send anything as a code."""
        if not all(_CODE.fullmatch(code) for code in request.query.get("code", ())):
            return await self._failed(request, "malformed_code")
        if "state" in request.query or "error" in request.query or "code" not in request.query:
            return await super().handle_callback(request)
        installation = await self.run_installation(request.query["code"][0])
        if installation is None or not installation.is_enterprise_install:
            # Without a state nobody knows who began it, so nothing else gets in (bolt-js#1697, bolt-python#23).
            reason = "invalid_code" if installation is None else "invalid_state"
            return await self._failed(request, reason)
        await self.store_installation(request, installation)
        return await self.success_handler(
            AsyncSuccessArgs(
                request=request,
                installation=installation,
                settings=self.settings,
                default=self.default_callback_options,
            )
        )

    async def run_installation(self, code: str) -> Installation | None:
        """Bolt's, except that what Slack says in no way that Bolt expects is no installation either."""
        try:
            return await super().run_installation(code)
        except Exception as error:  # noqa: BLE001  an edge: the page says that it did not work, the log why
            fault("Slack did not say what was installed", error)
            return None

    async def _failed(self, request: AsyncBoltRequest, reason: str) -> BoltResponse:
        return await self.failure_handler(
            AsyncFailureArgs(
                request=request,
                reason=reason,
                suggested_status_code=401,
                settings=self.settings,
                default=self.default_callback_options,
            )
        )


def _silent_log() -> Logger:
    """The log of Bolt's flow, which writes codes as they came, and all that Slack answered to them."""
    silent = getLogger("followthrough.slack.oauth")
    silent.setLevel(CRITICAL)
    return silent


def make_flow(
    settings: SlackSettings,
    keys: Sequence[bytes],
    session: aiohttp.ClientSession,
    installs: Installs,
    pages: Pages,
    wall: Callable[[], datetime],
) -> Flow:
    """Installing by `settings`; `keys` seal the states."""
    return Flow(
        client=AsyncWebClient(base_url=settings.api_url, session=session, logger=_silent_log(), retry_handlers=[]),
        logger=_silent_log(),
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=list(SCOPES),
            user_scopes=[],
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            install_page_rendering_enabled=False,  # at once to Slack, which shows what is asked for
            authorization_url=urljoin(settings.api_url, "/oauth/v2/authorize"),
            callback_options=AsyncCallbackOptions(success=pages.success, failure=pages.failure),
            installation_store=installs,
            state_store=States(keys, wall),
            state_expiration_seconds=LIFETIME,
        ),
    )


def add_installing(app: web.Application, flow: Flow, pages: Pages) -> None:
    """Answer GET /slack/install and GET /slack/oauth_redirect."""

    async def install(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def come_back(request: web.Request) -> web.Response:
        try:
            answer = await flow.handle_callback(await to_bolt_request(request))
        except Exception as error:  # noqa: BLE001  an edge: the page shows the id that stands in the log
            answer = pages.not_stored(fault("an installation was not stored", error))
        return await to_aiohttp_response(answer)

    app.router.add_get(INSTALL_PATH, install)
    app.router.add_get(REDIRECT_PATH, come_back)

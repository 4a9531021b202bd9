"""Activities that come in with a token to be checked: through our route, and through botbuilder's CloudAdapter.

Both take the same requests in turns, from a process of their own, and check tokens against the same keys; behind
both is a handler that does nothing. The SDK's side is what botbuilder-integration-aiohttp does with a request,
without its fault of answering 500 to dialogs. `python -m tests.bench.teams_inbound` prints the two rates.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import aiohttp
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConstants,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from adapters.teams.door import PATH, Door, add_messages
from bot.service import real_time
from bot.settings import TeamsSettings
from tests.teams.openid import APP_ID, OpenId
from tests.teams.porch import SERVICE, TENANT, Told, activity

ROUNDS: Final = 3
OURS: Final = 4_000
THEIRS: Final = 400
"""Requests a round; each kind takes a second or two."""
CLIENTS: Final = 8


@dataclass(frozen=True, slots=True)
class Inbound:
    """Activities a second, the median of the rounds."""

    ours: float
    sdk: float


async def inbound() -> Inbound:
    """Rounds in turns, so that a noisy minute concerns both."""
    async with AsyncExitStack() as stack:
        openid = await stack.enter_async_context(OpenId())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        ours = await stack.enter_async_context(_served(_ours(openid, session)))
        sdk = await stack.enter_async_context(_served(_sdk(openid)))
        # It asks for its keys on the event loop and waits there, which is where they are served too.
        await asyncio.to_thread(asyncio.run, JwtTokenExtractor.get_open_id_metadata(openid.url)._refresh())
        header = openid.bearer(SERVICE, appid=APP_ID)
        found: dict[str, list[float]] = {ours: [], sdk: []}
        for _ in range(ROUNDS):
            for url, many in ((ours, OURS), (sdk, THEIRS)):
                found[url].append(await _call(url, header, many))
    return Inbound(median(found[ours]), median(found[sdk]))


def _ours(openid: OpenId, session: aiohttp.ClientSession) -> web.Application:
    settings = TeamsSettings(APP_ID, tenant_id=TENANT, tenants=frozenset({TENANT}), openid_url=openid.url)

    async def handle(_: dict[str, Any]) -> Told:
        return Told()

    app = web.Application()
    add_messages(app, Door(settings, session, real_time), handle)
    return app


def _sdk(openid: OpenId) -> web.Application:
    adapter = CloudAdapterBase(
        BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX + TENANT,
            to_channel_from_bot_oauth_scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            to_bot_from_channel_token_issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            oauth_url=AuthenticationConstants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=openid.url,
            to_bot_from_emulator_open_id_metadata_url=openid.url,
            credential_factory=PasswordServiceClientCredentialFactory(APP_ID, "a secret", tenant_id=TENANT),
        )
    )

    async def turn(_: TurnContext) -> None:
        pass

    async def messages(request: web.Request) -> web.Response:
        sent = Activity().deserialize(await request.json())
        await adapter.process_activity(request.headers["Authorization"], sent, turn)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post(PATH, messages)
    return app


@asynccontextmanager
async def _served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    finally:
        await runner.cleanup()


async def _call(url: str, header: str, many: int) -> float:
    body = json.dumps(activity(text="did it", locale="en-GB", localTimezone="Europe/Berlin", textFormat="plain"))
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"header": header, "body": body}, file)
        file.flush()
        arguments = ("-m", "tests.bench.teams_calling", url, file.name, str(CLIENTS), str(many))
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
    assert process.returncode == 0, "an activity was refused"
    return float(said)


if __name__ == "__main__":
    rates = asyncio.run(inbound())
    print(f"{rates.ours:,.0f} a second against {rates.sdk:,.0f}: {rates.ours / rates.sdk:.1f} times")

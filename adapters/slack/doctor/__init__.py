"""Whether this machine and Slack understand each other: every check in its order, and what to do where they do not."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from adapters.asking import PATIENCE
from adapters.slack.doctor.address import at_address, secret_shape, where_it_listens
from adapters.slack.doctor.asking import Slack
from adapters.slack.doctor.clock import clock_skew
from adapters.slack.doctor.sockets import sockets
from adapters.slack.doctor.tokens import app_token, bot_token
from bot.finding import Finding, look
from bot.settings import Settings


async def look_into(
    settings: Settings,
    installed: Mapping[str, str],
    clock: Callable[[], datetime],
    url: str = "",
    processes: int = 1,
    package: Path | None = None,  # noqa: ARG001  what Slack is told of the app is no file
) -> AsyncIterator[Finding]:
    """What there is to say, one line at a time.

    `installed` are the secrets of what was installed by OAuth, by workspace; `url` is the public address, if there is
    one; `processes` is how many sockets should be open. Nothing is raised and nothing is changed.
    """
    given = settings.slack
    if given is None:
        yield look("Slack", "There are no credentials for it, so the bot is not in Slack; docs/slack.md says how.")
        return
    async with ClientSession(timeout=ClientTimeout(total=PATIENCE), trust_env=True) as session:
        slack = Slack(session, given.api_url)
        if given.signing_secret:
            yield secret_shape(given.signing_secret)
        for found in where_it_listens(settings, url):
            yield found
        yield await clock_skew(slack, clock)
        tokens = {"SLACK_BOT_TOKEN": given.bot_token} if given.bot_token else _tokens(installed)
        if not tokens:
            yield look("Installations", "Nobody has installed it yet; open /slack/install at its public address.")
        for name, token in tokens.items():
            for found in await bot_token(slack, name, token):
                yield found
        if given.app_token:
            token_found, ticket = await app_token(slack, given.app_token)
            yield token_found
            if ticket:
                yield await sockets(session, ticket, processes)
        if url:
            async for found in at_address(session, url, given.signing_secret, clock):
                yield found


def _tokens(installed: Mapping[str, str]) -> dict[str, str]:
    return {place: json.loads(secret)["bot_token"] or "" for place, secret in installed.items()}

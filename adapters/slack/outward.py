"""How Slack is reached, set up once for a process: its calls and its tokens, by one bot token or by OAuth."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.pace import Pace, Rate
from adapters.slack.audience import SlackAudiences
from adapters.slack.calls import Calls
from adapters.slack.rates import RATES
from adapters.slack.tokens import Installed, OneWorkspace
from adapters.slack.transport import SlackTransport
from adapters.slack.whom import place_of
from adapters.slack.workspaces import Many, Single, Workspace, Workspaces
from bot.errors import FollowthroughError
from bot.installations import Installations
from bot.settings import SlackSettings

PATIENCE: Final = 10.0
"""Seconds that Slack gets to say whose a token is."""


class SlackRefuses(FollowthroughError):
    """Slack does not take the token in the settings."""


@dataclass(frozen=True, slots=True)
class Outward:
    """Everything that a process needs to speak on Slack; `session` is the only one, and whoever opened it closes it."""

    session: aiohttp.ClientSession
    calls: Calls
    transport: SlackTransport
    audiences: SlackAudiences
    workspaces: Workspaces


def quiet_log() -> logging.Logger:
    """The log of Slack's own libraries: never below WARNING, because at DEBUG they write what people said."""
    log = logging.getLogger("followthrough.slack")
    log.setLevel(logging.WARNING)
    return log


async def reach(
    settings: SlackSettings,
    session: aiohttp.ClientSession,
    installations: Installations,
    wall: Callable[[], datetime],
    rates: Mapping[str, Rate] | None = RATES,
) -> Outward:
    """Set up what the settings say; one bot token is tried at once.

    Raises:
        SlackRefuses: that token does not work, or Slack cannot be reached.
    """
    clock = asyncio.get_running_loop().time
    workspaces: Single | Many
    if settings.bot_token:
        workspace = await _whose(settings, session, wall())
        workspaces = Single(workspace, OneWorkspace(workspace.place, workspace.token))
    else:
        workspaces = Many(installations, Installed(installations, clock), clock)

    calls = Calls(
        session, workspaces.tokens, Pace(clock, rates), api_url=settings.api_url, on_stopped=workspaces.refused
    )
    return Outward(session, calls, SlackTransport(calls, wall), SlackAudiences(calls), workspaces)


async def _whose(settings: SlackSettings, session: aiohttp.ClientSession, now: datetime) -> Workspace:
    """Which place the bot token speaks for, as auth.test says."""
    said = await _auth_test(settings, session)
    team, enterprise = str(said.get("team_id") or ""), str(said.get("enterprise_id") or "")
    org_wide = bool(said.get("is_enterprise_install"))
    place = place_of(team, enterprise, org_wide=org_wide)
    bot_user, bot = str(said.get("user_id") or ""), str(said.get("bot_id") or "")
    return Workspace(place, "" if org_wide else team, enterprise, bot_user, bot, settings.bot_token, now)


async def _auth_test(settings: SlackSettings, session: aiohttp.ClientSession) -> Mapping[str, Any]:
    client = AsyncWebClient(
        token=settings.bot_token, base_url=settings.api_url, session=session, logger=quiet_log(), retry_handlers=[]
    )
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error")) if isinstance(error.response.data, dict) else "no answer of its own"
        raise SlackRefuses(f"Slack does not take SLACK_BOT_TOKEN: it says {code}.") from None
    except (aiohttp.ClientError, TimeoutError, AttributeError) as error:
        raise SlackRefuses(
            f"Slack cannot be reached at {settings.api_url} ({type(error).__name__}); is the network there?"
        ) from None
    return answer.data if isinstance(answer.data, dict) else {}

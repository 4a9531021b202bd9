"""How Teams is reached, set up once for a process: one gateway with one token, and the transport of the outbox."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import aiohttp
import structlog

from adapters.pace import Pace, Rates
from adapters.teams.audience import TeamsAudiences
from adapters.teams.calls import Calls
from adapters.teams.gateway import Gateway
from adapters.teams.rates import RATES
from adapters.teams.tokens import NoToken
from adapters.teams.transport import TeamsTransport
from adapters.teams.wire import Wire
from bot.content.loader import load_words
from bot.content.words import Words
from bot.errors import FollowthroughError
from bot.references import References
from bot.teams_settings import TeamsSettings

log = structlog.get_logger()


PATIENCE: Final = 10.0
"""Seconds that the first token is waited for."""


class TeamsRefuses(FollowthroughError):
    """Microsoft does not take the credentials in the settings."""


@dataclass(frozen=True, slots=True)
class Outward:
    """Everything that a process needs to speak in Teams. Whoever opened the session closes it, after this."""

    session: aiohttp.ClientSession
    gateway: Gateway
    calls: Calls
    transport: TeamsTransport
    audiences: TeamsAudiences
    references: References

    async def close(self) -> None:
        """Let go of what waits for tokens."""
        await self.gateway.close()


async def reach(
    settings: TeamsSettings,
    session: aiohttp.ClientSession,
    references: References,
    wall: Callable[[], datetime],
    rates: Rates | None = RATES,
    words: Words | None = None,
) -> Outward:
    """Set up what the settings say, and ask for the first token. `words` stand beside files; English without them.

    Raises:
        TeamsRefuses: these credentials get none. That Microsoft cannot be reached now is no reason not to start.
    """
    clock = asyncio.get_running_loop().time
    gateway = Gateway(settings, Wire(session, wall), clock)
    try:
        async with asyncio.timeout(PATIENCE):
            await gateway.warm()
    except TimeoutError:
        log.warning("Microsoft has not given a token yet")
    except NoToken as error:
        if error.wrong:
            await gateway.close()
            raise TeamsRefuses(f"Microsoft gives no token for Teams ({error.code}): {error.why}.") from None
        log.warning("Microsoft gives no token at the moment; it is asked again", code=error.code)
    calls = Calls(gateway, Pace(clock, rates))
    transport = TeamsTransport(settings, calls, references, wall, words or load_words())
    return Outward(session, gateway, calls, transport, TeamsAudiences(calls, references), references)

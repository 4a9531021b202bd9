"""Whether this machine and Microsoft understand each other: every check in its order, and what to do where not."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime

from aiohttp import ClientSession, ClientTimeout

from adapters.asking import PATIENCE
from adapters.teams.doctor.address import at_address, where_it_listens
from adapters.teams.doctor.credentials import form
from adapters.teams.doctor.microsoft import hosts, keys, tenant, token
from bot.finding import Finding, look
from bot.settings import Settings


async def look_into(
    settings: Settings,
    installed: Mapping[str, str],  # noqa: ARG001  of platforms that are installed by OAuth; Teams is not
    clock: Callable[[], datetime],
    url: str = "",
    processes: int = 1,  # noqa: ARG001  Teams comes by no socket that could be counted
) -> AsyncIterator[Finding]:
    """What there is to say, one line at a time. `url` is the public address, if there is one.

    Nothing is raised and nothing is changed.
    """
    given = settings.teams
    if given is None:
        yield look("Teams", "There are no credentials for it, so the bot is not in Teams; docs/teams.md says how.")
        return
    async with ClientSession(timeout=ClientTimeout(total=PATIENCE), trust_env=True) as session:
        if given.allow_anonymous:
            yield look(
                "TEAMS_ALLOW_ANONYMOUS",
                "Whoever is on this machine can speak as anybody, and nothing is sent to the real Teams.",
            )
        else:
            yield form(given, clock())
            for found in where_it_listens(settings.host, url):
                yield found
            for found in await tenant(session, given, clock):
                yield found
            yield await token(session, given, clock)
            yield await keys(session, given, clock)
            yield await hosts(session, given.hosts)
        if url:
            async for found in at_address(session, url):
                yield found

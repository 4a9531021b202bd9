"""Whether this machine and Microsoft understand each other: every check in its order, and what to do where not."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from adapters.asking import PATIENCE
from adapters.teams.doctor.address import at_address, where_it_listens
from adapters.teams.doctor.credentials import form
from adapters.teams.doctor.microsoft import hosts, keys, tenant, token
from adapters.teams.doctor.package import app_package, written
from bot.finding import Finding, look
from bot.settings import Settings


async def look_into(
    settings: Settings,
    installed: Mapping[str, str],  # noqa: ARG001  of platforms that are installed by OAuth; Teams is not
    clock: Callable[[], datetime],
    url: str = "",
    processes: int = 1,  # noqa: ARG001  Teams comes by no socket that could be counted
    package: Path | None = None,
) -> AsyncIterator[Finding]:
    """What there is to say, one line at a time. `url` is the public address, and `package` the app's package as it was
    written before, where there are any.

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
        if given.app_id and url:
            for found in app_package(settings, url):
                yield found
        if package is not None:
            yield written(settings, url, package)
        if url:
            async for found in at_address(session, url):
                yield found

"""Whether Teams reaches the bot at its public address, and nobody else is believed there."""

from collections.abc import AsyncIterator, Iterator
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientSession

from adapters.asking import Said, ask
from adapters.teams.door import PATH
from bot.finding import Finding, look, mend, ok
from bot.here import is_this_machine

JSON: Final = {"Content-Type": "application/json"}


def where_it_listens(host: str, url: str) -> Iterator[Finding]:
    """What nobody but this machine can reach."""
    if not url and is_this_machine(host):
        yield look(
            "HOST",
            f"It is {host}, which only this machine reaches: well behind a proxy on it, otherwise 0.0.0.0. "
            "--url tries it.",
        )
    if url and is_this_machine(urlsplit(url).hostname or ""):
        yield look("--url", "It leads to this machine, and Teams cannot come here: use a public name, with https.")


async def at_address(session: ClientSession, url: str) -> AsyncIterator[Finding]:
    """The web process answers there, and whoever has no token is refused."""
    alive = await ask(session, "GET", f"{url}/healthz")
    if isinstance(alive, str):
        yield mend("Public address", alive)
        return
    if alive.status != 200:
        yield mend(
            "Public address", f"/healthz answers {alive.status}, not 200: does the proxy lead to the web process?"
        )
        return
    yield ok("Public address", "The web process answers there.")
    yield _refused(await ask(session, "POST", f"{url}{PATH}", "{}", JSON))


def _refused(answer: Said | str) -> Finding:
    what = "Requests without a token"
    match answer:
        case str():
            return mend(what, answer)
        case Said(401):
            return ok(what, f"They are refused at {PATH}. Only Teams itself can show that its own are taken.")
        case Said(404 | 405):
            return mend(what, f"Nothing listens at {PATH}: does the web process there have the settings for Teams?")
        case Said(200 | 201 | 202 | 400):
            said = f"They are not refused at {PATH}, so anybody could speak as anybody: "
            return mend(what, f"{said}is TEAMS_ALLOW_ANONYMOUS set there?")
        case Said(other):
            return mend(what, f"{PATH} answers {other}, not 401: does the proxy lead to the web process?")

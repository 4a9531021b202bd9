"""Whether Microsoft knows the tenant and the app, can be believed, and takes messages: asked as the bot itself does."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import ClientSession

from adapters.asking import Said, ask, host
from adapters.skew import skew
from adapters.teams.keys import Keys, NoKeys
from adapters.teams.tokens import NoToken
from adapters.teams.wire import Wire
from bot.finding import Finding, look, mend, ok
from bot.here import is_this_machine
from bot.settings import TeamsSettings


async def tenant(session: ClientSession, given: TeamsSettings, clock: Callable[[], datetime]) -> list[Finding]:
    """Whether there is such a tenant; and whether the clock is that of the answer."""
    what, before = "TEAMS_TENANT_ID", clock()
    answer = await ask(session, "GET", f"{given.login_url}/{given.tenant_id}/v2.0/.well-known/openid-configuration")
    match answer:
        case str():
            return [mend(what, answer)]
        case Said(200):
            found = ok(what, "Microsoft knows it.")
        case Said(400 | 404):
            found = mend(what, "Microsoft knows no such tenant; copy the Directory (tenant) ID from the portal.")
        case Said(other):
            found = look(what, f"{host(given.login_url)} answers {other}; ask again in a few minutes.")
    return [found, skew("Microsoft’s", answer.headers.get("Date", ""), before, clock())]


async def token(session: ClientSession, given: TeamsSettings, clock: Callable[[], datetime]) -> Finding:
    """Whether one can be had, on the way on which the bot itself gets its own."""
    from adapters.teams.gateway import Gateway  # with its SDK, for those who have Teams

    what = "TEAMS_APP_ID"
    gateway = Gateway(given, Wire(session, clock), asyncio.get_running_loop().time)
    try:
        await gateway.warm()
    except NoToken as error:
        if error.code == "unreachable":
            name = host(given.login_url)
            return mend(what, f"{name}, where tokens are given, cannot be reached: look at the network or a proxy.")
        return mend(what, f"Microsoft gives the bot no token: {error.why[:1].upper()}{error.why[1:]}.")
    finally:
        await gateway.close()
    return ok(what, "Microsoft gives the bot a token.")


async def keys(session: ClientSession, given: TeamsSettings, clock: Callable[[], datetime]) -> Finding:
    """Whether what Teams signs its requests with can be fetched."""
    try:
        await Keys(session, given.openid_url, clock).find("")
    except NoKeys:
        return mend(
            "Keys",
            f"Those that Teams signs with cannot be fetched from {host(given.openid_url)}, so nobody would be heard; "
            "look at the network, a firewall or a proxy.",
        )
    return ok("Keys", "Those that Teams signs its requests with can be fetched.")


async def hosts(session: ClientSession, names: Sequence[str]) -> Finding:
    """Whether messages can leave: any answer of a host is good, because nothing is asked of it."""
    what, trouble = "Hosts", ""
    for name in names:
        scheme = "http" if is_this_machine(name.rpartition(":")[0].strip("[]")) else "https"
        answer = await ask(session, "GET", f"{scheme}://{name}/")
        if isinstance(answer, Said):
            return ok(what, f"Messages go to {' or '.join(names)} and nowhere else; {name} can be reached.")
        trouble = trouble or answer
    return mend(what, trouble)

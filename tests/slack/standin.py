"""A loopback stand-in for Slack's Web API: a real HTTP server that keeps what it is sent and fails when it is told to.

`python -m tests.slack.standin` serves it as a process of its own, prints its URL, and only counts: what it
counted is at `counts` below that URL.
"""

import asyncio
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from tests.slack.pretended import File, Json, Modal, Pretended, Trouble

DECODED: Final = ("attachments", "blocks", "channels", "files", "metadata", "view")
"""Arguments that the SDK sends as JSON inside of a form or a query."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, as it was understood: its arguments are alike, however they were sent."""

    method: str
    token: str
    arguments: Mapping[str, Any]


@dataclass(slots=True)
class _Step:
    """What the next `left` calls get; of any workspace, or of the one with this token."""

    left: int
    token: str
    answer: Json | None = None
    status: int = 200
    headers: Mapping[str, str] | None = None
    drops: bool = False
    hangs: float = 0
    after: bool = True


class StandIn:
    """`async with StandIn() as slack:` serves at `slack.url` until the block ends."""

    def __init__(self, clock: Callable[[], float] = time.time, *, quick: bool = False) -> None:  # noqa: TID251  a ts is real time
        self.url = ""
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.scopes = "chat:write,im:history,users:read,dnd:read,files:write"
        self.quick = quick
        self.kept = Pretended(clock)
        self.tokens["xoxb-1"] = {
            "team_id": "T1",
            "team": "Acme",
            "user_id": "UBOT1",
            "user": "followthrough",
            "bot_id": "B1",
            "is_enterprise_install": False,
        }
        self.tokens["xapp-1"] = {"team_id": "T1", "app_id": "A1"}
        self._steps: dict[str, deque[_Step]] = defaultdict(deque)
        self._runner: web.AppRunner | None = None
        self._over = asyncio.Event()

    @property
    def tokens(self) -> dict[str, Json]:
        """What auth.test says to each; every other token is `invalid_auth`."""
        return self.kept.tokens

    @property
    def people(self) -> dict[str, Json]:
        """What users.info says, by user id."""
        return self.kept.people

    @property
    def quiet(self) -> dict[str, tuple[int, int]]:
        """From when to when, in Unix seconds, somebody is not to be disturbed."""
        return self.kept.quiet

    @property
    def modals(self) -> list[Modal]:
        """Every view that was opened, pushed or exchanged, oldest first."""
        return self.kept.modals

    @property
    def homes(self) -> dict[str, Json]:
        """The home page that each person sees."""
        return self.kept.homes

    @property
    def files(self) -> dict[str, File]:
        """Uploaded files, by id."""
        return self.kept.files

    @property
    def socket_url(self) -> str:
        """What apps.connections.open answers with."""
        return self.kept.socket_url

    @socket_url.setter
    def socket_url(self, url: str) -> None:
        self.kept.socket_url = url

    def of(self, method: str) -> list[Mapping[str, Any]]:
        """The arguments of every call of that method, oldest first."""
        return [call.arguments for call in self.calls if call.method == method]

    def seen(self, user: str, team: str = "T1") -> Sequence[Json]:
        """What stands in the conversation with that person, or in that channel, oldest first."""
        conversation = user if user.startswith(("C", "G")) else f"D{user}"
        return self.kept.conversations.get((team, conversation), [])

    def person(
        self, user: str, name: str = "Ada", tz: str = "Europe/Berlin", locale: str = "en-US", **more: Any
    ) -> Json:
        """Somebody whom users.info knows."""
        profile = {"real_name": name, "display_name": name, **more.pop("profile", {})}
        self.people[user] = {"id": user, "team_id": "T1", "name": name.lower(), "real_name": name, "deleted": False}
        self.people[user] |= {"is_bot": False, "tz": tz, "locale": locale, "profile": profile, **more}
        return self.people[user]

    def channel(self, channel: str, *members: str, **more: Any) -> None:
        """A channel that the bot is in, with the bot and these members."""
        found = {"id": channel, "name": "team", "is_member": True, "is_archived": False, **more}
        self.kept.channels[channel] = {**found, "members": ["UBOT1", *members]}

    def workspace(self, token: str, team: str, **more: Any) -> None:
        """One more workspace, which is spoken to with that token."""
        self.tokens[token] = {"team_id": team, "team": team, "user_id": f"UBOT{team}", "bot_id": f"B{team}", **more}

    def answers(
        self,
        method: str,
        answer: Json,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        token: str = "",
    ) -> None:
        """Give the next calls this answer, and do nothing."""
        self._steps[method].append(_Step(times, token, answer=answer, status=status, headers=headers))

    def drops(self, method: str, times: int = 1, *, after: bool = True, token: str = "") -> None:
        """Close the connection without an answer, after having done the work or before."""
        self._steps[method].append(_Step(times, token, drops=True, after=after))

    def hangs(self, method: str, seconds: float, times: int = 1, *, after: bool = True, token: str = "") -> None:
        """Do the work, and answer so many seconds later; with `after=False` the work is done late too."""
        self._steps[method].append(_Step(times, token, hangs=seconds, after=after))

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_get("/api/counts", self._count)
        app.router.add_route("*", "/api/upload/{file}", self._upload)
        app.router.add_route("*", "/api/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        self._over.set()
        await self._runner.cleanup()

    async def _count(self, request: web.Request) -> web.Response:
        return web.json_response(self.counts)

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.counts["upload"] += 1
        self.calls.append(Call("upload", "", {"file": request.match_info["file"], "content": content}))

        def work() -> web.Response:
            self.files[request.match_info["file"]].content = content
            return web.Response(text=f"OK - {len(content)}")

        return await self._play(request, "upload", "", work)

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.counts[method] += 1
        if self.quick and method in ("chat.postMessage", "chat.update"):
            await request.read()
            return web.json_response({"ok": True, "channel": "D1", "ts": f"1.{self.counts.total():06d}"})
        given = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = given.pop("token", "" if token.startswith("Basic ") else token)
        self.calls.append(Call(method, token, given))

        def work() -> web.Response:
            try:
                answer = {"ok": True, **self.kept.answer(method, token, given, self.url)}
            except Trouble as error:
                answer = {"ok": False, "error": str(error)}
            except KeyError as error:
                answer = {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [f"{error}"]}}
            return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

        return await self._play(request, method, token, work)

    async def _play(
        self, request: web.Request, method: str, token: str, work: Callable[[], web.Response]
    ) -> web.Response:
        step = next((step for step in self._steps[method] if step.token in ("", token)), None)
        if step is None:
            return work()
        step.left -= 1
        if step.left == 0:
            self._steps[method].remove(step)
        if step.answer is not None:
            return web.json_response(step.answer, status=step.status, headers=step.headers)
        response = work() if step.after else None
        if step.drops and request.transport is not None:
            request.transport.abort()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), step.hangs)
        return response or (web.Response() if step.drops else work())


async def _arguments(request: web.Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return given | await request.json()
    given |= dict(await request.post())
    # An argument that looks like JSON is still words unless it is one of these: people may type a bracket.
    return given | {key: json.loads(given[key]) for key in DECODED if given.get(key, "").startswith(("{", "["))}


async def _main() -> None:
    async with StandIn(quick=True) as slack:
        print(slack.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())

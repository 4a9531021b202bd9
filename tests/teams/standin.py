"""A loopback stand-in for the Bot Connector and for what gives tokens: a real HTTP server that fails when told to.

    async with Connector() as teams:
        settings = teams.settings()
        ...
        assert teams.seen("a:1")

`python -m tests.teams.standin` serves it as a process of its own, prints its URL, and only counts: what it counted
is at `counts` below that URL.
"""

import asyncio
import time
from base64 import urlsafe_b64decode
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from json import loads
from types import TracebackType
from typing import Any, Final, Literal, Self

from aiohttp import web

from bot.settings import TeamsSettings
from tests.teams.openid import APP_ID

Json = dict[str, Any]
Kind = Literal["create", "send", "update", "delete", "look", "token", "discovery"]

TENANT: Final = "a1b2c3d4-0000-4000-8000-00000000beef"


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came; `token` without the word Bearer."""

    kind: Kind
    token: str
    conversation: str
    activity: str
    body: Json
    headers: Mapping[str, str]


@dataclass(slots=True)
class _Step:
    """What the next `left` calls of a kind get, after the `skips` that go well; in any conversation, or in this one."""

    left: int
    conversation: str
    status: int = 0
    body: Json | str | None = None
    headers: Mapping[str, str] | None = None
    drops: bool = False
    hangs: float = 0
    after: bool = True
    skips: int = 0


class Connector:
    """Serves below `url` until the block ends. People are found at `service_url`, tokens are given at `login_url`."""

    def __init__(self, clock: Callable[[], float] = time.time, *, quick: bool = False) -> None:  # noqa: TID251  an id is real time
        self.url = ""
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.clock = clock
        self.quick = quick
        self.secret = "s3cret"
        self.token_lasts = 3600
        self.tokens: set[str] = set()
        """Those that are taken."""
        self.chats: dict[str, list[Json]] = {}
        """What stands in each conversation, oldest first."""
        self.people: dict[str, Json] = {}
        """What a roster says of somebody, by their ids in the directory."""
        self.rosters: dict[str, list[str]] = {}
        """Who is in a channel, by the directory's ids."""
        self.teams: dict[str, tuple[str, dict[str, str]]] = {}
        """Teams by their ids: the name, and the names of their channels by id."""
        self.kinds: dict[str, str] = {}
        """Of channels that are not standard ones: "private" or "shared"."""
        self.barred: set[str] = set()
        """People for whom the bot is not installed, by the directory's ids."""
        self.gone: set[str] = set()
        """Conversations that are not there any more."""
        self.at_once = 0
        self.most_at_once = 0
        self._steps: dict[str, deque[_Step]] = defaultdict(deque)
        self._runner: web.AppRunner | None = None
        self._over = asyncio.Event()

    @property
    def host(self) -> str:
        """The host and port, as it stands among the allowed ones."""
        return self.url.removeprefix("http://").rstrip("/")

    @property
    def service_url(self) -> str:
        """Where people are found."""
        return f"{self.url}teams/"

    @property
    def login_url(self) -> str:
        """Where tokens are given."""
        return self.url.rstrip("/")

    def settings(self, **more: Any) -> TeamsSettings:
        """The settings of a bot that speaks with this one alone."""
        given: Json = {
            "app_id": APP_ID,
            "password": self.secret,
            "tenant_id": TENANT,
            "tenants": frozenset({TENANT}),
            "login_url": self.login_url,
            "hosts": (self.host,),
            **more,
        }
        return TeamsSettings(**given)

    def chat_of(self, tenant: str, user: str) -> str:
        """The id of the conversation with somebody."""
        return f"a:{sha256(f'{tenant}.{user}'.encode()).hexdigest()[:20]}"

    def person(self, user: str, account: str, name: str, tenant: str = TENANT, **more: Any) -> None:
        """Somebody whom rosters know."""
        said = {"id": account, "objectId": user, "name": name, "tenantId": tenant, "userRole": "user"}
        self.people[user] = {**said, **more}

    def team(self, team: str, name: str, *members: str, **channels: str) -> None:
        """A team with the bot in it; its id is that of its first channel. `channels` are ids by name."""
        self.teams[team] = (name, {"": team, **channels})
        for channel in (team, *channels.values()):
            self.rosters[channel] = list(members)

    def seen(self, conversation: str) -> list[Json]:
        """What stands in a conversation, oldest first: in a channel what begins a thread, in a thread the replies."""
        return self.chats.get(conversation, [])

    def of(self, kind: Kind) -> list[Call]:
        """Every call of that kind, oldest first."""
        return [call for call in self.calls if call.kind == kind]

    def answers(
        self,
        kind: Kind,
        status: int,
        code: str = "",
        body: Json | str | None = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        conversation: str = "",
        late: float = 0,
        skips: int = 0,
    ) -> None:
        """Give the next calls this answer, with Teams' own `code` in it or this body, and do nothing; `late` so many
        seconds. The first `skips` calls go well before."""
        said = {"error": {"code": code, "message": f"{code} happened."}} if code else body
        self._steps[kind].append(_Step(times, conversation, status, said, headers, hangs=late, skips=skips))

    def drops(self, kind: Kind, times: int = 1, *, after: bool = True, conversation: str = "", skips: int = 0) -> None:
        """Close the connection without an answer, after having done the work or before."""
        self._steps[kind].append(_Step(times, conversation, drops=True, after=after, skips=skips))

    def hangs(
        self,
        kind: Kind,
        seconds: float,
        times: int = 1,
        *,
        after: bool = True,
        conversation: str = "",
        skips: int = 0,
    ) -> None:
        """Do the work, and answer so many seconds later; with `after=False` the work is done late too."""
        self._steps[kind].append(_Step(times, conversation, hangs=seconds, after=after, skips=skips))

    def recovers(self) -> None:
        """Answer as usual again, whatever it was told before."""
        self._steps.clear()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**20)
        talk, chat, activity = "/teams/v3/conversations", "{chat:[^/]+}", "{activity:[^/]+}"
        app.router.add_get("/counts", self._count)
        app.router.add_post(talk, self._route("create", self._create))
        app.router.add_post(f"{talk}/{chat}/activities", self._route("send", self._send))
        app.router.add_post(f"{talk}/{chat}/activities/{activity}", self._route("send", self._send))
        app.router.add_put(f"{talk}/{chat}/activities/{activity}", self._route("update", self._update))
        app.router.add_get(f"{talk}/{chat}/pagedmembers", self._route("look", self._roster))
        app.router.add_get(f"{talk}/{chat}/members/{activity}", self._route("look", self._member))
        app.router.add_get("/teams/v3/teams/{chat:[^/]+}", self._route("look", self._team))
        app.router.add_get("/teams/v3/teams/{chat:[^/]+}/conversations", self._route("look", self._channels))
        app.router.add_delete(f"{talk}/{chat}/activities/{activity}", self._route("delete", self._delete))
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._route("discovery", self._discover))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._route("token", self._token))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        self._over.set()
        await self._runner.cleanup()

    def _route(self, kind: Kind, work: Callable[[Call, web.Request], web.Response]) -> Any:
        async def serve(request: web.Request) -> web.Response:
            self.counts[kind] += 1
            if self.quick and kind in ("send", "update"):
                await request.read()
                return web.json_response({"id": f"{self.counts[kind]}"}, status=201)
            call = await _read(kind, request)
            self.calls.append(call)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                return await self._play(call, request, lambda: work(call, request))
            finally:
                self.at_once -= 1

        return serve

    async def _play(self, call: Call, request: web.Request, work: Callable[[], web.Response]) -> web.Response:
        steps = self._steps[call.kind]
        step = next((step for step in steps if step.conversation in ("", call.conversation)), None)
        if step is None:
            return work()
        if step.skips:
            step.skips -= 1
            return work()
        step.left -= 1
        if step.left == 0:
            steps.remove(step)
        if step.status:
            await self._wait(step.hangs)
            if isinstance(step.body, str):
                return web.Response(status=step.status, text=step.body, headers=step.headers)
            return web.json_response(step.body or {}, status=step.status, headers=step.headers)
        response = work() if step.after else None
        if step.drops and request.transport is not None:
            request.transport.abort()
        await self._wait(step.hangs)
        return response or (web.Response() if step.drops else work())

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def _create(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        if call.body["isGroup"]:
            return self._begin(call.body["channelData"]["channel"]["id"], call.body["activity"])
        [member] = call.body["members"]
        if not _is_person(member.get("id")):
            return _error(400, "BadSyntax")
        user = next((user for user, one in self.people.items() if one["id"] == member["id"]), member["id"])
        if user in self.barred:
            return _error(403, "ForbiddenOperationException")
        chat = self.chat_of(call.body["channelData"]["tenant"]["id"], user)
        self.chats.setdefault(chat, [])
        self.gone.discard(chat)
        return web.json_response({"id": chat}, status=201)

    def _roster(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        if call.conversation not in self.rosters:
            return _error(403, "BotNotInConversationRoster")
        users = self.rosters[call.conversation]
        start, size = int(request.query.get("continuationToken") or 0), int(request.query["pageSize"])
        page = {"members": [self.people[user] for user in users[start : start + size]]}
        more = {"continuationToken": str(start + size)} if start + size < len(users) else {}
        return web.json_response({**page, **more})

    def _member(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        if call.conversation not in self.chats or call.activity not in self.people:
            return _error(404, "MemberNotFoundInConversation")
        return web.json_response(self.people[call.activity])

    def _team(self, call: Call, request: web.Request) -> web.Response:
        if call.conversation not in self.teams:
            return _error(404, "TeamNotFound")
        return web.json_response({"id": call.conversation, "name": self.teams[call.conversation][0]})

    def _channels(self, call: Call, request: web.Request) -> web.Response:
        if call.conversation not in self.teams:
            return _error(404, "TeamNotFound")
        channels = self.teams[call.conversation][1].items()
        return web.json_response(
            {
                "conversations": [
                    {"id": channel, "name": name or None, "type": self.kinds.get(channel, "standard")}
                    for name, channel in channels
                ]
            }
        )

    def _begin(self, channel: str, activity: Json) -> web.Response:
        if channel in self.gone or "@thread." not in channel:
            return _error(404, "ConversationNotFound")
        said = self._put(channel, activity)
        thread = {"id": f"{channel};messageid={said['id']}", "activityId": said["id"]}
        return web.json_response(thread, status=201)

    def _send(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        if call.conversation in self.gone:
            return _error(404, "ConversationNotFound")
        return web.json_response({"id": self._put(call.conversation, call.body)["id"]}, status=201)

    def _put(self, conversation: str, activity: Json) -> Json:
        said = {**activity, "id": f"{int(self.clock() * 1000)}{len(self.calls):05d}"}
        self.chats.setdefault(conversation, []).append(said)
        return said

    def _update(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        if call.conversation in self.gone:
            return _error(404, "ConversationNotFound")
        for where in dict.fromkeys((call.conversation, call.conversation.partition(";")[0])):
            for place, activity in enumerate(self.seen(where)):
                if activity["id"] == call.activity:
                    self.chats[where][place] = {**call.body, "id": call.activity}
                    return web.json_response({"id": call.activity})
        return _error(404, "ActivityNotFoundInConversation")

    def _delete(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(call):
            return _error(401, "Unauthorized")
        left = [activity for activity in self.seen(call.conversation) if activity["id"] != call.activity]
        if len(left) == len(self.seen(call.conversation)):
            return _error(404, "ActivityNotFoundInConversation")
        self.chats[call.conversation] = left
        return web.Response()

    def _discover(self, call: Call, request: web.Request) -> web.Response:
        # MSAL takes addresses with https alone.
        base = f"https://{self.host}/{request.match_info['tenant']}"
        document = {"issuer": f"{base}/v2.0", "authorization_endpoint": f"{base}/oauth2/v2.0/authorize"}
        return web.json_response({**document, "token_endpoint": f"{base}/oauth2/v2.0/token"})

    def _token(self, call: Call, request: web.Request) -> web.Response:
        said = call.body
        proven = said.get("client_secret") == self.secret or "client_assertion" in said
        if said.get("client_id") != APP_ID or not proven:
            wrong = {"error": "invalid_client", "error_description": "AADSTS7000215: …", "error_codes": [7000215]}
            return web.json_response(wrong, status=401)
        token = f"token-{self.counts['token']}"
        self.tokens.add(token)
        lasts = self.token_lasts
        return web.json_response({"token_type": "Bearer", "expires_in": lasts, "access_token": token})

    def _admits(self, call: Call) -> bool:
        return call.token in self.tokens

    async def _count(self, request: web.Request) -> web.Response:
        return web.json_response(self.counts)


async def _read(kind: Kind, request: web.Request) -> Call:
    body: Json = {}
    if request.content_type == "application/x-www-form-urlencoded":
        body = dict(await request.post())
    elif request.can_read_body:
        body = await request.json()
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    chat, activity = request.match_info.get("chat", ""), request.match_info.get("activity", "")
    return Call(kind, token, chat, activity, body, request.headers)


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": f"{code}."}}, status=status)


def _is_person(user: object) -> bool:
    """The directory's id, or Teams' own."""
    return isinstance(user, str) and (user.startswith("29:") or user.count("-") == 4)


def claims(assertion: str) -> Json:
    """What the client says in a signed assertion; nobody looks at the signature here."""
    middle = assertion.split(".")[1]
    return dict(loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4))))


async def _main() -> None:
    async with Connector(quick=True) as teams:
        print(teams.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())

"""One call to Teams: at the pace of its tenant and its conversation, once, and its trouble sorted."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Literal, TypeVar, assert_never

import structlog

from adapters.bounded import Bounded
from adapters.pace import Pace
from adapters.tasks import fault
from adapters.teams.gateway import Answered, Full, Gateway, NoAnswer, NotAllowed
from adapters.teams.rates import CONVERSATION, TENANT
from adapters.teams.tokens import NoToken
from adapters.teams.trouble import HOUR, Decision, Means, decide
from adapters.teams.whom import channel_of
from bot.delivery import Doubtful, Later, Refused
from bot.references import Reference

log = structlog.get_logger()

T = TypeVar("T")
Json = Mapping[str, Any]
What = Literal["post", "update", "open", "begin"]

TOGETHER: Final = 10.0
"""Seconds in which two conversations that are asked to wait mean their tenant."""


class Misspoken(Exception):
    """Teams does not take what we sent. Its text names the code and never what the message said."""


class Anew(Exception):
    """The message that is to be replaced is not there."""


class Lost(Exception):
    """The conversation is not there."""


class Elsewhere(Exception):
    """The tenant is found at another host."""


class Calls:
    """Everything that is put into conversations and channels, or changed there."""

    def __init__(self, gateway: Gateway, pace: Pace) -> None:
        self._gateway = gateway
        self._pace = pace
        self._told: Bounded[tuple[str, str], float] = Bounded(1000)
        self._asked_to_wait: Bounded[str, tuple[str, float]] = Bounded(1000)

    async def post(self, there: Reference, activity: Json, *, urgent: bool = False) -> str:
        """The id of a new activity in the conversation, "" where Teams named none. In a channel it begins a thread.

        Raises:
            Later, Refused, Doubtful: as `trouble.TABLE` sorts what Teams says.
            Lost, Elsewhere: it may be posted elsewhere.
            Misspoken: everything that trying again would not help.
        """
        url, conversation = there.service_url, there.conversation
        return await self._call(there, "post", urgent, lambda: self._gateway.post(url, conversation, activity))

    async def update(self, there: Reference, activity_id: str, activity: Json, *, urgent: bool = False) -> None:
        """Show an activity in the place of another one. Raises as `post`, and Anew."""
        url, conversation = there.service_url, there.conversation
        await self._call(
            there, "update", urgent, lambda: self._gateway.update(url, conversation, activity_id, activity)
        )

    async def open(self, there: Reference, user: str, *, urgent: bool = False) -> str:
        """The conversation with somebody, by their own id or the directory's. Raises as `post`."""
        url, tenant = there.service_url, there.tenant
        found = await self._call(there, "open", urgent, lambda: self._gateway.open(url, tenant, user))
        if not found:
            raise Misspoken("Teams opened a conversation and did not name it")
        return found

    async def begin(self, there: Reference, channel: str, activity: Json, *, urgent: bool = False) -> tuple[str, str]:
        """The ids of a new thread in a channel of which nothing was heard yet, and of its first activity, "" where
        Teams named none. Raises as `post`."""
        url, tenant = there.service_url, there.tenant
        return await self._call(there, "begin", urgent, lambda: self._gateway.begin(url, tenant, channel, activity))

    async def _call(self, there: Reference, what: What, urgent: bool, call: Callable[[], Awaitable[T]]) -> T:
        await self._pace.turn(there.address, CONVERSATION, urgent=urgent)
        await self._pace.turn(there.tenant, TENANT, urgent=urgent)
        try:
            return await call()
        except NotAllowed as error:
            trouble = fault("a service URL is none of Teams', and nothing was sent there", error, host=str(error))
            raise Refused(f"the service URL is none of Teams': {trouble}") from None
        except (Answered, NoAnswer, Full, NoToken) as error:
            raise self._sorted(there, what, error) from None

    def _sorted(self, there: Reference, what: What, error: Answered | NoAnswer | Full | NoToken) -> Exception:
        code = _code(error)
        channel = channel_of(there.address) is not None
        decision = decide(code, replacing=what == "update", opening=what == "open", channel=channel)
        why = f"{code} from {what} in {there.tenant}: {decision.why}"
        match decision.means:
            case Means.WAIT:
                after = error.retry_after if isinstance(error, Answered) else None
                seconds = decision.seconds if after is None else after
                if isinstance(error, Answered) and error.status == 429:
                    self._shut(there, seconds)
                return Later(seconds, why, tried=False)
            case Means.BUSY:
                return Later(decision.seconds, why)
            case Means.MEND:
                self._tell(there.tenant, code, decision, error)
                return Later(decision.seconds, why, tried=False)
            case Means.MESSAGE:
                return Refused(why)
            case Means.PERSON:
                return Refused(why, gone=True)
            case Means.ANEW:
                return Anew(why)
            case Means.LOST:
                return Lost(why)
            case Means.ELSEWHERE:
                return Elsewhere(why)
            case Means.DOUBT:
                return Doubtful(why)
            case Means.FAULT:
                return Misspoken(why)
            case _:
                assert_never(decision.means)

    def _shut(self, there: Reference, seconds: float) -> None:
        """Teams asks to wait and does not say of which of its limits: when it asks two people's, it is the tenant's."""
        now = self._pace.clock()
        self._pace.shut(there.address, CONVERSATION, seconds)
        before, at = self._asked_to_wait.get(there.tenant) or (there.address, now)
        self._asked_to_wait.keep(there.tenant, (there.address, now))
        if before != there.address and now - at < TOGETHER:
            self._pace.shut(there.tenant, TENANT, seconds)

    def _tell(self, tenant: str, code: str, decision: Decision, error: Exception) -> None:
        now = self._pace.clock()
        if (self._told.get((tenant, code)) or now) <= now:
            self._told.keep((tenant, code), now + HOUR)
            cure = error.why if isinstance(error, NoToken) else decision.why
            log.error("Teams refuses until somebody mends it", tenant=tenant, code=code, cure=cure)


def _code(error: Answered | NoAnswer | Full | NoToken) -> str:
    match error:
        case Answered():
            return error.code
        case NoAnswer():
            return "no_answer" if error.left else "unreachable"
        case Full():
            return "full"
        case NoToken():
            return "no_token" if error.wrong else "token_later"

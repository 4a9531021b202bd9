"""One call to Teams: at the pace of its tenant and its conversation, once, and its trouble sorted."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

import structlog

from adapters.bounded import Bounded
from adapters.pace import Pace
from adapters.tasks import fault
from adapters.teams.gateway import Answered, Full, Gateway, NoAnswer, NotAllowed
from adapters.teams.rates import CONVERSATION, TENANT
from adapters.teams.tokens import NoToken
from adapters.teams.trouble import HOUR, Decision, Means, Own, decide
from adapters.teams.whom import channel_of
from adapters.trouble import Misspoken, raised
from bot.delivery import Later, Refused
from bot.references import Reference

__all__ = ["Anew", "Calls", "Elsewhere", "Lost", "Misspoken"]

log = structlog.get_logger()

T = TypeVar("T")
Json = Mapping[str, Any]
What = Literal["post", "update", "open", "begin", "look"]

NOTHING: Final[Json] = MappingProxyType({})
TOGETHER: Final = 10.0
"""Seconds in which two conversations that are asked to wait mean their tenant."""


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
        url, place, who = there.service_url, there.conversation, there.tenant
        return await self._call(
            there, "post", urgent, lambda: self._gateway.post(url, place, activity, tenant=who, urgent=urgent)
        )

    async def update(self, there: Reference, activity_id: str, activity: Json, *, urgent: bool = False) -> None:
        """Show an activity in the place of another one. Raises as `post`, and Anew."""
        url, place, who = there.service_url, there.conversation, there.tenant
        await self._call(
            there,
            "update",
            urgent,
            lambda: self._gateway.update(url, place, activity_id, activity, tenant=who, urgent=urgent),
        )

    async def open(self, there: Reference, user: str, *, urgent: bool = False) -> str:
        """The conversation with somebody, by their own id or the directory's. Raises as `post`."""
        url, tenant = there.service_url, there.tenant
        found = await self._call(there, "open", urgent, lambda: self._gateway.open(url, tenant, user, urgent=urgent))
        if not found:
            raise Misspoken("Teams opened a conversation and did not name it")
        return found

    async def begin(self, there: Reference, channel: str, activity: Json, *, urgent: bool = False) -> tuple[str, str]:
        """The ids of a new thread in a channel of which nothing was heard yet, and of its first activity, "" where
        Teams named none. Raises as `post`."""
        url, tenant = there.service_url, there.tenant
        return await self._call(
            there, "begin", urgent, lambda: self._gateway.begin(url, tenant, channel, activity, urgent=urgent)
        )

    async def look(self, there: Reference, path: Sequence[str], query: Json = NOTHING, *, urgent: bool = False) -> Json:
        """What Teams says of what lies below the service URL, such as the members of a conversation. Raises as
        `post`."""
        url, who = there.service_url, there.tenant
        return await self._call(
            there, "look", urgent, lambda: self._gateway.look(url, path, query, tenant=who, urgent=urgent)
        )

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
            case Means.MEND:
                self._tell(there.tenant, code, decision, error)
            case Own.ANEW:
                return Anew(why)
            case Own.LOST:
                return Lost(why)
            case Own.ELSEWHERE:
                return Elsewhere(why)
        return raised(decision.means, decision.seconds, why)

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

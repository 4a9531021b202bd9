"""Emptying the outbox: claim, send in order, and sort what went wrong into its few kinds.

A message leaves once. What is claimed and not heard of again (a crash, a timeout after the request left) is
doubtful. Where the platform can be asked, it is asked a minute later whether the message is there. Where it
cannot, a reply somebody waits for is sent again, and a nudge is left alone.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol, assert_never

import structlog

from bot.audience import Audiences, objection
from bot.events import Held, Newcomers
from bot.flow import opaque
from bot.outgoing import Outgoing

log = structlog.get_logger()


class Transport(Protocol):
    """One platform's outward side. A new message is never a new method."""

    async def send(self, row: Outgoing) -> str:
        """Show `row.message` at `row.address`, or in the place of the message that it replaces.

        Returns:
            The platform's id of the message.

        Raises:
            Later, Refused, Doubtful: what kept it from being sent.
        """
        ...


class Directory(Protocol):
    """What a platform knows of people and places. It is asked outside of transactions."""

    async def quiet_until(self, addresses: Sequence[str]) -> Mapping[str, datetime]:
        """Until when those of them who do not want to be disturbed now do not, aware UTC; nobody else."""
        ...

    async def find(self, row: Outgoing) -> str:
        """The platform's id of a message that may have been sent already, or "" when it was not.

        Raises:
            Later: not now.
            CannotTell: the platform does not say.
        """
        ...


class Later(Exception):
    """The platform asks to try again, after so many seconds. Whoever is merely asked to wait has not tried."""

    def __init__(self, seconds: float, why: str = "", *, tried: bool = True) -> None:
        super().__init__(why or f"try again in {seconds:g} s")
        self.seconds = seconds
        self.tried = tried


class Refused(Exception):
    """The platform will not show this; with `gone` it will not show this person anything any more."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


class Doubtful(Exception):
    """The request left, and nobody knows whether it arrived."""


class CannotTell(Exception):
    """Whether a message is there cannot be found out."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, under the platform's id."""

    row: Outgoing
    platform_id: str

    @property
    def anew(self) -> bool:
        """Whether it replaces a message and stands elsewhere."""
        return bool(self.row.replaces) and self.platform_id != self.row.replaced_id


@dataclass(frozen=True, slots=True)
class Retried:
    """It waits until `not_before`; `tried` counts against its attempts."""

    row: Outgoing
    not_before: datetime
    why: str
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Doubted:
    """Perhaps it was sent; the platform can be asked, but not at once."""

    row: Outgoing
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will not be sent: "failed" for good, "doubtful" perhaps sent, "aside" our own fault. `gone`: nor will
    anything else reach this person. `refused`: the platform will not show it there."""

    row: Outgoing
    state: str
    why: str
    gone: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """It is for certain people alone, and was not sent, because of who is where it was to be shown, or may be."""

    row: Outgoing
    held: Held
    who: Newcomers = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """It was not its turn: what stands before it waits, or the lease is nearly over."""

    row: Outgoing


Result = Sent | Retried | Doubted | Failed | Withheld | Left

LEASE: Final = timedelta(seconds=60)
"""How long a claimed message belongs to the process that claimed it, in real time."""
SPARE: Final = timedelta(seconds=20)
"""What is left of a lease when no more messages are begun, so that all are marked before it is over."""
PATIENCE: Final = 15.0
"""Seconds after which a message that a platform has not answered is doubtful."""
IN_FLIGHT: Final = 64
"""Addresses that are sent to at once."""
ATTEMPTS: Final = 5
LONG: Final = 600.0
"""Seconds that a platform may ask to wait before it says who is in a channel; after more, somebody has to mend it."""
PAUSES: Final = (1.0, 5.0, 30.0, 120.0)
"""Seconds before each further attempt."""


@dataclass(frozen=True, slots=True)
class Platforms:
    """The outward sides, by the name with which an address begins. Not every platform can be asked."""

    transports: Mapping[str, Transport]
    directories: Mapping[str, Directory]
    audiences: Mapping[str, Audiences] = field(default_factory=dict)

    def transport(self, address: str) -> Transport | None:
        """Who sends to that address."""
        return self.transports.get(address.partition(":")[0])

    def directory(self, address: str) -> Directory | None:
        """Who can be asked about that address."""
        return self.directories.get(address.partition(":")[0])

    def audience(self, address: str) -> Audiences | None:
        """Who knows who is in that channel."""
        return self.audiences.get(address.partition(":")[0])


async def send_all(
    rows: Sequence[Outgoing], platforms: Platforms, now: datetime, in_time: Callable[[], bool]
) -> list[Result]:
    """Send claimed rows: one after the other to one address, many addresses at once, as long as it is `in_time`."""
    by_address: dict[str, list[Outgoing]] = {}
    for row in rows:
        by_address.setdefault(row.address, []).append(row)
    quiet = await _quiet_until(rows, platforms)
    queues = iter(by_address.values())
    results: list[Result] = []

    async def send_some() -> None:
        for queue in queues:  # shared: each takes the next that nobody has begun
            waits = False
            elsewhere: dict[str, str] = {}  # messages that were shown anew just now, and what they are called
            for row in queue:
                if row.replaces in elsewhere:
                    row = replace(row, replaced_id=elsewhere[row.replaces])
                if waits or not in_time():
                    result: Result = Left(row)
                elif row.cls != "reply" and quiet.get(row.address, now) > now:
                    result = Retried(row, quiet[row.address], "do not disturb", tried=False)
                else:
                    result = await _send(row, platforms, now)
                waits = isinstance(result, Retried | Doubted | Left)
                if isinstance(result, Sent) and result.anew:
                    elsewhere[row.replaces] = result.platform_id
                results.append(result)

    await asyncio.gather(*(send_some() for _ in range(min(IN_FLIGHT, len(by_address)))))
    return results


async def _quiet_until(rows: Sequence[Outgoing], platforms: Platforms) -> Mapping[str, datetime]:
    """Until when each of these addresses is not to be disturbed. Whoever cannot be asked about, is not quiet."""
    found: dict[str, datetime] = {}
    for name, directory in platforms.directories.items():
        asked = {row.address for row in rows if row.cls != "reply" and row.address.startswith(f"{name}:")}
        try:
            async with asyncio.timeout(PATIENCE):
                found.update(await directory.quiet_until(sorted(asked)) if asked else {})
        except Exception as error:  # noqa: BLE001  an edge: a platform that does not say holds up nothing
            log.warning("nobody knows who is not to be disturbed", platform=name, error=type(error).__name__)
    return found


async def _send(row: Outgoing, platforms: Platforms, now: datetime) -> Result:
    transport = platforms.transport(row.address)
    if transport is None:
        return Failed(row, "failed", "no transport for this address")
    known = await _looked_up(row, platforms.directory(row.address), now) if row.doubtful else None
    if known is not None:
        return known
    if row.replaces and not row.replaced_id:
        return Failed(row, "failed", "the message that it replaces never arrived")
    kept_back = await _guarded(row, platforms, now) if row.message.only else None
    if kept_back is not None:
        return kept_back
    try:
        async with asyncio.timeout(PATIENCE):
            return Sent(row, await transport.send(row))
    except Later as error:
        return _again(row, now, error.seconds, str(error), tried=error.tried)
    except Refused as error:
        return Failed(row, "failed", str(error), gone=error.gone, refused=True)
    except (Doubtful, TimeoutError) as error:
        return _doubted(row, platforms, now, str(error) or f"no answer in {PATIENCE:g} s")
    except Exception as error:  # noqa: BLE001  an edge: one message that cannot be sent never stops the others
        return Failed(row, "aside", f"{type(error).__name__}: {error}")


async def _guarded(row: Outgoing, platforms: Platforms, now: datetime) -> Result | None:
    """What keeps back a message that is for certain people alone; None when nobody else can read it. Looking changes
    nothing, so it is done again as often as sending is; what cannot be found out keeps it back too."""
    only, audiences = frozenset(row.message.only), platforms.audience(row.address)
    try:
        if audiences is None:
            raise CannotTell("this platform does not say who is in its channels")
        async with asyncio.timeout(PATIENCE):
            found = await audiences.audience(row.address, lambda person: opaque(person) in only)
    except Refused as error:
        return Withheld(row, "gone", why=str(error))
    except (Later, Doubtful, TimeoutError) as error:
        seconds, tried = (error.seconds, error.tried) if isinstance(error, Later) else (PAUSES[0], True)
        again = _again(row, now, seconds, str(error), tried=tried)
        return Withheld(row, "unknown", why=str(error)) if seconds > LONG or ended(again) else again
    except Exception as error:  # noqa: BLE001  an edge: whatever it is, it does not let the message go
        return Withheld(row, "unknown", why=f"{type(error).__name__}: {error}")
    objected = objection(found, only)
    return None if objected is None else Withheld(row, *objected)


async def _looked_up(row: Outgoing, directory: Directory | None, now: datetime) -> Result | None:
    """What became of a message that may have been sent; None when it is to be sent (again)."""
    try:
        if directory is None:
            raise CannotTell
        async with asyncio.timeout(PATIENCE):
            found = await directory.find(row)
        if found:
            return Sent(row, found)
        return Failed(row, "expired", "it was not there, and is too late now") if row.expires_at <= now else None
    except (Later, TimeoutError) as error:
        if row.attempts + 1 < ATTEMPTS:
            return Doubted(row, f"not found out yet: {str(error) or 'no answer'}")
        return Failed(row, "doubtful", "the platform did not say in time whether it arrived")
    except Exception:  # noqa: BLE001  an edge: whatever kept the platform from telling, the kind of message decides
        if row.cls == "reply" and row.expires_at > now:
            return None
        return Failed(row, "doubtful", "whoever took it was not heard of again")


def _doubted(row: Outgoing, platforms: Platforms, now: datetime, why: str) -> Result:
    if row.attempts + 1 >= ATTEMPTS:
        return Failed(row, "doubtful", f"given up after {ATTEMPTS} attempts: {why}")
    if platforms.directory(row.address) is not None:
        return Doubted(row, why)
    return _again(row, now, PAUSES[0], why) if row.cls == "reply" else Failed(row, "doubtful", why)


def _again(row: Outgoing, now: datetime, seconds: float, why: str, *, tried: bool = True) -> Result:
    if not tried:
        return Retried(row, now + timedelta(seconds=seconds), why, tried=False)
    if row.attempts + 1 >= ATTEMPTS:
        return Failed(row, "failed", f"given up after {ATTEMPTS} attempts: {why}")
    pause = max(seconds, PAUSES[min(row.attempts, len(PAUSES) - 1)])
    return Retried(row, now + timedelta(seconds=pause), why)


def ended(result: Result) -> bool:
    """Whether the message is out of the outbox for good without having arrived."""
    match result:
        case Failed() | Withheld():
            return True
        case Sent() | Retried() | Doubted() | Left():
            return False
        case _:
            assert_never(result)

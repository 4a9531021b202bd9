"""Emptying the outbox: claim, send in order, and sort what went wrong into its few kinds.

A message leaves once. What is claimed and not heard of again (a crash, a timeout after the request left) is
doubtful: a reply somebody waits for is sent again, a nudge is left alone.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Protocol, assert_never

from bot.messages import Message
from bot.outgoing import Outgoing


class Transport(Protocol):
    """One platform's outward side. A new message is never a new method."""

    async def send(self, address: str, message: Message, key: str, replaces: str | None = None) -> str:
        """Show `message` at `address`, or in the place of the message whose key is `replaces`.

        Returns:
            The platform's id of the message.

        Raises:
            Later, Refused, Doubtful: what kept it from being sent.
        """
        ...


class Later(Exception):
    """The platform asks to try again, after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


class Refused(Exception):
    """The platform will not show this person anything: blocked, uninstalled, gone."""


class Doubtful(Exception):
    """The request left, and nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, under the platform's id."""

    row: Outgoing
    platform_id: str


@dataclass(frozen=True, slots=True)
class Retried:
    """It waits until `not_before`."""

    row: Outgoing
    not_before: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will not be sent: "failed" for good, "doubtful" perhaps sent, "aside" our own fault."""

    row: Outgoing
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Left:
    """It was not its turn: what stands before it waits, or the lease is nearly over."""

    row: Outgoing


Result = Sent | Retried | Failed | Left

LEASE: Final = timedelta(seconds=60)
"""How long a claimed message belongs to the process that claimed it, in real time."""
SPARE: Final = timedelta(seconds=20)
"""What is left of a lease when no more messages are begun, so that all are marked before it is over."""
PATIENCE: Final = 15.0
"""Seconds after which a message that a platform has not answered is doubtful."""
IN_FLIGHT: Final = 64
"""Addresses that are sent to at once."""
ATTEMPTS: Final = 5
PAUSES: Final = (1.0, 5.0, 30.0, 120.0)
"""Seconds before each further attempt."""


async def send_all(
    rows: Sequence[Outgoing], transports: Mapping[str, Transport], now: datetime, in_time: Callable[[], bool]
) -> list[Result]:
    """Send claimed rows: one after the other to one address, many addresses at once, as long as it is `in_time`."""
    by_address = [
        list(group) for _, group in groupby(sorted(rows, key=lambda row: row.address), lambda row: row.address)
    ]
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one_address(queue: list[Outgoing]) -> list[Result]:
        results: list[Result] = []
        async with gate:
            for row in queue:
                waits = bool(results) and isinstance(results[-1], Retried | Left)
                results.append(Left(row) if waits or not in_time() else await _send(row, transports, now))
        return results

    return [result for results in await asyncio.gather(*map(one_address, by_address)) for result in results]


async def _send(row: Outgoing, transports: Mapping[str, Transport], now: datetime) -> Result:
    transport = transports.get(row.address.partition(":")[0])
    if transport is None:
        return Failed(row, "failed", "no transport for this address")
    if row.doubtful and (row.cls != "reply" or row.expires_at <= now):
        return Failed(row, "doubtful", "whoever took it was not heard of again")
    try:
        async with asyncio.timeout(PATIENCE):
            return Sent(row, await transport.send(row.address, row.message, row.key, row.replaces or None))
    except Later as error:
        return _again(row, now, error.seconds, str(error))
    except Refused as error:
        return Failed(row, "failed", str(error))
    except (Doubtful, TimeoutError) as error:
        why = str(error) or f"no answer in {PATIENCE:g} s"
        return _again(row, now, PAUSES[0], why) if row.cls == "reply" else Failed(row, "doubtful", why)
    except Exception as error:  # noqa: BLE001  an edge: one message that cannot be sent never stops the others
        return Failed(row, "aside", f"{type(error).__name__}: {error}")


def _again(row: Outgoing, now: datetime, seconds: float, why: str) -> Result:
    if row.attempts + 1 >= ATTEMPTS:
        return Failed(row, "failed", f"given up after {ATTEMPTS} attempts: {why}")
    pause = max(seconds, PAUSES[min(row.attempts, len(PAUSES) - 1)])
    return Retried(row, now + timedelta(seconds=pause), why)


def ended(result: Result) -> bool:
    """Whether the message is out of the outbox for good without having arrived."""
    match result:
        case Failed():
            return True
        case Sent() | Retried() | Left():
            return False
        case _:
            assert_never(result)

"""Thousands of messages through the outbox to a stand-in for Slack, beside a bare loop that keeps nothing."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.pace import Pace
from adapters.slack.calls import Calls
from adapters.slack.render import message_payload
from adapters.slack.tokens import OneWorkspace
from adapters.slack.transport import EVENT_TYPE, SlackTransport
from adapters.slack.whom import PLATFORM, address_of
from bot.drawn import drawn
from bot.messages import Message
from bot.outgoing import Outgoing
from bot.service import Bot, build
from bot.store import open_store
from tests.bench.bots import settings_on
from tests.bench.databases import Kind
from tests.bench.filled import TODAY, moment
from tests.stage import Stage
from tests.walk import begun

ROUNDS: Final = 5
EACH: Final = 2_000
"""Messages a round; with five rounds, ten thousand."""
IN_FLIGHT: Final = 64
TOKEN: Final = "xoxb-1"


@dataclass(frozen=True, slots=True)
class FanOut:
    """Messages a second, the median of the rounds: durable ones, the SDK's own loop, and that loop with a quiet log."""

    durable: float
    loop: float
    quiet: float


def said() -> Message:
    """The question of the day, which thousands get at the same moment, as its flow draws it."""
    stage = begun(Stage()).comes_due("checkin", "asked", "p1")
    return stage.messages[stage.order[-1]].message


@asynccontextmanager
async def stand_in() -> AsyncIterator[str]:
    """Slack's stand-in in a process of its own, as quick as it can; gives its URL."""
    arguments = (sys.executable, "-m", "tests.slack.standin")
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def fan_out(kind: Kind) -> FanOut:
    """Rounds in turns, so that a noisy minute concerns all three."""
    message = said()
    url = kind.new("fan_out")
    # Ours is as the process opens it; the other one is shared by the loops, as their makers advise.
    ours = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    async with stand_in() as api, ours, aiohttp.ClientSession() as session:
        bot = _bot(url, api, ours)
        loud = AsyncWebClient(TOKEN, base_url=api, session=session)
        quiet_log = logging.getLogger("tests.bench.quiet")
        quiet_log.setLevel(logging.WARNING)
        quiet = AsyncWebClient(TOKEN, base_url=api, session=session, logger=quiet_log)
        rates: dict[str, list[float]] = {"durable": [], "loop": [], "quiet": []}
        for number in range(ROUNDS):
            rows = [_row(message, number, place) for place in range(EACH)]
            payloads = [_payload(row) for row in rows]
            with bot.store.begin() as unit:
                unit.outbox.put(rows)
            for what in _turned(["durable", "loop", "quiet"], number):
                begun = perf_counter()
                match what:
                    case "durable":
                        assert await bot.deliver(moment(0)) == EACH, "some were left"
                    case "loop":
                        await _post(loud, payloads)
                    case _:
                        await _post(quiet, payloads)
                rates[what].append(EACH / (perf_counter() - begun))
        _see_that_all_were_sent(bot)
        await bot.close()
    return FanOut(*(median(rates[what]) for what in ("durable", "loop", "quiet")))


def _turned(names: list[str], by: int) -> list[str]:
    return [*names[by % 3 :], *names[: by % 3]]


def _bot(url: str, api: str, session: aiohttp.ClientSession) -> Bot:
    async def stopped(place: str, _: str) -> bool:
        raise AssertionError(f"{place} was stopped")

    clock = asyncio.get_running_loop().time
    calls = Calls(session, OneWorkspace("T1", TOKEN), Pace(clock, None), api_url=api, on_stopped=stopped)
    transport = SlackTransport(calls, lambda: moment(0))
    store = open_store(url, settings_on(url).keys)
    store.migrate()
    store.close()
    return build(settings_on(url), {PLATFORM: transport}, lambda: moment(0))


def _row(message: Message, number: int, place: int) -> Outgoing:
    now: datetime = moment(0)
    user = f"U{number}X{place}"
    return Outgoing(
        f"slot/T1-{user}/{TODAY}",
        f"T1-{user}",
        address_of("T1", user),
        "slot",
        TODAY,
        message,
        now - timedelta(minutes=1),
        now + timedelta(hours=1),
    )


def _payload(row: Outgoing) -> dict[str, Any]:
    payload = message_payload(row.message, row.key)
    return {
        **payload,
        "channel": row.address.rpartition("-")[2],
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": row.key}},
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
    }


async def _post(client: AsyncWebClient, payloads: Sequence[dict[str, Any]]) -> None:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def post(payload: dict[str, Any]) -> None:
        async with gate:
            await client.chat_postMessage(**payload)

    await asyncio.gather(*map(post, payloads))


def _see_that_all_were_sent(bot: Bot) -> None:
    with bot.store.look() as unit:
        (sent,) = unit.connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'sent'").one()
    assert sent == ROUNDS * EACH, f"{sent} sent; the message says {len(drawn(said()))} characters"

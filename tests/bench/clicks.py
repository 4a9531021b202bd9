"""A click on a check-in through Bolt and the whole bot, beside a bare Bolt handler that inserts one row."""

import asyncio
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any, Final

import aiohttp
import psycopg
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import SQLModel

from adapters.slack.outward import reach
from adapters.slack.render import message_payload
from adapters.slack.serving import serving
from adapters.slack.whom import PLATFORM, address_of
from bot import due
from bot.effects import FollowUp
from bot.facts import Person, Practice
from bot.messages import Choices
from bot.service import Bot, build
from bot.settings import SlackSettings
from bot.store import open_store
from tests.bench.answers import BenchRow
from tests.bench.bots import settings_on
from tests.bench.clicking import SECRET
from tests.bench.databases import Kind, durable
from tests.bench.fan_out import TOKEN, stand_in
from tests.bench.filled import TODAY, moment

ROUNDS: Final = 3
EACH: Final = 800
CLIENTS: Final = 16
RATE: Final = 300
SECONDS: Final = 10
PATIENCE: Final = 30
"""Seconds after which a click that was answered and is not kept counts as lost."""


@dataclass(frozen=True, slots=True)
class Clicks:
    """Clicks a second with 16 clients, medians of the rounds; and at 300 a second: seconds, and the share over 3 s."""

    ours: float
    bare: float
    raw: float
    p50: float
    p99: float
    late: float


async def clicks(kind: Kind) -> Clicks:
    """Rounds in turns; every click of ours is one person's first on the day's question."""
    url = kind.new("clicks")
    people = ROUNDS * EACH + RATE * SECONDS
    _fill(url, people)
    per_second: dict[str, list[float]] = {"ours": [], "bare": [], "raw": []}
    async with AsyncExitStack() as stack:
        bot, ours = await stack.enter_async_context(_ours(url))
        await bot.tick(moment(0))
        while await bot.deliver(moment(0)):
            pass
        payloads = _payloads(bot)
        assert len(payloads) == people
        servers = {
            "ours": ours,
            "bare": await stack.enter_async_context(_served(_bare(url))),
            "raw": await stack.enter_async_context(_served(_raw(url))),
        }
        for number in range(ROUNDS):
            mine = payloads[number * EACH : (number + 1) * EACH]
            for what, server in servers.items():
                per_second[what].append((await _click(server, mine, 0))["per_second"])
                await bot.replied()
        steady = await _click(ours, payloads[ROUNDS * EACH :], RATE)
        await _see_that_all_were_kept(bot, people)
    rates = {what: median(rounds) for what, rounds in per_second.items()}
    return Clicks(rates["ours"], rates["bare"], rates["raw"], steady["p50"], steady["p99"], steady["late"])


async def _click(url: str, payloads: Sequence[str], rate: int) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(payloads))
        file.flush()
        arguments = ("-m", "tests.bench.clicking", url, file.name, str(CLIENTS), str(rate))
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
    assert process.returncode == 0, "somebody who clicked was not answered"
    return dict(json.loads(said))


def _fill(url: str, people: int) -> None:
    store = open_store(url, settings_on(url).keys)
    store.migrate()
    began = TODAY - timedelta(days=30)
    with store.begin() as unit:
        for number in range(people):
            user = f"T1-U{number}"
            person = Person(
                user, f"Person {number}", zone="Europe/Berlin", state="active", joined_on=began,
                homes=(address_of("T1", f"U{number}"),),
            )  # fmt: skip
            practice = Practice(
                f"q{number}", user, situation="any meeting", act="I wait two seconds", state="active",
                started_on=began, began_on=began, recent="dpdnddpdd",
            )  # fmt: skip
            wish = FollowUp("asked", TODAY, "paused", occasion=TODAY, flow="checkin", subject=practice.id)
            unit.people.save([person, practice])
            unit.follow_ups.put([due.plan(person, wish)])
    store.close()


@asynccontextmanager
async def _ours(url: str) -> AsyncIterator[tuple[Bot, str]]:
    async with stand_in() as api, aiohttp.ClientSession() as session:
        slack = SlackSettings(api_url=api, bot_token=TOKEN, signing_secret=SECRET)
        transports: dict[str, Any] = {}
        bot = build(settings_on(url), transports, lambda: moment(0))
        outward = await reach(slack, session, bot.installations, bot.wall, rates=None)
        transports[PLATFORM] = outward.transport
        app = web.Application()
        async with serving(app, bot, outward, bot.settings, slack), _listening(app) as address:
            yield bot, f"{address}/slack/events"
            await bot.replied()
        await bot.close()


def _payloads(bot: Bot) -> list[str]:
    """What Slack would send when each of them presses the first button of what they were sent."""
    with bot.store.look() as unit:
        keys = [str(key) for (key,) in unit.connection.exec_driver_sql("SELECT key FROM outbox ORDER BY id")]
        rows = [row for key in keys if (row := unit.outbox.message(key)) is not None]
        places = {row.key: unit.outbox.platform_id(row.key) for row in rows}
    return [_pressed(number, row, places[row.key]) for number, row in enumerate(rows)]


def _pressed(number: int, row: Any, platform_id: str) -> str:
    payload = message_payload(row.message, row.key)
    assert any(isinstance(part, Choices) for ask in row.message.asks for part in ask.parts)
    block = next(block for block in payload["blocks"] if block["type"] == "actions")
    button = block["elements"][0]
    user, (channel, ts) = row.person.partition("-")[2], platform_id.split(":")
    sent = {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": user, "name": user.lower(), "team_id": "T1", "username": user.lower()},
        "api_app_id": "A1",
        "token": "unused",
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "trigger_id": f"{number}.1.x",
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"type": "message", "user": "UBOT1", "ts": ts, **payload},
        "response_url": "",
        "enterprise": None,
        "is_enterprise_install": False,
        "state": {"values": {}},
        "actions": [{**button, "block_id": block.get("block_id", "b"), "action_ts": f"1764000000.{number:06d}"}],
    }
    return json.dumps(sent)


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


Insert = Callable[[dict[str, Any]], Awaitable[None]]


@asynccontextmanager
async def _served(insert: AsyncIterator[Insert]) -> AsyncIterator[str]:
    """A bare Bolt application: one handler that inserts and acknowledges."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=TOKEN, bot_id="B1", bot_user_id="UBOT1")

    async with asynccontextmanager(lambda: insert)() as put:
        bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

        @bolt.action(re.compile("."))
        async def pressed(ack: AsyncAck, body: dict[str, Any]) -> None:
            await put(body)
            await ack()

        async def events(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

        app = web.Application()
        app.router.add_post("/slack/events", events)
        async with _listening(app) as address:
            yield f"{address}/slack/events"


def _row(body: dict[str, Any]) -> dict[str, Any]:
    return {"person": body["user"]["id"], "at": moment(0), "text": body["actions"][0]["value"]}


async def _bare(url: str) -> AsyncIterator[Insert]:
    """One SQLModel row on an async session, committed."""
    driver = "sqlite+aiosqlite" if url.startswith("sqlite") else "postgresql+psycopg"
    engine = durable(create_async_engine(make_url(url).set(drivername=driver)))
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.tables["bench_row"].create, checkfirst=True)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def put(body: dict[str, Any]) -> None:
        async with sessions() as session:
            session.add(BenchRow(**_row(body)))
            await session.commit()

    yield put
    await engine.dispose()


async def _raw(url: str) -> AsyncIterator[Insert]:
    """One INSERT on a connection of the driver's own, committed."""
    sql = "INSERT INTO bench_row (person, at, text) VALUES ({0}, {0}, {0})"
    if url.startswith("sqlite"):
        connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")

        async def put(body: dict[str, Any]) -> None:
            row = _row(body)
            connection.execute(sql.format("?"), (row["person"], row["at"].isoformat(), row["text"]))

        yield put
        connection.close()
    else:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        single = await psycopg.AsyncConnection.connect(plain, autocommit=True)

        async def put_there(body: dict[str, Any]) -> None:
            await single.execute(sql.format("%s"), tuple(_row(body).values()))

        yield put_there
        await single.close()


async def _see_that_all_were_kept(bot: Bot, people: int) -> None:
    """What was answered before it was done is done soon afterwards, or was lost."""
    kept = 0
    for _ in range(PATIENCE):
        await bot.replied()
        with bot.store.look() as unit:
            (kept,) = unit.connection.exec_driver_sql("SELECT count(*) FROM chance WHERE mark = 'did'").one()
        if kept == people:
            return
        await asyncio.sleep(1)
    raise AssertionError(f"{kept} of {people} clicks were kept")

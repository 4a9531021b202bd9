"""Thousands of messages through the outbox to a stand-in for Teams, beside two loops that keep nothing.

The first is one client of botframework-connector that is kept and used for all, with a token that it is given. The
second is what the SDK's pages show for proactive messages, `continue_conversation` of a CloudAdapter; of it only
what reaches Microsoft's identity platform is another way, because a stand-in has no https.
`python -m tests.bench.teams_fan_out 300` prints the three rates on SQLite, with so many messages a round.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Final

import aiohttp
import requests
from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, ConversationReference
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticationConstants,
    BotFrameworkAuthenticationFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)
from msal import ConfidentialClientApplication
from msrest.authentication import Authentication

from adapters.teams.cards import CARD, message_card, summary_of
from adapters.teams.login import Http, authority
from adapters.teams.outward import reach
from adapters.teams.whom import PLATFORM, address_of, person_of
from bot.messages import Message
from bot.outgoing import Outgoing
from bot.references import Reference
from bot.service import Bot, build
from bot.settings import TeamsSettings
from bot.store import open_store
from tests.bench.bots import settings_on
from tests.bench.databases import Kind, kinds
from tests.bench.fan_out import said
from tests.bench.filled import TODAY, moment
from tests.teams.openid import APP_ID
from tests.teams.standin import TENANT, Connector

ROUNDS: Final = 5
EACH: Final = 2_000
"""Messages a round; with five rounds, ten thousand."""
FEWER: Final = 10
"""One in so many of them is sent by the SDK, whose rounds would last minutes."""
IN_FLIGHT: Final = 16
"""As many as the gateway has under way."""


@dataclass(frozen=True, slots=True)
class TeamsFanOut:
    """Messages a second, the median of the rounds: durable ones, one client's own loop, `continue_conversation`."""

    durable: float
    loop: float
    sdk: float


@asynccontextmanager
async def stand_in() -> AsyncIterator[Connector]:
    """Teams' stand-in in a process of its own, as quick as it can; this one only knows where that is."""
    arguments = (sys.executable, "-m", "tests.teams.standin")
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        teams = Connector()
        teams.url = (await process.stdout.readline()).decode().strip()
        yield teams
    finally:
        process.terminate()
        await process.wait()


async def teams_fan_out(kind: Kind, each: int = EACH, rounds: int = ROUNDS) -> TeamsFanOut:
    """Rounds in turns, so that a noisy minute concerns all three."""
    message = said()
    url = kind.new("teams_fan_out")
    async with stand_in() as teams, aiohttp.ClientSession() as session:
        bot = _bot(url)
        outward = await reach(teams.settings(), session, bot.references, lambda: moment(0), rates=None)
        assert isinstance(bot.transports, dict)
        bot.transports[PLATFORM] = outward.transport
        # As many threads as messages under way: with fewer, the loops are slower.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(IN_FLIGHT))
        senders = {"loop": _loop(teams), "sdk": _sdk(teams)}
        found: dict[str, list[float]] = {"durable": [], "loop": [], "sdk": []}
        for number in range(rounds):
            rows = [_row(message, number, place) for place in range(each)]
            _prepare(bot, rows, teams)
            for what in _turned(list(found), number):
                many = each // FEWER if what == "sdk" else each
                activities = [_activity(row, teams) for row in rows[:many]] if what != "durable" else []
                begun = perf_counter()
                if what == "durable":
                    assert await bot.deliver(moment(0)) == each, "some were left"
                else:
                    await _each(senders[what], activities)
                found[what].append(many / (perf_counter() - begun))
        await _see_that_all_were_sent(bot, teams, session, rounds * each, rounds * (each + each // FEWER))
        await outward.close()
        await bot.close()
    return TeamsFanOut(**{what: median(rates) for what, rates in found.items()})


def _turned(names: list[str], by: int) -> list[str]:
    return [*names[by % 3 :], *names[: by % 3]]


def _bot(url: str) -> Bot:
    settings = settings_on(url)
    store = open_store(url, settings.keys)
    store.migrate()
    store.close()
    return build(settings, {}, lambda: moment(0))


def _row(message: Message, number: int, place: int) -> Outgoing:
    now, user = moment(0), f"{number:08x}-0000-4000-8000-{place:012x}"
    return Outgoing(
        f"slot/{user}/{TODAY}",
        person_of(TENANT, user),
        address_of(TENANT, user),
        "slot",
        TODAY,
        message,
        now - timedelta(minutes=1),
        now + timedelta(hours=1),
    )


def _prepare(bot: Bot, rows: Sequence[Outgoing], teams: Connector) -> None:
    """Everybody was met before, and their message waits."""
    with bot.store.begin() as unit:
        for row in rows:
            user = row.address.rpartition(".")[2]
            place = (f"29:{user}", f"28:{APP_ID}", teams.service_url, teams.chat_of(TENANT, user))
            unit.references.save(Reference(row.address, TENANT, *place, moment(0)))
        unit.outbox.put(list(rows))


def _activity(row: Outgoing, teams: Connector) -> Activity:
    user = row.address.rpartition(".")[2]
    return Activity(
        type="message",
        summary=summary_of(row.message),
        attachments=[Attachment(content_type=CARD, content=message_card(row.message, row.key))],
        conversation=ConversationAccount(id=teams.chat_of(TENANT, user)),
    )


Sender = Callable[[Activity], Awaitable[object]]


async def _each(send: Sender, activities: Sequence[Activity]) -> None:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(activity: Activity) -> None:
        async with gate:
            await send(activity)

    await asyncio.gather(*map(one, activities))


class _Given(Authentication):  # type: ignore[misc]  # msrest ships no types
    """A token that is there."""

    def signed_session(self, session: requests.Session | None = None) -> requests.Session:
        session = session or requests.Session()
        session.headers["Authorization"] = "Bearer token"
        return session


def _loop(teams: Connector) -> Sender:
    """One client for all."""
    client = ConnectorClient(_Given(), teams.service_url)
    return lambda activity: client.conversations.send_to_conversation(activity.conversation.id, activity)


class _Credentials(MicrosoftAppCredentials):  # type: ignore[misc]  # botframework ships no types
    """The SDK's own, made anew for every turn. MSAL is given a way to a stand-in, which the SDK has none for."""

    settings = TeamsSettings()

    def _MicrosoftAppCredentials__get_msal_app(self) -> ConfidentialClientApplication:  # noqa: N802  the SDK's name
        if not self.app:
            self.app = ConfidentialClientApplication(
                client_id=self.microsoft_app_id,
                client_credential=self.microsoft_app_password,
                authority=authority(self.settings),
                instance_discovery=False,
                http_client=Http(self.settings.login_url),
            )
        return self.app


class _Factory(PasswordServiceClientCredentialFactory):  # type: ignore[misc]  # botframework ships no types
    """The SDK's own, but for whose credentials it makes."""

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> MicrosoftAppCredentials:
        return _Credentials(app_id, self.password, self.tenant_id, oauth_scope)


def _sdk(teams: Connector) -> Sender:
    """A turn of its own for every message."""
    _Credentials.settings = settings = teams.settings()
    adapter = CloudAdapterBase(
        BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=f"{settings.login_url}/{TENANT}",
            to_channel_from_bot_oauth_scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            to_bot_from_channel_token_issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            oauth_url=AuthenticationConstants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=settings.openid_url,
            to_bot_from_emulator_open_id_metadata_url=settings.openid_url,
            credential_factory=_Factory(APP_ID, settings.password, tenant_id=TENANT),
        )
    )

    async def send(activity: Activity) -> None:
        there = ConversationReference(
            user=ChannelAccount(id="29:somebody"),
            bot=ChannelAccount(id=f"28:{APP_ID}"),
            conversation=activity.conversation,
            channel_id="msteams",
            service_url=teams.service_url,
        )
        sent = False

        async def turn(context: TurnContext) -> None:
            nonlocal sent
            sent = bool(await context.send_activity(activity))

        await adapter.continue_conversation(there, turn, APP_ID)
        assert sent

    return send


async def _see_that_all_were_sent(
    bot: Bot, teams: Connector, session: aiohttp.ClientSession, durable: int, others: int
) -> None:
    with bot.store.look() as unit:
        (sent,) = unit.connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'sent'").one()
    async with session.get(f"{teams.url}counts") as answer:
        counts = await answer.json()
    assert sent == durable, f"{sent} sent"
    assert counts["send"] == durable + others, f"{counts} arrived"


async def _main(each: int) -> None:
    with kinds() as found:
        sent = await teams_fan_out(found["SQLite"], each)
    print(
        f"{sent.durable:,.0f} a second against {sent.loop:,.0f} in a loop of one client "
        f"({sent.durable / sent.loop:.2f} times) and {sent.sdk:,.0f} as the SDK does it "
        f"({sent.durable / sent.sdk:.1f} times)"
    )


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else EACH))

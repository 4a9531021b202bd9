"""One token for everybody, asked for off the loop, anew before it is over; and whatever keeps it from coming."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.teams.gateway import Answered, Full, Gateway
from adapters.teams.login import SCOPE
from adapters.teams.tokens import AHEAD, PAUSE, SPARE, YOUNG, Fresh, NoToken, Tokens
from adapters.teams.wire import Wire
from tests.bench.clocks import Took, timed
from tests.teams.desk import NOW
from tests.teams.openid import APP_ID
from tests.teams.standin import TENANT, Connector, claims

CARD = {"type": "message", "summary": "Well done."}
SLOW = 0.3
"""Seconds that a token takes."""


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def made(teams: Connector, session: aiohttp.ClientSession, **settings: Any) -> Gateway:
    return Gateway(teams.settings(**settings), Wire(session, lambda: NOW), asyncio.get_running_loop().time)


async def posts(gateway: Gateway, teams: Connector, many: int = 10) -> list[Any]:
    sends = [gateway.post(teams.service_url, f"a:{number}", CARD) for number in range(many)]
    return await asyncio.gather(*sends, return_exceptions=True)


@pytest.fixture
async def gateway(teams: Connector, session: aiohttp.ClientSession) -> AsyncIterator[Gateway]:
    one = made(teams, session)
    yield one
    await one.close()


# --- one for all, and nobody stands still ---


async def test_ten_sends_at_once_ask_for_one_token(teams: Connector, gateway: Gateway) -> None:
    teams.hangs("token", SLOW)
    results = await posts(gateway, teams)
    assert [type(one) for one in results] == [str] * 10
    assert teams.counts["token"] == 1
    assert {call.token for call in teams.of("send")} == {"token-1"}
    await posts(gateway, teams)
    assert teams.counts["token"] == 1


def goes_on(beside: Took, idle: Took) -> bool:
    """The loop was never blocked for more than 50 ms, and its heart beat nearly as often as that of an idle one."""
    return beside.block < 0.05 and beside.rate / idle.rate > 0.7


async def test_nobody_else_stands_still_while_a_token_is_asked_for(
    teams: Connector, session: aiohttp.ClientSession
) -> None:
    rounds: list[tuple[Took, Took]] = []
    for _ in range(5):  # the machine does other things too: what comes from us comes every time
        gateway = made(teams, session)
        teams.hangs("token", SLOW)
        rounds.append((await timed(posts(gateway, teams)), await timed(asyncio.sleep(SLOW))))
        await gateway.close()
        if goes_on(*rounds[-1]):
            break
    assert min(took.seconds for took, _ in rounds) >= SLOW
    assert goes_on(*rounds[-1]), rounds


async def test_a_heart_would_notice_what_the_sdk_does_by_itself(teams: Connector) -> None:
    """The measure measures: a token that is asked for on the loop stops it, in one piece or in small ones."""
    import time

    async def sdk(pieces: int) -> None:
        for _ in range(pieces):
            time.sleep(SLOW / pieces)  # noqa: ASYNC251  this is the mistake
            await asyncio.sleep(0)

    idle = await timed(asyncio.sleep(SLOW))
    at_once, in_pieces = await timed(sdk(1)), await timed(sdk(20))
    assert at_once.block >= SLOW / 2
    assert not goes_on(at_once, idle)
    assert in_pieces.rate / idle.rate < 0.5
    assert not goes_on(in_pieces, idle)


async def test_who_is_no_longer_waited_for_does_not_take_the_token_from_the_others(
    teams: Connector, gateway: Gateway
) -> None:
    teams.hangs("token", SLOW)
    first = asyncio.create_task(gateway.post(teams.service_url, "a:1", CARD))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(gateway.post(teams.service_url, "a:2", CARD))
    await asyncio.sleep(0.05)
    first.cancel()
    assert await second
    assert teams.counts["token"] == 1


async def test_a_token_that_does_not_come_in_time_keeps_nobody(
    teams: Connector, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr("adapters.teams.gateway.ROOM", 0.1)
        teams.hangs("token", 0.5)
        assert {type(one) for one in await posts(gateway, teams)} == {Full}
    assert await gateway.post(teams.service_url, "a:1", CARD)
    assert teams.counts["token"] == 1


# --- what is shown for it ---


async def test_the_secret_is_shown_to_the_tenant_of_the_settings_alone(teams: Connector, gateway: Gateway) -> None:
    await gateway.warm()
    [call] = teams.of("token")
    assert call.body["client_id"] == APP_ID
    assert call.body["client_secret"] == teams.secret
    assert call.body["scope"] == SCOPE
    assert call.body["grant_type"] == "client_credentials"


def certificate_of(key: RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "followthrough")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = made.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=365))
    return dated.sign(key, SHA256())


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.mark.parametrize("first", ["key", "certificate"])
async def test_a_certificate_signs_what_is_shown_instead(
    teams: Connector, session: aiohttp.ClientSession, tmp_path: Path, key: RSAPrivateKey, first: str
) -> None:
    certificate = certificate_of(key)
    pem = [
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.PEM),
    ]
    file = tmp_path / "app.pem"
    file.write_bytes(b"".join(pem if first == "key" else reversed(pem)))
    gateway = made(teams, session, password="", certificate=file)
    await gateway.warm()
    [call] = teams.of("token")
    assert "client_secret" not in call.body
    shown = call.body["client_assertion"]
    assert claims(shown)["iss"] == APP_ID
    assert claims(shown)["aud"] == f"https://{teams.host}/{TENANT}/oauth2/v2.0/token"
    header = jwt.get_unverified_header(shown)
    digest = sha256(certificate.public_bytes(Encoding.DER)).digest()
    assert header["x5t#S256"].rstrip("=") == urlsafe_b64encode(digest).decode().rstrip("=")
    jwt.decode(shown, key.public_key(), ["PS256"], options={"verify_aud": False, "verify_exp": False})
    await gateway.close()


@pytest.mark.parametrize("content", [None, "", "hello", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"])
async def test_a_certificate_that_is_none_gives_no_token_and_says_where_to_look(
    teams: Connector, session: aiohttp.ClientSession, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "app.pem"
    if content is not None:
        file.write_text(content)
    gateway = made(teams, session, password="", certificate=file)
    with pytest.raises(NoToken, match="TEAMS_APP_CERTIFICATE") as caught:
        await gateway.warm()
    assert caught.value.wrong
    await gateway.close()


# --- trouble ---


async def test_a_wrong_secret_is_called_by_its_name(teams: Connector, session: aiohttp.ClientSession) -> None:
    gateway = made(teams, session, password="another")
    with pytest.raises(NoToken, match="TEAMS_APP_PASSWORD is not the secret's value") as caught:
        await gateway.warm()
    assert caught.value.code == "invalid_client"
    assert caught.value.wrong
    await gateway.close()


async def test_an_unknown_tenant_too(teams: Connector, gateway: Gateway) -> None:
    teams.answers("discovery", 400, body={"error": "invalid_tenant"})
    with pytest.raises(NoToken, match="TEAMS_TENANT_ID") as caught:
        await gateway.warm()
    assert caught.value.wrong


@pytest.mark.parametrize("kind", ["discovery", "token"])
@pytest.mark.parametrize("status", [500, 503, 302, 200])
async def test_that_microsoft_is_not_well_is_no_ones_mistake(
    teams: Connector, gateway: Gateway, kind: Any, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    teams.answers(kind, status, body="<html>not now</html>", headers={"Location": "http://127.0.0.1:1/"})
    with pytest.raises(NoToken) as caught:
        await gateway.warm()
    assert "not now" not in str(caught.value)
    assert not caught.value.wrong
    assert "not now" not in caplog.text


async def test_of_what_is_said_about_it_nothing_but_numbers_is_repeated(
    teams: Connector, gateway: Gateway, logs: list[Any]
) -> None:
    said = {"error": "unauthorized_client", "error_description": "AADSTS1: s3cret Rosebud", "error_codes": [1, "x"]}
    teams.answers("token", 400, body=said)
    with pytest.raises(NoToken, match=r"^unauthorized_client: AADSTS1$"):
        await gateway.warm()
    assert {"code": "unauthorized_client", "why": "AADSTS1"}.items() <= logs[-1].items()


# --- refused ---


async def test_a_token_that_was_taken_back_is_exchanged_once(
    teams: Connector, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.tokens.YOUNG", 0.0)
    gateway = made(teams, session)
    await gateway.post(teams.service_url, "a:1", CARD)
    teams.tokens.clear()
    assert await gateway.post(teams.service_url, "a:1", CARD)
    assert [call.token for call in teams.of("send")] == ["token-1", "token-1", "token-2"]
    await gateway.close()


async def test_a_new_token_that_is_refused_is_not_the_reason(teams: Connector, gateway: Gateway) -> None:
    teams.answers("send", 401, "Unauthorized", times=2)
    for _ in range(2):
        with pytest.raises(Answered) as caught:
            await gateway.post(teams.service_url, "a:1", CARD)
        assert caught.value.status == 401
    assert (teams.counts["token"], teams.counts["send"]) == (1, 2)


# --- over time ---


class Counter:
    """Gives tokens that hold for an hour, and none while it is told to fail."""

    def __init__(self) -> None:
        self.given = 0
        self.asked = 0
        self.error: NoToken | None = None
        self.seconds = 3600.0

    async def ask(self) -> Fresh:
        self.asked += 1
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        self.given += 1
        return Fresh(f"t{self.given}", self.seconds)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_it_is_exchanged_before_it_is_over_and_nobody_waits_for_that() -> None:
    clock, counter = Clock(), Counter()
    tokens = Tokens(counter.ask, clock)
    assert await tokens.get() == "t1"
    clock.now += 3600 - AHEAD - 1
    assert (await tokens.get(), counter.asked) == ("t1", 1)
    clock.now += 1
    assert await tokens.get() == "t1"
    assert await tokens.get() == "t1"
    await settle()
    assert (await tokens.get(), counter.asked) == ("t2", 2)


async def test_while_it_holds_it_is_handed_out_even_when_no_other_comes() -> None:
    clock, counter = Clock(), Counter()
    tokens = Tokens(counter.ask, clock)
    await tokens.get()
    counter.error = NoToken("unreachable", "…", wrong=False)
    clock.now += 3600 - AHEAD
    for _ in range(3):
        assert await tokens.get() == "t1"
        await settle()
    assert counter.asked == 2  # not at every message
    clock.now += PAUSE
    assert await tokens.get() == "t1"
    await settle()
    assert counter.asked == 3
    clock.now += AHEAD - PAUSE - SPARE
    with pytest.raises(NoToken, match="unreachable"):
        await tokens.get()


async def test_where_none_was_given_it_is_asked_for_again_after_a_pause() -> None:
    clock, counter = Clock(), Counter()
    counter.error = NoToken("unreachable", "…", wrong=False)
    tokens = Tokens(counter.ask, clock)
    for _ in range(3):
        with pytest.raises(NoToken, match="unreachable"):
            await tokens.get()
    assert counter.asked == 1
    counter.error = None
    clock.now += PAUSE
    assert await tokens.get() == "t1"


async def test_a_token_that_holds_for_moments_is_used_for_as_long_as_it_does() -> None:
    clock, counter = Clock(), Counter()
    counter.seconds = 10.0
    tokens = Tokens(counter.ask, clock)
    assert await tokens.get() == "t1"
    clock.now += 4.9
    assert (await tokens.get(), counter.asked) == ("t1", 1)
    clock.now += 0.2
    assert await tokens.get() == "t2"


async def test_a_token_that_is_over_when_it_comes_is_none() -> None:
    counter = Counter()
    counter.seconds = 0.0
    with pytest.raises(NoToken, match="over already"):
        await Tokens(counter.ask, Clock()).get()


async def test_what_was_refused_is_thrown_away_unless_it_is_new_or_gone_already() -> None:
    clock, counter = Clock(), Counter()
    tokens = Tokens(counter.ask, clock)
    first = await tokens.get()
    assert not tokens.refused(first)
    clock.now += YOUNG
    assert tokens.refused(first)
    second = await tokens.get()
    assert (second, counter.asked) == ("t2", 2)
    assert tokens.refused(first), "another one is held since"
    assert await tokens.get() == "t2"


def test_a_token_stands_in_no_words_about_it() -> None:
    assert "t0p" not in repr(Fresh("t0p", 1.0))


async def test_the_thread_ends_with_the_gateway(teams: Connector, session: aiohttp.ClientSession) -> None:
    gateway = made(teams, session)
    teams.hangs("token", 30)
    asking = asyncio.create_task(gateway.warm())
    await asyncio.sleep(0.1)
    async with asyncio.timeout(10):
        await gateway.close()
    with pytest.raises(asyncio.CancelledError):
        await asking

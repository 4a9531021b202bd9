"""Who cannot prove to be Teams is refused: 401 or 400, never 500; nothing done, nothing sent, and logged with an id."""

import gzip
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from structlog.testing import capture_logs

from adapters.teams.door import LARGEST, Door
from adapters.teams.proof import Refused401
from bot.settings import TeamsSettings
from bot.teams_settings import THIS_MACHINE
from tests.teams.openid import APP_ID, Signer, packed, signer
from tests.teams.porch import SERVICE, TENANT, Json, Porch, Told, activity, porch

Make = Callable[[Porch], str | None]
HOUR = 3600


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[list[Any]]:
    """What was logged: never what somebody wrote, and no token."""
    with caplog.at_level(logging.DEBUG), capture_logs() as entries:
        yield entries
    said = str(entries) + str([record.getMessage() for record in caplog.get_records("call")])
    assert "Rosebud" not in said
    assert "eyJ" not in said


@pytest.fixture
async def one() -> AsyncIterator[Porch]:
    async with porch() as here:
        yield here


def token(**more: Any) -> Make:
    """A header whose token has these claims, or this part of its header, and is good otherwise."""
    return lambda here: here.openid.bearer(**{"service_url": SERVICE, **more})


def at(seconds: int, claim: str) -> Make:
    """A token with that time, so far from now."""
    return lambda here: here.openid.bearer(SERVICE, **{claim: here.now.timestamp() + seconds})


def shared(alg: str, secret: Callable[[Signer], bytes]) -> Make:
    """A token that is signed with something both sides know."""

    def make(here: Porch) -> str:
        header, claims, _ = here.openid.token(SERVICE).split(".")
        kid = here.openid.signers[0].kid
        header = packed(json.dumps({"alg": alg, "kid": kid}).encode())
        signature = hmac.new(secret(here.openid.signers[0]), f"{header}.{claims}".encode(), sha256).digest()
        return f"Bearer {header}.{claims}.{packed(signature) if alg != 'none' else ''}"

    return make


def pem(one: Signer) -> bytes:
    return one.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def changed(part: int, text: str) -> Make:
    """A token with another part in place of its own."""

    def make(here: Porch) -> str:
        parts = here.openid.token(SERVICE).split(".")
        parts[part] = text
        return f"Bearer {'.'.join(parts)}"

    return make


def strange(endorsements: tuple[str, ...], bits: int = 2048) -> Make:
    """A token by a published key that is for something else, or too small."""

    def make(here: Porch) -> str:
        here.openid.signers.append(signer(bits, endorsements, bits))
        return here.openid.bearer(SERVICE, by=here.openid.signers[-1])

    return make


DEEP = "[" * 3000
BAD_HEADERS: dict[str, tuple[Make, str]] = {
    "no header": (lambda here: None, "there is no token"),
    "an empty header": (lambda here: "\t", "no bearer token"),
    "garbage": (lambda here: "Rosebud", "no bearer token"),
    "not a bearer": (lambda here: "Basic Um9zZWJ1ZDpSb3NlYnVk", "no bearer token"),
    "a bearer without a token": (lambda here: "Bearer", "the token is none"),
    "a token of no parts": (lambda here: "Bearer Rosebud", "the token is none"),
    "a token of dots": (lambda here: "Bearer ...", "the token is none"),
    "a token with spaces": (lambda here: here.openid.bearer(SERVICE) + " Rosebud", "signature is not"),
    "no ASCII": (lambda here: "Bearer ey\u00f6.\u00f6.\u00f6", "the token is none"),
    "a header that is no JSON": (changed(0, packed(b"{")), "the token is none"),
    "a header that is a list": (changed(0, packed(b"[]")), "the token is none"),
    "a header that is deep": (changed(0, packed(f'{{"alg":"RS256","kid":{DEEP}'.encode())), "the token is none"),
    "other claims": (changed(1, packed(json.dumps({"iss": "x"}).encode())), "signature is not"),
    "no signature": (changed(2, ""), "signature is not"),
    "another signature": (changed(2, packed(b"\0" * 256)), "signature is not"),
    "signed by somebody else": (
        lambda here: here.openid.bearer(SERVICE, by=Signer(signer(1).private, here.openid.signers[0].kid)),
        "signature is not",
    ),
    "HS256 with the public key": (shared("HS256", pem), "not signed with RS256"),
    "alg none": (shared("none", pem), "not signed with RS256"),
    "RS256 in name only": (shared("RS256", pem), "signature is not"),
    "alg in small letters": (token(header={"alg": "rs256"}), "not signed with RS256"),
    "no alg": (token(header={"alg": None}), "the token is none"),
    "no key id": (token(header={"kid": None}), "the token is none"),
    "a key id that is a number": (token(header={"kid": 7}), "the token is none"),
    "an unknown key id": (token(header={"kid": "Rosebud"}), "does not publish"),
    "a critical part that nobody knows": (token(header={"crit": ["b65"], "b65": True}), "signature is not"),
    "a detached payload": (token(header={"crit": ["b64"], "b64": False}), "signature is not"),
    "a key for other channels": (strange(("directline", "webchat")), "a key that is not for Teams"),
    "a key for none": (strange(()), "a key that is not for Teams"),
    "a small key": (strange(("msteams",), 1024), "does not publish"),
    "expired": (at(-HOUR, "exp"), "has expired"),
    "not yet valid": (at(HOUR, "nbf"), "does not hold yet"),
    "without an end": (token(exp=None), "not whole: exp"),
    "an end that is text": (token(exp="9999999999"), "not whole: exp"),
    "an end that is no number": (token(exp=float("inf")), "not whole: exp"),
    "another audience": (token(aud="00000000-0000-4000-8000-000000000000"), "for another app"),
    "several audiences": (token(aud=[APP_ID]), "not whole: aud"),
    "no audience": (token(aud=None), "not whole: aud"),
    "another issuer": (token(iss=f"https://sts.windows.net/{TENANT}/"), "another issuer"),
    "an issuer that begins alike": (token(iss="https://api.botframework.com.example.com"), "another issuer"),
    "no issuer": (token(iss=None), "not whole: iss"),
    "another service URL than the body’s": (
        token(service_url="https://smba.trafficmanager.net/amer/"),
        "another service URL than its token",
    ),
    "no service URL in the token": (token(serviceurl=None), "not whole: serviceurl"),
    "claims that are a list": (token(payload=b"[]"), "not whole: no object"),
    "claims that are deep": (token(payload=DEEP.encode()), "not whole: no object"),
}


@pytest.mark.parametrize("name", BAD_HEADERS)
async def test_whoever_cannot_prove_to_be_teams_is_refused_and_nothing_is_done(
    one: Porch, logs: list[Any], name: str
) -> None:
    make, why = BAD_HEADERS[name]
    answer = await one.post(activity(), make(one))
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert one.handled == []
    assert sum(one.openid.asked.values()) in (0, 2), "nobody but the key server was asked"
    (said,) = logs
    assert why in said["why"]
    assert (said["status"], json.loads(answer.text)) == (401, {"error": "refused", "id": said["id"]})


def without(name: str) -> Json:
    return activity(**{name: None})


CONVERSATION = activity()["conversation"]
BAD_BODIES: dict[str, tuple[Any, int, str]] = {
    "no service URL": (without("serviceUrl"), 401, "names no service URL"),
    "an empty service URL": (activity(serviceUrl=""), 401, "names no service URL"),
    "another service URL": (activity(serviceUrl="https://smba.trafficmanager.net/amer/"), 401, "than its token"),
    "almost the same service URL": (activity(serviceUrl=SERVICE.removesuffix("/")), 401, "than its token"),
    "no channel": (without("channelId"), 401, "another channel than Teams, or from none"),
    "another channel": (activity(channelId="directline"), 401, "another channel than Teams"),
    "the emulator": (activity(channelId="emulator"), 401, "another channel than Teams"),
    "another tenant": (activity(channelData={"tenant": {"id": APP_ID}}), 401, "two tenants"),
    "another tenant in the conversation": (
        activity(conversation={**CONVERSATION, "tenantId": APP_ID}),
        401,
        "two tenants",
    ),
    "another tenant in both": (
        activity(channelData={"tenant": {"id": APP_ID}}, conversation={**CONVERSATION, "tenantId": APP_ID}),
        401,
        "another tenant",
    ),
    "another tenant alone": (
        activity(channelData=None, conversation={"id": "a:1", "tenantId": APP_ID}),
        401,
        "another",
    ),
    "no tenant": (activity(channelData=None, conversation={"id": "a:1"}), 401, "names no tenant"),
    "an empty tenant": (activity(channelData={"tenant": {"id": ""}}, conversation={"id": "a:1"}), 401, "no tenant"),
    "nothing": (b"", 400, "no JSON object"),
    "malformed": (b"{", 400, "no JSON object"),
    "two objects": (b"{}{}", 400, "no JSON object"),
    "no UTF-8": (b'{"text": "\xff\xfe"}', 400, "no JSON object"),
    "half a sign": (b'{"text": "\\ud800"}', 400, "no JSON object"),
    "a list": ([activity()], 400, "no JSON object"),
    "a text": ("Rosebud", 400, "no JSON object"),
    "a number": (7, 400, "no JSON object"),
    "null": (b"null", 400, "no JSON object"),
    "deep": (json.dumps(activity()).encode()[:-1] + b', "value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "no"),
    "far too large": (activity(text="Rosebud" * LARGEST), 400, "too large"),
    "empty": ({}, 400, "shape of an activity"),
    "no type": (without("type"), 400, "shape of an activity"),
    "a type that is a number": (activity(type=7), 400, "shape of an activity"),
    "nobody": (without("from"), 400, "shape of an activity"),
    "somebody who is a text": (activity(**{"from": "29:ada"}), 400, "shape of an activity"),
    "an id that is an object": (activity(**{"from": {"id": {"$ne": ""}}}), 400, "shape of an activity"),
    "no conversation": (without("conversation"), 400, "shape of an activity"),
    "a conversation without an id": (activity(conversation={"tenantId": TENANT}), 400, "shape of an activity"),
    "a tenant that is a list": (activity(channelData={"tenant": {"id": [TENANT]}}), 400, "shape of an activity"),
    "channel data that is a text": (activity(channelData="Rosebud"), 400, "shape of an activity"),
    "a service URL that is a list": (activity(serviceUrl=[SERVICE]), 400, "shape of an activity"),
    "an activity’s id that is true": (activity(id=True), 400, "shape of an activity"),
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_what_is_not_an_activity_of_teams_for_us_is_refused_with_the_best_of_tokens(
    one: Porch, logs: list[Any], name: str
) -> None:
    body, status, why = BAD_BODIES[name]
    answer = await one.post(body)
    assert answer.status == status
    assert one.handled == []
    (said,) = logs
    assert why in said["why"]
    assert json.loads(answer.text) == {"error": "refused", "id": said["id"]}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/teams/",
        "http://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net.example.com/",
        "https://169.254.169.254/latest/",
        "http://127.0.0.1:8080/",
        "file:///etc/passwd",
    ],
)
async def test_a_service_url_where_nothing_is_sent_is_refused_even_if_it_is_signed(
    one: Porch, logs: list[Any], url: str
) -> None:
    answer = await one.post(activity(serviceUrl=url), one.openid.bearer(url))
    assert (answer.status, one.handled) == (401, [])
    assert logs[0]["why"] == "its service URL leads to a host that nothing is sent to"
    assert "example" not in str(logs)


@pytest.mark.parametrize(
    ("content_type", "headers", "why"),
    [
        (None, {}, "not called JSON"),
        ("", {}, "not called JSON"),
        ("text/plain", {}, "not called JSON"),
        ("application/x-www-form-urlencoded", {}, "not called JSON"),
        ("Rosebud", {}, "not called JSON"),
        ("application/json", {"Content_Encoding": "gzip"}, "packed"),
        ("application/json", {"Content_Encoding": "br"}, "packed"),
    ],
)
async def test_a_body_that_is_not_called_json_or_is_packed(
    one: Porch, logs: list[Any], content_type: str | None, headers: dict[str, str], why: str
) -> None:
    body = json.dumps(activity()).encode()
    sent = gzip.compress(body) if headers.get("Content_Encoding") == "gzip" else body
    answer = await one.post(sent, content_type=content_type, **headers)
    assert answer.status == 400
    assert one.handled == []
    assert all(why in said["why"] for said in logs)


POST = "POST /api/messages HTTP/1.1\r\nHost: x\r\n"
GOOD = f"{POST}Authorization: GOOD\r\nContent-Type: application/json\r\n"
WILD: dict[str, tuple[str, int]] = {
    "two tokens": (f"{POST}Authorization: GOOD\r\nAuthorization: GOOD\r\n\r\n", 401),
    "a token that is no text": (f"{POST}Authorization: Bearer \xff\xfe\r\n\r\n", 401),
    "a body that does not end, of a stranger": (f"{POST}Content-Length: 9999\r\n\r\n{{", 401),
    "a header that is far too long": (f"{POST}Authorization: Bearer {'a' * 100_000}\r\n\r\n", 400),
    "a length that is none": (f"{GOOD}Content-Length: soon\r\n\r\n{{}}", 400),
    "a body that does not end": (f"{GOOD}Content-Length: 9999\r\n\r\n{{", 0),
    "a piece that does not end": (f"{GOOD}Transfer-Encoding: chunked\r\n\r\n5\r\n{{", 0),
    "pieces that are none": (f"{GOOD}Transfer-Encoding: chunked\r\n\r\nRosebud", 400),
    "packed that is not": (f"{GOOD}Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\nRosebud", 400),
    "no host": ("POST /api/messages HTTP/1.1\r\n\r\n", 400),
    "TLS": ("\x16\x03\x01\x02\x00", 400),
}


@pytest.mark.parametrize("name", WILD)
async def test_what_no_client_would_send(one: Porch, name: str) -> None:
    request, expected = WILD[name]
    status = await one.raw(request.replace("GOOD", one.openid.bearer(SERVICE)).encode("latin-1"))
    assert status == expected
    assert one.handled == []


async def test_what_teams_sends_comes_in_as_it_is(one: Porch, logs: list[Any]) -> None:
    sent = activity(value={"key": 7}, entities=[{"type": "clientInfo", "timezone": "Europe/Berlin"}])
    answer = await one.post(sent)
    assert (answer.status, answer.text) == (200, "")
    assert one.handled == [sent]
    assert logs == []


@pytest.mark.parametrize(
    "sent",
    [
        activity(channelData=None),
        activity(conversation={"id": "a:1"}),
        activity(channelData={"tenant": {"id": TENANT.upper()}}),
        activity(channelData={"tenant": {"id": TENANT}, "team": {"id": "19:x"}, "legacy": {}}, id=None),
        activity(**{"from": {"id": "29:ada", "aadObjectId": None}}),
    ],
)
async def test_whatever_it_leaves_out_where_it_may(one: Porch, sent: Json) -> None:
    assert (await one.post(sent)).status == 200
    assert one.handled == [sent]


GOOD_HEADERS: dict[str, Make] = {
    "expired four minutes ago": at(-240, "exp"),
    "valid in four minutes": at(240, "nbf"),
    "without a beginning": token(nbf=None),
    "the app’s id in capitals": token(aud=APP_ID.upper()),
    "more claims": token(appid="another claim", ver="1.0"),
    "a bearer in small letters": lambda here: here.openid.bearer(SERVICE).replace("Bearer", "bearer"),
}


@pytest.mark.parametrize("name", GOOD_HEADERS)
async def test_clocks_may_be_five_minutes_apart_and_more_claims_change_nothing(one: Porch, name: str) -> None:
    assert (await one.post(activity(), GOOD_HEADERS[name](one))).status == 200


async def test_a_token_ends_when_its_time_comes(one: Porch) -> None:
    header = one.openid.bearer(SERVICE)
    assert (await one.post(activity(), header)).status == 200
    one.now += timedelta(minutes=64)
    assert (await one.post(activity(), header)).status == 200
    one.now += timedelta(minutes=2)
    assert (await one.post(activity(), header)).status == 401


async def test_the_answer_is_the_handlers(one: Porch) -> None:
    one.answer = Told(202)
    assert (await one.post(activity())).status == 202
    one.answer = Told(200, {"task": {"type": "message", "value": "Kept."}})
    answer = await one.post(activity(type="invoke", name="task/submit"))
    assert (answer.status, json.loads(answer.text)) == (200, one.answer.body)


async def test_a_fault_behind_the_door_is_logged_with_an_id_and_never_a_500(one: Porch, logs: list[Any]) -> None:
    one.error = KeyError("Rosebud")
    assert (await one.post(activity())).status == 200
    one.error, one.answer = None, Told(200, {"value": object()})
    assert (await one.post(activity())).status == 200
    assert [(said["log_level"], len(said["id"])) for said in logs] == [("error", 8), ("error", 8)]


async def test_a_fault_of_the_door_itself_lets_nobody_in(
    one: Porch, monkeypatch: pytest.MonkeyPatch, logs: list[Any]
) -> None:
    def fail(*_: object) -> Json:
        raise KeyError("Rosebud")

    monkeypatch.setattr(Door, "match", fail)
    assert (await one.post(activity())).status == 503
    assert one.handled == []
    assert (logs[0]["log_level"], len(logs[0]["id"])) == ("error", 8)


@pytest.mark.parametrize("verb", ["GET", "HEAD", "PUT", "DELETE"])
async def test_there_is_nothing_to_get(one: Porch, verb: str) -> None:
    async with one.session.request(verb, one.url) as response:
        assert response.status == 405


async def test_without_an_app_id_no_token_is_for_us() -> None:
    async with porch(app_id="") as here:
        assert (await here.post(activity(), here.openid.bearer(SERVICE, aud=""))).status == 401


async def test_anonymous_is_who_needs_no_proof_and_still_comes_from_here() -> None:
    local = "http://localhost:56150/_connector"
    async with porch(app_id="", allow_anonymous=True, tenants=frozenset(), hosts=THIS_MACHINE) as here:
        assert (await here.post(activity(serviceUrl=local), None)).status == 200
        assert (await here.post(activity(), None)).status == 401, "Teams itself is not spoken to"
        assert (await here.post(activity(serviceUrl=local, channelId="emulator"), None)).status == 401
        assert (await here.post(activity(serviceUrl=local), here.openid.bearer(local))).status == 401
        assert (await here.post(activity(serviceUrl=local), "Bearer Rosebud")).status == 401
        assert (await here.post([], None)).status == 400
        assert len(here.handled) == 1


async def test_anonymous_people_of_one_tenant_are_no_others() -> None:
    local = "http://localhost:56150/"
    async with porch(allow_anonymous=True, hosts=THIS_MACHINE) as here:
        assert (await here.post(activity(serviceUrl=local), None)).status == 200
        other = activity(serviceUrl=local, channelData=None, conversation={"id": "a:1", "tenantId": APP_ID})
        assert (await here.post(other, None)).status == 401


async def test_by_itself_the_door_takes_no_tenant_and_nobody(one: Porch) -> None:
    async with porch(tenants=frozenset()) as here:
        assert (await here.post(activity())).status == 401
    async with porch(allow_anonymous=False) as here:
        assert (await here.post(activity(), None)).status == 401


async def test_a_header_and_a_body_can_be_tried_without_a_request(one: Porch) -> None:
    settings = TeamsSettings(APP_ID, tenants=frozenset({TENANT}), openid_url=one.openid.url)
    door = Door(settings, one.session, lambda: one.now)
    assert await door.admit(one.openid.bearer(SERVICE), activity()) == activity()
    with pytest.raises(Refused401, match="there is no token"):
        await door.admit("", activity())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:3978"}, 200),
        ({"Host": "[::1]:3978"}, 200),
        ({"Origin": "http://localhost:5173"}, 200),
        ({"Host": "rebound.example:3978"}, 401),
        ({"Host": "localhost.example"}, 401),
        ({"Host": "127.0.0.1.example"}, 401),
        ({"Host": "["}, 401),
        ({"Host": "rebound.example", "Origin": "http://rebound.example"}, 401),
        ({"Origin": "https://example.com"}, 401),
        ({"Origin": "null"}, 401),
    ],
)
async def test_a_page_in_a_browser_is_nobody_on_this_machine(headers: dict[str, str], status: int) -> None:
    said = activity(serviceUrl="http://127.0.0.1:5000/")
    async with porch(app_id="", allow_anonymous=True, tenants=frozenset(), hosts=THIS_MACHINE) as here:
        assert (await here.post(said, None, **headers)).status == status
        assert len(here.handled) == (status == 200)

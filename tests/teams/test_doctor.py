"""What has to be right for Teams is looked at one by one, on the ways on which the bot itself goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.health import add_health
from adapters.teams import manifest as manifests
from adapters.teams.doctor import look_into
from adapters.teams.doctor.package import app_package, written
from adapters.teams.door import PATH
from adapters.teams.manifest import rules
from adapters.teams.manifest.icons import color
from bot.finding import Finding
from bot.service import real_time
from bot.settings import Settings
from bot.teams_settings import TeamsSettings
from tests.teams.openid import APP_ID, OpenId, private_key
from tests.teams.porch import Porch, porch
from tests.teams.standin import Connector

GONE = "http://127.0.0.1:9"
"""Where nobody listens."""
SECRET = "s3cret" * 7


@pytest.fixture
async def openid() -> AsyncIterator[OpenId]:
    async with OpenId() as one:
        yield one


@pytest.fixture
def teams(teams: Connector) -> Connector:
    teams.secret = SECRET
    return teams


async def looked(
    teams: Connector,
    openid: OpenId,
    url: str = "",
    host: str = "0.0.0.0",
    package: Path | None = None,
    **more: Any,
) -> dict[str, Finding]:
    """What the doctor says of these settings, by what it looked at."""
    given = teams.settings(**{"openid_url": openid.url, **more})
    settings = Settings(keys=(), host=host, teams=given)
    found = [one async for one in look_into(settings, {}, real_time, url, 1, package)]
    assert len({one.what for one in found}) == len(found)
    for one in found:
        assert one.said.endswith((".", "?")), one
        assert "\n" not in one.said
        assert SECRET not in one.said
    return {one.what: one for one in found}


async def test_all_is_well(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid)
    assert {what: one.level for what, one in found.items()} == {
        "TEAMS_APP_PASSWORD": "ok",
        "TEAMS_TENANT_ID": "ok",
        "Clock": "ok",
        "TEAMS_APP_ID": "ok",
        "Keys": "ok",
        "Hosts": "ok",
    }
    assert found["Hosts"].said == f"Messages go to {teams.host} and nowhere else; {teams.host} can be reached."
    assert teams.of("send") == teams.of("create") == [], "nothing is said to anybody"


async def test_without_teams_there_is_one_line() -> None:
    (found,) = [one async for one in look_into(Settings(keys=()), {}, real_time)]
    assert (found.level, found.what) == ("look", "Teams")


async def test_a_secret_that_is_none(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid, password="short")
    assert found["TEAMS_APP_PASSWORD"].level == "look"
    assert found["TEAMS_APP_ID"].level == "mend"
    assert found["TEAMS_APP_ID"].said.startswith("Microsoft gives the bot no token: TEAMS_APP_PASSWORD is not the")


async def test_a_tenant_that_there_is_not(teams: Connector, openid: OpenId) -> None:
    teams.answers("discovery", 400, body={"error": "invalid_tenant"}, times=9)
    found = await looked(teams, openid)
    assert found["TEAMS_TENANT_ID"].level == "mend"
    assert found["TEAMS_TENANT_ID"].said.startswith("Microsoft knows no such tenant; copy the Directory")
    assert found["TEAMS_APP_ID"].level == "mend"


async def test_microsoft_has_a_bad_day(teams: Connector, openid: OpenId) -> None:
    teams.answers("discovery", 503, times=9)
    openid.status = 503
    found = await looked(teams, openid)
    assert found["TEAMS_TENANT_ID"].level == "look"
    assert found["Keys"].level == "mend"
    assert "nobody would be heard" in found["Keys"].said


async def test_microsoft_cannot_be_reached(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid, login_url=GONE, openid_url=f"{GONE}/x", hosts=(GONE.removeprefix("http://"),))
    for what in ("TEAMS_TENANT_ID", "TEAMS_APP_ID", "Keys", "Hosts"):
        assert found[what].level == "mend", what
    assert found["Hosts"].said.startswith("127.0.0.1:9 cannot be reached")
    assert found["TEAMS_APP_ID"].said.startswith("127.0.0.1:9, where tokens are given, cannot be reached")
    assert "Clock" not in found


async def test_one_of_several_hosts_is_enough(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid, hosts=("127.0.0.1:9", teams.host))
    assert found["Hosts"].level == "ok"


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (120, "look"), (-120, "look"), (400, "mend")])
async def test_the_clock(teams: Connector, openid: OpenId, seconds: int, level: str) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)  # noqa: TID251  as servers do
    teams.answers("discovery", 200, body={"issuer": "x"}, headers={"Date": date})
    found = await looked(teams, openid)
    assert found["Clock"].level == level


async def test_where_it_listens(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid, host="127.0.0.1")
    assert found["HOST"].said.startswith("It is 127.0.0.1, which only this machine reaches")


# The public address.


@asynccontextmanager
async def town(**settings: Any) -> AsyncIterator[tuple[Porch, str]]:
    """The bot's own door, with what else the web process has; gives its address."""

    class Bot:
        async def next_due(self) -> None:
            return None

    async with porch(also=lambda app: add_health(app, Bot()), **settings) as one:
        yield one, one.url.removesuffix(PATH)


async def test_at_its_address_the_bot_answers_and_refuses_whoever_has_no_token(
    teams: Connector, openid: OpenId
) -> None:
    async with town() as (one, url):
        found = await looked(teams, openid, url)
        assert found["Public address"].level == found["Requests without a token"].level == "ok"
        assert found["--url"].level == "look", "it is on this machine"
        assert one.handled == []


async def test_an_address_where_everybody_is_believed(teams: Connector, openid: OpenId) -> None:
    async with town(allow_anonymous=True) as (_, url):
        found = await looked(teams, openid, url)
        assert found["Requests without a token"].level == "mend"
        assert "anybody could speak as anybody" in found["Requests without a token"].said
        found = await looked(teams, openid, url, app_id="", password="", allow_anonymous=True)
        assert {what: one.level for what, one in found.items()} == {
            "TEAMS_ALLOW_ANONYMOUS": "look",
            "Public address": "ok",
            "Requests without a token": "mend",
        }


@pytest.mark.parametrize(
    ("health", "answer", "what", "why"),
    [
        (502, 401, "Public address", "/healthz answers 502, not 200"),
        (200, 404, "Requests without a token", "Nothing listens at /api/messages"),
        (200, 202, "Requests without a token", "They are not refused"),
        (200, 502, "Requests without a token", "/api/messages answers 502, not 401"),
    ],
)
async def test_an_address_that_leads_elsewhere(
    teams: Connector, openid: OpenId, health: int, answer: int, what: str, why: str
) -> None:
    async with elsewhere(health, answer) as url:
        found = await looked(teams, openid, url)
    assert found[what].level == "mend"
    assert found[what].said.startswith(why)


async def test_an_address_where_nobody_is(teams: Connector, openid: OpenId) -> None:
    found = await looked(teams, openid, GONE)
    assert found["Public address"].said.startswith("127.0.0.1:9 cannot be reached")


@asynccontextmanager
async def elsewhere(health: int, answer: int) -> AsyncIterator[str]:
    async def alive(_: web.Request) -> web.Response:
        return web.Response(status=health)

    async def messages(_: web.Request) -> web.Response:
        return web.Response(status=answer)

    app = web.Application()
    app.router.add_get("/healthz", alive)
    app.router.add_post(PATH, messages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


# The app's package.

ADDRESS = "https://bot.invalid"


def looked_at(url: str, app_id: str = APP_ID) -> dict[str, Finding]:
    settings = Settings(keys=(), teams=TeamsSettings(app_id))
    return {one.what: one for one in app_package(settings, url)}


async def test_the_doctor_looks_at_the_package_of_an_address(teams: Connector, openid: OpenId) -> None:
    async with town() as (_, url):
        found = await looked(teams, openid, url)
    assert found["App package"].level == found["App icons"].level == "ok"
    assert found["Messaging endpoint"].level == "look", "it is on this machine, and Teams calls only https"
    assert "App package" not in await looked(teams, openid)


def test_a_package_that_teams_takes() -> None:
    assert {what: one.level for what, one in looked_at(ADDRESS).items()} == {
        "App package": "ok",
        "App icons": "ok",
        "Messaging endpoint": "ok",
    }
    assert "https://bot.invalid/api/messages" in looked_at(ADDRESS)["Messaging endpoint"].said


def test_a_package_that_teams_would_not_take(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked_at(ADDRESS, "followthrough")
    assert found["App package"].level == "mend"
    assert "no GUID (TEAMS_APP_ID)" in found["App package"].said
    assert looked_at("http://bot.invalid")["Messaging endpoint"].level == "mend"
    monkeypatch.setattr(manifests, "outline", color)
    assert looked_at(ADDRESS)["App icons"].level == "mend"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("version", "1.0", "its version is no three numbers"),
        ("name", {"short": "F" * 31, "full": "F"}, "name.short has 31 signs of 30"),
        ("bots", [{"botId": "other", "commandLists": []}], "its bot is another app"),
        (
            "composeExtensions",
            [{"botId": APP_ID, "commands": [{"title": "t" * 33, "description": ""}] * 11}],
            "it offers 11 commands, and Teams takes 10",
        ),
    ],
)
def test_what_teams_would_not_take_is_named(path: str, value: Any, said: str) -> None:
    assert list(rules.troubles(manifests.manifest(ADDRESS, APP_ID))) == []
    assert next(rules.troubles({**manifests.manifest(ADDRESS, APP_ID), path: value})) == said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A package that was written before."""
    one = tmp_path / "followthrough-teams.zip"
    one.write_bytes(manifests.package(Settings(keys=(), teams=TeamsSettings(APP_ID)), ADDRESS))
    return one


def before(file: Path, url: str = "", app_id: str = APP_ID) -> Finding:
    return written(Settings(keys=(), teams=TeamsSettings(app_id)), url, file)


async def test_a_package_that_was_written_before_is_still_the_one(teams: Connector, openid: OpenId, file: Path) -> None:
    assert before(file, ADDRESS) == before(file)
    assert (await looked(teams, openid, package=file))["--package"].level == "ok"


def test_a_package_that_changed_and_whose_version_grew_or_did_not(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(manifests.COMMANDS, "help", "Something else.")
    same = before(file)
    assert (same.level, "differs from what would be written now (bots), and both are" in same.said) == ("mend", True)
    monkeypatch.setattr(manifests, "VERSION", "1.10.0")
    assert before(file).level == "look"
    assert "whose version is 1.10.0: write it again" in before(file).said
    monkeypatch.setattr(manifests, "VERSION", "0.9.0")
    assert "its version is higher than 0.9.0" in before(file).said


def test_a_package_of_another_address_app_or_none(file: Path, tmp_path: Path) -> None:
    assert "(developer)" in before(file, "https://elsewhere.invalid").said
    assert before(file, app_id=APP_ID.replace("0", "1")).said.startswith("It is the package of another app")
    for content in (b"", b"PK", b"Rosebud", color(), file.read_bytes()[:200]):
        file.write_bytes(content)
        assert before(file).said.startswith("The file is no package of an app")
    for said in ("[]", "{}", '{"developer": 7, "id": []}', "Rosebud"):
        with ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", said)
        assert before(file).level == "mend"
    assert before(file, app_id="").said.startswith("There is no TEAMS_APP_ID")
    assert before(tmp_path / "nowhere.zip").said.startswith("The file cannot be read")


# The certificate.


def certificate(number: int, days: float, since: float = -1) -> bytes:
    """One of that key, from so many days off to so many."""
    now, name = real_time(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "followthrough")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    made = made.public_key(private_key(number).public_key())
    made = made.not_valid_before(now + timedelta(days=since)).not_valid_after(now + timedelta(days=days))
    return made.sign(private_key(number), SHA256()).public_bytes(Encoding.PEM)


def key(number: int) -> bytes:
    return private_key(number).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def other_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


PEMS: dict[str, tuple[Any, str, str]] = {
    "good": (lambda: key(0) + certificate(0, 400), "ok", "Key and certificate belong together, and it ends on 20"),
    "the other way round": (lambda: certificate(0, 400) + key(0), "ok", "Key and certificate belong together"),
    "soon over": (lambda: key(0) + certificate(0, 20), "look", "It ends on 20"),
    "over": (lambda: key(0) + certificate(0, -1, -9), "mend", "It ended on 20"),
    "not yet": (lambda: key(0) + certificate(0, 9, 3), "mend", "It holds from 20"),
    "of another key": (lambda: key(1) + certificate(0, 400), "mend", "The key in the file is not that of"),
    "another kind of key": (lambda: other_key() + certificate(0, 400), "mend", "Microsoft takes RSA keys here"),
    "a key only": (lambda: key(0), "mend", "The file holds no key and certificate"),
    "nothing": (lambda: b"Rosebud", "mend", "The file holds no key and certificate"),
}


@pytest.mark.parametrize("name", PEMS)
async def test_the_certificate(teams: Connector, openid: OpenId, tmp_path: Path, name: str) -> None:
    make, level, why = PEMS[name]
    file = tmp_path / "app.pem"
    file.write_bytes(make())
    file.chmod(0o600)
    found = (await looked(teams, openid, password="", certificate=file))["TEAMS_APP_CERTIFICATE"]
    assert found.level == level
    assert found.said.startswith(why)


async def test_a_certificate_that_others_may_read_or_nobody_finds(
    teams: Connector, openid: OpenId, tmp_path: Path
) -> None:
    file = tmp_path / "app.pem"
    file.write_bytes(key(0) + certificate(0, 400))
    file.chmod(0o644)
    found = await looked(teams, openid, password="", certificate=file)
    assert found["TEAMS_APP_CERTIFICATE"].said.endswith("chmod 600.")
    assert found["TEAMS_APP_ID"].level == "ok"
    file.unlink()
    found = await looked(teams, openid, password="", certificate=file)
    assert found["TEAMS_APP_CERTIFICATE"].said.startswith("The file cannot be read")
    assert found["TEAMS_APP_ID"].level == "mend"

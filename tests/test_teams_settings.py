"""Teams' settings come whole or not at all, and who need not prove anything is on this machine."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingError
from bot.settings import TeamsSettings, read
from bot.teams_settings import HOSTS, THIS_MACHINE

KEY = Fernet.generate_key().decode()
APP, WORD, FILE, TENANT, ANONYMOUS = (
    "TEAMS_APP_ID",
    "TEAMS_APP_PASSWORD",
    "TEAMS_APP_CERTIFICATE",
    "TEAMS_TENANT_ID",
    "TEAMS_ALLOW_ANONYMOUS",
)
TEAMS = {
    APP: "0F0B2F9A-1C9E-4E9D-9A2B-3C4D5E6F7081",
    WORD: "Qx8~s3cr3t.that-nobody_may_see",
    TENANT: "a1b2c3d4-0000-4000-8000-00000000beef",
    ANONYMOUS: "yes",
}


def teams(*names: str, **more: str) -> TeamsSettings | None:
    """What is read where only these settings of Teams' are filled in."""
    return read({"FOLLOWTHROUGH_KEY": KEY, **{name: TEAMS[name] for name in names}, **more}).teams


def refusal(*names: str, **more: str) -> str:
    """Why it does not start; whatever is wrong, no secret is printed."""
    with pytest.raises(SettingError) as refused:
        teams(*names, **more)
    said = str(refused.value)
    assert {**TEAMS, **more}[WORD] not in said
    return said


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A file that looks like one with a key and a certificate."""
    file = tmp_path / "app.pem"
    file.write_text(
        "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"
        "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
    )
    return file


def test_an_app_of_one_tenant_with_its_secret() -> None:
    found = teams(APP, WORD, TENANT)
    assert found == TeamsSettings(
        app_id=TEAMS[APP].lower(), password=TEAMS[WORD], tenant_id=TEAMS[TENANT], tenants=frozenset({TEAMS[TENANT]})
    )
    assert "s3cr3t" not in repr(found)
    assert found is not None
    assert not found.allow_anonymous
    assert found.hosts == HOSTS
    assert {found.login_url.partition(":")[0], found.openid_url.partition(":")[0]} == {"https"}


def test_or_with_its_certificate(pem: Path) -> None:
    found = teams(APP, TENANT, TEAMS_APP_CERTIFICATE=str(pem))
    assert found is not None
    assert (found.certificate, found.password) == (pem, "")


def test_without_a_credential_there_is_no_teams() -> None:
    assert teams() is None
    assert teams(TEAMS_ALLOW_ANONYMOUS="no") is None


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ((APP,), WORD),
        ((WORD,), APP),
        ((TENANT,), APP),
        ((APP, WORD), TENANT),
        ((APP, TENANT), WORD),
        ((WORD, TENANT), APP),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_half_of_what_teams_needs_names_the_other_half(names: tuple[str, ...], missing: str) -> None:
    assert refusal(*names).startswith(f"{missing} is missing: ")


def test_a_certificate_alone_is_half_too_and_a_secret_beside_it_is_one_too_many(pem: Path) -> None:
    assert refusal(TEAMS_APP_CERTIFICATE=str(pem)).startswith(f"{APP} is missing: ")
    assert refusal(APP, TEAMS_APP_CERTIFICATE=str(pem)).startswith(f"{TENANT} is missing: ")
    assert refusal(APP, WORD, TENANT, TEAMS_APP_CERTIFICATE=str(pem)).endswith("remove one of them.")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_on_this_machine_nobody_has_to_prove_who_they_are(host: str) -> None:
    found = teams(ANONYMOUS, HOST=host)
    assert found == TeamsSettings(allow_anonymous=True, hosts=THIS_MACHINE)
    assert teams(ANONYMOUS, TENANT, HOST=host) == TeamsSettings(
        tenant_id=TEAMS[TENANT], tenants=frozenset({TEAMS[TENANT]}), allow_anonymous=True, hosts=THIS_MACHINE
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "bot.example.com", "localhost.example.com", "127.1"])
@pytest.mark.parametrize("names", [(), (APP, WORD, TENANT)], ids=["alone", "with credentials"])
def test_elsewhere_everybody_has_to(host: str, names: tuple[str, ...]) -> None:
    said = refusal(ANONYMOUS, *names, HOST=host)
    assert said.startswith(f"{ANONYMOUS} lets whoever reaches the bot speak as anybody")
    assert f"HOST is '{host}', set it to 127.0.0.1" in said


@pytest.mark.parametrize("names", [(APP,), (WORD,), (APP, WORD, TENANT)])
def test_a_bot_that_believes_everybody_has_nothing_to_speak_with_in_the_real_teams(names: tuple[str, ...]) -> None:
    assert "so it goes with no credentials" in refusal(ANONYMOUS, *names)


@pytest.mark.parametrize(
    ("text", "found"), [("True", True), ("1", True), ("YES", True), ("false", False), ("0", False)]
)
def test_yes_and_no_in_the_usual_words(text: str, found: bool) -> None:
    assert (teams(TEAMS_ALLOW_ANONYMOUS=text) is not None) is found


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        (APP, "followthrough", "must be an id such as"),
        (APP, "{0F0B2F9A-1C9E-4E9D-9A2B-3C4D5E6F7081}", "must be an id such as"),
        (APP, "0F0B2F9A1C9E4E9D9A2B3C4D5E6F7081", "must be an id such as"),
        (TENANT, "common", "must be an id such as"),
        (TENANT, "contoso.onmicrosoft.com", "must be an id such as"),
        (WORD, "Qx8~ s3cr3t", "has a space"),
        (WORD, "Qx8~s3cr3t…", "a sign that belongs to none"),
        (WORD, "0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081", "is the id of a secret"),
        (ANONYMOUS, "maybe", "must be yes or no"),
        (FILE, "/there/is/no/such/file.pem", "not a file that can be read"),
        (FILE, "/", "not a file that can be read"),
        (FILE, "a" * 5000, "not a file that can be read"),
        (FILE, "nul\0", "not a file that can be read"),
    ],
)
def test_a_setting_that_is_none_is_named(name: str, value: str, why: str) -> None:
    said = refusal(APP, TENANT, *(() if name == FILE else (WORD,)), **{name: value})
    assert said.startswith(name)
    assert why in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "must be a PEM file"),
        ("-----BEGIN CERTIFICATE-----\n", "must be a PEM file"),
        ("-----BEGIN PRIVATE KEY-----\n", "must be a PEM file"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n", "a key with a password"),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n-----BEGIN CERTIFICATE-----\n", "with a password"),
    ],
)
def test_a_file_without_a_key_and_a_certificate_is_named(pem: Path, text: str, why: str) -> None:
    pem.write_text(text)
    assert why in refusal(APP, TENANT, TEAMS_APP_CERTIFICATE=str(pem))

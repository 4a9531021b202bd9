"""What has to be known to speak in Microsoft Teams: an app of one tenant, its secret or certificate, and no halves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from bot.errors import SettingError
from bot.here import is_this_machine

LOGIN: Final = "https://login.microsoftonline.com"
OPENID: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
HOSTS: Final = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
"""Where Teams takes messages of bots: everywhere, and in the American government's moderate cloud."""
THIS_MACHINE: Final = ("localhost", "127.0.0.1", "[::1]")
YES_OR_NO: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """How to speak in Teams. `tenants` are those whose people are heard; `hosts` are the only ones that anything is
    sent to, each as `host` or `host:port`. With `allow_anonymous` nobody has to prove who they are."""

    app_id: str = ""
    password: str = field(default="", repr=False)
    certificate: Path | None = None  # PEM, the private key and the certificate in one file
    tenant_id: str = ""
    tenants: frozenset[str] = frozenset()
    allow_anonymous: bool = False
    login_url: str = LOGIN
    openid_url: str = OPENID
    hosts: tuple[str, ...] = HOSTS


def read_teams(values: Mapping[str, str], host: str) -> TeamsSettings | None:
    """Teams' settings from names and values; None where there is no credential for it. `host` is listened on.

    Raises:
        SettingError: names what is missing, wrong, or one too many, and never prints a secret.
    """
    app_id = _guid("TEAMS_APP_ID", values.get("TEAMS_APP_ID", ""))
    password = _secret(values.get("TEAMS_APP_PASSWORD", ""))
    file = values.get("TEAMS_APP_CERTIFICATE", "")
    tenant = _guid("TEAMS_TENANT_ID", values.get("TEAMS_TENANT_ID", ""))
    anonymous = _yes(values.get("TEAMS_ALLOW_ANONYMOUS", "no"))
    if anonymous:
        return _anonymous(host, credentials=bool(app_id or password or file), tenant=tenant)
    if not (app_id or password or file or tenant):
        return None
    if not app_id:
        raise SettingError("TEAMS_APP_ID is missing: it says which app the bot is, and nothing else counts without it.")
    if password and file:
        raise SettingError("TEAMS_APP_PASSWORD and TEAMS_APP_CERTIFICATE are two ways to one end; remove one of them.")
    if not (password or file):
        raise SettingError("TEAMS_APP_PASSWORD is missing: the app’s secret, or TEAMS_APP_CERTIFICATE in its place.")
    if not tenant:
        raise SettingError("TEAMS_TENANT_ID is missing: it says whose people the bot speaks with, and with no others.")
    return TeamsSettings(app_id, password, _file(file) if file else None, tenant, frozenset({tenant}))


def _anonymous(host: str, *, credentials: bool, tenant: str) -> TeamsSettings:
    """For a stand-in for Teams on this machine: nothing is sent elsewhere, and there is nothing to send it with."""
    if not is_this_machine(host):
        raise SettingError(
            "TEAMS_ALLOW_ANONYMOUS lets whoever reaches the bot speak as anybody, so it listens on this machine only: "
            f"HOST is {host!r}, set it to 127.0.0.1, or remove TEAMS_ALLOW_ANONYMOUS."
        )
    if credentials:
        raise SettingError(
            "TEAMS_ALLOW_ANONYMOUS lets whoever reaches the bot speak as anybody, so it goes with no credentials: "
            "remove it, or TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_APP_CERTIFICATE."
        )
    tenants = frozenset({tenant}) if tenant else frozenset[str]()
    return TeamsSettings(tenant_id=tenant, tenants=tenants, allow_anonymous=True, hosts=THIS_MACHINE)


def _yes(text: str) -> bool:
    if text.lower() not in YES_OR_NO:
        raise SettingError(f"TEAMS_ALLOW_ANONYMOUS is {text[:20]!r}; it must be yes or no.")
    return YES_OR_NO[text.lower()]


def _guid(name: str, text: str) -> str:
    if not text:
        return ""
    try:
        whole = str(UUID(text)) == text.lower()
    except ValueError:
        whole = False
    if not whole:
        raise SettingError(
            f"{name} must be an id such as 11111111-2222-3333-4444-555555555555, as the portal shows it."
        )
    return text.lower()


def _secret(text: str) -> str:
    if not all("!" <= sign <= "~" for sign in text):
        raise SettingError("TEAMS_APP_PASSWORD has a space, or a sign that belongs to none; copy it once more.")
    try:
        UUID(text)
    except ValueError:
        return text
    raise SettingError("TEAMS_APP_PASSWORD is the id of a secret; copy its value, which is shown only when it is made.")


def _file(text: str) -> Path:
    """Whether what is in it is any good, whoever uses it says."""
    file = Path(text)
    try:
        begun = file.read_text(encoding="ascii", errors="replace")
    except (OSError, ValueError) as error:
        raise SettingError(f"TEAMS_APP_CERTIFICATE is {text[:200]!r}, which is not a file that can be read.") from error
    if "ENCRYPTED" in begun:
        raise SettingError("TEAMS_APP_CERTIFICATE has a key with a password, which nobody can type; take that off.")
    if "PRIVATE KEY-----" not in begun or "-----BEGIN CERTIFICATE-----" not in begun:
        raise SettingError("TEAMS_APP_CERTIFICATE must be a PEM file that holds the private key and the certificate.")
    return file

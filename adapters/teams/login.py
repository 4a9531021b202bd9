"""What Microsoft's identity platform is shown, over which way, and what its answers mean."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from adapters.teams.tokens import Fresh, NoToken
from bot.teams_settings import TeamsSettings

PATIENCE: Final = 10.0
"""Seconds that it gets for each of its answers."""
SCOPE: Final = "https://api.botframework.com/.default"

CURES: Final[Mapping[int, str]] = {
    7000215: "TEAMS_APP_PASSWORD is not the secret's value; the portal shows it once, beside the secret's id",
    7000222: "the secret has expired; make a new one in the portal and set TEAMS_APP_PASSWORD",
    700016: "TEAMS_APP_ID is no app of the tenant TEAMS_TENANT_ID",
    700027: "the certificate in TEAMS_APP_CERTIFICATE is not one that the portal has, or has expired",
    90002: "there is no tenant TEAMS_TENANT_ID",
}
"""What to do about its error numbers, which are AADSTS and the number."""

_KEY: Final = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class Http:
    """The way out that MSAL is given: in time, once, following nobody elsewhere, and taking no answer that is not
    Microsoft's. MSAL takes addresses with https alone, and a stand-in on this machine has none."""

    def __init__(self, login_url: str) -> None:
        self._scheme = urlsplit(login_url).scheme
        self._session = requests.Session()

    def get(self, url: str, **more: Any) -> requests.Response:
        """As `requests` does."""
        return _read(self._session.get(self._at(url), timeout=PATIENCE, allow_redirects=False, **more))

    def post(self, url: str, **more: Any) -> requests.Response:
        """As `requests` does."""
        return _read(self._session.post(self._at(url), timeout=PATIENCE, allow_redirects=False, **more))

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _at(self, url: str) -> str:
        return self._scheme + url.removeprefix("https")


def _read(response: requests.Response) -> requests.Response:
    try:
        response.json()
    except ValueError:  # MSAL writes what it cannot read into the log, or takes it for a tenant that there is not
        raise requests.exceptions.ContentDecodingError("no JSON") from None
    return response


def authority(settings: TeamsSettings) -> str:
    """Who gives tokens for an app of this tenant."""
    return f"https://{settings.login_url.partition('://')[2]}/{settings.tenant_id}"


def credential(settings: TeamsSettings) -> str | Mapping[str, str]:
    """The app's secret, or its key and certificate, as MSAL takes them. Reads the file."""
    if settings.certificate is None:
        return settings.password
    text = settings.certificate.read_text("ascii")
    key, certificate = _KEY.search(text), _CERTIFICATE.search(text)
    if key is None or certificate is None:
        raise ValueError("no key or no certificate")
    return {"private_key": key[0], "public_certificate": certificate[0]}


def given(answer: Mapping[str, Any]) -> Fresh:
    """The token in MSAL's answer.

    Raises:
        NoToken: there is none. Of what is said about it nothing but the numbers is repeated.
    """
    if "access_token" in answer:
        return Fresh(str(answer["access_token"]), float(answer.get("expires_in") or 0))
    numbers = [number for number in answer.get("error_codes") or () if isinstance(number, int)]
    cures = [CURES[number] for number in numbers if number in CURES]
    why = "; ".join(cures) or ", ".join(f"AADSTS{number}" for number in numbers) or "no reason was given"
    code = re.sub(r"[^a-z_]", "", str(answer.get("error")))[:40]
    raise NoToken(code, why, wrong=code != "temporarily_unavailable")


def failed(error: Exception) -> NoToken:
    """The same for what MSAL raises, which has no kind of its own for what it cannot use."""
    match error:
        case requests.RequestException():
            return NoToken("unreachable", type(error).__name__, wrong=False)
        case OSError():
            return NoToken("no_certificate", f"{type(error).__name__}: look at TEAMS_APP_CERTIFICATE", wrong=True)
        case ValueError():
            why = "there is no tenant TEAMS_TENANT_ID, or TEAMS_APP_CERTIFICATE holds no key and certificate"
            return NoToken("unusable", why, wrong=True)
        case _:
            return NoToken("no_sense", type(error).__name__, wrong=False)

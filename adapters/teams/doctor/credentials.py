"""Whether the secret or the certificate has the form of one, and how long it lasts."""

from datetime import datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from bot.finding import Finding, look, mend, ok
from bot.settings import TeamsSettings

SECRET: Final = "TEAMS_APP_PASSWORD"
CERTIFICATE: Final = "TEAMS_APP_CERTIFICATE"
SHORTEST: Final = 30
"""Signs of a secret; Microsoft’s have forty at present."""
SOON: Final = timedelta(days=30)


def form(given: TeamsSettings, now: datetime) -> Finding:
    """Of whichever there is. A certificate says when it ends, and of a secret only the portal does."""
    if given.certificate is not None:
        return _certificate(given.certificate, now)
    if len(given.password) < SHORTEST:
        return look(SECRET, "It is short for one; copy the secret’s value from the portal, and not a part of it.")
    return ok(SECRET, "It has the form of one. When it ends, only the portal says, so put that day into a calendar.")


def _certificate(file: Path, now: datetime) -> Finding:
    try:
        text = file.read_bytes()
        others = S_IMODE(file.stat().st_mode) & 0o077
        key, certificate = load_pem_private_key(text, None), load_pem_x509_certificate(text)
    except OSError:
        return mend(CERTIFICATE, "The file cannot be read; look at its place and its rights.")
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return mend(CERTIFICATE, "The file holds no key and certificate that can be read; make it once more.")
    if not isinstance(key, RSAPrivateKey):
        return mend(CERTIFICATE, "Microsoft takes RSA keys here, and this is another kind; make one with RSA.")
    if key.public_key() != certificate.public_key():
        return mend(CERTIFICATE, "The key in the file is not that of the certificate in it; put the two that belong.")
    starts, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < starts:
        return mend(CERTIFICATE, f"It holds from {starts:%Y-%m-%d} only; is this machine’s clock right?")
    if now >= ends:
        return mend(CERTIFICATE, f"It ended on {ends:%Y-%m-%d}; make another one and upload it in the portal.")
    if ends - now < SOON:
        return look(CERTIFICATE, f"It ends on {ends:%Y-%m-%d}; upload another one beside it before that, then set it.")
    if others:
        return look(CERTIFICATE, "Others on this machine may read the file, and so speak as the bot; chmod 600.")
    return ok(CERTIFICATE, f"Key and certificate belong together, and it ends on {ends:%Y-%m-%d}.")

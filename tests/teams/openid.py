"""A loopback stand-in for the OpenID document and the keys that Microsoft's connector signs its requests with."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from jwt.algorithms import RSAAlgorithm

from bot.service import real_time

APP_ID: Final = "0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081"
ISSUER: Final = "https://api.botframework.com"
TEAMS: Final = ("msteams", "webchat")

_ids = count(1)


@cache
def private_key(number: int, bits: int = 2048) -> RSAPrivateKey:
    """The same one for the same number, as long as the tests run: making one takes time."""
    return generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key pair, its id, and the channels that it may be used for."""

    private: RSAPrivateKey
    kid: str
    endorsements: tuple[str, ...] = TEAMS

    def published(self) -> dict[str, Any]:
        """The public half, as the key server says it."""
        found: dict[str, Any] = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**found, "kid": self.kid, "use": "sig", "endorsements": list(self.endorsements)}


def signer(number: int = 0, endorsements: tuple[str, ...] = TEAMS, bits: int = 2048) -> Signer:
    """One with a fresh id."""
    return Signer(private_key(number, bits), f"key-{next(_ids)}", endorsements)


def packed(data: bytes) -> str:
    """As the parts of a token are written."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _without_none(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if value is not None}


@dataclass(slots=True)
class OpenId:
    """`async with OpenId() as openid:` serves at `openid.url` until the block ends.

    `clock` gives the time of tokens; `document` and `keys` stand in for the right answers.
    """

    clock: Callable[[], datetime] = real_time
    url: str = ""
    signers: list[Signer] = field(default_factory=lambda: [signer()])
    document: Mapping[str, Any] | None = None
    keys: Any = None
    status: int = 200
    slow: float = 0
    asked: Counter[str] = field(default_factory=Counter)
    _runner: web.AppRunner | None = None

    def rotate(self) -> Signer:
        """From now on another key signs, and the former one is not published any more."""
        self.signers = [signer(1 if self.signers[0].private is private_key(0) else 0)]
        return self.signers[0]

    def token(
        self,
        service_url: str,
        app_id: str = APP_ID,
        *,
        by: Signer | None = None,
        header: Mapping[str, Any] | None = None,
        payload: bytes | None = None,
        **claims: Any,
    ) -> str:
        """Signed for the connector at that address; a claim or part of the header that is None is left out.

        `payload` stands in for all claims.
        """
        by, now = by or self.signers[0], self.clock()
        said = {
            "iss": ISSUER,
            "aud": app_id,
            "serviceurl": service_url,
            "nbf": int(now.timestamp()),
            "exp": int((now + timedelta(hours=1)).timestamp()),
            **claims,
        }
        written = {"alg": "RS256", "typ": "JWT", "kid": by.kid, **(header or {})}
        claimed = json.dumps(_without_none(said)).encode() if payload is None else payload
        signed = f"{packed(json.dumps(_without_none(written)).encode())}.{packed(claimed)}"
        signature = by.private.sign(signed.encode(), padding.PKCS1v15(), SHA256())
        return f"{signed}.{packed(signature)}"

    def bearer(self, service_url: str, app_id: str = APP_ID, **more: Any) -> str:
        """The whole header, with such a token."""
        return f"Bearer {self.token(service_url, app_id, **more)}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._document)
        app.router.add_get("/v1/.well-known/keys", self._keys)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1/.well-known/openidconfiguration"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _document(self, _: web.Request) -> web.Response:
        self.asked["document"] += 1
        await asyncio.sleep(self.slow)
        right = {
            "issuer": ISSUER,
            "jwks_uri": self.url.replace("openidconfiguration", "keys"),
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return web.json_response(right if self.document is None else self.document, status=self.status)

    async def _keys(self, _: web.Request) -> web.Response:
        self.asked["keys"] += 1
        right = {"keys": [one.published() for one in self.signers]}
        return web.json_response(right if self.keys is None else self.keys)

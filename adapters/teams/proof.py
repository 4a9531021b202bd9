"""What a bearer token proves: that Microsoft's connector for Teams wrote to this app, now, and from which address.

The rules are those of "Authenticate requests from the Bot Connector service to your bot"
(https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication), all of them
demanded: what is absent is refused like what is wrong. Tokens of the emulator and of other bots are not taken.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from jwt import PyJWTError
from jwt.api_jws import PyJWS
from pydantic import Field, TypeAdapter, ValidationError

from adapters.teams.keys import Keys

CHANNEL: Final = "msteams"
ISSUER: Final = "https://api.botframework.com"
ALGORITHM: Final = "RS256"
LEEWAY: Final = timedelta(minutes=5)
"""So far two clocks may be apart."""

Moment = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Refused401(Exception):
    """Whoever sent this did not prove who they are; `why` is a sentence of ours, and holds nothing of theirs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Header:
    """What chooses the key."""

    alg: str
    kid: str


@dataclass(frozen=True, slots=True)
class _Claims:
    """What a token says; times are seconds since 1970."""

    iss: str
    aud: str
    exp: Moment
    serviceurl: Annotated[str, Field(min_length=1)]
    nbf: Moment | None = None


HEADER: Final = TypeAdapter(_Header)
CLAIMS: Final = TypeAdapter(_Claims)
_SIGNED: Final = PyJWS(algorithms=[ALGORITHM])


async def prove(token: str, keys: Keys, app_id: str, now: datetime) -> str:
    """The address that the token's sender is reached at.

    Raises:
        Refused401: it does not prove that this is Teams' connector.
        NoKeys: there is nothing to check it with.
    """
    if not token.isascii():
        raise Refused401("the token is none")
    header = _header(token)
    if header.alg != ALGORITHM:
        raise Refused401("the token is not signed with RS256")
    key = await keys.find(header.kid)
    if key is None:
        raise Refused401("the token is signed with a key that Microsoft does not publish")
    try:
        payload: bytes = _SIGNED.decode_complete(token, key.public, [ALGORITHM])["payload"]
    except PyJWTError as error:
        raise Refused401("the token’s signature is not Microsoft’s") from error
    if CHANNEL not in key.endorsements:
        raise Refused401("the token is signed with a key that is not for Teams")
    return _checked(payload, app_id, now.timestamp())


def _header(token: str) -> _Header:
    """Read before anything is verified, only to find the key; PyJWT reads it again."""
    first = token.partition(".")[0]
    try:
        return HEADER.validate_json(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except ValueError as error:  # pydantic's is one
        raise Refused401("the token is none") from error


def _checked(payload: bytes, app_id: str, now: float) -> str:
    try:
        claims = CLAIMS.validate_json(payload)
    except ValidationError as error:
        raise Refused401(f"the token’s claims are not whole: {_first(error.errors(include_input=False))}") from error
    if claims.iss != ISSUER:
        raise Refused401("the token has another issuer")
    if not app_id or claims.aud.lower() != app_id:
        raise Refused401("the token is for another app")
    if now > claims.exp + LEEWAY.total_seconds():
        raise Refused401("the token has expired")
    if claims.nbf is not None and now < claims.nbf - LEEWAY.total_seconds():
        raise Refused401("the token does not hold yet")
    return claims.serviceurl


def _first(errors: Sequence[Mapping[str, Any]]) -> str:
    """Which of our own names is missing or wrong."""
    place = errors[0]["loc"]
    return str(place[0]) if place else "no object"

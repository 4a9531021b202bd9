"""The keys that Microsoft signs requests with: fetched when one is missing, at least daily, and never in a flood."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm
from pydantic import Field, TypeAdapter

from adapters.teams.wire import proxy_for
from bot.here import is_this_machine

log = structlog.get_logger()

FRESH: Final = timedelta(days=1)
"""So long keys are taken without asking again: Microsoft’s documentation says a day."""
OLDEST: Final = timedelta(days=5)
"""So long they are taken while nobody can be asked."""
PAUSE: Final = timedelta(minutes=5)
"""After a question that failed; and so long MISSES questions have to do for keys that nobody knows."""
MISSES: Final = 3
"""Enough that a stranger who names a key does not keep Microsoft's newest one out, and few enough for a flood."""
SHORT_PAUSE: Final = timedelta(seconds=10)
"""The same while there is no key at all, and so nobody is heard."""
PATIENCE: Final = 5.0
"""Seconds for both halves of a question; Teams waits for 15, and 5 in a dialog."""
LARGEST: Final = 2**20
"""Bytes of one answer."""
LEAST_BITS: Final = 2048


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels that may speak with it."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class NoKeys(Exception):
    """There is no key to check a token with, and it cannot be asked for before `again`: neither belief nor refusal."""

    def __init__(self, why: str, again: timedelta) -> None:
        super().__init__(why)
        self.why, self.again = why, again


@dataclass(frozen=True, slots=True)
class _OpenId:
    """Where the keys are."""

    jwks_uri: str


@dataclass(frozen=True, slots=True)
class _KeySet:
    """Keys as they come; one that cannot be read does not take the others with it."""

    keys: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Published:
    """One of them: its numbers, which are public, and what it may be used for."""

    kid: Annotated[str, Field(min_length=1)]
    kty: Literal["RSA"]
    n: str
    e: str
    endorsements: frozenset[str] = frozenset()


OPEN_ID: Final = TypeAdapter(_OpenId)
KEY_SET: Final = TypeAdapter(_KeySet)
PUBLISHED: Final = TypeAdapter(_Published)


class Keys:
    """The keys of one OpenID document; `clock` gives real time, aware UTC."""

    def __init__(self, session: aiohttp.ClientSession, url: str, clock: Callable[[], datetime]) -> None:
        self._session, self._url, self._clock = session, url, clock
        self._keys: Mapping[str, Key] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._missed: list[datetime] = []  # when it was asked for a key that was not there
        self._asking = asyncio.Lock()

    async def find(self, kid: str) -> Key | None:
        """The key of that id, asked for where it is unknown and it is time to ask; None where there is none.

        Raises:
            NoKeys: none could be fetched yet, or not for days; or it is unknown, and too soon to ask.
        """
        asked = False
        if self._is_time(kid) and not (kid in self._keys and self._asking.locked()):
            async with self._asking:
                if self._is_time(kid):  # nobody asked while this one waited
                    await self._refresh(kid)
                    asked = True
        now = self._clock()
        if not self._usable(now):
            raise NoKeys("there are no keys to check tokens with", SHORT_PAUSE)
        found = self._keys.get(kid)
        if found is None and not asked:
            again = min((PAUSE - abs(now - one) for one in self._lately(now)), default=SHORT_PAUSE)
            raise NoKeys("the key is unknown, and too soon to be asked for", again)
        return found

    @property
    def missing(self) -> bool:
        """Whether they were asked for and are not there, so that nobody can be believed."""
        return self._tried is not None and not self._usable(self._clock())

    def _is_time(self, kid: str) -> bool:
        now = self._clock()
        if not self._usable(now):
            return _is_over(SHORT_PAUSE, self._tried, now)
        if kid not in self._keys:
            return len(self._lately(now)) < MISSES
        return _is_over(FRESH, self._fetched, now) and _is_over(PAUSE, self._tried, now)

    def _lately(self, now: datetime) -> list[datetime]:
        return [one for one in self._missed if not _is_over(PAUSE, one, now)]

    def _usable(self, now: datetime) -> bool:
        return self._fetched is not None and now - self._fetched <= OLDEST

    async def _refresh(self, kid: str) -> None:
        missed = self._usable(self._clock()) and kid not in self._keys
        try:
            async with asyncio.timeout(PATIENCE):
                self._keys = await self._fetch()
            self._fetched = self._clock()
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            log.warning(
                "the keys that Teams signs with could not be fetched",
                id=uuid4().hex[:8],
                error=type(error).__name__,
                kept=len(self._keys),
            )
        finally:
            self._tried = self._clock()
            if missed:
                self._missed = [*self._lately(self._tried), self._tried]

    async def _fetch(self) -> Mapping[str, Key]:
        where = OPEN_ID.validate_json(await self._read(self._url)).jwks_uri
        if not _is_safe(where, self._url):
            raise ValueError("the keys are at no address that can be trusted")
        found = dict(filter(None, map(_read_key, KEY_SET.validate_json(await self._read(where)).keys)))
        if not found:
            raise ValueError("there are no keys")
        return found

    async def _read(self, url: str) -> bytes:
        async with self._session.get(url, allow_redirects=False, proxy=proxy_for(url)) as response:
            if response.status != 200:
                raise ValueError("the answer has no keys")
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    raise ValueError("the answer is too long")
            return bytes(body)


def _is_over(pause: timedelta, since: datetime | None, now: datetime) -> bool:
    """A clock that was put back ends it too, or nobody would be asked until it has caught up."""
    return since is None or abs(now - since) >= pause


def _is_safe(url: str, beside: str) -> bool:
    """Https, or this machine where the document came from this machine too."""
    parts = urlsplit(url)
    both = (parts.hostname or "", urlsplit(beside).hostname or "")
    return parts.scheme == "https" or (parts.scheme == "http" and all(map(is_this_machine, both)))


def _read_key(one: Mapping[str, Any]) -> tuple[str, Key] | None:
    """None for what is no RSA key of a usable size."""
    try:
        said = PUBLISHED.validate_python(one)
        public = RSAAlgorithm.from_jwk({"kty": said.kty, "n": said.n, "e": said.e})
    except (PyJWTError, ValueError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < LEAST_BITS:
        return None
    return said.kid, Key(public, said.endorsements)

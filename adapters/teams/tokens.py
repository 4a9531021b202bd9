"""The one token with which the bot speaks, whoever asks for it: asked for once, and anew before it is over."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

log = structlog.get_logger()

AHEAD: Final = 600.0
"""Seconds before its end at which another one is asked for, while this one is still handed out."""
SPARE: Final = 30.0
"""Seconds before its end at which it is handed out no more: clocks differ, and requests take time."""
YOUNG: Final = 60.0
"""Seconds during which a token that is refused is not the reason."""
PAUSE: Final = 20.0
"""Seconds until another one is asked for where none was given."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A token, and for how many seconds it holds."""

    value: str = field(repr=False)
    seconds: float


class NoToken(Exception):
    """No token was given. `code` is the identity platform's own; `wrong` says that asking again will not help."""

    def __init__(self, code: str, why: str, *, wrong: bool) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class _Held:
    value: str = field(repr=False)
    since: float
    renew: float
    until: float


class Tokens:
    """`ask` gets a new one, and raises NoToken; `clock` is monotonic, in seconds."""

    def __init__(self, ask: Callable[[], Awaitable[Fresh]], clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._held: _Held | None = None
        self._asking: asyncio.Task[None] | None = None
        self._failed: NoToken | None = None
        self._patient = 0.0  # nothing is asked for before that

    async def get(self) -> str:
        """A token that holds. Who comes while one is being asked for waits for that one.

        Raises:
            NoToken: none was given, now or a moment ago.
        """
        held, now = self._held, self._clock()
        if held is not None and now < held.until:
            if now >= held.renew and now >= self._patient:
                self._begin()
            return held.value
        if self._failed is not None and now < self._patient:
            raise NoToken(self._failed.code, self._failed.why, wrong=self._failed.wrong)
        await asyncio.shield(self._begin())
        if self._held is None or self._clock() >= self._held.until:
            failed = self._failed or NoToken("expired", "the token that was given is over already", wrong=False)
            raise NoToken(failed.code, failed.why, wrong=failed.wrong)
        return self._held.value

    @property
    def missing(self) -> NoToken | None:
        """Why there is none; None while there is one, or nobody has asked."""
        held = self._held
        return None if held is not None and self._clock() < held.until else self._failed

    def refused(self, value: str) -> bool:
        """The platform did not take this one. Whether another one may be taken: not when this one is new."""
        held = self._held
        if held is None or held.value != value:
            return True
        if self._clock() - held.since < YOUNG:
            return False
        self._held = None
        return True

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    def _begin(self) -> asyncio.Task[None]:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._renew())
        return self._asking

    async def _renew(self) -> None:
        try:
            fresh = await self._ask()
        except NoToken as error:
            self._failed, self._patient = error, self._clock() + PAUSE
            log.error("no token for Teams", code=error.code, why=error.why)
            return
        now = self._clock()
        ahead = min(AHEAD, fresh.seconds / 2)
        self._failed, self._patient = None, 0.0
        self._held = _Held(fresh.value, now, now + fresh.seconds - ahead, now + fresh.seconds - min(SPARE, ahead))

"""Cells in a Redis that keeps nothing on disk, for processes on several machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from bot.ballot.cells import EMPTY, KEY, PLACES
from bot.errors import KeysUnreachable, RoundsRefused, SettingError

PREFIX: Final = "followthrough:key:"
POLICY: Final = "maxmemory-policy"
PATIENCE: Final = 5.0
"""Seconds to wait for it; an answer that is being sealed holds the box as long."""

_PATIENT: Final = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}

# SETRANGE writes into the bytes that are there (https://redis.io/docs/latest/commands/setrange/), where SET would
# leave the old ones behind in memory that was given back.
_CLEAR: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SETRANGE', KEYS[1], 0, ARGV[2]) end
"""


class RedisCells:
    """See `bot.ballot.cells.Cells`."""

    warning = ""

    def __init__(self, url: str) -> None:
        try:
            self._redis: Any = Redis.from_url(url, protocol=2, **_PATIENT)
        except ValueError as error:
            raise SettingError("KEYS_URL cannot be read; it is like redis://user:password@host:6379/0.") from error

    def ready(self) -> None:
        """Refuses one that writes to a disk, that others copy, that throws away what it holds, or that will not say."""
        with _explaining():
            try:
                settings = {name: self._setting(name) for name in ("save", "appendonly", "maxmemory", POLICY)}
                others = self._redis.info("replication")
            except ResponseError as error:
                raise RoundsRefused("The Redis of KEYS_URL does not say whether it writes to a disk.") from error
        if settings["save"] or settings["appendonly"] != "no":
            raise RoundsRefused('The Redis of KEYS_URL writes to a disk; it needs `save ""` and `appendonly no`.')
        if others.get("role") != "master" or others.get("connected_slaves"):
            raise RoundsRefused("The Redis of KEYS_URL has replicas, which may write to a disk; it must have none.")
        if settings["maxmemory"] != "0" and settings[POLICY].startswith("allkeys"):
            raise RoundsRefused(f"The Redis of KEYS_URL throws keys away when it is full; set {POLICY} noeviction.")

    def read(self, name: str) -> tuple[bytes, bytes]:
        """Zeros where there is nothing of a key's length."""
        with _explaining():
            first, second = self._redis.mget([_cell(name, place) for place in PLACES])
        return _key(first), _key(second)

    def put(self, name: str, place: int, key: bytes) -> None:
        """In its memory when this returns."""
        with _explaining():
            self._redis.setrange(_cell(name, place), 0, key)

    def clear(self, name: str, place: int, key: bytes) -> None:
        """Looked at and zeroed in one step."""
        with _explaining():
            self._redis.eval(_CLEAR, 1, _cell(name, place), key, EMPTY)

    def destroy(self, name: str) -> None:
        """Overwritten first, then removed."""
        with _explaining():
            for place in PLACES:
                self._redis.setrange(_cell(name, place), 0, EMPTY)
                self._redis.delete(_cell(name, place))

    def names(self) -> list[str]:
        """By the cells that there are."""
        with _explaining():
            found = self._redis.scan_iter(match=f"{PREFIX}*", count=1000)
            return sorted({cell.decode().removeprefix(PREFIX).rpartition(":")[0] for cell in found})

    def _setting(self, name: str) -> str:
        said = self._redis.config_get(name)
        return str(said.get(name, "unknown"))


def _cell(name: str, place: int) -> str:
    return f"{PREFIX}{name}:{place}"


def _key(held: bytes | None) -> bytes:
    return held if held is not None and len(held) == KEY else EMPTY


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise KeysUnreachable(f"The Redis of KEYS_URL cannot be used: {type(error).__name__}.") from None

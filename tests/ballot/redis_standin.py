"""A stand-in for Redis on this machine: a real socket that speaks its protocol, and the few commands of the cells."""

import fnmatch
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class StandIn(socketserver.ThreadingTCPServer):
    """What it holds, what its settings say, and every command it was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.settings = {"save": "", "appendonly": "no", "maxmemory": "0", "maxmemory-policy": "noeviction"}
        self.replication = {"role": "master", "connected_slaves": "0"}
        self.held: dict[bytes, bytes] = {}
        self.said: list[bytes] = []
        self.refuses: set[bytes] = set()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/0"

    def answer(self, name: bytes, arguments: list[bytes]) -> Any:
        self.said.append(name)
        if name in self.refuses:
            return RuntimeError("NOPERM this user has no permissions")
        match name, arguments:
            case b"CONFIG", [b"GET", setting]:
                return [setting, self.settings[setting.decode()].encode()]
            case b"INFO", _:
                return "".join(f"{name}:{value}\r\n" for name, value in self.replication.items()).encode()
            case b"MGET", names:
                return [self.held.get(one) for one in names]
            case b"SETRANGE", [key, b"0", value]:
                self.held[key] = value + self.held.get(key, b"")[len(value) :]
                return len(self.held[key])
            case b"EVAL", [_, b"1", key, expected, fresh]:
                if self.held.get(key) == expected:
                    self.held[key] = fresh
                return None
            case b"DEL", [key]:
                return int(self.held.pop(key, None) is not None)
            case b"SCAN", [b"0", b"MATCH", pattern, *_]:
                return [b"0", [one for one in self.held if fnmatch.fnmatch(one.decode(), pattern.decode())]]
            case b"CLIENT", _:
                return b"OK"
        return RuntimeError(f"ERR unknown command {name.decode()}")


class _Conversation(socketserver.StreamRequestHandler):
    """One client (https://redis.io/docs/latest/develop/reference/protocol-spec/)."""

    server: StandIn

    def handle(self) -> None:
        while header := self.rfile.readline():
            parts = []
            for _ in range(int(header[1:])):
                length = int(self.rfile.readline()[1:])
                parts.append(self.rfile.read(length + 2)[:-2])
            with self.server.lock:
                found = self.server.answer(parts[0].upper(), parts[1:])
            self.wfile.write(_encoded(found))


def _encoded(value: Any) -> bytes:
    match value:
        case None:
            return b"$-1\r\n"
        case int():
            return b":%d\r\n" % value
        case bytes():
            return b"$%d\r\n%s\r\n" % (len(value), value)
        case list():
            return b"*%d\r\n%s" % (len(value), b"".join(map(_encoded, value)))
        case _:
            return b"-%s\r\n" % str(value).encode()


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Served as long as the block lasts."""
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

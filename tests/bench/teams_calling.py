"""Teams' connector, in a process of its own: `python -m tests.bench.teams_calling URL FILE CLIENTS MANY`.

FILE holds the header and the body of one activity, which so many clients send so often together, each on one
connection and as soon as its last was answered. It speaks HTTP itself, because a client that is slower than the
server would be what is measured. Prints activities a second.
"""

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit


async def main(url: str, file: str, clients: int, many: int) -> None:
    said = json.loads(Path(file).read_text(encoding="utf-8"))  # noqa: ASYNC240  before anything is measured
    where, body = urlsplit(url), said["body"].encode()
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: {said['header']}\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    request, left = head.encode() + body, iter(range(many))

    async def client() -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        for _ in left:
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 20"), answer
            length = next(
                int(line.split(b":")[1]) for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
        writer.close()

    begun = perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    print(many / (perf_counter() - begun))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))

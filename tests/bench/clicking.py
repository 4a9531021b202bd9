"""People who click, in a process of their own: `python -m tests.bench.clicking URL FILE CLIENTS RATE`.

FILE holds the payloads, one a line. With RATE 0 each of so many clients sends its next click as soon as the last
was answered; otherwise so many clicks a second leave, whatever becomes of them. Prints JSON.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

SECRET = "b3e1f0c29a4d5b6e7f8091a2b3c4d5e6"


class Clicking:
    """What was sent, and how long each answer took, in seconds."""

    def __init__(self, url: str, payloads: list[str], session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session
        self.bodies = [urlencode({"payload": payload}) for payload in payloads]
        self.verifier = SignatureVerifier(SECRET)
        self.took: list[float] = []

    async def click(self, body: str) -> None:
        """One click, signed now."""
        stamp = str(int(time.time()))  # noqa: TID251  a signature holds the real time
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self.verifier.generate_signature(timestamp=stamp, body=body) or "",
        }
        begun = time.perf_counter()
        async with self.session.post(self.url, data=body, headers=headers) as response:
            await response.read()
            assert response.status == 200, f"{response.status}"
        self.took.append(time.perf_counter() - begun)

    async def as_fast_as_answered(self, clients: int) -> None:
        """So many clients, each waiting for its answers."""
        left = iter(self.bodies)

        async def client() -> None:
            for body in left:
                await self.click(body)

        await asyncio.gather(*(client() for _ in range(clients)))

    async def at_a_rate(self, per_second: float) -> None:
        """So many a second, whether they are answered or not."""
        begun = time.perf_counter()
        tasks = []
        for number, body in enumerate(self.bodies):
            await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
            tasks.append(asyncio.create_task(self.click(body)))
        await asyncio.gather(*tasks)


async def main(url: str, file: str, clients: int, rate: float) -> None:
    payloads = Path(file).read_text(encoding="utf-8").splitlines()  # noqa: ASYNC240  before anything is measured
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        clicking = Clicking(url, payloads, session)
        begun = time.perf_counter()
        await (clicking.at_a_rate(rate) if rate else clicking.as_fast_as_answered(clients))
        seconds = time.perf_counter() - begun
    took = sorted(clicking.took)
    found = {
        "per_second": len(took) / seconds,
        "p50": took[len(took) // 2],
        "p99": took[int(len(took) * 0.99)],
        "late": sum(one > 3 for one in took) / len(took),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))

"""The memory of a process that serves a database: `python -m tests.bench.memory URL` prints MB at its peak."""

import asyncio
import resource
import subprocess
import sys

from tests.bench.bots import bot_on
from tests.bench.filled import moment


def peak(url: str) -> float:
    """MB that a new process needed at most to ask everybody who is due at the first moment."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.memory", url], capture_output=True, text=True, check=True)
    return float(done.stdout)


async def _tick(url: str) -> int:
    bot = bot_on(url, moment(0))
    handled = await bot.tick(moment(0))
    await bot.close()
    return handled


if __name__ == "__main__":
    assert asyncio.run(_tick(sys.argv[1])), "nobody was asked"
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

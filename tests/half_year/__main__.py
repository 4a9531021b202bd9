"""Play the half-year and write its transcript anew: `python -m tests.half_year`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.half_year.house import house
from tests.half_year.story import played


async def _play() -> str:
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder)) as here:
            _, transcript = await played(here)
    return transcript


def main() -> int:
    Path(__file__).with_name("transcript.txt").write_text(asyncio.run(_play()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

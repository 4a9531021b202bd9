"""Play the half-year and write its transcript anew; with `picture`, take the README's picture anew."""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from tests.half_year import picture
from tests.half_year.house import house
from tests.half_year.story import played

TRANSCRIPT = Path(__file__).with_name("transcript.txt")


async def _play() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder)) as here:
            _, transcript = await played(here)
    TRANSCRIPT.write_text(transcript, encoding="utf-8")


async def _take_picture() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder), width=1200, height=860) as here:
            await picture.take(here)


def main() -> int:
    options = ArgumentParser(prog="python -m tests.half_year", description=__doc__)
    options.add_argument("what", nargs="?", choices=("transcript", "picture"), default="transcript")
    asyncio.run(_take_picture() if options.parse_args().what == "picture" else _play())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Draw what a coach reads as Slack and as Teams is sent it, light beside dark, and keep the pictures in docs/."""

import asyncio
import sys
from argparse import ArgumentParser

from tests.pictures.sheet import photograph


def main() -> int:
    ArgumentParser(prog="python -m tests.pictures", description=__doc__).parse_args()
    asyncio.run(photograph())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Play every script, or those that are named, and write the transcripts anew; says where another platform differs."""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser
from difflib import unified_diff

from tests.contract.runs import TRANSCRIPTS, kept, platforms_of, played
from tests.contract.script import Script, scripts


def main() -> int:
    options = ArgumentParser(prog="python -m tests.contract", description=__doc__)
    options.add_argument("names", nargs="*", help="scripts; all of them when none is named")
    names = options.parse_args().names
    TRANSCRIPTS.mkdir(exist_ok=True)
    alike = [asyncio.run(_write(one)) for one in scripts() if not names or one.name in names]
    return 0 if all(alike) else 1


async def _write(script: Script) -> bool:
    """Whether every platform shows the same."""
    first, *others = platforms_of(script)
    with tempfile.TemporaryDirectory() as folder:
        transcript = await played(script, first, f"sqlite:///{folder}/{first}.db")
        kept(script).write_text(transcript, encoding="utf-8")
        print(script.name)
        alike = True
        for other in others:
            found = await played(script, other, f"sqlite:///{folder}/{other}.db")
            told = unified_diff(transcript.splitlines(), found.splitlines(), first, other, lineterm="")
            alike = alike and found == transcript
            print("\n".join(told), end="")
    return alike


if __name__ == "__main__":
    sys.exit(main())

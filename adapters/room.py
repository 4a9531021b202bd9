"""How words are made to fit where a platform gives little room: the longest give way first, none is cut off whole."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from bot.rules.shortened import shortened, units

Size = Callable[[str], int]

MORE: Final = "…"


def cut(text: str, room: int, size: Size = units) -> str:
    """The text within `room`, cut between words where it can be, with "…" for the rest."""
    if size(text) <= room:
        return text
    bare = text.strip()
    if size(bare) <= room:
        return bare
    least = range(min(len(bare), room) + 1)
    most = bisect_right(least, room - size(MORE), key=lambda end: size(bare[:end])) - 1
    return shortened(bare, most + 1) if most > 0 else MORE


def level(sizes: Sequence[int], room: int) -> int:
    """How much each of several texts may take, so that together they take `room`: short ones are left whole."""
    left = room
    for place, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - place)
        if size > share:
            return max(share, 1)
        left -= size
    return max(sizes, default=0)

"""What somebody typed, short enough to be read back; what is stored stays whole."""

from typing import Final

READ_BACK: Final = 300
"""Characters shown of words that may be longer."""
IN_A_ROW: Final = 120
ON_A_BUTTON: Final = 40


def units(text: str) -> int:
    """How many characters a text has for the platforms' limits: UTF-16 units, so that an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int = READ_BACK) -> str:
    """The text on at most `limit` characters, cut between words where it can be, with "…" for the rest."""
    bare = text.strip()
    if len(bare) <= limit:
        return bare
    cut = bare[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.–—-") + "…"


def one_line(text: str, limit: int = IN_A_ROW) -> str:
    """The same on one line."""
    return shortened(" ".join(text.split()), limit)

"""Days and months by name, as people type them, and a typed phrase made plain enough to compare."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

LONGEST: Final = 80
"""Characters: a longer phrase is no date."""

_SHORTER: Final = {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}
_EDGES: Final = ".,;:!?¡¿()[]{}<>\"“”„«»'‘*_~`|…-–—"
_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs", "Mn", "Sk", "So"}  # controls, marks of direction, emoji and their tones


def plain(text: str) -> str:
    """Lower case, single spaces, words without the punctuation around them; "" when longer than `LONGEST`."""
    bare = text.strip()
    if len(bare) > LONGEST:
        return ""
    words = (word.strip(_EDGES) for word in _seen(bare).split())
    return " ".join(word for word in words if word)


def language(locale: str) -> Locale | None:
    """What Babel knows of a locale such as "en" or "pt-BR"; None when it knows nothing."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=16)
def weekdays(locale: str) -> Mapping[str, int]:
    """ISO weekday by name, short or long, in English and in the locale's own language."""
    found: dict[str, int] = dict(_SHORTER)
    for known in (Locale("en"), language(locale)):
        for days in () if known is None else _widths(known.days):
            found |= {name: day + 1 for day, name in days if name not in found}
    return found


@lru_cache(maxsize=16)
def months(locale: str) -> Mapping[str, int]:
    """Month by name, short or long, in English and in the locale's own language."""
    found: dict[str, int] = {"sept": 9}
    for known in (Locale("en"), language(locale)):
        for names in () if known is None else _widths(known.months):
            found |= {name: month for month, name in names if name not in found}
    return found


def _widths(names: Mapping[str, Mapping[str, Mapping[int, str]]]) -> list[list[tuple[int, str]]]:
    return [
        [(number, plain(name)) for number, name in names[context][width].items() if len(plain(name)) > 1]
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
    ]


def _seen(text: str) -> str:
    """The characters that can be part of a date; accents stay, since they are composed first."""
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFKC", text))
    kept = (char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    return "".join(kept).replace("’", "'").lower()

"""Countries whose public holidays are known, found by code or by name: "DE", "US-CA", "Germany"."""

from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import holidays
from babel import Locale

from bot.content.words import fold

NEAR: Final = 3
"""How many countries are suggested for a name that is none."""


def find_country(text: str, locale: str) -> str | None:
    """The code that a line names, with its region if it has one ("GB-SCT"); None when it names none."""
    code = text.strip().upper().replace(" ", "-")
    country, _, region = code.partition("-")
    regions = _regions().get(_CODES.get(country, country))
    if regions is not None and (not region or region in regions):
        return "-".join(part for part in (_CODES.get(country, country), region) if part)
    return _names(locale).get(fold(text).removeprefix("the "))


def near(text: str, locale: str) -> tuple[str, ...]:
    """Up to three codes of countries whose name looks like this."""
    names = _names(locale)
    return tuple(names[name] for name in get_close_matches(fold(text), names, NEAR, 0.75))


def country_name(code: str, locale: str) -> str:
    """The country as the language calls it, and the code of its region; the code when it has no name."""
    country, _, region = code.partition("-")
    name: str = _locale(locale).territories.get(country, country)
    return f"{name} ({region})" if region else name


_CODES: Final = {"UK": "GB", "USA": "US", "UAE": "AE"}  # what people type and no list holds


@lru_cache(maxsize=1)
def _regions() -> dict[str, frozenset[str]]:
    """Regions by country; only those that the calendar can look up (one to three letters or digits)."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {
        code: frozenset(region for region in regions if len(region) <= 3 and region.isalnum())
        for code, regions in known.items()
    }


@lru_cache(maxsize=8)
def _names(locale: str) -> dict[str, str]:
    territories = _locale(locale).territories
    return {fold(str(territories[code])): code for code in _regions() if code in territories}


@lru_cache(maxsize=8)
def _locale(name: str) -> Locale:
    return Locale.parse(name.replace("-", "_"))

"""Time zones as people name them: "Berlin", "new york", "Portugal", "Europe/Lisbon". Always an IANA name."""

from difflib import get_close_matches
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global

from bot.content.words import fold

NEAR: Final = 3
"""How many zones are suggested for a name that is none, or is several."""


def is_zone(name: str) -> bool:
    """Whether the computer knows this IANA name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # also a path, or a folder of zones
        return False
    return True


def find_zones(text: str, locale: str) -> tuple[str, ...]:
    """The zones that a line names: one when it is plain, several for a country of several, none for none."""
    typed = fold(text).replace(" ", "_")
    full = _full().get(typed)
    if full is not None:
        return (full,)
    places = _places(locale)
    return places.get(typed) or places.get(typed.rpartition(",")[0]) or ()


def near(text: str, locale: str) -> tuple[str, ...]:
    """Up to three zones whose name looks like this, the nearest first."""
    places = _places(locale)
    close = get_close_matches(fold(text).replace(" ", "_"), places, NEAR, 0.7)
    return tuple(dict.fromkeys(zone for place in close for zone in places[place]))[:NEAR]


def city(zone: str) -> str:
    """The place that a zone is named after: "New York"; the name itself when it has none."""
    return zone.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=1)
def _full() -> dict[str, str]:
    """Whole names, folded, of all zones, those that were once called otherwise among them."""
    zones = {fold(zone): zone for zone in get_global("zone_territories") if "/" in zone and is_zone(zone)}
    old = {fold(old): new for old, new in get_global("zone_aliases").items() if "/" in old and is_zone(new)}
    return {**old, **zones, "utc": "Etc/UTC"}


@lru_cache(maxsize=8)
def _places(locale: str) -> dict[str, tuple[str, ...]]:
    """Zones by city and by country, folded. A country of more than three is too wide a name."""
    territories = Locale.parse(locale.replace("-", "_")).territories
    of_country: dict[str, tuple[str, ...]] = {}
    of_city: dict[str, tuple[str, ...]] = {}
    for zone, code in get_global("zone_territories").items():
        if "/" not in zone or zone.startswith("Etc/") or not is_zone(zone):
            continue
        of_city.setdefault(fold(zone.rpartition("/")[2]), (zone,))
        country = fold(str(territories.get(code, code))).replace(" ", "_")
        of_country[country] = (*of_country.get(country, ()), zone)
    return {**{name: zones for name, zones in of_country.items() if len(zones) <= NEAR}, **of_city}

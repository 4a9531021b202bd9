"""Countries and time zones by the names that people give them."""

import pytest

from bot.rules import countries, zones


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE", "DE"),
        ("germany", "DE"),
        ("The Netherlands", "NL"),
        ("UK", "GB"),
        ("gb-sct", "GB-SCT"),
        ("us ca", "US-CA"),
        ("US-XX", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_found_by_code_or_name(typed: str, code: str | None) -> None:
    assert countries.find_country(typed, "en") == code


def test_a_country_is_found_in_the_persons_language_too() -> None:
    assert countries.find_country("Deutschland", "de") == "DE"


def test_a_misspelt_country_has_suggestions() -> None:
    assert countries.near("Germny", "en") == ("DE",)
    assert countries.near("xyzzy", "en") == ()


def test_a_country_has_a_name_and_a_region_its_code() -> None:
    assert countries.country_name("DE", "en") == "Germany"
    assert countries.country_name("GB-SCT", "en") == "United Kingdom (SCT)"
    assert countries.country_name("XX", "en") == "XX"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Berlin", ("Europe/Berlin",)),
        ("new york", ("America/New_York",)),
        ("Berlin, Germany", ("Europe/Berlin",)),
        ("europe/lisbon", ("Europe/Lisbon",)),
        ("Asia/Calcutta", ("Asia/Kolkata",)),
        ("India", ("Asia/Kolkata",)),
        ("UTC", ("Etc/UTC",)),
        ("Germany", ("Europe/Berlin", "Europe/Busingen")),
        ("United States", ()),
        ("CET", ()),
        ("+02:00", ()),
        ("../../etc/passwd", ()),
        ("", ()),
    ],
)
def test_a_zone_is_found_by_its_city_or_a_country_that_is_narrow_enough(typed: str, found: tuple[str, ...]) -> None:
    assert zones.find_zones(typed, "en") == found


def test_a_misspelt_city_has_at_most_three_suggestions() -> None:
    assert zones.near("Lissabon", "en") == ("Europe/Lisbon",)
    assert zones.near("Tokio", "en") == ("Asia/Tokyo",)
    assert zones.near("xyzzy", "en") == ()
    assert all(len(zones.near(typed, "en")) <= zones.NEAR for typed in ("San Juan", "Santa", "Port"))


@pytest.mark.parametrize("name", ["Europe/Berlin", "Etc/UTC"])
def test_an_iana_name_is_a_zone(name: str) -> None:
    assert zones.is_zone(name)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "/etc/localtime", "Europe", "", "../x"])
def test_anything_else_is_none(name: str) -> None:
    assert not zones.is_zone(name)


def test_a_zone_is_called_after_its_city() -> None:
    assert zones.city("America/New_York") == "New York"

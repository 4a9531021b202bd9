"""Nothing is sent anywhere but to Teams, however a URL is spelled."""

import pytest

from adapters.teams.hosts import SERVICE, host_of, is_allowed, service_at
from bot.teams_settings import HOSTS

HERE = ("127.0.0.1:4711", "localhost", "[::1]:4711")


@pytest.mark.parametrize(
    "url",
    [
        SERVICE,
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/emea/11111111-2222-3333-4444-555555555555/",
        "https://smba.trafficmanager.net/amer-client-ss.msg/",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/teams/",
        "https://SMBA.TrafficManager.net/teams/",
        "https://smba.infra.gcc.teams.microsoft.com/teams/",
    ],
)
def test_the_hosts_of_teams_are_allowed(url: str) -> None:
    assert is_allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smba.trafficmanager.net/teams/",
        "//smba.trafficmanager.net/teams/",
        "http://smba.trafficmanager.net/teams/",
        "ftp://smba.trafficmanager.net/teams/",
        "file:///etc/passwd",
        "https://example.com/teams/",
        "https://smba.trafficmanager.net.example.com/",
        "https://example.com/smba.trafficmanager.net/",
        "https://evil-smba.trafficmanager.net/",
        "https://a.smba.trafficmanager.net/",
        "https://trafficmanager.net/",
        "https://smba.trafficmanager.net@example.com/",
        "https://me:pw@smba.trafficmanager.net/",
        "https://example.com#@smba.trafficmanager.net/",
        "https://example.com\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\.example.com/",
        "https://smba.trafficmanager.net?.example.com/",
        "https://smba.trafficmanager.net/teams/?next=https://example.com",
        "https://smba.trafficmanager.net/teams/#x",
        "https://smba.trafficmanager.net./teams/",
        "https://smba.trafficmanager.net:8443/teams/",
        "https://smba.trafficmanager.net:80/teams/",
        "https://smba.trafficmanager.net:/teams/",
        "https://smba.trafficmanager.net:0443/teams/",
        "https://smba.trafficmanager.net/teams/../../admin/",
        "https://smba.trafficmanager.net/teams/./",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net//example.com/",
        "https://smba.trafficmanager.net/{tenant}/",
        "https://smba.trafficmanager.net/te ams/",
        " https://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net/teams/\n",
        "https://smba.trafficmanager.net/teams/\r\nHost: example.com",
        "https://smba.trafficmanager.net\t/teams/",
        "https://smba.tr\u0430fficmanager.net/teams/",  # a Cyrillic letter
        "https://smba。trafficmanager。net/teams/",
        "https://smba.trafficmanager.net\uff0fteams/",
        "https://\u017fmba.trafficmanager.net/teams/",  # lower() leaves a long s, upper() does not
        "https://smba.trafficmanager.net/\u212aelvin/",  # lower() makes an ordinary k of it
        "https://xn--smba-trafficmanager-net/",
        "https://169.254.169.254/latest/",
        "https://[::1]/teams/",
        "http://localhost/teams/",
        "https://localhost/teams/",
        "https://smba.trafficmanager.net/" + "a" * 300,
    ],
)
def test_nothing_else_is(url: str) -> None:
    assert not is_allowed(url, HOSTS)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:4711/teams/", True),
        ("https://127.0.0.1:4711/teams/", True),
        ("http://127.0.0.1:4712/teams/", False),
        ("http://127.0.0.1/teams/", False),
        ("http://localhost:9/teams/", True),
        ("http://localhost/teams/", True),
        ("http://[::1]:4711/teams/", True),
        ("http://[::2]:4711/teams/", False),
        ("http://127.0.0.1.example.com:4711/", False),
        ("http://127.1:4711/", False),
        ("http://2130706433:4711/", False),
        ("http://0x7f000001:4711/", False),
    ],
)
def test_a_stand_in_on_this_machine_is_allowed_where_it_is_listed(url: str, allowed: bool) -> None:
    assert is_allowed(url, HERE) is allowed


def test_a_host_elsewhere_is_not_spoken_to_in_the_open_even_when_it_is_listed() -> None:
    assert not is_allowed("http://example.com/teams/", ["example.com"])
    assert not is_allowed("http://example.com:80/teams/", ["example.com:80"])
    assert is_allowed("https://example.com:8443/teams/", ["example.com:8443"])
    assert not is_allowed("https://example.com/teams/", ["example.com:8443"])


def test_nothing_is_allowed_where_nothing_is_listed() -> None:
    assert not is_allowed(SERVICE, ())


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        (HOSTS, SERVICE),
        (("smba.infra.gcc.teams.microsoft.com",), "https://smba.infra.gcc.teams.microsoft.com/teams/"),
        (("127.0.0.1:4711",), "http://127.0.0.1:4711/teams/"),
        (("localhost", "127.0.0.1"), "http://localhost/teams/"),
        (("[::1]:4711",), "http://[::1]:4711/teams/"),
        ((), SERVICE),
    ],
)
def test_somebody_who_was_never_met_is_looked_for_at_a_host_that_is_allowed(hosts: tuple[str, ...], url: str) -> None:
    assert service_at(hosts) == url
    assert is_allowed(url, hosts) or not hosts


def test_a_log_is_told_a_host_and_no_more_than_that() -> None:
    assert host_of("https://Example.com:8443/some/where") == "example.com"
    assert host_of("https://me:secret@example.com/") == "not a URL of Teams"

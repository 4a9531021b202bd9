"""Nothing is sent to an address that is not on the list, however it is written."""

import pytest

from adapters.teams.hosts import is_allowed
from bot.teams_settings import HOSTS, THIS_MACHINE


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net/emea/0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081/",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/teams/",
        "https://SMBA.trafficmanager.net/teams/",
        "https://smba.infra.gcc.teams.microsoft.com/gcc/",
    ],
)
def test_where_teams_takes_messages(url: str) -> None:
    assert is_allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net:8443/teams/",
        "https://smba.trafficmanager.net.example.com/teams/",
        "https://evil-smba.trafficmanager.net/",
        "https://a.smba.trafficmanager.net/",
        "https://example.com/smba.trafficmanager.net/",
        "https://example.com/?smba.trafficmanager.net",
        "https://smba.trafficmanager.net@example.com/",
        "https://example.com\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@example.com/",
        "https://smba.trafficmanager.net#@example.com/",
        "https://smba.trafficmanager.net/teams/?to=example.com",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net /teams/",
        "https://smba.trafficmanager.net/teams/\n",
        "https://smba.trafficmanager.ne\tt/teams/",
        "https://smba\u3002trafficmanager.net/teams/",
        "https://smbа.trafficmanager.net/teams/",  # noqa: RUF001  a Cyrillic a
        "//smba.trafficmanager.net/teams/",
        "ftp://smba.trafficmanager.net/teams/",
        "file:///etc/passwd",
        "https://169.254.169.254/metadata/",
        "http://127.0.0.1:8080/",
        "https://localhost/",
        "https://[::1]/",
        "https://[",
    ],
)
def test_nowhere_else(url: str) -> None:
    assert not is_allowed(url, HOSTS)


def test_a_stand_in_is_reached_at_the_port_that_was_named() -> None:
    hosts = ("127.0.0.1:4000", "example.com:8443")
    assert is_allowed("http://127.0.0.1:4000/teams/", hosts)
    assert is_allowed("https://127.0.0.1:4000/", hosts)
    assert not is_allowed("http://127.0.0.1:4001/", hosts)
    assert not is_allowed("http://127.0.0.1/", hosts)
    assert is_allowed("https://example.com:8443/", hosts)
    assert not is_allowed("http://example.com:8443/", hosts), "without TLS there is only this machine"


@pytest.mark.parametrize("url", ["http://localhost:56150", "http://127.0.0.1:56150/_connector", "http://[::1]:1/"])
def test_whoever_stands_in_for_teams_without_proof_is_found_at_any_port_of_this_machine(url: str) -> None:
    assert is_allowed(url, THIS_MACHINE)
    assert not is_allowed("https://smba.trafficmanager.net/teams/", THIS_MACHINE)
    assert not is_allowed("http://127.0.0.2:56150/", THIS_MACHINE)

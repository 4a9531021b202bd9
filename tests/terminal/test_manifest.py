"""What Slack is told about the app fits Slack's schema, asks for no more than is used, and can be pasted."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.commands import FORMS, KEEPS, NAME
from adapters.slack.manifest import APP_SCOPE, EVENTS, SCOPES, manifest
from tests.terminal.conftest import Run

HERE = "https://bot.example.com"
DOCS = (Path(__file__).parents[2] / "docs/slack.md").read_text(encoding="utf-8")
NEEDS = {"message.im": "im:history", "user_change": "users:read"}
"""The scopes of the events that need one; the others come without."""


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it, with where it stands."""
    match value:
        case dict():
            for key, one in value.items():
                yield from strings(one, f"{path}/{key}")
        case list():
            for one in value:
                yield from strings(one, f"{path}/*")
        case str():
            yield path, value


def printed(run: Run, *arguments: str) -> Any:
    ended = run("sqlite://", "manifest", "slack", *arguments)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_it_can_be_pasted(run: Run) -> None:
    assert printed(run) == manifest()
    assert printed(run, "--url", f"{HERE}/") == manifest(HERE)


@pytest.mark.parametrize("url", ["", HERE])
def test_it_is_inside_the_limits_of_the_schema(url: str) -> None:
    limits = {
        "/display_information/name": (1, 35),
        "/display_information/description": (1, 140),
        "/display_information/long_description": (175, 4000),
        "/features/bot_user/display_name": (1, 80),
        "/features/shortcuts/*/name": (1, 24),
        "/features/shortcuts/*/callback_id": (1, 255),
        "/features/shortcuts/*/description": (1, 150),
        "/features/slash_commands/*/command": (2, 32),
        "/features/slash_commands/*/description": (1, 2000),
        "/features/slash_commands/*/usage_hint": (1, 1000),
    }
    found = list(strings(manifest(url)))
    assert set(limits) <= {path for path, _ in found}
    for path, text in found:
        least, most = limits.get(path, (1, 2500))
        assert least <= len(text) <= most, path
    assert len(manifest(url)["features"]["shortcuts"]) <= 10


def test_people_can_write_to_it_find_it_at_home_and_see_it_there() -> None:
    features = manifest()["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert features["bot_user"]["always_online"]
    assert [command["command"] for command in features["slash_commands"]] == [NAME]
    assert {(one["callback_id"], one["type"]) for one in features["shortcuts"]} == {
        *((form, "global") for form in FORMS),
        *((kept, "message") for kept in KEEPS),
    }


def test_without_an_address_everything_comes_by_a_socket() -> None:
    by_socket = manifest()
    assert by_socket["settings"]["socket_mode_enabled"]
    assert not by_socket["settings"]["org_deploy_enabled"]
    assert not any("url" in path for path, _ in strings(by_socket))


def test_with_an_address_everything_comes_there() -> None:
    there = manifest(HERE)
    assert not there["settings"]["socket_mode_enabled"]
    assert there["settings"]["org_deploy_enabled"]
    assert {text for path, text in strings(there) if path.endswith("url")} == {f"{HERE}/slack/events"}
    assert there["oauth_config"]["redirect_urls"] == [f"{HERE}/slack/oauth_redirect"]


@pytest.mark.parametrize("url", ["", HERE])
def test_tokens_do_not_rotate_because_the_worker_could_be_locked_out(url: str) -> None:
    assert manifest(url)["settings"]["token_rotation_enabled"] is False


def test_every_scope_and_event_has_its_reason_and_no_event_lacks_its_scope() -> None:
    assert manifest()["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert manifest()["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert all(SCOPES.values())
    assert all(EVENTS.values())
    assert {NEEDS[event] for event in EVENTS if event in NEEDS} <= set(SCOPES)


@pytest.mark.parametrize(("first", "told"), [("scope", SCOPES), ("event", EVENTS)], ids=["scopes", "events"])
def test_the_docs_give_the_same_reasons(first: str, told: dict[str, str]) -> None:
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", DOCS, re.MULTILINE)
    assert found
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]
    assert {name.strip("`"): reason for name, reason in rows} == told
    assert APP_SCOPE in DOCS


@pytest.mark.parametrize(
    "url",
    [
        "http://bot.example.com",
        "http://127.0.0.1:8080",
        "bot.example.com",
        "https://",
        "https://[bot",
        "https://bot.example.com:port",
        "https://bot.example.com/?team=1",
        "https://bot.example.com/#top",
        "https://ana@bot.example.com",
        "https://bot example.com",
    ],
)
def test_an_address_that_slack_would_not_call_is_refused_in_a_sentence(run: Run, url: str) -> None:
    ended = run("sqlite://", "manifest", "slack", "--url", url)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("--url must be a plain address that begins with https://")


def test_a_platform_that_there_is_no_manifest_for(run: Run) -> None:
    ended = run("sqlite://", "manifest", "irc")
    assert (ended.code, ended.err) == (2, "There is no manifest for 'irc'; there is one for slack, teams.\n")

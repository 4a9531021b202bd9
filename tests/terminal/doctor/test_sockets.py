"""How many sockets are open, and what to do when they are too many, too few, or none can be opened."""

from typing import Any

import pytest

from tests.terminal.doctor.conftest import GONE, Ask, There


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("missing_scope", "It lacks connections:write; make one with it"),
        ("not_allowed_token_type", "It lacks connections:write; make one with it"),
        ("invalid_auth", "Slack does not take it; make one in"),
        ("something_else", "Slack says something_else. Is Socket Mode on"),
    ],
)
def test_an_app_token_that_opens_no_socket(ask: Ask, there: There, error: str, why: str) -> None:
    there.slack.answers("apps.connections.open", {"ok": False, "error": error})
    said = ask(SLACK_APP_TOKEN="xapp-1")
    assert (said.code, said.levels["SLACK_APP_TOKEN"]) == (1, "mend")
    assert said.lines["SLACK_APP_TOKEN"].startswith(why)
    assert "Sockets" not in said.lines


def test_an_app_token_that_is_taken_and_given_nothing(ask: Ask, there: There) -> None:
    there.slack.socket_url = ""
    assert ask(SLACK_APP_TOKEN="xapp-1").lines["SLACK_APP_TOKEN"].startswith("Slack says nothing. Is Socket Mode on")


@pytest.mark.parametrize(
    ("hello", "level", "why"),
    [
        ({"type": "hello", "num_connections": 1}, "look", "0 open besides this check’s own, and 1 expected: does the"),
        ({"type": "hello", "num_connections": 4}, "look", "3 open besides this check’s own, and 1 expected: dead ones"),
        ({"type": "hello", "num_connections": 10}, "mend", "9 open besides this check’s own, and 1 expected. At 10"),
        ({"type": "hello"}, "look", "One was opened, and Slack did not say how many"),
        ({"type": "disconnect", "reason": "too_many_websockets"}, "mend", "Slack opened one and closed it again"),
        ([1], "mend", "Slack opened one and closed it again"),
        ("{", "mend", "Slack opened one and closed it again"),
        (None, "mend", "Slack opened one and closed it again"),
    ],
)
def test_how_many_sockets_there_are(ask: Ask, there: There, hello: Any, level: str, why: str) -> None:
    there.hello = hello
    said = ask(SLACK_APP_TOKEN="xapp-1")
    assert (said.levels["Sockets"], said.code) == (level, 1 if level == "mend" else 0)
    assert said.lines["Sockets"].startswith(why)


def test_as_many_sockets_as_are_expected(ask: Ask, there: There) -> None:
    there.hello = {"type": "hello", "num_connections": 3}
    assert ask("--processes", "2", SLACK_APP_TOKEN="xapp-1").levels["Sockets"] == "ok"


def test_a_socket_that_cannot_be_opened_keeps_its_ticket_to_itself(ask: Ask, there: There) -> None:
    there.slack.socket_url = f"ws://{GONE}/link?ticket=t1ck3t"
    said = ask(SLACK_APP_TOKEN="xapp-1")
    assert said.lines["Sockets"] == f"{GONE} cannot be reached: look at the network, a firewall or a proxy."
    there.slack.socket_url = "nothing:t1ck3t"
    assert ask(SLACK_APP_TOKEN="xapp-1").levels["Sockets"] == "mend"

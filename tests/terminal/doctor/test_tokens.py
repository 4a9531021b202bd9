"""Each token is taken and has the scopes of the manifest, and whatever keeps Slack from answering is one sentence."""

import json

import pytest

from adapters.slack import doctor
from bot.service import real_time
from bot.store import open_store
from bot.store.installations import Installation
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.terminal.doctor.conftest import GONE, Ask, There


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("invalid_auth", "Slack says invalid_auth: the token is not valid"),
        ("account_inactive", "Slack says account_inactive: the app was removed"),
        ("strange_things", "Slack says strange_things. Copy the Bot User OAuth Token"),
    ],
)
def test_a_token_that_is_not_taken(ask: Ask, there: There, error: str, why: str) -> None:
    there.slack.answers("auth.test", {"ok": False, "error": error})
    said = ask()
    assert (said.code, said.levels["SLACK_BOT_TOKEN"]) == (1, "mend")
    assert said.lines["SLACK_BOT_TOKEN"].startswith(why)
    assert "Scopes" not in said.lines


def test_scopes_that_are_missing_and_scopes_that_are_never_used(ask: Ask, there: There) -> None:
    there.slack.scopes = (
        "identify,channels:read,chat:write,dnd:read,groups:read,im:history,users:read,files:write,im:write"
    )
    said = ask()
    assert (said.code, said.levels["Scopes"]) == (1, "mend")
    assert said.lines["Scopes"].startswith("Missing: commands. Paste the manifest again")
    there.slack.scopes += ",commands"
    said = ask()
    assert (said.code, said.levels["Scopes"]) == (0, "look")
    assert said.lines["Scopes"].startswith("Never used: im:write. Paste the manifest again")


def test_slack_does_not_say_which_scopes(ask: Ask, there: There) -> None:
    there.slack.answers("auth.test", {"ok": True, "user": "followthrough", "team": "Acme"})
    assert ask().lines["Scopes"] == "Slack did not say which ones the token has."


def test_each_workspace_that_installed_it_is_looked_at(ask: Ask, there: There, new_database: NewDatabase) -> None:
    by_oauth = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c11e47" * 5}
    assert ask(**by_oauth).lines["Installations"].startswith("Nobody has installed it yet")
    there.slack.workspace("xoxb-second-2", "T2", user="followthrough")
    with new_database("sqlite") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        with store.begin() as unit:
            for place, token in (("T2", "xoxb-second-2"), ("T3", "xoxb-revoked-3")):
                unit.installations.save(Installation("slack", place, json.dumps({"bot_token": token}), real_time()))
        store.close()
        said = ask(database=url, **by_oauth)
    assert said.lines["T2"] == "It speaks as followthrough in T2."
    assert said.levels["T3"] == "mend"


def test_slack_that_is_not_reached(ask: Ask) -> None:
    said = ask(SLACK_API_URL=f"http://{GONE}/api/", SLACK_APP_TOKEN="xapp-1")
    assert said.code == 1
    assert {said.lines[what] for what in ("Slack", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")} == {
        f"{GONE} cannot be reached: look at the network, a firewall or a proxy."
    }


def test_slack_that_does_not_answer(ask: Ask, there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PATIENCE", 0.2)
    there.slack.hangs("auth.test", 1)
    assert "does not answer in 10 seconds" in ask().lines["SLACK_BOT_TOKEN"]


def test_something_that_is_not_slack(ask: Ask, there: There) -> None:
    said = ask(SLACK_API_URL=f"{there.url}/")
    assert "answered 404 and not as Slack does; is that its address?" in said.lines["Slack"]


def test_slack_that_asks_to_wait(ask: Ask, there: There) -> None:
    there.slack.answers("auth.test", {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "30"})
    said = ask()
    assert said.lines["SLACK_BOT_TOKEN"] == "Slack asks to be left alone; ask again in 30 seconds."

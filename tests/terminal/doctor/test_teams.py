"""The doctor looks at every platform that there are credentials for, and at no other."""

import pytest

from bot.store import open_store
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.terminal.conftest import Run
from tests.terminal.doctor.conftest import OURS, Ask


def test_both(ask: Ask) -> None:
    said = ask(TEAMS_ALLOW_ANONYMOUS="yes")
    assert said.levels["SLACK_BOT_TOKEN"] == "ok"
    assert said.levels["TEAMS_ALLOW_ANONYMOUS"] == "look"
    assert said.code == 0


def test_teams_alone_hears_nothing_of_slack_and_slack_nothing_of_teams(ask: Ask) -> None:
    alone = ask(TEAMS_ALLOW_ANONYMOUS="yes", SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="")
    assert set(alone.lines) == OURS | {"TEAMS_ALLOW_ANONYMOUS"}
    assert not any("TEAMS" in what or "Teams" in what for what in ask(TEAMS_ALLOW_ANONYMOUS="").lines)


def test_neither_hears_of_both(ask: Ask) -> None:
    said = ask(SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="")
    assert (said.levels["Slack"], said.levels["Teams"], said.code) == ("look", "look", 0)


def test_half_of_what_teams_needs_ends_it(ask: Ask) -> None:
    said = ask(TEAMS_APP_ID="0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081")
    assert (said.code, list(said.lines)) == (1, ["Settings"])
    assert said.lines["Settings"].startswith("TEAMS_APP_PASSWORD is missing")


def test_a_playgrounds_database_is_no_place_for_teams(
    run: Run, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAMS_ALLOW_ANONYMOUS", "yes")
    with new_database("sqlite") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        with store.begin() as unit:
            unit.playground.mark()
        store.close()
        ended = run(url, "doctor")
    assert ended.code == 1
    assert "MEND  Database: This database belongs to a playground" in ended.out
